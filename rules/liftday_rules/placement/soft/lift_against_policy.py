"""Lift against policy: on the wrong side of a hard run, by the athlete's own way of ordering hard and easy days.

## What it does
`recover_first`: a full session costs 60 points before a night has passed since a hard run, then up to 8, until 36 h are
over. `balanced`: 20 points before the night. `stack_hard`: nothing on a hard day after the run, 45 on an easy-run day,
55 on a day without a run. Steep or long descents of a run make the night 24 h longer.

## Why
Coaches really disagree. The articles ask for recovery after hard runs; others keep hard days hard, so that easy days
stay easy. Studies show only that either order costs the next day's hard effort (Doma & Deakin 2013). Running downhill
damages muscle more (Assumpcao et al. 2013); the hours for it are ours.

## Parameters
cost_after_near, cost_after, after_hard_night_h, after_hard_pref_h, cost_easy_day, cost_no_run_day,
same_day_after_is_free, descent_extra_h, descent_big_m, descent_steep_m_per_km, noticed_after_p

## Exceptions
Long runs have their own rules. Light sessions cost nothing here, except on the days that `stack_hard` keeps easy.
"""

from liftday_rules.model import Objection, Run, RunClass
from liftday_rules.phrases import hours, turned_hard, whose_run
from liftday_rules.placement.parameters import Settings
from liftday_rules.placement.rule import Rule, cost, heavy
from liftday_rules.placement.situation import Candidate, Gap, Situation
from liftday_rules.placement.soft.full_near_next_hard_run import weight

NAME = "lift_against_policy"
M_PER_KM = 1000.0


def check(candidate: Candidate, situation: Situation) -> Objection | None:
    """The price of the day, by policy, and of the last hard run."""
    return _of_day(candidate, situation) or _since_run(candidate, situation)


def _of_day(candidate: Candidate, situation: Situation) -> Objection | None:
    settings = situation.settings
    if not settings["cost_easy_day"] and not settings["cost_no_run_day"]:
        return None
    if candidate.day not in situation.run_days:
        return cost(NAME, "AFTER_HARD", settings["cost_no_run_day"], "rest days stay restful, and hard days hard")
    if settings["same_day_after_is_free"] and stacked(candidate) is not None:
        return None
    return cost(NAME, "AFTER_HARD", settings["cost_easy_day"], "easy days stay easy, and hard days hard")


def stacked(candidate: Candidate) -> Gap | None:
    """The hard run of the same day that the session follows."""
    return next(
        (
            gap
            for gap in candidate.after
            if gap.run.local_date == candidate.day and gap.run.is_demanding and not _is_long(gap.run)
        ),
        None,
    )


def without_a_night(candidate: Candidate, situation: Situation) -> bool:
    """Whether legs would not have had a night since the last hard run."""
    night_h = situation.settings["after_hard_night_h"]
    return any(gap.hours < night_h and gap.run.is_demanding and not _is_long(gap.run) for gap in candidate.after)


def _since_run(candidate: Candidate, situation: Situation) -> Objection | None:
    if not heavy(candidate.kind):
        return None
    priced = [(_price(gap, situation.settings), gap) for gap in candidate.after if not _is_long(gap.run)]
    price, gap = max(priced, key=lambda pair: pair[0], default=(0.0, None))
    if gap is None:
        return None
    return cost(NAME, "AFTER_HARD", price, _told(gap, situation))


def _told(gap: Gap, situation: Situation) -> str:
    if gap.run.surprise:
        return f"{turned_hard(gap.run, situation.today)}; legs get a night before lifting"
    run = whose_run(gap.run, situation.today)
    if not gap.run.is_demanding:
        if gap.run.expected:
            return f"{run} may be hard, and it ends only {hours(gap.hours)} before"
        return f"{run} may have been hard, and it is only {hours(gap.hours)} ago by then"
    if gap.run.local_date == situation.today or gap.hours < situation.settings["after_hard_night_h"]:
        return f"it is {hours(gap.hours)} after {run}; legs get a night before lifting"
    return f"it is {hours(gap.hours)} after {run}, and a little more rest is better"


def _price(gap: Gap, settings: Settings) -> float:
    p_hard = weight(gap.run, settings["noticed_after_p"])
    extra_h = settings["descent_extra_h"] if steep(gap.run, settings) else 0.0
    night_h, pref_h = settings["after_hard_night_h"] + extra_h, settings["after_hard_pref_h"] + extra_h
    if not p_hard or gap.hours >= pref_h:
        return 0.0
    if gap.hours < night_h:
        return settings["cost_after_near"] * p_hard
    return settings["cost_after"] * (pref_h - gap.hours) / (pref_h - night_h) * p_hard


def steep(run: Run, settings: Settings) -> bool:
    """Whether the run went down so much that legs take longer."""
    if not run.descent_m:
        return False
    per_km = run.descent_m / (run.distance_m / M_PER_KM) if run.distance_m else 0.0
    return run.descent_m >= settings["descent_big_m"] or per_km >= settings["descent_steep_m_per_km"]


def _is_long(run: Run) -> bool:
    return run.run_class is RunClass.LONG


RULE = Rule(
    name=NAME,
    manual=__doc__,
    codes=("AFTER_HARD",),
    parameters=(
        "cost_after_near",
        "cost_after",
        "after_hard_night_h",
        "after_hard_pref_h",
        "cost_easy_day",
        "cost_no_run_day",
        "same_day_after_is_free",
        "descent_extra_h",
        "descent_big_m",
        "descent_steep_m_per_km",
        "noticed_after_p",
    ),
    on_slot=check,
)
