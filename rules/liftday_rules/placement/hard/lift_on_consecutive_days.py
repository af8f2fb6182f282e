"""Lift on consecutive days: two strength sessions without a day between them.

## What it does
Forbids a session on the same day as another strength session or on the day next to it, whether that one is done,
planned or pinned.

## Why
The articles ask for non-consecutive days, and lifting on alternate days beside daily running already left moderate to
large losses in time to exhaustion (Doma & Deakin 2015): two days running would leave more.

## Parameters
spacing_days

## Exceptions
A pinned session stays and is warned about.
"""

from datetime import date

from liftday_rules.model import Objection
from liftday_rules.phrases import weekday
from liftday_rules.placement.rule import Rule, forbid
from liftday_rules.placement.situation import Candidate, Situation

NAME = "lift_on_consecutive_days"


def check(candidate: Candidate, situation: Situation) -> Objection | None:
    """Object to a day next to one that stands anyway."""
    near = (one for one in situation.lifted if one.uid is None or one.uid != candidate.stands)
    found = min(near, key=lambda one: abs((one.day - candidate.day).days), default=None)
    if found is None or abs((found.day - candidate.day).days) >= situation.settings["spacing_days"]:
        return None
    if found.day == candidate.day:
        because = "there is strength on that day already"
    elif found.is_done:
        because = f"you lifted on {weekday(found.day)}, and two strength days should not be back to back"
    else:
        because = f"there is strength on {weekday(found.day)}, and two strength days should not be back to back"
    return forbid(NAME, "SPACING", because)


def check_pair(first: date, second: date, situation: Situation) -> Objection | None:
    """Object to two days too near to each other."""
    apart = (second - first).days
    if apart >= situation.settings["spacing_days"]:
        return None
    because = f"there is strength on {weekday(first)}, and two strength days should not be back to back"
    return forbid(NAME, "SPACING", because)


RULE = Rule(
    name=NAME, manual=__doc__, codes=("SPACING",), parameters=("spacing_days",), on_slot=check, on_pair=check_pair
)
