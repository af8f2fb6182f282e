"""Full day after long run: heavy work while the long run is still in the legs.

## What it does
A full session within 36 h of a long run costs 10 points.

## Why
One coach lifts the day after, another rests; nothing was measured. A small price prefers a later day where there is
one.

## Parameters
cost_after_long, after_long_pref_h

## Exceptions
None.
"""

from liftday_rules.model import Objection, RunClass
from liftday_rules.phrases import hours, whose_run
from liftday_rules.placement.rule import Rule, cost, heavy
from liftday_rules.placement.situation import Candidate, Situation

NAME = "full_day_after_long_run"


def check(candidate: Candidate, situation: Situation) -> Objection | None:
    """The price of the long run just run."""
    if not heavy(candidate.kind):
        return None
    settings = situation.settings
    for gap in candidate.after:
        if gap.hours < settings["after_long_pref_h"] and (gap.run.run_class is RunClass.LONG or gap.run.is_long):
            run = whose_run(gap.run, situation.today)
            because = f"it is {hours(gap.hours)} after {run}, and a little more rest is better"
            return cost(NAME, "AFTER_LONG", settings["cost_after_long"], because)
    return None


RULE = Rule(
    name=NAME, manual=__doc__, codes=("AFTER_LONG",), parameters=("cost_after_long", "after_long_pref_h"), on_slot=check
)
