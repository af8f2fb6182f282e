"""Lift on rest day: strength on a day without a run.

## What it does
A session on a day without a run costs 5 points, and a week that had a day free of everything and loses its last one
costs 25.

## Why
Some coaches keep rest days restful, most runners lift on them; but a week without any free day wears people out.

## Parameters
cost_rest_day, cost_last_rest_day

## Exceptions
None.
"""

from liftday_rules.model import Objection
from liftday_rules.placement.rule import Rule, WeekLook, cost
from liftday_rules.placement.situation import Candidate, Situation

NAME = "lift_on_rest_day"


def check(candidate: Candidate, situation: Situation) -> Objection | None:
    """The price of a rest day."""
    if candidate.day in situation.run_days:
        return None
    return cost(
        NAME, "REST_DAY", situation.settings["cost_rest_day"], "there is no run on that day, and rest is worth a little"
    )


def check_week(look: WeekLook, situation: Situation) -> Objection | None:
    """The price of the week's last free day."""
    free = look.week.rest_days
    if not free or not free.issubset(look.days):
        return None
    return cost(NAME, "REST_DAY", situation.settings["cost_last_rest_day"], "it would take the week's last free day")


RULE = Rule(
    name=NAME,
    manual=__doc__,
    codes=("REST_DAY",),
    parameters=("cost_rest_day", "cost_last_rest_day"),
    on_slot=check,
    on_week=check_week,
)
