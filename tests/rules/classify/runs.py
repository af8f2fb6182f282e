"""Runs for the tests of the classifier, written as a runner would tell of them."""

from datetime import UTC, date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from liftday_rules.classify.judge import judge_one
from liftday_rules.constants import Tracker
from liftday_rules.model import (
    Activity,
    ActivityId,
    Athlete,
    Constants,
    GarminFields,
    Lap,
    LapKind,
    Sport,
    StravaFields,
    Stream,
    Verdict,
)

ATHLETE = Athlete(zone=ZoneInfo("UTC"), age=38, hr_max_bpm=190, hr_rest_bpm=50, lthr_bpm=170, threshold_speed_mps=3.6)
DAY = date(2026, 5, 4)
LOWS = (95.0, 114.0, 133.0, 153.0, 170.0)
"""Watch zones whose fourth begins at the first threshold of ATHLETE and whose fifth at the second."""


def constants(athlete: Athlete = ATHLETE) -> Constants:
    return Tracker(athlete).constants(date.min)


def run(minutes: float = 50, share: float | None = None, hr_share: float | None = None, **fields: Any) -> Activity:
    """A run of ATHLETE: `share` of threshold speed on the flat, `hr_share` of threshold heart rate."""
    day = fields.pop("day", DAY)
    start = datetime.combine(day, datetime.min.time(), UTC) + timedelta(hours=fields.pop("hour", 7))
    if share is not None:
        fields["distance_m"] = share * 3.6 * minutes * 60
    if hr_share is not None:
        fields["avg_hr_bpm"] = hr_share * 170
    values: dict[str, Any] = {
        "id": ActivityId(fields.pop("id", f"strava:{start:%Y%m%d%H%M}")),
        "source": "strava",
        "sport": Sport.RUN,
        "start": start,
        "local_date": day,
        "elapsed_s": minutes * 60,
    }
    return Activity(**(values | fields))


def garmin(between_min: float | None = None, above_min: float = 0, of_min: float = 50, **fields: Any) -> GarminFields:
    """Garmin's fields with so many minutes between and above the thresholds."""
    if between_min is not None:
        easy = of_min - between_min - above_min
        fields |= {
            "hr_zone_s": (0.0, 0.0, easy * 60, between_min * 60, above_min * 60),
            "hr_zone_low_bpm": LOWS,
        }
    return GarminFields(**fields)


def strava(**fields: Any) -> StravaFields:
    return StravaFields(**fields)


def laps(*pairs: tuple[float, float], kind: LapKind = LapKind.MANUAL, **fields: Any) -> tuple[Lap, ...]:
    """Laps as (seconds, metres)."""
    return tuple(Lap(elapsed_s=seconds, distance_m=metres, kind=kind, **fields) for seconds, metres in pairs)


def repeated(times: int, work: tuple[float, float], rest: tuple[float, float]) -> tuple[Lap, ...]:
    """Warm-up, repetitions with rests, cool-down."""
    return laps((900, 2600), *([work, rest] * times), (600, 1700))


def stretches(*parts: tuple[float, float, float | None], altitude: tuple[float | None, ...] = ()) -> Stream:
    """A stream of stretches: seconds, speed, heart rate."""
    samples = [(speed, rate) for seconds, speed, rate in parts for _ in range(int(seconds))]
    return Stream(
        time_s=tuple(map(float, range(len(samples)))),
        speed_mps=tuple(speed for speed, _ in samples),
        hr_bpm=tuple(rate for _, rate in samples) if any(rate for _, rate in samples) else (),
        altitude_m=altitude,
    )


def verdict(activity: Activity, athlete: Athlete = ATHLETE) -> Verdict:
    """The verdict on one run by itself."""
    return judge_one(activity, constants(athlete))
