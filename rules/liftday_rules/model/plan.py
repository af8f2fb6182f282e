"""A plan is the answer: sessions, what changed, how the days look, and why."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum
from types import MappingProxyType
from typing import NewType

from liftday_rules.model.reason import Objection, Reason
from liftday_rules.model.run import Foretold, Run
from liftday_rules.model.verdict import RunClass, Verdict

SessionUid = NewType("SessionUid", str)
"""Stays with a session for life; it is the UID of its calendar event."""


class Kind(StrEnum):
    """How much of a session it is, heaviest first."""

    FULL = "full"
    LIGHT = "light"
    MICRO = "micro"


class SessionState(StrEnum):
    """Whether the rules or the athlete put it there."""

    PLANNED = "planned"
    LOCKED = "locked"


class Focus(StrEnum):
    """What a session puts first."""

    POSTERIOR_CHAIN = "posterior_chain"
    STABILITY = "stability"
    GENERAL = "general"


class Dose(StrEnum):
    """How much, by the phase of training."""

    LEARN = "learn"
    BASE = "base"
    BUILD = "build"
    PEAK = "peak"
    MAINTAIN = "maintain"
    TAPER = "taper"
    DELOAD = "deload"
    RETURN = "return"
    LIGHT = "light"


class Pattern(StrEnum):
    """Movement patterns that a session contains."""

    SQUAT = "SQ"
    HINGE = "HI"
    SINGLE_LEG = "SL"
    PUSH = "PU"
    PULL = "PL"
    TRUNK = "CO"
    CARRY = "CA"
    CALF_FOOT = "CF"
    HIP_STABILITY = "HS"
    JUMPS = "PW"


@dataclass(frozen=True, slots=True, kw_only=True)
class Exercise:
    """One line of a session: what to do, how often, how hard."""

    name: str
    pattern: Pattern
    sets: int
    reps: str
    """`6-8`, `8 a side`, `30 s`."""
    rpe: str
    how_to: str = ""
    rest_s: int | None = None
    """After every set. In a pair it is the pause before the other exercise's set."""
    key: str = ""
    """The exercise's name for programs: logs and watches speak of it by this."""
    tempo: str = ""
    """Seconds down, pause, up: `3-1-1`; X is as quick as it goes cleanly."""
    load: str = ""
    """How to choose the weight, in words."""
    pair: str = ""
    """Exercises with the same letter take turns, set by set."""
    source: str = ""
    """The article it comes from."""
    set_s: int = 0
    """Seconds one set takes, both sides together, without the rest."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """What is done before or after the numbered exercises: one line a step."""

    minutes: int
    lines: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Content:
    """What to do in a session."""

    dose: Dose
    equipment: str
    patterns: tuple[Pattern, ...]
    exercises: tuple[Exercise, ...] = ()
    programme: str = ""
    minutes: int = 0
    """How long it takes by the time model; 0: not estimated."""
    warm_up: Part | None = None
    finish: Part | None = None
    """Strides after the lifting, for those who asked for them."""
    test: Part | None = None
    """The baseline test of a deload week."""
    cool_down: Part | None = None
    notes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class PassedOver:
    """Why a session is not on that date."""

    date: date
    code: str
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Session:
    """A strength session to come."""

    uid: SessionUid
    sequence: int
    kind: Kind
    state: SessionState
    focus: Focus
    start: datetime
    """With the offset of the athlete's zone on that date."""
    end: datetime
    original_date: date
    content: Content
    reason_code: str
    reason: str
    passed_over: tuple[PassedOver, ...] = ()


class ChangeKind(StrEnum):
    """What became of a published session, or that a new one appeared."""

    PUSHED_BACK = "pushed_back"
    BROUGHT_FORWARD = "brought_forward"
    MOVED = "moved"
    """The same date, another hour."""
    LIGHTENED = "lightened"
    MADE_FULL = "made_full"
    DROPPED = "dropped"
    PAUSED = "paused"
    CREDITED = "credited"
    MISSED = "missed"
    ADDED = "added"

    @property
    def is_edit(self) -> bool:
        """Whether somebody who looks at the calendar sees something published change."""
        return self not in {ChangeKind.CREDITED, ChangeKind.MISSED, ChangeKind.ADDED}


ASKED_FOR = frozenset({"ASKED", "SICK", "INJURY", "TRAVEL", "PAUSED", "LOCKED", "SKIPPED"})
"""Reason codes of changes that the athlete's own word caused."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """One difference from what is published."""

    uid: SessionUid
    change: ChangeKind
    start_before: datetime | None
    start_after: datetime | None
    reason_code: str
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Day:
    """One day as a runner looks at it: its hardest run decides the class."""

    date: date
    run_class: RunClass
    p_hard: float
    expected: bool
    run_min: float
    because: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Notice:
    """Something the athlete should know or answer."""

    code: str
    message: str
    subject: str | None = None
    """The uid or activity id that it is about."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SlotLook:
    """One place and kind of session, and what speaks against it, strongest first."""

    date: date
    start: datetime
    kind: Kind
    objections: tuple[Objection, ...]

    @property
    def is_possible(self) -> bool:
        """Whether no rule forbids it."""
        return not any(objection.forbids for objection in self.objections)


class PlanState(StrEnum):
    """Whether the plan can be relied on."""

    OK = "ok"
    PAUSED = "paused"
    STALE = "stale"
    UNCERTAIN = "uncertain"


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """The answer for one moment."""

    state: PlanState
    target_per_week: Mapping[date, int]
    """By Monday: this week and the next."""
    sessions: tuple[Session, ...]
    """After now, in order of start."""
    changes: tuple[Change, ...]
    days: tuple[Day, ...]
    """This week and the next, all 14 days."""
    verdicts: tuple[Verdict, ...]
    """One for each record, in order of start."""
    warnings: tuple[Notice, ...]
    slots: tuple[SlotLook, ...] = ()
    """Every place where a session could have stood, with all that speaks against it."""
    target_reasons: Mapping[date, Reason] = field(default_factory=lambda: MappingProxyType({}))
    """Why the target of each week is what it is."""
    runs: tuple[Run, ...] = ()
    """The runs the decision rests on, done and expected, in order of start."""
    usual_week_min: float | None = None
    """The runner's usual running minutes a week; None when too little is known."""
    foretold: tuple[Foretold, ...] = ()
    """What habits made of the coming days of which no plan speaks; the next decision starts from it."""
