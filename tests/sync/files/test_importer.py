import asyncio
import time
from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest
from tests.helpers.fit_writer import RunFile, run_bytes, write_run
from tests.helpers.track_writer import csv_bytes, strava_run, zip_bytes
from tests.sync.files.reading import EASY, HOME, START

from liftday_rules.model import Activity
from liftday_sync import importer
from liftday_sync.clock import FixedClock
from liftday_sync.importer import ImportReport, Step, import_paths
from liftday_sync.sinks import StoreSink
from liftday_sync.sources.files.source import FilesSource
from liftday_sync.store import Store
from liftday_sync.store.api import Incoming, Saved

SOURCE = FilesSource(folder=None, zone=HOME)


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    with Store.open(f"sqlite:///{tmp_path / 'liftday.db'}") as store:
        store.ensure_athlete("runner", name="Runner", time_zone="Europe/Oslo")
        yield store


@pytest.fixture
def sink(store: Store) -> StoreSink:
    return StoreSink(store=store, athlete_id="runner", clock=FixedClock(datetime(2026, 6, 1, tzinfo=UTC)))


@pytest.fixture
def runs(tmp_path: Path) -> Path:
    folder = tmp_path / "runs"
    folder.mkdir()
    return folder


def import_(*paths: Path, sink: importer.Sink) -> ImportReport:
    return asyncio.run(import_paths(paths, source=SOURCE, sink=sink, progress=lambda _: None))


def stored(store: Store) -> tuple[Activity, ...]:
    return store.activities("runner", since=date(2000, 1, 1))


def test_importing_twice_changes_nothing(runs: Path, store: Store, sink: StoreSink) -> None:
    for day in range(3):
        write_run(runs / f"{day}.fit", START + timedelta(days=day), EASY)
    first = import_(runs, sink=sink)
    before = stored(store)
    second = import_(runs, sink=sink)
    assert first == ImportReport(new=3)
    assert second == ImportReport(same=3)
    assert stored(store) == before
    assert all(activity.digest for activity in before)


def test_one_bad_file_is_listed_and_stops_nothing(runs: Path, store: Store, sink: StoreSink) -> None:
    write_run(runs / "good.fit", START, EASY)
    (runs / "bad.fit").write_bytes(b"rubbish")
    report = import_(runs, runs / "nowhere.fit", sink=sink)
    assert report.new == len(stored(store)) == 1
    assert [Path(path).name for path, _ in report.problems] == ["nowhere.fit", "bad.fit"]


def test_a_plain_file_takes_nothing_away_from_what_an_archive_told_of_it(
    tmp_path: Path, runs: Path, store: Store, sink: StoreSink
) -> None:
    write_run(runs / "plain.fit", START, EASY)
    row = strava_run(42, START, "activities/9.fit.gz", competition="1.0")
    archive = tmp_path / "export.zip"
    fit = run_bytes(RunFile(start=START, laps=EASY))
    archive.write_bytes(zip_bytes({"activities.csv": csv_bytes([row]), "activities/9.fit.gz": fit}))
    alone = import_(runs, sink=sink)
    with_row = import_(archive, sink=sink)
    again = import_(runs, archive, sink=sink)
    (activity,) = stored(store)
    assert (alone.new, with_row.changed, again.same, again.changed) == (1, 1, 1, 0)
    assert activity.strava is not None
    assert activity.strava.workout_type == 1
    assert activity.digest is not None


def test_what_is_stored_can_be_read_anew_to_the_same_meaning(runs: Path, store: Store, sink: StoreSink) -> None:
    write_run(runs / "a.fit", START, EASY)
    import_(runs, sink=sink)
    before = stored(store)
    assert store.renormalise("runner", SOURCE.name, SOURCE.normalise, now=START) == 0
    assert stored(store) == before


def test_many_files_are_read_by_several_processes_in_order(runs: Path, store: Store, sink: StoreSink) -> None:
    for day in range(20):
        write_run(runs / f"{day:02}.fit", START + timedelta(days=day), [(120, 3.0, 140)])
    (runs / "05.fit").write_bytes(b"rubbish")
    steps: list[Step] = []
    report = asyncio.run(import_paths([runs], source=SOURCE, sink=sink, progress=steps.append))
    assert report.new == len(stored(store)) == 19
    assert len(report.problems) == 1
    assert steps[-1] == Step(20, 20)


def test_the_loop_goes_on_while_an_import_runs(runs: Path, sink: StoreSink) -> None:
    for day in range(4):
        write_run(runs / f"{day}.fit", START + timedelta(days=day), [(1800, 3.0, 140)])

    async def watched() -> tuple[ImportReport, float]:
        longest_s = 0.0
        work = asyncio.ensure_future(import_paths([runs], source=SOURCE, sink=sink, progress=lambda _: None))
        while not work.done():
            began = time.perf_counter()
            await asyncio.sleep(0.01)
            longest_s = max(longest_s, time.perf_counter() - began)
        return work.result(), longest_s

    report, longest_s = asyncio.run(watched())
    assert report.new == 4
    assert longest_s < 0.5


class SlowSink:
    """Stores batches whole, and lets the test cancel after the first."""

    def __init__(self, sink: StoreSink, after_first: asyncio.Event, loop: asyncio.AbstractEventLoop) -> None:
        self.stored = sink.stored
        self._sink, self._after_first, self._loop = sink, after_first, loop
        self.batches = 0

    def save(self, items: Sequence[Incoming]) -> Saved:
        saved = self._sink.save(items)
        self.batches += 1
        self._loop.call_soon_threadsafe(self._after_first.set)
        time.sleep(0.05)  # noqa: TID251 (a slow disk)
        return saved


def test_a_cancelled_import_leaves_whole_batches_and_can_be_done_again(
    runs: Path, store: Store, sink: StoreSink, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(importer, "BATCH", 2)
    for day in range(12):
        write_run(runs / f"{day:02}.fit", START + timedelta(days=day), [(60, 3.0, 140)])

    async def cancelled_after_the_first_batch() -> int:
        begun = asyncio.Event()
        slow = SlowSink(sink, begun, asyncio.get_running_loop())
        work = asyncio.ensure_future(import_paths([runs], source=SOURCE, sink=slow, progress=lambda _: None))
        await begun.wait()
        work.cancel()
        with pytest.raises(asyncio.CancelledError):
            await work
        return slow.batches

    batches = asyncio.run(cancelled_after_the_first_batch())
    kept = len(stored(store))
    assert kept == 2 * batches
    assert kept < 12
    report = import_(runs, sink=sink)
    assert (report.new, report.same) == (12 - kept, kept)


def test_a_part_of_a_run_stays_beside_the_whole(runs: Path, store: Store, sink: StoreSink) -> None:
    data = run_bytes(RunFile(start=START, laps=EASY))
    (runs / "part.fit").write_bytes(data[:8000])
    import_(runs, sink=sink)
    (runs / "part.fit").write_bytes(data)
    import_(runs, sink=sink)
    (runs / "part.fit").write_bytes(data[:8000])
    report = import_(runs, sink=sink)
    assert report == replace(report, new=0, changed=0, same=1)
    assert {activity.distance_m for activity in stored(store) if activity.elapsed_s == 900} == {2880}
    assert len({activity.recording_key for activity in stored(store)}) == 1
