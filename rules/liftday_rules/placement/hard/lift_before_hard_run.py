"""Lift before hard run: a session too close before a run that heavy legs would spoil.

## What it does
Forbids a full session that ends less than 24 h before a hard run, a long run or a race (48 h for novices in the
weight room and after a break), and a light one that ends less than 12 h before. A gap may fall one hour short.

## Why
Six hours after lifting, an easy run costs no more than usual, but time to exhaustion at a hard pace is shorter; after
heavy leg work it still is a day later, and in people new to lifting two days later (Doma & Deakin 2013 to 2015, Doma
et al. 2017). Light upper-body and trunk work did no harm after six hours; twelve leave a margin.

## Parameters
before_hard_min_h, before_hard_novice_h, before_hard_light_h, before_tolerance_h, demanding_p, novice_sessions,
layoff_days

## Exceptions
A pinned session stays and is warned about. A run that may be hard (below `demanding_p`) costs points instead.
"""

from liftday_rules.model import Objection
from liftday_rules.phrases import follows, hours
from liftday_rules.placement.rule import Rule, forbid, heavy
from liftday_rules.placement.situation import Candidate, Situation

NAME = "lift_before_hard_run"


def check(candidate: Candidate, situation: Situation) -> Objection | None:
    """Object when the next demanding run follows too soon."""
    settings = situation.settings
    full = heavy(candidate.kind)
    full_h = settings["before_hard_novice_h" if situation.is_novice else "before_hard_min_h"]
    need_h = full_h if full else settings["before_hard_light_h"]
    for gap in candidate.before:
        if gap.hours >= need_h - settings["before_tolerance_h"]:
            return None
        if gap.run.is_demanding or gap.run.p_hard >= settings["demanding_p"]:
            legs = "heavy legs need" if full else "even a light session needs"
            new = " in the first weeks of lifting" if full and situation.is_novice else ""
            because = f"{follows(gap.run)} {hours(gap.hours)} later; {legs} {need_h:g} h{new}"
            return forbid(NAME, "BEFORE_HARD", because)
    return None


RULE = Rule(
    name=NAME,
    manual=__doc__,
    codes=("BEFORE_HARD",),
    parameters=(
        "before_hard_min_h",
        "before_hard_novice_h",
        "before_hard_light_h",
        "before_tolerance_h",
        "demanding_p",
        "novice_sessions",
        "layoff_days",
    ),
    on_slot=check,
)
