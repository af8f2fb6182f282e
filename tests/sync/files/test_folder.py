import asyncio
import os
from datetime import UTC, datetime, timedelta
from pathlib import Path

from tests.helpers.fit_writer import RunFile, run_bytes
from tests.helpers.track_writer import csv_bytes, strava_run, zip_bytes
from tests.sync.files.reading import EASY, HOME, START

from liftday_sync.sources.base import Pull, SourceState
from liftday_sync.sources.files.source import FilesSource

NOW = datetime(2026, 5, 3, 12, tzinfo=UTC)


def drop(folder: Path, name: str, data: bytes, age: timedelta = timedelta(minutes=1)) -> None:
    (folder / name).write_bytes(data)
    moment = (NOW - age).timestamp()
    os.utime(folder / name, (moment, moment))


def pull(source: FilesSource, cursor: str | None, now: datetime) -> Pull:
    return asyncio.run(source.pull(cursor, now))


def run_of(day: int, serial: int = 1) -> bytes:
    return run_bytes(RunFile(start=START + timedelta(days=day), laps=EASY, serial=serial))


def test_a_new_file_is_brought_once(tmp_path: Path) -> None:
    source = FilesSource(folder=tmp_path, zone=HOME)
    drop(tmp_path, "a.fit", run_of(0))
    first = pull(source, None, NOW)
    again = pull(source, first.cursor, NOW)
    drop(tmp_path, "b.fit", run_of(1))
    later = pull(source, again.cursor, NOW)
    assert [len(look.items) for look in (first, again, later)] == [1, 0, 1]
    assert {look.state for look in (first, again, later)} == {SourceState.OK}


def test_a_file_that_changed_is_brought_again_under_its_id(tmp_path: Path) -> None:
    source = FilesSource(folder=tmp_path, zone=HOME)
    drop(tmp_path, "a.fit", run_of(0)[:5000])
    first = pull(source, None, NOW)
    drop(tmp_path, "a.fit", run_of(0))
    second = pull(source, first.cursor, NOW)
    assert first.detail.startswith("a.fit: It breaks off")
    assert (len(second.items), second.detail) == (1, "")
    assert source.normalise(second.items[0]).distance_m == 2880


def test_a_file_that_is_still_on_its_way_is_left_for_the_next_look(tmp_path: Path) -> None:
    source = FilesSource(folder=tmp_path, zone=HOME)
    drop(tmp_path, "a.fit", run_of(0), age=timedelta(seconds=1))
    early = pull(source, None, NOW)
    late = pull(source, early.cursor, NOW + timedelta(seconds=10))
    assert (len(early.items), len(late.items)) == (0, 1)


def test_a_file_copied_in_with_an_old_date_is_not_missed(tmp_path: Path) -> None:
    source = FilesSource(folder=tmp_path, zone=HOME)
    drop(tmp_path, "new.fit", run_of(0))
    first = pull(source, None, NOW)
    drop(tmp_path, "old.fit", run_of(-400), age=timedelta(days=400))
    assert len((pull(source, first.cursor, NOW)).items) == 1


def test_an_archive_may_be_dropped_in_as_well(tmp_path: Path) -> None:
    drop(tmp_path, "export.zip", zip_bytes({"activities.csv": csv_bytes([strava_run(1, START)]), "b.fit": run_of(1)}))
    assert len((pull(FilesSource(folder=tmp_path, zone=HOME), None, NOW)).items) == 2


def test_a_folder_that_is_not_there_says_what_to_do(tmp_path: Path) -> None:
    found = pull(FilesSource(folder=tmp_path / "gone", zone=HOME), "{}", NOW)
    assert (found.state, found.items, found.cursor) == (SourceState.OFFLINE, (), None)
    assert "create it" in found.detail


def test_without_a_folder_there_is_nothing_to_look_at() -> None:
    found = pull(FilesSource(folder=None, zone=HOME), None, NOW)
    assert (found.state, found.items) == (SourceState.OK, ())
