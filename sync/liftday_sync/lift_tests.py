"""The baseline test's results: noted leg by leg, and held against those of the last block."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from types import MappingProxyType

from liftday_rules.content.baseline import Measured, compare
from liftday_sync.errors import InputError
from liftday_sync.store.api import NewFact, StoredFact

TEST = "test"
"""The kind of fact."""
BY_WORD: Mapping[str, Measured] = MappingProxyType(
    {"squat-test": Measured.SQUAT_POINTS, "calf-test": Measured.CALF_RAISES}
)
MOST = MappingProxyType({Measured.SQUAT_POINTS: 3, Measured.CALF_RAISES: 200})
EACH = MappingProxyType({Measured.SQUAT_POINTS: "points from 0 to 3", Measured.CALF_RAISES: "raises"})
LEGS = re.compile(r"\s*(\d{1,3})\s*,\s*(\d{1,3})\s*")


@dataclass(frozen=True, slots=True, kw_only=True)
class Tested:
    """One measure on one day, points or repetitions of each leg."""

    measured: Measured
    on: date
    left: int
    right: int

    @property
    def weaker(self) -> int:
        """What is compared: the leg that limits."""
        return min(self.left, self.right)


def parse_test(word: str, text: str, on: date) -> Tested:
    """`squat-test` and `2,3` are two points on the left and three on the right. Raises `InputError`."""
    measured = BY_WORD[word]
    found = LEGS.fullmatch(text)
    if found is None or max(int(found[1]), int(found[2])) > MOST[measured]:
        raise InputError(f"{text!r} is no result; write {EACH[measured]} of the left and the right leg, like 2,3.")
    return Tested(measured=measured, on=on, left=int(found[1]), right=int(found[2]))


def to_fact(tested: Tested) -> NewFact:
    """What is kept."""
    payload = {"on": tested.on.isoformat(), "left": tested.left, "right": tested.right}
    return NewFact(kind=TEST, subject=tested.measured.name.lower(), payload=payload)


def results(facts: Sequence[StoredFact]) -> tuple[Tested, ...]:
    """Every result that holds, in the order of the days; said again of a day, the last word holds."""
    found = {
        (one.measured, one.on): one
        for one in (_of(fact) for fact in facts if fact.kind == TEST and fact.ended_at is None)
    }
    return tuple(sorted(found.values(), key=lambda one: (one.on, one.measured)))


def against_the_last(tested: Tested, known: Sequence[Tested]) -> str | None:
    """What has become of the measure since the last test before; None: it is the first."""
    earlier = [one for one in known if one.measured is tested.measured and one.on < tested.on]
    if not earlier:
        return None
    return compare(tested.measured, float(earlier[-1].weaker), float(tested.weaker)).sentence


def _of(fact: StoredFact) -> Tested:
    given = fact.payload
    return Tested(
        measured=Measured[(fact.subject or "").upper()],
        on=date.fromisoformat(given["on"]),
        left=given["left"],
        right=given["right"],
    )
