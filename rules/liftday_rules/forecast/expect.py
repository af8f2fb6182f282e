"""What a coming day will probably be when no plan says so, and why."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date, timedelta
from math import exp, log

from liftday_rules.forecast.habits import Habit, Habits
from liftday_rules.model import Foretold, RunClass
from liftday_rules.phrases import WEEKDAYS, weekday

HARD_FROM = 0.60
STAYS_HARD_FROM = 0.50
"""What was foretold hard stays so down to here, so that a day near the border does not flicker."""
DRIFT, DRIFT_MIN = 0.15, 60
"""Smaller changes of a share, or of the usual hour in minutes, are no news: a calendar is not moved for them."""
EASY_TO = 0.40
RUNS_FROM = 0.50
KNOWN_FROM = 1.2
"""Two weeks of a weekday weigh 1.5 at least; with less, nothing is foretold."""
AFTER_A_DAY = -2.0
AFTER_THREE_DAYS = 0.3
AFTER_FOUR_DAYS = 0.5
QUOTA_MET = -1.0
LOWEST, HIGHEST = 0.02, 0.98
LONG_P_HARD = 0.20
"""A long run is protected for its length; how hard it will be is another question."""


def expect(day: date, habits: Habits, demanding: Mapping[date, bool], before: Foretold | None = None) -> Foretold:
    """The day as its weekday, the days since the last demanding one, and the week's usual number foretell it.

    `demanding` holds the days before this one that are already decided: run, planned or foretold. `before` is what was
    foretold of the day the last time: it holds until the habit has changed by as much as `DRIFT`, or into another kind.
    """
    found = _expect(day, habits, demanding, was_demanding=before is not None and before.is_demanding)
    if before is None or not _only_drifted(before, found):
        return found
    return replace(before, because=found.because) if before.run_class is found.run_class else before


def _only_drifted(before: Foretold, found: Foretold) -> bool:
    """Whether the two differ by no more than a few days of the same habit make."""
    if before.is_guess or found.is_guess or before.is_demanding != found.is_demanding:
        return False
    if before.is_demanding and before.run_class is not found.run_class:
        return False
    drift = max(abs(before.p_demanding - found.p_demanding), abs(before.p_run - found.p_run))
    return drift < DRIFT and abs(before.start_min - found.start_min) < DRIFT_MIN


def _expect(day: date, habits: Habits, demanding: Mapping[date, bool], *, was_demanding: bool) -> Foretold:
    habit = habits.of(day)
    if habit.weight < KNOWN_FROM:
        because = f"Too few {weekday(day)}s are known to say what this one will be."
        return Foretold(
            date=day,
            run_class=RunClass.UNCERTAIN,
            p_hard=habit.p_demanding,
            p_demanding=habit.p_demanding,
            p_run=habit.p_run,
            minutes=0.0,
            probable_min=0.0,
            start_min=habit.start_min,
            because=because,
            is_guess=True,
        )
    p_hard = adjusted(
        habit.p_demanding, days_since(day, habits, demanding), quota_met=_quota_met(day, habits, demanding)
    )
    return _as_day(day, habit, p_hard, STAYS_HARD_FROM if was_demanding else HARD_FROM)


def _as_day(day: date, habit: Habit, p_hard: float, hard_from: float) -> Foretold:
    p_demanding = p_hard
    if habit.p_run < RUNS_FROM and p_hard < hard_from:
        run_class, because, minutes = RunClass.REST, _said(habit.weeks - habit.ran, habit, day, "No run"), 0.0
    elif p_hard >= hard_from:
        is_long = habit.long * 2 > habit.demanding
        run_class = RunClass.LONG if is_long else RunClass.HARD
        count, what = (habit.long, "Long run") if is_long else (habit.demanding, "Hard")
        because, minutes = _said(count, habit, day, what), habit.minutes
        p_hard = LONG_P_HARD if is_long else p_hard
    elif p_hard > EASY_TO:
        because = f"{_said(habit.demanding, habit, day, 'Hard')[:-1]}, so this one is open."
        run_class, minutes = RunClass.UNCERTAIN, habit.minutes
    else:
        run_class, because, minutes = RunClass.EASY, _easy(habit, day), habit.minutes
    return Foretold(
        date=day,
        run_class=run_class,
        p_hard=p_hard,
        p_demanding=p_demanding,
        p_run=habit.p_run,
        minutes=minutes,
        probable_min=habit.p_run * habit.minutes,
        start_min=habit.start_min,
        because=because,
    )


def _easy(habit: Habit, day: date) -> str:
    if habit.demanding * 2 > habit.ran:
        return f"{_said(habit.demanding, habit, day, 'Hard')[:-1]}, but this week has had its hard days."
    return _said(habit.ran - habit.demanding, habit, day, "Easy")


def _said(count: int, habit: Habit, day: date, what: str) -> str:
    """A count as a sentence: "Hard on 7 of the last 8 Tuesdays."."""
    if count == habit.weeks:
        return f"{what} on each of the last {count} {weekday(day)}s."
    return f"{what} on {count} of the last {habit.weeks} {weekday(day)}s."


def adjusted(p_demanding: float, since_days: int | None, *, quota_met: bool) -> float:
    """The weekday's share, moved by how long ago the last demanding day was and by the week's usual number."""
    odds = log(p_demanding / (1 - p_demanding))
    if since_days is not None:
        odds += {1: AFTER_A_DAY, 2: 0.0, 3: AFTER_THREE_DAYS}.get(since_days, AFTER_FOUR_DAYS)
    odds += QUOTA_MET if quota_met else 0.0
    return min(HIGHEST, max(LOWEST, 1 / (1 + exp(-odds))))


def days_since(day: date, habits: Habits, demanding: Mapping[date, bool]) -> int | None:
    """Days since the last demanding one, foretold ones included; None when there never was one."""
    known = [past for past, hard in demanding.items() if hard and past < day]
    learnt = habits.last_demanding_before(day)
    last = max([*known, *([learnt] if learnt else [])], default=None)
    return (day - last).days if last else None


def _quota_met(day: date, habits: Habits, demanding: Mapping[date, bool]) -> bool:
    monday = day - timedelta(days=day.weekday())
    usual = habits.usual_demanding_days(monday)
    if not usual:
        return False
    week = (monday + timedelta(days=n) for n in range(len(WEEKDAYS)))
    return sum(demanding.get(past, False) for past in week if past < day) >= usual
