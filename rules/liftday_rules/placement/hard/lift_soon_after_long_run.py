"""Lift soon after long run: heavy legs on the day of a long run.

## What it does
Forbids a full session less than 20 h after the end of a long run: a night's rest comes first.

## Why
Coaches who disagree on hard days agree on this one (Norris: no lifting on days with more than 90 minutes of running;
Richard: never lift heavy after a long run). No trial has asked.

## Parameters
after_long_min_h

## Exceptions
Light sessions only keep the hours of `lift_soon_after_hard_run`. A pinned session stays and is warned about.
"""

from liftday_rules.model import Objection, RunClass
from liftday_rules.phrases import hours, whose_run
from liftday_rules.placement.rule import Rule, forbid, heavy
from liftday_rules.placement.situation import Candidate, Situation

NAME = "lift_soon_after_long_run"


def check(candidate: Candidate, situation: Situation) -> Objection | None:
    """Object when the legs have not slept since the long run."""
    if not heavy(candidate.kind):
        return None
    need_h = situation.settings["after_long_min_h"]
    for gap in candidate.after:
        if gap.hours >= need_h:
            return None
        if gap.run.run_class is RunClass.LONG or gap.run.is_long:
            run = whose_run(gap.run, situation.today)
            because = f"it is only {hours(gap.hours)} after {run}; heavy lifting waits for a night's rest"
            return forbid(NAME, "AFTER_LONG", because)
    return None


RULE = Rule(name=NAME, manual=__doc__, codes=("AFTER_LONG",), parameters=("after_long_min_h",), on_slot=check)
