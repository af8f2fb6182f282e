"""How good verdicts are on labelled runs: measures by tier, baselines on the same runs, intervals over athletes.

A run labelled hard or race is positive, one labelled easy negative; long runs are another axis, left out. A verdict of
`uncertain` counts by its probability. Intervals come from drawing athletes, not runs: runs of one athlete are alike.
"""

import math
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from random import Random
from statistics import fmean

from liftday_rules.model import Confidence, RunClass, Verdict
from liftday_rules.window import Window

OWN_SHARE = 0.70
OWN_DAYS, MIN_OWN = 90, 10
LAP_SPREAD = 0.12
BINS = 10
DRAWS = 1000
SEED = 20261121
MIN_ATHLETES = 5
TIERS = ("laps", "hr+maxhr", "hr", "pace-only")


@dataclass(frozen=True, slots=True, kw_only=True)
class Scored:
    """One labelled run: what it was, what was said, what the baselines said (None: no answer)."""

    athlete: str
    tier: str
    is_hard: bool
    p_hard: float
    says_hard: bool
    confidence: Confidence
    baselines: Mapping[str, bool | None]


@dataclass(frozen=True, slots=True, kw_only=True)
class Measures:
    """The usual figures; None where one class is missing. `low` and `high` bound the balanced accuracy, 95 %."""

    runs: int
    athletes: int
    balanced: float | None
    low: float | None
    high: float | None
    recall: float | None
    precision: float | None
    mcc: float | None
    brier: float
    calibration: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Baseline:
    """A simple rule beside the classifier, on the runs where the rule has an answer."""

    name: str
    runs: int
    balanced: float | None
    ours: float | None


def says_hard(verdict: Verdict) -> bool:
    """Whether a verdict counts as hard."""
    if verdict.run_class is RunClass.UNCERTAIN:
        return (verdict.p_hard or 0.0) >= 0.5  # noqa: PLR2004 (as likely as not)
    return verdict.run_class in {RunClass.HARD, RunClass.RACE}


class OwnShare:
    """A baseline: a value above the athlete's own 70th percentile of the 90 days before."""

    def __init__(self) -> None:
        self._window = Window(OWN_DAYS)

    def answer(self, day: date, value: float | None) -> bool | None:
        """Whether the value is high; None without a value or with fewer than ten before it. Then it is learnt."""
        self._window.forget_before(day)
        known = value is not None and len(self._window) >= MIN_OWN
        found = self._window.share_below(value) > OWN_SHARE if known and value is not None else None
        if value is not None:
            self._window.add(day, value)
        return found


def measures(runs: Sequence[Scored]) -> Measures:
    """All figures of these runs."""
    hits = _hits(runs, lambda run: run.says_hard)
    low, high = _interval(runs)
    return Measures(
        runs=len(runs),
        athletes=len({run.athlete for run in runs}),
        balanced=_balanced(hits),
        low=low,
        high=high,
        recall=_share(hits[0], hits[0] + hits[1]),
        precision=_share(hits[0], hits[0] + hits[3]),
        mcc=_mcc(hits),
        brier=fmean((run.p_hard - run.is_hard) ** 2 for run in runs),
        calibration=_calibration(runs),
    )


def baselines(runs: Sequence[Scored]) -> list[Baseline]:
    """Each baseline with ours on the same runs."""
    names = list(dict.fromkeys(name for run in runs for name in run.baselines))
    found = []
    for name in names:
        answered = [run for run in runs if run.baselines.get(name) is not None]
        theirs = _balanced(_hits(answered, lambda run, name=name: bool(run.baselines[name])))  # type: ignore[misc]
        ours = _balanced(_hits(answered, lambda run: run.says_hard))
        found.append(Baseline(name=name, runs=len(answered), balanced=theirs, ours=ours))
    return found


def by_confidence(runs: Sequence[Scored]) -> list[tuple[Confidence, int, float]]:
    """How many runs have each letter, and the share that is right."""
    letters = [(letter, [run for run in runs if run.confidence is letter]) for letter in Confidence]
    return [
        (letter, len(those), fmean(run.says_hard == run.is_hard for run in those)) for letter, those in letters if those
    ]


def mean_over_athletes(runs: Sequence[Scored], at_least: int = 5) -> tuple[float, int] | None:
    """The mean balanced accuracy over athletes with so many runs of both classes, and how many they are."""
    found = []
    for athlete in dict.fromkeys(run.athlete for run in runs):
        hits = _hits([run for run in runs if run.athlete == athlete], lambda run: run.says_hard)
        if hits[0] + hits[1] >= at_least and hits[2] + hits[3] >= at_least:
            found.append(_balanced(hits) or 0.0)
    return (fmean(found), len(found)) if found else None


type Hits = tuple[int, int, int, int]
"""Hard called hard, hard missed, easy called easy, easy called hard."""


def _hits(runs: Sequence[Scored], says: Callable[[Scored], bool]) -> Hits:
    right_hard = sum(run.is_hard and says(run) for run in runs)
    right_easy = sum(not run.is_hard and not says(run) for run in runs)
    hard = sum(run.is_hard for run in runs)
    return right_hard, hard - right_hard, right_easy, len(runs) - hard - right_easy


def _share(part: int, whole: int) -> float | None:
    return part / whole if whole else None


def _balanced(hits: Hits) -> float | None:
    hard, easy = _share(hits[0], hits[0] + hits[1]), _share(hits[2], hits[2] + hits[3])
    return (hard + easy) / 2 if hard is not None and easy is not None else None


def _mcc(hits: Hits) -> float | None:
    tp, fn, tn, fp = hits
    under = (tp + fp) * (tp + fn) * (tn + fp) * (tn + fn)
    return (tp * tn - fp * fn) / math.sqrt(under) if under else None


def _calibration(runs: Sequence[Scored]) -> float:
    """Expected calibration error over ten bins of probability."""
    off = 0.0
    for number in range(BINS):
        inside = [run for run in runs if min(int(run.p_hard * BINS), BINS - 1) == number]
        if inside:
            off += abs(sum(run.p_hard - run.is_hard for run in inside))
    return off / len(runs)


def _interval(runs: Sequence[Scored]) -> tuple[float | None, float | None]:
    """The middle 95 % of the balanced accuracy when athletes are drawn again and again."""
    athletes = list(dict.fromkeys(run.athlete for run in runs))
    if len(athletes) < MIN_ATHLETES:
        return None, None
    each = [_hits([run for run in runs if run.athlete == athlete], lambda run: run.says_hard) for athlete in athletes]
    chance = Random(SEED)  # noqa: S311 (a fixed seed, so that the same runs give the same interval)
    found = []
    for _ in range(DRAWS):
        drawn = chance.choices(each, k=len(each))
        balanced = _balanced(
            (sum(h[0] for h in drawn), sum(h[1] for h in drawn), sum(h[2] for h in drawn), sum(h[3] for h in drawn))
        )
        if balanced is not None:
            found.append(balanced)
    found.sort()
    return found[int(0.025 * len(found))], found[int(0.975 * (len(found) - 1))]
