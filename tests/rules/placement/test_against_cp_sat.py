"""OR-tools CP-SAT, given the same prices, finds no cheaper plan than our solver, and never denies ours."""

import pytest
from tests.helpers.cp_sat import cheapest, questions
from tests.helpers.random_moments import moment, month
from tests.helpers.situations import situation_of

from liftday_rules.model import Facts

PARTS, PART = 8, 250


def check(facts: Facts, name: str) -> int:
    """How many questions the moment asked; every answer costs what CP-SAT's costs."""
    situation, books, last_day = situation_of(facts)
    asked = questions(situation, books.standing, last_day)
    for question in asked:
        ours = question.answer.points if question.answer else None
        assert ours == cheapest(question), name
    return len(asked)


def test_cp_sat_finds_no_cheaper_plan_in_a_few_moments() -> None:
    assert sum(check(moment(number), f"moment {number}") for number in range(30)) >= 40


@pytest.mark.slow
@pytest.mark.parametrize("part", range(PARTS))
def test_cp_sat_finds_no_cheaper_plan_in_thousands_of_moments(part: int) -> None:
    first = 1000 + part * PART

    asked = sum(check(moment(number), f"moment {number}") for number in range(first, first + PART))

    assert asked >= PART


@pytest.mark.slow
def test_cp_sat_finds_no_cheaper_plan_of_a_whole_month() -> None:
    assert sum(check(month(number), f"month {number}") for number in range(20)) >= 20
