"""What is left of a run when the athlete says that its heart rate or its speed can't be believed.

The doubted figures are taken out before anything is judged or learnt: a bad sensor must not move a threshold either.
"""

from dataclasses import replace

from liftday_rules.model import Activity, Doubt, StreamDigest


def believed(activity: Activity, doubts: frozenset[Doubt]) -> Activity:
    """The activity without what is doubted, and without what its watch worked out from that."""
    if Doubt.HEART_RATE in doubts:
        activity = _without_heart_rate(activity)
    if Doubt.SPEED in doubts:
        activity = _without_speed(activity)
    return activity


def _without_heart_rate(activity: Activity) -> Activity:
    garmin, strava = activity.garmin, activity.strava
    if garmin is not None:
        garmin = replace(
            garmin, training_effect_label=None, aerobic_te=None, anaerobic_te=None, load=None, hr_zone_s=()
        )
    return replace(
        activity,
        avg_hr_bpm=None,
        max_hr_bpm=None,
        laps=tuple(replace(lap, avg_hr_bpm=None, max_hr_bpm=None) for lap in activity.laps),
        stream=None if activity.stream is None else replace(activity.stream, hr_bpm=()),
        digest=None if activity.digest is None else _digest_without_heart_rate(activity.digest),
        garmin=garmin,
        strava=None if strava is None else replace(strava, suffer_score=None),
    )


def _digest_without_heart_rate(digest: StreamDigest) -> StreamDigest:
    return replace(
        digest,
        hr_quality=None,
        hr_from_bpm=0,
        hr_s=(),
        hr_peak_bpm=None,
        hr_mean_bpm=None,
        hr_best_20min_bpm=None,
        hr_best_30min_bpm=None,
        hr_drift=None,
        work_end_hr_bpm=(None,) * len(digest.work_s),
        hill_end_hr_bpm=(None,) * len(digest.hill_s),
    )


def _without_speed(activity: Activity) -> Activity:
    """Distance goes with the speed; times and heart rate stay."""
    digest, stream = activity.digest, activity.stream
    if digest is not None:
        digest = StreamDigest(
            moving_s=digest.moving_s,
            hr_quality=digest.hr_quality,
            hr_from_bpm=digest.hr_from_bpm,
            hr_s=digest.hr_s,
            hr_peak_bpm=digest.hr_peak_bpm,
            hr_mean_bpm=digest.hr_mean_bpm,
            hr_best_20min_bpm=digest.hr_best_20min_bpm,
            hr_best_30min_bpm=digest.hr_best_30min_bpm,
        )
    return replace(
        activity,
        distance_m=None,
        laps=tuple(replace(lap, distance_m=None) for lap in activity.laps),
        stream=None if stream is None else replace(stream, speed_mps=(), altitude_m=()),
        digest=digest,
    )
