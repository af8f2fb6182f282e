"""What one file tells of one thing that was done, in words and numbers; positions never get this far."""

import hashlib
from dataclasses import asdict, dataclass, fields
from datetime import UTC, datetime
from typing import Any

from liftday_rules.model import GarminFields, Stream


@dataclass(frozen=True, slots=True, kw_only=True)
class RawLap:
    """One lap in the device's own words; None is not said."""

    elapsed_s: float
    moving_s: float | None = None
    distance_m: float | None = None
    avg_hr_bpm: float | None = None
    max_hr_bpm: float | None = None
    trigger: str | None = None
    """What ended it: `manual`, `time`, `distance`, `session_end`, …"""
    intensity: str | None = None
    """What part of a workout it was: `active`, `rest`, `warmup`, `cooldown`, `recovery`, `interval`."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Recording:
    """One thing that was done, as one file tells it. `start` is an instant, UTC."""

    format: str
    """`fit`, `tcx` or `gpx`."""
    identity: str
    """The same wherever the recording is found, packed or not."""
    key: str | None = None
    """Set where the device itself says which recording it is."""
    sport: str
    start: datetime
    utc_offset_min: int | None = None
    elapsed_s: float
    moving_s: float | None = None
    distance_m: float | None = None
    ascent_m: float | None = None
    descent_m: float | None = None
    avg_hr_bpm: float | None = None
    max_hr_bpm: float | None = None
    temperature_c: float | None = None
    name: str | None = None
    device: str | None = None
    laps: tuple[RawLap, ...] = ()
    garmin: GarminFields | None = None
    primary_benefit: int | None = None
    """Garmin's undocumented session field 188, kept for the day its meaning is certain."""
    whole: bool = True
    """False when the file is cut off, so that there may be more of it elsewhere."""
    stream: Stream | None = None
    notes: tuple[str, ...] = ()
    """What the athlete should know about the file, each one sentence."""


@dataclass(frozen=True, slots=True, kw_only=True)
class StravaRow:
    """What a Strava archive's list says of one activity, in SI units."""

    activity_id: str
    sport: str
    start: datetime | None
    name: str | None = None
    elapsed_s: float | None = None
    moving_s: float | None = None
    distance_m: float | None = None
    ascent_m: float | None = None
    descent_m: float | None = None
    avg_hr_bpm: float | None = None
    max_hr_bpm: float | None = None
    temperature_c: float | None = None
    suffer_score: float | None = None
    perceived_exertion: float | None = None
    competition: bool = False
    long_run: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class GarminRow:
    """What a Garmin account export's summary says of one activity, in SI units."""

    activity_id: str
    sport: str
    start: datetime
    utc_offset_min: int | None = None
    name: str | None = None
    elapsed_s: float
    moving_s: float | None = None
    distance_m: float | None = None
    ascent_m: float | None = None
    descent_m: float | None = None
    avg_hr_bpm: float | None = None
    max_hr_bpm: float | None = None
    temperature_c: float | None = None
    garmin: GarminFields


NOT_STORED = {"stream", "notes"}
"""The stream is packed on its own; notes are for whoever imports."""


def to_plain(value: Recording | StravaRow | GarminRow) -> dict[str, Any]:
    """As plain JSON values; what is unknown is left out."""
    plain = {name: item for name, item in _items(value) if item not in (None, (), False) or name == "whole"}
    if "start" in plain:
        plain["start"] = plain["start"].isoformat()
    if "laps" in plain:
        plain["laps"] = [_without_none(asdict(lap)) for lap in plain["laps"]]
    if "garmin" in plain:
        plain["garmin"] = _without_none(asdict(plain["garmin"]))
    return plain


def _items(value: Recording | StravaRow | GarminRow) -> list[tuple[str, Any]]:
    return [(field.name, getattr(value, field.name)) for field in fields(value) if field.name not in NOT_STORED]


def _without_none(plain: dict[str, Any]) -> dict[str, Any]:
    return {name: item for name, item in plain.items() if item is not None and item != ()}


def from_plain[T: Recording | StravaRow | GarminRow](cls: type[T], plain: dict[str, Any]) -> T:
    """What `to_plain` was given. Raises KeyError, TypeError or ValueError when it does not fit."""
    known = {field.name for field in fields(cls)}
    given = {name: item for name, item in plain.items() if name in known}
    if "start" in given:
        given["start"] = datetime.fromisoformat(given["start"]).astimezone(UTC)
    if "laps" in given:
        given["laps"] = tuple(RawLap(**lap) for lap in given["laps"])
    if "garmin" in given:
        told: dict[str, Any] = given["garmin"]
        lists = {name: tuple(item) for name, item in told.items() if isinstance(item, list)}
        given["garmin"] = GarminFields(**(told | lists))
    return cls(start=given.pop("start", None), **given)


def fingerprint(*parts: object) -> str:
    """A short name for a recording that brings none of its own: the same for the same facts."""
    return hashlib.sha256("|".join(map(str, parts)).encode()).hexdigest()[:24]
