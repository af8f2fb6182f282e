"""Accounts that no configuration names: connected by a login alone, and forgotten again."""

import json
from collections.abc import AsyncGenerator
from pathlib import Path
from types import MappingProxyType
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
from aiohttp.test_utils import TestClient, TestServer
from tests.fakes.garmin import CODE, EMAIL, PASSWORD, FakeGarmin
from tests.fakes.strava import SECRET, FakeStrava
from tests.helpers.api import server_of
from tests.helpers.household import NOW, config_of, store_of
from tests.sync.api.test_connecting import HERE, Client, garmin, modes, say, strava

from liftday_sync import newcomer
from liftday_sync.clock import FixedClock
from liftday_sync.config import Config
from liftday_sync.connected import connect, connectable, source_of, with_connected
from liftday_sync.errors import ConfigError
from liftday_sync.keys import hash_of
from liftday_sync.store.api import NewToken
from liftday_sync.threads import in_thread

__all__ = ["garmin", "strava"]
BEARER = {"Authorization": "Bearer all"}


@pytest.fixture
def config(tmp_path: Path, garmin: FakeGarmin, strava: FakeStrava, monkeypatch: pytest.MonkeyPatch) -> Config:
    """Anna has a folder and nothing else."""
    first = {"garmin": {"server": garmin.url}, "strava": {"server": strava.url}}
    monkeypatch.setattr(newcomer, "AT_FIRST", MappingProxyType(first))
    anna = {"id": "anna", "name": "Anna", "time_zone": "Europe/Berlin", "sources": [{"kind": "files"}]}
    return config_of(tmp_path, athletes=[anna])


@pytest.fixture
def renewed() -> list[str]:
    """When the daemon was to begin anew."""
    return []


@pytest.fixture
async def client(config: Config, renewed: list[str]) -> AsyncGenerator[Client]:
    store = await in_thread(store_of, config)
    row = NewToken(token_hash=hash_of("all"), scope="full", athlete_id=None, label="all")
    await in_thread(store.save_token, row, now=NOW)
    server = server_of(config, store, clock=FixedClock(NOW), wake=lambda _: None, renew=lambda: renewed.append("anew"))
    async with TestClient(TestServer(server.app())) as made:
        yield made
    await in_thread(store.close)


async def listed(client: Client) -> Any:
    async with client.get(HERE, headers=BEARER) as answer:
        return await answer.json()


async def delete(client: Client, name: str) -> int:
    async with client.delete(f"{HERE}/{name}", headers=BEARER) as answer:
        return answer.status


async def connect_garmin(client: Client) -> dict[str, Any]:
    _, first = await say(client, "/garmin/login", {})
    at = f"/garmin/login/{first['login']}"
    await say(client, at, {"answers": {"email": EMAIL, "password": PASSWORD}})
    _, last = await say(client, at, {"answers": {"code": CODE}})
    return last


async def test_garmin_becomes_a_source_without_a_line_in_the_configuration(
    client: Client, config: Config, renewed: list[str], tmp_path: Path
) -> None:
    assert (await listed(client))["connectable"] == ["garmin", "strava"]
    last = await connect_garmin(client)
    assert (last["is_done"], renewed) == (True, ["anew"])
    assert last["message"].endswith("Runs arrive within a minute or two.")
    [athlete] = (await in_thread(with_connected, config)).athletes
    assert [source.called for source in athlete.sources] == ["files", "garmin"]
    assert connectable(athlete) == ("strava",)
    kept = await in_thread(modes, tmp_path / "accounts")
    assert (kept["connected.json"], kept["anna"]) == (0o600, 0o700)
    text = await in_thread((tmp_path / "accounts" / "connected.json").read_text)
    assert PASSWORD not in text
    assert EMAIL not in text


async def test_strava_asks_for_the_application_first_and_keeps_its_secret_to_itself(
    client: Client, config: Config, renewed: list[str], tmp_path: Path
) -> None:
    _, first = await say(client, "/strava/login", {})
    assert [(one["name"], one["is_secret"]) for one in first["questions"]] == [
        ("client_id", False),
        ("client_secret", True),
    ]
    at = f"/strava/login/{first['login']}"
    _, again = await say(client, at, {"answers": {"client_id": "mine", "client_secret": SECRET}})
    assert again["message"].startswith("The client ID is a number")
    _, consent = await say(client, at, {"answers": {"client_id": " 1 ", "client_secret": SECRET}})
    state = parse_qs(urlsplit(consent["visit_url"]).query)["state"][0]
    given = f"http://localhost/?state={state}&code=good-code&scope=read,activity:read_all,profile:read_all"
    _, last = await say(client, at, {"answers": {"code": given}})
    assert (last["is_done"], renewed) == (True, ["anew"])
    [athlete] = (await in_thread(with_connected, config)).athletes
    assert [source.called for source in athlete.sources] == ["files", "strava"]
    document = json.loads(await in_thread((tmp_path / "accounts" / "connected.json").read_text))
    assert document["athletes"]["anna"][0]["client_secret"] == "file:accounts/anna/strava/application.secret"
    assert SECRET not in str(document)
    assert (await in_thread(modes, tmp_path / "accounts"))["application.secret"] == 0o600


async def test_a_login_that_fails_connects_nothing(client: Client, config: Config, renewed: list[str]) -> None:
    _, first = await say(client, "/garmin/login", {})
    await say(client, f"/garmin/login/{first['login']}", {"answers": {"email": EMAIL, "password": "wrong"}})
    assert renewed == []
    assert await in_thread(with_connected, config) == config


async def test_what_the_configuration_names_is_not_deleted_and_what_nobody_has_is_not_found(client: Client) -> None:
    assert await delete(client, "files") == 409
    assert await delete(client, "garmin") == 404


async def test_a_connected_account_is_forgotten_with_its_tokens(
    config: Config, client: Client, renewed: list[str], tmp_path: Path
) -> None:
    await connect_garmin(client)
    store = await in_thread(store_of, config)
    whole = await in_thread(with_connected, config)
    server = server_of(whole, store, clock=FixedClock(NOW), wake=lambda _: None, renew=lambda: renewed.append("anew"))
    async with TestClient(TestServer(server.app())) as later:
        assert (await listed(later))["connected"] == ["garmin"]
        assert await delete(later, "garmin") == 204
    await in_thread(store.close)
    assert renewed == ["anew", "anew"]
    assert await in_thread(with_connected, config) == config
    assert "tokens.json" not in await in_thread(modes, tmp_path / "accounts")


def test_what_the_configuration_names_counts_more(tmp_path: Path) -> None:
    anna = {
        "id": "anna",
        "name": "Anna",
        "time_zone": "Europe/Berlin",
        "sources": [{"kind": "garmin", "wellness": False}],
    }
    config = config_of(tmp_path, athletes=[anna])
    connect(tmp_path, "anna", source_of({"kind": "garmin"}))
    assert with_connected(config) == config


def test_a_damaged_file_is_said_with_its_mend(tmp_path: Path) -> None:
    connect(tmp_path, "anna", source_of({"kind": "garmin"}))
    (tmp_path / "accounts" / "connected.json").write_text("{", encoding="utf-8")
    with pytest.raises(ConfigError, match="connect your accounts again"):
        with_connected(config_of(tmp_path))
