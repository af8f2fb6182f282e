"""Uneven spacing: sessions that crowd together and leave a long gap.

## What it does
Two neighbouring sessions cost a point for each day by which they are nearer or further than an even spread, 5 at most.

## Why
The articles ask for ample rest between sessions and a steady pattern. The price only breaks near ties.

## Parameters
cost_spacing_most

## Exceptions
None.
"""

from datetime import date

from liftday_rules.model import Objection
from liftday_rules.placement.rule import Rule, cost
from liftday_rules.placement.situation import Situation

NAME = "uneven_spacing"
WEEK_DAYS = 7.0


def check_pair(first: date, second: date, situation: Situation) -> Objection | None:
    """The price of two neighbours."""
    even = WEEK_DAYS / max(1, situation.week_of(second).target)
    price = min(situation.settings["cost_spacing_most"], abs((second - first).days - even))
    return cost(NAME, "SPACING", price, "the sessions would be less evenly spread")


RULE = Rule(name=NAME, manual=__doc__, codes=("SPACING",), parameters=("cost_spacing_most",), on_pair=check_pair)
