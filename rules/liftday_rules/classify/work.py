"""Work repetitions: the faster stretches of a run, and what they amount to."""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from statistics import fmean, median

from liftday_rules.model import Constants

INTERVAL_SHARE = 0.95
EASY_SHARE = 0.80
"""Easy running as a share of threshold speed: stands in where the threshold is not known."""
NEAR_LT2_BPM = 3.0
STRIDE_MAX_S = 30.0
STRIDE_MAX_TOTAL_S = 240.0
STRIDE_REST_RATIO = 1.5
SAME_LENGTH = 0.06
ROUND_M, ROUND_S = 100.0, 5.0
EXACT_M, MEASURED_M = 0.005, 0.03
"""How far a lap may be off a round distance: as written, or as a watch measures it."""
TIMED_S, TIMED_OFF_S = 15.0, 1.5
MINUTES_FROM_S = 120.0


class WorkKind(StrEnum):
    """What the repetitions are."""

    INTERVALS = "intervals"
    HILLS = "hills"
    STRIDES = "strides"
    STEADY = "steady"
    """Faster than the rest of the run, not fast."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Repetitions:
    """What was found, before it is judged. Lists are equally long; None is unknown."""

    found_in: str
    """`laps`, `workout steps`, `the recording`."""
    length_s: tuple[float, ...]
    speed_mps: tuple[float, ...]
    distance_m: tuple[float, ...]
    end_hr_bpm: tuple[float | None, ...]
    rest_s: tuple[float, ...]
    slow_mps: float | None
    """Mean speed of the running in between and around; None when it was walked or stood."""
    is_even: bool = True
    """Of much the same length and rest, as somebody would plan them."""

    @property
    def minutes(self) -> float:
        """Work in all."""
        return sum(self.length_s) / 60

    @property
    def mean_mps(self) -> float:
        """Mean speed of the work."""
        return sum(s * v for s, v in zip(self.length_s, self.speed_mps, strict=True)) / sum(self.length_s)


@dataclass(frozen=True, slots=True, kw_only=True)
class Work:
    """Repetitions with their name. `share` is their speed over threshold speed, None when that is unknown."""

    kind: WorkKind
    found: Repetitions
    share: float | None

    @property
    def minutes(self) -> float:
        """Work in all."""
        return self.found.minutes

    @property
    def sentence(self) -> str:
        """`6 x 1000 m found in laps, 25 min at 111 % of threshold speed`."""
        how_long = f"{self.minutes:.0f} min" if self.minutes >= 1 else f"{self.minutes * 60:.0f} s"
        speed = f" at {self.share * 100:.0f} % of threshold speed" if self.share is not None else " of work"
        where = "" if self.kind is WorkKind.HILLS else f" found in {self.found.found_in}"
        return f"{in_words(self.found)}{' uphill' if self.kind is WorkKind.HILLS else ''}{where}, {how_long}{speed}"


def in_words(found: Repetitions) -> str:
    """`6 x 1000 m`, `8 x 75 s`, `5 x 3 min`, or `7 fast stretches` when they differ."""
    count = len(found.length_s)
    metres, seconds = median(found.distance_m), median(found.length_s)
    round_m = round(metres / ROUND_M) * ROUND_M
    off = abs(metres / round_m - 1) if round_m and _alike(found.distance_m) else 1.0
    is_timed = all(abs(s - round(s / TIMED_S) * TIMED_S) <= TIMED_OFF_S for s in found.length_s)
    if off <= EXACT_M or (off <= MEASURED_M and not is_timed):
        return f"{count} x {round_m:.0f} m"
    if not _alike(found.length_s):
        return f"{count} {'fast stretches' if metres else 'climbs'}"
    whole = round(seconds / ROUND_S) * ROUND_S
    if whole >= MINUTES_FROM_S and abs(whole - round(whole / 60) * 60) <= ROUND_S:
        return f"{count} x {round(whole / 60)} min"
    return f"{count} x {whole:.0f} s"


def _alike(values: Sequence[float]) -> bool:
    middle = median(values)
    return all(abs(value - middle) <= SAME_LENGTH * middle for value in values)


def judged(found: Repetitions, constants: Constants, threshold_mps: float | None) -> Work:
    """Name the repetitions: strides, intervals, or merely steady."""
    share = found.mean_mps / threshold_mps if threshold_mps else None
    rates = [rate for rate in found.end_hr_bpm if rate is not None]
    reached = fmean(rates) if rates else None
    lt2 = constants.lthr_bpm.value
    if _are_strides(found) and (reached is None or reached < lt2):
        return Work(kind=WorkKind.STRIDES, found=found, share=share)
    if share is not None:
        is_fast = share >= INTERVAL_SHARE
    else:
        is_fast = found.slow_mps is not None and found.mean_mps * EASY_SHARE >= INTERVAL_SHARE * found.slow_mps
    is_fast = is_fast or (reached is not None and reached >= lt2 - NEAR_LT2_BPM)
    return Work(kind=WorkKind.INTERVALS if is_fast else WorkKind.STEADY, found=found, share=share)


def _are_strides(found: Repetitions) -> bool:
    longest = max(found.length_s)
    rested = not found.rest_s or median(found.rest_s) >= STRIDE_REST_RATIO * median(found.length_s)
    return longest <= STRIDE_MAX_S and sum(found.length_s) <= STRIDE_MAX_TOTAL_S and rested
