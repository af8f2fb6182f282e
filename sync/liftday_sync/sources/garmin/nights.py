"""Nights and what the watch says of the body, as the account tells them: a few requests a day."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date, datetime, timedelta
from typing import Any

from liftday_sync.sources.base import RawItem
from liftday_sync.sources.garmin.session import Session
from liftday_sync.sources.garmin_reading.nights import dated, item_of, night_of, objects

MORNING = "AFTER_WAKEUP_RESET"
NIGHTS_AT_FIRST = 28
NIGHTS_ALONE_AT_FIRST = 3
NIGHTS_AGAIN = 2
RANGES = ("hrv", "days", "readiness", "threshold")


def at_first(today: date) -> list[str]:
    """The last nights, each on its own, and the last weeks of what comes in stretches."""
    nights = [f"sleep:{today - timedelta(days=back)}" for back in range(NIGHTS_ALONE_AT_FIRST)]
    return [*nights, *_ranges(today, NIGHTS_AT_FIRST)]


def each_night(today: date) -> list[str]:
    """What else is asked for once the night is there."""
    return _ranges(today, NIGHTS_AGAIN)


def _ranges(today: date, days: int) -> list[str]:
    return [f"{measure}:{today - timedelta(days=days)}" for measure in RANGES]


async def read_kind(session: Session, kind: str, first: date, today: date, now: datetime) -> list[RawItem]:
    """One request: a night, or a measure of some days. Raises `Trouble`."""
    if kind == "sleep":
        return _of_sleep(await session.get("/sleep-service/sleep/dailySleepData", now, date=str(first)))
    if kind == "hrv":
        told = await session.get(f"/hrv-service/hrv/daily/{first}/{today}", now)
        return list(dated("hrv", told.get("hrvSummaries") if isinstance(told, dict) else told))
    if kind == "days":
        told = await session.get(
            "/usersummary-service/v2/dailysummaries", now, startDate=str(first), endDate=str(today)
        )
        return list(dated("day", told.get("data") if isinstance(told, dict) else told))
    if kind == "readiness":
        told = await session.get(f"/metrics-service/metrics/trainingreadiness/{first}/{today}", now)
        return list(dated("readiness", [one for one in objects(told) if one.get("inputContext") == MORNING]))
    told = await session.get("/biometric-service/biometric/latestLactateThreshold", now)
    return list(_threshold(objects(told), today))


def _of_sleep(told: Any) -> list[RawItem]:
    return list(night_of(told.get("dailySleepDTO"))) if isinstance(told, dict) else []


def _threshold(told: Sequence[Mapping[str, Any]], today: date) -> Iterator[RawItem]:
    """Speed and heart rate come in entries of their own, each with the day it was measured."""
    both = {key: value for one in told for key, value in one.items() if value is not None}
    if both:
        day = str(both.get("calendarDate") or today)[:10]
        yield item_of("threshold", day, both)
