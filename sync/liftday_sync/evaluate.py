"""`liftday evaluate`: verdicts on labelled runs, each with only its athlete's past, and how good they are.

Reads runs (and laps, and streams) as lines of JSON, one athlete after the other in order of time. What made a label is
never an input: a run labelled by its workout type is judged without it.
"""

import gzip
import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from datetime import UTC, datetime
from itertools import groupby
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from liftday_rules.classify import judge, stream
from liftday_rules.dedupe import merge
from liftday_rules.model import (
    Activity,
    ActivityId,
    Athlete,
    GarminFields,
    Lap,
    LapKind,
    Record,
    Sport,
    Stream,
    StravaFields,
    Verdict,
)
from liftday_sync.errors import InputError

MAX_STEP_S = 30.0


def rows(path: Path) -> Iterator[dict[str, Any]]:
    """The lines of a file of JSON lines, packed or not."""
    opener = gzip.open if path.suffix == ".gz" else open
    with opener(path, "rt", encoding="utf-8") as file:
        for number, line in enumerate(file, start=1):
            try:
                yield json.loads(line)
            except ValueError as error:
                raise InputError(f"{path.name}, line {number} is not JSON.") from error


def verdicts(runs: Path, laps: Path | None = None, streams: Path | None = None) -> Iterator[tuple[dict[str, Any], Verdict]]:
    """Each run's row with its verdict, athlete by athlete in order of time."""
    lap_rows = {row["id"]: row["laps"] for row in rows(laps)} if laps else {}
    stream_rows = {row["id"]: row for row in rows(streams)} if streams else {}
    for _, group in groupby(rows(runs), key=lambda row: row["athlete"]):
        yield from _of_athlete(list(group), lap_rows, stream_rows)


def _of_athlete(
    group: list[dict[str, Any]], laps: Mapping[str, Any], streams: Mapping[str, Any]
) -> Iterable[tuple[dict[str, Any], Verdict]]:
    records = [Record(activity=activity(row, laps.get(row["id"], ()), streams.get(row["id"]))) for row in group]
    return zip(group, judge(records, Athlete(zone=ZoneInfo("UTC")), {}), strict=True)


def activity(row: Mapping[str, Any], laps: Iterable[Mapping[str, Any]], samples: Mapping[str, Any] | None) -> Activity:
    """One row as an activity. Wall times stand for instants: only their order and date matter here."""
    start = datetime.fromisoformat(row["start_local"]).replace(tzinfo=UTC)
    hidden = row["workout_type"] if row["label_source"] != "workout_type" else None
    found = Activity(
        id=ActivityId(row["id"]),
        source="file",
        sport=Sport.RUN,
        start=start,
        local_date=start.date(),
        elapsed_s=row["elapsed_s"] or row["moving_s"] or 1.0,
        moving_s=row["moving_s"],
        distance_m=row["distance_m"],
        ascent_m=row["elevation_gain_m"],
        avg_hr_bpm=row["avg_hr_bpm"],
        max_hr_bpm=row["max_hr_bpm"],
        laps=tuple(_lap(lap) for lap in laps),
        stream=_stream(samples) if samples else None,
        garmin=GarminFields(training_effect_label=row["te_label"], aerobic_te=row["aerobic_te"], rpe_0_10=row["rpe"]),
        strava=StravaFields(workout_type=hidden, suffer_score=row["suffer_score"]),
    )
    return replace(found, digest=stream.digest_of(found), stream=None)


def _lap(row: Mapping[str, Any]) -> Lap:
    kind = LapKind.AUTO if row["trigger"] == "distance" else LapKind.MANUAL
    return Lap(
        elapsed_s=row["elapsed_s"] or row["moving_s"] or 0.0,
        moving_s=row["moving_s"],
        distance_m=row["distance_m"],
        avg_hr_bpm=row["avg_hr_bpm"],
        max_hr_bpm=row["max_hr_bpm"],
        kind=LapKind.ACTIVE if row["intensity"] == "interval" else kind,
    )


def _stream(row: Mapping[str, Any]) -> Stream:
    """Speed from distance over time; a step of more than 30 s says nothing of the speed inside it."""
    time, distance = row["time_s"], row["distance_m"]
    speeds: list[float | None] = [None] * len(time)
    for index in range(1, len(time) if distance else 0):
        step, far, before = time[index] - time[index - 1], distance[index], distance[index - 1]
        if 0 < step <= MAX_STEP_S and far is not None and before is not None:
            speeds[index] = max(0.0, far - before) / step
    known = any(speed is not None for speed in speeds)
    return Stream(
        time_s=tuple(time),
        speed_mps=tuple(speeds) if known else (),
        hr_bpm=tuple(row["hr_bpm"] or ()),
        altitude_m=tuple(row["altitude_rel_m"] or ()),
    )
