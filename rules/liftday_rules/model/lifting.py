"""What was lifted: sets with repetitions, load and effort, and what was felt."""

from dataclasses import dataclass
from datetime import date

from liftday_rules.model.plan import SessionUid


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
