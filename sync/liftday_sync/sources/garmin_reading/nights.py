"""Nights and what the watch's maker says of the body: a few requests a day, each item one fact of one date."""

import json
from collections.abc import Awaitable, Callable, Iterator, Mapping
from datetime import date, datetime
from typing import Annotated, Any
from zoneinfo import ZoneInfo

from pydantic import BeforeValidator

from liftday_rules.model import BodyMeasure, Night
from liftday_sync.errors import BadPayload
from liftday_sync.sources.base import ItemKind, RawItem
from liftday_sync.sources.files.track import believable_bpm
from liftday_sync.sources.garmin_json import Number, Tolerant, canonical, scrubbed
from liftday_sync.sources.garmin_reading.cursor import Cursor
from liftday_sync.sources.garmin_reading.steps import NIGHT_UNTIL, Measures
from liftday_sync.sources.garmin_reading.trouble import Refusal

SLOWEST_MPS = 1.0
"""Garmin gives the threshold speed in tenths of it: below this nobody's threshold lies."""
TENTHS = 10.0
HOUR_S = 3600.0
DAYS = frozenset({"day", "wake"})
"""Kinds of items about a whole day; their resting heart rate is the day's."""


class Facts(Tolerant):
    """What a night's items say, under Garmin's names; every item has a few of them."""

    last_night_avg: Number = None
    resting_heart_rate: Number = None
    body_battery_at_wake_time: Number = None
    sleep_time_seconds: Number = None
    sleep_score: Number = None
    score: Number = None
    speed: Number = None
    heart_rate: Number = None
    hear_rate: Number = None
    max_heart_rate_used: Number = None
    resting_heart_rate_used: Number = None
    lactate_threshold_heart_rate_used: Number = None


class Heart(Tolerant):
    """The heart rates of a day, where Garmin puts them in a drawer of their own."""

    resting_value: Number = None


class Drawers(Tolerant):
    """What a newer form of the same item keeps one level deeper."""

    heart_rate: Annotated[Heart, BeforeValidator(lambda told: told if isinstance(told, dict) else {})] = Heart()


type Ask = Callable[[str, date, date, datetime], Awaitable[list[RawItem]]]
"""Reads a measure from a first local day to today. Raises `Trouble`."""


async def read_measure(
    ask: Ask, each_night: Measures, cursor: Cursor, now: datetime, zone: ZoneInfo
) -> tuple[RawItem, ...]:
    """Read what stands first in the cursor's queue and take it off. A watch that does not measure it is no trouble."""
    measure = cursor.measures[0]
    kind, _, first = measure.partition(":")
    local = now.astimezone(zone)
    items: tuple[RawItem, ...] = ()
    try:
        items = tuple(await ask(kind, date.fromisoformat(first), local.date(), now))
    except Refusal:
        items = ()  # this one sits out today; the others go on
    cursor.measures = cursor.measures[1:]
    cursor.asked_night_at = now
    is_today = measure == f"sleep:{local.date()}"
    if is_today and not cursor.measures and (items or local.hour >= NIGHT_UNTIL):
        cursor.night_read = local.date()
        cursor.measures = each_night(local.date())
    elif is_today and items:
        cursor.night_read = local.date()
    return items


def objects(told: Any) -> list[Mapping[str, Any]]:
    """The entries of a list that are objects; empty where there is no list."""
    return [one for one in told if isinstance(one, dict)] if isinstance(told, list) else []


def night_of(told: Any) -> Iterator[RawItem]:
    """One night; the curves of it are left out."""
    if isinstance(told, dict) and told.get("sleepTimeSeconds") and told.get("calendarDate"):
        scores = told.get("sleepScores")
        overall = scores.get("overall") if isinstance(scores, dict) else None
        score = overall.get("value") if isinstance(overall, dict) else None
        yield item_of("sleep", str(told["calendarDate"]), {**told, "sleepScore": score})


def dated(kind: str, told: Any) -> Iterator[RawItem]:
    """One item a date; of several the first, which is the newest."""
    by_date: dict[str, Mapping[str, Any]] = {}
    for one in objects(told):
        if one.get("calendarDate"):
            by_date.setdefault(str(one["calendarDate"]), one)
    yield from (item_of(kind, day, one) for day, one in by_date.items())


def item_of(kind: str, day: str, told: Mapping[str, Any]) -> RawItem:
    """One fact of one date; places and people left out."""
    return RawItem(external_id=f"{kind}:{day}", kind=ItemKind.WELLNESS, payload=canonical(scrubbed(dict(told))))


def meaning(item: RawItem) -> Night | BodyMeasure:
    """What a stored item says of its date. Raises `BadPayload`."""
    kind, _, day = item.external_id.partition(":")
    try:
        payload = json.loads(item.payload)
        told, drawers = Facts.model_validate(payload), Drawers.model_validate(payload)
        on = date.fromisoformat(day)
    except ValueError as error:
        raise BadPayload(f"Garmin's record {item.external_id} can't be read; please report it.") from error
    if kind == "threshold":
        return BodyMeasure(date=on, lthr_bpm=told.heart_rate or told.hear_rate, threshold_speed_mps=_speed(told.speed))
    if kind == "zones":
        return BodyMeasure(
            date=on,
            hr_max_bpm=believable_bpm(told.max_heart_rate_used),
            hr_rest_bpm=believable_bpm(told.resting_heart_rate_used),
            lthr_bpm=believable_bpm(told.lactate_threshold_heart_rate_used),
        )
    asleep_s = told.sleep_time_seconds if kind == "sleep" else None
    return Night(
        date=on,
        hrv_rmssd_ms=told.last_night_avg,
        resting_hr_bpm=(told.resting_heart_rate or drawers.heart_rate.resting_value) if kind in DAYS else None,
        sleep_h=asleep_s / HOUR_S if asleep_s else None,
        sleep_score_0_100=told.sleep_score if kind == "sleep" else None,
        body_battery_wake_0_100=told.body_battery_at_wake_time,
        training_readiness_0_100=told.score if kind == "readiness" else None,
    )


def _speed(told: float | None) -> float | None:
    if told is None or told <= 0:
        return None
    return round(told * TENTHS, 3) if told < SLOWEST_MPS else told
