"""One item of evidence: a row of a table that looks at one thing and says how much it speaks for hard or easy."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import pairwise

from liftday_rules.classify.reading import Reading


@dataclass(frozen=True, slots=True)
class Finding:
    """What an item found: log-odds (positive: hard) and words. `but` is said when the run's structure disagrees."""

    weight: float
    sentence: str
    but: str = ""
    is_average: bool = False
    """An average of the whole run: it loses its vote when repetitions were found, since structure beats averages."""


@dataclass(frozen=True, slots=True)
class Item:
    """A row: its name, what it looks at, and where its weights come from."""

    name: str
    find: Callable[[Reading], Finding | None]
    origin: str


type Steps = Sequence[tuple[float, float]]
"""Limits from the highest to the lowest, each with the weight from there up to the one before."""


def weight_at(value: float, steps: Steps) -> float:
    """The weight of the first step that the value reaches; the last step takes the rest."""
    return next((weight for limit, weight in steps if value >= limit), steps[-1][1])


type Line = Sequence[tuple[float, float]]
"""Points from the lowest to the highest value, each with its weight; straight between them, level outside."""


def weight_along(value: float, line: Line) -> float:
    """The weight on the line through the points."""
    if value <= line[0][0]:
        return line[0][1]
    for (low, at_low), (high, at_high) in pairwise(line):
        if value <= high:
            return at_low + (at_high - at_low) * (value - low) / (high - low)
    return line[-1][1]


LOWEST = float("-inf")
