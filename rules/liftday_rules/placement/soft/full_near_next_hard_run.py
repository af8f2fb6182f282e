"""Full near next hard run: heavy legs that may not have recovered by the next run that counts.

## What it does
A full session costs up to 30 points when a demanding run follows 24 to 48 h later, less with every hour. When a run
that may be hard follows within 24 h, it costs 120 points times how likely that is.

## Why
Lifting on alternate days beside daily running still left time to exhaustion shorter (Doma & Deakin 2015), and several
coaches ask for two nights between weights and speed. That runners from 50 on recover a little slower is a direction,
not a number (Borges et al. 2016): 12 hours are added.

## Parameters
cost_before, cost_before_near, before_hard_pref_h, before_hard_min_h, age_from, age_extra_h, noticed_p

## Exceptions
Light sessions cost nothing here.
"""

from liftday_rules.model import Objection, Run
from liftday_rules.phrases import hours, is_many, the_run, weekday
from liftday_rules.placement.rule import Rule, cost, heavy
from liftday_rules.placement.situation import Candidate, Gap, Situation

NAME = "full_near_next_hard_run"


def check(candidate: Candidate, situation: Situation) -> Objection | None:
    """The price of the run that follows, of the dearest one where there are several."""
    if not heavy(candidate.kind):
        return None
    priced = [(_price(gap, situation), gap) for gap in candidate.before]
    price, gap = max(priced, key=lambda pair: pair[0], default=(0.0, None))
    if gap is None:
        return None
    may = "" if gap.run.is_demanding else " and may be hard"
    run = the_run(gap.run)
    because = f"{run} on {weekday(gap.run.local_date)} {'are' if is_many(run) else 'is'} {hours(gap.hours)} later{may}"
    return cost(NAME, "BEFORE_HARD", price, because)


def _price(gap: Gap, situation: Situation) -> float:
    settings = situation.settings
    p_hard = weight(gap.run, settings["noticed_p"])
    least_h, pref_h = settings["before_hard_min_h"], settings["before_hard_pref_h"]
    if (situation.athlete.age or 0) >= settings["age_from"]:
        pref_h += settings["age_extra_h"]
    if not p_hard or gap.hours >= pref_h:
        return 0.0
    if gap.hours >= least_h or gap.run.is_demanding:
        return settings["cost_before"] * min(1.0, (pref_h - gap.hours) / (pref_h - least_h)) * p_hard
    return settings["cost_before_near"] * p_hard


def weight(run: Run, noticed_p: float) -> float:
    """How much the run counts, 0 to 1: a demanding one whole, another by its p, a plainly easy one not at all."""
    if run.is_demanding:
        return 1.0 if run.run_class.is_demanding else run.p_hard
    return run.p_hard if run.p_hard >= noticed_p else 0.0


RULE = Rule(
    name=NAME,
    manual=__doc__,
    codes=("BEFORE_HARD",),
    parameters=(
        "cost_before",
        "cost_before_near",
        "before_hard_pref_h",
        "before_hard_min_h",
        "age_from",
        "age_extra_h",
        "noticed_p",
    ),
    on_slot=check,
)
