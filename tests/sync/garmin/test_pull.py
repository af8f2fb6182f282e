from datetime import date, timedelta

import pytest
from tests.fakes import faults
from tests.fakes.faults import Fault
from tests.fakes.garmin import FakeGarmin, a_run
from tests.sync.garmin.conftest import NOW, Reader

from liftday_rules.model import Activity, LapKind
from liftday_sync.sources.base import SourceState

LIST = "/activitylist"
LATER = NOW + timedelta(minutes=31)


def activity(reader: Reader, number: int) -> Activity:
    meaning = reader.source.normalise(reader.items[str(number)])
    assert isinstance(meaning, Activity)
    return meaning


def test_a_run_is_read_with_its_details_and_without_places_or_names(garmin: FakeGarmin, reader: Reader) -> None:
    garmin.activities = [a_run(1, NOW - timedelta(hours=20))]
    garmin.details[1] = {"directWorkoutRpe": 70, "directWorkoutFeel": 50}
    parts = ("INTERVAL_WARMUP", "INTERVAL_ACTIVE", "RWD_RUN", "INTERVAL_RECOVERY")
    garmin.splits[1] = [{"type": part, "duration": 300.0, "distance": 900.0} for part in parts]
    assert reader.look_now().state is SourceState.OK
    run = activity(reader, 1)
    assert run.garmin is not None
    assert (run.garmin.rpe_0_10, run.garmin.feel_0_100) == (7.0, 50.0)
    assert [lap.kind for lap in run.laps] == [LapKind.WARMUP, LapKind.ACTIVE, LapKind.RECOVERY]
    payload = reader.items["1"].payload
    assert not [word for word in (b"16.37", b"48.2", b"Somebody") if word in payload]


def test_a_later_look_at_the_list_alone_keeps_the_details(garmin: FakeGarmin, reader: Reader) -> None:
    garmin.activities = [a_run(1, NOW - timedelta(hours=20))]
    garmin.details[1] = {"directWorkoutRpe": 70}
    reader.look_now()
    garmin.forget()
    reader.look_now(LATER)
    assert garmin.count("/activity-service") == 0
    run = activity(reader, 1)
    assert run.garmin is not None
    assert run.garmin.rpe_0_10 == 7.0


def test_how_it_felt_is_found_when_it_is_typed_in_a_day_later(garmin: FakeGarmin, reader: Reader) -> None:
    garmin.activities = [a_run(1, NOW - timedelta(hours=1))]
    reader.look_now()
    garmin.details[1] = {"directWorkoutRpe": 80}
    reader.look_now(NOW + timedelta(hours=24))
    run = activity(reader, 1)
    assert run.garmin is not None
    assert run.garmin.rpe_0_10 == 8.0
    garmin.forget()
    reader.look_now(NOW + timedelta(hours=26))
    assert garmin.count("/activity-service") == 0, "what is said is not asked for again"


def test_an_edited_run_is_read_whole_once_more(garmin: FakeGarmin, reader: Reader) -> None:
    garmin.activities = [a_run(1, NOW - timedelta(days=3))]
    reader.look_now()
    garmin.forget()
    garmin.activities = [a_run(1, NOW - timedelta(days=3), distance=7000.0, elapsedDuration=2400.0)]
    reader.look_now(LATER)
    assert activity(reader, 1).distance_m == 7000.0
    assert garmin.count("/activity-service/activity/1$") == 1


def test_a_strength_session_tells_its_sets(garmin: FakeGarmin, reader: Reader) -> None:
    garmin.activities = [a_run(5, NOW - timedelta(hours=3), activityType={"typeKey": "strength_training"})]
    squat = {"category": "SQUAT", "name": "GOBLET_SQUAT", "probability": 98.0}
    garmin.sets[5] = [
        {"setType": "ACTIVE", "exercises": [squat], "repetitionCount": 8, "weight": 24000.0, "duration": 31.0},
        {"setType": "REST", "duration": 90.0, "exercises": []},
        {"setType": "ACTIVE", "exercises": [], "repetitionCount": None, "weight": -1.0, "duration": 30.0},
    ]
    reader.look_now()
    first, second = activity(reader, 5).sets
    assert (first.exercise, first.reps, first.load_kg) == ("GOBLET_SQUAT", 8, 24.0)
    assert (second.exercise, second.reps, second.load_kg) == (None, None, None)


def test_a_deleted_run_is_missing_from_a_complete_listing(garmin: FakeGarmin, reader: Reader) -> None:
    garmin.activities = [a_run(n, NOW - timedelta(days=n)) for n in (1, 2)]
    reader.look_now()
    garmin.activities.pop()
    reader.pulls.clear()
    reader.look_now(LATER)
    [listing] = [one for pull in reader.pulls for one in pull.listings]
    assert listing.external_ids == {"1"}
    assert listing.first <= date(2026, 11, 18) <= listing.last


def test_an_upload_that_is_weeks_late_is_found_at_night(garmin: FakeGarmin, reader: Reader) -> None:
    reader.look_now()
    garmin.activities = [a_run(9, NOW - timedelta(days=40))]
    reader.look_now(LATER)
    assert reader.ids() == set()
    reader.look_now(NOW + timedelta(hours=18))
    assert reader.ids() == {"9"}


def test_after_months_of_absence_nothing_in_between_is_missed(garmin: FakeGarmin, reader: Reader) -> None:
    reader.look_now()
    garmin.activities = [a_run(n, NOW + timedelta(days=n)) for n in range(1, 120)]
    reader.look_now(NOW + timedelta(days=120))
    assert len(reader.ids()) == 119


def test_a_list_that_shifts_while_it_is_paged_loses_nothing(garmin: FakeGarmin, reader: Reader) -> None:
    garmin.activities = [a_run(n, NOW - timedelta(hours=6 * n)) for n in range(1, 200)]
    late = a_run(999, NOW - timedelta(hours=2))
    garmin.faults.append(faults.then(lambda: garmin.activities.append(late), path=LIST))
    reader.look_now()
    assert reader.ids() >= {str(n) for n in range(1, 200)}
    reader.look_now(LATER)
    assert "999" in reader.ids()


def test_more_than_a_page_on_one_day_is_read_whole(garmin: FakeGarmin, reader: Reader) -> None:
    garmin.activities = [a_run(n, NOW - timedelta(minutes=n), activityType={"typeKey": "yoga"}) for n in range(1, 100)]
    reader.look_now()
    assert len(reader.ids()) == 99


def test_the_history_comes_newest_first_and_goes_on_where_it_was_cut(garmin: FakeGarmin, reader: Reader) -> None:
    garmin.activities = [a_run(n, NOW - timedelta(days=n)) for n in range(20, 364)]
    garmin.faults.append(faults.drop(path=LIST, after=4, times=1))
    assert reader.look_now().state is SourceState.OFFLINE
    oldest = min(activity(reader, int(name)).local_date for name in reader.ids())
    assert len(reader.ids()) < 344
    garmin.forget()
    reader.look_now()
    assert len(reader.ids()) == 344
    assert all(f"{oldest + timedelta(days=1)}" >= seen.query["endDate"] for seen in garmin.seen), "nothing read again"


def twice(told: list[object]) -> list[object]:
    return [*told, *told]


def with_odd_fields(told: list[dict[str, object]]) -> list[dict[str, object]]:
    return [one | {"averageHR": None, "distance": "10000.5", "neverSeen": {"a": [1]}, "duration": None} for one in told]


@pytest.mark.parametrize("change", [twice, with_odd_fields])
def test_doubled_ids_and_odd_fields_do_no_harm(garmin: FakeGarmin, reader: Reader, change: object) -> None:
    garmin.activities = [a_run(1, NOW - timedelta(days=1))]
    garmin.faults.append(faults.changed(change, path=LIST, times=None))  # type: ignore[arg-type]
    assert reader.look_now().state is SourceState.OK
    assert activity(reader, 1).distance_m == 10_000.5


def test_one_activity_that_garmin_can_never_give_holds_up_nothing(garmin: FakeGarmin, reader: Reader) -> None:
    garmin.activities = [a_run(n, NOW - timedelta(hours=10 * n)) for n in (1, 2)]
    garmin.details[2] = {"directWorkoutRpe": 40}
    garmin.faults.append(faults.server_error(path="/activity/1$", times=None))
    assert reader.look_now().state is SourceState.OK
    assert activity(reader, 1).distance_m == 10_000.5, "the list said that much"
    for day in range(1, 6):
        reader.look_now(NOW + timedelta(days=day))
    assert garmin.count("/activity/1$") <= 5
    garmin.forget()
    garmin.activities[0]["distance"] = 9000.0
    garmin.details[1] = {"directWorkoutRpe": 30}
    reader.look_now(NOW + timedelta(days=6))
    run = activity(reader, 1)
    assert run.garmin is not None
    assert run.garmin.rpe_0_10 == 3.0


TROUBLES = {
    "server error": (faults.server_error(503, times=None), SourceState.OFFLINE),
    "network down": (faults.drop(times=None), SourceState.OFFLINE),
    "web page": (faults.html(times=None), SourceState.OFFLINE),
    "blocked by a page": (faults.html(403, times=None), SourceState.OFFLINE),
    "cut off": (faults.truncated(path=LIST, times=None), SourceState.OFFLINE),
    "too often, until": (faults.too_many(900, times=None), SourceState.RATE_LIMITED),
    "too often": (faults.too_many(times=None), SourceState.RATE_LIMITED),
    "another shape": (faults.changed(lambda _: {"activities": []}, path=LIST, times=None), SourceState.SCHEMA_DRIFT),
    "not authorised": (faults.unauthorized(path=LIST, times=None), SourceState.NEEDS_LOGIN),
}


@pytest.mark.parametrize("name", TROUBLES)
def test_each_trouble_has_its_state_and_a_sentence_and_passes(garmin: FakeGarmin, reader: Reader, name: str) -> None:
    fault, state = TROUBLES[name]
    fresh = Fault(answer=fault.answer, path=fault.path, times=None)
    garmin.activities = [a_run(1, NOW - timedelta(days=20))]
    reader.look_now()
    before = reader.cursor
    garmin.activities.append(a_run(2, NOW - timedelta(days=1)))
    garmin.faults.append(fresh)
    failed = reader.look_now(LATER)
    assert failed.state is state
    assert failed.detail.endswith((".", "?"))
    assert not failed.items
    assert reader.cursor == before
    garmin.forget()
    assert reader.look_now(LATER + timedelta(hours=2)).state is SourceState.OK
    assert reader.ids() == {"1", "2"}


def test_retry_after_is_kept_to_the_second(garmin: FakeGarmin, reader: Reader) -> None:
    garmin.faults.append(faults.too_many(140))
    assert reader.look_now().retry_at == NOW + timedelta(seconds=140)


def test_an_answer_that_never_comes_is_given_up(garmin: FakeGarmin, reader: Reader) -> None:
    reader.source.session._patience_s = 0.2
    garmin.faults.append(faults.hang(0.8))
    assert reader.look_now().state is SourceState.OFFLINE


def test_a_quiet_day_costs_at_most_sixty_requests(garmin: FakeGarmin, reader: Reader) -> None:
    reader.source.config = reader.source.config.model_copy(update={"wellness": True, "planned": True})
    garmin.activities = [a_run(n, NOW - timedelta(days=n)) for n in range(1, 60, 2)]
    reader.look_now()
    for day in range(1, 4):
        garmin.seen.clear()
        night = date(2026, 11, 20) + timedelta(days=day)
        garmin.nights[f"sleep:{night}"] = {"calendarDate": str(night), "sleepTimeSeconds": 27000}
        midnight = NOW.replace(hour=23) + timedelta(days=day - 1)
        for tick in range(96):
            reader.look_now(midnight + timedelta(minutes=15 * tick))
        assert 30 <= garmin.count() <= 60
