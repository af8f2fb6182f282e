import asyncio
import contextlib
import os
import signal
import socket
from collections.abc import AsyncGenerator, Awaitable, Callable, Generator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from aiohttp import ClientSession
from tests.helpers.fit_writer import write_run
from tests.helpers.household import config_of, store_of
from tests.helpers.mdns import listener
from zeroconf import ServiceStateChange

from liftday_sync.clock import FixedClock
from liftday_sync.config import Config, ServerConfig
from liftday_sync.connected import connect, source_of, with_connected
from liftday_sync.contract import ServerInfo, Snapshot, read
from liftday_sync.daemon import serve
from liftday_sync.demo import demo_config, rehearse
from liftday_sync.errors import ConfigError
from liftday_sync.publish.access import ensure_token
from liftday_sync.publish.hub import Hub
from liftday_sync.store import Store
from liftday_sync.store.api import NewFact
from liftday_sync.threads import in_thread

MORNING = datetime(2026, 11, 26, 7, 30, tzinfo=UTC)


@dataclass(frozen=True, slots=True, kw_only=True)
class Running:
    address: str
    token: str
    store: Store
    hub: Hub
    clock: FixedClock

    async def snapshot(self, athlete: str) -> Snapshot:
        headers = {"Authorization": f"Bearer {self.token}"}
        url = f"{self.address}/api/v1/athletes/{athlete}/snapshot"
        async with ClientSession() as session, session.get(url, headers=headers) as answer:
            return read(Snapshot, await answer.json())


@contextlib.asynccontextmanager
async def running(config: Config, store: Store) -> AsyncGenerator[Running]:
    """The daemon, served for real on a free port; it is stopped by the signal that systemd would send."""
    clock, hub, address = FixedClock(MORNING), Hub(), asyncio.Future[str]()
    token = await in_thread(ensure_token, store, clock.now()) or ""
    async with asyncio.TaskGroup() as group:
        daemon = group.create_task(serve(config, store, clock, hub=hub, ready=address.set_result))
        daemon.add_done_callback(lambda _: address.done() or address.cancel())
        yield Running(address=await address, token=token, store=store, hub=hub, clock=clock)
        os.kill(os.getpid(), signal.SIGTERM)


async def soon(holds: Callable[[], Awaitable[bool]], within_s: float = 10) -> bool:
    async with asyncio.timeout(within_s):
        while not await holds():  # noqa: ASYNC110 (asked over HTTP; there is no event to wait for)
            await asyncio.sleep(0.05)
    return True


@pytest.fixture
def config(tmp_path: Path) -> Config:
    return config_of(tmp_path)


@pytest.fixture
async def household(config: Config) -> AsyncGenerator[tuple[Config, Store]]:
    store = await in_thread(store_of, config)
    yield config, store
    await in_thread(store.close)


async def test_it_serves_a_plan_for_everybody_and_stops_when_told(household: tuple[Config, Store]) -> None:
    async with running(*household) as daemon:
        anna, ben = await daemon.snapshot("anna"), await daemon.snapshot("ben")
    assert (anna.athlete.time_zone, ben.athlete.time_zone) == ("Europe/Berlin", "America/New_York")
    assert len(anna.days) == len(ben.days) == 14
    assert anna.next_session(MORNING) is not None


async def test_a_forgotten_account_makes_it_begin_anew_after_the_answer(config: Config) -> None:
    await in_thread(connect, config.folder, "anna", source_of({"kind": "garmin", "server": "http://127.0.0.1:9"}))
    whole = await in_thread(with_connected, config)
    store = await in_thread(store_of, whole)
    clock, address = FixedClock(MORNING), asyncio.Future[str]()
    token = await in_thread(ensure_token, store, clock.now()) or ""
    async with asyncio.timeout(20), asyncio.TaskGroup() as group:
        daemon = group.create_task(serve(whole, store, clock, hub=Hub(), ready=address.set_result))
        url = f"{await address}/api/v1/athletes/anna/sources/garmin"
        headers = {"Authorization": f"Bearer {token}"}
        async with ClientSession() as session, session.delete(url, headers=headers) as answer:
            assert answer.status == 204
    assert daemon.result()
    assert await in_thread(with_connected, config) == config
    await in_thread(store.close)


@pytest.mark.slow
async def test_the_network_hears_of_it_and_then_that_it_goes(household: tuple[Config, Store]) -> None:
    config, store = household
    config = config.model_copy(update={"server": ServerConfig(port=0, announce=True)})
    async with listener() as somebody:
        async with running(config, store) as daemon:
            async with ClientSession() as session, session.get(f"{daemon.address}/api/v1/info") as answer:
                info = read(ServerInfo, await answer.json())
            name, _ = await somebody.next(info.server_id)
            found = await somebody.ask(name)
        assert f"http://{found.parsed_addresses()[0]}:{found.port}" == daemon.address
        assert found.decoded_properties == {
            "id": info.server_id,
            "version": info.version,
            "schema_oldest": str(info.schema_oldest),
            "schema_newest": str(info.schema_newest),
        }
        assert await somebody.next(info.server_id) == (name, ServiceStateChange.Removed)


async def test_what_another_program_stores_is_noticed_within_seconds(household: tuple[Config, Store]) -> None:
    async with running(*household) as daemon:
        before = await daemon.snapshot("anna")
        sick = NewFact(kind="flag", subject=None, payload={"kind": "sick", "since": MORNING.isoformat()})
        await in_thread(daemon.store.add_fact, "anna", sick, MORNING)

        async def paused() -> bool:
            return (await daemon.snapshot("anna")).state == "paused"

        assert await soon(paused)
        ben = await daemon.snapshot("ben")
    assert (before.state, ben.state) == ("ok", "ok")


async def test_asking_for_a_sync_brings_what_was_run_since(household: tuple[Config, Store]) -> None:
    async with running(*household) as daemon:
        before = await daemon.snapshot("anna")
        daemon.clock.forward(timedelta(days=1))
        headers = {"Authorization": f"Bearer {daemon.token}"}
        async with ClientSession() as session, session.post(f"{daemon.address}/api/v1/sync", headers=headers):
            pass

        async def a_day_later() -> bool:
            return (await daemon.snapshot("anna")).today > before.today

        assert await soon(a_day_later)
        after = await daemon.snapshot("anna")
    assert after.activities[-1].start > before.activities[-1].start


@pytest.fixture
def taken_port() -> Generator[int]:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        yield taken.getsockname()[1]


async def test_a_port_that_is_taken_ends_in_one_sentence_with_the_mend(config: Config, taken_port: int) -> None:
    busy = config.model_copy(update={"server": ServerConfig(port=taken_port)})
    store = await in_thread(store_of, busy)
    with pytest.raises(ExceptionGroup) as caught:
        async with running(busy, store):
            pytest.fail("it served on a port that is taken")
    await in_thread(store.close)
    assert caught.group_contains(ConfigError, match=r"is another Liftday running")


async def test_the_demo_shows_a_session_that_was_pushed_back(tmp_path: Path) -> None:
    config = await in_thread(demo_config, tmp_path, 0)
    store = await in_thread(store_of, config)
    clock = FixedClock(MORNING.replace(hour=12))
    await rehearse(config, store, clock)
    changes = await in_thread(store.changes, "demo", since=MORNING - timedelta(days=3))
    done = [
        s for s in await in_thread(store.sessions, "demo", since=MORNING - timedelta(days=21)) if s.status == "done"
    ]
    await in_thread(store.close)
    assert "pushed_back" in {change.change for change in changes}
    assert len(done) >= 2


async def test_a_file_dropped_into_the_watched_folder_is_noticed_within_seconds(tmp_path: Path) -> None:
    folder = tmp_path / "watched"
    await in_thread(folder.mkdir)
    config = await in_thread(watching, tmp_path / "data", folder)
    store = await in_thread(store_of, config)
    async with running(config, store) as daemon:
        before = await daemon.snapshot("anna")
        await in_thread(drop_run, folder, MORNING - timedelta(hours=2))

        async def arrived() -> bool:
            return bool((await daemon.snapshot("anna")).activities)

        assert await soon(arrived)
    await in_thread(store.close)
    assert before.activities == ()


def watching(data: Path, folder: Path) -> Config:
    runner = {"id": "anna", "name": "Anna", "time_zone": "Europe/Berlin"}
    sources = [{"kind": "files", "folder": str(folder)}]
    return config_of(data, athletes=[runner | {"sources": sources}], sync={"folder_interval_s": 1})


def drop_run(folder: Path, start: datetime) -> None:
    path = folder / "run.fit"
    write_run(path, start, [(600, 2.8, 135.0), (600, 2.9, 138.0)])
    settled = (MORNING - timedelta(minutes=1)).timestamp()
    os.utime(path, (settled, settled))
