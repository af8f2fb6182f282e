"""Reading the samples of a recording, once. The only room of the rules that uses numpy.

What it does: brings the samples to one a second, decides which heart rates can be believed, adjusts speed for the
grade, and looks for repetitions, climbs and sustained stretches. All that is kept is a `StreamDigest`.
Why: wrist sensors lock on the cadence, straps start dry, speed from satellites jumps (Navalta 2020; Otsu 1979 for the
threshold between fast and slow; Minetti 2002 for the grade).
"""

from typing import Any

import numpy as np
import numpy.typing as npt

from liftday_rules.classify import grade
from liftday_rules.model import Activity, Sport, Stream, StreamDigest

type Floats = npt.NDArray[np.float64]
type Flags = npt.NDArray[np.bool_]

MAX_GAP_S = 10
MAX_S = 48 * 3600
MOVING_MPS = 1.0
FASTEST_MPS = 9.0
HR_LOW_BPM, HR_HIGH_BPM = 40.0, 225.0
HR_JUMP_BPM, HR_JUMP_S = 10.0, 10
HR_SETTLE_S = 180
PEAK_S = 15
FLAT_S, FLAT_CV = 60, 0.05
LOCK_S, LOCK_SHARE, LOCK_BPM, LOCK_RISE_BPM, LOCK_SPEED_RISE = 60, 0.80, 3.0, 8.0, 1.05
LOCK_BEFORE_S = 300
GRADE_M = 40.0
MEDIAN_S, MEAN_S = 5, 5
OTSU_FROM_MPS, OTSU_BINS = 1.5, 64
HYSTERESIS = 0.03
MERGE_GAP_S, MIN_WORK_S = 6, 12
MIN_REPS, CONTRAST, SEPARATION = 3, 1.15, 1.5
REP_TAIL = 0.2
HILL_GRADE, HILL_S, HILL_TAIL = 0.04, (15, 240), 1 / 3
BLOCK_DIP_S = 20
LADDER_FROM, LADDER_TO, LADDER_RATIO = 2.0, 6.2, 1.03
DRIFT_SKIP_S, DRIFT_MIN_S = 600, 1800
NORM_S = 30
KM_M, MIN_KM = 1000.0, 4


def digest(activity: Activity) -> StreamDigest | None:
    """All that the classifier needs of the activity's stream; None when there is none or it holds next to nothing."""
    stream = activity.stream
    if stream is None or len(stream.time_s) < MIN_REPS or stream.time_s[-1] - stream.time_s[0] < 60:  # noqa: PLR2004
        return None
    seconds = _Seconds(stream, is_flat=activity.sport is Sport.TREADMILL_RUN)
    values: dict[str, Any] = {"moving_s": float(seconds.moving.sum())}
    values |= _heart(seconds)
    if seconds.gap.size:
        values |= _speeds(seconds) | _bests(seconds) | _blocks(seconds) | _work(seconds) | _hills(seconds)
    return StreamDigest(**values)


class _Seconds:
    """The stream at one sample a second. Where nothing was recorded for long, there is no sample."""

    def __init__(self, stream: Stream, *, is_flat: bool) -> None:
        time = np.asarray(stream.time_s, dtype=float)
        time = time - time[0]
        keep = np.concatenate(([True], np.diff(time) > 0))
        time = time[keep]
        self.time = np.arange(min(int(time[-1]), MAX_S) + 1, dtype=float)
        after = np.minimum(np.searchsorted(time, self.time), len(time) - 1)
        before = np.maximum(after - 1, 0)
        self.recorded = (time[after] - time[before] <= MAX_GAP_S) | (time[after] == self.time)
        self.speed = self._sampled(time, stream.speed_mps, keep)
        self.rate = self._sampled(time, stream.hr_bpm, keep)
        self.cadence = self._sampled(time, stream.cadence_spm, keep)
        altitude = self._sampled(time, stream.altitude_m, keep)
        if self.speed.size:
            self.speed = np.where(self.speed <= FASTEST_MPS, self.speed, np.nan)
            self.moving: Flags = np.nan_to_num(self.speed) >= MOVING_MPS
            flat = np.nan_to_num(self.speed)
            self.grade = np.zeros_like(flat) if is_flat or not altitude.size else _grade(flat, altitude)
            self.gap = _smooth(flat * _factors(self.grade))
        else:
            self.moving = self.recorded
            self.grade = self.gap = np.empty(0)

    def _sampled(self, time: Floats, values: tuple[float | None, ...], keep: Flags) -> Floats:
        """Linear between samples, nan where no sample is near."""
        if not values:
            return np.empty(0)
        column = np.asarray(values, dtype=float)[keep]
        known = ~np.isnan(column)
        if not known.any():
            return np.empty(0)
        at = time[known]
        sampled = np.interp(self.time, at, column[known])
        after = np.minimum(np.searchsorted(at, self.time), len(at) - 1)
        before = np.maximum(after - 1, 0)
        near = (at[after] - at[before] <= MAX_GAP_S) | (at[after] == self.time)
        return np.where(near & (self.time >= at[0]) & (self.time <= at[-1]), sampled, np.nan)


# --- speed ---------------------------------------------------------------------------------------------------------


def _grade(speed: Floats, altitude: Floats) -> Floats:
    """Rise over run across about 40 m of distance."""
    distance = np.concatenate(([0.0], np.cumsum(speed)[:-1]))
    steps = np.arange(len(altitude), dtype=float)
    known = ~np.isnan(altitude)
    filled = np.interp(steps, steps[known], altitude[known])
    ahead = np.interp(distance + GRADE_M / 2, distance, filled)
    behind = np.interp(distance - GRADE_M / 2, distance, filled)
    length = np.interp(distance + GRADE_M / 2, distance, distance) - np.interp(
        distance - GRADE_M / 2, distance, distance
    )
    return np.where(length > GRADE_M / 4, (ahead - behind) / np.maximum(length, 1.0), 0.0)


TABLE_GRADES = np.linspace(-grade.STEEPEST, grade.STEEPEST, 181)
TABLE_FACTORS = np.array([grade.factor(slope) for slope in TABLE_GRADES])


def _factors(slopes: Floats) -> Floats:
    factors: Floats = np.interp(slopes, TABLE_GRADES, TABLE_FACTORS)
    return factors


def _smooth(values: Floats) -> Floats:
    """Median of five seconds, then mean of five, over whatever number of seconds there is."""
    if len(values) < MEDIAN_S:
        return values
    padded = np.pad(values, MEDIAN_S // 2, mode="edge")
    medians = np.partition(np.lib.stride_tricks.sliding_window_view(padded, MEDIAN_S), MEDIAN_S // 2, axis=1)
    return _rolling_mean(np.pad(medians[:, MEDIAN_S // 2], MEAN_S // 2, mode="edge"), MEAN_S)


def _rolling_mean(values: Floats, width: int) -> Floats:
    """The mean of each full window."""
    total = np.concatenate(([0.0], np.cumsum(values)))
    return (total[width:] - total[:-width]) / width


def _speeds(seconds: _Seconds) -> dict[str, Any]:
    """Averages of the moving time."""
    gap = seconds.gap[seconds.moving]
    if not gap.size:
        return {}
    found: dict[str, Any] = {"speed_mean_mps": float(gap.mean())}
    if gap.size >= NORM_S:
        found["speed_norm_mps"] = float(np.mean(_rolling_mean(gap, NORM_S) ** 4) ** 0.25)
        third = len(gap) // 3
        thirds = (gap[:third], gap[third : 2 * third], gap[2 * third :])
        found["thirds_mps"] = tuple(float(part.mean()) for part in thirds)
    if gap.size >= DRIFT_SKIP_S:
        found["last_10min_mps"] = float(gap[-DRIFT_SKIP_S:].mean())
    splits = np.interp(np.arange(0, gap.sum(), KM_M), np.cumsum(gap), np.arange(len(gap)))
    if len(splits) > MIN_KM:
        kilometres = KM_M / np.diff(splits)[1:]
        found["speed_cv"] = float(kilometres.std() / kilometres.mean())
    return found


def _bests(seconds: _Seconds) -> dict[str, Any]:
    """The fastest 400, 800 and 5000 m, and 20 min, without leaving out stops."""
    gap = np.where(seconds.moving, seconds.gap, 0.0)
    covered = np.concatenate(([0.0], np.cumsum(gap)))
    found: dict[str, Any] = {}
    at = np.arange(len(covered), dtype=float)
    for name, metres in (("best_400m_s", 400.0), ("best_800m_s", 800.0), ("best_5000m_s", 5000.0)):
        starts = covered[covered <= covered[-1] - metres]
        if starts.size:
            ends = np.interp(starts + metres, covered, at)
            found[name] = float((ends - at[: starts.size]).min())
    if len(gap) >= 1200:  # noqa: PLR2004 (20 min, as the name says)
        found["best_20min_mps"] = float(_rolling_mean(gap, 1200).max())
    return found


def _runs(flags: Flags) -> tuple[npt.NDArray[np.int64], npt.NDArray[np.int64]]:
    """Where stretches of True begin and end (exclusive)."""
    edges = np.flatnonzero(np.diff(np.concatenate(([False], flags, [False])).astype(np.int8)))
    return edges[::2], edges[1::2]


def _blocks(seconds: _Seconds) -> dict[str, Any]:
    """The longest stretch at or above each speed of a ladder, dips of up to 20 s allowed."""
    gap = seconds.gap
    covered = np.concatenate(([0.0], np.cumsum(gap)))
    ladder, lengths, means = [], [], []
    top = float(gap.max(initial=0.0))
    speed = LADDER_FROM
    while speed <= min(LADDER_TO, top):
        starts, ends = _runs(gap >= speed)
        joined = starts[1:] - ends[:-1] > BLOCK_DIP_S
        starts = starts[np.concatenate(([True], joined))]
        ends = ends[np.concatenate((joined, [True]))]
        longest = int(np.argmax(ends - starts))
        start, end = int(starts[longest]), int(ends[longest])
        ladder.append(round(speed, 3))
        lengths.append(float(end - start))
        means.append(float((covered[end] - covered[start]) / (end - start)))
        speed *= LADDER_RATIO
    return {"block_from_mps": tuple(ladder), "block_s": tuple(lengths), "block_mean_mps": tuple(means)}


# --- repetitions and climbs ----------------------------------------------------------------------------------------


def _otsu(values: Floats) -> float | None:
    """The speed that parts the histogram in two with the least spread inside the parts."""
    if values.size < 2 * MIN_WORK_S:
        return None
    top = float(np.percentile(values, 99))
    if top <= OTSU_FROM_MPS:
        return None
    counts, edges = np.histogram(values, bins=OTSU_BINS, range=(OTSU_FROM_MPS, top))
    middle = (edges[:-1] + edges[1:]) / 2
    weight, moment = np.cumsum(counts), np.cumsum(counts * middle)
    with np.errstate(divide="ignore", invalid="ignore"):
        between = (moment[-1] * weight / weight[-1] - moment) ** 2 / (weight * (weight[-1] - weight))
    return float(edges[int(np.nanargmax(np.where(np.isfinite(between), between, -1.0))) + 1])


def _work(seconds: _Seconds) -> dict[str, Any]:
    """Repetitions in the speed: at least three, clearly apart from the rest."""
    gap = seconds.gap
    theta = _otsu(gap[gap >= OTSU_FROM_MPS])
    if theta is None:
        return {}
    starts, ends = _hysteresis(gap, theta * (1 - HYSTERESIS), theta * (1 + HYSTERESIS))
    if len(starts) < MIN_REPS:
        return {}
    inside = np.zeros(len(gap) + 1)
    np.add.at(inside, starts, 1)
    np.add.at(inside, ends, -1)
    is_work = np.cumsum(inside[:-1]) > 0
    fast = gap[is_work]
    first, last = int(starts[0]), int(ends[-1])
    slow = gap[~is_work & (gap >= MOVING_MPS)]
    if not slow.size:
        return {}
    spread = float(fast.std() + slow.std()) or 1e-9
    if fast.mean() / slow.mean() < CONTRAST or (fast.mean() - slow.mean()) / spread < SEPARATION:
        return {}
    running = gap[~is_work & (gap >= 2.0)]  # noqa: PLR2004 (slower is walking)
    if (last - first) <= 0:
        return {}
    spans = list(zip(starts.tolist(), ends.tolist(), strict=True))
    return {
        "work_s": tuple(float(end - start) for start, end in spans),
        "work_mps": tuple(float(gap[start:end].mean()) for start, end in spans),
        "work_end_hr_bpm": tuple(_tail_rate(seconds, start, end, REP_TAIL) for start, end in spans),
        "rest_s": tuple(float(b - a) for a, b in zip(ends[:-1].tolist(), starts[1:].tolist(), strict=True)),
        "rest_mps": float(running.mean()) if running.size else None,
    }


def _hysteresis(gap: Floats, leave: float, enter: float) -> tuple[npt.NDArray[np.int64], npt.NDArray[np.int64]]:
    """Stretches that rise above `enter` and last until below `leave`; short gaps closed, short stretches dropped."""
    starts, ends = _runs(gap >= leave)
    above = np.concatenate(([0], np.cumsum(gap >= enter)))
    entered = above[ends] > above[starts]
    starts, ends = starts[entered], ends[entered]
    if not len(starts):
        return starts, ends
    apart = starts[1:] - ends[:-1] >= MERGE_GAP_S
    starts, ends = starts[np.concatenate(([True], apart))], ends[np.concatenate((apart, [True]))]
    long = ends - starts >= MIN_WORK_S
    return starts[long], ends[long]


def _tail_rate(seconds: _Seconds, start: int, end: int, share: float) -> float | None:
    """The mean believable heart rate of the last part of a stretch."""
    if not seconds.rate.size:
        return None
    rates = seconds.rate[end - max(3, int((end - start) * share)) : end]
    rates = rates[~np.isnan(rates)]
    return float(rates.mean()) if rates.size else None


def _hills(seconds: _Seconds) -> dict[str, Any]:
    """Climbs of 4 % and more that last 15 to 240 s, run and not walked."""
    starts, ends = _runs((seconds.grade >= HILL_GRADE) & seconds.moving)
    long = (ends - starts >= HILL_S[0]) & (ends - starts <= HILL_S[1])
    spans = list(zip(starts[long].tolist(), ends[long].tolist(), strict=True))
    return {
        "hill_s": tuple(float(end - start) for start, end in spans),
        "hill_mps": tuple(float(seconds.gap[start:end].mean()) for start, end in spans),
        "hill_end_hr_bpm": tuple(_tail_rate(seconds, start, end, HILL_TAIL) for start, end in spans),
    }


# --- heart rate ----------------------------------------------------------------------------------------------------


def _heart(seconds: _Seconds) -> dict[str, Any]:
    """What the believable heart rates say, and which share of the moving time they cover."""
    rate = seconds.rate
    if not rate.size:
        return {"hr_quality": None}
    moving = seconds.moving if seconds.moving.any() else seconds.recorded
    bad = _implausible(rate) | _flat(rate, seconds) | _locked(rate, seconds)
    clean = np.where(bad, np.nan, rate)
    used = ~np.isnan(clean) & moving
    quality = float(used.sum() / max(int(moving.sum()), 1))
    if not used.any():
        return {"hr_quality": 0.0}
    seconds.rate = clean
    counts = np.bincount(clean[used].astype(np.int64))
    low = int(np.flatnonzero(counts)[0])
    found: dict[str, Any] = {
        "hr_quality": quality,
        "hr_from_bpm": low,
        "hr_s": tuple(counts[low:].astype(float).tolist()),
        "hr_mean_bpm": float(clean[used].mean()),
        "hr_peak_bpm": _peak(clean[HR_SETTLE_S:]),
        "hr_best_20min_bpm": _best_mean(clean, 1200),
        "hr_best_30min_bpm": _best_mean(clean, 1800),
    }
    later = clean[used][DRIFT_SKIP_S:]
    if later.size >= DRIFT_MIN_S:
        half = later.size // 2
        found["hr_drift"] = float(later[half:].mean() / later[:half].mean())
    return found


def _implausible(rate: Floats) -> Flags:
    """Too low, too high, and ten seconds from each jump of more than ten beats in a second."""
    with np.errstate(invalid="ignore"):
        bad = (rate < HR_LOW_BPM) | (rate > HR_HIGH_BPM)
        jumps = np.flatnonzero(np.abs(np.diff(rate)) > HR_JUMP_BPM) + 1
    marks = np.zeros(len(rate) + HR_JUMP_S + 1)
    np.add.at(marks, jumps, 1)
    np.add.at(marks, jumps + HR_JUMP_S, -1)
    flagged: Flags = bad | (np.cumsum(marks)[: len(rate)] > 0)
    return flagged


def _flat(rate: Floats, seconds: _Seconds) -> Flags:
    """The same value for a minute and more while the speed varied."""
    bad = np.zeros(len(rate), dtype=bool)
    same = np.concatenate(([False], np.diff(rate) == 0))
    for start, end in zip(*_runs(same), strict=True):
        if end - start >= FLAT_S and seconds.gap.size:
            speed = seconds.gap[start:end]
            bad[start:end] = speed.mean() > 0 and speed.std() / speed.mean() > FLAT_CV
    return bad


def _locked(rate: Floats, seconds: _Seconds) -> Flags:
    """Minutes in which the sensor counted steps: at the cadence, well above before, and the runner no faster."""
    bad = np.zeros(len(rate), dtype=bool)
    if not seconds.cadence.size or not seconds.gap.size:
        return bad
    with np.errstate(invalid="ignore"):
        near = np.abs(rate - seconds.cadence) <= LOCK_BPM
    if near.sum() < LOCK_S * LOCK_SHARE:
        return bad
    clean_rates: list[float] = []
    clean_speeds: list[float] = []
    keep = LOCK_BEFORE_S // LOCK_S
    for start in range(0, len(rate) - LOCK_S + 1, LOCK_S):
        window = slice(start, start + LOCK_S)
        if np.isnan(rate[window]).all():
            continue
        typical, speed = float(np.nanmedian(rate[window])), float(seconds.gap[window].mean())
        before = float(np.median(clean_rates[-keep:])) if clean_rates else None
        is_faster = bool(clean_speeds) and speed >= LOCK_SPEED_RISE * float(np.mean(clean_speeds[-keep:]))
        is_locked = near[window].mean() >= LOCK_SHARE and before is not None and typical - before >= LOCK_RISE_BPM
        if is_locked and not is_faster:
            bad[window] = True
        else:
            clean_rates.append(typical)
            clean_speeds.append(speed)
    return bad


def _peak(clean: Floats) -> float | None:
    """The highest rate held for 15 s: the maximum of the rolling minimum, so that a spike can't win."""
    if len(clean) < PEAK_S:
        return None
    lowest = np.lib.stride_tricks.sliding_window_view(clean, PEAK_S).min(axis=1)  # nan stays nan
    known = lowest[~np.isnan(lowest)]
    return float(known.max()) if known.size else None


def _best_mean(clean: Floats, width: int) -> float | None:
    """The best mean of a window of which nine tenths are believable."""
    if len(clean) < width:
        return None
    known = ~np.isnan(clean)
    counts = _rolling_mean(known.astype(float), width)
    sums = _rolling_mean(np.where(known, clean, 0.0), width)
    good = counts >= 0.9  # noqa: PLR2004 (nine tenths, as the docstring says)
    return float((sums[good] / counts[good]).max()) if good.any() else None
