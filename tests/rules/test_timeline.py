"""Days as they were and will be; a day of which nothing may have arrived is never rest."""

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from tests.helpers.weeks import MONDAY, at, drawn, facts

from liftday_rules.classify import judge
from liftday_rules.decide import decide
from liftday_rules.dedupe import merge
from liftday_rules.model import Activity, ActivityId, Day, Facts, PlannedRun, Priority, Race, RunClass, RunState, Sport


def run(day: int, hour: float = 7, minutes: float = 45, name: str | None = None) -> Activity:
    given: dict[str, Any] = {
        "id": ActivityId(f"strava:{day}:{hour}"),
        "source": "strava",
        "sport": Sport.RUN,
        "start": at(day, hour),
        "local_date": MONDAY + timedelta(days=day),
        "elapsed_s": minutes * 60,
        "distance_m": minutes * 60 * 2.8,
        "avg_hr_bpm": 138.0,
        "name": name,
    }
    return Activity(**given)


def the_day(given: Facts, day: int) -> Day:
    return decide(given).days[day]


def test_the_two_weeks_are_shown_whole() -> None:
    days = decide(facts(".HEEE.L .HEEE.L")).days

    assert [day.date for day in days] == [MONDAY + timedelta(days=n) for n in range(14)]
    assert "".join(day.run_class.value[0] for day in days) == "rheeerlrheeerl"
    assert all(day.expected for day in days)


def test_what_was_run_takes_the_place_of_what_was_planned() -> None:
    given = facts("EEEEEEE EEEEEEE", now=at(1, 12), activities=(run(1, 7.5, 80, "6 x 1000 m"),))
    day = the_day(given, 1)

    assert (day.run_class, day.expected, day.run_min) == (RunClass.HARD, False, 80)


def test_an_extra_run_is_added_to_the_day() -> None:
    given = facts("EEEEEEE EEEEEEE", now=at(1, 21), activities=(run(1), run(1, 18, 30)))

    assert the_day(given, 1).run_min == 75


def test_a_past_day_without_a_run_is_rest_when_all_data_have_arrived() -> None:
    fresh = facts(".E.EEEE EEEEEEE", now=at(3, 12))

    assert the_day(fresh, 2).run_class is RunClass.REST
    assert the_day(replace(fresh, data_age_h=20), 2).run_class is RunClass.UNCERTAIN


def test_a_planned_run_of_which_nothing_arrived_makes_its_day_uncertain() -> None:
    missing = PlannedRun(start=at(1, 7), minutes=60, run_class=RunClass.HARD, state=RunState.PLANNED, name="Intervals")
    given = facts("E.EEEEE EEEEEEE", now=at(1, 14))
    day = the_day(replace(given, runs=(*given.runs, missing)), 1)

    assert (day.run_class, day.expected) == (RunClass.UNCERTAIN, True)
    assert day.because == "Nothing has arrived of Tuesday's Intervals; it may still have been run."


@pytest.mark.parametrize(
    ("name", "run_class"),
    [
        ("8 x 800 m", RunClass.HARD),
        ("Easy with 6 strides", RunClass.EASY),
        ("Long run", RunClass.LONG),
        ("Run", RunClass.UNCERTAIN),
    ],
)
def test_a_planned_run_without_a_class_is_what_its_name_says(name: str, run_class: RunClass) -> None:
    planned = PlannedRun(start=at(2, 7), minutes=50, state=RunState.PLANNED, name=name)
    given = facts("E..EEEE EEEEEEE")

    assert the_day(replace(given, runs=(*given.runs, planned)), 2).run_class is run_class


def test_a_run_on_the_date_of_a_race_is_the_race() -> None:
    race = Race(name="City Run", priority=Priority.C, start=at(5, 9), distance_m=10_000, state=RunState.DONE)
    given = facts("EEEE.. EEEEEEE", now=at(5, 12), races=(race,), activities=(run(5, 9, 50),))

    assert the_day(given, 5).run_class is RunClass.RACE
    assert the_day(given, 5).run_min == 50


def habit(weeks: int = 8) -> dict[str, Any]:
    """Hard on Tuesdays, easy on Thursdays, long on Sundays; the runner has said what each run was."""
    said = {
        run(first - 7 * week, 7, minutes): run_class
        for week in range(1, weeks + 1)
        for first, minutes, run_class in ((1, 60, RunClass.HARD), (3, 45, RunClass.EASY), (6, 110, RunClass.LONG))
    }
    overrides = {activity.id: run_class for activity, run_class in said.items()}
    return {"activities": tuple(said), "overrides": overrides}


def test_without_any_plan_the_learnt_week_foretells_the_days_and_the_strength() -> None:
    plan = decide(facts("", **habit()))

    assert "".join(day.run_class.value[0] for day in plan.days) == "rhrerrl" * 2
    assert plan.days[1].because == "Hard on each of the last 8 Tuesdays."
    assert drawn(plan) == "--F-F-- --F-F--"


def test_when_only_the_next_workout_is_known_the_other_days_are_still_foretold() -> None:
    planned = PlannedRun(start=at(0, 18), minutes=50, state=RunState.PLANNED, name="Tempo")
    plan = decide(facts("", runs=(planned,), **habit()))

    assert plan.days[0].run_class is RunClass.HARD
    assert plan.days[6].run_class is RunClass.LONG


def test_the_usual_week_is_learnt_from_the_runs() -> None:
    plan = decide(facts("", **habit()))

    assert plan.usual_week_min == 215


def test_without_any_data_no_day_is_called_rest() -> None:
    plan = decide(replace(facts("......."), runs=(), now=at(3, 9)))

    assert {day.run_class for day in plan.days} == {RunClass.UNCERTAIN}


def test_more_data_never_turn_an_unknown_day_into_a_strength_day_by_hiding_a_run() -> None:
    planned = facts("EEEEEEE EEEEEEE", now=at(2, 5))
    hard = replace(planned, activities=(run(1, 7, 60, "10 x 400 m intervals"),))

    assert {d.date for d in decide(hard).days if d.run_class is RunClass.REST} == set()


def test_one_new_easy_fact_changes_nothing() -> None:
    given = facts(".HEEE.L .HEEE.L", "--F-F-- --F-F--", at(2, 9))
    easy = run(2, 7, 46)
    verdict = judge(merge((easy,)), given.athlete, {})[0]

    assert verdict.p_hard is not None
    assert verdict.p_hard < 0.4
    assert decide(replace(given, activities=(easy,))).changes == ()


def test_a_runner_of_irregular_days_is_not_told_that_the_week_is_empty() -> None:
    given = facts("....... .......")
    runs = tuple(run(day) for week in range(-10, 0) for day in (7 * week + week % 3, 7 * week + 3 + week % 4))
    plan = decide(replace(given, runs=(), activities=runs))

    assert plan.usual_week_min == 90
    assert [reason.code for reason in plan.target_reasons.values()].count("LOW_VOLUME") == 0
