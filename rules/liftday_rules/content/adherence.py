"""Adherence is how much of what was aimed at was done. It is shown, never scolded about."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from liftday_rules.content.log import SessionDone
from liftday_rules.model import Kind

PROGRESS_WEEKS = 12
"""Nobody should judge a programme earlier."""
COUNTS_AS = {Kind.FULL: 1.0, Kind.LIGHT: 1.0, Kind.MICRO: 0.5}


@dataclass(frozen=True, slots=True, kw_only=True)
class Week:
    """One week from its Monday. `target` None: it is not known, or nothing was aimed at."""

    monday: date
    done: float
    target: int | None

    @property
    def counted(self) -> float:
        """What counts towards the target: more than the target is no credit for another week."""
        return min(self.done, self.target) if self.target else 0.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Adherence:
    """The last weeks, oldest first; the running week is not among them."""

    weeks: tuple[Week, ...]
    share: float | None
    """0 to 1 of what was aimed at; None when nothing was."""
    sentence: str


def adherence(
    done: Sequence[SessionDone], targets: Mapping[date, int], today: date, weeks: int = PROGRESS_WEEKS
) -> Adherence:
    """Sessions done against sessions aimed at, over whole weeks before the one that contains `today`.

    `targets` holds sessions a week by Monday. Weeks without a target, or with target 0 as
    around a race, count neither way.
    """
    this_monday = today - timedelta(days=today.weekday())
    mondays = [this_monday - timedelta(weeks=n) for n in range(weeks, 0, -1)]
    rows = tuple(Week(monday=monday, done=_done_in(done, monday), target=targets.get(monday)) for monday in mondays)
    aimed = sum(row.target or 0 for row in rows)
    counted = sum(row.counted for row in rows)
    share = counted / aimed if aimed else None
    known = sum(1 for row in rows if row.target)
    return Adherence(weeks=rows, share=share, sentence=_sentence(counted, aimed, known))


def _done_in(done: Sequence[SessionDone], monday: date) -> float:
    sunday = monday + timedelta(days=6)
    return sum(COUNTS_AS[session.kind] for session in done if monday <= session.on <= sunday)


def _sentence(counted: float, aimed: int, known: int) -> str:
    if not aimed:
        return "There is no full week to look back on yet."
    weeks = "the last week" if known == 1 else f"the last {known} weeks"
    sentence = f"{counted:g} of {aimed} sessions in {weeks}."
    if known < PROGRESS_WEEKS:
        return f"{sentence} Strength shows after about {PROGRESS_WEEKS} weeks."
    return sentence
