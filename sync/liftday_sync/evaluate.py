"""`liftday evaluate`: verdicts on labelled runs, each with only its athlete's past, and how good they are.

Reads runs (and laps, and streams) as lines of JSON, one athlete after the other in order of time. What made a label is
never an input: a run labelled by its workout type is judged without it.
"""

import gzip
import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import asdict, replace
from datetime import UTC, datetime
from itertools import groupby
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from liftday_rules.classify import judge, stream
from liftday_rules.classify.laps import speed_spread
from liftday_rules.model import (
    Activity,
    ActivityId,
    Athlete,
    GarminFields,
    Lap,
    LapKind,
    Record,
    Sport,
    StravaFields,
    Stream,
    Verdict,
)
from liftday_sync.errors import InputError
from liftday_sync.scoring import (
    LAP_SPREAD,
    TIERS,
    Measures,
    OwnShare,
    Scored,
    baselines,
    by_confidence,
    mean_over_athletes,
    measures,
    says_hard,
)

MAX_STEP_S = 30.0
MIN_LAPS, MIN_LAP_S = 3, 20.0


def rows(path: Path) -> Iterator[dict[str, Any]]:
    """The lines of a file of JSON lines, packed or not."""
    opener = gzip.open if path.suffix == ".gz" else open
    with opener(path, "rt", encoding="utf-8") as file:
        for number, line in enumerate(file, start=1):
            try:
                yield json.loads(line)
            except ValueError as error:
                raise InputError(f"{path.name}, line {number} is not JSON.") from error


def judged(
    runs: Path, laps: Path | None = None, streams: Path | None = None
) -> Iterator[tuple[dict[str, Any], Activity, Verdict]]:
    """Each row with its activity and verdict, athlete by athlete in order of time."""
    lap_rows = {row["id"]: row["laps"] for row in rows(laps)} if laps else {}
    stream_rows = {row["id"]: row for row in rows(streams)} if streams else {}
    for _, group in groupby(rows(runs), key=lambda row: row["athlete"]):
        told = list(group)
        activities = [activity(row, lap_rows.get(row["id"], ()), stream_rows.get(row["id"])) for row in told]
        records = [Record(activity=one) for one in activities]
        yield from zip(told, activities, judge(records, Athlete(zone=ZoneInfo("UTC")), {}), strict=True)


def evaluate(runs: Path, verdicts: Path, laps: Path | None = None, streams: Path | None = None) -> list[Scored]:
    """Write one verdict a run to `verdicts`, and give back the labelled hard, race and easy runs with their scores."""
    scored: list[Scored] = []
    with verdicts.open("w", encoding="utf-8") as file:
        own: dict[tuple[str, str], OwnShare] = {}
        for row, run, verdict in judged(runs, laps, streams):
            file.write(json.dumps(_line(verdict)) + "\n")
            values = {"average HR": run.avg_hr_bpm, "pace": run.speed_mps, "highest HR": run.max_hr_bpm}
            answers: dict[str, bool | None] = {
                f"{name} above own 70 %": own.setdefault((row["athlete"], name), OwnShare()).answer(
                    run.local_date, value
                )
                for name, value in values.items()
            }
            spread = speed_spread(run.laps)
            answers["lap speed spread"] = None if spread is None else spread > LAP_SPREAD
            if row["label"] in {"hard", "race", "easy"}:
                scored.append(_scored(row, run, verdict, answers))
    return scored


def _line(verdict: Verdict) -> dict[str, Any]:
    return {
        "id": verdict.activity_id,
        "class": verdict.run_class.value,
        "p_hard": round(verdict.p_hard or 0.0, 4),
        "confidence": verdict.confidence.value,
    }


def _scored(row: Mapping[str, Any], run: Activity, verdict: Verdict, answers: Mapping[str, bool | None]) -> Scored:
    has_laps = sum(lap.elapsed_s >= MIN_LAP_S for lap in run.laps) >= MIN_LAPS
    tier = "hr" if run.avg_hr_bpm else "pace-only"
    if run.avg_hr_bpm and run.max_hr_bpm:
        tier = "hr+maxhr"
    return Scored(
        athlete=row["athlete"],
        tier="laps" if has_laps else tier,
        is_hard=row["label"] != "easy",
        p_hard=verdict.p_hard or 0.0,
        says_hard=says_hard(verdict),
        confidence=verdict.confidence,
        baselines=answers,
    )


def report(scored: Sequence[Scored]) -> str:
    """The figures as a table in plain text."""
    if not scored:
        return "No run is labelled hard, race or easy."
    lines = [f"{'':24}{'runs':>6}{'athletes':>10}  balanced accuracy       recall  precision   MCC  Brier  calibration"]
    tiers = [("all", scored), *((tier, [run for run in scored if run.tier == tier]) for tier in TIERS)]
    lines += [_row(name, measures(those)) for name, those in tiers if those]
    if (mean := mean_over_athletes(scored)) is not None:
        lines.append(f"mean over {mean[1]} athletes with five runs of both classes: {mean[0]:.3f}")
    lines += ["", "baselines on the same runs (balanced accuracy, theirs and ours)"]
    lines += [f"{one.name:30}{one.runs:6}  {_number(one.balanced)}  {_number(one.ours)}" for one in baselines(scored)]
    lines += ["", "right by confidence"]
    lines += [f"{letter.value:24}{count:6}  {right:.3f}" for letter, count, right in by_confidence(scored)]
    return "\n".join(lines)


def figures(scored: Sequence[Scored]) -> dict[str, Any]:
    """The same figures as a document."""
    tiers = {"all": scored} | {tier: [run for run in scored if run.tier == tier] for tier in TIERS}
    mean = mean_over_athletes(scored)
    return {
        "tiers": {name: asdict(measures(those)) for name, those in tiers.items() if those},
        "mean_over_athletes": mean and {"balanced": mean[0], "athletes": mean[1]},
        "baselines": [asdict(one) for one in baselines(scored)],
        "confidence": [
            {"letter": letter.value, "runs": count, "right": right} for letter, count, right in by_confidence(scored)
        ],
    }


def _row(name: str, found: Measures) -> str:
    interval = f"[{_number(found.low)} {_number(found.high)}]"
    return (
        f"{name:24}{found.runs:6}{found.athletes:10}  {_number(found.balanced)} {interval:17}{_number(found.recall):>7}"
        f"{_number(found.precision):>11}{_number(found.mcc):>6}{found.brier:7.3f}{found.calibration:13.3f}"
    )


def _number(value: float | None) -> str:
    return "  -  " if value is None else f"{value:.3f}"


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
