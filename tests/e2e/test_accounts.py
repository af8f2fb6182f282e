"""An account connected by clicking in the real Home Assistant: its runs arrive, and it can be forgotten again."""

import json
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
from aiohttp import ClientSession
from tests.e2e.harness import Daemon, HomeAssistant
from tests.e2e.programs import until
from tests.fakes.strava import SECRET, FakeStrava, activity

ANNA = {"id": "anna", "name": "Anna", "time_zone": "Europe/Berlin", "sources": [{"kind": "files"}]}


async def test_strava_is_connected_under_repairs_and_forgotten_without_a_restart(
    tmp_path: Path, home: HomeAssistant, subtests: pytest.Subtests
) -> None:
    with FakeStrava() as strava:
        now = datetime.now(UTC)  # noqa: TID251 (Home Assistant lives in real time)
        strava.add(*(activity(day, now - timedelta(days=day)) for day in range(1, 8)))
        daemon = Daemon.with_config(tmp_path / "house", {"athletes": [ANNA]})
        _connected_before(daemon, strava)
        await daemon.start()
        try:
            assert (await home.add_liftday(daemon.url, daemon.token))["type"] == "create_entry"
            with subtests.test("an account without a login is a repair, and its steps lead to runs"):
                issue = await until(lambda: _issue(home), "the repair")
                assert (issue["is_fixable"], issue["translation_key"]) == (True, "login")
                flows = "/api/repairs/issues/fix"
                form = await home.post(flows, {"handler": "liftday", "issue_id": issue["issue_id"]})
                page = form["description_placeholders"]["visit"].removeprefix("[Strava](").removesuffix(")")
                state = parse_qs(urlsplit(page).query)["state"][0]
                code = f"http://localhost/?state={state}&code=good-code&scope=read,activity:read_all,profile:read_all"
                end = await home.post(f"{flows}/{form['flow_id']}", {"code": code})
                assert end["type"] == "create_entry", end
                await until(lambda: _has_runs(daemon), "the runs", 30)
                await until(lambda: _is_quiet(home), "the end of the repair", 30)

            with subtests.test("forgotten over the API, it is gone, and the daemon is there again by itself"):
                assert await _forget(daemon) == 204
                await until(lambda: _knows_only_files(daemon), "the daemon without the account", 30)
                [athlete] = await daemon.athletes()
                assert (await daemon.snapshot(athlete["id"]))["activities"], "its runs stay"

            with subtests.test("home assistant has nothing to complain about"):
                assert home.complaints() == []
        finally:
            await daemon.stop()


def _connected_before(daemon: Daemon, strava: FakeStrava) -> None:
    """As if it had been connected by clicking long ago, and its tokens were lost."""
    folder = daemon.folder / "data" / "accounts"
    (folder / "anna" / "strava").mkdir(parents=True, mode=0o700)
    (folder / "anna" / "strava" / "application.secret").write_text(SECRET, encoding="utf-8")
    place = "file:accounts/anna/strava/application.secret"
    source = {"kind": "strava", "client_id": 1, "client_secret": place, "server": strava.url}
    (folder / "connected.json").write_text(json.dumps({"athletes": {"anna": [source]}}), encoding="utf-8")


async def _issue(home: HomeAssistant) -> dict[str, Any] | None:
    issues = (await home.command(type="repairs/list_issues"))["issues"]
    return next((one for one in issues if one["domain"] == "liftday"), None)


async def _is_quiet(home: HomeAssistant) -> bool:
    return await _issue(home) is None


async def _has_runs(daemon: Daemon) -> bool:
    return len((await daemon.snapshot("anna"))["activities"]) > 1


async def _forget(daemon: Daemon) -> int:
    url = f"{_sources(daemon)}/strava"
    async with ClientSession() as session, session.delete(url, headers=_bearer(daemon)) as answer:
        return answer.status


async def _knows_only_files(daemon: Daemon) -> bool:
    try:
        async with ClientSession() as session, session.get(_sources(daemon), headers=_bearer(daemon)) as answer:
            told = await answer.json()
    except OSError:
        return False
    return [one["name"] for one in told["sources"]] == ["files"] and "strava" in told["connectable"]


def _sources(daemon: Daemon) -> str:
    return f"{daemon.url}/api/v1/athletes/anna/sources"


def _bearer(daemon: Daemon) -> dict[str, str]:
    return {"Authorization": f"Bearer {daemon.token}"}
