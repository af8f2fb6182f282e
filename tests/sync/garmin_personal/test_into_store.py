"""From the service to the facts of a decision, through the real store; a kill in between loses nothing."""

import asyncio
from collections.abc import Generator
from datetime import date, timedelta
from pathlib import Path

import pytest
from tests.fakes import faults
from tests.fakes.garmin import a_run
from tests.fakes.garmin_personal import KEY, FakePersonal
from tests.helpers.household import config_of, store_of
from tests.sync.garmin_personal.conftest import NOW, key_file, opened

from liftday_sync.config import Config
from liftday_sync.diagnose import examine
from liftday_sync.gather import gather
from liftday_sync.pull import look
from liftday_sync.sources.base import SourceState
from liftday_sync.store import Store
from liftday_sync.store.api import SourceReport

LIST = "/activitylist"


@pytest.fixture
def config(tmp_path: Path) -> Config:
    return config_of(tmp_path)


@pytest.fixture
def store(config: Config) -> Generator[Store]:
    with store_of(config) as stored:
        yield stored


def read(garmin: FakePersonal, store: Store, folder: Path, **more: object) -> SourceReport:
    """A look by a daemon that was just started; how the source is doing after it."""
    key_file(folder).write_text(KEY)
    asyncio.run(look(opened(garmin, folder, **more).source, store, "anna", lambda: NOW))
    [report] = store.source_reports("anna")
    return report


def test_runs_nights_and_zones_become_facts(garmin: FakePersonal, store: Store, config: Config, tmp_path: Path) -> None:
    garmin.activities = [a_run(n, NOW - timedelta(days=n)) for n in range(1, 30)]
    garmin.nights = {
        "sleep:1": {"calendarDate": "2026-11-20", "sleepTimeSeconds": 25_200},
        "hrv:1": {"calendarDate": "2026-11-20", "lastNightAvg": 44},
        "day:1": {"calendarDate": "2026-11-20", "heartRate": {"restingValue": 47}},
    }
    garmin.zones = [{"sport": "DEFAULT", "maxHeartRateUsed": 188}]
    assert read(garmin, store, tmp_path).state is SourceState.OK
    facts = gather(store, config.athletes[0], NOW)
    assert len(facts.activities) == 29
    assert facts.readiness is not None
    night = facts.readiness.nights[-1]
    assert (night.date, night.hrv_rmssd_ms, night.resting_hr_bpm, night.sleep_h) == (date(2026, 11, 20), 44, 47, 7.0)
    assert [one.hr_max_bpm for one in facts.measures] == [188]


@pytest.mark.slow
def test_a_history_that_was_cut_off_again_and_again_is_whole_in_the_end_and_nothing_is_there_twice(
    garmin: FakePersonal, store: Store, tmp_path: Path
) -> None:
    garmin.activities = [a_run(n, NOW - timedelta(days=n)) for n in range(1, 360)]
    for _ in range(3):
        garmin.faults.append(faults.drop(path=LIST, after=2, times=2))
        assert read(garmin, store, tmp_path, wellness=False).state is SourceState.OFFLINE
        garmin.faults.clear()
    report = read(garmin, store, tmp_path, wellness=False)
    assert (report.state, report.unfinished) == (SourceState.OK, False)
    stored = store.activities("anna", since=date(2000, 1, 1))
    assert len({one.id for one in stored}) == len(stored) == 359
    asked = [(seen.query["startDate"], seen.query["endDate"]) for seen in garmin.seen if "activitylist" in seen.path]
    assert len(asked) <= 11 + 2 * 3, "what was stored is not read again"


def test_doctor_speaks_of_a_key_that_ends_soon_and_of_a_source_that_is_well_all_the_same(
    garmin: FakePersonal, store: Store, config: Config, tmp_path: Path
) -> None:
    report = read(garmin, store, tmp_path, key_expires=date(2026, 11, 27))
    assert report.state is SourceState.OK
    told = [finding.sentence for finding in examine(config, NOW)]
    assert [one for one in told if "garmin_personal was read" in one and "ends on Friday, 27 November" in one]
