"""An activity is what a watch or a service recorded: raw facts, nobody's judgement yet."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum

from liftday_rules.model.ids import ActivityId
from liftday_rules.model.verdict import Confidence, RunClass, RunFlag, SessionType


class Sport(StrEnum):
    """What was done, as coarse as the rules need it."""

    RUN = "run"
    TRAIL_RUN = "trail_run"
    TREADMILL_RUN = "treadmill_run"
    STRENGTH = "strength"
    CYCLING = "cycling"
    WALK = "walk"
    OTHER = "other"

    @property
    def is_run(self) -> bool:
        """Whether this is a run of any kind."""
        return self in {Sport.RUN, Sport.TRAIL_RUN, Sport.TREADMILL_RUN}

    @property
    def family(self) -> str:
        """Two recordings of one thing share their family, never less."""
        return "run" if self.is_run else self.value


class LapKind(StrEnum):
    """What ended a lap, or what part of a structured workout it was."""

    MANUAL = "manual"
    AUTO = "auto"
    WARMUP = "warmup"
    ACTIVE = "active"
    RECOVERY = "recovery"
    REST = "rest"
    COOLDOWN = "cooldown"


@dataclass(frozen=True, slots=True, kw_only=True)
class Lap:
    """One lap as recorded; None is unknown, never 0."""

    elapsed_s: float
    moving_s: float | None = None
    distance_m: float | None = None
    avg_hr_bpm: float | None = None
    max_hr_bpm: float | None = None
    kind: LapKind = LapKind.MANUAL


@dataclass(frozen=True, slots=True, kw_only=True)
class LiftedSet:
    """One set as a watch recorded it; None is unknown."""

    exercise: str | None = None
    """The watch's own name for it, such as `GOBLET_SQUAT`."""
    category: str | None = None
    reps: int | None = None
    load_kg: float | None = None
    seconds: float | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Stream:
    """Samples over time without positions; all lists are equally long, None is not measured.

    `time_s` counts from the start and never falls. A list that was not recorded at all is empty.
    """

    time_s: tuple[float, ...]
    speed_mps: tuple[float | None, ...] = ()
    hr_bpm: tuple[float | None, ...] = ()
    altitude_m: tuple[float | None, ...] = ()
    cadence_spm: tuple[float | None, ...] = ()

    def __post_init__(self) -> None:
        lengths = {len(samples) for samples in (self.speed_mps, self.hr_bpm, self.altitude_m, self.cadence_spm)}
        if lengths - {0, len(self.time_s)}:
            raise ValueError(f"A stream of {len(self.time_s)} samples has lists of other lengths: {sorted(lengths)}.")


@dataclass(frozen=True, slots=True, kw_only=True)
class StreamDigest:
    """All that the classifier needs of a stream, computed once, so that old streams are never read again.

    Numbers, None and tuples of them only, so that it is JSON as it stands. Speeds are grade-adjusted: the speed on the
    flat that costs as much. None is unknown; an empty tuple is nothing found.
    """

    moving_s: float
    hr_quality: float | None
    """Share of the moving seconds whose heart rate can be believed, 0 to 1; None where none was recorded."""
    hr_from_bpm: int = 0
    hr_s: tuple[float, ...] = ()
    """Seconds at each whole heart rate, from `hr_from_bpm` upwards, of the samples that can be believed."""
    hr_peak_bpm: float | None = None
    """The highest rate that was held for 15 s."""
    hr_mean_bpm: float | None = None
    hr_best_20min_bpm: float | None = None
    hr_best_30min_bpm: float | None = None
    hr_drift: float | None = None
    """Mean rate of the second half over that of the first, of the moving seconds after the first ten minutes."""
    speed_mean_mps: float | None = None
    speed_norm_mps: float | None = None
    """Fourth-power mean of 30 s means: what the run would have cost if run evenly."""
    speed_cv: float | None = None
    """Standard deviation over mean of the kilometres' speeds."""
    best_400m_s: float | None = None
    best_800m_s: float | None = None
    best_5000m_s: float | None = None
    best_20min_mps: float | None = None
    thirds_mps: tuple[float, ...] = ()
    """Mean speed of the first, second and last third of the moving time."""
    last_10min_mps: float | None = None
    work_s: tuple[float, ...] = ()
    """Lengths of the work repetitions found."""
    work_mps: tuple[float, ...] = ()
    work_end_hr_bpm: tuple[float | None, ...] = ()
    """Mean rate of the last fifth of each repetition."""
    rest_s: tuple[float, ...] = ()
    """Time between one repetition and the next."""
    rest_mps: float | None = None
    hill_s: tuple[float, ...] = ()
    """Lengths of the climbs of 4 % and more that last 15 to 240 s."""
    hill_mps: tuple[float, ...] = ()
    hill_end_hr_bpm: tuple[float | None, ...] = ()
    block_from_mps: tuple[float, ...] = ()
    """A ladder of speeds, lowest first."""
    block_s: tuple[float, ...] = ()
    """The longest stretch at or above each speed of the ladder, dips of 20 s allowed."""
    block_mean_mps: tuple[float, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class GarminFields:
    """What only Garmin tells."""

    training_effect_label: str | None = None
    aerobic_te: float | None = None
    anaerobic_te: float | None = None
    load: float | None = None
    hr_zone_s: tuple[float, ...] = ()
    """Seconds in the zones 1 to 5."""
    hr_zone_low_bpm: tuple[float, ...] = ()
    """Lower limits of the zones 1 to 5."""
    rpe_0_10: float | None = None
    feel_0_100: float | None = None
    event_type: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class StravaFields:
    """What only Strava tells. `workout_type` of a run: 0 default, 1 race, 2 long run, 3 workout."""

    workout_type: int | None = None
    suffer_score: float | None = None
    perceived_exertion: float | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Judged:
    """What a recording was judged to be before its figures were let go."""

    run_class: RunClass
    session_type: SessionType
    p_hard: float | None
    confidence: Confidence
    flags: tuple[RunFlag, ...] = ()
    sentence: str
    """The one piece of evidence that is left."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Activity:
    """One recording by one source.

    `local_date` is fixed once, from the zone where the activity began: it is the training day, whatever zone the
    athlete is in later.
    """

    id: ActivityId
    source: str
    """`garmin`, `strava`, `file` or `demo`."""
    sport: Sport
    start: datetime
    """An instant, UTC."""
    local_date: date
    elapsed_s: float
    moving_s: float | None = None
    distance_m: float | None = None
    ascent_m: float | None = None
    descent_m: float | None = None
    avg_hr_bpm: float | None = None
    max_hr_bpm: float | None = None
    temperature_c: float | None = None
    name: str | None = None
    laps: tuple[Lap, ...] = ()
    stream: Stream | None = None
    digest: StreamDigest | None = None
    """What the stream says, kept when the stream itself is not at hand."""
    garmin: GarminFields | None = None
    strava: StravaFields | None = None
    sets: tuple[LiftedSet, ...] = ()
    """What was lifted, in order; strength only."""
    recording_key: str | None = None
    """Two activities with the same key are the same recording: a Garmin activity id, or a FIT file's identity."""
    start_hidden: bool = False
    """The service hides the time of day; only `local_date` is true."""
    judged: Judged | None = None
    """Set when the service's figures had to go: this is what they said, and a figure that is missing says nothing."""

    def __post_init__(self) -> None:
        if self.start.tzinfo is None:
            raise ValueError(f"Activity {self.id} starts at {self.start}, which has no time zone.")

    @property
    def end(self) -> datetime:
        """The instant at which it ended."""
        return self.start + timedelta(seconds=self.elapsed_s)

    @property
    def duration_s(self) -> float:
        """Moving time where it is known, else elapsed time."""
        return self.elapsed_s if self.moving_s is None else self.moving_s

    @property
    def speed_mps(self) -> float | None:
        """Average speed over the moving time; None when the distance is unknown or nothing moved."""
        return self.distance_m / self.duration_s if self.distance_m and self.duration_s else None


@dataclass(frozen=True, slots=True, kw_only=True)
class Record:
    """One thing that was done, however many recordings tell of it."""

    activity: Activity
    """The fields that won the merge, under the id of the recording that leads."""
    merged_ids: tuple[ActivityId, ...] = ()
    """The other recordings of the same thing."""
