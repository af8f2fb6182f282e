"""Reads GPX files: tracks with times, and heart rate and cadence where an app wrote them."""

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from liftday_sync.sources.files.problems import NotDone, Refused
from liftday_sync.sources.files.recording import Recording, fingerprint
from liftday_sync.sources.files.track import Odometer, Track, believable_bpm
from liftday_sync.sources.files.tracked import Tracked, recording_of
from liftday_sync.sources.files.xml import (
    Cut,
    closed_elements,
    local_name,
    seconds,
    text_at,
    to_instant,
    to_number,
)

if TYPE_CHECKING:
    from xml.etree.ElementTree import Element

FORMAT = "gpx"
RUNNING = "running"
STRAVA_TYPES = {"1": "cycling", "4": "hiking", "9": RUNNING, "10": "walking", "11": "walking"}
"""Strava's older exports name the type by a number."""


@dataclass(slots=True)
class _Draft:
    track: Track = field(default_factory=Track)
    odometer: Odometer = field(default_factory=Odometer)
    offset_min: int | None = None
    points: int = 0


def read(data: bytes) -> list[Recording]:
    """Every track of this file that has times. Raises `Refused` or `NotDone` when there is none."""
    found: list[Recording] = []
    draft, points = _Draft(), 0
    try:
        for element in closed_elements(data):
            name = local_name(element)
            if name == "trkpt":
                points += 1
                _take_point(draft, element)
                element.clear()
            elif name == "trk":
                found += _finish(draft, element)
                draft = _Draft()
                element.clear()
    except Cut as error:
        rest = _finish(draft, None)
        if not found and not rest:
            raise Refused("It is damaged, and nothing in it can be read: export it again.") from error
        return found + rest
    if not found:
        raise NotDone("Its track has no times: it is a planned route." if points else "It holds no activity.")
    return found


def _take_point(draft: _Draft, point: Element) -> None:
    moment = to_instant(text_at(point, "time"))
    if moment is None:
        return
    if moment[1] is not None and draft.offset_min is None:
        draft.offset_min = round(moment[1].total_seconds() / 60)
    at_s = seconds(moment[0])
    more = {local_name(one): one.text for one in point.iter()}
    cadence = to_number(more.get("cad") or more.get("cadence"))
    draft.track.add(
        time_s=at_s,
        counted_m=None,
        walked_m=draft.odometer.read(at_s, to_number(point.get("lat")), to_number(point.get("lon"))),
        speed_mps=to_number(more.get("speed")),
        hr_bpm=believable_bpm(to_number(more.get("hr") or more.get("heartrate"))),
        altitude_m=to_number(more.get("ele")),
        cadence_spm=None if cadence is None else 2 * cadence,
    )


def _finish(draft: _Draft, track: Element | None) -> list[Recording]:
    start = draft.track.start
    if start is None:
        return []
    kind = text_at(track, "type") if track is not None else None
    tracked = Tracked(
        format=FORMAT,
        sport=STRAVA_TYPES.get(kind or "", (kind or RUNNING).lower()),
        start=start,
        track=draft.track,
        utc_offset_min=draft.offset_min,
        name=text_at(track, "name") if track is not None else None,
        whole=track is not None,
    )
    known_by = (start, draft.track.end, len(draft.track.time_s))
    return [recording_of(tracked, identity=f"{FORMAT}:{fingerprint(*known_by)}")]
