"""The planner in pictures: above the runs, below the strength. See tests/helpers/weeks.py for the letters."""

from typing import Any

import pytest
from tests.helpers.weeks import answer, at, athlete, drawn, facts

from liftday_rules.decide import decide
from liftday_rules.model import Kind, Policy, Weekday


@pytest.mark.parametrize(
    ("runs", "strength"),
    [
        pytest.param(
            ".HEEE.L .HEEE.L",
            "--F-F-- --F-F--",
            id="a night after the hard run, and 36 h before the long one",
        ),
        pytest.param(
            "EHEHE.L EHEHE.L",
            "-l--F-- -l--F--",
            id="three demanding days leave room for one full session and one light one",
        ),
        pytest.param(
            "EEEEEEE EEEEEEE",
            "F--F--- F--F---",
            id="without hard runs the sessions are spread over the week",
        ),
        pytest.param(
            "....... .......",
            "F--F--- F--F---",
            id="of days about which nothing is known none is better than another",
        ),
        pytest.param(
            ".HE.HEL .HE.HEL",
            "--F-l-- --F-l--",
            id="two hard runs and a long one: one full session, and a light one after the second hard run",
        ),
        pytest.param(
            "HHHHHHH HHHHHHH",
            "-l---l- --l---l",
            id="with a hard run every morning only light work is left",
        ),
    ],
)
def test_a_plan_by_the_default_policy(runs: str, strength: str) -> None:
    assert answer(runs) == strength


def test_hard_days_are_kept_hard_by_those_who_want_it_so() -> None:
    assert answer("EHEHE.L EHEHE.L", athlete=athlete(policy=Policy.STACK_HARD)) == "-F-F--- -F-F---"


def test_a_novice_in_the_weight_room_gets_two_days_before_a_hard_run() -> None:
    week = "EEHHHHH EEEEEEE"

    assert answer(week)[0] == "F"
    assert answer(week, athlete=athlete(strength_sessions_logged=2))[:7].count("F") == 0


def test_a_run_that_may_be_hard_makes_its_eve_dear_but_not_forbidden() -> None:
    once = athlete(target_per_week=1)

    assert answer("E?EEEEE EEEEEEE", athlete=once)[0] == "-"
    assert answer("??????? ???????", athlete=once)[:7].count("l") == 1


def test_sessions_keep_to_preferred_weekdays_where_nothing_speaks_against_them() -> None:
    likes = athlete(preferred_weekdays=frozenset({Weekday.TUE, Weekday.FRI}))

    assert answer("EEEEEEE EEEEEEE", athlete=likes) == "-F--F-- -F--F--"


def test_a_runner_of_fifty_pays_more_for_lifting_a_day_and_a_half_before_a_hard_run() -> None:
    def price(age: int) -> int:
        looks = decide(facts("EEEHEEE EEEEEEE", athlete=athlete(age=age))).slots
        tuesday = next(look for look in looks if look.start == at(1, 18) and look.kind is Kind.FULL)
        return sum(objection.points or 0 for objection in tuesday.objections)

    assert price(30) == 1469
    assert price(55) == 1979


CALM = ".E.E.E." * 4
"""Four weeks in which every easy run stayed easy."""
CHANGEABLE = ".E.H.E. .E.E.E. .H.E.E. .E.E.E."
"""Four weeks in which two of twelve did not."""


def after(past: str, **said: Any) -> str:
    """The plan for two more weeks of `.E.E.E.`, after these four."""
    drawing = f"{past} .E.E.E. .E.E.E."
    return drawn(decide(facts(drawing, now=at(28, 5), athlete=athlete(**said))), days=42)[-15:]


def test_where_easy_runs_stay_easy_strength_shares_their_days_and_leaves_the_rest_days_free() -> None:
    assert after(CALM) == "-F---F- -F---F-"


def test_where_easy_runs_often_turn_out_hard_full_sessions_prefer_days_without_one() -> None:
    assert after(CHANGEABLE) == "F---F-- F---F--"


def test_who_wants_hard_days_hard_does_not_mind_easy_runs_that_turn_out_hard() -> None:
    objected = {
        objection.rule
        for look in decide(
            facts(f"{CHANGEABLE} .E.E.E.", now=at(28, 5), athlete=athlete(policy=Policy.STACK_HARD))
        ).slots
        for objection in look.objections
    }

    assert "full_on_changeable_day" not in objected
    assert "lift_against_policy" in objected
