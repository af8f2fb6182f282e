"""The second axis: whether a run was long, by its length, by the athlete's own runs, or because somebody said so."""

from liftday_rules.classify.past import Past
from liftday_rules.classify.reading import Reading

LONG_S = 90 * 60.0
VERY_LONG_S = 150 * 60.0
OWN_FACTOR, OWN_MIN_S = 1.5, 60 * 60.0
WEEK_SHARE, WEEK_MIN_S = 0.30, 75 * 60.0
STRAVA_LONG = 2


def is_long(run: Reading, past: Past | None) -> bool:
    """Whether it is protected for its length, however easy it was."""
    seconds = run.run.duration_s
    if run.strava.workout_type == STRAVA_LONG or seconds >= LONG_S:
        return True
    if seconds < OWN_MIN_S:
        return False
    if run.name is not None and run.name.is_long:
        return True
    if past is None:
        return False
    usual, week = past.usual_duration_s(), past.usual_week_s(run.run.local_date)
    by_own = usual is not None and seconds >= OWN_FACTOR * usual and seconds >= past.longest_of_last_days_s()
    by_week = week is not None and seconds >= WEEK_MIN_S and seconds >= WEEK_SHARE * week
    return by_own or by_week


def is_very_long(run: Reading) -> bool:
    """Whether the gaps after it are those after a race."""
    return run.run.duration_s >= VERY_LONG_S
