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

from liftday_sync.announce import is_wanted, keep_announcing
from liftday_sync.clock import Clock
from liftday_sync.config import Config, SyncConfig
from liftday_sync.contract import Snapshot
from liftday_sync.cycle import Home, cycle, show
from liftday_sync.errors import ConfigError
from liftday_sync.house import open_homes
from liftday_sync.looks import Looks
from liftday_sync.notify import Notifier
from liftday_sync.publish.health import Health
from liftday_sync.publish.http import Server
from liftday_sync.publish.hub import Hub
from liftday_sync.publish.silence import SILENCE
from liftday_sync.schedule import Schedule
from liftday_sync.settle import BY_UPLOADS, Settling
from liftday_sync.shared import Sharing
from liftday_sync.store import Store
from liftday_sync.story import Story
from liftday_sync.supervisor import introduce
from liftday_sync.threads import in_thread
from liftday_sync.writing import write_workouts

LOGGER = logging.getLogger(__name__)
ASKED = "asked"
"""The trigger of a wish of the athlete's own."""
HINT = "hint"
"""A service says that there is news."""
SAID = "said"
"""The athlete said something: decide again from what is stored."""
REPLAN_HOURS = (5, 20)
STORE_WATCH = timedelta(seconds=1)
"""How soon an import by the command line is noticed."""
ANSWERED_S = 0.5
"""Whoever connected an account still gets the answer before the daemon begins anew."""
PATIENCE_S = 10.0
"""How long a plan waits for the sources; what comes later makes another one."""
START_PATIENCE_S = 1.5
"""Somebody waits for the daemon to be there: a slow service does not hold it up."""
SETTLE_STEP = timedelta(seconds=15)
"""How soon a waiting cycle notices that the clock was put forward, or that the machine has slept."""
FILLING_EVERY = timedelta(minutes=1)
"""How often a history that is being read leads to another plan."""


@dataclass(slots=True)
class Wake:
    """Somebody wants a cycle. Wishes that come while one runs are one wish afterwards."""

    event: asyncio.Event = field(default_factory=asyncio.Event)
    trigger: str = "start"
    look: bool = True

    def call(self, trigger: str, *, look: bool = True) -> None:
        """Ask for a cycle, with a look at the sources or from the store alone."""
        waiting = self.event.is_set()
        self.look = look or (self.look and waiting)
        if not waiting or self.trigger in BY_UPLOADS or trigger not in BY_UPLOADS:  # uploads never hide a person's wish
            self.trigger = trigger
        self.event.set()

    async def comes_within(self, time: timedelta) -> bool:
        """Whether anybody asks within that time; the wish stays to be waited for."""
        try:
            async with asyncio.timeout(time.total_seconds()):
                return await self.event.wait()
        except TimeoutError:
            return False

    async def wait(self) -> tuple[str, bool]:
        """Until somebody asks: why, and whether to look at the sources."""
        await self.event.wait()
        self.event.clear()
        return self.trigger, self.look


async def serve(config: Config, store: Store, clock: Clock, *, hub: Hub, ready: Callable[[str], None]) -> bool:
    """Serve until told to stop. `ready` hears the address once every athlete has a first plan.

    Gives whether to begin anew: an account was connected or forgotten, and the configuration is to be read again.
    """
    loop, stop, renewal = asyncio.get_running_loop(), asyncio.Event(), asyncio.Event()

    def renew() -> None:
        loop.call_later(ANSWERED_S, renewal.set)

    homes = await in_thread(open_homes, config, store, hub)
    wakes = {athlete_id: Wake() for athlete_id in homes}
    health = Health(patience=3 * timedelta(minutes=config.sync.interval_min), started_at=clock.now())
    server = Server(
        config=config,
        store=store,
        hub=hub,
        health=health,
        clock=clock,
        wake=lambda athlete_id: wakes[athlete_id].call(ASKED),
        decide=lambda athlete_id: wakes[athlete_id].call(SAID, look=False),
        homes=homes.values(),
        hinted=lambda athlete_id: wakes[athlete_id].call(HINT),
        renew=renew,
    )
    house = House(config=config, store=store, hub=hub, health=health, clock=clock, wakes=wakes, stop=stop)
    async with (
        house.alone(),
        stop_signals(stop),
        listening(server.app(), config) as address,
        Schedule() as schedule,
        asyncio.TaskGroup() as group,
    ):
        for athlete_id in homes:
            health.expect(athlete_id)
        await house.move_in(homes, group)
        tick(schedule, config, clock, homes, wakes)
        ready(address)
        host, port = bound_to(address)
        if is_wanted(config.server, host):
            server_id = await in_thread(store.server_id)
            group.create_task(keep_announcing(server_id, host, port, partial(within, stop=stop)))
        introducing = group.create_task(introduce(config, store, clock.now(), port, partial(within, stop=stop)))
        renewing = group.create_task(_stop_at(renewal, stop))
        await stop.wait()
        renewing.cancel()
        introducing.cancel()
        hub.close()
        for wake in wakes.values():
            wake.event.set()
    return renewal.is_set()


async def _stop_at(renewal: asyncio.Event, stop: asyncio.Event) -> None:
    await renewal.wait()
    stop.set()


@dataclass(frozen=True, slots=True, kw_only=True)
class House:
    """What goes on with each athlete, and how long."""

    config: Config
    store: Store
    hub: Hub
    health: Health
    clock: Clock
    wakes: Mapping[str, Wake]
    stop: asyncio.Event
    begun: dict[str, asyncio.Event] = field(default_factory=dict)
    """By athlete: there is a first plan, or another daemon is there to make it."""

    @asynccontextmanager
    async def alone(self) -> AsyncGenerator[None]:
        """The only daemon on a database file. Raises `StoreError` when there is another one."""
        served = self.store.served()
        await in_thread(served.__enter__)
        try:
            yield
        finally:
            await in_thread(served.__exit__, None, None, None)

    async def move_in(self, homes: Mapping[str, Home], group: asyncio.TaskGroup) -> None:
        """Begin with everybody, or with a fair share where other daemons may be there, too."""
        self.begun.update({athlete_id: asyncio.Event() for athlete_id in homes})
        if self.store.is_shared:
            sharing = Sharing(
                store=self.store,
                homes=homes,
                lasts=timedelta(seconds=self.config.sync.lease_s),
                live=self.live,
                follow=self.follow,
                asked=lambda athlete_id: self.wakes[athlete_id].call(ASKED),
            )
            group.create_task(sharing.go_on(partial(within, stop=self.stop)))
        else:
            for home in homes.values():
                group.create_task(self.live(home))
        for begun in self.begun.values():
            await begun.wait()

    async def live(self, home: Home) -> None:
        """Look after one athlete: the first plan, then looks, cycles and messages side by side."""
        athlete = home.athlete
        mark = await in_thread(home.store.mark, athlete.id)
        notes = self.health.notes.setdefault(athlete.id, {})
        notifier = Notifier(
            athlete=athlete, store=home.store, folder=self.config.folder, trouble=notes, sent=self.health.messages
        )
        async with asyncio.TaskGroup() as group:
            flat = Flat(home, self.wakes[athlete.id], self.clock, self.health, self.stop, group)
            await flat.begin(timedelta(minutes=self.config.sync.interval_min))
            self.begun[athlete.id].set()
            group.create_task(notifier.follow(self.hub, self.clock, self.stop))
            group.create_task(flat.work())
            group.create_task(flat.watch(self.config.sync, mark=mark))
            await self.stop.wait()
            await flat.looks.drain()

    async def follow(self, home: Home) -> None:
        """Show the plan of an athlete whom another daemon looks after, and hand wishes on to that one."""
        athlete_id, seen = home.athlete.id, ""
        while True:
            if (pulse := await in_thread(self.store.pulse, athlete_id)) != seen:
                now, seen = self.clock.now(), pulse
                await show(home, now)
                self.health.expect(athlete_id)
                self.health.last_cycle[athlete_id] = now
            self.begun[athlete_id].set()
            if self.stop.is_set():
                return
            if await self.wakes[athlete_id].comes_within(STORE_WATCH):
                trigger, _ = await self.wakes[athlete_id].wait()
                seen = ""
                if trigger in {ASKED, HINT}:
                    await in_thread(self.store.ask, athlete_id)


class Flat:
    """One athlete's part of the running daemon: looks at the sources, cycles, and writing to watches, side by side."""

    def __init__(  # noqa: PLR0917 (what the daemon has)
        self, home: Home, wake: Wake, clock: Clock, health: Health, stop: asyncio.Event, group: asyncio.TaskGroup
    ) -> None:
        self.home = home
        self.looks = Looks(home.athlete.id, home.sources, home.store, clock, group, stop)
        self._wake = wake
        self._clock = clock
        self._health = health
        self._stop = stop
        self._group = group
        self._writing: asyncio.Task[None] | None = None
        self._settling = Settling()

    async def begin(self, interval: timedelta) -> None:
        """The first plan: from what is due now and what is there already."""
        await self.looks.catch_up(interval, patience_s=START_PATIENCE_S)
        await one_cycle(self.home, self._clock, self._health, "start")
        self._write()

    async def work(self) -> None:
        """One athlete's cycles, one after the other; the running one is finished before the daemon stops.

        A fault in one ends the daemon, and its supervisor starts it again: a doubtful plan is worse than none.
        """
        while True:
            trigger, look = await self._wake.wait()
            if self._stop.is_set():
                return
            if look:
                await self.looks.look(patience_s=PATIENCE_S, asked=trigger == ASKED)
            if not await self._settled(trigger):
                continue
            began = self._clock.now()
            snapshot = await one_cycle(self.home, self._clock, self._health, trigger)
            self._settling.published(trigger, snapshot, began)
            self._write()

    async def _settled(self, trigger: str) -> bool:
        """Whether the cycle may run now; False when somebody else asked for one while it waited for a burst to end."""
        while (left := self._settling.wait(trigger, self._clock.now())) and not self._stop.is_set():
            if await self._wake.comes_within(min(left, SETTLE_STEP)):
                return False
        return not self._stop.is_set()

    def _write(self) -> None:
        """Put the plan on watches, beside everything else; never twice at once."""
        if self._writing is None or self._writing.done():
            self._writing = self._group.create_task(self._write_workouts())

    async def _write_workouts(self) -> None:
        await write_workouts(self.home.athlete, self.home.sources, self.home.store, self._clock.now)

    async def watch(self, sync: SyncConfig, *, mark: str) -> None:
        """Notice what comes from nearby: files in a watched folder, and what others put into the store.

        `mark` is the store's from before the first cycle, so that an import beside it is not missed.
        """
        folder_every = max(1, round(sync.folder_interval_s / STORE_WATCH.total_seconds()))
        patient = round(FILLING_EVERY / STORE_WATCH)
        planned_at = -patient
        for second in itertools.count(1):
            if await within(STORE_WATCH, self._stop):
                return
            if second % folder_every == 0:
                await self.looks.in_passing()
            is_filling = self.looks.is_busy and second - planned_at < patient
            if not is_filling and (seen := await in_thread(self.home.store.mark, self.home.athlete.id)) != mark:
                mark, planned_at = seen, second
                self._wake.call("new data", look=False)


async def one_cycle(home: Home, clock: Clock, health: Health, trigger: str) -> Snapshot:
    """A cycle, its one line in the log, and its mark in the health report."""
    now, timer = clock.now(), asyncio.get_running_loop().time
    began_s = timer()
    snapshot = await cycle(home, now, trigger=trigger, look=False)
    took_s = timer() - began_s
    health.done(home.athlete.id, now, took_s)
    story = Story(snapshot=snapshot, trigger=trigger, took_ms=round(took_s * 1000))
    LOGGER.info("%s", story, extra={"story": story.fields()})
    return snapshot


async def within(wait: timedelta, stop: asyncio.Event) -> bool:
    """Whether `stop` came within that time."""
    try:
        async with asyncio.timeout(wait.total_seconds()):
            return await stop.wait()
    except TimeoutError:
        return False


def tick(
    schedule: Schedule, config: Config, clock: Clock, homes: Mapping[str, Home], wakes: Mapping[str, Wake]
) -> None:
    """When to look and when to decide again without news: mornings and evenings a day turns into the next."""
    schedule.heartbeat(clock, [partial(wake.call, "woken up") for wake in wakes.values()])
    for athlete_id, home in homes.items():
        call = wakes[athlete_id].call
        schedule.every(timedelta(minutes=config.sync.interval_min), partial(call, "interval"), jitter_s=30)
        for hour in REPLAN_HOURS:
            schedule.daily(hour, home.athlete.zone, partial(call, "time of day"))


def bound_to(address: str) -> tuple[str, int]:
    """Host and port of an address that `listening` gave."""
    host, _, port = address.removeprefix("http://").rpartition(":")
    return host, int(port)


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
        assert runner.server is not None
        with app[SILENCE].watching(runner.server):
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
