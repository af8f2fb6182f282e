"""Living the past again: what is known when, what is carried along, and what is counted."""

from collections.abc import Callable
from datetime import datetime, timedelta

import pytest
from tests.bench import churn
from tests.helpers.weeks import MONDAY, at, athlete, facts

from liftday_rules.backtest import UPLOAD_TAKES, backtest, known_at, moments, replay
from liftday_rules.model import (
    Activity,
    ActivityId,
    ChangeKind,
    Facts,
    Flag,
    FlagKind,
    Kind,
    Policy,
    Priority,
    Race,
    RunState,
    Sport,
)


def activity(day: int, hour: float, sport: Sport = Sport.RUN) -> Activity:
    return Activity(
        id=ActivityId(f"file:{day}-{hour}"),
        source="file",
        sport=sport,
        start=at(day, hour),
        local_date=at(day, hour).date(),
        elapsed_s=3600,
    )


def known(drawn: str, surprises: str) -> Callable[[datetime], Facts]:
    """A plan, and what is run instead; both as drawn weeks."""
    planned, ran = facts(drawn, now=at(0)).runs, facts(surprises, now=at(30)).runs

    def facts_at(now: datetime) -> Facts:
        by_start = {run.start: run for run in planned}
        by_start |= {run.start: run for run in ran if run.start + timedelta(hours=1) <= now}
        return Facts(now=now, athlete=athlete(), runs=tuple(by_start[start] for start in sorted(by_start)))

    return facts_at


def looks(days: int) -> list[datetime]:
    return [at(day, hour) for day in range(days) for hour in (5, 9, 20)]


def test_an_activity_is_known_only_once_it_has_ended_and_been_uploaded() -> None:
    past = Facts(now=at(9), athlete=athlete(), activities=(activity(0, 7), activity(1, 7)))
    ends = at(1, 8)

    assert len(known_at(past, ends).activities) == 1
    assert len(known_at(past, ends + UPLOAD_TAKES).activities) == 2


def test_recorded_strength_is_left_out_and_counts_as_experience_only_once_done() -> None:
    lifts = (activity(0, 18, Sport.STRENGTH), activity(3, 18, Sport.STRENGTH))
    past = Facts(now=at(9), athlete=athlete(strength_sessions_logged=12), activities=lifts)

    assert known_at(past, at(2)).activities == ()
    assert known_at(past, at(2)).athlete.strength_sessions_logged == 11


def test_nobody_knew_how_a_race_would_end_nor_when_an_illness_would() -> None:
    race = Race(
        name="City Run",
        priority=Priority.B,
        start=at(5, 9),
        distance_m=10_000.0,
        state=RunState.DONE,
        finish_s=2700.0,
    )
    ill = Flag(kind=FlagKind.SICK, since=at(1, 8), until=at(4, 8))
    past = Facts(now=at(9), athlete=athlete(), races=(race,), flags=(ill,))

    then = known_at(past, at(2))

    assert (then.races[0].state, then.races[0].finish_s) == (RunState.PLANNED, None)
    assert then.flags[0].until is None
    assert known_at(past, at(0)).flags == ()
    assert known_at(past, at(6)).races == (race,)
    assert known_at(past, at(6)).flags == (ill,)


def test_the_plan_is_looked_at_each_morning_and_evening_and_after_each_recording() -> None:
    past = Facts(now=at(9), athlete=athlete(), activities=(activity(0, 7),))

    assert moments(past, MONDAY, MONDAY) == [at(0, 5), at(0, 8.25), at(0, 20)]


def test_a_quiet_fortnight_is_done_as_planned() -> None:
    quiet = "EEEEEEE EEEEEEE EEEEEEE EEEEEEE"

    lived = replay(known(quiet, quiet), looks(14))

    assert [(done.start, done.kind) for done in lived.done] == [(at(day, 18), Kind.FULL) for day in (0, 3, 7, 10)]
    assert lived.edits == ()
    assert lived.clashes == ()


def test_an_easy_morning_that_turned_out_hard_moves_the_evenings_session_and_breaks_no_rule() -> None:
    lived = replay(known("EEEEEEE EEEEEEE", "EEEHEEE EEEEEEE"), looks(7))

    assert [(told.at, told.change.reason_code, told.had_news) for told in lived.edits] == [
        (at(3, 9), "AFTER_HARD", True)
    ]
    assert lived.count(ChangeKind.PUSHED_BACK) == 1
    assert [done.start for done in lived.done] == [at(0, 18), at(4, 18)]
    assert lived.clashes == ()


def test_a_hard_run_that_nobody_foresaw_overtakes_the_session_of_the_evening_before() -> None:
    lived = replay(known("EEEEEEE EEEEEEE", "EHEEEEE EEEEEEE"), looks(7))

    assert [(clash.session.start, clash.foreseen) for clash in lived.clashes] == [(at(0, 18), False)]


def test_a_history_without_runs_is_lived_by_any_policy() -> None:
    past = Facts(now=at(14), athlete=athlete(), activities=(activity(0, 7), activity(7, 7)))

    lived = backtest(past, MONDAY, MONDAY + timedelta(days=6), Policy.STACK_HARD)

    assert (lived.first, lived.last) == (MONDAY, MONDAY + timedelta(days=6))
    assert len(lived.done) == 2


@pytest.mark.slow
def test_in_a_month_of_surprises_every_change_has_its_cause_and_no_rule_is_broken() -> None:
    lives = [churn.life(number, 4) for number in range(0, 12, 4)]

    edits = [told for life in lives for told in life.edits]
    assert edits
    assert all(told.had_news and told.change.reason_code == "AFTER_HARD" for told in edits)
    assert not [clash for life in lives for clash in life.clashes if clash.foreseen]
    assert all(len(life.done) == 8 for life in lives)
