"""A move is one exercise of the library: what it trains, what it needs, and who may do it."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from liftday_rules.content.regions import PATTERN_REGIONS, Region
from liftday_rules.model import Equipment, Pattern


class Article(StrEnum):
    """Where an exercise or a programme comes from. The value stands in the catalogue."""

    FULL_EXTENSION = "article on Olympic lifts and full hip extension"
    HALL = "Hall, as strong as possible while as small as possible"
    WILSON = "Wilson, 25-minute dumbbell routine"
    REID = "Reid, squat, hinge, push, pull and single leg"
    CARRY_OVER = "article on strength that carries over to the run"
    OWN = "Liftday"


class Gate(StrEnum):
    """What has to be true before an exercise is offered."""

    TECHNIQUE = "technique"
    """The first sessions are behind the athlete: form first, then the barbell."""
    SWING = "swing"
    """A hinge practised often enough to do it fast."""
    JUMPS = "jumps"
    """A base of sessions and weeks, and legs without complaints."""
    MOBILITY = "mobility"
    """The athlete says that a light overhead squat is comfortable."""
    COACHED = "coached"
    """The athlete says that a coach watches."""


class Measure(StrEnum):
    """What is counted."""

    REPS = "reps"
    SECONDS = "s"
    METRES = "m"


@dataclass(frozen=True, slots=True, kw_only=True)
class Move:
    """One exercise."""

    key: str
    name: str
    pattern: Pattern
    equipment: Equipment
    how_to: str
    article: Article
    sides: int = 1
    """2 when each side is trained by itself."""
    measure: Measure = Measure.REPS
    amount: tuple[int, int] | None = None
    """Lowest and highest count a set and side, where the exercise sets it; None: the dose does."""
    gate: Gate | None = None
    also_loads: frozenset[Region] = frozenset()
    """Regions beyond those of its pattern."""
    step_kg: float | None = None
    """The next weight up from here; None: no weight is held."""

    @property
    def regions(self) -> frozenset[Region]:
        """Every region it loads."""
        return PATTERN_REGIONS[self.pattern] | self.also_loads


LOWER_PATTERNS = frozenset({Pattern.SQUAT, Pattern.HINGE, Pattern.SINGLE_LEG})
"""What counts as lower-body work for the caps."""

type Library = Mapping[str, Move]
"""Moves by key."""

LADDER: Mapping[Equipment, int] = {equipment: rank for rank, equipment in enumerate(Equipment)}
"""Each step of equipment includes those below it."""


def move(
    key: str,
    name: str,
    pattern: Pattern,
    equipment: Equipment,
    article: Article,
    *,
    how_to: str,
    sides: int = 1,
    measure: Measure = Measure.REPS,
    amount: tuple[int, int] | None = None,
    gate: Gate | None = None,
    also_loads: frozenset[Region] = frozenset(),
    step_kg: float | None = None,
) -> Move:
    """One line of the library's tables: what every exercise has in order, the rest by name."""
    return Move(
        key=key,
        name=name,
        pattern=pattern,
        equipment=equipment,
        how_to=how_to,
        article=article,
        sides=sides,
        measure=measure,
        amount=amount,
        gate=gate,
        also_loads=also_loads,
        step_kg=step_kg,
    )
