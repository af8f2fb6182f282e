"""Week short of target: fewer sessions than the week is meant to have.

## What it does
An empty week costs 250 points and 100 for each further session of the target; a week that has one costs 100 for each
that is missing. A ten-minute session counts half.

## Why
The first session of a week keeps most of what was built (Rønnestad, Hansen & Raastad 2010; Spiering et al. 2021), and
something is better than nothing, as the articles put it.

## Parameters
cost_empty_week, cost_missing, micro_counts

## Exceptions
Sessions that the athlete skipped are not asked for again.
"""

from liftday_rules.model import Objection
from liftday_rules.placement.rule import Rule, WeekLook, cost
from liftday_rules.placement.situation import Situation

NAME = "week_short_of_target"


def check_week(look: WeekLook, situation: Situation) -> Objection | None:
    """The price of what is missing."""
    settings = situation.settings
    target = min(look.week.target, look.week.cap) - look.week.spent
    counted = look.done + look.full + look.light + settings["micro_counts"] * look.micro
    if counted >= target:
        return None
    first = settings["cost_empty_week"] * max(0.0, 1 - counted)
    further = settings["cost_missing"] * (target - max(1.0, counted))
    return cost(NAME, "TARGET_MET", first + further, "the week would have fewer sessions than it should")


RULE = Rule(
    name=NAME,
    manual=__doc__,
    codes=("TARGET_MET",),
    parameters=("cost_empty_week", "cost_missing", "micro_counts"),
    on_week=check_week,
)
