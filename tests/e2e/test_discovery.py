"""A daemon that makes itself known in the network, and the real Home Assistant that offers it and follows it."""

import json
from collections.abc import AsyncGenerator
from pathlib import Path
from typing import Any

import pytest
from aiohttp import ClientSession
from tests.e2e.harness import Daemon, HomeAssistant, as_yaml
from tests.e2e.programs import free_port, until
from yarl import URL

FLOWS = "/api/config/config_entries/flow"
CALENDAR = "calendar.liftday_robin"


@pytest.fixture
async def open_daemon(tmp_path: Path) -> AsyncGenerator[Daemon]:
    """A daemon that the whole network reaches, as its configuration says."""
    robin = {"id": "robin", "name": "Robin", "time_zone": "Europe/Berlin", "sources": [{"kind": "demo"}]}
    daemon = Daemon.with_config(tmp_path / "daemon", {"athletes": [robin]})
    listen(daemon, daemon.port)
    await daemon.start()
    yield daemon
    await daemon.stop()


def listen(daemon: Daemon, port: int) -> None:
    """From its next start on it listens to the network, at that port."""
    assert daemon.config_file
    config = json.loads(daemon.config_file.read_text(encoding="utf-8"))
    config["server"] = {"host": "0.0.0.0", "port": port}  # noqa: S104 (the point of it)
    daemon.config_file.write_text(as_yaml(config), encoding="utf-8")
    daemon.port = port  # where the test asks it


async def test_a_daemon_is_offered_by_itself_needs_its_token_alone_and_is_followed_when_it_moves(
    tmp_path: Path, open_daemon: Daemon, subtests: pytest.Subtests
) -> None:
    home = HomeAssistant(folder=tmp_path / "home")
    written = home.folder / "configuration.yaml"
    written.write_text(written.read_text().replace('"api": null', '"api": null, "zeroconf": null'))
    async with home:
        await home.onboard()
        with subtests.test("discovered, and connected by its token"):
            flow = await until(lambda: _discovered(home, open_daemon), "the discovery", 30)
            assert flow["context"]["title_placeholders"]["name"].startswith("Liftday on ")
            form = await home.get(f"{FLOWS}/{flow['flow_id']}")
            assert (form["step_id"], form["errors"]) == ("zeroconf_confirm", {})
            assert URL(form["description_placeholders"]["url"]).port == open_daemon.port
            made = await home.post(f"{FLOWS}/{flow['flow_id']}", {"token": open_daemon.token})
            assert made["type"] == "create_entry", made
            await until(lambda: _is_there(home, there=True), "the calendar", 15)

        with subtests.test("gone to another port, and found there"):
            await open_daemon.stop()
            await until(lambda: _is_there(home, there=False), "its absence", 15)
            listen(open_daemon, free_port())
            await open_daemon.start()
            await until(lambda: _is_there(home, there=True), "its return", 45)

        with subtests.test("home assistant has nothing to complain about"):
            assert home.complaints() == []


async def _discovered(home: HomeAssistant, daemon: Daemon) -> dict[str, Any] | None:
    """What Home Assistant offers to connect, if it is this daemon; the tester's own may be in the network, too."""
    async with ClientSession() as session, session.get(f"{daemon.url}/api/v1/info") as answer:
        server_id = (await answer.json())["server_id"]
    flows: list[dict[str, Any]] = await home.command(type="config_entries/flow/progress")
    return next((one for one in flows if one["context"].get("unique_id") == server_id), None)


async def _is_there(home: HomeAssistant, *, there: bool) -> bool:
    """Whether the calendar has a state, or has none any more."""
    states = {one["entity_id"]: one["state"] for one in await home.get("/api/states")}
    return (states.get(CALENDAR, "unavailable") != "unavailable") is there
