"""An athlete is who the rules decide for: wishes, equipment, slots, and what the body is known to do."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, time
from enum import StrEnum
from types import MappingProxyType
from typing import Protocol
from zoneinfo import ZoneInfo


class Policy(StrEnum):
    """Where strength goes relative to hard runs. Each is a set of numbers, not a code path."""

    RECOVER_FIRST = "recover_first"
    """A night after a hard run, then lift on an easy day."""
    BALANCED = "balanced"
    STACK_HARD = "stack_hard"
    """Hard days hard: lift on the day of the hard run, after it."""


class Equipment(StrEnum):
    """What there is to lift with; each includes the ones before it."""

    NONE = "none"
    BAND = "band"
    DUMBBELLS = "dumbbells"
    GYM = "gym"


class Phase(StrEnum):
    """Where the athlete stands in the season."""

    OFF_SEASON = "off_season"
    BASE = "base"
    BUILD = "build"
    PEAK = "peak"
    IN_SEASON = "in_season"


class Priority(StrEnum):
    """How much a race matters."""

    A = "A"
    B = "B"
    C = "C"


class Weekday(StrEnum):
    """Monday first, as a week runs."""

    MON = "mon"
    TUE = "tue"
    WED = "wed"
    THU = "thu"
    FRI = "fri"
    SAT = "sat"
    SUN = "sun"

    @staticmethod
    def of(day: date) -> Weekday:
        """The weekday of a date."""
        return tuple(Weekday)[day.weekday()]


@dataclass(frozen=True, slots=True, kw_only=True)
class Slots:
    """Wall times at which a session may start. A weekday with an empty tuple is not available."""

    default: tuple[time, ...] = (time(18),)
    by_weekday: Mapping[Weekday, tuple[time, ...]] = field(default_factory=lambda: MappingProxyType({}))

    def on(self, day: date) -> tuple[time, ...]:
        """The start times of this date, earliest first."""
        return tuple(sorted(self.by_weekday.get(Weekday.of(day), self.default)))


class Named(Protocol):
    """Something of the athlete's own that has a name; the content room knows what is inside."""

    @property
    def name(self) -> str:
        """What it is called."""
        ...


@dataclass(frozen=True, slots=True, kw_only=True)
class Athlete:
    """The athlete's own words and wishes; None is not stated."""

    zone: ZoneInfo
    age: int | None = None
    sex: str | None = None
    """`m`, `f` or None: only the heart-rate load formula asks."""
    hr_max_bpm: float | None = None
    hr_rest_bpm: float | None = None
    lthr_bpm: float | None = None
    threshold_speed_mps: float | None = None
    hr_unreliable: bool = False
    """Heart rate says nothing about this runner's effort: medicine, altitude, a sensor that never worked."""
    strength_sessions_logged: int = 0
    phase: Phase | None = None
    block_week: int | None = None
    """1 to 4, the week of the strength block that contains now; 4 is the deload week."""
    target_per_week: int | None = None
    """Sessions a week in place of the rule."""
    target_by_monday: Mapping[date, int] = field(default_factory=lambda: MappingProxyType({}))
    policy: Policy = Policy.RECOVER_FIRST
    equipment: Equipment = Equipment.GYM
    equipment_by_weekday: Mapping[Weekday, Equipment] = field(default_factory=lambda: MappingProxyType({}))
    """Where a weekday has something else to lift with."""
    programme: str | Named = "liftday"
    """The name of a programme of ours, or the athlete's own `Programme`."""
    olympic_lifts: bool = False
    """A coach watches, so that fast lifts with a bar are offered."""
    overhead_squat: bool = False
    """A light overhead squat is comfortable."""
    jumps: bool = True
    """Jumps may come once there is a base."""
    with_strides: bool = False
    """Four to six strides after full sessions of the build phase, well away from hard runs."""
    with_test: bool = True
    """The ten-minute baseline test in deload weeks."""
    block_start: date | None = None
    """The Monday of any strength block's first week; blocks of four weeks follow from it."""
    slots: Slots = field(default_factory=Slots)
    preferred_weekdays: frozenset[Weekday] = frozenset()
    full_min: int = 45
    light_min: int = 25
    parameters: Mapping[str, float] = field(default_factory=lambda: MappingProxyType({}))
    """Overrides of named rule parameters, checked when the config is read."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Estimate:
    """A number with where it comes from."""

    value: float
    basis: str
    """`stated`, `watch`, `history`, `formula`."""
    sentence: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Constants:
    """What the body does, as far as known; None is unknown."""

    hr_max_bpm: Estimate
    hr_rest_bpm: Estimate
    lthr_bpm: Estimate
    lt1_bpm: Estimate
    threshold_speed_mps: Estimate | None
