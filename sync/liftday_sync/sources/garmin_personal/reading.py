"""What the Personal API gives: details of an activity, and nights and days in stretches that have a longest length."""

from collections.abc import Iterator
from datetime import date, datetime, timedelta
from typing import Any

from liftday_sync.sources.base import RawItem, SourceState
from liftday_sync.sources.garmin_personal.session import Session
from liftday_sync.sources.garmin_reading.activities import ACTIVITY
from liftday_sync.sources.garmin_reading.cursor import Seen
from liftday_sync.sources.garmin_reading.nights import dated, item_of, night_of, objects
from liftday_sync.sources.garmin_reading.trouble import STRANGE, Refusal

SLEEP = "/sleep-service/sleep/dailySleepSummariesByDate"
HRV = "/hrv-service/hrv/daily"
DAYS = "/usersummary-service/v2/dailysummaries"
DAY = "/usersummary-service/usersummary/daily"
ZONES = "/biometric-service/heartRateZones/v2"

LONGEST = {"sleep": 31, "days": 31, "hrv": 365}
"""Days that one request may span, both ends counted; more is an error to the service."""
NIGHTS_AT_FIRST = 62
"""What a usual night is, is learnt from two months."""
NIGHTS_AGAIN = 3
"""A watch may be late with a night."""
MONDAY = 0
SPORTS = ("RUNNING", "DEFAULT")
"""Heart-rate zones are set for each sport; runs have theirs, or those of all sports."""


def at_first(today: date) -> list[str]:
    """The night first, then what is known of the last two months, the newest stretch first."""
    measures = [f"sleep:{today}", f"zones:{today}", f"wake:{today}"]
    for kind in ("hrv", "sleep", "days"):
        span = min(LONGEST[kind], NIGHTS_AT_FIRST)
        measures += [f"{kind}:{today - timedelta(days=back - 1)}" for back in range(span, NIGHTS_AT_FIRST + 1, span)]
    return measures


def each_night(today: date) -> list[str]:
    """What else is asked for once the night is there; the zones, which seldom change, on Mondays."""
    since = today - timedelta(days=NIGHTS_AGAIN)
    measures = [f"wake:{today}", f"hrv:{since}", f"days:{since}", f"sleep:{since}"]
    return [*measures, f"zones:{today}"] if today.weekday() == MONDAY else measures


async def read_kind(session: Session, kind: str, first: date, today: date, now: datetime) -> list[RawItem]:
    """One request: a measure from `first` to today, or as far as one request may span. Raises `Trouble`."""
    last = min(today, first + timedelta(days=LONGEST.get(kind, 1) - 1))
    if kind == "sleep":
        told = await session.get(SLEEP, now, startDate=first, endDate=last)
        return [item for night in objects(told) for item in night_of(night)]
    if kind == "hrv":
        told = await session.get(f"{HRV}/{first}/{last}", now)
        return list(dated("hrv", told.get("hrvSummaries") if isinstance(told, dict) else told))
    if kind == "days":
        told = await session.get(DAYS, now, startDate=first, endDate=last)
        return list(dated("day", told.get("data") if isinstance(told, dict) else told))
    if kind == "wake":
        told = await session.get(DAY, now, calendarDate=first)
        return list(dated("wake", [told]))
    return list(_zones(await session.get(ZONES, now), first))


def _zones(told: Any, today: date) -> Iterator[RawItem]:
    """The zones for running, else those for everything."""
    by_sport = {one.get("sport"): one for one in objects(told)}
    own = next((by_sport[sport] for sport in SPORTS if sport in by_sport), None)
    if own is not None:
        yield item_of("zones", str(today), own)


async def read_parts(session: Session, seen: Seen, external_id: str, now: datetime) -> dict[str, Any]:
    """The activity at every look; at the first look at a run also the workout that was followed. Raises `Trouble`."""
    path = f"{ACTIVITY}/{external_id}"
    detail = await session.get(path, now)
    if not isinstance(detail, dict):
        raise Refusal(SourceState.SCHEMA_DRIFT, STRANGE)
    if seen.reads or not seen.is_run:
        return {"detail": detail}
    try:
        return {"detail": detail, "workouts": objects(await session.get(f"{path}/workouts", now))}
    except Refusal:
        return {"detail": detail}  # few runs follow a workout; how it felt matters more
