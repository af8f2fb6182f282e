"""Garmin's calendar: planned runs, those of adaptive plans included, and races. Dates, no hours; localised titles."""

import calendar
import hashlib
import json
from collections.abc import Mapping
from datetime import UTC, date, datetime, time
from typing import Annotated, Any
from zoneinfo import ZoneInfo

from pydantic import BeforeValidator

from liftday_rules.model import PlannedRun, Priority, Race, RunClass, RunState
from liftday_sync.errors import BadPayload
from liftday_sync.sources.base import ItemKind, Listing, RawItem
from liftday_sync.sources.garmin.session import Session
from liftday_sync.sources.garmin_json import Number, Text, Tolerant, canonical, scrubbed
from liftday_sync.sources.plan_words import words

ADAPTIVE = "fbtadaptiveworkout"
WORKOUTS = frozenset({"workout", ADAPTIVE})
EVENTS = frozenset({"event", "race"})
METRES = {"kilometer": 1000.0, "meter": 1.0, "mile": 1609.344}
FIRST_HOUR = time(0)


class Target(Tolerant):
    """How far a race goes."""

    value: Number = None
    unit: Text = None


class Entry(Tolerant):
    """An entry of the calendar."""

    item_type: Text = None
    title: Text = None
    date: Text = None
    sport_type_key: Text = None
    duration: Number = None
    is_race: Annotated[bool, BeforeValidator(lambda told: told is True)] = False
    primary_event: Annotated[bool, BeforeValidator(lambda told: told is True)] = False
    completion_target: Annotated[Target, BeforeValidator(lambda told: told if isinstance(told, dict) else {})] = (
        Target()
    )


async def read_month(session: Session, first: date, now: datetime) -> tuple[tuple[RawItem, ...], tuple[Listing, ...]]:
    """All plans of one month; Garmin counts months from 0 and adds days of the months beside it. Raises `Trouble`."""
    told = await session.get(f"/calendar-service/year/{first.year}/month/{first.month - 1}", now)
    entries = told.get("calendarItems") if isinstance(told, dict) else None
    if not isinstance(entries, list):
        return (), ()  # no content says less than an empty month
    items = {item.external_id: item for entry in entries if (item := _item(entry, first)) is not None}
    last = first.replace(day=calendar.monthrange(first.year, first.month)[1])
    listing = Listing(kind=ItemKind.PLANNED, first=first, last=last, external_ids=frozenset(items))
    return tuple(items.values()), (listing,)


def _item(entry: Any, month: date) -> RawItem | None:
    if not isinstance(entry, dict) or not str(entry.get("date", "")).startswith(f"{month:%Y-%m}"):
        return None
    kind = str(entry.get("itemType", "")).lower()
    if kind not in WORKOUTS | EVENTS:
        return None
    return RawItem(external_id=_id(entry, kind), kind=ItemKind.PLANNED, payload=canonical(scrubbed(entry)))


def _id(entry: Mapping[str, Any], kind: str) -> str:
    """Workouts of an adaptive plan share one id, so that their date and title must tell them apart."""
    number = str(entry.get("id") or entry.get("workoutUuid") or "")
    if number and kind != ADAPTIVE:
        return f"plan:{number}"
    told = json.dumps([number, entry.get("date"), entry.get("title")])
    return f"plan:{hashlib.sha256(told.encode()).hexdigest()[:16]}"


def meaning(item: RawItem, zone: ZoneInfo) -> PlannedRun | Race | None:
    """What an entry means where the athlete lives; None: no run. Raises `BadPayload`."""
    try:
        entry = Entry.model_validate(json.loads(item.payload))
        day = date.fromisoformat((entry.date or "")[:10])
    except ValueError as error:
        raise BadPayload("An entry of Garmin's calendar can't be read; open it there and save it again.") from error
    if "running" not in (entry.sport_type_key or ""):
        return None
    start = datetime.combine(day, FIRST_HOUR, zone).astimezone(UTC)
    is_event = (entry.item_type or "").lower() in EVENTS
    distance_m = _metres(entry.completion_target)
    if is_event and distance_m:
        priority = Priority.A if entry.primary_event else Priority.B
        name = entry.title or "Race"
        return Race(name=name, priority=priority, start=start, distance_m=distance_m, state=RunState.PLANNED)
    told = words(entry.title or "")
    return PlannedRun(
        uid=item.external_id,
        start=start,
        minutes=entry.duration / 60 if entry.duration else told.minutes,
        run_class=RunClass.RACE if is_event else told.run_class,
        p_hard=told.p_hard,
        state=RunState.PLANNED,
        name=told.name or None,
        distance_m=told.distance_m,
        all_day=True,
    )


def _metres(target: Target) -> float | None:
    scale = METRES.get((target.unit or "").lower())
    return target.value * scale if target.value and scale else None
