"""Load figures: how much a run or a week was, by the published formulas.

Sources: Banister 1991 (impulse), Edwards 1993 and Lucia 2003 (zones), Foster 1998 and 2001 (session load, monotony,
strain), Minetti 2002 behind the speeds. The acute:chronic ratio is left out on purpose: it rescales the acute load and
predicts nothing (Impellizzeri 2021); `week_against_usual` says what people want to know.
"""

import math
from collections.abc import Sequence
from statistics import fmean, median, stdev

from liftday_rules.model import Activity, Athlete, Constants, RunClass

BANISTER = {"m": (0.64, 1.92), "f": (0.86, 1.67)}
"""Factor and exponent by sex; without one, the mean of both loads."""
EDWARDS_LOW = (0.5, 0.6, 0.7, 0.8, 0.9)
FITNESS_DAYS, FATIGUE_DAYS = 42, 7
MIN_DAYS_SHOWN = 28
MONOTONY_CAP = 5.0
WEEK_DAYS = 7
USUAL_WEEKS = 6
GOOD_HR_QUALITY = 0.7
LOAD_PER_MIN = {RunClass.HARD: 1.3, RunClass.RACE: 1.3}
LOAD_PER_EASY_MIN = 0.8


def trimp(minutes: float, hr_bpm: float, constants: Constants, sex: str | None) -> float:
    """Banister's impulse of so many minutes at one heart rate."""
    rest, top = constants.hr_rest_bpm.value, constants.hr_max_bpm.value
    share = min(max((hr_bpm - rest) / (top - rest), 0.0), 1.0) if top > rest else 0.0
    curves = [BANISTER[sex]] if sex in BANISTER else list(BANISTER.values())
    return fmean(minutes * share * factor * math.exp(exponent * share) for factor, exponent in curves)


def trimp_of_seconds(seconds: Sequence[float], from_bpm: int, constants: Constants, sex: str | None) -> float:
    """Banister's impulse summed over the seconds at each whole heart rate; an average would hide intervals."""
    return sum(trimp(s / 60, from_bpm + step, constants, sex) for step, s in enumerate(seconds) if s)


def hr_tss(impulse: float, constants: Constants, sex: str | None) -> float:
    """An impulse as a share of an hour at threshold heart rate, times 100."""
    return 100 * impulse / trimp(60, constants.lthr_bpm.value, constants, sex)


def r_tss(hours: float, norm_speed_mps: float, threshold_speed_mps: float) -> float:
    """Hours times the square of the share of threshold speed, times 100."""
    return hours * (norm_speed_mps / threshold_speed_mps) ** 2 * 100


def edwards(zone_min: Sequence[float]) -> float:
    """Minutes in the five tenths from 50 % of the maximum, weighted 1 to 5."""
    return sum(weight * minutes for weight, minutes in enumerate(zone_min, start=1))


def lucia(below_min: float, between_min: float, above_min: float) -> float:
    """Minutes below, between and above the two thresholds, weighted 1, 2 and 3."""
    return below_min + 2 * between_min + 3 * above_min


def session_load(rpe_0_10: float, minutes: float) -> float:
    """Foster's load: how hard it felt times how long it took."""
    return rpe_0_10 * minutes


def monotony(daily: Sequence[float]) -> float | None:
    """Mean over standard deviation of seven daily loads, 5 at most; None when all days are the same."""
    spread = stdev(daily)
    return min(fmean(daily) / spread, MONOTONY_CAP) if spread > 0 else None


def strain(daily: Sequence[float]) -> float | None:
    """The week's load times its monotony; None when all days are the same."""
    same = monotony(daily)
    return None if same is None else sum(daily) * same


def smoothed(daily: Sequence[float], days: int, start: float = 0.0) -> float:
    """The exponentially weighted load after the last of these calendar days, rest days being 0."""
    value, share = start, 1 - math.exp(-1 / days)
    for load in daily:
        value += share * (load - value)
    return value


def form(daily: Sequence[float]) -> tuple[float, float, float] | None:
    """Fitness and fatigue after the last day, and form before it; None before 28 days of data."""
    if len(daily) < MIN_DAYS_SHOWN:
        return None
    before = smoothed(daily[:-1], FITNESS_DAYS) - smoothed(daily[:-1], FATIGUE_DAYS)
    return smoothed(daily, FITNESS_DAYS), smoothed(daily, FATIGUE_DAYS), before


def week_against_usual(daily: Sequence[float]) -> float | None:
    """The last seven days' load over the median of the six weeks before; None without them."""
    ends = range(len(daily) - WEEK_DAYS, WEEK_DAYS - 1, -WEEK_DAYS)
    weeks = [sum(daily[end - WEEK_DAYS : end]) for end in ends][:USUAL_WEEKS]
    usual = median(weeks) if len(weeks) == USUAL_WEEKS else 0
    return sum(daily[-WEEK_DAYS:]) / usual if usual else None


def of_run(activity: Activity, constants: Constants, athlete: Athlete, run_class: RunClass) -> float:
    """One run's load in the best currency there is: heart rate, speed, how it felt, else its length and class."""
    minutes, digest = activity.duration_s / 60, activity.digest
    if digest is not None and digest.hr_s and (digest.hr_quality or 0) >= GOOD_HR_QUALITY:
        impulse = trimp_of_seconds(digest.hr_s, digest.hr_from_bpm, constants, athlete.sex)
        return hr_tss(impulse, constants, athlete.sex)
    if digest is None and activity.avg_hr_bpm:
        return hr_tss(trimp(minutes, activity.avg_hr_bpm, constants, athlete.sex), constants, athlete.sex)
    speed = (digest and digest.speed_norm_mps) or activity.speed_mps
    if speed and constants.threshold_speed_mps:
        return r_tss(minutes / 60, speed, constants.threshold_speed_mps.value)
    rpe = (activity.garmin and activity.garmin.rpe_0_10) or (activity.strava and activity.strava.perceived_exertion)
    if rpe:
        return session_load(rpe, minutes)
    return minutes * LOAD_PER_MIN.get(run_class, LOAD_PER_EASY_MIN)
