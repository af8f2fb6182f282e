"""What a recording's digest says. The samples themselves are read once, in `signal`."""

from statistics import fmean

from liftday_rules.classify.work import Repetitions, Work, WorkKind
from liftday_rules.model import Activity, Constants, StreamDigest

MIN_REPS = 3
WORK_LIKENESS, REST_LIKENESS = 0.15, 0.25
EVEN_WORK, EVEN_REST, EVEN_RESTING = 0.60, 0.75, 0.20
FARTLEK_RESTING = 0.35
"""Uneven stretches are fartlek with this much rest between them; with less, they are a run with traffic lights."""
HILL_SPEED_SHARE = 0.90
HILL_LIKENESS = 0.35
"""Hill repetitions are of much the same length; a hilly round is not."""


def digest_of(activity: Activity) -> StreamDigest | None:
    """The digest of the activity's stream, worked out now; None without a stream."""
    if activity.stream is None:
        return None
    from liftday_rules.classify import signal  # noqa: PLC0415 (numpy is loaded only where there is a stream to read)

    return signal.digest(activity)


def repetitions(digest: StreamDigest) -> Repetitions | None:
    """The repetitions found in the speed, or None where they are but running between stops."""
    if len(digest.work_s) < MIN_REPS or not digest.rest_s:
        return None
    resting = sum(digest.rest_s) / (sum(digest.rest_s) + sum(digest.work_s))
    is_even = _likeness(digest.work_s, WORK_LIKENESS) >= EVEN_WORK and (
        resting >= EVEN_RESTING or _likeness(digest.rest_s, REST_LIKENESS) >= EVEN_REST
    )
    if not is_even and resting < FARTLEK_RESTING:
        return None
    return Repetitions(
        found_in="the recording",
        length_s=digest.work_s,
        speed_mps=digest.work_mps,
        distance_m=tuple(seconds * speed for seconds, speed in zip(digest.work_s, digest.work_mps, strict=True)),
        end_hr_bpm=digest.work_end_hr_bpm,
        rest_s=digest.rest_s,
        slow_mps=digest.rest_mps,
        is_even=is_even,
    )


def _likeness(lengths: tuple[float, ...], tolerance: float) -> float:
    """The largest share of the time that lies in stretches of much the same length."""
    alike = (sum(one for one in lengths if abs(one - middle) <= tolerance * middle) for middle in lengths)
    return max(alike) / sum(lengths)


def hills(digest: StreamDigest, constants: Constants, threshold_mps: float | None) -> Work | None:
    """Hill repetitions: three climbs and more of much the same length, run with effort; else None."""
    climbs = [
        (seconds, speed, rate)
        for seconds, speed, rate in zip(digest.hill_s, digest.hill_mps, digest.hill_end_hr_bpm, strict=True)
        if (rate is not None and rate >= constants.lt1_bpm.value)
        or (threshold_mps is not None and speed >= HILL_SPEED_SHARE * threshold_mps)
    ]
    if len(climbs) < MIN_REPS:
        return None
    mean = fmean(seconds for seconds, _, _ in climbs)
    if any(abs(seconds - mean) > HILL_LIKENESS * mean for seconds, _, _ in climbs):
        return None
    found = Repetitions(
        found_in="the recording",
        length_s=tuple(seconds for seconds, _, _ in climbs),
        speed_mps=tuple(speed for _, speed, _ in climbs),
        distance_m=tuple(0.0 for _ in climbs),
        end_hr_bpm=tuple(rate for _, _, rate in climbs),
        rest_s=(),
        slow_mps=None,
    )
    return Work(kind=WorkKind.HILLS, found=found, share=found.mean_mps / threshold_mps if threshold_mps else None)


def longest_block(digest: StreamDigest, at_least_mps: float) -> tuple[float, float]:
    """Seconds and mean speed of the longest stretch at the nearest rung of the ladder; 0, 0 outside the ladder."""
    ladder = digest.block_from_mps
    if not ladder or not ladder[0] * 0.98 <= at_least_mps <= ladder[-1] * 1.02:
        return 0.0, 0.0
    rung = min(range(len(ladder)), key=lambda index: abs(ladder[index] - at_least_mps))
    return digest.block_s[rung], digest.block_mean_mps[rung]
