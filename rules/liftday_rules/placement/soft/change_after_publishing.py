"""Change after publishing: moving what the athlete has already seen.

## What it does
Moving a published session costs 12 points and 3 a day, another hour of the same day 10, another kind 6, removing it 25.
Within 12 h of its start any change that only comfort asks for costs 40 more.

## Why
A steady, predictable pattern is what keeps a habit (the articles agree); a calendar that flickers is ignored. How few
changes can be had, and at what price in full sessions, is measured in the decision record
docs/decisions/0007-how-calm-a-calendar-can-be.md.

## Parameters
cost_move, cost_move_day, cost_slot, cost_kind, cost_remove, cost_frozen, freeze_h, freeze_below

## Exceptions
The freeze never holds a session that a rule forbids, or whose own price has reached 30 points: new hard facts win.
"""

from liftday_rules.model import Objection
from liftday_rules.placement.rule import Rule, cost
from liftday_rules.placement.situation import Candidate, Situation, Standing

NAME = "change_after_publishing"
JUST_BELOW = 0.01
"""Moving is never dearer than removing and adding again, and wins the tie."""


def check_change(standing: Standing, candidate: Candidate | None, situation: Situation) -> Objection | None:
    """The price of this change; the freeze is added by the solver's caller, who knows what the session itself costs."""
    settings = situation.settings
    if candidate is None:
        return cost(NAME, "STABLE", settings["cost_remove"], "it would be removed")
    apart = abs((candidate.day - standing.day).days)
    price = settings["cost_kind"] if candidate.kind is not standing.kind else 0.0
    if apart:
        price += settings["cost_move"] + settings["cost_move_day"] * apart
    elif candidate.start != standing.start:
        price += settings["cost_slot"]
    return cost(NAME, "STABLE", min(price, settings["cost_remove"] - JUST_BELOW), "what is published would change")


RULE = Rule(
    name=NAME,
    manual=__doc__,
    codes=("STABLE",),
    parameters=(
        "cost_move",
        "cost_move_day",
        "cost_slot",
        "cost_kind",
        "cost_remove",
        "cost_frozen",
        "freeze_h",
        "freeze_below",
    ),
    on_change=check_change,
)
