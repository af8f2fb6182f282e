"""Evidence from the legs: repetitions, sustained blocks, and speed against threshold speed."""

from collections.abc import Iterator
from statistics import fmean

from liftday_rules.classify import laps
from liftday_rules.classify.items import LOWEST, Finding, Item, Line, Steps, weight_along, weight_at
from liftday_rules.classify.reading import Reading
from liftday_rules.classify.work import WorkKind
from liftday_rules.constants import TRUST

UNEVEN = 0.4
WORK_STEPS: Steps = ((6.0, 2.5), (4.0, 1.5), (LOWEST, 0.5))
LONG_BLOCK_MIN, LONG_BLOCK_SHARE, LONG_BLOCK = 15.0, 0.93, 2.0
BLOCK_MIN, BLOCK_SHARE, BLOCK = 10.0, 0.90, 1.0
MEAN_STEPS: Steps = ((0.92, 1.5), (0.87, 0.5), (0.83, 0.0), (0.80 + 1e-9, -0.4), (LOWEST, -1.0))
LOW_MEAN = 0.87
SPREAD_LINE: Line = ((0.05, -1.0), (0.08, 0.0), (0.11, 0.8), (0.20, 2.5))
NORM_LINE: Line = ((1.01, -1.4), (1.04, -0.2), (1.08, 1.6), (1.10, 2.3))
EVEN, UNEASY = -0.4, 0.4
"""Weights below and above which the pace is called even, or changing."""
OWN_LINE: Line = ((0.80, -3.0), (0.90, -1.8), (1.00, -0.25), (1.07, 0.7), (1.15, 1.65), (1.25, 2.9))
"""The prior says 0.30, so that even odds, where easy and hard runs part, lie at 0.85: at 8 % above easy speed."""


def _work(run: Reading) -> Finding | None:
    work = run.work
    if work is None:
        return None
    if work.kind in {WorkKind.INTERVALS, WorkKind.HILLS}:
        trust = 1.0 if work.found.is_even else UNEVEN
        return Finding(weight_at(work.minutes, WORK_STEPS) * trust, work.sentence)
    return Finding(0.0, f"{len(work.found.length_s)} strides" if work.kind is WorkKind.STRIDES else work.sentence)


def _block(run: Reading) -> Finding | None:
    for minutes, share, weight in ((LONG_BLOCK_MIN, LONG_BLOCK_SHARE, LONG_BLOCK), (BLOCK_MIN, BLOCK_SHARE, BLOCK)):
        length, mean = run.block(share)
        if length >= minutes:
            words = f"{length:.0f} min in one go at {mean * 100:.0f} % of threshold speed"
            if run.work is not None and run.work.minutes == length:
                words = run.work.sentence
            return Finding(weight * run.speed_trust * TRUST[run.speed_basis], words)
    return None


def _mean(run: Reading) -> Finding | None:
    """Against a threshold that was measured; one that was guessed from the same runs says less than they do."""
    if run.speed_basis != "stated" and run.own.over_easy_speed is not None:
        return _own_speed(run.own.over_easy_speed, run.speed_trust)
    share = run.speed_share
    if share is None or run.speed_trust == 0:
        return None
    words, but = (f"average pace {only}{share * 100:.0f} % of threshold speed" for only in ("", "only "))
    return Finding(
        weight_at(share, MEAN_STEPS) * run.speed_trust, words, but if share < LOW_MEAN else "", is_average=True
    )


def _unevenness(run: Reading) -> Finding | None:
    """Where no repetitions stand out: the spread of speed, since easy running is even."""
    if run.has_work or run.only_strides or run.speed_trust < 1:
        return None
    weights = list(_spreads(run))
    if not weights:
        return None
    weight = fmean(weights)
    if run.speed_basis == "stated" and (weight <= 0 or run.block(BLOCK_SHARE)[0] >= BLOCK_MIN):
        return None  # where speed can be measured against the threshold, that says more
    if weight > UNEASY:
        return Finding(weight, "the pace kept changing")
    return Finding(weight, "an even pace" if weight < EVEN else "the pace changed a little")


def _spreads(run: Reading) -> Iterator[float]:
    """What each way to see the spread says: over half minutes, and between laps."""
    digest = run.digest
    if digest is not None and digest.speed_norm_mps and digest.speed_mean_mps:
        yield weight_along(digest.speed_norm_mps / digest.speed_mean_mps, NORM_LINE)
    if (spread := laps.speed_spread(run.run.laps)) is not None:
        yield weight_along(spread, SPREAD_LINE)


def _own_speed(over_easy: float, trust: float) -> Finding | None:
    """Against the athlete's own easy speed."""
    if not trust:
        return None
    off = round((over_easy - 1) * 100)
    words = f"{abs(off)} % {'faster' if off > 0 else 'slower'} than your easy pace" if off else "at your easy pace"
    return Finding(weight_along(over_easy, OWN_LINE) * trust, words, is_average=True)


ITEMS = (
    Item("repetitions", _work, "structure beats averages: heart rate lags by 30 to 60 s; weights our choice"),
    Item(
        "sustained block", _block, "tempo and threshold running, 90 % of threshold speed and more; weights our choice"
    ),
    Item(
        "unevenness", _unevenness, "spread of speed, the best witness where laps exist; fitted over athletes, rounded"
    ),
    Item(
        "average speed",
        _mean,
        "easy is below 84 % of a stated threshold (Esteve-Lanao 2026); else own easy pace, fitted",
    ),
)
