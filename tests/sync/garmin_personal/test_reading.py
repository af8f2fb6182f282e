"""What the Personal API tells, what goes wrong with it, and what a day of it costs."""

from datetime import date, timedelta
from pathlib import Path

import pytest
from tests.fakes import faults
from tests.fakes.faults import Fault
from tests.fakes.garmin import a_run
from tests.fakes.garmin_personal import KEY, FakePersonal
from tests.sync.garmin_personal.conftest import NOW, Reader, key_file, opened

from liftday_rules.model import Activity, BodyMeasure, Night
from liftday_sync.sources.base import ItemKind, Meaning, SourceState

EXCHANGE = "/token$"
LIST = "/activitylist"
LATER = NOW + timedelta(minutes=31)
TODAY = date(2026, 11, 20)


@pytest.fixture
def whole(garmin: FakePersonal, tmp_path: Path) -> Reader:
    """With a key, activities and nights."""
    key_file(tmp_path).write_text(KEY)
    return opened(garmin, tmp_path)


def activity(reader: Reader, number: int) -> Activity:
    meaning = reader.source.normalise(reader.items[str(number)])
    assert isinstance(meaning, Activity)
    return meaning


def told(reader: Reader) -> list[Meaning | None]:
    return [reader.source.normalise(reader.items[name]) for name in sorted(reader.ids(ItemKind.WELLNESS))]


def a_night(garmin: FakePersonal, day: date) -> None:
    """What the service knows of one night and the day after it."""
    garmin.nights |= {
        f"sleep:{day}": {
            "calendarDate": str(day),
            "sleepTimeSeconds": 25_200,
            "sleepScores": {"overall": {"value": 81, "qualifierKey": "GOOD"}},
        },
        f"hrv:{day}": {"calendarDate": str(day), "lastNightAvg": 44, "baseline": None},
        f"day:{day}": {"calendarDate": str(day), "heartRate": {"restingValue": 47, "minValue": 44}},
        f"wake:{day}": {"calendarDate": str(day), "bodyBatteryAtWakeTime": 78},
    }


# --- what it tells ---


def test_a_run_is_read_with_how_it_felt_and_the_workout_that_was_followed(garmin: FakePersonal, reader: Reader) -> None:
    garmin.activities = [a_run(1, NOW - timedelta(hours=20))]
    garmin.details[1] = {"directWorkoutRpe": 70, "directWorkoutFeel": 50}
    garmin.followed[1] = [{"workoutName": "6 x 1000 m", "steps": [{"intensity": "ACTIVE", "durationType": "DISTANCE"}]}]
    reader.look_now()
    run = activity(reader, 1)
    assert run.garmin is not None
    assert (run.garmin.rpe_0_10, run.garmin.feel_0_100, run.garmin.aerobic_te) == (7.0, 50.0, 2.9)
    assert (run.id, run.name) == ("garmin_personal:1", "6 x 1000 m (Town - Base)")
    assert not [word for word in (b"16.37", b"48.2", b"Somebody") if word in reader.items["1"].payload]


def test_the_same_run_from_the_account_is_known_as_the_same_recording(garmin: FakePersonal, reader: Reader) -> None:
    garmin.activities = [a_run(1, NOW - timedelta(hours=20))]
    reader.look_now()
    assert activity(reader, 1).recording_key == "garmin:1"


def test_how_it_felt_is_found_when_it_is_typed_in_within_two_days(garmin: FakePersonal, reader: Reader) -> None:
    garmin.activities = [a_run(1, NOW - timedelta(hours=1))]
    reader.look_now()
    garmin.details[1] = {"directWorkoutRpe": 80}
    reader.look_now(NOW + timedelta(hours=47))
    run = activity(reader, 1)
    assert run.garmin is not None
    assert run.garmin.rpe_0_10 == 8.0
    garmin.forget()
    reader.look_now(NOW + timedelta(hours=60))
    assert garmin.count("/activity-service") == 0


def test_a_night_is_told_in_parts_that_add_up(garmin: FakePersonal, whole: Reader) -> None:
    a_night(garmin, TODAY)
    whole.look_now()
    nights = [one for one in told(whole) if isinstance(one, Night)]
    assert {night.date for night in nights} == {TODAY}
    parts = [(name, getattr(night, name)) for night in nights for name in Night.__slots__ if name != "date"]
    assert {name: value for name, value in parts if value is not None} == {
        "hrv_rmssd_ms": 44,
        "resting_hr_bpm": 47,
        "sleep_h": 7.0,
        "sleep_score_0_100": 81,
        "body_battery_wake_0_100": 78,
    }


def test_two_months_of_nights_are_read_at_first_in_stretches_that_the_service_allows(
    garmin: FakePersonal, whole: Reader
) -> None:
    for back in range(62):
        a_night(garmin, TODAY - timedelta(days=back))
    assert whole.look_now().state is SourceState.OK
    hours = [one.date for one in told(whole) if isinstance(one, Night) and one.sleep_h]
    pulses = [one.date for one in told(whole) if isinstance(one, Night) and one.resting_hr_bpm]
    assert (len(set(hours)), len(set(pulses))) == (62, 62)


def test_a_night_that_the_watch_sends_late_is_found_on_a_later_morning(garmin: FakePersonal, whole: Reader) -> None:
    whole.look_now()
    a_night(garmin, TODAY)
    for day in (1, 2):
        a_night(garmin, TODAY + timedelta(days=day))
        whole.look_now(NOW + timedelta(days=day))
    assert {one.date for one in told(whole) if isinstance(one, Night) and one.sleep_h} >= {TODAY}


def test_the_zones_for_running_come_before_those_for_everything_and_are_asked_for_on_mondays(
    garmin: FakePersonal, whole: Reader
) -> None:
    every = {"sport": "DEFAULT", "maxHeartRateUsed": 190, "restingHeartRateUsed": 50}
    running = {"sport": "RUNNING", "maxHeartRateUsed": 186, "lactateThresholdHeartRateUsed": 168}
    garmin.zones = [every, running, {"sport": "CYCLING", "maxHeartRateUsed": 180}]
    whole.look_now()
    assert told(whole) == [BodyMeasure(date=TODAY, hr_max_bpm=186, lthr_bpm=168)]
    garmin.zones = [every]
    a_night(garmin, TODAY + timedelta(days=3))
    whole.look_now(NOW + timedelta(days=3))
    assert BodyMeasure(date=TODAY + timedelta(days=3), hr_max_bpm=190, hr_rest_bpm=50) in told(whole)


# --- what it costs ---


def test_no_page_is_longer_than_the_service_can_bear(garmin: FakePersonal, reader: Reader) -> None:
    garmin.activities = [a_run(n, NOW - timedelta(days=n)) for n in range(1, 300)]
    assert reader.look_now().state is SourceState.OK
    assert len(reader.ids()) == 299
    assert {seen.query["limit"] for seen in garmin.seen if "activitylist" in seen.path} == {"40"}


def test_the_history_comes_newest_first_and_goes_on_where_it_was_cut(garmin: FakePersonal, reader: Reader) -> None:
    garmin.activities = [a_run(n, NOW - timedelta(days=n)) for n in range(20, 364)]
    garmin.faults.append(faults.drop(path=LIST, after=4, times=2))
    assert reader.look_now().state is SourceState.OFFLINE
    oldest = min(activity(reader, int(name)).local_date for name in reader.ids())
    progress = next(one.progress for one in reversed(reader.pulls) if one.progress)
    assert 0 < progress.done < len(reader.ids()) < 344
    assert progress.reached is not None
    assert oldest <= progress.reached
    garmin.forget()
    reader.look_now()
    assert len(reader.ids()) == 344
    assert all(f"{oldest + timedelta(days=1)}" >= seen.query["endDate"] for seen in garmin.seen), "nothing read again"


def test_a_quiet_day_costs_at_most_sixty_requests(garmin: FakePersonal, whole: Reader) -> None:
    garmin.activities = [a_run(n, NOW - timedelta(days=n)) for n in range(1, 60, 2)]
    whole.look_now()
    for day in range(1, 4):
        garmin.seen.clear()
        a_night(garmin, TODAY + timedelta(days=day))
        midnight = NOW.replace(hour=23) + timedelta(days=day - 1)
        garmin.clock = midnight
        for tick in range(96):
            whole.look_now(midnight + timedelta(minutes=15 * tick))
        assert 30 <= garmin.count() <= 60


def test_somebody_who_waits_for_news_gets_a_look_at_once(garmin: FakePersonal, reader: Reader) -> None:
    reader.look_now()
    garmin.activities = [a_run(1, NOW)]
    reader.look_now(NOW + timedelta(minutes=5))
    assert reader.ids() == set()
    reader.source.hint()
    reader.look_now(NOW + timedelta(minutes=5))
    assert reader.ids() == {"1"}


def test_a_deletion_shows_in_the_next_listing_and_a_late_upload_in_the_next_night(
    garmin: FakePersonal, reader: Reader
) -> None:
    garmin.activities = [a_run(n, NOW - timedelta(days=n)) for n in (1, 2)]
    reader.look_now()
    garmin.activities = [garmin.activities[0], a_run(9, NOW - timedelta(days=40))]
    reader.pulls.clear()
    reader.look_now(LATER)
    assert [listing.external_ids for pull in reader.pulls for listing in pull.listings] == [{"1"}]
    reader.look_now(NOW + timedelta(hours=18))
    assert "9" in reader.ids()


# --- what goes wrong ---

TROUBLES = {
    "server error": (faults.server_error(path=LIST), SourceState.OFFLINE),
    "being mended": (faults.server_error(503, path=LIST), SourceState.OFFLINE),
    "network down": (faults.drop(), SourceState.OFFLINE),
    "web page": (faults.html(path=LIST), SourceState.OFFLINE),
    "blocked by a page": (faults.html(403, path=LIST), SourceState.OFFLINE),
    "cut off": (faults.truncated(path=LIST), SourceState.OFFLINE),
    "no JSON": (faults.status(200, "soon", path=LIST), SourceState.SCHEMA_DRIFT),
    "another shape": (faults.changed(lambda _: {"activities": []}, path=LIST), SourceState.SCHEMA_DRIFT),
    "no longer there": (faults.status(404, path=LIST), SourceState.SCHEMA_DRIFT),
    "too often, until": (faults.too_many(900, path=LIST), SourceState.RATE_LIMITED),
    "too often": (faults.too_many(path=LIST), SourceState.RATE_LIMITED),
    "exchange fails": (faults.server_error(path=EXCHANGE), SourceState.OFFLINE),
    "exchange too often": (faults.too_many(14, path=EXCHANGE), SourceState.RATE_LIMITED),
    "exchange shows a page": (faults.html(path=EXCHANGE), SourceState.OFFLINE),
    "exchange blocked by a page": (faults.html(403, path=EXCHANGE), SourceState.OFFLINE),
    "exchange brings no token": (faults.status(200, "soon", path=EXCHANGE), SourceState.SCHEMA_DRIFT),
}


@pytest.mark.parametrize("name", TROUBLES)
def test_each_trouble_has_its_state_and_a_sentence_and_passes(garmin: FakePersonal, reader: Reader, name: str) -> None:
    fault, state = TROUBLES[name]
    garmin.activities = [a_run(1, NOW - timedelta(days=20))]
    reader.look_now()
    before = reader.cursor
    garmin.activities.append(a_run(2, NOW - timedelta(days=1)))
    if fault.path == EXCHANGE:
        garmin.expire()
    garmin.faults.append(Fault(answer=fault.answer, path=fault.path, times=None))
    failed = reader.look_now(LATER)
    assert failed.state is state
    assert failed.detail.endswith((".", "?"))
    assert (failed.items, failed.listings) == ((), ())
    assert reader.cursor == before
    garmin.forget()
    assert reader.look_now(LATER + timedelta(hours=2)).state is SourceState.OK
    assert reader.ids() == {"1", "2"}


def test_retry_after_is_kept_to_the_second(garmin: FakePersonal, reader: Reader) -> None:
    garmin.faults.append(faults.too_many(14))
    assert reader.look_now().retry_at == NOW + timedelta(seconds=14)


def test_an_answer_that_never_comes_is_given_up(garmin: FakePersonal, reader: Reader) -> None:
    reader.source.session._patience_s = 0.2
    garmin.faults.append(faults.hang(0.8))
    assert reader.look_now().detail == "Garmin takes too long to answer; Liftday tries again by itself."
    assert reader.look_now().state is SourceState.OK


def test_one_activity_that_garmin_can_never_give_holds_up_nothing(garmin: FakePersonal, reader: Reader) -> None:
    garmin.activities = [a_run(n, NOW - timedelta(hours=10 * n)) for n in (1, 2)]
    garmin.details[2] = {"directWorkoutRpe": 40}
    garmin.faults.append(faults.server_error(path="/activity/1$", times=None))
    assert reader.look_now().state is SourceState.OK
    assert activity(reader, 1).distance_m == 10_000.5, "the list said that much"
    second = activity(reader, 2)
    assert second.garmin is not None
    assert second.garmin.rpe_0_10 == 4.0


def test_a_workout_that_can_not_be_read_does_not_hide_how_it_felt(garmin: FakePersonal, reader: Reader) -> None:
    garmin.activities = [a_run(1, NOW - timedelta(hours=10))]
    garmin.details[1] = {"directWorkoutRpe": 40}
    garmin.faults.append(faults.server_error(path="/workouts$", times=None))
    assert reader.look_now().state is SourceState.OK
    run = activity(reader, 1)
    assert run.garmin is not None
    assert (run.garmin.rpe_0_10, run.name) == (4.0, "Town - Base")


def test_a_measure_that_the_service_refuses_sits_out_and_comes_back(garmin: FakePersonal, whole: Reader) -> None:
    a_night(garmin, TODAY)
    garmin.faults.append(faults.server_error(path="/hrv-service", times=None))
    assert whole.look_now().state is SourceState.OK
    assert not [one for one in told(whole) if isinstance(one, Night) and one.hrv_rmssd_ms]
    garmin.forget()
    a_night(garmin, TODAY + timedelta(days=1))
    whole.look_now(NOW + timedelta(days=1))
    assert {one.date for one in told(whole) if isinstance(one, Night) and one.hrv_rmssd_ms} == {
        TODAY,
        TODAY + timedelta(days=1),
    }


def odd(entries: list[dict[str, object]]) -> list[dict[str, object]]:
    """Numbers as text, times as milliseconds, null and unknown fields, one thing twice."""
    moment = int((NOW - timedelta(days=1)).timestamp() * 1000)
    strange = {"distance": "10000.5", "averageHR": None, "startTimeGMT": moment, "neverSeen": {"a": [1]}}
    return [one | strange for one in entries] * 2


def test_odd_fields_do_no_harm(garmin: FakePersonal, reader: Reader) -> None:
    garmin.activities = [a_run(1, NOW - timedelta(days=1))]
    garmin.faults.append(faults.changed(odd, path=LIST, times=None))
    assert reader.look_now().state is SourceState.OK
    run = activity(reader, 1)
    assert (run.distance_m, run.avg_hr_bpm, run.start) == (10_000.5, None, NOW - timedelta(days=1))
