"""Lift before asked time: a session earlier than the athlete, who pushed one back, asked for.

## What it does
Forbids a session that was pushed back to start earlier than asked, and any new session of its week to take the place
that it left. If no later day of the week suits, the session is dropped and says so.

## Why
The athlete has the last word. Whoever pushes a session back is not at home, tired or busy: to find another one in the
same evening would be no answer.

## Parameters
None.

## Exceptions
Other published sessions stay where they are.
"""

from liftday_rules.model import Objection
from liftday_rules.placement.rule import Rule, forbid
from liftday_rules.placement.situation import Candidate, Situation

NAME = "lift_before_asked_time"
BECAUSE = "you asked for a later time"


def check(candidate: Candidate, situation: Situation) -> Objection | None:
    """Object to the place that was left, and to all before the time asked for."""
    if candidate.stands is not None:
        asked = situation.not_before.get(candidate.stands)
        return forbid(NAME, "ASKED", BECAUSE) if asked is not None and candidate.start < asked else None
    if any(span.start <= candidate.start < span.end for span in situation.left_free):
        return forbid(NAME, "ASKED", BECAUSE)
    return None


RULE = Rule(name=NAME, manual=__doc__, codes=("ASKED",), on_slot=check)
