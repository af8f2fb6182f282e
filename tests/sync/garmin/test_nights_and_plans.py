from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest
from tests.fakes import faults
from tests.fakes.garmin import FakeGarmin
from tests.sync.garmin.conftest import NOW, Reader, config, connect, surroundings

from liftday_rules.model import BodyMeasure, Night, PlannedRun, Race
from liftday_sync.sources.base import ItemKind, Meaning, SourceState
from liftday_sync.sources.garmin import open_source

TODAY = "2026-11-20"
COACH = {"id": 1789814567000, "trainingPlanId": 1, "itemType": "fbtAdaptiveWorkout", "sportTypeKey": "running"}


@pytest.fixture
def whole(garmin: FakeGarmin, tmp_path: Path) -> Reader:
    """Connected, with nights and calendar."""
    connect(garmin, tmp_path)
    garmin.nights = {
        f"sleep:{TODAY}": {
            "calendarDate": TODAY,
            "sleepTimeSeconds": 25_200,
            "sleepScores": {"overall": {"value": 81}},
        },
        f"hrv:{TODAY}": {"calendarDate": TODAY, "lastNightAvg": 44, "weeklyAvg": 43, "baseline": None},
        f"day:{TODAY}": {"calendarDate": TODAY, "restingHeartRate": 47, "bodyBatteryAtWakeTime": 78},
        f"readiness:{TODAY}": {"calendarDate": TODAY, "score": 66, "inputContext": "AFTER_WAKEUP_RESET"},
        "readiness:later": {"calendarDate": TODAY, "score": 12, "inputContext": "UPDATE_REALTIME_VARIABLES"},
    }
    return Reader(open_source(config(garmin), surroundings(tmp_path)))


def meanings(reader: Reader, kind: ItemKind) -> list[Meaning | None]:
    return [reader.source.normalise(reader.items[name]) for name in sorted(reader.ids(kind))]


def test_a_night_is_told_in_parts_that_add_up(whole: Reader) -> None:
    assert whole.look_now().state is SourceState.OK
    nights = [one for one in meanings(whole, ItemKind.WELLNESS) if isinstance(one, Night)]
    assert {night.date for night in nights} == {date(2026, 11, 20)}
    told = {
        name: value
        for night in nights
        for name in Night.__slots__
        if name != "date" and (value := getattr(night, name)) is not None
    }
    assert told == {
        "hrv_rmssd_ms": 44,
        "resting_hr_bpm": 47,
        "sleep_h": 7.0,
        "sleep_score_0_100": 81,
        "body_battery_wake_0_100": 78,
        "training_readiness_0_100": 66,
    }


def test_the_threshold_is_read_in_metres_a_second_whatever_garmins_spelling(whole: Reader) -> None:
    whole.look_now()
    [measure] = [one for one in meanings(whole, ItemKind.WELLNESS) if isinstance(one, BodyMeasure)]
    assert (measure.lthr_bpm, measure.threshold_speed_mps) == (168, 3.6)


def test_a_night_that_the_watch_sends_late_is_found_the_same_morning(garmin: FakeGarmin, whole: Reader) -> None:
    whole.look_now()
    dawn = datetime(2026, 11, 21, 4, 30, tzinfo=UTC)
    whole.look_now(dawn)
    garmin.nights["sleep:2026-11-21"] = {"calendarDate": "2026-11-21", "sleepTimeSeconds": 27_000}
    whole.look_now(dawn + timedelta(minutes=95))
    assert "sleep:2026-11-21" in whole.ids(ItemKind.WELLNESS)
    garmin.forget()
    whole.look_now(dawn + timedelta(hours=5))
    assert garmin.count("sleep") == 0


@pytest.mark.parametrize("fault", [faults.html, faults.server_error])
def test_a_measure_that_garmin_does_not_give_stops_nothing_else(
    garmin: FakeGarmin, whole: Reader, fault: object
) -> None:
    assert callable(fault)
    garmin.faults.append(fault(path="/hrv-service", times=None))
    assert whole.look_now().state is SourceState.OK
    assert f"day:{TODAY}" in whole.ids(ItemKind.WELLNESS)
    garmin.forget()
    tomorrow = date(2026, 11, 21)
    garmin.nights[f"sleep:{tomorrow}"] = {"calendarDate": str(tomorrow), "sleepTimeSeconds": 27_000}
    whole.look_now(NOW + timedelta(days=1))
    assert f"hrv:{TODAY}" in whole.ids(ItemKind.WELLNESS), "the last nights are read again each morning"


def test_planned_runs_are_days_without_hours_and_other_entries_are_none(garmin: FakeGarmin, whole: Reader) -> None:
    garmin.calendar = [
        COACH | {"title": "Basis", "date": "2026-11-22"},
        COACH | {"title": "Tempo", "date": "2026-11-22", "workoutId": None},
        {"id": 5, "itemType": "workout", "title": "6 x 800 m", "date": "2026-11-25", "sportTypeKey": "running"},
        {"id": 6, "itemType": "workout", "title": "Circuit", "date": "2026-11-25", "sportTypeKey": "strength_training"},
        {"id": 7, "itemType": "weight", "title": None, "date": "2026-11-22"},
        {"id": 8, "itemType": "workout", "title": "Long Run", "date": "2026-12-06", "sportTypeKey": "running"},
    ]
    whole.look_now()
    found = [one for one in meanings(whole, ItemKind.PLANNED) if isinstance(one, PlannedRun)]
    assert {run.name for run in found} == {"Basis", "Tempo", "6 x 800 m", "Long Run"}
    assert all(run.all_day for run in found)
    assert {run.start for run in found if run.name == "Basis"} == {datetime(2026, 11, 21, 23, tzinfo=UTC)}
    assert garmin.count("/year/2026/month/10") == 1, "Garmin counts months from 0"


def test_a_race_has_its_distance(garmin: FakeGarmin, whole: Reader) -> None:
    race = {"id": 9, "itemType": "event", "isRace": True, "title": "City run", "sportTypeKey": "running"}
    garmin.calendar = [
        race | {"date": "2026-12-05", "completionTarget": {"value": 10.0, "unit": "kilometer"}, "primaryEvent": True}
    ]
    whole.look_now()
    [found] = meanings(whole, ItemKind.PLANNED)
    assert isinstance(found, Race)
    assert (found.name, found.distance_m, found.priority) == ("City run", 10_000.0, "A")


def test_a_plan_that_changes_overnight_is_listed_without_the_old_entry(garmin: FakeGarmin, whole: Reader) -> None:
    garmin.calendar = [COACH | {"title": "Base", "date": "2026-11-22"}]
    whole.look_now()
    [before] = whole.ids(ItemKind.PLANNED)
    garmin.calendar = [COACH | {"title": "Base", "date": "2026-11-23"}]
    whole.pulls.clear()
    whole.look_now(NOW + timedelta(hours=9))
    listings = [one for pull in whole.pulls for one in pull.listings if one.kind is ItemKind.PLANNED]
    assert listings
    assert all(before not in one.external_ids for one in listings)
