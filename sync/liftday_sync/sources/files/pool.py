"""Reads many files on all processors; a few are read where we are.

Workers are spawned, not forked, for the daemon has threads. They get file names and give back small results, a chunk at
a time, and only a few chunks are on their way at once: memory does not grow with the size of an archive.
"""

import os
import signal
import sys
from collections import deque
from collections.abc import Iterator, Sequence
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from multiprocessing.context import SpawnContext, SpawnProcess
from threading import Event
from typing import Any
from zoneinfo import ZoneInfo

from liftday_sync.sources.files.reading import Outcome, read_job
from liftday_sync.sources.files.unpack import Archives
from liftday_sync.sources.files.walk import Job

FEW = 16
"""So many files are read before a worker process would have started."""
CHUNK = 8
AHEAD = 2
"""Chunks on their way for each worker."""
MOST_WORKERS = 4
"""Each takes some 40 MB."""
HIDDEN = ("__spec__", "__file__")
DIED = "The program that read it was ended by the system; import it again alone."


def workers() -> int:
    """How many processes read at once."""
    return min(os.process_cpu_count() or 1, MOST_WORKERS)


def read_all(jobs: Sequence[Job], zone: ZoneInfo, stop: Event) -> Iterator[Outcome]:
    """What came of each file, in order. Stops early, without an error, when `stop` is set."""
    if len(jobs) < FEW or workers() == 1:
        yield from _read_here(jobs, zone, stop)
        return
    chunks = [jobs[at : at + CHUNK] for at in range(0, len(jobs), CHUNK)]
    while chunks and not stop.is_set():
        done = 0
        try:
            for outcomes in _read_in_pool(chunks, zone, stop):
                done += 1
                yield from outcomes
        except BrokenProcessPool:
            # A worker was killed, most likely for want of memory: what it was reading is named, all others go on.
            yield from (Outcome(job.place.shown, remarks=(DIED,)) for job in chunks[done])
            chunks = chunks[done + 1 :]
        else:
            return


def _read_here(jobs: Sequence[Job], zone: ZoneInfo, stop: Event) -> Iterator[Outcome]:
    with Archives() as archives:
        for job in jobs:
            if stop.is_set():
                return
            yield read_job(job, archives, zone)


def _read_in_pool(chunks: Sequence[Sequence[Job]], zone: ZoneInfo, stop: Event) -> Iterator[list[Outcome]]:
    pool = ProcessPoolExecutor(workers(), _LeanContext(), _start, (zone.key,))
    waiting: deque[Future[list[Outcome]]] = deque()
    coming = iter(chunks)
    try:
        while True:
            while len(waiting) < workers() * AHEAD and (chunk := next(coming, None)) is not None:
                waiting.append(pool.submit(_read_chunk, chunk))
            if not waiting or stop.is_set():
                return
            yield waiting.popleft().result()
    finally:
        pool.shutdown(wait=True, cancel_futures=True)


class _LeanProcess(SpawnProcess):
    """A worker that does not import the main program.

    A spawned process repeats the imports of `__main__`, which here are the database, the web server and the command
    line: three times the memory, for nothing that a worker needs.
    """

    def start(self) -> None:
        """Start while the main module looks as if it had been typed in by hand."""
        main = sys.modules["__main__"]
        hidden: dict[str, Any] = {name: vars(main).pop(name) for name in HIDDEN if name in vars(main)}
        main.__spec__ = None
        try:
            super().start()
        finally:
            vars(main).update(hidden)


class _LeanContext(SpawnContext):
    Process = _LeanProcess


class _Worker:
    """What a worker process keeps between chunks."""

    archives = Archives()
    zone = ZoneInfo("UTC")


def _start(zone_key: str) -> None:
    """Ctrl-C is the parent's business: it lets the workers finish what they hold."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    _Worker.zone = ZoneInfo(zone_key)


def _read_chunk(jobs: Sequence[Job]) -> list[Outcome]:
    return [read_job(job, _Worker.archives, _Worker.zone) for job in jobs]
