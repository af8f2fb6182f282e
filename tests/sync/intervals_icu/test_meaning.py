"""What the events of intervals.icu mean: category first, then structure, then intensity, then words."""

from datetime import UTC, datetime
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from tests.fakes.intervals import event

from liftday_rules.model import Flag, FlagKind, PlannedRun, Priority, Race, RunClass, RunState
from liftday_sync.errors import BadPayload
from liftday_sync.sources.base import ItemKind, RawItem
from liftday_sync.sources.intervals_icu.meaning import Planned, to_meaning
from liftday_sync.sources.web import canonical

BERLIN = ZoneInfo("Europe/Berlin")
DAY = "2026-11-24"


def meaning(told: Any, zone: ZoneInfo = BERLIN) -> Planned | None:
    return to_meaning(RawItem(external_id="1", kind=ItemKind.PLANNED, payload=canonical(told)), zone)


def run(zone: ZoneInfo = BERLIN, **more: Any) -> PlannedRun:
    found = meaning(event(1, more.pop("day", DAY), **more), zone)
    assert isinstance(found, PlannedRun)
    return found


def steps(*told: dict[str, Any]) -> dict[str, Any]:
    return {"steps": list(told)}


def at(seconds: float, **target: Any) -> dict[str, Any]:
    return {"duration": seconds, **target}


def test_an_event_at_midnight_has_a_day_and_no_hour_in_every_zone() -> None:
    for name in ("Pacific/Auckland", "America/Los_Angeles", "Europe/Berlin"):
        zone = ZoneInfo(name)
        found = run(zone)
        assert (found.all_day, found.start.astimezone(zone).isoformat()[:16]) == (True, "2026-11-24T00:00")


def test_an_event_with_an_hour_keeps_it() -> None:
    found = run(day="2026-11-24T06:30:00", moving_time=3000, distance=9000.0)

    assert (found.start, found.all_day) == (datetime(2026, 11, 24, 5, 30, tzinfo=UTC), False)
    assert (found.minutes, found.distance_m, found.state) == (50, 9000.0, RunState.PLANNED)


@pytest.mark.parametrize(
    ("structure", "expected"),
    [
        (steps(at(360, pace={"units": "%pace", "start": 95, "end": 100})), RunClass.HARD),
        (steps(at(359, pace={"units": "%pace", "start": 95, "end": 100})), None),
        (steps({"reps": 6, "steps": [at(60, pace={"units": "%pace", "value": 105}), at(60)]}), RunClass.HARD),
        (steps({"reps": 5, "steps": [at(60, pace={"units": "%pace", "value": 105}), at(60)]}), None),
        (steps(at(600, hr={"units": "%lthr", "start": 94, "end": 98})), RunClass.HARD),
        (steps(at(600, hr={"units": "hr_zone", "value": 4})), RunClass.HARD),
        (steps(at(600, hr={"units": "hr_zone", "value": 2})), None),
        (steps(at(600, warmup=True, hr={"units": "hr_zone", "value": 4})), None),
        (steps(at(600, power={"units": "%ftp", "value": 95})), RunClass.HARD),
        ({"steps": "soon"}, None),
        ({"steps": [None, 3, {"reps": 2, "steps": None}]}, None),
        ("text", None),
    ],
)
def test_six_minutes_at_threshold_make_a_workout_hard(structure: Any, expected: RunClass | None) -> None:
    assert run(workout_doc=structure).run_class is expected


def test_without_structure_the_planned_intensity_speaks() -> None:
    hard, easy = run(icu_intensity=91.0, moving_time=3600), run(icu_intensity=70.0, moving_time=3600)
    long, between = run(icu_intensity=70.0, moving_time=7200), run(icu_intensity=80.0, moving_time=3600)

    assert [one.run_class for one in (hard, easy, long, between)] == [RunClass.HARD, RunClass.EASY, None, None]


def test_without_either_the_words_speak() -> None:
    assert run(name="Wednesday", description="Run 45 min easy").minutes == 45
    assert run(name="6 x 1000 m").name == "6 x 1000 m"


@pytest.mark.parametrize("sport", ["Ride", "WeightTraining", "Swim", "Walk"])
def test_other_sports_are_no_runs(sport: str) -> None:
    assert meaning(event(1, DAY, type=sport, name="Easy run")) is None


@pytest.mark.parametrize("category", ["NOTE", "TARGET", "SEASON_START", "PLAN", "SOMETHING_NEW"])
def test_what_is_no_workout_says_nothing(category: str) -> None:
    assert meaning(event(1, DAY, category, name="Run well")) is None


@pytest.mark.parametrize(
    ("category", "kind"), [("SICK", FlagKind.SICK), ("INJURED", FlagKind.INJURY), ("HOLIDAY", FlagKind.TRAVEL)]
)
def test_sick_injured_and_holiday_are_flags_that_end_before_the_day_after(category: str, kind: FlagKind) -> None:
    several = meaning(event(1, DAY, category, end_date_local="2026-11-27T00:00:00"))
    one_day = meaning(event(1, DAY, category))

    since = datetime(2026, 11, 23, 23, tzinfo=UTC)
    assert several == Flag(kind=kind, since=since, until=datetime(2026, 11, 26, 23, tzinfo=UTC))
    assert one_day == Flag(kind=kind, since=since, until=datetime(2026, 11, 24, 23, tzinfo=UTC))


def test_a_race_has_its_priority_and_its_distance() -> None:
    found = meaning(event(1, "2026-12-06T10:00:00", "RACE_B", name="City 10 K", type="Run"))
    start = datetime(2026, 12, 6, 9, tzinfo=UTC)

    assert found == Race(name="City 10 K", priority=Priority.B, start=start, distance_m=10_000, state=RunState.PLANNED)


def test_a_race_without_an_hour_starts_in_the_morning_and_one_of_unknown_length_is_a_run() -> None:
    early = meaning(event(1, "2026-12-06", "RACE_A", distance_target=21_097.5))
    unknown = meaning(event(1, "2026-12-06", "RACE_C", name="The hill"))

    assert isinstance(early, Race)
    assert early.start == datetime(2026, 12, 6, 8, tzinfo=UTC)
    assert isinstance(unknown, PlannedRun)
    assert (unknown.run_class, unknown.all_day) == (RunClass.RACE, True)


def test_a_bike_race_is_none_of_ours() -> None:
    assert meaning(event(1, DAY, "RACE_A", type="Ride", distance_target=90_000.0)) is None


@pytest.mark.parametrize(
    "told",
    [
        {"category": "WORKOUT", "type": "Run", "name": "Run"},
        event(1, "soon"),
        event(1, DAY, moving_time="an hour"),
        event(1, DAY, moving_time=1e300, name=5),
        [1, 2],
    ],
)
def test_an_event_that_can_not_be_read_is_told_apart(told: Any) -> None:
    with pytest.raises(BadPayload, match="open it there and save it again"):
        meaning(told)
