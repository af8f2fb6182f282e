"""Unpreferred weekday: a session on a day that the athlete likes less.

## What it does
Where preferred weekdays are named, a session on another one costs 8 points.

## Why
A habit lasts on days that suit; consistency is what the articles call the most important factor.

## Parameters
cost_weekday

## Exceptions
Without preferred weekdays every day is alike.
"""

from liftday_rules.model import Objection, Weekday
from liftday_rules.phrases import weekday
from liftday_rules.placement.rule import Rule, cost
from liftday_rules.placement.situation import Candidate, Situation

NAME = "unpreferred_weekday"


def check(candidate: Candidate, situation: Situation) -> Objection | None:
    """The price of another weekday."""
    liked = situation.athlete.preferred_weekdays
    if not liked or Weekday.of(candidate.day) in liked:
        return None
    because = f"{weekday(candidate.day)} is not one of your preferred days"
    return cost(NAME, "PREFERENCE", situation.settings["cost_weekday"], because)


RULE = Rule(name=NAME, manual=__doc__, codes=("PREFERENCE",), parameters=("cost_weekday",), on_slot=check)
