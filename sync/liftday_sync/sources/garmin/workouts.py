"""Strength sessions on the watch: one workout in the library and one entry in the calendar for each, and only ours.

What stands there is remembered by the caller, session by session: the workout's number, the entry's number, the day.
What we had just done when we were killed is found again: an upload by the mark in its description, an entry by its
workout.
"""

import hashlib
import re
from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import Any

from pydantic import BaseModel, ValidationError

from liftday_rules.content.watch_names import WATCH_NAMES
from liftday_rules.model import Exercise, SessionUid
from liftday_sync.sources.base import Keep, SourceState, Workout, Writing, Written
from liftday_sync.sources.garmin import trouble
from liftday_sync.sources.garmin.session import Session
from liftday_sync.sources.garmin.trouble import Missing
from liftday_sync.sources.web import Trouble, canonical

WORKOUT, LIBRARY, SCHEDULE = "/workout-service/workout", "/workout-service/workouts", "/workout-service/schedule"
CALENDAR = "/calendar-service/year"
STRENGTH = {"sportTypeId": 5, "sportTypeKey": "strength_training", "displayOrder": 5}
INTERVAL = {"stepTypeId": 3, "stepTypeKey": "interval", "displayOrder": 3}
REST = {"stepTypeId": 5, "stepTypeKey": "rest", "displayOrder": 5}
REPEAT = {"stepTypeId": 6, "stepTypeKey": "repeat", "displayOrder": 6}
BY_TIME = {"conditionTypeId": 2, "conditionTypeKey": "time", "displayOrder": 2, "displayable": True}
BY_REPS = {"conditionTypeId": 10, "conditionTypeKey": "reps", "displayOrder": 10, "displayable": True}
BY_ROUNDS = {"conditionTypeId": 7, "conditionTypeKey": "iterations", "displayOrder": 7, "displayable": False}
NO_TARGET = {"workoutTargetTypeId": 1, "workoutTargetTypeKey": "no.target", "displayOrder": 1}
SECONDS = re.compile(r"(\d+)\s*(?:s|sec|seconds)\b")
UNKNOWN = ("", "")
REST_S = 60
LIBRARY_PAGE = 100
MOST_DESCRIPTION = 1000


class Ref(BaseModel):
    """Where one session stands. Without an entry it was uploaded and not scheduled yet."""

    workout: int
    entry: int | None = None
    day: str = ""
    content: str = ""
    """Fingerprint of the workout itself, without the day."""


async def write(
    session: Session, wanted: Sequence[Workout], written: Mapping[SessionUid, Written], now: datetime, keep: Keep
) -> Writing:
    """Make the watch's calendar say what is wanted; see `WorkoutWriter`."""
    changed = 0
    try:
        for uid in written.keys() - {workout.uid for workout in wanted}:
            await _remove(session, written[uid], now)
            await keep(uid, None)
            changed += 1
        for workout in wanted:
            known = written.get(workout.uid)
            if known is None or known.fingerprint != fingerprint(workout):
                await _put(session, workout, known, now, keep)
                changed += 1
    except Trouble as failed:
        return Writing(state=failed.state, detail=str(failed), retry_at=failed.retry_at, changed=changed)
    return Writing(state=SourceState.OK, changed=changed)


def fingerprint(workout: Workout) -> str:
    """Equal when nothing would be written differently."""
    return f"{workout.date}:{_content_mark(workout)}"


def _content_mark(workout: Workout) -> str:
    return hashlib.sha256(canonical(body_of(workout))).hexdigest()[:16]


async def _put(session: Session, workout: Workout, known: Written | None, now: datetime, keep: Keep) -> None:
    """Upload or replace the workout, then put it on its day; each single change is remembered at once."""
    mark = _content_mark(workout)
    ref = _ref(known) or Ref(workout=await _found(session, workout, now) or await _upload(session, workout, now))
    if known is None:
        ref.content = mark
        await keep(workout.uid, _written(workout, ref, fresh=False))
    elif ref.content != mark:
        body = body_of(workout) | {"workoutId": ref.workout}
        try:
            await session.send("PUT", f"{WORKOUT}/{ref.workout}", now, body)
        except Missing:  # the athlete has deleted it; the session is still planned
            ref = Ref(workout=await _upload(session, workout, now))
        ref.content = mark
        await keep(workout.uid, _written(workout, ref, fresh=False))
    if ref.day != str(workout.date):
        await _take_off(session, ref, now)
        there = await _entry_on(session, ref, workout.date, now) if known else None
        ref.entry = there or await _schedule(session, ref, workout.date, now)
        ref.day = str(workout.date)
    await keep(workout.uid, _written(workout, ref, fresh=True))


async def _remove(session: Session, known: Written, now: datetime) -> None:
    ref = _ref(known)
    if ref is None:
        return
    await _take_off(session, ref, now)
    try:
        await session.send("DELETE", f"{WORKOUT}/{ref.workout}", now)
    except Missing:
        return  # the athlete was quicker


async def _take_off(session: Session, ref: Ref, now: datetime) -> None:
    if ref.entry is None:
        return
    try:
        await session.send("DELETE", f"{SCHEDULE}/{ref.entry}", now)
    except Missing:
        return  # the athlete was quicker


async def _upload(session: Session, workout: Workout, now: datetime) -> int:
    return _number(await session.send("POST", WORKOUT, now, body_of(workout)), "workoutId")


async def _schedule(session: Session, ref: Ref, day: date, now: datetime) -> int:
    told = await session.send("POST", f"{SCHEDULE}/{ref.workout}", now, {"date": str(day)})
    return _number(told, "workoutScheduleId")


async def _entry_on(session: Session, ref: Ref, day: date, now: datetime) -> int | None:
    """The entry that we put there just before we were killed."""
    told = await session.get(f"{CALENDAR}/{day.year}/month/{day.month - 1}", now)
    entries = told.get("calendarItems") if isinstance(told, dict) else None
    for one in entries if isinstance(entries, list) else []:
        if isinstance(one, dict) and (one.get("workoutId"), one.get("date")) == (ref.workout, str(day)):
            return _number(one, "id")
    return None


async def _found(session: Session, workout: Workout, now: datetime) -> int | None:
    """A workout with this session's mark, uploaded by us just before we were killed."""
    told = await session.get(LIBRARY, now, start=0, limit=LIBRARY_PAGE, orderBy="CREATED_DATE", orderSeq="DESC")
    for one in told if isinstance(told, list) else []:
        if isinstance(one, dict) and mark_of(workout.uid) in str(one.get("description") or ""):
            return _number(one, "workoutId")
    return None


def _number(told: Any, name: str) -> int:
    number = told.get(name) if isinstance(told, dict) else None
    if not isinstance(number, int):
        raise Trouble(SourceState.SCHEMA_DRIFT, trouble.STRANGE)
    return number


def _ref(known: Written | None) -> Ref | None:
    try:
        return Ref.model_validate_json(known.ref) if known else None
    except ValidationError:
        return None


def _written(workout: Workout, ref: Ref, *, fresh: bool) -> Written:
    """`fresh`: all of it stands; otherwise the next call must go on."""
    mark = fingerprint(workout) if fresh else ""
    return Written(uid=workout.uid, ref=ref.model_dump_json(), fingerprint=mark)


def mark_of(uid: SessionUid) -> str:
    """What tells our workouts from all others."""
    return f"[liftday {uid}]"


def body_of(workout: Workout) -> dict[str, Any]:
    """The workout in Garmin's words: each exercise a round of work and rest, as often as it has sets."""
    steps = [_round(exercise, 1 + 3 * index) for index, exercise in enumerate(workout.content.exercises)]
    return {
        "workoutName": workout.title[:80],
        "description": mark_of(workout.uid),
        "sportType": STRENGTH,
        "estimatedDurationInSecs": workout.content.minutes * 60,
        "workoutSegments": [{"segmentOrder": 1, "sportType": STRENGTH, "workoutSteps": steps}],
    }


def _round(exercise: Exercise, order: int) -> dict[str, Any]:
    category, name = WATCH_NAMES.get(exercise.key, UNKNOWN)
    seconds, reps = SECONDS.search(exercise.reps), re.search(r"\d+", exercise.reps)
    notes = ", ".join(part for part in (exercise.name, exercise.reps, exercise.rpe, exercise.load) if part)
    work: dict[str, Any] = {
        "type": "ExecutableStepDTO",
        "stepOrder": order + 1,
        "stepType": INTERVAL,
        "endCondition": BY_TIME if seconds else BY_REPS,
        "endConditionValue": float(seconds[1]) if seconds else float(reps[0]) if reps else 1.0,
        "targetType": NO_TARGET,
        "description": notes[:MOST_DESCRIPTION],
    }
    if category:
        work |= {"category": category, "exerciseName": name}
    rest = {
        "type": "ExecutableStepDTO",
        "stepOrder": order + 2,
        "stepType": REST,
        "endCondition": BY_TIME,
        "endConditionValue": float(exercise.rest_s or REST_S),
        "targetType": NO_TARGET,
    }
    return {
        "type": "RepeatGroupDTO",
        "stepOrder": order,
        "stepType": REPEAT,
        "numberOfIterations": max(exercise.sets, 1),
        "endCondition": BY_ROUNDS,
        "endConditionValue": float(max(exercise.sets, 1)),
        "smartRepeat": False,
        "workoutSteps": [work, rest],
    }
