"""Facts are everything that is known at one moment, and all that a decision may rest on."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum
from types import MappingProxyType

from liftday_rules.model.activity import Activity
from liftday_rules.model.athlete import Athlete, Equipment, Priority
from liftday_rules.model.ids import ActivityId
from liftday_rules.model.lifting import ExerciseDone
from liftday_rules.model.plan import Kind, SessionUid
from liftday_rules.model.run import Foretold
from liftday_rules.model.verdict import Doubt, RunClass


class RunState(StrEnum):
    """Whether a stated run was run."""

    DONE = "done"
    PLANNED = "planned"


@dataclass(frozen=True, slots=True, kw_only=True)
class PlannedRun:
    """A run that somebody stated: a training plan, the athlete, or a scenario.

    With neither `run_class` nor `p_hard`, the name decides, then the learnt week.
    """

    uid: str | None = None
    start: datetime
    minutes: float
    run_class: RunClass | None = None
    p_hard: float | None = None
    state: RunState
    name: str | None = None
    distance_m: float | None = None
    changed_by_feed: bool = False
    """The plan feed has just said something new about it."""
    cancelled: bool = False
    """The plan feed has just taken it back: it is no run, but it explains a change."""
    all_day: bool = False
    """Only the day is known: `start` is its local midnight, and the athlete's habits give the hour."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Race:
    """A race, past or to come. It is itself a run of class race."""

    name: str
    priority: Priority
    start: datetime
    distance_m: float
    state: RunState
    finish_s: float | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class StrengthDone:
    """A strength session that was done and logged."""

    start: datetime
    minutes: float
    kind: Kind
    uid: SessionUid | None = None
    """The published session that it was."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Published:
    """What the calendar shows now."""

    uid: SessionUid
    start: datetime
    kind: Kind
    sequence: int = 0
    locked: bool = False
    """The athlete put it there; it is neither moved nor dropped."""
    original_date: date | None = None
    times_deferred: int = 0
    """How often poor readiness has already deferred it."""
    set_aside: bool = False
    """Pinned, and told to have been paused: the calendar shows it again once nothing keeps strength away from it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Busy:
    """A stretch of the calendar that is taken, [start, end)."""

    start: datetime
    end: datetime


class FlagKind(StrEnum):
    """What keeps strength away or changes it."""

    SICK = "sick"
    INJURY = "injury"
    TRAVEL = "travel"
    PAUSE = "pause"


class Side(StrEnum):
    """Which side is hurt."""

    LEFT = "left"
    RIGHT = "right"
    BOTH = "both"


@dataclass(frozen=True, slots=True, kw_only=True)
class Flag:
    """Something the athlete said about a stretch of days. `until` None: still on."""

    kind: FlagKind
    since: datetime
    until: datetime | None = None
    region: str | None = None
    side: Side | None = None
    allow_upper: bool = False
    equipment: Equipment | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ReadinessBaseline:
    """The athlete's usual mornings. `days` is how many of the last 28 it rests on."""

    days: int
    hrv_rmssd_ms: float | None = None
    hrv_rmssd_sd_ms: float | None = None
    resting_hr_bpm: float | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Night:
    """One night, named by the date of waking."""

    date: date
    hrv_rmssd_ms: float | None = None
    resting_hr_bpm: float | None = None
    sleep_h: float | None = None
    sleep_score_0_100: float | None = None
    body_battery_wake_0_100: float | None = None
    training_readiness_0_100: float | None = None
    soreness_0_10: float | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class BodyMeasure:
    """What the watch's maker says of the athlete on a day; None is not said."""

    date: date
    hr_max_bpm: float | None = None
    hr_rest_bpm: float | None = None
    lthr_bpm: float | None = None
    threshold_speed_mps: float | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Readiness:
    """What the last nights say."""

    baseline: ReadinessBaseline
    nights: tuple[Night, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class History:
    """What came before the window of the other facts."""

    weekly_run_min: tuple[float, ...] = ()
    """Running minutes of the weeks before this one, oldest first."""
    target_last_week: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Facts:
    """One moment of one runner's life. `now` is an instant; nothing in the rules asks a clock."""

    now: datetime
    athlete: Athlete
    runs: tuple[PlannedRun, ...] = ()
    activities: tuple[Activity, ...] = ()
    races: tuple[Race, ...] = ()
    strength_done: tuple[StrengthDone, ...] = ()
    published: tuple[Published, ...] = ()
    skipped: frozenset[SessionUid] = frozenset()
    """Sessions the athlete does not want; they are not re-placed."""
    used_uids: frozenset[SessionUid] = frozenset()
    """Every uid that was ever given out, so that none is given twice."""
    busy: tuple[Busy, ...] = ()
    flags: tuple[Flag, ...] = ()
    readiness: Readiness | None = None
    history: History | None = None
    strength_days: tuple[date, ...] = ()
    """Every day on which strength was ever done, oldest first, as far as known."""
    log: tuple[ExerciseDone, ...] = ()
    """What was lifted, oldest first, as the athlete logged it or the watch recorded it."""
    not_before: Mapping[SessionUid, datetime] = field(default_factory=lambda: MappingProxyType({}))
    """Sessions the athlete pushed back: they start at this instant or later."""
    measures: tuple[BodyMeasure, ...] = ()
    """What the watch's maker says of the athlete, oldest first."""
    overrides: Mapping[ActivityId, RunClass] = field(default_factory=lambda: MappingProxyType({}))
    """What the athlete said an activity was."""
    doubts: Mapping[ActivityId, frozenset[Doubt]] = field(default_factory=lambda: MappingProxyType({}))
    """What the athlete said can't be believed of an activity."""
    data_age_h: float | None = None
    """Hours since activities were last fetched with success; None: fresh."""
    edits_last_day: int | None = None
    """Visible changes of the last 24 h that neither a flag nor the athlete caused; None: nobody keeps count."""
    foretold: tuple[Foretold, ...] = ()
    """What the plan before made of the coming days; a small drift of habits changes nothing of it."""
    horizon_days: int | None = None
    """Days to plan, 8 to 28, counted from today; None: to the Sunday of next week."""
