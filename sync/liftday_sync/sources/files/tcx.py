"""Reads TCX files: Garmin's older XML, with laps."""

from dataclasses import dataclass, field
from datetime import datetime
from typing import TYPE_CHECKING

from liftday_sync.sources.files.problems import NotDone, Refused
from liftday_sync.sources.files.recording import RawLap, Recording, fingerprint
from liftday_sync.sources.files.track import Odometer, Track, believable_bpm
from liftday_sync.sources.files.tracked import Tracked, recording_of
from liftday_sync.sources.files.xml import (
    Cut,
    child,
    closed_elements,
    local_name,
    number_at,
    seconds,
    text_at,
    to_instant,
)

if TYPE_CHECKING:
    from xml.etree.ElementTree import Element

FORMAT = "tcx"
RUNNING = "running"


@dataclass(slots=True)
class _Draft:
    """An activity while its parts come in, laps before the activity that holds them."""

    track: Track = field(default_factory=Track)
    odometer: Odometer = field(default_factory=Odometer)
    laps: list[RawLap] = field(default_factory=list)
    first_lap: datetime | None = None
    offset_min: int | None = None


def read(data: bytes) -> list[Recording]:
    """Every activity of this file. Raises `Refused` or `NotDone` when there is none to be had."""
    found: list[Recording] = []
    draft = _Draft()
    try:
        for element in closed_elements(data):
            name = local_name(element)
            if name == "Trackpoint":
                _take_point(draft, element)
                element.clear()
            elif name == "Lap":
                _take_lap(draft, element)
                element.clear()
            elif name == "Activity":
                found += _finish(draft, element)
                draft = _Draft()
                element.clear()
    except Cut as error:
        rest = _finish(draft, None)
        if not found and not rest:
            raise Refused("It is damaged, and nothing in it can be read: export it again.") from error
        return found + rest
    if not found:
        raise NotDone("It holds no activity.")
    return found


def _take_point(draft: _Draft, point: Element) -> None:
    moment = to_instant(text_at(point, "Time"))
    if moment is None:
        return
    if moment[1] is not None and draft.offset_min is None:
        draft.offset_min = round(moment[1].total_seconds() / 60)
    at_s = seconds(moment[0])
    position = child(point, "Position")
    lat = number_at(position, "LatitudeDegrees") if position is not None else None
    lon = number_at(position, "LongitudeDegrees") if position is not None else None
    steps = number_at(point, "Extensions", "TPX", "RunCadence")
    cadence = number_at(point, "Cadence") if steps is None else steps
    draft.track.add(
        time_s=at_s,
        counted_m=number_at(point, "DistanceMeters"),
        walked_m=draft.odometer.read(at_s, lat, lon),
        speed_mps=number_at(point, "Extensions", "TPX", "Speed"),
        hr_bpm=believable_bpm(number_at(point, "HeartRateBpm", "Value")),
        altitude_m=number_at(point, "AltitudeMeters"),
        cadence_spm=None if cadence is None else 2 * cadence,
    )


def _take_lap(draft: _Draft, lap: Element) -> None:
    begun = to_instant(lap.get("StartTime"))
    if begun is not None and draft.first_lap is None:
        draft.first_lap = begun[0]
    elapsed_s = number_at(lap, "TotalTimeSeconds")
    if elapsed_s is None:
        return
    trigger = text_at(lap, "TriggerMethod")
    intensity = text_at(lap, "Intensity")
    draft.laps.append(
        RawLap(
            elapsed_s=elapsed_s,
            distance_m=number_at(lap, "DistanceMeters"),
            avg_hr_bpm=believable_bpm(number_at(lap, "AverageHeartRateBpm", "Value")),
            max_hr_bpm=believable_bpm(number_at(lap, "MaximumHeartRateBpm", "Value")),
            trigger=trigger.lower() if trigger else None,
            intensity=intensity.lower() if intensity else None,
        )
    )


def _finish(draft: _Draft, activity: Element | None) -> list[Recording]:
    """The activity; without its closing element, what there is of it."""
    begun = to_instant(text_at(activity, "Id")) if activity is not None else None
    start = draft.first_lap or (begun[0] if begun else None) or draft.track.start
    if start is None or not (draft.laps or draft.track.time_s):
        return []
    whole = activity is not None
    unit = text_at(activity, "Creator", "UnitId") if activity is not None else None
    tracked = Tracked(
        format=FORMAT,
        sport=((activity.get("Sport") if activity is not None else None) or RUNNING).lower(),
        start=start,
        track=draft.track,
        utc_offset_min=draft.offset_min,
        laps=tuple(draft.laps),
        device=text_at(activity, "Creator", "Name") if activity is not None else None,
        whole=whole,
    )
    by_unit = bool(unit and unit.strip("0") and whole)
    known_by = (unit, start) if by_unit else (start, draft.track.end, len(draft.track.time_s))
    return [recording_of(tracked, identity=f"{FORMAT}:{fingerprint(*known_by)}")]
