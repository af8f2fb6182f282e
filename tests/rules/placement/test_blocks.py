"""Where a strength block begins, when its easier week is, and what the athlete's own settings change in a session."""

from dataclasses import replace
from datetime import timedelta

import pytest
from tests.helpers.weeks import MONDAY, athlete, facts

from liftday_rules.content import PROGRAMMES
from liftday_rules.decide import decide
from liftday_rules.model import Dose, Equipment, ExerciseDone, Facts, SetDone, Weekday
from liftday_rules.placement.season import block_week, is_deload

EASY = "EEEEEEE EEEEEEE"
A_WEEK = timedelta(weeks=1)


def weeks_of(given: Facts) -> list[int | None]:
    return [block_week(given, MONDAY, MONDAY + n * A_WEEK) for n in range(5)]


def test_blocks_of_four_weeks_follow_from_the_day_that_was_given() -> None:
    assert weeks_of(facts(EASY, athlete=athlete(block_start=MONDAY + timedelta(days=2)))) == [1, 2, 3, 4, 1]
    assert weeks_of(facts(EASY, athlete=athlete(block_start=MONDAY - 3 * A_WEEK))) == [4, 1, 2, 3, 4]


def test_without_one_they_follow_from_the_first_session_since_the_last_long_break() -> None:
    steady = tuple(MONDAY - timedelta(days=n) for n in range(63, 0, -7))
    assert weeks_of(facts(EASY, strength_days=steady))[0] == 2
    assert weeks_of(facts(EASY, strength_days=(MONDAY - timedelta(days=200), MONDAY - A_WEEK)))[0] == 2


def test_nobody_who_has_not_lifted_for_a_month_is_given_an_easier_week() -> None:
    assert weeks_of(facts(EASY, strength_days=(MONDAY - timedelta(days=40),)))[0] is None


def test_the_fourth_week_is_easier_and_says_so() -> None:
    plan = decide(facts(EASY, athlete=athlete(block_start=MONDAY - 3 * A_WEEK)))

    assert [session.content.dose for session in plan.sessions] == [Dose.DELOAD, Dose.DELOAD, Dose.BASE, Dose.BASE]
    assert [session.content.test is not None for session in plan.sessions][:2] == [True, False]
    assert "fourth of the block" in next(notice.message for notice in plan.warnings if notice.code == "DELOAD")


def test_the_easier_week_goes_with_the_running_plans_easier_week_beside_it() -> None:
    given = facts(EASY, athlete=athlete(block_start=MONDAY - 3 * A_WEEK))

    def easier(down: int) -> list[bool]:
        return [is_deload(given, MONDAY, MONDAY + n * A_WEEK, {MONDAY + down * A_WEEK}) for n in (-1, 0, 1)]

    assert easier(0) == [False, True, False]
    assert easier(1) == [False, False, True]
    assert easier(-1) == [True, False, False]


@pytest.mark.parametrize("name", PROGRAMMES)
def test_sessions_are_made_by_the_programme_that_was_chosen(name: str) -> None:
    plan = decide(facts(EASY, athlete=athlete(programme=name)))

    assert {session.content.programme for session in plan.sessions} == {name}


def test_a_programme_of_ones_own_is_taken_as_it_is() -> None:
    own = replace(PROGRAMMES["reid"], name="mine")

    assert decide(facts(EASY, athlete=athlete(programme=own))).sessions[0].content.programme == "mine"


def test_a_weekday_may_have_something_else_to_lift_with() -> None:
    plan = decide(facts(EASY, athlete=athlete(equipment_by_weekday={Weekday.MON: Equipment.NONE})))

    by_day = {session.start.weekday(): session for session in plan.sessions}
    assert by_day[0].content.equipment == "none"
    assert {session.content.equipment for day, session in by_day.items() if day} == {"gym"}
    assert "travelling" not in by_day[0].reason


def test_what_was_logged_comes_back_as_a_suggestion_and_changes_nothing_else() -> None:
    given = facts(EASY)
    first = decide(given).sessions[0]
    lift = next(exercise for exercise in first.content.exercises if exercise.load)
    high = int(lift.reps.split(" ")[0].split("-")[-1])
    good = tuple(
        ExerciseDone(
            key=lift.key, on=MONDAY - timedelta(days=days), sets=(SetDone(reps=high, load_kg=40.0, rpe=6),) * 3
        )
        for days in (7, 3)
    )

    again = decide(replace(given, log=good)).sessions[0]

    same = next(exercise for exercise in again.content.exercises if exercise.key == lift.key)
    assert "Two sessions in a row reached every repetition: try 4" in same.load
    assert replace(same, load="") == replace(lift, load="")
