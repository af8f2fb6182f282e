"""What an event of intervals.icu means: its category first, then the structure of the workout, then its words."""

import json
from collections.abc import Iterator, Mapping
from datetime import UTC, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from pydantic import BaseModel, ConfigDict, ValidationError

from liftday_rules.model import Flag, FlagKind, PlannedRun, Priority, Race, RunClass, RunState
from liftday_sync.errors import BadPayload
from liftday_sync.sources.base import RawItem
from liftday_sync.sources.plan_words import What, distance_of, tidy, words

type Planned = PlannedRun | Race | Flag

RACES = {"RACE_A": Priority.A, "RACE_B": Priority.B, "RACE_C": Priority.C}
FLAGS = {"SICK": FlagKind.SICK, "INJURED": FlagKind.INJURY, "HOLIDAY": FlagKind.TRAVEL}
RUNS = frozenset({"Run", "TrailRun", "VirtualRun", "Treadmill"})
WORK_FROM_S = 6 * 60.0
"""So much at threshold effort makes a workout hard."""
WORK_FROM_PACE, WORK_FROM_HR, WORK_FROM_ZONE = 90.0, 95.0, 4.0
"""Percent of threshold pace, percent of the heart rate at threshold, and the zone."""
HARD_INTENSITY, EASY_INTENSITY = 87.0, 74.0
"""The planned load as the service puts it in one figure, percent of threshold."""
P_STRUCTURED_HARD, P_STRUCTURED_EASY = 0.97, 0.05
LONG_FROM_MIN = 90.0
MOST_STEPS = 2_000


class _Event(BaseModel):
    """The fields that matter, all of them optional."""

    model_config = ConfigDict(extra="allow")

    category: str | None = None
    type: str | None = None
    name: str | None = None
    description: str | None = None
    start_date_local: str | None = None
    end_date_local: str | None = None
    moving_time: float | None = None
    time_target: float | None = None
    distance: float | None = None
    distance_target: float | None = None
    icu_intensity: float | None = None
    workout_doc: Any = None


def to_meaning(item: RawItem, zone: ZoneInfo) -> Planned | None:
    """What a stored event means where the athlete lives; None: nothing that counts. Raises `BadPayload`."""
    try:
        event = _Event.model_validate(json.loads(item.payload))
        return _meaning(event, item.external_id, zone)
    except (ValueError, ValidationError, OverflowError) as error:
        raise BadPayload("An event of intervals.icu can't be read; open it there and save it again.") from error


def _meaning(event: _Event, uid: str, zone: ZoneInfo) -> Planned | None:
    category = (event.category or "").upper()
    if category in FLAGS:
        return _flag(event, FLAGS[category], zone)
    if category in RACES and event.type in {*RUNS, None}:
        return _race(event, uid, RACES[category], zone)
    if category == "WORKOUT":
        return _run(event, uid, zone)
    return None


def _flag(event: _Event, kind: FlagKind, zone: ZoneInfo) -> Flag:
    """The end that the service names is the first day after."""
    start, _ = _start(event, zone)
    end = _instant(event.end_date_local, zone) if event.end_date_local else start
    if end <= start:
        day_after = start.astimezone(zone).date() + timedelta(days=1)
        end = datetime.combine(day_after, time(0), zone).astimezone(UTC)
    return Flag(kind=kind, since=start, until=end)


def _race(event: _Event, uid: str, priority: Priority, zone: ZoneInfo) -> Race | PlannedRun:
    """A race; one of unknown length is a run of class race, for the rules of races ask for the distance."""
    start, all_day = _start(event, zone)
    name = tidy(event.name or "") or "Race"
    distance_m = event.distance_target or event.distance or distance_of(event.name or "")
    if distance_m and not all_day:
        return Race(name=name, priority=priority, start=start, distance_m=distance_m, state=RunState.PLANNED)
    if distance_m:
        nine = datetime.combine(start.astimezone(zone).date(), time(9), zone).astimezone(UTC)
        return Race(name=name, priority=priority, start=nine, distance_m=distance_m, state=RunState.PLANNED)
    return PlannedRun(
        uid=uid,
        start=start,
        minutes=_minutes(event),
        run_class=RunClass.RACE,
        state=RunState.PLANNED,
        name=name,
        all_day=all_day,
    )


def _run(event: _Event, uid: str, zone: ZoneInfo) -> PlannedRun | None:
    said = words(event.name or "", event.description or "")
    if event.type not in RUNS and (event.type is not None or said.what is not What.RUN):
        return None
    start, all_day = _start(event, zone)
    run_class, p_hard = _structured(event)
    if run_class is None:
        run_class, p_hard = said.run_class, said.p_hard
    return PlannedRun(
        uid=uid,
        start=start,
        minutes=_minutes(event) or said.minutes,
        run_class=run_class,
        p_hard=p_hard,
        state=RunState.PLANNED,
        name=said.name or None,
        distance_m=event.distance_target or event.distance or said.distance_m,
        all_day=all_day,
    )


def _minutes(event: _Event) -> float:
    return (event.moving_time or event.time_target or 0.0) / 60


def _start(event: _Event, zone: ZoneInfo) -> tuple[datetime, bool]:
    """The instant, and whether only the day is said: the service writes midnight then."""
    if not event.start_date_local:
        raise ValueError("no start")
    moment = datetime.fromisoformat(event.start_date_local)
    return _instant(event.start_date_local, zone), moment.time() == time(0)


def _instant(written: str, zone: ZoneInfo) -> datetime:
    moment = datetime.fromisoformat(written)
    return (moment if moment.tzinfo else moment.replace(tzinfo=zone)).astimezone(UTC)


# --- structure ---


def _structured(event: _Event) -> tuple[RunClass | None, float | None]:
    """Hard with six minutes at threshold effort; else what the planned intensity says; else nothing."""
    steps = event.workout_doc.get("steps") if isinstance(event.workout_doc, dict) else None
    if isinstance(steps, list) and sum(_work_s(steps, MOST_STEPS)) >= WORK_FROM_S:
        return RunClass.HARD, P_STRUCTURED_HARD
    if event.icu_intensity and event.icu_intensity >= HARD_INTENSITY:
        return RunClass.HARD, P_STRUCTURED_HARD
    if event.icu_intensity and event.icu_intensity <= EASY_INTENSITY and _minutes(event) < LONG_FROM_MIN:
        return RunClass.EASY, P_STRUCTURED_EASY
    return None, None


def _work_s(steps: list[Any], left: int) -> Iterator[float]:
    """Seconds of each step at threshold effort or above; a block counts as often as it is repeated."""
    for step in steps[:left]:
        if not isinstance(step, dict):
            continue
        inner, times = step.get("steps"), step.get("reps")
        if isinstance(inner, list):
            yield sum(_work_s(inner, left // 2)) * (times if isinstance(times, int) else 1)
        elif _is_work(step) and isinstance(seconds := step.get("duration"), int | float):
            yield float(seconds)


def _is_work(step: Mapping[str, Any]) -> bool:
    if step.get("warmup") or step.get("cooldown"):
        return False
    limits = (("pace", WORK_FROM_PACE, "%pace"), ("hr", WORK_FROM_HR, "%lthr"), ("power", WORK_FROM_PACE, "%ftp"))
    for name, percent, unit in limits:
        target = step.get(name)
        if isinstance(target, dict) and isinstance(effort := _effort(target), int | float):
            said = str(target.get("units", "")).casefold()
            if (said == unit and effort >= percent) or ("zone" in said and effort >= WORK_FROM_ZONE):
                return True
    return False


def _effort(target: Mapping[str, Any]) -> Any:
    """The middle of a range, or the value."""
    start, end = target.get("start"), target.get("end")
    if isinstance(start, int | float) and isinstance(end, int | float):
        return (start + end) / 2
    return target.get("value", start if end is None else end)
