"""What a stored payload means: from Strava's words to an activity. Pure."""

import json
import re
from collections.abc import Sequence
from datetime import UTC
from zoneinfo import ZoneInfo

from pydantic import ValidationError

from liftday_rules.model import Activity, ActivityId, Lap, LapKind, Sport, StravaFields
from liftday_sync.errors import BadPayload
from liftday_sync.sources.base import RawItem
from liftday_sync.sources.files.sports import sport_of
from liftday_sync.sources.strava.payload import RawActivity, RawLap
from liftday_sync.sources.streams import unpack

SOURCE = "strava"
GARMIN_PUSH = re.compile(r"garmin_push_(\d+)")
GARMIN_FILE = re.compile(r"(\d{9,11})(?:_ACTIVITY)?\.(?:fit|tcx|gpx)", re.IGNORECASE)
"""Names that hold Garmin's own id. `garmin_ping_…` holds the number of a message and says nothing."""
AUTO_LAPS_M = (1000.0, 1609.34, 500.0, 5000.0)
AUTO_LAP_OFF = 0.015
MIN_AUTO_LAPS = 3
RUN_TYPES = range(1, 4)


def to_activity(item: RawItem, name: str, zone: ZoneInfo) -> Activity:
    """What the item means. `name` is the source's, `zone` the athlete's home. Raises `BadPayload`."""
    try:
        document = json.loads(item.payload)
        detail = document.get("detail") or {}
        given = RawActivity.model_validate({**detail, **document["activity"]})
        laps = [RawLap.model_validate(lap) for lap in detail.get("laps", ())]
        return _activity(item, given, laps, name, zone)
    except (ValueError, KeyError, TypeError, ValidationError) as error:
        what = "it does not fit" if isinstance(error, ValidationError) else str(error)
        raise BadPayload(
            f"Strava's activity {item.external_id} can't be read ({what}); look at it on Strava."
        ) from error


def _activity(item: RawItem, given: RawActivity, laps: Sequence[RawLap], name: str, zone: ZoneInfo) -> Activity:
    start, elapsed_s = given.start, given.elapsed_time if given.elapsed_time is not None else given.moving_time
    if start is None or elapsed_s is None or elapsed_s < 0:
        raise ValueError("it does not say when it began and how long it took")
    return Activity(
        id=ActivityId(f"{name}:{item.external_id}"),
        source=SOURCE,
        sport=sport(given),
        start=start.astimezone(UTC),
        local_date=given.local_date or start.astimezone(zone).date(),
        elapsed_s=elapsed_s,
        moving_s=given.moving_time or None,
        distance_m=given.distance or None,
        ascent_m=given.total_elevation_gain,
        avg_hr_bpm=given.average_heartrate or None,
        max_hr_bpm=given.max_heartrate or None,
        temperature_c=given.average_temp,
        name=given.name,
        laps=_laps(laps),
        stream=None if item.stream is None else unpack(item.stream),
        strava=StravaFields(
            workout_type=_stated(given),
            suffer_score=given.suffer_score,
            perceived_exertion=given.perceived_exertion or None,
        ),
        recording_key=recording_key(given.external_id),
        start_hidden=given.is_hidden,
    )


def sport(given: RawActivity) -> Sport:
    """The sport; a run on a trainer is one on a treadmill."""
    found = sport_of(given.sport_type or given.type or "")
    return Sport.TREADMILL_RUN if found is Sport.RUN and given.trainer else found


def recording_key(external_id: str | None) -> str | None:
    """The key that Garmin's own recording has too, where its id can be told."""
    found = GARMIN_PUSH.match(external_id or "") or GARMIN_FILE.fullmatch(external_id or "")
    return f"garmin:{found[1]}" if found else None


def _stated(given: RawActivity) -> int | None:
    """Race, long run or workout, where the athlete said so; that nobody said anything says nothing."""
    return given.workout_type if given.workout_type in RUN_TYPES else None


def _laps(raw: Sequence[RawLap]) -> tuple[Lap, ...]:
    """The laps. Strava does not say what ended them: laps of one round length came by themselves."""
    known = [lap for lap in raw if lap.elapsed_time]
    kind = LapKind.AUTO if _came_by_themselves(known) else LapKind.MANUAL
    return tuple(
        Lap(
            elapsed_s=lap.elapsed_time or 0.0,
            moving_s=lap.moving_time or None,
            distance_m=lap.distance or None,
            avg_hr_bpm=lap.average_heartrate or None,
            max_hr_bpm=lap.max_heartrate or None,
            kind=kind,
        )
        for lap in known
    )


def _came_by_themselves(laps: Sequence[RawLap]) -> bool:
    """Whether all but the last are one of the lengths that watches count by; a single lap is the whole run."""
    if len(laps) < MIN_AUTO_LAPS:
        return len(laps) == 1
    lengths = [lap.distance or 0.0 for lap in laps]
    return any(
        all(abs(length - metres) <= AUTO_LAP_OFF * metres for length in lengths[:-1])
        and lengths[-1] <= metres * (1 + AUTO_LAP_OFF)
        for metres in AUTO_LAPS_M
    )
