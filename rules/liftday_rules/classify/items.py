"""One item of evidence: a row of a table that looks at one thing and says how much it speaks for hard or easy."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

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


def against_own(rank: float, above: str, below: str, usual: str) -> str:
    """Where a run stands among the athlete's own of three months, from the side that it stands on."""
    if rank >= HIGH_RANK:
        return above.format(f"{rank * 100:.0f} %")
    return below.format(f"{(1 - rank) * 100:.0f} %") if rank <= LOW_RANK else usual


LOWEST = float("-inf")
HIGH_RANK, LOW_RANK = 0.60, 0.40
