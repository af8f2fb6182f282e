"""A log is what was lifted: sets with repetitions, load and effort, and what was felt."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from liftday_rules.model import Kind, SessionUid

MAX_E1RM_REPS = 8
"""Longer sets say little about strength."""
_E1RM_DIVISOR = 30


@dataclass(frozen=True, slots=True, kw_only=True)
class SetDone:
    """One set of one side; None is unknown or, for the load, no weight."""

    reps: int
    load_kg: float | None = None
    rpe: float | None = None
    """Effort out of 10."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Niggle:
    """Something that was felt: where, and how much from 0 to 10."""

    region: str
    level: int


@dataclass(frozen=True, slots=True, kw_only=True)
class ExerciseDone:
    """One exercise on one day."""

    key: str
    on: date
    sets: tuple[SetDone, ...]
    niggles: tuple[Niggle, ...] = ()
    uid: SessionUid | None = None
    """The session that it was part of."""

    @property
    def load_kg(self) -> float | None:
        """The heaviest weight of the day; None when none was held."""
        return max((s.load_kg for s in self.sets if s.load_kg), default=None)


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
