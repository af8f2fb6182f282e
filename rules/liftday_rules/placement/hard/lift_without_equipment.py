"""Lift without equipment: a session that can't be done with what is there.

## What it does
Forbids a full session on days with neither weights nor bands while an injury leaves single-leg work out: nothing heavy
enough would remain.

## Why
Without weights, load comes from standing on one leg and from slow lowering; a full session rests on that.

## Parameters
None.

## Exceptions
With at least a band, or without an injury, every kind of session has a version for the day's equipment.
"""

from liftday_rules.content.regions import patterns_left_out, understand
from liftday_rules.model import Equipment, FlagKind, Objection, Pattern, Weekday
from liftday_rules.placement.rule import Rule, forbid, heavy
from liftday_rules.placement.situation import Candidate, Situation

NAME = "lift_without_equipment"


def check(candidate: Candidate, situation: Situation) -> Objection | None:
    """Object when nothing heavy enough remains."""
    if not heavy(candidate.kind) or equipment_at(candidate, situation) is not Equipment.NONE:
        return None
    hurt = [
        flag.region
        for flag in situation.flagged(FlagKind.INJURY)
        if flag.region and flag.since <= candidate.start and (flag.until is None or candidate.start < flag.until)
    ]
    left_out = patterns_left_out(frozenset().union(*(understand(region) for region in hurt)))
    if Pattern.SINGLE_LEG not in left_out:
        return None
    return forbid(NAME, "EQUIPMENT", "without weights a full session stands on one leg, and that has to rest")


def equipment_at(candidate: Candidate, situation: Situation) -> Equipment:
    """What there is to lift with at that time: less while travelling, and by weekday where the athlete says so."""
    for flag in situation.flagged(FlagKind.TRAVEL):
        if flag.since <= candidate.start and (flag.until is None or candidate.start < flag.until):
            return flag.equipment or Equipment.NONE
    athlete = situation.athlete
    return athlete.equipment_by_weekday.get(Weekday.of(candidate.day), athlete.equipment)


def travels(candidate: Candidate, situation: Situation) -> bool:
    """Whether the athlete is away from home at that time."""
    return any(
        flag.since <= candidate.start and (flag.until is None or candidate.start < flag.until)
        for flag in situation.flagged(FlagKind.TRAVEL)
    )


RULE = Rule(name=NAME, manual=__doc__, codes=("EQUIPMENT",), on_slot=check)
