"""How long it takes to place a month, beside CP-SAT over the same prices: 28 days, 2 slots a day, 3 sessions a week.

Placing is timed whole: every place and pair priced by all rules, and both searches. Of CP-SAT only building and solving
the model are timed; it finds the prices ready, so that the comparison favours it.
"""

import statistics
import time

from tests.bench.figure import Figure
from tests.helpers.cp_sat import cheapest, questions
from tests.helpers.random_moments import month
from tests.helpers.situations import situation_of

from liftday_rules.placement.place import place

MONTHS = 200
MOST_MEDIAN_MS, MOST_P99_MS = 10.0, 40.0
LEAST_TIMES_FASTER = 20.0


def run(scale: float) -> list[Figure]:
    """The figures; a smaller `scale` places fewer months."""
    ours, theirs, same, asked = [], [], 0, 0
    for number in range(max(10, round(MONTHS * scale))):
        situation, books, last_day = situation_of(month(number))
        began = time.perf_counter()
        place(situation, books.standing, last_day)
        ours.append(1000 * (time.perf_counter() - began))
        spent = 0.0
        for question in questions(situation, books.standing, last_day):
            began = time.perf_counter()
            found = cheapest(question)
            spent += 1000 * (time.perf_counter() - began)
            asked += 1
            same += found == (question.answer.points if question.answer else None)
        theirs.append(spent)
    times = statistics.median(theirs) / statistics.median(ours)
    return [
        Figure("placing 28 days, median", statistics.median(ours), "ms", "CP-SAT", statistics.median(theirs)),
        Figure("placing 28 days, p99", _p99(ours), "ms", "CP-SAT", _p99(theirs)),
        Figure("placing 28 days, median", statistics.median(ours), "ms", "most allowed", MOST_MEDIAN_MS),
        Figure("placing 28 days, p99", _p99(ours), "ms", "most allowed", MOST_P99_MS),
        Figure("times faster than CP-SAT, by the medians", times, "times", "least allowed", LEAST_TIMES_FASTER),
        Figure("searches with the same optimum", same, "searches", "all", asked),
    ]


def _p99(values: list[float]) -> float:
    return statistics.quantiles(values, n=100, method="inclusive")[98]
