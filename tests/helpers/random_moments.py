"""Moments of runners' lives by number: the same number is the same moment every time."""

import random
from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime, time, timedelta

from tests.helpers.weeks import at, athlete, facts

from liftday_rules.model import (
    Athlete,
    Busy,
    Facts,
    Kind,
    Policy,
    Priority,
    Published,
    Race,
    RunState,
    Slots,
    StrengthDone,
    Weekday,
)

RUNS = "EEEHL?.."
TWO_SLOTS = (time(12, 15), time(18))
SLOTS = ((time(18),), TWO_SLOTS, (time(6), time(20)))
HORIZONS = (None, None, None, None, None, 10, 10, 21)


def moment(number: int) -> Facts:
    """Two to four weeks with whatever can stand in the way of strength."""
    rng = random.Random(number)  # noqa: S311 (an instance, not a secret)
    horizon = rng.choice(HORIZONS)
    days = 14 if horizon is None else horizon + 7
    now = at(rng.randrange(7), rng.choice([5.0, 9.0, 13.0, 21.5]))
    given = facts(_runs(rng, days), _shown(rng, days), now, athlete=_athlete(rng))
    return replace(
        given,
        published=tuple(_pinned(rng, one) for one in given.published if one.start > now),
        busy=tuple(_busy(rng, days)),
        races=tuple(_race(rng) for _ in range(rng.random() < 0.15)),
        strength_done=tuple(_done(rng, now)),
        horizon_days=horizon,
    )


def month(number: int) -> Facts:
    """28 days with two slots a day and three sessions a week, most of them published before the last run was known."""
    rng = random.Random(number)  # noqa: S311 (an instance, not a secret)
    who = athlete(policy=rng.choice(list(Policy)), target_per_week=3, slots=Slots(default=TWO_SLOTS))
    shown = "".join(rng.choice(["F-F-F--", "-F-F-l-", "F--F-l-", "-l-F--F"]) for _ in range(4))
    given = facts(_runs(rng, 28), shown if rng.random() < 0.8 else "", at(0, 5), athlete=who)
    return replace(given, busy=tuple(_busy(rng, 28)), horizon_days=28)


def _athlete(rng: random.Random) -> Athlete:
    return athlete(
        strength_sessions_logged=rng.choice([2, 20]),
        age=rng.choice([None, 30, 60]),
        policy=rng.choice(list(Policy)),
        target_per_week=rng.choice([None, 1, 2, 3]),
        preferred_weekdays=frozenset(rng.sample(list(Weekday), rng.choice([0, 0, 2]))),
        slots=Slots(default=rng.choice(SLOTS), by_weekday={rng.choice(list(Weekday)): ()}),
    )


def _runs(rng: random.Random, days: int) -> str:
    return "".join(rng.choice(RUNS) for _ in range(days))


def _shown(rng: random.Random, days: int) -> str:
    return "".join(rng.choice("------FFlm") for _ in range(days))


def _pinned(rng: random.Random, one: Published) -> Published:
    return replace(one, locked=rng.random() < 0.1)


def _busy(rng: random.Random, days: int) -> Iterator[Busy]:
    for day in rng.sample(range(days), rng.choice([0, 1, 3, 6])):
        hour = rng.choice([5.0, 11.0, 17.0])
        start = at(day, hour)
        yield Busy(start=start, end=start + timedelta(hours=4))


def _race(rng: random.Random) -> Race:
    return Race(
        name="City Run",
        priority=rng.choice(list(Priority)),
        start=at(rng.randrange(7, 28), 9),
        distance_m=rng.choice([5_000.0, 21_097.0, 42_195.0]),
        state=RunState.PLANNED,
    )


def _done(rng: random.Random, now: datetime) -> Iterator[StrengthDone]:
    for day in rng.sample(range(-4, 6), rng.choice([0, 0, 1, 2])):
        if at(day, 18) < now:
            yield StrengthDone(start=at(day, 17), minutes=45, kind=rng.choice([Kind.FULL, Kind.LIGHT]))
