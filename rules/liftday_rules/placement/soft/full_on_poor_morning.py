"""Full on poor morning: heavy work on a day that began badly, by more than one sign.

## What it does
A full session today costs 70 points when at least two signals, one of them lasting, call the morning poor.

## Why
Training by variability helps a little and not for everybody (Düking et al. 2021), so it is a nudge, not a gate; and one
bad morning says nothing (Plews et al.), so it needs several signals.

## Parameters
cost_poor, poor_signals, baseline_days, hrv_band_sd, pulse_raised_bpm, short_sleep_h, low_sleep_score, low_body_battery,
low_training_readiness, sore

## Exceptions
A session that was deferred for this once is not deferred again.
"""

from liftday_rules.model import Objection
from liftday_rules.phrases import listed
from liftday_rules.placement.readiness import Level
from liftday_rules.placement.rule import Rule, cost, heavy
from liftday_rules.placement.situation import Candidate, Situation

NAME = "full_on_poor_morning"


def check(candidate: Candidate, situation: Situation) -> Objection | None:
    """The price of heavy work today."""
    poor = situation.readiness.level >= Level.POOR
    if not poor or not heavy(candidate.kind) or candidate.day != situation.today:
        return None
    deferred = {standing.uid for standing in situation.standing if standing.times_deferred}
    if candidate.stands in deferred:
        return None
    because = f"{listed(situation.readiness.signals)}, so today is better for something light"
    return cost(NAME, "READINESS", situation.settings["cost_poor"], because)


RULE = Rule(
    name=NAME,
    manual=__doc__,
    codes=("READINESS",),
    parameters=(
        "cost_poor",
        "poor_signals",
        "baseline_days",
        "hrv_band_sd",
        "pulse_raised_bpm",
        "short_sleep_h",
        "low_sleep_score",
        "low_body_battery",
        "low_training_readiness",
        "sore",
    ),
    on_slot=check,
)
