"""Lift while ill or hurt: strength while a flag keeps it away, or too soon after an illness.

## What it does
While the athlete is ill or has paused, forbids all strength. After the all-clear, light work waits 24 h and full
sessions 72 h. With a sore leg, hip or back, forbids full sessions, and light ones unless the athlete allowed upper-body
work. With a sore arm or shoulder, sessions stay and leave that part out.

## Why
It is what a careful coach does; the hours are ours and no medical advice. No exercise is ever offered as a cure.

## Parameters
after_sick_light_h, after_sick_full_h

## Exceptions
None: a pinned session rests as well while its athlete is ill.
"""

from datetime import timedelta

from liftday_rules.content.regions import LOWER_AND_BACK, understand
from liftday_rules.model import Flag, FlagKind, Objection
from liftday_rules.placement.rule import Rule, forbid, heavy
from liftday_rules.placement.situation import Candidate, Situation

NAME = "lift_while_ill_or_hurt"
PAUSED = "you asked for a pause"


def check(candidate: Candidate, situation: Situation) -> Objection | None:
    """Object to what the flags keep away."""
    for flag in situation.flags:
        objection = _against(flag, candidate, situation)
        if objection:
            return objection
    return None


def _against(flag: Flag, candidate: Candidate, situation: Situation) -> Objection | None:
    if candidate.start < flag.since:
        return None
    on = flag.until is None or candidate.start < flag.until
    match flag.kind:
        case FlagKind.SICK:
            return forbid(NAME, "SICK", _ill(flag, situation)) if on else _recovering(flag, candidate, situation)
        case FlagKind.PAUSE if on:
            return forbid(NAME, "PAUSED", PAUSED)
        case FlagKind.INJURY if on and hurts_below(flag) and (heavy(candidate.kind) or not flag.allow_upper):
            where = flag.region or "injury"
            rest = "light work that leaves it out is fine" if flag.allow_upper else "strength rests until you clear it"
            return forbid(NAME, "INJURY", f"your {where} comes first; {rest}")
    return None


def _ill(flag: Flag, situation: Situation) -> str:
    light_h = situation.settings["after_sick_light_h"]
    clear = "you clear the flag" if flag.until is None else "you are well"
    return f"you are ill; restart {light_h:g} h after {clear}, first session light"


def _recovering(flag: Flag, candidate: Candidate, situation: Situation) -> Objection | None:
    assert flag.until is not None
    wait_h = situation.settings["after_sick_full_h" if heavy(candidate.kind) else "after_sick_light_h"]
    if candidate.start >= flag.until + timedelta(hours=wait_h):
        return None
    which = "a full session" if heavy(candidate.kind) else "light work"
    return forbid(NAME, "SICK", f"you were ill; {which} waits until {wait_h:g} h after the all-clear")


def hurts_below(flag: Flag) -> bool:
    """Whether the flag speaks of the legs, the hips or the back; where nobody said where, it is taken so."""
    return flag.region is None or bool(understand(flag.region) & LOWER_AND_BACK)


def stops_strength(flag: Flag) -> bool:
    """Whether the flag keeps all strength away while it is on."""
    if flag.kind is FlagKind.INJURY:
        return hurts_below(flag) and not flag.allow_upper
    return flag.kind in {FlagKind.SICK, FlagKind.PAUSE}


RULE = Rule(
    name=NAME,
    manual=__doc__,
    codes=("SICK", "INJURY", "PAUSED"),
    parameters=("after_sick_light_h", "after_sick_full_h"),
    on_slot=check,
)
