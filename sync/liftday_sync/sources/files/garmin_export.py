"""Reads the summaries in a Garmin account export: times in milliseconds, lengths in centimetres.

The files themselves (FIT, in zips of their own) lie in the same export and are read like any other file.
"""

import io
import json
import re
from collections.abc import Iterator, Mapping
from datetime import UTC, datetime, timedelta
from typing import IO, Any

from liftday_rules.model import GarminFields
from liftday_sync.sources.files.problems import Refused
from liftday_sync.sources.files.recording import GarminRow
from liftday_sync.sources.files.track import believable_bpm

LIST_NAME = re.compile(r"summarizedactivities[^/]*\.json$", re.IGNORECASE)
WRAPPER = re.compile(r'"summarizedActivitiesExport"\s*:\s*\[')
BARE = re.compile(r"\s*\[")
PORTION = 1 << 18
"""Characters that are read at once."""
MS, CM = 1000, 100
ZONES = 5
RACE_TYPE = 1
RPE_SCALE = 10
MS_A_MIN = 60_000
FURTHEST_MIN = 14 * 60
EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


def read_list(stream: IO[bytes]) -> tuple[list[GarminRow], int]:
    """The activities, and how many could not be read. Raises `Refused` when it is no such list."""
    found: list[GarminRow] = []
    unread = 0
    try:
        for summary in _summaries(stream):
            try:
                row = _row(summary)
            except KeyError, TypeError, ValueError, OverflowError:
                unread += 1
                continue
            if row is not None:
                found.append(row)
    except (ValueError, RecursionError) as error:
        if not found:
            raise Refused("This list is damaged: ask Garmin for a new export.") from error
        unread += 1
    return found, unread


def _summaries(stream: IO[bytes]) -> Iterator[Mapping[str, Any]]:
    """One activity after the other, for a long history is a hundred megabytes. Raises ValueError where it breaks.

    The list comes wrapped in an object, in a list; older ones come bare.
    """
    decode = json.JSONDecoder().raw_decode
    with io.TextIOWrapper(stream, encoding="utf-8-sig") as text:
        rest = text.read(PORTION)
        begin = WRAPPER.search(rest) or BARE.match(rest)
        if begin is None:
            raise ValueError("no list")
        rest = rest[begin.end() :]
        while True:
            rest = rest.lstrip(" \t\r\n,")
            if rest.startswith("]"):
                begin = WRAPPER.search(rest)
                if begin is None:
                    return
                rest = rest[begin.end() :]
                continue
            try:
                summary, end = decode(rest)
            except ValueError:
                more = text.read(max(PORTION, len(rest)))
                if not more:
                    raise
                rest += more
                continue
            yield summary
            rest = rest[end:]


def _row(summary: Mapping[str, Any]) -> GarminRow | None:
    """One activity; None for the frame around the parts of a multisport event."""
    if summary.get("parent"):
        return None
    began_ms = _number(summary, "startTimeGmt", "beginTimestamp")
    elapsed_ms = _number(summary, "elapsedDuration", "duration")
    if began_ms is None or elapsed_ms is None:
        raise ValueError("no start or no length")
    return GarminRow(
        activity_id=str(int(summary["activityId"])),
        sport=_sport(summary.get("activityType") or summary.get("sportType") or ""),
        start=EPOCH + timedelta(milliseconds=began_ms),
        utc_offset_min=_offset_min(began_ms, _number(summary, "startTimeLocal")),
        name=str(summary.get("name") or summary.get("activityName") or "").strip() or None,
        elapsed_s=elapsed_ms / MS,
        moving_s=_over(_number(summary, "duration", "movingDuration"), MS),
        distance_m=_over(_number(summary, "distance"), CM) or None,
        ascent_m=_over(_number(summary, "elevationGain"), CM),
        descent_m=_over(_number(summary, "elevationLoss"), CM),
        avg_hr_bpm=believable_bpm(_number(summary, "avgHr", "averageHR")),
        max_hr_bpm=believable_bpm(_number(summary, "maxHr", "maxHR")),
        temperature_c=None,
        garmin=_garmin(summary),
    )


def _garmin(summary: Mapping[str, Any]) -> GarminFields:
    zones = [_over(_number(summary, f"hrTimeInZone_{zone}"), MS) for zone in range(1, ZONES + 1)]
    label = summary.get("trainingEffectLabel")
    load = _number(summary, "activityTrainingLoad")
    return GarminFields(
        training_effect_label=label if isinstance(label, str) and label else None,
        aerobic_te=_number(summary, "aerobicTrainingEffect"),
        anaerobic_te=_number(summary, "anaerobicTrainingEffect"),
        load=None if load is None else round(load, 1),
        hr_zone_s=tuple(seconds or 0.0 for seconds in zones) if any(zones) else (),
        rpe_0_10=_over(_number(summary, "workoutRpe", "directWorkoutRpe"), RPE_SCALE),
        feel_0_100=_number(summary, "workoutFeel", "directWorkoutFeel"),
        event_type="race" if summary.get("eventTypeId") == RACE_TYPE else None,
    )


def _sport(told: object) -> str:
    return str(told.get("typeKey") or "") if isinstance(told, dict) else str(told)


def _offset_min(began_ms: float, local_ms: float | None) -> int | None:
    """Minutes of the local clock ahead of UTC: the local time is written as if it were UTC."""
    if local_ms is None:
        return None
    offset_min = round((local_ms - began_ms) / MS_A_MIN)
    return offset_min if abs(offset_min) <= FURTHEST_MIN else None


def _number(summary: Mapping[str, Any], *names: str) -> float | None:
    for name in names:
        value = summary.get(name)
        if isinstance(value, (int, float)) and not isinstance(value, bool):
            return value
    return None


def _over(value: float | None, scale: int) -> float | None:
    return None if value is None else round(value / scale, 3)
