"""Lift on very poor morning: strength on a day that began with the body clearly asking for rest.

## What it does
Forbids all strength today when three signals or more, a clearly raised resting pulse among them, say that the athlete
is run down.

## Why
Weekly means of variability and pulse follow how training is borne (Plews et al.); three signals together are more than
a bad night. The number of signals is ours.

## Parameters
very_poor_signals, pulse_very_raised_bpm

## Exceptions
Tomorrow is judged tomorrow.
"""

from liftday_rules.model import Objection
from liftday_rules.phrases import listed
from liftday_rules.placement.readiness import Level
from liftday_rules.placement.rule import Rule, forbid
from liftday_rules.placement.situation import Candidate, Situation

NAME = "lift_on_very_poor_morning"


def check(candidate: Candidate, situation: Situation) -> Objection | None:
    """Object to anything today."""
    readiness = situation.readiness
    if readiness.level is not Level.VERY_POOR or candidate.day != situation.today:
        return None
    return forbid(NAME, "READINESS", f"{listed(readiness.signals)}, so today is for rest")


RULE = Rule(
    name=NAME,
    manual=__doc__,
    codes=("READINESS",),
    parameters=("very_poor_signals", "pulse_very_raised_bpm"),
    on_slot=check,
)
