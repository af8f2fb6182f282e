"""Imports files and archives: find, read on all processors, store batch by batch. Importing twice changes nothing."""

import asyncio
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import batched
from pathlib import Path
from threading import Event
from typing import Protocol
from zoneinfo import ZoneInfo

from liftday_sync.sources.base import RawItem
from liftday_sync.sources.files.meaning import joined
from liftday_sync.sources.files.pool import read_all
from liftday_sync.sources.files.reading import Outcome, Told, tell_again, tell_row
from liftday_sync.sources.files.source import FilesSource
from liftday_sync.sources.files.walk import Found, find
from liftday_sync.store.api import Incoming, Saved

BATCH = 100
"""Items in one transaction; files bring 30 kB each."""
ROW_BATCH = 500
"""Rows of a list in one transaction; they bring no samples."""


class Sink(Protocol):
    """Where imported items go. It is called in a thread, one call at a time."""

    def stored(self, external_ids: Collection[str]) -> Mapping[str, RawItem]:
        """Those of these items that are stored already."""

    def save(self, items: Sequence[Incoming]) -> Saved:
        """Store a batch: all of it or, on an error, nothing."""


@dataclass(frozen=True, slots=True)
class Step:
    """How far an import is, in files and rows."""

    done: int
    total: int


@dataclass(frozen=True, slots=True, kw_only=True)
class ImportReport:
    """What an import did."""

    new: int = 0
    changed: int = 0
    same: int = 0
    problems: tuple[tuple[str, str], ...] = ()
    """Path and sentence, for every file that was not plainly in order."""


async def import_paths(
    paths: Sequence[Path], *, source: FilesSource, sink: Sink, progress: Callable[[Step], None]
) -> ImportReport:
    """Import everything at these paths; folders and archives are searched.

    `progress` is called on the event loop. Cancelled, it ends after the batch in hand: what is stored is whole.
    """
    loop = asyncio.get_running_loop()

    def tell(step: Step) -> None:
        loop.call_soon_threadsafe(progress, step)

    job = _Import(source.zone, sink, tell)
    work = loop.run_in_executor(None, job.run, list(paths))
    try:
        return await asyncio.shield(work)
    except asyncio.CancelledError:
        job.stop.set()
        await work
        raise


@dataclass(slots=True)
class _Import:
    """One import, in a thread of its own."""

    zone: ZoneInfo
    sink: Sink
    tell: Callable[[Step], None]
    stop: Event = field(default_factory=Event)
    saved: Saved = field(default_factory=Saved)
    problems: list[tuple[str, str]] = field(default_factory=list)

    def run(self, paths: Sequence[Path]) -> ImportReport:
        """Rows first, for they take no time; then the files."""
        found = find(paths)
        self.problems += found.problems
        done = 0
        for rows in batched(self._rows(found), ROW_BATCH, strict=False):
            self._save(rows)
            done += len(rows)
            self.tell(Step(done, found.total))
            if self.stop.is_set():
                return self._report()
        for outcomes in batched(read_all(found.jobs, self.zone, self.stop), BATCH, strict=False):
            self._take(outcomes)
            done += len(outcomes)
            self.tell(Step(done, found.total))
        return self._report()

    def _rows(self, found: Found) -> Iterator[Told]:
        yield from (tell_row(self.zone, strava=row) for row in found.strava_rows)
        yield from (tell_row(self.zone, garmin=row) for row in found.garmin_rows)

    def _take(self, outcomes: Sequence[Outcome]) -> None:
        self.problems += [(outcome.path, remark) for outcome in outcomes for remark in outcome.remarks]
        self._save([told for outcome in outcomes for told in outcome.told])

    def _save(self, batch: Sequence[Told]) -> None:
        """Store the batch. What an earlier import knew of a recording and this one does not is kept with it."""
        if not batch:
            return
        known = dict(self.sink.stored([told.item.external_id for told in batch]))
        incoming: dict[str, Incoming] = {}
        for one in batch:
            told = self._with_known(one, known.get(one.item.external_id))
            known[told.item.external_id] = told.item
            incoming[told.item.external_id] = Incoming(item=told.item, meaning=told.activity, problem=told.problem)
        self.saved += self.sink.save(list(incoming.values()))

    def _with_known(self, told: Told, known: RawItem | None) -> Told:
        item = told.item if known is None else joined(known, told.item)
        return told if item is told.item else tell_again(item, self.zone)

    def _report(self) -> ImportReport:
        saved = self.saved
        return ImportReport(new=saved.new, changed=saved.changed, same=saved.same, problems=tuple(self.problems))
