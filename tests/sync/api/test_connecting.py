"""Accounts connected through the API, against services that answer like the real ones."""

import os
from collections.abc import AsyncGenerator, Generator
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
from aiohttp import web
from aiohttp.test_utils import TestClient, TestServer
from tests.fakes.garmin import CODE, EMAIL, PASSWORD, FakeGarmin
from tests.fakes.strava import SECRET, FakeStrava
from tests.helpers.api import server_of
from tests.helpers.household import NOW, config_of, store_of

from liftday_sync.clock import FixedClock
from liftday_sync.keys import hash_of
from liftday_sync.store.api import NewToken
from liftday_sync.threads import in_thread

HERE = "/api/v1/athletes/anna/sources"
BACK = "http://127.0.0.1:4711/liftday/login"
type Client = TestClient[web.Request, web.Application]


@pytest.fixture
def garmin(monkeypatch: pytest.MonkeyPatch) -> Generator[FakeGarmin]:
    """It wants a code. The library waits as a person would; a test need not."""
    for name in ("MOBILE", "LOGIN", "WIDGET"):
        for end in ("MIN", "MAX"):
            monkeypatch.setattr(f"garminconnect.client.sso.{name}_DELAY_{end}_S", 0.0)
    with FakeGarmin(asks_code=True) as fake:
        yield fake


@pytest.fixture
def strava() -> Generator[FakeStrava]:
    fake = FakeStrava()
    fake.now = NOW
    with fake:
        yield fake


@pytest.fixture
def asked() -> list[str]:
    """Who was to be looked after."""
    return []


@pytest.fixture
async def client(tmp_path: Path, garmin: FakeGarmin, strava: FakeStrava, asked: list[str]) -> AsyncGenerator[Client]:
    sources = [
        {"kind": "garmin", "server": garmin.url},
        {"kind": "strava", "client_id": 1, "server": strava.url},
    ]
    who = [
        {"id": name, "name": name.title(), "time_zone": "Europe/Berlin", "sources": sources} for name in ("anna", "ben")
    ]
    config = config_of(tmp_path, athletes=who)
    await in_thread((tmp_path / "strava.secret").write_text, SECRET)
    store = await in_thread(store_of, config)
    for text, athlete_id in (("all", None), ("bens", "ben")):
        row = NewToken(token_hash=hash_of(text), scope="full", athlete_id=athlete_id, label=text)
        await in_thread(store.save_token, row, now=NOW)
    app = server_of(config, store, clock=FixedClock(NOW), wake=asked.append).app()
    async with TestClient(TestServer(app)) as made:
        yield made
    await in_thread(store.close)


async def say(client: Client, path: str, body: Any, token: str = "all") -> tuple[int, dict[str, Any]]:  # noqa: S107 (known)
    async with client.post(f"{HERE}{path}", json=body, headers={"Authorization": f"Bearer {token}"}) as answer:
        return answer.status, await answer.json(content_type=None)


def modes(folder: Path) -> dict[str, int]:
    """The rights of everything below it."""
    found = (Path(where) / name for where, folders, files in os.walk(folder) for name in (*folders, *files))
    return {path.name: path.stat().st_mode & 0o777 for path in found}


async def test_garmin_with_a_code_takes_a_step_for_each_question(
    client: Client, asked: list[str], tmp_path: Path
) -> None:
    _, first = await say(client, "/garmin/login", {})
    assert [(one["name"], one["is_secret"]) for one in first["questions"]] == [("email", False), ("password", True)]
    at = f"/garmin/login/{first['login']}"
    _, second = await say(client, at, {"answers": {"email": EMAIL, "password": PASSWORD}})
    assert (second["is_done"], [one["name"] for one in second["questions"]]) == (False, ["code"])
    status, third = await say(client, at, {"answers": {"code": CODE}})
    assert (status, third["is_done"], third["login"], asked) == (200, True, None, ["anna"])
    kept = await in_thread(modes, tmp_path / "accounts" / "anna")
    assert kept == {"garmin": 0o700, "tokens.json": 0o600}
    gone, _ = await say(client, at, {"answers": {"code": CODE}})
    assert gone == 404


async def test_a_wrong_password_connects_nothing_and_is_not_said_back(client: Client, tmp_path: Path) -> None:
    _, first = await say(client, "/garmin/login", {})
    given = {"email": EMAIL, "password": "wrong-pass-phrase"}
    _, second = await say(client, f"/garmin/login/{first['login']}", {"answers": given})
    assert not second["is_done"]
    assert "wrong-pass-phrase" not in str(second)
    assert "tokens.json" not in await in_thread(modes, tmp_path / "accounts")


async def test_strava_is_connected_by_the_address_that_the_browser_comes_back_with(
    client: Client, asked: list[str], tmp_path: Path
) -> None:
    _, first = await say(client, "/strava/login", {"redirect_url": BACK})
    query = parse_qs(urlsplit(first["visit_url"]).query)
    assert query["redirect_uri"] == [BACK]
    assert SECRET not in str(first)
    given = {"code": "good-code", "state": query["state"][0], "scope": query["scope"][0]}
    status, second = await say(client, f"/strava/login/{first['login']}", {"answers": given})
    assert (status, second["is_done"], asked) == (200, True, ["anna"])
    assert (await in_thread(modes, tmp_path / "accounts" / "anna"))["tokens.json"] == 0o600


async def test_a_login_goes_on_only_in_the_corner_where_it_began(client: Client) -> None:
    _, first = await say(client, "/garmin/login", {})
    given = {"answers": {"email": EMAIL, "password": PASSWORD}}
    for path, token in (
        (f"/../../ben/sources/garmin/login/{first['login']}", "bens"),
        (f"/strava/login/{first['login']}", "all"),
        (f"/garmin/login/{first['login']}", "bens"),
    ):
        status, _ = await say(client, path, given, token)
        assert status == 404
    _, second = await say(client, f"/garmin/login/{first['login']}", given)
    assert [one["name"] for one in second["questions"]] == ["code"]


async def test_every_way_in_says_what_it_brings(client: Client) -> None:
    async with client.get(HERE, headers={"Authorization": "Bearer all"}) as answer:
        listed = (await answer.json())["sources"]
    assert [(one["name"], one["can_login"], one["capabilities"]) for one in listed] == [
        ("garmin", True, ["activities", "planned", "wellness"]),
        ("strava", True, ["activities"]),
    ]
