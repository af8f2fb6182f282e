"""Lift soon after hard run: a session within hours of a run that took the legs' strength.

## What it does
Forbids a full session less than 6 h, and a light one less than 3 h, after the end of a hard run, a long run or a race.

## Why
Strength gains shrink when both sit in one session, less so three hours apart; with less than six hours between,
strength and endurance both gained less than with six or 24 (Robineau et al. 2016, Schumann et al. 2022, Petré 2021).

## Parameters
after_hard_min_h, after_hard_light_h, demanding_p

## Exceptions
A pinned session stays and is warned about. How long after a hard run is best is a question of policy and costs points.
"""

from liftday_rules.model import Objection
from liftday_rules.phrases import hours, turned_hard, whose_run
from liftday_rules.placement.rule import Rule, forbid, heavy
from liftday_rules.placement.situation import Candidate, Situation

NAME = "lift_soon_after_hard_run"


def check(candidate: Candidate, situation: Situation) -> Objection | None:
    """Object when a demanding run has only just ended."""
    settings = situation.settings
    full = heavy(candidate.kind)
    need_h = settings["after_hard_min_h" if full else "after_hard_light_h"]
    for gap in candidate.after:
        if gap.hours >= need_h:
            return None
        if gap.run.is_demanding or gap.run.p_hard >= settings["demanding_p"]:
            legs = "heavy lifting needs" if full else "even a light session needs"
            night = " and better a night" if full and settings["cost_after_near"] else ""
            if gap.run.surprise:
                because = f"{turned_hard(gap.run, situation.today)}; legs get a night before lifting"
                return forbid(NAME, "AFTER_HARD", because)
            run = whose_run(gap.run, situation.today)
            apart = f"only {hours(gap.hours)}" if gap.hours else "right"
            because = f"it is {apart} after {run}; {legs} {need_h:g} h{night}"
            return forbid(NAME, "AFTER_HARD", because)
    return None


RULE = Rule(
    name=NAME,
    manual=__doc__,
    codes=("AFTER_HARD",),
    parameters=("after_hard_min_h", "after_hard_light_h", "demanding_p"),
    on_slot=check,
)
