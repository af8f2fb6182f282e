"""What the mornings say: usual, poor or very poor. A nudge, never a gate, and never one bad night.

Each signal must hold without its single worst night, and at least one of the signals must have lasted for days.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from enum import IntEnum

from liftday_rules.model import Night, ReadinessBaseline
from liftday_rules.model import Readiness as Mornings

WINDOW_DAYS = 7
FEWEST_NIGHTS = 3
NIGHTS_RUNNING = 2
DELOAD_WINDOW_DAYS = 14


class Level(IntEnum):
    """How a morning is."""

    USUAL = 0
    POOR = 1
    VERY_POOR = 2


@dataclass(frozen=True, slots=True, kw_only=True)
class Readiness:
    """Today's level, the signals behind it in words, and how many of the last 14 mornings were poor."""

    level: Level = Level.USUAL
    signals: tuple[str, ...] = ()
    poor_days: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class _Signal:
    words: str
    lasting: bool


def judge(mornings: Mornings | None, today: date, settings: Mapping[str, float]) -> Readiness:
    """Today's readiness; USUAL when the baseline is thin or this morning is not known."""
    if mornings is None or mornings.baseline.days < settings["baseline_days"]:
        return Readiness()
    level, signals = _of_day(mornings, today, settings)
    earlier = [_of_day(mornings, today - timedelta(days=n), settings)[0] for n in range(DELOAD_WINDOW_DAYS)]
    return Readiness(level=level, signals=signals, poor_days=sum(one >= Level.POOR for one in earlier))


def _of_day(mornings: Mornings, day: date, settings: Mapping[str, float]) -> tuple[Level, tuple[str, ...]]:
    nights = sorted(
        (n for n in mornings.nights if timedelta(0) <= day - n.date < timedelta(days=WINDOW_DAYS)), key=_date
    )
    if not nights or nights[-1].date != day:
        return Level.USUAL, ()
    signals = list(_signals(mornings.baseline, nights, settings))
    words = tuple(signal.words for signal in signals)
    if not any(signal.lasting for signal in signals) or len(signals) < settings["poor_signals"]:
        return Level.USUAL, words
    very = (
        len(signals) >= settings["very_poor_signals"]
        and _pulse_over(mornings.baseline, nights) >= settings["pulse_very_raised_bpm"]
    )
    return (Level.VERY_POOR if very else Level.POOR), words


def _date(night: Night) -> date:
    return night.date


def _signals(base: ReadinessBaseline, nights: Sequence[Night], settings: Mapping[str, float]) -> list[_Signal]:
    """Lasting signals first."""
    last, both = nights[-1], nights[-NIGHTS_RUNNING:]
    tonight = (
        (_below(last.body_battery_wake_0_100, settings["low_body_battery"]), "Body Battery was low on waking"),
        (_below(last.training_readiness_0_100, settings["low_training_readiness"]), "Training Readiness is low"),
        (last.soreness_0_10 is not None and last.soreness_0_10 >= settings["sore"], "you are sore"),
    )
    lasting = (
        (_variability_is_low(base, nights, settings), "heart rate variability has been low all week"),
        (_pulse_over(base, nights) >= settings["pulse_raised_bpm"], "resting pulse has been raised all week"),
        (_slept_badly(both, settings), "sleep was short two nights running"),
    )
    return [_Signal(words=words, lasting=True) for holds, words in lasting if holds] + [
        _Signal(words=words, lasting=_held(both, words, settings)) for holds, words in tonight if holds
    ]


def _held(both: Sequence[Night], words: str, settings: Mapping[str, float]) -> bool:
    """Whether a signal of one morning was there the morning before as well."""
    if len(both) < NIGHTS_RUNNING or (both[1].date - both[0].date).days != 1:
        return False
    earlier = both[0]
    return {
        "Body Battery was low on waking": _below(earlier.body_battery_wake_0_100, settings["low_body_battery"]),
        "Training Readiness is low": _below(earlier.training_readiness_0_100, settings["low_training_readiness"]),
    }.get(words, (earlier.soreness_0_10 or 0) >= settings["sore"])


def _below(value: float | None, limit: float) -> bool:
    return value is not None and value < limit


def _variability_is_low(base: ReadinessBaseline, nights: Sequence[Night], settings: Mapping[str, float]) -> bool:
    """Whether the week's mean lies below the usual band even without its lowest night."""
    values = sorted(n.hrv_rmssd_ms for n in nights if n.hrv_rmssd_ms is not None)
    if base.hrv_rmssd_ms is None or len(values) < FEWEST_NIGHTS:
        return False
    spread = base.hrv_rmssd_sd_ms if base.hrv_rmssd_sd_ms is not None else base.hrv_rmssd_ms / 10
    return _mean(values[1:]) < base.hrv_rmssd_ms - settings["hrv_band_sd"] * spread


def _pulse_over(base: ReadinessBaseline, nights: Sequence[Night]) -> float:
    """Beats a minute by which the week's resting pulse exceeds the usual, without its highest night."""
    values = sorted(n.resting_hr_bpm for n in nights if n.resting_hr_bpm is not None)
    if base.resting_hr_bpm is None or len(values) < FEWEST_NIGHTS:
        return 0.0
    return _mean(values[:-1]) - base.resting_hr_bpm


def _slept_badly(both: Sequence[Night], settings: Mapping[str, float]) -> bool:
    """Whether the last two nights, one after the other, were both short or both scored poorly."""
    if len(both) < NIGHTS_RUNNING or (both[1].date - both[0].date).days != 1:
        return False
    return all(
        _below(night.sleep_h, settings["short_sleep_h"]) or _below(night.sleep_score_0_100, settings["low_sleep_score"])
        for night in both
    )


def _mean(values: Sequence[float]) -> float:
    return sum(values) / len(values)
