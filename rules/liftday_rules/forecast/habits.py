"""The learnt week: how often each weekday was run, was hard, was long, with newer weeks counting more.

A weekday's share is (prior + sum of w x outcome) / (1 + sum of w). Last week weighs 1 and each week before it less,
half as much every four weeks, so that a habit given up three weeks ago has lost its say.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from statistics import median

WEEKS = 10
"""How far back a habit reaches."""
HALF_LIFE_WEEKS = 4.0
P_HARD = 0.30
"""How likely any day is hard before anything is known."""
P_RUN = 0.50
QUOTA_WEEKS = 6
FALLBACK_START_MIN = 7 * 60
FALLBACK_MIN = 60.0
DAYS = 7


@dataclass(frozen=True, slots=True, kw_only=True)
class DayRun:
    """What a past day held."""

    date: date
    minutes: float
    start_min: int
    """Minutes after midnight, by the wall clock, of its longest run."""
    is_demanding: bool
    is_long: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Habit:
    """One weekday, as the last ten weeks show it."""

    p_demanding: float
    p_run: float
    weeks: int
    """Same weekdays that are known."""
    ran: int
    demanding: int
    long: int
    start_min: int
    minutes: float
    """Of its usual run."""
    weight: float
    """How much is known: the sum of the weights."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Habits:
    """The past days and what they teach."""

    days: Mapping[date, DayRun]
    first: date | None
    """The first day of which anything is known."""
    today: date
    skipped: frozenset[date]
    """Days of illness, travel or a taper, which teach nothing."""

    def of(self, day: date) -> Habit:
        """The habit of the day's weekday, from the same weekdays before it and before today."""
        seen = [(k, day - timedelta(weeks=k)) for k in range(1, WEEKS + 1)]
        known = [(0.5 ** ((k - 1) / HALF_LIFE_WEEKS), past) for k, past in seen if self._is_known(past)]
        runs = [(weight, self.days.get(past)) for weight, past in known]
        ran = [run for _, run in runs if run]
        long = [run for run in ran if run.is_long]
        mostly_long = len(long) * 2 > len(ran)
        usual = [run for run in ran if run.is_long] if mostly_long else ran
        return Habit(
            p_demanding=_share(P_HARD, [(weight, bool(run and run.is_demanding)) for weight, run in runs]),
            p_run=_share(P_RUN, [(weight, run is not None) for weight, run in runs]),
            weeks=len(known),
            ran=len(ran),
            demanding=sum(run.is_demanding for run in ran),
            long=len(long),
            start_min=round(median(run.start_min for run in ran)) if ran else FALLBACK_START_MIN,
            minutes=median(run.minutes for run in usual) if usual else FALLBACK_MIN,
            weight=sum(weight for weight, _ in known),
        )

    def _is_known(self, day: date) -> bool:
        return self.first is not None and self.first <= day < self.today and day not in self.skipped

    def demanding_days(self, monday: date) -> int:
        """How many demanding days a past week had."""
        week = (self.days.get(monday + timedelta(days=n)) for n in range(DAYS))
        return sum(run is not None and run.is_demanding for run in week)

    def usual_demanding_days(self, monday: date) -> int | None:
        """The rounded median of the six whole weeks before this one; None when none is known."""
        mondays = [monday - timedelta(weeks=k) for k in range(1, QUOTA_WEEKS + 1)]
        whole = [past for past in mondays if self._is_known(past) and self._is_known(past + timedelta(days=DAYS - 1))]
        return round(median(self.demanding_days(past) for past in whole)) if whole else None

    def last_demanding_before(self, day: date) -> date | None:
        """The latest demanding day before this one."""
        return max((run.date for run in self.days.values() if run.is_demanding and run.date < day), default=None)

    def weekly_minutes(self, monday: date, weeks: int) -> tuple[float, ...]:
        """Running minutes of the whole weeks before this Monday, oldest first; skipped and empty weeks are left out."""
        found = []
        for past in (monday - timedelta(weeks=k) for k in range(weeks, 0, -1)):
            week = [past + timedelta(days=n) for n in range(DAYS)]
            known = all(self._is_known(day) for day in week)
            minutes = sum(run.minutes for day in week if (run := self.days.get(day)))
            if known and minutes > 0:
                found.append(minutes)
        return tuple(found)


def _share(prior: float, outcomes: Sequence[tuple[float, bool]]) -> float:
    return (prior + sum(weight for weight, held in outcomes if held)) / (1 + sum(weight for weight, _ in outcomes))


def learn(runs: Iterable[DayRun], today: date, skipped: frozenset[date] = frozenset()) -> Habits:
    """The habits that these past days teach; several entries of one day count as one day."""
    days: dict[date, DayRun] = {}
    for run in sorted(runs, key=lambda run: (run.date, run.start_min)):
        if run.date >= today:
            continue
        other = days.get(run.date)
        days[run.date] = run if other is None else _together(other, run)
    return Habits(days=days, first=min(days, default=None), today=today, skipped=skipped)


def _together(one: DayRun, other: DayRun) -> DayRun:
    longer = max(one, other, key=lambda run: run.minutes)
    return DayRun(
        date=one.date,
        minutes=one.minutes + other.minutes,
        start_min=longer.start_min,
        is_demanding=one.is_demanding or other.is_demanding,
        is_long=one.is_long or other.is_long,
    )
