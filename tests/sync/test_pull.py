import asyncio
import os
from collections.abc import Generator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from tests.helpers.fit_writer import RunFile, run_bytes
from tests.helpers.household import BERLIN, config_of, store_of
from tests.helpers.track_writer import csv_bytes, strava_run, zip_bytes

from liftday_rules.model import Activity
from liftday_sync.clock import FixedClock
from liftday_sync.importer import import_paths
from liftday_sync.pull import pull
from liftday_sync.sinks import StoreSink
from liftday_sync.sources.files.source import FilesSource
from liftday_sync.store import Store

START = datetime(2026, 11, 20, 6, tzinfo=UTC)
NOW = datetime(2026, 11, 21, 12, tzinfo=UTC)
LAPS = [(600, 2.8, 135.0), (600, 2.9, 138.0)]


@pytest.fixture
def store(tmp_path: Path) -> Generator[Store]:
    with store_of(config_of(tmp_path / "data")) as opened:
        yield opened


@pytest.fixture
def watched(tmp_path: Path) -> FilesSource:
    folder = tmp_path / "watched"
    folder.mkdir()
    return FilesSource(folder=folder, zone=BERLIN)


def drop(source: FilesSource, name: str, data: bytes) -> None:
    assert source.folder is not None
    path = source.folder / name
    path.write_bytes(data)
    minute_ago = (NOW - timedelta(minutes=1)).timestamp()
    os.utime(path, (minute_ago, minute_ago))


def only(store: Store) -> Activity:
    [activity] = store.activities("anna", since=START.date())
    return activity


def test_a_run_dropped_into_the_folder_is_stored_with_the_cursor(store: Store, watched: FilesSource) -> None:
    drop(watched, "run.fit", run_bytes(RunFile(start=START, laps=LAPS)))
    asyncio.run(pull(watched, store, "anna", NOW))
    [report] = store.source_reports("anna")
    assert only(store).start == START
    assert (report.state, report.last_ok_at) == ("ok", NOW)
    assert store.cursor("anna", "files") is not None


def test_a_plain_file_in_the_folder_takes_nothing_away_from_what_an_archive_told(
    tmp_path: Path, store: Store, watched: FilesSource
) -> None:
    fit = run_bytes(RunFile(start=START, laps=LAPS))
    row = strava_run(77, START, file="activities/9.fit.gz", name="6 x 1000 m")
    archive = tmp_path / "export.zip"
    archive.write_bytes(zip_bytes({"activities.csv": csv_bytes([row]), "activities/9.fit.gz": fit}))
    sink = StoreSink(store=store, athlete_id="anna", clock=FixedClock(NOW))
    asyncio.run(import_paths([archive], source=watched, sink=sink, progress=lambda _: None))
    assert only(store).name == "6 x 1000 m"
    drop(watched, "9.fit", fit)
    asyncio.run(pull(watched, store, "anna", NOW))
    assert only(store).name == "6 x 1000 m"


def test_without_a_folder_nothing_is_looked_at_and_nothing_counts_as_fresh(store: Store) -> None:
    by_hand = FilesSource(folder=None, zone=BERLIN)
    asyncio.run(pull(by_hand, store, "anna", NOW))
    assert store.source_reports("anna") == ()


def test_a_folder_that_is_gone_is_told_and_found_again_later(store: Store, watched: FilesSource) -> None:
    assert watched.folder is not None
    asyncio.run(pull(watched, store, "anna", NOW))
    watched.folder.rename(watched.folder.with_name("elsewhere"))
    asyncio.run(pull(watched, store, "anna", NOW + timedelta(hours=1)))
    [gone] = store.source_reports("anna")
    watched.folder.with_name("elsewhere").rename(watched.folder)
    asyncio.run(pull(watched, store, "anna", NOW + timedelta(hours=2)))
    [back] = store.source_reports("anna")
    assert (gone.state, gone.last_ok_at, back.state) == ("offline", NOW, "ok")
    assert "create it, or mend its path" in gone.detail
