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
    kind: str = ""
    """`garmin`, `strava`, `files`, …; empty: not said."""
    capabilities: tuple[str, ...] = ()
    """`activities`, `planned`, `wellness`, `push_workout`."""
    can_login: bool = False
    progress_done: int | None = None
    """Items of the history read so far; None: nothing is being read."""
    progress_total: int | None = None
    reached: date | None = None
    """Everything since this day is here."""
    quarantined: int = 0
    """Items that could not be read."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PlannedRun:
    """A run to come, as a training plan states it or the learnt week expects it."""

    start: datetime
    end: datetime
    effort: Effort
    p_hard: float
    name: str | None = None
    distance_m: float | None = None
    is_guess: bool = False
    """Nobody stated it: the learnt week expects one."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Day:
    """One of the 14 days of this week and the next."""

    date: date
    effort: Effort
    p_hard: float
    expected: bool
    run_min: float
    because: str
    planned: tuple[PlannedRun, ...] = ()


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
    key: str = ""
    """Its name for programs: logs speak of it by this."""
    tempo: str = ""
    """Seconds down, pause, up: `3-1-1`; X is as quick as it goes cleanly."""
    load: str = ""
    """How to choose the weight, in words."""
    pair: str = ""
    """Exercises with the same letter take turns, set by set."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """What is done before or after the exercises: one line a step."""

    minutes: int
    lines: tuple[str, ...]


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
    minutes: int = 0
    """How long the exercises take by estimate; 0: not estimated."""
    warm_up: Part | None = None
    strides: Part | None = None
    test: Part | None = None
    cool_down: Part | None = None
    notes: tuple[str, ...] = ()
    programme: str = ""
    is_confirmed: bool = False
    """The athlete agreed to it where it stands. It may still move for a good reason."""
    not_before: datetime | None = None
    """The athlete pushed it back to this instant or later."""
    credited_start: datetime | None = None
    """When what counts for it was done."""


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
    is_overridden: bool = False
    """The athlete said what it was."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Notice:
    """Something to know or to answer."""

    code: str
    message: str
    subject: str | None = None
    answers: tuple[str, ...] = ()
    """Of a question about a run: what `activities/{id}/classification` takes as its answer."""


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


# --- answers to what is asked and said ---


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """A word was taken; the next plan, a moment later, takes it into account."""

    subject: str
    """The uid, activity or flag that it was about."""
    verb: str
    message: str
    is_new: bool
    """False: it had been said before, with the same key."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Objection:
    """What one rule has against a place."""

    rule: str
    code: str
    because: str
    forbids: bool
    points: float | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """A place where a session could stand, and what speaks against it, strongest first."""

    start: datetime
    kind: str
    is_possible: bool
    objections: tuple[Objection, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Explanation:
    """`GET /athletes/{id}/explain?date=`: everything that is to be said about one day."""

    date: date
    sentences: tuple[str, ...]
    day: Day | None = None
    """None outside the two weeks of the plan."""
    sessions: tuple[str, ...] = ()
    """Uids of what stands there."""
    places: tuple[Place, ...] = ()
    activities: tuple[Activity, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class RunTime:
    """How long somebody was running."""

    start: datetime
    minutes: float
    """In motion, where that is known."""


@dataclass(frozen=True, slots=True, kw_only=True)
class RunHistory:
    """`GET /athletes/{id}/runs`: the running load of a long time, for graphs by week and by month."""

    since: date
    runs: tuple[RunTime, ...]
    """In order of start; two recordings of one run are one."""


@dataclass(frozen=True, slots=True, kw_only=True)
class WeekTarget:
    """How many sessions a week is meant to have, as it is and as it would be."""

    monday: date
    before: int
    after: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Preview:
    """`POST /athletes/{id}/preview`: what would become different. Nothing of it is stored."""

    changes_anything: bool
    """Whether anybody would see a difference in the calendar."""
    changes: tuple[Change, ...] = ()
    """Of sessions that are in the calendar; they carry the revision of the plan as it is."""
    added: tuple[Session, ...] = ()
    warnings: tuple[Notice, ...] = ()
    """What would be worth knowing and is not said today."""
    resolved: tuple[Notice, ...] = ()
    """What is said today and would be no longer."""
    targets: tuple[WeekTarget, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Flag:
    """Something the athlete said about a stretch of days."""

    id: str
    kind: str
    """`sick`, `injury`, `travel` or `pause`."""
    since: datetime
    until: datetime | None = None
    region: str | None = None
    side: str | None = None
    allow_upper: bool = False
    equipment: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class FlagList:
    """`GET /athletes/{id}/flags`: those that hold now or will."""

    flags: tuple[Flag, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class SourceList:
    """`GET /athletes/{id}/sources`: every way in that there is."""

    sources: tuple[Source, ...]
    connectable: tuple[str, ...] = ()
    """Kinds of accounts that could be connected: `POST …/sources/{kind}/login`."""
    connected: tuple[str, ...] = ()
    """Those that were connected so, and not by the configuration: they can be deleted."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """Something to fill in."""

    name: str
    label: str
    is_secret: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class LoginStep:
    """What comes next while an account is being connected."""

    message: str
    login: str | None = None
    """Where the answers go: `POST …/login/{login}`. None: there is nothing left to answer."""
    questions: tuple[Question, ...] = ()
    visit_url: str | None = None
    is_done: bool = False
    is_over: bool = False
    retry_at: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Problem:
    """RFC 9457: what is wrong, and in `detail` what to do."""

    type: str
    title: str
    status: int
    detail: str


class HealthState(StrEnum):
    """How the daemon is doing."""

    OK = "ok"
    DEGRADED = "degraded"
    """It does its work, and somebody has something to mend, such as a login."""
    FAILING = "failing"
    """It does not do its work; worth a restart."""
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True, kw_only=True)
class HealthReport:
    """`GET /health`: whether the daemon does its work."""

    ok: bool
    version: str
    reasons: tuple[str, ...] = ()
    """For holders of a token, one sentence for each thing to mend, the worst first."""
    state: HealthState = HealthState.UNKNOWN
    """`ok` is false when it is failing only."""


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
