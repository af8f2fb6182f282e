import asyncio
import json
import logging
import socket
import uuid
from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager
from datetime import timedelta
from pathlib import Path
from typing import Any
from unittest.mock import AsyncMock

import pytest
from tests.helpers.mdns import HERE, listener
from zeroconf import ServiceStateChange
from zeroconf.asyncio import AsyncServiceInfo, AsyncZeroconf

from liftday_sync import announce
from liftday_sync.announce import KIND, Announcement, address_of, is_wanted, keep_announcing
from liftday_sync.config import ServerConfig

ROOT = Path(__file__).parents[2]
SERVER_ID = uuid.uuid4().hex
"""Another one in each process: tests that run side by side hear each other."""


class Turns:
    """The minutes of `keep_announcing`: a test lets each of them pass."""

    def __init__(self) -> None:
        self.waits = asyncio.Event()
        self._over: asyncio.Queue[bool] = asyncio.Queue()

    async def pause(self, wait: timedelta) -> bool:
        assert wait == announce.LOOK_EVERY
        self.waits.set()
        return await self._over.get()

    async def begun(self) -> None:
        """The first attempt was made."""
        async with asyncio.timeout(10):
            await self.waits.wait()

    async def another(self) -> None:
        """A minute passes, and the attempt after it was made."""
        self.waits.clear()
        self._over.put_nowait(item=False)
        await self.begun()

    def stop(self) -> None:
        self._over.put_nowait(item=True)


@asynccontextmanager
async def announcing(bound: str = HERE, *, port: int = 8098, server_id: str = SERVER_ID) -> AsyncGenerator[Turns]:
    turns = Turns()
    async with asyncio.TaskGroup() as group:
        group.create_task(keep_announcing(server_id, bound, port, turns.pause))
        await turns.begun()
        yield turns
        turns.stop()


@pytest.mark.slow
async def test_who_listens_hears_where_the_daemon_is_and_that_it_goes() -> None:
    async with listener() as somebody:
        async with announcing():
            name, state = await somebody.next(SERVER_ID)
            found = await somebody.ask(name)
        assert state is ServiceStateChange.Added
        assert (found.parsed_addresses(), found.port) == ([HERE], 8098)
        assert found.decoded_properties == Announcement(server_id=SERVER_ID, host=HERE, port=8098).properties
        assert await somebody.next(SERVER_ID) == (name, ServiceStateChange.Removed)


@pytest.mark.slow
async def test_two_daemons_on_one_machine_have_names_of_their_own() -> None:
    other = uuid.uuid4().hex
    async with listener() as somebody, announcing(port=1), announcing(port=2, server_id=other):
        names = [(await somebody.next(one))[0] for one in (SERVER_ID, other)]
        assert [(await somebody.ask(name)).port for name in names] == [1, 2]


def test_what_is_announced_is_what_the_integration_reads() -> None:
    expected = json.loads((ROOT / "tests/contract/announcement.json").read_text())
    manifest = json.loads((ROOT / "custom_components/liftday/manifest.json").read_text())
    told = Announcement(server_id=expected["properties"]["id"], host=HERE, port=8098).properties
    assert [KIND] == [expected["type"]] == manifest["zeroconf"]
    assert told | {"version": "0.1.0"} == expected["properties"]


@pytest.mark.parametrize("machine", ["nas", "nas.fritz.box", "Jörgs Mac" + "x" * 60, "", "...", "ü"])
def test_every_machine_has_a_name_that_the_network_takes(monkeypatch: pytest.MonkeyPatch, machine: str) -> None:
    monkeypatch.setattr(socket, "gethostname", lambda: machine)
    name = Announcement(server_id=SERVER_ID, host=HERE, port=8098).name
    assert name.startswith("Liftday")
    assert len(name.removesuffix(f".{KIND}").encode()) <= 63
    assert AsyncServiceInfo(KIND, name, port=1).get_name() == name.removesuffix(f".{KIND}")


@pytest.mark.parametrize(
    ("config", "bound", "wanted"),
    [
        ({}, "127.0.0.1", False),
        ({}, "::1", False),
        ({"host": "0.0.0.0"}, "0.0.0.0", True),  # noqa: S104 (what is asked)
        ({"host": "192.168.1.20"}, "192.168.1.20", True),
        ({"host": "0.0.0.0", "ingress": True}, "0.0.0.0", False),  # noqa: S104 (same)
        ({"host": "0.0.0.0", "announce": False}, "0.0.0.0", False),  # noqa: S104 (same)
        ({"announce": True}, "127.0.0.1", True),
    ],
)
def test_what_only_this_machine_reaches_or_the_supervisor_tells_of_is_not_announced_unless_asked(
    *, config: dict[str, Any], bound: str, wanted: bool
) -> None:
    assert is_wanted(ServerConfig(**config), bound) is wanted


def test_the_address_of_one_network_is_named_as_it_is() -> None:
    assert address_of("192.168.1.20") == "192.168.1.20"
    assert address_of("fd00::20") == "fd00::20"


@pytest.mark.parametrize(("bound", "none"), [("0.0.0.0", "127.0.0.1"), ("::", "::1")])  # noqa: S104 (what is asked)
def test_of_all_networks_the_one_that_leads_outwards_is_named(
    monkeypatch: pytest.MonkeyPatch, bound: str, none: str
) -> None:
    asked: list[socket.AddressFamily] = []

    answer = "192.0.2.7"

    def own_address(family: socket.AddressFamily) -> str:
        asked.append(family)
        return answer

    monkeypatch.setattr(announce, "own_address", own_address)
    assert address_of(bound) == "192.0.2.7"
    answer = none
    assert address_of(bound) is None
    assert asked == [socket.AF_INET6 if ":" in bound else socket.AF_INET] * 2


@pytest.mark.slow
async def test_a_network_that_is_not_there_yet_is_one_warning_and_is_announced_in_once_it_is(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.INFO, "liftday_sync")
    address: str | None = None
    monkeypatch.setattr(announce, "address_of", lambda _: address)
    async with listener() as somebody:
        async with announcing() as minutes:
            await minutes.another()
            [warning] = caplog.records
            assert warning.levelno == logging.WARNING
            assert "no address" in warning.getMessage()
            assert warning.getMessage().endswith(".")
            address = HERE
            await minutes.another()
            assert (await somebody.next(SERVER_ID))[1] is ServiceStateChange.Added
            assert [one.levelno for one in caplog.records] == [logging.WARNING, logging.INFO]
            address = None
            await minutes.another()
            assert (await somebody.next(SERVER_ID))[1] is ServiceStateChange.Removed
        assert [one.levelno for one in caplog.records] == [logging.WARNING, logging.INFO, logging.WARNING]


@pytest.mark.filterwarnings("ignore:unclosed:ResourceWarning")  # the library forgets a socket that it could not use
@pytest.mark.parametrize("bound", ["203.0.113.9", "2001:db8::9"])
async def test_an_address_that_is_not_ours_is_one_warning_and_no_more(
    caplog: pytest.LogCaptureFixture, bound: str
) -> None:
    async with announcing(bound) as minutes:
        await minutes.another()
        await minutes.another()
    [warning] = [one for one in caplog.records if one.name.startswith("liftday")]
    assert "server.announce: false" in warning.getMessage()


@pytest.mark.parametrize("fault", [OSError(98, "Address already in use"), RuntimeError("odd"), ValueError("odd")])
async def test_a_network_that_refuses_stops_nothing(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture, fault: Exception
) -> None:
    def refuse(**_: Any) -> AsyncZeroconf:
        raise fault

    monkeypatch.setattr("zeroconf.asyncio.AsyncZeroconf", refuse)
    async with announcing() as minutes:
        await minutes.another()
    [warning] = caplog.records
    assert str(fault.args[-1] if isinstance(fault, OSError) else type(fault).__name__) in warning.getMessage()


async def test_a_network_that_takes_no_multicast_is_said_to(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    closed: list[bool] = []

    class Mute(AsyncZeroconf):
        async def async_close(self) -> None:
            closed.append(True)
            await super().async_close()

    def mute(**asked: Any) -> AsyncZeroconf:
        line = Mute(**asked)
        monkeypatch.setattr(line.zeroconf.engine, "senders", [])
        monkeypatch.setattr(line.zeroconf, "async_wait_for_start", AsyncMock())
        return line

    monkeypatch.setattr("zeroconf.asyncio.AsyncZeroconf", mute)
    async with announcing() as minutes:
        await minutes.another()
    [warning] = caplog.records
    assert "takes no multicast" in warning.getMessage()
    assert closed == [True, True]
