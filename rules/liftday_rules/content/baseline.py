"""The baseline test stands in the deload week: ten minutes that show what the block has changed."""

from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from enum import StrEnum

from liftday_rules.content.regions import Region
from liftday_rules.model import Part

TEST_MIN = 10
NOISE_SHARE = 0.05
"""A change smaller than this says nothing."""
NOISE_POINTS = 1.0
_SQUAT_LOADS = frozenset({Region.KNEE, Region.HIP, Region.HAMSTRING, Region.ANKLE, Region.FOOT})
_RAISE_LOADS = frozenset({Region.CALF, Region.ACHILLES, Region.FOOT, Region.ANKLE})


def part(regions: AbstractSet[Region]) -> Part | None:
    """The test without what hurts; None when nothing of it is left."""
    lines = []
    if not regions & _SQUAT_LOADS:
        lines.append(
            "Single-leg squat to a chair, 5 a side: give each leg 0 to 3 points for depth and for a steady knee."
        )
    if not regions & _RAISE_LOADS:
        lines.append("Single-leg calf raises, one a second: count each leg until the rhythm or the height is lost.")
    if not lines:
        return None
    lines.append("Write down or log the numbers of each leg; the next test is in four weeks.")
    return Part(minutes=TEST_MIN, lines=tuple(lines))


class Measured(StrEnum):
    """What a baseline compares."""

    SQUAT_POINTS = "single-leg squat"
    CALF_RAISES = "calf raises"
    STRENGTH_KG = "estimated best lift"
    EASY_HR_BPM = "heart rate at an easy pace"
    THRESHOLD_SPEED_MPS = "threshold speed"

    @property
    def less_is_better(self) -> bool:
        """Whether a falling number is progress."""
        return self is Measured.EASY_HR_BPM


class Trend(StrEnum):
    """What a change amounts to."""

    BETTER = "better"
    WORSE = "worse"
    WITHIN_NOISE = "within noise"


@dataclass(frozen=True, slots=True, kw_only=True)
class Comparison:
    """One measure, this block against the last."""

    measured: Measured
    before: float
    now: float
    trend: Trend
    sentence: str


def compare(measured: Measured, before: float, now: float) -> Comparison:
    """Say what has become of one measure since the last test.

    Points count from one whole point, everything else from five per cent of the earlier value.
    """
    gain = before - now if measured.less_is_better else now - before
    noise = NOISE_POINTS if measured is Measured.SQUAT_POINTS else abs(before) * NOISE_SHARE
    is_noise = abs(gain) < noise or not gain
    trend = Trend.WITHIN_NOISE if is_noise else Trend.BETTER if gain > 0 else Trend.WORSE
    verdict = "no more than the usual ups and downs" if is_noise else trend.value
    name = measured.value[0].upper() + measured.value[1:]
    sentence = f"{name}: {now:g} after {before:g} in the last block, {verdict}."
    return Comparison(measured=measured, before=before, now=now, trend=trend, sentence=sentence)
