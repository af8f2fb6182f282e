"""When to look again: the only file that knows the scheduler.

Jobs only wake somebody up; what is due is decided by what the store says, so a missed or doubled tick costs nothing.
"""

import logging
from collections.abc import Callable, Sequence
from datetime import UTC, datetime, timedelta
from typing import Self
from zoneinfo import ZoneInfo

from apscheduler.events import EVENT_JOB_ERROR, EVENT_JOB_MAX_INSTANCES, EVENT_JOB_MISSED, JobEvent
from apscheduler.schedulers.asyncio import AsyncIOScheduler
from apscheduler.triggers.cron import CronTrigger
from apscheduler.triggers.interval import IntervalTrigger

from liftday_sync.clock import Clock

LOGGER = logging.getLogger(__name__)

HEARTBEAT = timedelta(seconds=60)
"""Timers stand still while a laptop sleeps; a short job bounds how late the others are after it wakes."""
SLEPT = 3 * HEARTBEAT
"""A gap between two heartbeats that only a sleeping machine, or a clock that was put right, leaves."""


class Schedule:
    """Start it inside the running loop, as a context."""

    def __init__(self) -> None:
        # a tick that comes late must still run, once, and never beside itself
        defaults = {"misfire_grace_time": None, "coalesce": True, "max_instances": 1}
        self._scheduler = AsyncIOScheduler(timezone=UTC, job_defaults=defaults)
        self._scheduler.add_listener(_tell, EVENT_JOB_MISSED | EVENT_JOB_ERROR | EVENT_JOB_MAX_INSTANCES)

    async def __aenter__(self) -> Self:
        """Begin."""
        self._scheduler.start()
        return self

    async def __aexit__(self, *_: object) -> None:
        """No more ticks."""
        self._scheduler.shutdown(wait=False)

    def heartbeat(self, clock: Clock, awake: Sequence[Callable[[], None]]) -> None:
        """Notice that the machine has slept, for timers stand still meanwhile, and call everybody in `awake`."""
        pulse = Pulse(clock.now())

        def beat() -> None:
            if pulse.has_slept(clock.now()):
                for call in awake:
                    call()

        self.every(HEARTBEAT, beat)

    def every(self, interval: timedelta, wake: Callable[[], None], *, jitter_s: int | None = None) -> None:
        """Call `wake` again and again."""
        trigger = IntervalTrigger(seconds=int(interval.total_seconds()) or 1, jitter=jitter_s, timezone=UTC)
        self._scheduler.add_job(_in_loop(wake), trigger)

    def daily(self, hour: int, zone: ZoneInfo, wake: Callable[[], None]) -> None:
        """Call `wake` at that local hour; not between 2 and 3, which some nights have twice."""
        self._scheduler.add_job(_in_loop(wake), CronTrigger(hour=hour, timezone=zone))


def _in_loop(wake: Callable[[], None]) -> Callable[[], object]:
    """Plain functions would run in a thread; a coroutine stays in the loop."""

    async def tick() -> None:
        wake()

    return tick


class Pulse:
    """When the heart last beat, by the wall clock."""

    def __init__(self, now: datetime) -> None:
        self._last = now

    def has_slept(self, now: datetime) -> bool:
        """Whether more time went by since the last beat than a waking machine takes; a clock put back is no sleep."""
        gap, self._last = now - self._last, now
        return gap > SLEPT


def _tell(event: JobEvent) -> None:
    """A tick that was lost costs a late look at most, but somebody may want to know why."""
    LOGGER.warning("A tick of the clock was lost (%s); the next one makes up for it.", getattr(event, "exception", ""))
