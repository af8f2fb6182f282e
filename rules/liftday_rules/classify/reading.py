"""One run laid beside its athlete: everything that the evidence asks about, worked out once."""

from dataclasses import dataclass
from statistics import fmean, pstdev

from liftday_rules.classify import grade, laps, stream
from liftday_rules.classify.names import NameClass, of_name
from liftday_rules.classify.past import ALONE, Compared, Past
from liftday_rules.classify.work import Repetitions, Work, WorkKind, judged
from liftday_rules.classify.zones import Zones, margin_bpm, zones_of
from liftday_rules.constants import HR_HIGHEST_BPM, speed_for_an_hour
from liftday_rules.model import Activity, Constants, GarminFields, Lap, Sport, StravaFields, StreamDigest

MIN_QUALITY = 0.5
HEAT_TRUST = 0.3
HEAT_C = 24.0
DRIFT = 1.05
STEADY_CV = 0.05
STEADY_MIN_S = 40 * 60.0
MIN_LAPS_FOR_DRIFT = 6
AFTER_WEEKS_OFF = 0.95
LOWEST_AVG_BPM = 60.0
SHOWN_MIN_S = 600.0
NO_GARMIN, NO_STRAVA = GarminFields(), StravaFields()


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """A run and what was found in it. None is unknown."""

    run: Activity
    constants: Constants
    threshold_mps: float | None
    garmin: GarminFields
    strava: StravaFields
    digest: StreamDigest | None
    name: NameClass | None
    work: Work | None
    zones: Zones | None
    avg_hr_bpm: float | None
    hr_trust: float
    """What heart rate is worth here, 0 to 1: the sensor's quality, less in heat."""
    hr_untrusted: bool
    in_heat: bool
    speed_mps: float | None
    """Mean grade-adjusted speed."""
    speed_trust: float
    own: Compared = ALONE

    @property
    def hr_share(self) -> float | None:
        """Average heart rate over threshold heart rate."""
        return self.avg_hr_bpm / self.constants.lthr_bpm.value if self.avg_hr_bpm else None

    @property
    def speed_share(self) -> float | None:
        """Mean speed over threshold speed."""
        return self.speed_mps / self.threshold_mps if self.speed_mps and self.threshold_mps else None

    @property
    def speed_basis(self) -> str:
        """Where the threshold speed comes from; `formula` when there is none."""
        known = self.constants.threshold_speed_mps
        return known.basis if known is not None else "formula"

    @property
    def has_work(self) -> bool:
        """Whether intervals or hill repetitions were found."""
        return self.work is not None and self.work.kind in {WorkKind.INTERVALS, WorkKind.HILLS}

    @property
    def only_strides(self) -> bool:
        """Whether the fast running was strides and nothing else."""
        return self.work is not None and self.work.kind is WorkKind.STRIDES

    def block(self, share: float) -> tuple[float, float]:
        """Minutes and mean share of threshold speed of the longest stretch at `share` of it; 0, 0 if none."""
        if not self.threshold_mps:
            return 0.0, 0.0
        at_least = share * self.threshold_mps
        if self.digest is not None:
            seconds, mean = stream.longest_block(self.digest, at_least)
        elif self.run.sport is Sport.TREADMILL_RUN:
            seconds, mean = 0.0, 0.0
        else:
            seconds, mean = laps.longest_block(self.run.laps, at_least)
        work = self.work
        if work is not None and work.kind is WorkKind.STEADY and work.found.mean_mps >= at_least:
            seconds, mean = max((seconds, mean), (work.minutes * 60, work.found.mean_mps))
        return seconds / 60, mean / self.threshold_mps


def read(run: Activity, constants: Constants, past: Past | None = None) -> Reading:
    """Lay the run beside its athlete; `past` None: judged by itself."""
    digest = run.digest if run.digest is not None else stream.digest_of(run)
    weeks_off = past is not None and past.is_back_after_weeks_off(run.local_date)
    threshold = constants.threshold_speed_mps.value if constants.threshold_speed_mps else None
    if threshold and weeks_off:
        threshold *= AFTER_WEEKS_OFF
    if threshold and constants.threshold_speed_mps and constants.threshold_speed_mps.basis != "stated":
        threshold = max(threshold, _shown_here(run, digest, threshold))
    found = _repetitions(run, digest, constants, threshold)
    work = found if isinstance(found, Work) or found is None else judged(found, constants, threshold)
    avg_hr = _believable(digest.hr_mean_bpm if digest and digest.hr_mean_bpm else run.avg_hr_bpm, constants)
    quality = 1.0 if digest is None or digest.hr_quality is None else digest.hr_quality
    untrusted = quality < MIN_QUALITY or (avg_hr is None and run.avg_hr_bpm is not None)
    in_heat = work is None and _in_heat(run, digest)
    return Reading(
        run=run,
        constants=constants,
        threshold_mps=threshold,
        garmin=run.garmin or NO_GARMIN,
        strava=run.strava or NO_STRAVA,
        digest=digest,
        name=of_name(run.name, run.distance_m) if run.name else None,
        work=work,
        zones=None if untrusted else zones_of(run, digest, constants, margin_bpm(constants, weeks_off=weeks_off)),
        avg_hr_bpm=None if untrusted else avg_hr,
        hr_trust=0.0 if untrusted else quality * (HEAT_TRUST if in_heat else 1.0),
        hr_untrusted=untrusted,
        in_heat=in_heat,
        speed_mps=_speed(run, digest),
        speed_trust={Sport.TREADMILL_RUN: 0.5, Sport.TRAIL_RUN: 0.0}.get(run.sport, 1.0),
        own=past.compare(run) if past is not None else ALONE,
    )


def _shown_here(run: Activity, digest: StreamDigest | None, guess: float) -> float:
    """The threshold that this run itself shows, whole or in one go: an older estimate can't stand below it."""
    speed = _speed(run, None)
    whole = speed_for_an_hour(speed * run.duration_s, run.duration_s) if speed else 0.0
    seconds, mean = stream.longest_block(digest, guess) if digest else laps.longest_block(run.laps, guess)
    return max(whole, speed_for_an_hour(mean * seconds, seconds) if seconds >= SHOWN_MIN_S else 0.0)


def _repetitions(
    run: Activity, digest: StreamDigest | None, constants: Constants, threshold: float | None
) -> Repetitions | Work | None:
    """Laps first, then the recording: its hills, then its speed."""
    found = laps.repetitions(run.laps) if len(run.laps) >= laps.MIN_REPS else None
    if found is not None or digest is None:
        return found
    return stream.hills(digest, constants, threshold) or stream.repetitions(digest)


def _believable(rate: float | None, constants: Constants) -> float | None:
    """The rate unless no runner can have had it."""
    top = max(constants.hr_max_bpm.value, HR_HIGHEST_BPM if constants.hr_max_bpm.basis != "stated" else 0.0)
    return rate if rate is not None and LOWEST_AVG_BPM <= rate <= top else None


def _speed(run: Activity, digest: StreamDigest | None) -> float | None:
    if digest is not None and digest.speed_mean_mps:
        return digest.speed_mean_mps
    return grade.whole_run_mps(run)


def _in_heat(run: Activity, digest: StreamDigest | None) -> bool:
    """Whether heart rate rose by itself: a steady run of 40 min and more that was hot, or drifted."""
    if run.duration_s < STEADY_MIN_S:
        return False
    if run.temperature_c is not None and run.temperature_c >= HEAT_C:
        return True
    if digest is not None:
        cv, drift = digest.speed_cv, digest.hr_drift
    else:
        cv, drift = _drift_of_laps(run.laps)
    return cv is not None and drift is not None and cv < STEADY_CV and drift > DRIFT


def _drift_of_laps(measured: tuple[Lap, ...]) -> tuple[float | None, float | None]:
    """Spread of speed and drift of heart rate over laps, the first left out as a warm-up."""
    known = [
        (lap.distance_m / lap.elapsed_s, lap.avg_hr_bpm) for lap in measured[1:] if lap.distance_m and lap.avg_hr_bpm
    ]
    if len(known) < MIN_LAPS_FOR_DRIFT:
        return None, None
    speeds = [speed for speed, _ in known]
    half = len(known) // 2
    first, second = fmean(rate for _, rate in known[:half]), fmean(rate for _, rate in known[half:])
    return pstdev(speeds) / fmean(speeds), second / first
