"""What a log says: which sessions count, and how strong the best sets were."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from liftday_rules.model import ExerciseDone, Kind

MAX_E1RM_REPS = 8
"""Longer sets say little about strength."""
_E1RM_DIVISOR = 30


@dataclass(frozen=True, slots=True, kw_only=True)
class SessionDone:
    """One session that counts, whoever recorded it."""

    on: date
    kind: Kind


def e1rm_kg(load_kg: float, reps: int) -> float | None:
    """The load that could have been lifted once, by load × (1 + reps / 30); None beyond eight repetitions."""
    if not 1 <= reps <= MAX_E1RM_REPS or load_kg <= 0:
        return None
    return load_kg * (1 + reps / _E1RM_DIVISOR)


def best_e1rm_kg(history: Sequence[ExerciseDone], key: str, since: date, until: date) -> float | None:
    """The best estimate for one exercise on dates from `since` to `until`, both included; None when there is none."""
    estimates = (
        e1rm_kg(done.load_kg, done.reps)
        for exercise in history
        if exercise.key == key and since <= exercise.on <= until
        for done in exercise.sets
        if done.load_kg
    )
    return max((estimate for estimate in estimates if estimate), default=None)
