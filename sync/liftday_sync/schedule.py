"""When to look again: the only file that knows the scheduler.

Jobs only wake somebody up; what is due is decided by what the store says, so a missed or doubled tick costs nothing.
"""

from collections.abc import Callable
from datetime import UTC, timedelta
from typing import Self
from zoneinfo import ZoneInfo

from apscheduler.schedulers.asyncio import AsyncIOScheduler
from apscheduler.triggers.cron import CronTrigger
from apscheduler.triggers.interval import IntervalTrigger

HEARTBEAT = timedelta(seconds=60)
"""Timers stand still while a laptop sleeps; a short job bounds how late the others are after it wakes."""


class Schedule:
    """Start it inside the running loop, as a context."""

    def __init__(self) -> None:
        # a tick that comes late must still run, once, and never beside itself
        defaults = {"misfire_grace_time": None, "coalesce": True, "max_instances": 1}
        self._scheduler = AsyncIOScheduler(timezone=UTC, job_defaults=defaults)

    async def __aenter__(self) -> Self:
        """Begin."""
        self._scheduler.start()
        self.every(HEARTBEAT, _nothing)
        return self

    async def __aexit__(self, *_: object) -> None:
        """No more ticks."""
        self._scheduler.shutdown(wait=False)

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


def _nothing() -> None:
    """The heartbeat's work is to be woken."""
