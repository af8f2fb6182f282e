"""A runner whom nobody gives a plan: habits foretell the days, and what only drifts or is guessed moves no session."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import timedelta

from tests.helpers.weeks import MONDAY, at, athlete, changes, facts, publish

from liftday_rules.decide import decide
from liftday_rules.model import Facts, Kind, Plan, PlannedRun, Published, RunClass, RunState, SessionUid

WEEKS = 10
NOW = at(7 * WEEKS, 5)
"""The Monday after ten weeks of habit."""


def ran(day: int, hour: float, minutes: float, run_class: RunClass = RunClass.EASY) -> PlannedRun:
    return PlannedRun(start=at(day, hour), minutes=minutes, run_class=run_class, state=RunState.DONE)


def weekly(weekday: int, hour: float, minutes: float, run_class: RunClass = RunClass.EASY) -> list[PlannedRun]:
    return [ran(7 * week + weekday, hour, minutes, run_class) for week in range(WEEKS)]


def known(*habits: Sequence[PlannedRun], shown: Sequence[tuple[int, float, Kind]] = ()) -> Facts:
    """What was run; `shown` are published sessions: day after the ten weeks, hour, kind."""
    published = tuple(
        Published(uid=SessionUid(f"d{day}"), start=at(7 * WEEKS + day, hour), kind=kind) for day, hour, kind in shown
    )
    return replace(facts("", now=NOW), runs=tuple(run for habit in habits for run in habit), published=published)


def edits(plan: Plan) -> list[tuple[str, str]]:
    return [told for told in changes(plan) if told[1] not in {"added", "credited", "missed"}]


def dates(plan: Plan) -> set[int]:
    return {(session.start.date() - MONDAY).days - 7 * WEEKS for session in plan.sessions}


def test_the_usual_hour_of_a_run_takes_no_published_session_its_place() -> None:
    """Wednesdays are run at about six in the evening, and the session stands at six."""
    given = known(weekly(2, 18, 45), weekly(5, 9, 60), shown=[(2, 18, Kind.FULL)])

    assert edits(decide(given)) == []


def test_a_new_session_still_keeps_away_from_the_usual_hour() -> None:
    plan = decide(known(weekly(2, 18, 45), weekly(5, 9, 60)))

    assert 2 not in dates(plan)
    assert {session.kind for session in plan.sessions} == {Kind.FULL}


def test_a_stated_run_takes_the_place() -> None:
    given = known(weekly(2, 18, 45), weekly(5, 9, 60), shown=[(2, 18, Kind.FULL)])
    stated = PlannedRun(start=at(7 * WEEKS + 2, 18), minutes=45, run_class=RunClass.EASY, state=RunState.PLANNED)

    assert edits(decide(replace(given, runs=(*given.runs, stated))))


def test_a_habit_of_very_long_runs_keeps_the_days_after_free_only_once_it_was_run() -> None:
    sundays = weekly(6, 7, 165, RunClass.LONG)
    ahead = known(weekly(1, 7, 45), sundays, shown=[(8, 18, Kind.FULL)])
    behind = replace(ahead, now=at(7 * WEEKS + 6, 12), runs=(*ahead.runs, ran(7 * WEEKS + 6, 7, 165, RunClass.LONG)))

    assert edits(decide(ahead)) == []
    (told,) = [one for one in decide(behind).changes if one.uid == "d8"]
    assert told.reason_code == "POST_RACE"
    assert "today's long run of 165 minutes, and strength pauses for 2 days" in told.reason


def test_what_habits_foretell_holds_while_it_only_drifts() -> None:
    """Of Mondays one more is known the day after, and every share moves a little: the days stay what they were."""
    mondays = [ran(7 * week, 7, 40) for week in range(0, WEEKS, 2)]
    before = known(mondays, weekly(3, 7, 60, RunClass.HARD), weekly(6, 7, 110, RunClass.LONG))
    plan = decide(before)
    later = replace(before, published=publish(plan), foretold=plan.foretold, now=at(7 * WEEKS + 1, 5))
    easy_monday = replace(later, runs=(*later.runs, ran(7 * WEEKS, 7, 40)))

    assert edits(decide(later)) == []
    assert edits(decide(easy_monday)) == []
    tuesday_on = [one.p_run for one in plan.foretold][1:]
    assert [one.p_run for one in decide(easy_monday).foretold] == tuesday_on
    assert [one.p_run for one in decide(replace(easy_monday, foretold=())).foretold] != tuesday_on


def test_a_busy_week_that_nobody_announced_takes_no_published_session_away() -> None:
    """A fifth more than usual shows on Saturday; Sunday's session has long been in the calendar."""
    habits = [weekly(1, 7, 45), weekly(3, 7, 45), weekly(5, 7, 45)]
    extra = [ran(7 * WEEKS + day, 7, 90) for day in (1, 3, 5)]
    given = replace(known(*habits, extra, shown=[(6, 18, Kind.FULL)]), now=at(7 * WEEKS + 5, 20))
    done = replace(given, athlete=athlete(), strength_days=(MONDAY + timedelta(days=7 * WEEKS + 2),))

    assert edits(decide(done)) == []


def test_whether_the_week_before_was_monotonous_is_asked_once() -> None:
    """Seven equal days before this Monday make it one less; on Thursday the answer is still the same."""
    every_day = [ran(day, 7, 40) for day in range(7 * (WEEKS - 1))] + [
        ran(7 * (WEEKS - 1) + day, 7, 60 + day % 2) for day in range(7)
    ]
    monday = known(every_day)
    thursday = replace(monday, now=at(7 * WEEKS + 3, 5))
    this = MONDAY + timedelta(days=7 * WEEKS)

    assert decide(monday).target_per_week[this] == decide(thursday).target_per_week[this] == 1
