"""Reads and writes what `liftday classify` speaks: one activity a line in, one verdict a line out."""

import json
from collections.abc import Iterable, Mapping
from typing import Any

import yaml
from pydantic import ValidationError

from liftday_rules.model import Activity, Athlete, Verdict
from liftday_sync.errors import InputError
from liftday_sync.scenario.entries import ActivityEntry, PartialAthleteEntry, first_problem


def read(lines: Iterable[str], athlete_yaml: str | None = None) -> tuple[Athlete, tuple[Activity, ...]]:
    """The athlete and the activities, in the order of the lines; empty lines are skipped.

    Raises InputError with one sentence that names the line and the key.
    """
    entry = _athlete(athlete_yaml)
    activities = tuple(
        _activity(text, f"Line {number}", entry) for number, text in enumerate(lines, start=1) if text.strip()
    )
    return entry.to_athlete(), activities


def verdict_json(verdict: Verdict) -> dict[str, Any]:
    """One verdict as it is written: evidence as sentences only, strongest first."""
    return {
        "id": verdict.activity_id,
        "merged_ids": list(verdict.merged_ids),
        "class": verdict.run_class.value,
        "session_type": verdict.session_type.value,
        "p_hard": None if verdict.p_hard is None else round(verdict.p_hard, 3),
        "confidence": verdict.confidence.value,
        "flags": [flag.value for flag in verdict.flags],
        "evidence": [one.sentence for one in verdict.evidence],
    }


def _athlete(text: str | None) -> PartialAthleteEntry:
    if text is None:
        return PartialAthleteEntry()
    try:
        stated = yaml.safe_load(text)
    except yaml.YAMLError as error:
        where = getattr(error, "problem_mark", None)
        line = f" in line {where.line + 1}" if where else ""
        raise InputError(f"The athlete file is not YAML{line}.") from error
    if stated is None:
        return PartialAthleteEntry()
    if not isinstance(stated, Mapping):
        raise InputError("The athlete file must hold keys and values, such as `lthr_bpm: 171`.")
    try:
        return PartialAthleteEntry.model_validate(dict(stated))
    except ValidationError as error:
        raise InputError(f"The athlete file, {first_problem(error)}.") from error


def _activity(text: str, where: str, athlete: PartialAthleteEntry) -> Activity:
    try:
        stated = json.loads(text)
    except ValueError as error:
        raise InputError(f"{where} is not JSON: write one activity a line.") from error
    if not isinstance(stated, dict):
        raise InputError(f'{where} is no activity: write an object such as {{"id": "a1", …}}.')
    try:
        return ActivityEntry.model_validate(stated).to_activity(athlete.time_zone)
    except ValidationError as error:
        raise InputError(f"{where}, {first_problem(error)}.") from error
    except InputError as error:
        raise InputError(f"{where}, start: {error}") from error
