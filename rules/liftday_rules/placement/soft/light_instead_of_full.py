"""Light instead of full: a session that trains less than it could.

## What it does
A light session costs 40 points in place of a full one; 15 more on the day of a long run and 10 more within a day of a
hard run. In a week with three or more hard and long days the first light one costs 20.

## Why
Strength comes from loaded leg work, so light is the fallback, taken before a session is dropped. In a full running week
it is a sensible second session, and some coaches want nothing at all on the eve of a hard run.

## Parameters
cost_light, cost_light_busy_week, cost_light_long_day, cost_light_eve, many_demanding_days

## Exceptions
Only days that were expected to be demanding make a full week: a surprise pushes a full session back, it does not shrink
it. Where no full session is allowed, as in race week, light costs nothing.
"""

from liftday_rules.model import Kind, Objection, RunClass
from liftday_rules.phrases import follows
from liftday_rules.placement.rule import Rule, WeekLook, cost
from liftday_rules.placement.situation import Candidate, Situation

NAME = "light_instead_of_full"
A_DAY_H = 24.0


def check(candidate: Candidate, situation: Situation) -> Objection | None:
    """The price of where a light session stands."""
    if candidate.kind is Kind.FULL:
        return None
    settings = situation.settings
    near = [gap.run for gap in (*candidate.before, *candidate.after)]
    on_long_day = any(run.run_class is RunClass.LONG and run.local_date == candidate.day for run in near)
    eve = next((gap for gap in candidate.before if gap.hours < A_DAY_H and gap.run.is_demanding), None)
    price = settings["cost_light_long_day"] * on_long_day + settings["cost_light_eve"] * (eve is not None)
    because = f"{follows(eve.run)} the next day" if eve else "the long run is on that day"
    return cost(NAME, "BEFORE_HARD" if eve else "AFTER_LONG", price, because)


def check_week(look: WeekLook, situation: Situation) -> Objection | None:
    """The price of light sessions in the week."""
    if not look.light or not look.week.most_full:
        return None
    settings = situation.settings
    busy = look.week.demanding_days >= settings["many_demanding_days"]
    first = settings["cost_light_busy_week" if busy else "cost_light"]
    price = first + (look.light - 1) * settings["cost_light"]
    return cost(NAME, "TARGET_MET", price, "a light session trains less than a full one")


RULE = Rule(
    name=NAME,
    manual=__doc__,
    codes=("BEFORE_HARD", "AFTER_LONG", "TARGET_MET"),
    parameters=(
        "cost_light",
        "cost_light_busy_week",
        "cost_light_long_day",
        "cost_light_eve",
        "many_demanding_days",
    ),
    on_slot=check,
    on_week=check_week,
)
