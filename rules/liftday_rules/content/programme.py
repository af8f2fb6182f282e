"""A programme is a list of slots for each kind of session: what pattern, which exercises, in which order."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from types import MappingProxyType

from liftday_rules.content.dose import ROTATION, block_index
from liftday_rules.content.move import Article, Library
from liftday_rules.model import Dose, Focus, Kind, Pattern


class Role(StrEnum):
    """What a slot is in its session; it decides sets, repetitions and rest."""

    POWER = "power"
    """Jumps and fast lifts, first while fresh."""
    MAIN = "main"
    """The lifts that the session is for."""
    SECOND = "second"
    """A further leg exercise, fewer sets."""
    UPPER = "upper"
    """Push and pull."""
    SUPPORT = "support"
    """Trunk, carries, feet and hips."""

    @property
    def is_lift(self) -> bool:
        """Whether the dose's sets and repetitions apply."""
        return self in {Role.MAIN, Role.SECOND, Role.UPPER}


class UpperScheme(StrEnum):
    """How push and pull are loaded."""

    SAME = "same"
    """As the main lifts."""
    ALTERNATE = "alternate"
    """One heavy with few repetitions, the other light with many; they change places every week."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Slot:
    """One line of a template."""

    pattern: Pattern
    role: Role
    blocks: tuple[tuple[str, ...], ...]
    """For each block of the rotation the exercises in order of preference; the first that can be done is taken."""
    pair: str = ""
    """Neighbours with the same letter take turns."""
    optional: bool = False
    """Left out first when time is short."""

    def candidates(self, block: int) -> tuple[str, ...]:
        """The exercises for a block, counted from 1."""
        return self.blocks[block_index(block)]


@dataclass(frozen=True, slots=True, kw_only=True)
class Template:
    """One kind of session."""

    kind: Kind
    slots: tuple[Slot, ...]
    focus: frozenset[Focus] = frozenset(Focus)
    up_to_min: int | None = None
    """For sessions no longer than this; None: any."""

    def fits(self, kind: Kind, focus: Focus, minutes: int) -> bool:
        """Whether it is meant for such a session."""
        return self.kind is kind and focus in self.focus and (self.up_to_min is None or minutes <= self.up_to_min)


@dataclass(frozen=True, slots=True, kw_only=True)
class Programme:
    """Somebody's way to lift."""

    name: str
    title: str
    article: Article
    summary: str
    templates: tuple[Template, ...]
    """The first that fits is used."""
    upper: UpperScheme = UpperScheme.SAME
    main_reps: Mapping[Dose, tuple[int, int]] = field(default_factory=lambda: MappingProxyType({}))
    """In place of the dose's repetitions."""
    main_sets: Mapping[Dose, int] = field(default_factory=lambda: MappingProxyType({}))
    """In place of the dose's sets; never more."""
    moves: Library = field(default_factory=lambda: MappingProxyType({}))
    """Exercises of its own, beside the library."""

    def template(self, kind: Kind, focus: Focus, minutes: int) -> Template | None:
        """The template for a session, None when the programme leaves that kind to the default."""
        return next((template for template in self.templates if template.fits(kind, focus, minutes)), None)


def every_block(*keys: str) -> tuple[tuple[str, ...], ...]:
    """The same exercises in all blocks."""
    return (keys,) * ROTATION
