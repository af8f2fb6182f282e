"""Strava's fields: which are kept, and how to read them whatever Strava puts there. Positions are never kept."""

import hashlib
import json
import math
from collections.abc import Mapping, Sequence
from datetime import date, datetime, timedelta
from itertools import pairwise
from typing import Annotated, Any

from pydantic import BaseModel, BeforeValidator, ConfigDict

from liftday_rules.model import Stream
from liftday_sync.sources.base import ItemKind, RawItem
from liftday_sync.sources.streams import pack

KEPT = (
    "id", "name", "sport_type", "type", "workout_type", "start_date", "start_date_local", "utc_offset", "elapsed_time",
    "moving_time", "distance", "total_elevation_gain", "average_heartrate", "max_heartrate", "has_heartrate",
    "suffer_score", "average_temp", "trainer", "manual", "external_id", "device_name",
)  # fmt: skip
"""Of an activity in a list. Neither positions nor what others said about it."""
KEPT_OF_DETAIL = ("perceived_exertion", "calories")
KEPT_OF_LAP = ("elapsed_time", "moving_time", "distance", "average_heartrate", "max_heartrate", "lap_index")
STREAM_TYPES = ("time", "heartrate", "velocity_smooth", "altitude", "cadence", "distance")
HIDDEN = "T00:00:01"
HIDDEN_SPAN = timedelta(hours=38)
"""A hidden start is some time within its day, in whatever zone."""
LEGS = 2
MAX_OFFSET, OFFSET_STEP = timedelta(hours=14), timedelta(minutes=15)


def _number(value: Any) -> float | None:
    """The number if it is one, else nothing: one odd figure must not cost the run."""
    try:
        number = float(value)
    except TypeError, ValueError:
        return None
    return number if math.isfinite(number) else None


def _whole(value: Any) -> int | None:
    number = _number(value)
    return None if number is None else int(number)


def _text(value: Any) -> str | None:
    return value.strip() or None if isinstance(value, str) else None


type Number = Annotated[float | None, BeforeValidator(_number)]
type Whole = Annotated[int | None, BeforeValidator(_whole)]
type Text = Annotated[str | None, BeforeValidator(_text)]
type Truth = Annotated[bool, BeforeValidator(bool)]


class Tolerant(BaseModel):
    """Everything may be missing, null, or of another kind than documented; what is new is let through."""

    model_config = ConfigDict(extra="allow", frozen=True)


class RawLap(Tolerant):
    """A lap as Strava tells it."""

    elapsed_time: Number = None
    moving_time: Number = None
    distance: Number = None
    average_heartrate: Number = None
    max_heartrate: Number = None


class RawActivity(Tolerant):
    """An activity as Strava tells it, in a list or by itself."""

    id: Whole = None
    name: Text = None
    sport_type: Text = None
    type: Text = None
    workout_type: Whole = None
    start_date: Text = None
    start_date_local: Text = None
    utc_offset: Number = None
    elapsed_time: Number = None
    moving_time: Number = None
    distance: Number = None
    total_elevation_gain: Number = None
    average_heartrate: Number = None
    max_heartrate: Number = None
    suffer_score: Number = None
    average_temp: Number = None
    trainer: Truth = False
    external_id: Text = None
    perceived_exertion: Number = None

    @property
    def start(self) -> datetime | None:
        """The instant, UTC."""
        return moment(self.start_date)

    @property
    def wall_start(self) -> datetime | None:
        """The wall time; Strava writes a Z behind it, which is not true."""
        return moment(self.start_date_local)

    @property
    def is_hidden(self) -> bool:
        """Whether the athlete hides when it began: both times are then the first second of the day."""
        return HIDDEN in (self.start_date or "") and HIDDEN in (self.start_date_local or self.start_date or "")

    @property
    def offset(self) -> timedelta | None:
        """Wall time minus UTC; None when what Strava says can't be."""
        if self.is_hidden:
            return None
        if self.start is not None and self.wall_start is not None:
            return _sound(self.wall_start - self.start)
        return None if self.utc_offset is None else _sound(timedelta(seconds=self.utc_offset))

    @property
    def local_date(self) -> date | None:
        """The training day; None when it can't be told without the athlete's zone."""
        if self.is_hidden:
            shown = self.wall_start or self.start
            return None if shown is None else shown.date()
        return (self.start + self.offset).date() if self.start is not None and self.offset is not None else None

    @property
    def is_before(self) -> int | None:
        """Seconds since 1970 that it certainly began before; lists are paged by it."""
        if self.start is None:
            return None
        return math.ceil((self.start + (HIDDEN_SPAN if self.is_hidden else timedelta(seconds=1))).timestamp())


def moment(text: str | None) -> datetime | None:
    """The instant that is written there, with T or a blank; one without a zone is UTC."""
    try:
        found = datetime.fromisoformat(text or "")
    except ValueError:
        return None
    return found if found.tzinfo is not None else datetime.fromisoformat(f"{found.isoformat()}+00:00")


def _sound(offset: timedelta) -> timedelta | None:
    return offset if abs(offset) <= MAX_OFFSET and offset % OFFSET_STEP == timedelta(0) else None


def summary_item(given: Mapping[str, Any]) -> RawItem | None:
    """What a list tells of one activity; None without an id, for then it is nothing that could come again."""
    return _item({"activity": _only(given, KEPT)}, None)


def detail_item(given: Mapping[str, Any], stream: Stream | None) -> RawItem | None:
    """The same with laps, effort and samples."""
    laps = given.get("laps")
    detail = _only(given, KEPT_OF_DETAIL)
    if isinstance(laps, list):
        detail["laps"] = [_only(lap, KEPT_OF_LAP) for lap in laps if isinstance(lap, Mapping)]
    return _item({"activity": _only(given, KEPT), "detail": detail}, stream)


def joined(known: RawItem, item: RawItem) -> RawItem:
    """The new item, with the known one's details where only the list was read and the recording is still as long."""
    before, after = json.loads(known.payload), json.loads(item.payload)
    if _length(before) != _length(after):
        return item
    document = {name: part for name, part in before.items() if name != "activity"} | after
    return RawItem(
        external_id=item.external_id,
        kind=item.kind,
        payload=canonical(document),
        stream=item.stream if item.stream is not None else known.stream,
    )


def fingerprint(item: RawItem) -> str:
    """Short and equal when nothing changed."""
    return hashlib.sha256(item.payload).hexdigest()[:12]


def stream_of(given: Any, *, is_run: bool) -> Stream | None:
    """The samples, without positions; lists that don't fit the times are left out."""
    times = tuple(time for time in _samples(given, "time") if time is not None)
    if not times or len(times) != len(_samples(given, "time")) or any(a > b for a, b in pairwise(times)):
        return None
    known = {name: samples for name in STREAM_TYPES if len(samples := _samples(given, name)) == len(times)}
    cadence = known.get("cadence", ())
    return Stream(
        time_s=times,
        speed_mps=known.get("velocity_smooth") or _speeds(known.get("distance", ()), times),
        hr_bpm=known.get("heartrate", ()),
        altitude_m=known.get("altitude", ()),
        cadence_spm=tuple(_steps(one, is_run=is_run) for one in cadence),
    )


def canonical(document: Mapping[str, Any]) -> bytes:
    """JSON whose bytes are equal when the content is."""
    return json.dumps(document, sort_keys=True, ensure_ascii=False, separators=(",", ":")).encode()


def _item(document: Mapping[str, Any], stream: Stream | None) -> RawItem | None:
    number = _whole(document["activity"].get("id"))
    if number is None or number <= 0:
        return None
    return RawItem(
        external_id=str(number),
        kind=ItemKind.ACTIVITY,
        payload=canonical(document),
        stream=None if stream is None else pack(stream),
    )


def _only(given: Mapping[str, Any], names: Sequence[str]) -> dict[str, Any]:
    return {name: given[name] for name in names if given.get(name) is not None}


def _length(document: Mapping[str, Any]) -> tuple[Any, Any]:
    activity = document.get("activity") or {}
    return activity.get("elapsed_time"), activity.get("distance")


def _samples(given: Any, name: str) -> tuple[float | None, ...]:
    """One list of samples, from either form that Strava answers in."""
    if isinstance(given, list):
        given = {one.get("type"): one for one in given if isinstance(one, Mapping)}
    one = given.get(name) if isinstance(given, Mapping) else None
    data = one.get("data") if isinstance(one, Mapping) else None
    return tuple(_number(sample) for sample in data) if isinstance(data, list) else ()


def _speeds(metres: Sequence[float | None], times: Sequence[float | None]) -> tuple[float | None, ...]:
    """Speeds from distances, where none were recorded."""
    if not metres:
        return ()
    pairs = list(zip(metres, times, strict=True))
    return (None, *(_speed(before, after) for before, after in pairwise(pairs)))


def _speed(before: tuple[float | None, float | None], after: tuple[float | None, float | None]) -> float | None:
    if before[0] is None or after[0] is None or before[1] is None or after[1] is None or after[1] <= before[1]:
        return None
    return max(0.0, (after[0] - before[0]) / (after[1] - before[1]))


def _steps(cadence: float | None, *, is_run: bool) -> float | None:
    """Steps a minute; of a run Strava counts one leg."""
    return cadence if cadence is None or not is_run else cadence * LEGS
