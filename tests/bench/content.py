"""How long it takes to write a year of sessions: two a week, with every dose, focus and block in it."""

import itertools
import statistics
import time

from tests.bench.figure import Figure

from liftday_rules.content import PROGRAMMES, compose, description
from liftday_rules.model import Dose, Equipment, Focus, Kind

SESSIONS = 104
MOST_MS = 50.0
ROUNDS = 21
DOSES = (Dose.BASE, Dose.BASE, Dose.BUILD, Dose.DELOAD)
FOCUSES = (Focus.POSTERIOR_CHAIN, Focus.STABILITY)


def run(scale: float) -> list[Figure]:
    """The figures; a smaller `scale` writes the year fewer times."""
    rounds = max(3, round(ROUNDS * scale))
    spent = sorted(1000 * _year(equipment) for _, equipment in zip(range(rounds), itertools.cycle(Equipment)))
    return [
        Figure("a year of sessions, median", statistics.median(spent), "ms", "most allowed", MOST_MS),
        Figure("a year of sessions, slowest", spent[-1], "ms", "most allowed", MOST_MS),
    ]


def _year(equipment: Equipment) -> float:
    """Seconds of the processor for the sessions of a year and their texts."""
    began = time.process_time()
    for number in range(SESSIONS):
        content = compose(
            kind=Kind.FULL if number % 4 else Kind.LIGHT,
            focus=FOCUSES[number % 2],
            dose=DOSES[number // 2 % 4] if number % 4 else Dose.LIGHT,
            equipment=equipment,
            minutes=45 if number % 4 else 25,
            block=number // 8 % 3 + 1,
            excluded_regions=frozenset(),
            sessions_done=number,
            programme=PROGRAMMES["liftday"],
            week_parity=number // 2 % 2,
        )
        description(content)
    return time.process_time() - began
