"""Too many lifts: more sessions than the week is meant to have, or more than three in any seven days.

## What it does
Forbids a session beyond the week's target, a full one beyond the full ones that a taper week allows, and a fourth in
any seven days.

## Why
Studies that helped runners used two or three sessions a week (Blagrove, Howatson & Hayes 2018); in the weeks before a
race heavy work is cut while the habit stays (Bosquet et al. 2007).

## Parameters
most_in_7_days

## Exceptions
Sessions done or pinned count, but are not taken back. In race week one published session may survive as a light one.
"""

from liftday_rules.model import Objection
from liftday_rules.phrases import number
from liftday_rules.placement.rule import Rule, WeekLook, forbid
from liftday_rules.placement.situation import Situation

NAME = "too_many_lifts"


def check_week(look: WeekLook, situation: Situation) -> Objection | None:
    """Object to a week with more sessions to come than there is room for."""
    _ = situation
    room = max(0, look.week.cap - look.week.spent - look.done)
    if look.full + look.light + look.micro > room:
        most = look.week.cap
        because = f"{number(most)} {'session is' if most == 1 else 'sessions are'} enough this week"
        return forbid(NAME, "TARGET_MET", because)
    if look.full > look.week.most_full:
        most = look.week.most_full
        because = f"{number(most)} full {'session is' if most == 1 else 'sessions are'} enough before the race"
        return forbid(NAME, "RACE_TAPER", because)
    return None


RULE = Rule(
    name=NAME,
    manual=__doc__,
    codes=("TARGET_MET", "RACE_TAPER", "CAP"),
    parameters=("most_in_7_days",),
    on_week=check_week,
)
