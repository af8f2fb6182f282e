"""The learnt week, in numbers that were calculated by hand."""

from collections.abc import Sequence
from datetime import date, timedelta

import pytest

from liftday_rules.forecast import DayRun, Habits, expect, learn
from liftday_rules.forecast.expect import adjusted
from liftday_rules.model import RunClass

TODAY = date(2026, 11, 23)
TUESDAY = TODAY + timedelta(days=1)


def ran(day: date, *, demanding: bool = False, long: bool = False, minutes: float = 45) -> DayRun:
    return DayRun(date=day, minutes=minutes, start_min=7 * 60, is_demanding=demanding, is_long=long)


def tuesdays(hard: Sequence[bool]) -> Habits:
    """Tuesdays, the latest first, and a Monday run that makes every week known."""
    runs = [ran(TUESDAY - timedelta(weeks=k), demanding=was) for k, was in enumerate(hard, 1)]
    return learn([*runs, ran(TUESDAY - timedelta(weeks=len(hard), days=1))], TODAY)


def test_seven_of_eight_hard_tuesdays_make_the_next_one_likely_hard() -> None:
    habit = tuesdays([True, True, True, False, True, True, True, True]).of(TUESDAY)

    assert habit.p_demanding == pytest.approx(0.773, abs=0.0005)
    assert (habit.demanding, habit.weeks) == (7, 8)


@pytest.mark.parametrize(
    ("since_days", "quota_met", "p_hard"),
    [
        pytest.param(1, False, 0.316, id="the day after a hard day it is unlikely"),
        pytest.param(2, False, 0.773, id="two days after nothing speaks for or against"),
        pytest.param(4, False, 0.849, id="after four easy days it is likelier"),
        pytest.param(2, True, 0.557, id="a week that has had its hard days is less likely to have another"),
    ],
)
def test_the_days_before_move_the_share(since_days: int, quota_met: bool, p_hard: float) -> None:  # noqa: FBT001
    assert adjusted(0.7733, since_days, quota_met=quota_met) == pytest.approx(p_hard, abs=0.001)


def test_a_habit_given_up_three_weeks_ago_has_lost_its_say() -> None:
    assert tuesdays([False] * 3 + [True] * 5).of(TUESDAY).p_demanding == pytest.approx(0.432, abs=0.0005)


def test_a_new_habit_of_two_weeks_counts_already() -> None:
    assert tuesdays([True] * 2 + [False] * 6).of(TUESDAY).p_demanding == pytest.approx(0.375, abs=0.0005)


def test_of_a_weekday_about_which_nothing_is_known_nothing_is_foretold() -> None:
    found = expect(TUESDAY, learn([], TODAY), {})

    assert found.run_class is RunClass.UNCERTAIN
    assert found.is_guess
    assert found.p_hard == 0.30


def test_a_weekday_that_was_never_run_will_be_a_rest_day_and_says_why() -> None:
    runs = [ran(TODAY - timedelta(weeks=k)) for k in range(1, 9)]
    found = expect(TUESDAY, learn(runs, TODAY), {})

    assert found.run_class is RunClass.REST
    assert found.because == "No run on each of the last 8 Tuesdays."


def test_a_sunday_of_long_runs_will_be_long() -> None:
    sunday = TODAY + timedelta(days=6)
    runs = [ran(sunday - timedelta(weeks=k), demanding=True, long=True, minutes=110) for k in range(1, 9)]
    found = expect(sunday, learn(runs, TODAY), {})

    assert found.run_class is RunClass.LONG
    assert found.minutes == 110
    assert found.because == "Long run on each of the last 8 Sundays."


def test_days_of_illness_teach_nothing() -> None:
    runs = [ran(TUESDAY - timedelta(weeks=k), demanding=True) for k in range(2, 9)]
    known = learn(runs, TODAY)
    ill = learn(runs, TODAY, frozenset({TUESDAY - timedelta(weeks=1)}))

    assert ill.of(TUESDAY).p_demanding > known.of(TUESDAY).p_demanding


def test_the_running_of_past_weeks_is_summed_and_empty_weeks_are_not_normal_ones() -> None:
    runs = [ran(TODAY - timedelta(weeks=k), minutes=60.0) for k in (1, 2, 4)]

    assert learn(runs, TODAY).weekly_minutes(TODAY, 6) == (60.0, 60.0, 60.0)


def test_a_day_near_the_border_stays_what_it_was_foretold_to_be() -> None:
    """Thursdays hard in seven of eight weeks, and no other day: with a hard Tuesday the week has had its one."""
    thursday = TODAY + timedelta(days=3)
    runs = [ran(thursday - timedelta(weeks=k), demanding=k != 4) for k in range(1, 9)]
    known = learn([*runs, ran(thursday - timedelta(weeks=8, days=3))], TODAY)
    hard_tuesday = {TUESDAY: True}

    found = expect(thursday, known, hard_tuesday)
    stays = expect(thursday, known, hard_tuesday, before=expect(thursday, known, {}))
    assert found.p_demanding == pytest.approx(0.557, abs=0.001)
    assert (found.run_class, stays.run_class) == (RunClass.UNCERTAIN, RunClass.HARD)


def test_what_is_clearly_no_longer_hard_does_not_stay_so() -> None:
    was = expect(TUESDAY, tuesdays([True] * 8), {})
    given_up = tuesdays([False] * 5 + [True] * 3)

    assert was.run_class is RunClass.HARD
    assert expect(TUESDAY, given_up, {}, before=was) == expect(TUESDAY, given_up, {})


def test_what_was_foretold_holds_while_a_habit_only_drifts() -> None:
    before = expect(TUESDAY, tuesdays([True, False, False, True, False, False, False, True]), {})
    drifted = tuesdays([False, False, False, True, False, True, False, True])
    found = expect(TUESDAY, drifted, {}, before=before)

    assert 0 < abs(expect(TUESDAY, drifted, {}).p_hard - before.p_hard) < 0.15
    assert found.p_hard == before.p_hard
