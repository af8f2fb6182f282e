"""What a stored payload means: from the file's words to an activity. Pure; it reads payload and stream, nothing else.

A payload has up to three parts: `recording` (a FIT, TCX or GPX file), `strava` (a row of a Strava archive's list) and
`garmin` (a summary of a Garmin account export). Where they disagree, the recording knows what was measured, Strava's
row knows what the athlete said.
"""

import json
from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from liftday_rules.model import Activity, ActivityId, Lap, LapKind, Sport, StravaFields, Stream
from liftday_sync.errors import BadPayload
from liftday_sync.sources.base import ItemKind, RawItem
from liftday_sync.sources.files.recording import (
    GarminRow,
    RawLap,
    Recording,
    StravaRow,
    from_plain,
    to_plain,
)
from liftday_sync.sources.files.sports import more_exact, sport_of
from liftday_sync.sources.streams import pack, unpack

SOURCE = "file"
PART = ":part"
"""Ends the id of a recording that breaks off, so that it never takes the place of the whole one."""

PARTS: dict[str, type[Recording | StravaRow | GarminRow]] = {
    "recording": Recording,
    "strava": StravaRow,
    "garmin": GarminRow,
}
RACE, LONG_RUN = 1, 2
SESSION_END = "session_end"
WATCHED_TRIGGERS = {"manual", "location"}
"""Triggers behind which stands a press or a place; all others come by themselves."""
INTENSITIES = {
    "active": LapKind.ACTIVE,
    "interval": LapKind.ACTIVE,
    "rest": LapKind.REST,
    "resting": LapKind.REST,
    "recovery": LapKind.RECOVERY,
    "warmup": LapKind.WARMUP,
    "cooldown": LapKind.COOLDOWN,
}


def to_item(
    recording: Recording | None = None, strava: StravaRow | None = None, garmin: GarminRow | None = None
) -> RawItem:
    """The raw item of one thing that was done, under the id that every import of it will give."""
    parts = {"recording": recording, "strava": strava, "garmin": garmin}
    return RawItem(
        external_id=_external_id(recording, strava, garmin),
        kind=ItemKind.ACTIVITY,
        payload=_canonical({name: to_plain(part) for name, part in parts.items() if part is not None}),
        stream=None if recording is None or recording.stream is None else pack(recording.stream),
    )


def joined(old: RawItem, new: RawItem) -> RawItem:
    """The new item with the parts that only the old one has: a file adds to what is known and takes nothing away."""
    before, now = json.loads(old.payload), json.loads(new.payload)
    if not before.keys() - now.keys():
        return new
    return replace(new, payload=_canonical(before | now), stream=new.stream or old.stream)


def to_activity(item: RawItem, zone: ZoneInfo) -> Activity:
    """What the item means. `zone` is the athlete's home, for files that know only UTC. Raises `BadPayload`."""
    try:
        stream = None if item.stream is None else unpack(item.stream)
        parts = {name: from_plain(PARTS[name], plain) for name, plain in json.loads(item.payload).items()}
        return build(item.external_id, parts, stream, zone)
    except (ValueError, KeyError, TypeError) as error:
        raise BadPayload(f"Item {item.external_id} can't be read ({error}); import its file again.") from error


def build(external_id: str, parts: dict[str, Any], stream: Stream | None, zone: ZoneInfo) -> Activity:
    """The activity that these parts tell of. Raises ValueError when it has no start or no length."""
    recording: Recording | None = parts.get("recording")
    row: StravaRow | None = parts.get("strava")
    summary: GarminRow | None = parts.get("garmin")
    told = [part for part in (recording, summary, row) if part is not None]
    start = _first(told, "start")
    elapsed_s = _first(told, "elapsed_s")
    if start is None or elapsed_s is None:
        raise ValueError("it does not say when it began and how long it took")
    return Activity(
        id=ActivityId(f"{SOURCE}:{external_id}"),
        source=SOURCE,
        sport=_sport(recording or summary, row),
        start=start,
        local_date=_local_date(start, _first([recording, summary], "utc_offset_min"), zone),
        elapsed_s=elapsed_s,
        moving_s=_first(told, "moving_s"),
        distance_m=_first(told, "distance_m"),
        ascent_m=_first(told, "ascent_m"),
        descent_m=_first(told, "descent_m"),
        avg_hr_bpm=_first(told, "avg_hr_bpm"),
        max_hr_bpm=_first(told, "max_hr_bpm"),
        temperature_c=_first(told, "temperature_c"),
        name=_first([row, summary, recording], "name"),
        laps=_laps(recording.laps) if recording else (),
        stream=stream,
        garmin=_first([summary, recording], "garmin"),
        strava=_strava(row) if row else None,
        recording_key=_first([recording], "key"),
    )


def _external_id(recording: Recording | None, strava: StravaRow | None, garmin: GarminRow | None) -> str:
    if recording is not None:
        return recording.identity if recording.whole else recording.identity + PART
    if garmin is not None:
        return f"garmin:{garmin.activity_id}"
    assert strava is not None
    return f"strava:{strava.activity_id}"


def _canonical(document: dict[str, Any]) -> bytes:
    return json.dumps(document, sort_keys=True, ensure_ascii=False, separators=(",", ":")).encode()


def _first(parts: Iterable[Any], name: str) -> Any:
    """The first part's word on it; the parts stand in order of trust."""
    return next((value for part in parts if part is not None and (value := getattr(part, name)) is not None), None)


def _sport(recorded: Recording | GarminRow | None, row: StravaRow | None) -> Sport:
    if row is None:
        return sport_of(recorded.sport) if recorded else Sport.OTHER
    listed = sport_of(row.sport)
    return more_exact(listed, sport_of(recorded.sport)) if recorded else listed


def _local_date(start: datetime, utc_offset_min: int | None, zone: ZoneInfo) -> Any:
    if utc_offset_min is None:
        return start.astimezone(zone).date()
    return (start.astimezone(UTC) + timedelta(minutes=utc_offset_min)).date()


def _laps(laps: Sequence[RawLap]) -> tuple[Lap, ...]:
    """The laps. Watches call every lap `active`, so a lap's part in a workout counts only where laps differ in it."""
    intensities = [INTENSITIES.get((lap.intensity or "").lower()) for lap in laps]
    structured = len(set(intensities) - {None}) > 1
    found: list[Lap] = []
    by_trigger = LapKind.AUTO
    for lap, intensity in zip(laps, intensities, strict=True):
        by_trigger = _by_trigger(lap.trigger, by_trigger)
        found.append(
            Lap(
                elapsed_s=lap.elapsed_s,
                moving_s=lap.moving_s,
                distance_m=lap.distance_m,
                avg_hr_bpm=lap.avg_hr_bpm,
                max_hr_bpm=lap.max_hr_bpm,
                kind=(intensity if structured else None) or by_trigger,
            )
        )
    return tuple(found)


def _by_trigger(trigger: str | None, before: LapKind) -> LapKind:
    """A lap that ended with the whole run is of the kind of the one before it."""
    if trigger == SESSION_END:
        return before
    return LapKind.MANUAL if trigger is None or trigger in WATCHED_TRIGGERS else LapKind.AUTO


def _strava(row: StravaRow) -> StravaFields:
    workout_type = RACE if row.competition else LONG_RUN if row.long_run else None
    return StravaFields(
        workout_type=workout_type, suffer_score=row.suffer_score, perceived_exertion=row.perceived_exertion
    )
