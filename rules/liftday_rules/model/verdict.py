"""A verdict is what the classifier says of one record, with its evidence and how sure it is."""

from dataclasses import dataclass
from enum import StrEnum

from liftday_rules.model.ids import ActivityId


class RunClass(StrEnum):
    """How demanding a run or a day was, is or will be. UNCERTAIN is a result; it is never shown as easy or rest."""

    HARD = "hard"
    EASY = "easy"
    LONG = "long"
    RACE = "race"
    UNCERTAIN = "uncertain"
    REST = "rest"
    """Of a day: no run. Never said of a day whose data may be missing."""
    STRENGTH = "strength"
    """Of a record: a strength session."""
    OTHER = "other"
    """Of a record: another sport."""

    @property
    def is_demanding(self) -> bool:
        """Whether heavy legs would spoil it, so that it is protected."""
        return self in {RunClass.HARD, RunClass.LONG, RunClass.RACE}


class SessionType(StrEnum):
    """What kind of run it was."""

    RACE = "race"
    INTERVALS_SHORT = "intervals_short"
    VO2 = "vo2"
    THRESHOLD = "threshold"
    HILLS = "hills"
    TEMPO = "tempo"
    PROGRESSION = "progression"
    FARTLEK = "fartlek"
    LONG = "long"
    MODERATE = "moderate"
    RECOVERY = "recovery"
    EASY = "easy"
    STRENGTH = "strength"
    OTHER = "other"


class Confidence(StrEnum):
    """A: stated, or two groups of evidence agree. B: one strong group. C: something weaker. D: nothing."""

    A = "A"
    B = "B"
    C = "C"
    D = "D"


class RunFlag(StrEnum):
    """What a reader should know about a verdict."""

    STRIDES = "strides"
    MERGED = "merged"
    TREADMILL = "treadmill"
    TRAIL = "trail"
    BIG_DESCENT = "big_descent"
    HEAT_DRIFT = "heat_drift"
    HR_UNTRUSTED = "hr_untrusted"
    NO_HR = "no_hr"
    VERY_LONG = "very_long"


class Doubt(StrEnum):
    """What the athlete says can't be believed of a run."""

    HEART_RATE = "heart_rate"
    """A bad sensor, illness, altitude, medicine."""
    SPEED = "speed"
    """A buggy, sand, snow, a wrong track."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Evidence:
    """One thing that speaks for hard (positive) or easy (negative), in log-odds, and in words."""

    group: str
    """`stated`, `physio`, `speed`, or `note` for what carries no weight but should be said."""
    weight: float
    sentence: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Verdict:
    """What one record was."""

    activity_id: ActivityId
    merged_ids: tuple[ActivityId, ...] = ()
    run_class: RunClass
    session_type: SessionType
    p_hard: float | None
    """0 to 1; None where hard and easy mean nothing (strength)."""
    confidence: Confidence
    flags: tuple[RunFlag, ...] = ()
    evidence: tuple[Evidence, ...] = ()
    """Strongest first."""
    overridden: bool = False
    """The athlete said so."""
