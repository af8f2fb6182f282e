"""How many sessions a week is meant to have."""

from datetime import timedelta

import pytest
from tests.helpers.weeks import MONDAY, answer, at, athlete, facts

from liftday_rules.decide import decide
from liftday_rules.model import Facts, Flag, FlagKind, History, Kind, Phase, Priority, Race, RunState

EASY = "EEEEEEE EEEEEEE"
NEXT = MONDAY + timedelta(days=7)


def target(given: Facts) -> tuple[int, int]:
    found = decide(given).target_per_week
    return found[MONDAY], found[NEXT]


@pytest.mark.parametrize(
    ("phase", "sessions"),
    [(Phase.OFF_SEASON, 2), (Phase.BASE, 2), (Phase.BUILD, 2), (Phase.PEAK, 1), (Phase.IN_SEASON, 1)],
)
def test_the_phase_sets_the_number(phase: Phase, sessions: int) -> None:
    assert target(facts(EASY, athlete=athlete(phase=phase))) == (sessions, sessions)


def test_a_wish_stands_in_place_of_the_rule() -> None:
    assert target(facts(EASY, athlete=athlete(target_per_week=3))) == (3, 3)
    assert target(facts(EASY, athlete=athlete(target_by_monday={NEXT: 1}))) == (2, 1)


@pytest.mark.parametrize(
    ("usual", "sessions"),
    [
        pytest.param(600.0, 3, id="hardly half the usual running makes room for one more"),
        pytest.param(400.0, 2, id="four fifths do not"),
        pytest.param(250.0, 1, id="much more than usual takes one away"),
    ],
)
def test_the_running_of_the_week_is_compared_with_the_usual(usual: float, sessions: int) -> None:
    given = facts(EASY, history=History(weekly_run_min=(usual,) * 6))

    assert target(given)[0] == sessions


def test_too_few_known_weeks_are_not_compared() -> None:
    assert target(facts(EASY, history=History(weekly_run_min=(600.0,) * 3)))[0] == 2


def test_little_running_because_of_illness_is_no_room_for_more() -> None:
    ill = Flag(kind=FlagKind.SICK, since=at(-9), until=at(-3))
    given = facts(EASY, history=History(weekly_run_min=(600.0,) * 6), flags=(ill,))

    assert target(given)[0] == 2


def test_the_number_changes_by_one_a_week_at_most() -> None:
    assert target(facts(EASY, history=History(target_last_week=0))) == (1, 2)


def race(day: int, distance_m: float = 42_195, priority: Priority = Priority.A) -> Race:
    state = RunState.DONE if day < 0 else RunState.PLANNED
    return Race(name="Marathon", priority=priority, start=at(day, 9), distance_m=distance_m, state=state)


def test_before_a_race_that_matters_heavy_work_ends_first_and_then_all() -> None:
    plan = decide(facts("EEEEEEE EEEEEE.", athlete=athlete(phase=None), races=(race(13),)))
    full = [s.start.date() for s in plan.sessions if s.kind is Kind.FULL]
    light = [s.start.date() for s in plan.sessions if s.kind is Kind.LIGHT]

    assert target(facts("EEEEEEE EEEEEE.", races=(race(13),))) == (2, 0)
    assert len(full) == 1
    assert max(full) <= MONDAY + timedelta(days=3)
    assert max(light) <= MONDAY + timedelta(days=9)


def test_in_race_week_nothing_is_added_but_a_published_session_may_survive_as_a_light_one() -> None:
    assert answer("EEEEEEE EEEEEE.", races=(race(13),))[8:] == "-------"
    assert answer("EEEEEEE EEEEEE.", "------- -F-----", races=(race(13),))[8:] == "-l-----"


@pytest.mark.parametrize(
    ("distance_m", "strength"),
    [
        pytest.param(42_195, "------- l------", id="a marathon: a week of nothing, then one light session"),
        pytest.param(21_097, "-----F- -F--F--", id="a half marathon: four days of nothing, then one session"),
        pytest.param(10_000, "--F--F- -F--F--", id="ten kilometres: two days of nothing"),
    ],
)
def test_after_a_race_strength_waits_by_its_length(distance_m: float, strength: str) -> None:
    assert answer(EASY, races=(race(-1, distance_m, Priority.B),)) == strength


def test_a_training_race_is_protected_like_a_hard_run() -> None:
    found = answer("EEEEE.E EEEEEEE", races=(race(5, 5_000, Priority.C),))

    assert found[4:6] == "--"


def test_a_session_that_a_quiet_week_made_room_for_stays_while_the_week_is_fairly_quiet() -> None:
    fairly_quiet = History(weekly_run_min=(460.0,) * 6)

    assert target(facts(EASY, history=fairly_quiet))[0] == 2
    assert target(facts(EASY, "F-F-F--", history=fairly_quiet))[0] == 3
    assert target(facts(EASY, "F-F-F--", history=History(weekly_run_min=(400.0,) * 6)))[0] == 2


def test_what_habits_alone_foretell_is_no_quiet_week() -> None:
    past = facts("E.E.E.L " * 6, now=at(42, 5)).runs
    now = at(42, 5)
    done = tuple(run for run in past if run.state is RunState.DONE)
    given = Facts(now=now, athlete=athlete(), runs=done, history=History(weekly_run_min=(2000.0,) * 6))

    assert set(decide(given).target_per_week.values()) == {2}
