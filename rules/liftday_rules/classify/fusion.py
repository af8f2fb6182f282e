"""From evidence to a probability: the strongest item of a group counts in full, what says the same again counts less.

Items of one group come from the same heart rate or the same speed, so they are no independent witnesses: strongest plus
0.35 times the sum of the others, held within 3. The groups and the athlete's own share of hard runs add up as log-odds.
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass

from liftday_rules.classify import physio, speed, stated
from liftday_rules.classify.items import Finding
from liftday_rules.classify.physio import time_weight
from liftday_rules.classify.reading import Reading
from liftday_rules.model import Confidence, Evidence

GROUPS = (("stated", stated.ITEMS), ("physio", physio.ITEMS), ("speed", speed.ITEMS))
OTHERS = 0.35
GROUP_LIMIT, TOTAL_LIMIT = 3.0, 6.0
HARD_P, EASY_P = 0.60, 0.40
AGREEING, STRONG = 1.0, 1.5
SOLID_WORK = 1.5
NEW_RUNS = 10
TOLD = frozenset({"stated", "watch"})
"""Where a threshold comes from that does not have to be learnt from runs."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Fused:
    """How likely it was hard, how sure that is, and why, strongest first."""

    z: float
    p_hard: float
    confidence: Confidence
    evidence: tuple[Evidence, ...]


def fuse(run: Reading, prior: float, known_runs: int) -> Fused:
    """Weigh everything that speaks for and against hard."""
    found = [(group, finding) for group, items in GROUPS for item in items if (finding := item.find(run)) is not None]
    is_solid = run.has_work and any(group == "speed" and finding.weight >= SOLID_WORK for group, finding in found)
    counted = [(group, finding, _counted(group, finding) if is_solid else finding.weight) for group, finding in found]
    scores = {name: group_score([weight for group, _, weight in counted if group == name]) for name, _ in GROUPS}
    z = math.log(prior / (1 - prior)) + sum(scores.values())
    z = min(max(z, -TOTAL_LIMIT), TOTAL_LIMIT)
    p_hard = 1 / (1 + math.exp(-z))
    return Fused(
        z=z,
        p_hard=p_hard,
        confidence=_confidence(run, scores, p_hard, known_runs, has_any=bool(found)),
        evidence=_in_order(counted, run, is_solid=is_solid),
    )


def group_score(weights: Sequence[float]) -> float:
    """The strongest item in full, the others at 0.35, within 3."""
    if not weights:
        return 0.0
    strongest = max(weights, key=lambda weight: (abs(weight), weight))
    score = strongest + OTHERS * (math.fsum(weights) - strongest)
    return min(max(score, -GROUP_LIMIT), GROUP_LIMIT)


def _counted(group: str, finding: Finding) -> float:
    """What an item counts when repetitions were found: averages lose their vote, and so does what calls it easy."""
    if finding.is_average or (group != "stated" and finding.weight < 0):
        return 0.0
    return finding.weight


def _confidence(run: Reading, scores: dict[str, float], p_hard: float, known_runs: int, *, has_any: bool) -> Confidence:
    """A: two groups agree. B: one strong group. C: something weaker. D: nothing to go by."""
    if not has_any:
        return Confidence.D
    values = scores.values()
    agree = max(sum(score >= AGREEING for score in values), sum(score <= -AGREEING for score in values))
    strongest = max(abs(score) for score in values)
    letter = Confidence.A if agree > 1 else Confidence.B if strongest >= STRONG else Confidence.C
    if EASY_P < p_hard < HARD_P:
        return Confidence.C
    if _hangs_on_threshold(run):
        letter = {Confidence.A: Confidence.B}.get(letter, Confidence.C)
    return Confidence.C if _is_new(run, known_runs) and abs(scores["stated"]) < STRONG else letter


def _hangs_on_threshold(run: Reading) -> bool:
    """Whether a few beats more or less of the threshold would change what the time above it says."""
    zones = run.zones
    return zones is not None and time_weight(zones, zones.above_if_lower_min) != time_weight(
        zones, zones.above_if_higher_min
    )


def _is_new(run: Reading, known_runs: int) -> bool:
    """Whether the thresholds are mere formulas: nothing stated or measured, and hardly a run known."""
    is_known = TOLD & {run.constants.lthr_bpm.basis, run.speed_basis}
    return known_runs < NEW_RUNS and not is_known


def _in_order(counted: Sequence[tuple[str, Finding, float]], run: Reading, *, is_solid: bool) -> tuple[Evidence, ...]:
    """Strongest first, then what only seems to speak against it, then what is missing."""
    weighed: list[Evidence] = []
    notes: list[Evidence] = []
    for group, finding, weight in counted:
        if weight:
            weighed.append(Evidence(group=group, weight=weight, sentence=finding.sentence))
        elif is_solid and finding.but:
            notes.append(Evidence(group="note", weight=0.0, sentence=finding.but))
        elif not is_solid and not any(other == group and value for other, _, value in counted):
            notes.append(Evidence(group="note", weight=0.0, sentence=finding.sentence))
    weighed.sort(key=lambda one: -abs(one.weight))
    missing = "no heart rate" if run.avg_hr_bpm is None and run.zones is None else None
    if run.hr_untrusted:
        missing = "heart rate can't be trusted here"
    if missing and run.run.sport.is_run:
        notes.append(Evidence(group="note", weight=0.0, sentence=missing))
    return (*weighed, *notes)
