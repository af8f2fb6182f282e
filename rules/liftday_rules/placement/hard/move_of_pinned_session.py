"""Move of pinned session: changing what the athlete put in its place.

## What it does
Forbids moving, changing or removing a session that the athlete pinned, even where it breaks another rule; the plan then
carries a warning that names the rule.

## Why
The athlete has the last word. A planner that overrules a pin is switched off.

## Parameters
None.

## Exceptions
Illness and a pause set even a pinned session aside. When they are over before its time comes, it stands where it was.
"""

from liftday_rules.model import Objection
from liftday_rules.placement.rule import Rule, forbid
from liftday_rules.placement.situation import Candidate, Situation, Standing

NAME = "move_of_pinned_session"


def check_change(standing: Standing, candidate: Candidate | None, situation: Situation) -> Objection | None:
    """Object to any change of a pinned session."""
    _ = situation
    if not standing.locked or (candidate is not None and candidate.key == (standing.start, standing.kind)):
        return None
    return forbid(NAME, "LOCKED", "you put it there")


RULE = Rule(name=NAME, manual=__doc__, codes=("LOCKED", "LOCKED_WARN"), on_change=check_change)
