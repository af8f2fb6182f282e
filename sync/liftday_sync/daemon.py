"""Start and stop of everything, on one page: top to bottom is the order of start, bottom to top that of stop."""

import asyncio
import itertools
import logging
import signal
from collections.abc import AsyncGenerator, Callable, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import timedelta
from functools import partial

from aiohttp import web

from liftday_sync.clock import Clock
from liftday_sync.config import Config, SyncConfig
from liftday_sync.cycle import Home, cycle
from liftday_sync.errors import ConfigError
from liftday_sync.house import open_homes
from liftday_sync.publish.health import Health
from liftday_sync.publish.http import Server
from liftday_sync.publish.hub import Hub
from liftday_sync.pull import pull
from liftday_sync.schedule import Schedule
from liftday_sync.store import Store
from liftday_sync.story import tell
from liftday_sync.threads import in_thread

LOGGER = logging.getLogger(__name__)
REPLAN_HOURS = (5, 20)
STORE_WATCH = timedelta(seconds=1)
"""How soon an import by the command line is noticed."""


@dataclass(slots=True)
class Wake:
    """Somebody wants a cycle. Wishes that come while one runs are one wish afterwards."""

    event: asyncio.Event = field(default_factory=asyncio.Event)
    trigger: str = "start"
    look: bool = True

    def call(self, trigger: str, *, look: bool = True) -> None:
        """Ask for a cycle, with a look at the sources or from the store alone."""
        self.look = look or (self.look and self.event.is_set())
        self.trigger = trigger
        self.event.set()

    async def wait(self) -> tuple[str, bool]:
        """Until somebody asks: why, and whether to look at the sources."""
        await self.event.wait()
        self.event.clear()
        return self.trigger, self.look


async def serve(config: Config, store: Store, clock: Clock, *, hub: Hub, ready: Callable[[str], None]) -> None:
    """Serve until told to stop. `ready` hears the address once every athlete has a first plan."""
    homes = await in_thread(open_homes, config, store, hub)
    wakes = {athlete_id: Wake() for athlete_id in homes}
    health = Health(patience=3 * timedelta(minutes=config.sync.interval_min), started_at=clock.now())
    server = Server(
        config=config,
        store=store,
        hub=hub,
        health=health,
        clock=clock,
        wake=lambda athlete_id: wakes[athlete_id].call("asked"),
    )
    stop = asyncio.Event()
    async with stop_signals(stop), listening(server.app(), config) as address, Schedule() as schedule:
        marks = {athlete_id: await in_thread(store.mark, athlete_id) for athlete_id in homes}
        for athlete_id, home in homes.items():
            health.expect(athlete_id)
            await one_cycle(home, clock, health, "start", look=True)
        tick(schedule, config, homes, wakes)
        ready(address)
        async with asyncio.TaskGroup() as group:
            for athlete_id, home in homes.items():
                group.create_task(work(home, wakes[athlete_id], clock, health, stop))
                group.create_task(watch(home, wakes[athlete_id], clock, stop, config.sync, mark=marks[athlete_id]))
            await stop.wait()
            hub.close()
            for wake in wakes.values():
                wake.event.set()


async def work(home: Home, wake: Wake, clock: Clock, health: Health, stop: asyncio.Event) -> None:
    """One athlete's cycles, one after the other; the running one is finished before the daemon stops.

    A fault in one ends the daemon, and its supervisor starts it again: a doubtful plan is worse than none.
    """
    while True:
        trigger, look = await wake.wait()
        if stop.is_set():
            return
        await one_cycle(home, clock, health, trigger, look=look)


async def one_cycle(home: Home, clock: Clock, health: Health, trigger: str, *, look: bool) -> None:
    """A cycle, its one line in the log, and its mark in the health report."""
    now = clock.now()
    snapshot = await cycle(home, now, trigger=trigger, look=look)
    health.done(home.athlete.id, now)
    LOGGER.info("%s", tell(snapshot, trigger))


async def watch(home: Home, wake: Wake, clock: Clock, stop: asyncio.Event, sync: SyncConfig, *, mark: str) -> None:
    """Notice what comes from nearby: files in a watched folder, and what other programs put into the store.

    `mark` is the store's from before the first cycle, so that an import beside it is not missed.
    """
    folder_every = max(1, round(sync.folder_interval_s / STORE_WATCH.total_seconds()))
    for second in itertools.count(1):
        if await within(STORE_WATCH, stop):
            return
        for source in home.sources:
            if source.is_near and second % folder_every == 0:
                await pull(source, home.store, home.athlete.id, clock.now(), in_passing=True)
        if (seen := await in_thread(home.store.mark, home.athlete.id)) != mark:
            mark = seen
            wake.call("new data", look=False)


async def within(wait: timedelta, stop: asyncio.Event) -> bool:
    """Whether `stop` came within that time."""
    try:
        async with asyncio.timeout(wait.total_seconds()):
            return await stop.wait()
    except TimeoutError:
        return False


def tick(schedule: Schedule, config: Config, homes: Mapping[str, Home], wakes: Mapping[str, Wake]) -> None:
    """When to look and when to decide again without news: mornings and evenings a day turns into the next."""
    for athlete_id, home in homes.items():
        call = wakes[athlete_id].call
        schedule.every(timedelta(minutes=config.sync.interval_min), partial(call, "interval"), jitter_s=30)
        for hour in REPLAN_HOURS:
            schedule.daily(hour, home.athlete.zone, partial(call, "time of day"))


@asynccontextmanager
async def listening(app: web.Application, config: Config) -> AsyncGenerator[str]:
    """The server, answering; yields its address."""
    runner = web.AppRunner(app, access_log=None, shutdown_timeout=2)
    await runner.setup()
    try:
        site = web.TCPSite(runner, config.server.host, config.server.port)
        try:
            await site.start()
        except OSError as error:
            raise ConfigError(
                f"Port {config.server.port} on {config.server.host} can't be opened ({error.strerror}); "
                "is another Liftday running? Else choose another server.port."
            ) from error
        host, port = runner.addresses[0][:2]
        yield f"http://{host}:{port}"
    finally:
        await runner.cleanup()


@asynccontextmanager
async def stop_signals(stop: asyncio.Event) -> AsyncGenerator[None]:
    """SIGINT and SIGTERM ask to stop; a running cycle finishes its transaction first."""
    loop = asyncio.get_running_loop()
    for signum in (signal.SIGINT, signal.SIGTERM):
        loop.add_signal_handler(signum, stop.set)
    try:
        yield
    finally:
        for signum in (signal.SIGINT, signal.SIGTERM):
            loop.remove_signal_handler(signum)
