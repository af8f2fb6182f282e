"""The wire between the daemon and whoever shows its answers: standard library only, the same bytes on both sides.

The daemon has the original; `script/contract` copies it into the Home Assistant integration and a test compares them.
A new field with a default is no new schema. A changed meaning, unit or removal is: raise SCHEMA.
"""

import types
from collections.abc import Callable, Mapping
from dataclasses import MISSING, dataclass, field, fields, is_dataclass
from datetime import date, datetime
from enum import StrEnum
from functools import cache
from typing import Any, Union, get_args, get_origin, get_type_hints

SCHEMA = 1
"""The schema this file describes."""

API = "/api/v1"
"""Where the daemon answers."""


class ContractError(ValueError):
    """A document that breaks this contract; the message names the place."""


class Effort(StrEnum):
    """How demanding a run or a day was or will be."""

    HARD = "hard"
    EASY = "easy"
    LONG = "long"
    RACE = "race"
    UNCERTAIN = "uncertain"
    REST = "rest"
    UNKNOWN = "unknown"


class PlanState(StrEnum):
    """Whether the plan can be relied on."""

    OK = "ok"
    PAUSED = "paused"
    STALE = "stale"
    UNCERTAIN = "uncertain"
    UNKNOWN = "unknown"


class AdviceCode(StrEnum):
    """Today in one word."""

    STRENGTH = "strength"
    STRENGTH_LIGHT = "strength_light"
    STRENGTH_DONE = "strength_done"
    RUN_ONLY = "run_only"
    REST = "rest"
    UNKNOWN = "unknown"


class SessionStatus(StrEnum):
    """What became of a session. PLANNED is a suggestion, LOCKED was accepted or put there by the athlete."""

    PLANNED = "planned"
    LOCKED = "locked"
    DONE = "done"
    MISSED = "missed"
    SKIPPED = "skipped"
    DROPPED = "dropped"
    PAUSED = "paused"
    UNKNOWN = "unknown"

    @property
    def is_live(self) -> bool:
        """Whether it belongs in a calendar."""
        return self in {SessionStatus.PLANNED, SessionStatus.LOCKED, SessionStatus.DONE}


class SourceState(StrEnum):
    """How a source is doing."""

    OK = "ok"
    STALE = "stale"
    OFFLINE = "offline"
    RATE_LIMITED = "rate_limited"
    NEEDS_LOGIN = "needs_login"
    NEEDS_KEY = "needs_key"
    INACTIVE_SUBSCRIPTION = "inactive_subscription"
    SCHEMA_DRIFT = "schema_drift"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True, kw_only=True)
class ServerInfo:
    """`GET /info`: who answers, open to everybody."""

    name: str
    version: str
    server_id: str
    schema_oldest: int
    schema_newest: int


@dataclass(frozen=True, slots=True, kw_only=True)
class AthleteRef:
    """One athlete of the household."""

    id: str
    name: str
    time_zone: str


@dataclass(frozen=True, slots=True, kw_only=True)
class AthleteList:
    """`GET /athletes`: those the token may see."""

    athletes: tuple[AthleteRef, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Advice:
    """Today's answer and why."""

    code: AdviceCode
    reason_code: str
    reason: str
    session_uid: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Source:
    """One way in for data, and how it is doing."""

    name: str
    state: SourceState
    detail: str = ""
    last_ok_at: datetime | None = None
    retry_at: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Day:
    """One of the 14 days of this week and the next."""

    date: date
    effort: Effort
    p_hard: float
    expected: bool
    run_min: float
    because: str


@dataclass(frozen=True, slots=True, kw_only=True)
class PassedOver:
    """Why a session is not on that date."""

    date: date
    code: str
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Exercise:
    """One line of a session."""

    name: str
    pattern: str
    sets: int
    reps: str
    rpe: str
    how_to: str = ""
    rest_s: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Session:
    """A strength session, to come or past."""

    uid: str
    sequence: int
    status: SessionStatus
    kind: str
    """`full`, `light` or `micro`."""
    focus: str
    title: str
    start: datetime
    end: datetime
    original_date: date
    reason_code: str
    reason: str
    description: str
    dose: str = ""
    equipment: str = ""
    exercises: tuple[Exercise, ...] = ()
    passed_over: tuple[PassedOver, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """One thing that became different, newest last."""

    uid: str
    change: str
    at: datetime
    revision: int
    start_before: datetime | None
    start_after: datetime | None
    reason_code: str
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Activity:
    """Something that was done lately."""

    id: str
    start: datetime
    end: datetime
    local_date: date
    effort: Effort
    sport: str
    session_type: str
    confidence: str
    p_hard: float | None = None
    name: str | None = None
    distance_m: float | None = None
    moving_s: float | None = None
    evidence: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Notice:
    """Something to know or to answer."""

    code: str
    message: str
    subject: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Figures:
    """Numbers worth a sensor; None is unknown."""

    days_since_hard: int | None = None
    hard_days_this_week: int | None = None
    run_min_this_week: float | None = None
    run_min_usual_week: float | None = None
    sessions_done_this_week: int | None = None
    target_this_week: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Snapshot:
    """`GET /athletes/{id}/snapshot`: everything a display needs, at one moment."""

    schema: int
    server_id: str
    daemon_version: str
    athlete: AthleteRef
    generated_at: datetime = field(compare=False)
    valid_until: datetime = field(compare=False)
    """Past this instant the answer is too old to show."""
    revision: int
    today: date
    state: PlanState
    advice: Advice
    sources: tuple[Source, ...]
    days: tuple[Day, ...]
    sessions: tuple[Session, ...]
    changes: tuple[Change, ...]
    activities: tuple[Activity, ...]
    notices: tuple[Notice, ...]
    figures: Figures

    def next_session(self, now: datetime) -> Session | None:
        """The first session that stands and is not over."""
        standing = (s for s in self.sessions if s.status in {SessionStatus.PLANNED, SessionStatus.LOCKED})
        return min((s for s in standing if s.end > now), key=lambda s: s.start, default=None)

    @property
    def last_run(self) -> Activity | None:
        """The latest run that was recorded."""
        return max((a for a in self.activities if a.sport.endswith("run")), key=lambda a: a.start, default=None)


# --- writing and reading ---


def write(value: Any) -> Any:
    """A contract value as plain JSON types: instants and dates in ISO 8601, enums by value."""
    if is_dataclass(value) and not isinstance(value, type):
        return {f.name: write(getattr(value, f.name)) for f in fields(value)}
    if isinstance(value, tuple):
        return [write(item) for item in value]
    return value.isoformat() if isinstance(value, date) else value


def read[T](cls: type[T], document: Any) -> T:
    """A contract value from plain JSON types.

    Fields that this schema does not know are left out; a missing or ill-typed one raises ContractError with its place.
    """
    value: T = _reader(cls)(document, cls.__name__)  # type: ignore[arg-type]  # classes are hashable; mypy forgets
    return value


type Reader = Callable[[Any, str], Any]


@cache
def _reader(kind: Any) -> Reader:
    """How to read one type; each is built once."""
    if is_dataclass(kind):
        return _dataclass_reader(kind)
    origin = get_origin(kind)
    if origin is tuple:
        return _tuple_reader(_reader(get_args(kind)[0]))
    if origin in {types.UnionType, Union}:
        [inner] = [arg for arg in get_args(kind) if arg is not types.NoneType]
        return _nullable_reader(_reader(inner))
    if issubclass(kind, StrEnum):
        return _enum_reader(kind)
    if kind in {datetime, date}:
        return _moment_reader(kind)
    return _plain_reader(kind)


def _dataclass_reader(cls: Any) -> Reader:
    hints = get_type_hints(cls)
    required = {f.name for f in fields(cls) if f.default is MISSING and f.default_factory is MISSING}

    def reader(document: Any, at: str) -> Any:
        if not isinstance(document, Mapping):
            raise ContractError(f"{at}: wanted an object, found {type(document).__name__}")
        if missing := sorted(required - document.keys()):
            raise ContractError(f"{at}.{missing[0]}: missing")
        return cls(**{n: _reader(hints[n])(document[n], f"{at}.{n}") for n in hints if n in document})

    return reader


def _tuple_reader(inner: Reader) -> Reader:
    def reader(document: Any, at: str) -> Any:
        if not isinstance(document, list):
            raise ContractError(f"{at}: wanted a list, found {type(document).__name__}")
        return tuple(inner(item, f"{at}[{i}]") for i, item in enumerate(document))

    return reader


def _nullable_reader(inner: Reader) -> Reader:
    return lambda document, at: None if document is None else inner(document, at)


def _enum_reader(kind: type[StrEnum]) -> Reader:
    """A word this side does not know yet is UNKNOWN, not an error."""
    unknown = kind.__members__.get("UNKNOWN")

    def reader(document: Any, at: str) -> Any:
        try:
            return kind(document)
        except ValueError:
            if unknown is None or not isinstance(document, str):
                raise ContractError(f"{at}: {document!r} is not one of {', '.join(kind)}") from None
            return unknown

    return reader


def _moment_reader(kind: type[date]) -> Reader:
    def reader(document: Any, at: str) -> Any:
        try:
            moment = kind.fromisoformat(document)
        except TypeError, ValueError:
            raise ContractError(f"{at}: {document!r} is no ISO 8601 {kind.__name__}") from None
        if isinstance(moment, datetime) and moment.tzinfo is None:
            raise ContractError(f"{at}: {document!r} has no offset")
        return moment

    return reader


def _plain_reader(kind: type) -> Reader:
    accepted: tuple[type, ...] = (int, float) if kind is float else (kind,)

    def reader(document: Any, at: str) -> Any:
        if not isinstance(document, accepted) or (isinstance(document, bool) and kind is not bool):
            raise ContractError(f"{at}: wanted {kind.__name__}, found {document!r}")
        return document

    return reader
