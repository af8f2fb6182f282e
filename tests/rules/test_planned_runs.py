"""Weeks of which a training plan says less than all: days without hours, runs without a length, plans that change."""

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from tests.helpers.weeks import MONDAY, ZONE, answer, at, changes, drawn, facts, publish

from liftday_rules.decide import decide
from liftday_rules.model import (
    Activity,
    ActivityId,
    Facts,
    PlannedRun,
    Priority,
    Race,
    RunClass,
    RunState,
    Sport,
)


def planned(day: int, run_class: RunClass | None = None, hour: float | None = None, **more: Any) -> PlannedRun:
    """A run of the plan; without an hour only its day is known."""
    given = {"start": at(day, hour or 0), "minutes": 60.0, "all_day": hour is None, "state": RunState.PLANNED, **more}
    return PlannedRun(run_class=run_class, **given)


def recorded(day: int, hour: float = 7, minutes: float = 45, name: str | None = None) -> Activity:
    return Activity(
        id=ActivityId(f"garmin:{day}:{hour}"),
        source="garmin",
        sport=Sport.RUN,
        start=at(day, hour),
        local_date=MONDAY + timedelta(days=day),
        elapsed_s=minutes * 60,
        distance_m=minutes * 60 * 2.8,
        avg_hr_bpm=138.0,
        name=name,
    )


def habit(hour: float, **more: RunClass) -> dict[str, Any]:
    """Runs of eight weeks at this hour: easy on Tuesdays and Thursdays, long on Sundays, or as told by weekday."""
    days = {1: (45, more.get("tuesday", RunClass.EASY)), 3: (55, RunClass.EASY), 6: (115, RunClass.LONG)}
    said = {
        recorded(day - 7 * week, hour, minutes): run_class
        for week in range(1, 9)
        for day, (minutes, run_class) in days.items()
    }
    return {"activities": tuple(said), "overrides": {one.id: run_class for one, run_class in said.items()}}


def with_runs(given: Facts, *runs: PlannedRun) -> Facts:
    return replace(given, runs=(*given.runs, *runs))


# --- a day without an hour ---


@pytest.mark.parametrize("hour", [6, 18.5])
def test_a_run_of_which_only_the_day_is_known_is_run_at_the_usual_hour_of_that_weekday(hour: float) -> None:
    plan = decide(facts("", runs=(planned(1, RunClass.EASY),), **habit(hour)))
    [run] = [one for one in plan.runs if one.local_date == MONDAY + timedelta(days=1)]

    assert run.start == at(1, hour)


def test_without_habits_a_run_without_an_hour_is_run_in_the_morning() -> None:
    plan = decide(facts("", runs=(planned(1, RunClass.HARD),)))
    [run] = [one for one in plan.runs if one.run_class is RunClass.HARD]

    assert run.start.astimezone(ZONE).hour == 7


def test_a_hard_run_without_an_hour_keeps_its_eve_as_free_as_one_with_an_hour() -> None:
    by_day = tuple(planned(day, RunClass.HARD) for day in (1, 8))
    by_hour = tuple(planned(day, RunClass.HARD, 7) for day in (1, 8))

    without = drawn(decide(with_runs(facts("..EEE.L ..EEE.L"), *by_day)))
    assert without == drawn(decide(with_runs(facts("..EEE.L ..EEE.L"), *by_hour))) == answer(".HEEE.L .HEEE.L")


# --- a run without a length ---


def test_a_run_without_a_length_is_as_long_as_those_of_its_weekday() -> None:
    plan = decide(facts("", runs=(planned(3, RunClass.EASY, minutes=0.0),), **habit(7)))

    assert plan.days[3].run_min == 55


def test_a_run_of_which_the_distance_is_known_takes_the_time_that_the_athlete_takes() -> None:
    plan = decide(facts("", runs=(planned(3, RunClass.EASY, minutes=0.0, distance_m=10_080.0),), **habit(7)))

    assert plan.days[3].run_min == pytest.approx(60, abs=0.1)


def test_a_long_run_without_a_length_is_not_taken_for_a_short_one() -> None:
    plan = decide(facts("", runs=(planned(1, RunClass.LONG, minutes=0.0),), **habit(7)))

    assert plan.days[1].run_min >= 90
    assert plan.days[1].run_class is RunClass.LONG


# --- missing ---


def test_a_run_without_an_hour_is_missing_only_after_its_day() -> None:
    run = planned(1, RunClass.HARD, name="Intervals")
    given = with_runs(facts("E.EEEEE EEEEEEE"), run)
    late, next_day = (decide(replace(given, now=at(*moment))) for moment in ((1, 23.5), (2, 0.5)))

    assert (late.days[1].run_class, late.days[1].expected) == (RunClass.HARD, True)
    assert next_day.days[1].run_class is RunClass.UNCERTAIN
    assert next_day.days[1].because == "Nothing has arrived of Tuesday's Intervals; it may still have been run."


def test_a_run_with_an_hour_is_missing_when_that_has_passed() -> None:
    given = with_runs(facts("E.EEEEE EEEEEEE"), planned(1, RunClass.HARD, 7, name="Intervals"))

    assert decide(replace(given, now=at(1, 7.5))).days[1].run_class is RunClass.HARD
    assert decide(replace(given, now=at(1, 8.5))).days[1].run_class is RunClass.UNCERTAIN


# --- nothing twice ---


@pytest.mark.parametrize("hour", [5.5, 19])
def test_what_was_run_takes_the_place_of_a_run_without_an_hour_whenever_it_was_run(hour: float) -> None:
    given = with_runs(facts("E.EEEEE EEEEEEE"), planned(1, RunClass.EASY))
    plan = decide(replace(given, now=at(1, 21.5), activities=(recorded(1, hour, 80, "6 x 1000 m"),)))

    assert (plan.days[1].run_class, plan.days[1].run_min, plan.days[1].expected) == (RunClass.HARD, 80, False)


def test_of_two_runs_without_hours_the_one_of_like_length_was_run() -> None:
    runs = (planned(1, RunClass.EASY, minutes=30.0), planned(1, RunClass.HARD, minutes=75.0, name="Tempo"))
    given = with_runs(facts("E.EEEEE EEEEEEE"), *runs)
    plan = decide(replace(given, now=at(1, 12), activities=(recorded(1, 7, 31),)))
    left = [one for one in plan.runs if one.local_date == MONDAY + timedelta(days=1) and one.expected]

    assert [one.name for one in left] == ["Tempo"]


def test_a_race_that_stands_in_plan_and_race_calendar_is_run_once() -> None:
    race = Race(name="City Run", priority=Priority.C, start=at(12, 9), distance_m=10_000, state=RunState.PLANNED)
    given = facts("EEEEE.. EEEEE..", races=(race,))
    plan = decide(with_runs(given, planned(12, RunClass.RACE, name="City Run")))

    assert len([one for one in plan.runs if one.run_class is RunClass.RACE]) == 1


def test_a_run_that_was_taken_back_is_none() -> None:
    given = with_runs(facts("E.EEEEE EEEEEEE"), planned(1, RunClass.HARD, 7, cancelled=True, changed_by_feed=True))

    assert decide(given).days[1].run_class is RunClass.REST
    assert drawn(decide(given)) == answer("E.EEEEE EEEEEEE")


# --- the plan before the forecast ---


def test_what_the_plan_says_of_a_day_comes_before_what_the_weekday_usually_is() -> None:
    usually_hard = habit(7, tuesday=RunClass.HARD)
    foretold = decide(facts("", **usually_hard))
    stated = decide(facts("", runs=(planned(1, RunClass.EASY, 7),), **usually_hard))

    assert (foretold.days[1].run_class, stated.days[1].run_class) == (RunClass.HARD, RunClass.EASY)


def test_a_run_of_which_the_plan_tells_only_the_length_is_what_its_weekday_usually_is() -> None:
    plan = decide(facts("", runs=(planned(1, None, 7, minutes=50.0),), **habit(7, tuesday=RunClass.HARD)))

    assert plan.days[1].run_class is RunClass.HARD
    assert plan.days[1].run_min == 50


def test_a_rest_day_of_the_plan_is_rest_though_the_weekday_is_usually_hard() -> None:
    rest = planned(1, RunClass.REST, minutes=0.0)
    plan = decide(facts("", runs=(rest, planned(0, RunClass.EASY, 7)), **habit(7, tuesday=RunClass.HARD)))

    assert plan.days[1].run_class is RunClass.REST
    assert plan.days[1].run_min == 0


# --- a plan that changes overnight ---


def test_a_hard_run_that_the_coach_moved_overnight_moves_the_session_on_its_new_eve() -> None:
    before = decide(facts("EEEEH.L EEEEEEE"))
    shown = publish(before)
    moved = facts("E..EE.L EEEEEEE", now=at(0, 5), published=shown)
    after = decide(with_runs(moved, planned(1, RunClass.HARD, 7, changed_by_feed=True)))

    assert drawn(before)[0] == "F", "Monday was free of hard runs around it"
    assert drawn(after)[0] != "F", "the evening before a hard run"
    assert [change.change for change in after.changes if change.uid == shown[0].uid] != []


def test_a_plan_that_says_the_same_as_yesterday_changes_nothing() -> None:
    runs = tuple(planned(day, RunClass.HARD) for day in (1, 8))
    before = decide(with_runs(facts("..EEE.L ..EEE.L"), *runs))
    given = with_runs(facts("..EEE.L ..EEE.L", now=at(0, 22), published=publish(before)), *runs)

    assert list(changes(decide(given))) == []
