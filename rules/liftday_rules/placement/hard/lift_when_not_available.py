"""Lift when not available: a session at a time that is taken.

## What it does
Forbids a session that meets a busy block of the calendar or a run, or that starts within the next hour, and moving a
published one to an earlier day with less than 12 h notice. Only the athlete's slots are looked at in the first place.
Whoever trains in a gym may ask for the way there and back as well (`way_to_gym_min`).

## Why
A plan that ignores the calendar is not read twice. An hour is what it takes to notice and to get ready.

## Parameters
notice_h, forward_notice_h, way_to_gym_min

## Exceptions
What is already published needs neither notice nor a slot; it moves only when its time is taken, and a run that nobody
stated takes no time from it: of that only the usual hour is known. A pinned session stays.
"""

from datetime import timedelta

from liftday_rules.model import Busy, Equipment, Objection
from liftday_rules.phrases import part_of_day, weekday, whose_run
from liftday_rules.placement.hard.lift_without_equipment import equipment_at
from liftday_rules.placement.rule import Rule, forbid
from liftday_rules.placement.situation import Candidate, Situation, Standing

NAME = "lift_when_not_available"


def check(candidate: Candidate, situation: Situation) -> Objection | None:
    """Object when the time is taken or too near."""
    way = _way_to_gym(candidate, situation) if situation.busy else timedelta()
    if any(_meets(busy, candidate, way) for busy in situation.busy):
        when = f"{weekday(candidate.day)} {part_of_day(candidate.start, situation.zone)}"
        return forbid(NAME, "BUSY", f"{when} is taken in your calendar")
    if candidate.meets is not None and not (candidate.meets.is_habit and candidate.stands is not None):
        return forbid(NAME, "BUSY", f"{whose_run(candidate.meets, situation.today)} is at that time")
    if candidate.stands is None and candidate.start < situation.now + timedelta(hours=situation.settings["notice_h"]):
        return forbid(NAME, "BUSY", "it would start within the hour")
    return None


def check_change(standing: Standing, candidate: Candidate | None, situation: Situation) -> Objection | None:
    """Object to an earlier day that comes too soon."""
    if candidate is None or candidate.day >= standing.day:
        return None
    notice_h = situation.settings["forward_notice_h"]
    if candidate.start >= situation.now + timedelta(hours=notice_h):
        return None
    return forbid(NAME, "BUSY", f"an earlier day needs {notice_h:g} h notice")


def _meets(busy: Busy, candidate: Candidate, way: timedelta) -> bool:
    return busy.start < candidate.end + way and candidate.start - way < busy.end


def _way_to_gym(candidate: Candidate, situation: Situation) -> timedelta:
    in_gym = equipment_at(candidate, situation) is Equipment.GYM
    return timedelta(minutes=situation.settings["way_to_gym_min"] if in_gym else 0)


RULE = Rule(
    name=NAME,
    manual=__doc__,
    codes=("BUSY",),
    parameters=("notice_h", "forward_notice_h", "way_to_gym_min"),
    on_slot=check,
    on_change=check_change,
)
