"""The looks at one athlete's sources: each source by itself, one look at a time, a long history beside the plans."""

import asyncio
from collections.abc import Iterable
from datetime import timedelta
from typing import Protocol, runtime_checkable

from liftday_sync.clock import Clock
from liftday_sync.pull import look
from liftday_sync.sources import Source
from liftday_sync.sources.base import SourceState
from liftday_sync.store import Store
from liftday_sync.store.api import SourceReport
from liftday_sync.threads import in_thread

DRAIN_S = 5.0
"""How long a portion under way may take to end when the daemon stops; what it would have brought comes again."""


@runtime_checkable
class Hinted(Protocol):
    """A source with a pace of its own that can be told to look now."""

    def hint(self) -> None:
        """Do not wait for the next turn."""


class Looks:
    """Who is being looked at. Lives in the daemon's task group: a fault of ours in a look ends the daemon."""

    def __init__(  # noqa: PLR0917 (what the daemon has)
        self,
        athlete_id: str,
        sources: Iterable[Source],
        store: Store,
        clock: Clock,
        group: asyncio.TaskGroup,
        stop: asyncio.Event,
    ) -> None:
        self._athlete_id = athlete_id
        self._sources = tuple(sources)
        self._store = store
        self._clock = clock
        self._group = group
        self._stop = stop
        self._under_way: dict[str, asyncio.Task[None]] = {}

    @property
    def is_busy(self) -> bool:
        """Whether any source is being read, a long history perhaps."""
        return any(not task.done() for task in self._under_way.values())

    async def look(self, *, patience_s: float, asked: bool = False) -> None:
        """Look at every source, and wait so long for all of them; those that need longer go on by themselves."""
        if asked:
            for source in self._sources:
                if isinstance(source, Hinted):
                    source.hint()
        tasks = [self._begin(source, in_passing=False) for source in self._sources]
        if tasks and not self._stop.is_set():
            await asyncio.wait(tasks, timeout=patience_s)

    async def catch_up(self, interval: timedelta, *, patience_s: float) -> None:
        """The first looks after a start: at what is due by what the store says, so that restarts hammer nobody."""
        reports = {one.source: one for one in await in_thread(self._store.source_reports, self._athlete_id)}
        due = [one for one in self._sources if self._is_due(reports.get(one.name), interval)]
        tasks = [self._begin(source, in_passing=False) for source in due]
        if tasks:
            await asyncio.wait(tasks, timeout=patience_s)

    async def in_passing(self) -> None:
        """Look at what is nearby."""
        tasks = [self._begin(source, in_passing=True) for source in self._sources if source.is_near]
        if tasks:
            await asyncio.wait(tasks)

    async def drain(self) -> None:
        """Let the portions under way end, within bounds."""
        tasks = [task for task in self._under_way.values() if not task.done()]
        if tasks:
            _, late = await asyncio.wait(tasks, timeout=DRAIN_S)
            for task in late:
                task.cancel()

    def _begin(self, source: Source, *, in_passing: bool) -> asyncio.Task[None]:
        """The look under way at this source, or a new one."""
        running = self._under_way.get(source.name)
        if running is not None and not running.done():
            return running
        looking = look(source, self._store, self._athlete_id, self._clock.now, in_passing=in_passing, stop=self._stop)
        task = self._group.create_task(looking, name=f"look at {source.name} of {self._athlete_id}")
        self._under_way[source.name] = task
        return task

    def _is_due(self, report: SourceReport | None, interval: timedelta) -> bool:
        """What went wrong may have been mended by now, so it is asked at once."""
        if report is None or report.last_try_at is None or report.state is not SourceState.OK or report.unfinished:
            return True
        return not timedelta(0) <= self._clock.now() - report.last_try_at < interval
