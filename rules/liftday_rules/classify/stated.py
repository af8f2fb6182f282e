"""Evidence that somebody stated: the athlete on Strava or on the watch, or the name of the run."""

from liftday_rules.classify.items import LOWEST, Finding, Item, weight_at
from liftday_rules.classify.reading import Reading
from liftday_rules.classify.words import Kind

WORKOUT = 3
RPE_STEPS = ((8.0, 2.5), (7.0, 2.0), (5.0, 0.5), (4.0, -0.7), (LOWEST, -1.5))
NAME_WEIGHT = {Kind.RACE: 2.0, Kind.HARD: 1.5, Kind.EASY: -1.5}


def _workout_type(run: Reading) -> Finding | None:
    return Finding(3.0, "marked as a workout on Strava") if run.strava.workout_type == WORKOUT else None


def _effort(run: Reading) -> Finding | None:
    felt = run.garmin.rpe_0_10 or run.strava.perceived_exertion  # 0 means not filled in
    return Finding(weight_at(felt, RPE_STEPS), f"it felt like {felt:.0f} of 10") if felt else None


def _name(run: Reading) -> Finding | None:
    if run.name is None or run.name.kind not in NAME_WEIGHT:
        return None
    return Finding(NAME_WEIGHT[run.name.kind], f'its name says "{run.name.words}"')


ITEMS = (
    Item("workout type", _workout_type, "the athlete's mark; no mark says nothing, as most never set it; our choice"),
    Item("perceived exertion", _effort, "session effort as in Foster 2001; weights our choice"),
    Item("name", _name, "words in eleven languages; weights our choice"),
)
