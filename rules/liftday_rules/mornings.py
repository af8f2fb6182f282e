"""What is usual for an athlete's nights, and the nights of one date laid together.

What it does: for each date the first source that knows a value is believed; the usual heart rate variability is the
mean of its logarithm over 60 days, the usual resting pulse the median of them.
Why: variability is skewed, so that its logarithm is averaged (Plews 2013); one feverish night must not move the usual.
Exceptions: last night is not part of what it is compared with.
"""

from collections.abc import Iterable, Sequence
from dataclasses import fields, replace
from datetime import date, timedelta
from math import exp, log
from statistics import fmean, median, stdev

from liftday_rules.model import Night, Readiness, ReadinessBaseline

BASELINE_DAYS = 60
COUNTED_DAYS = 28
"""The baseline says of how many of these days it knows anything."""
RECENT_DAYS = 21
"""Nights that are looked at one by one; a week of them for each of the last 14 mornings."""
FEWEST = 2


def joined(nights: Iterable[Night]) -> tuple[Night, ...]:
    """One night for each date, in order; of two values the first that is given counts."""
    by_date: dict[date, Night] = {}
    for night in nights:
        known = by_date.get(night.date)
        by_date[night.date] = night if known is None else _filled(known, night)
    return tuple(by_date[day] for day in sorted(by_date))


def readiness(nights: Iterable[Night], today: date) -> Readiness | None:
    """The last nights beside what is usual; None when no night is known. Nights come with the best source first."""
    known = [night for night in joined(nights) if night.date <= today]
    if not known:
        return None
    usual = [night for night in known if timedelta(0) < today - night.date <= timedelta(days=BASELINE_DAYS)]
    recent = tuple(night for night in known if today - night.date < timedelta(days=RECENT_DAYS))
    return Readiness(baseline=baseline(usual, today), nights=recent)


def baseline(nights: Sequence[Night], today: date) -> ReadinessBaseline:
    """What is usual by these nights, one a date."""
    logs = [log(n.hrv_rmssd_ms) for n in nights if n.hrv_rmssd_ms]
    pulses = [n.resting_hr_bpm for n in nights if n.resting_hr_bpm]
    counted = [n for n in nights if today - n.date <= timedelta(days=COUNTED_DAYS) and _tells(n)]
    hrv = exp(fmean(logs)) if logs else None
    return ReadinessBaseline(
        days=len(counted),
        hrv_rmssd_ms=hrv,
        hrv_rmssd_sd_ms=hrv * stdev(logs) if hrv is not None and len(logs) >= FEWEST else None,
        resting_hr_bpm=median(pulses) if pulses else None,
    )


def _tells(night: Night) -> bool:
    return night.hrv_rmssd_ms is not None or night.resting_hr_bpm is not None


def _filled(known: Night, other: Night) -> Night:
    missing = [field.name for field in fields(Night) if getattr(known, field.name) is None]
    return replace(known, **{name: getattr(other, name) for name in missing})
