"""The timeline: the runs of the days that matter, done and expected, from records, stated plans, races and habits.

Best first: what was run, what was stated, what the weekday usually is. A day of which nothing may have arrived yet is
never taken for rest.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, time, timedelta
from functools import partial
from statistics import median

from liftday_rules.forecast import FALLBACK_MIN, DayRun, Habit, Habits, expect, learn
from liftday_rules.model import (
    Activity,
    Day,
    Facts,
    FlagKind,
    Foretold,
    Priority,
    Record,
    Run,
    RunClass,
    Verdict,
)
from liftday_rules.phrases import weekday
from liftday_rules.runs import P_OF_CLASS, TRAINING_SPEED_MPS, of_activity, of_other_sport, of_race, of_stated

RANK = (RunClass.REST, RunClass.EASY, RunClass.UNCERTAIN, RunClass.LONG, RunClass.HARD, RunClass.RACE)
"""The hardest run of a day decides its class."""
RACE_NEAR = timedelta(hours=3)
MEMORY = timedelta(days=77)
USUAL_WEEKS = 6
ENOUGH_RUNS_OF_USUAL = 0.5
"""A stated week with at least this share of the usual runs is a whole plan: its other days are rest days."""
ENOUGH_WEEKS_KNOWN = 2
FALLBACK_LONG_MIN = 100.0
DAYS = 7


@dataclass(frozen=True, slots=True, kw_only=True)
class Timeline:
    """Runs and days."""

    runs: tuple[Run, ...]
    """In order of start: the last weeks and the horizon."""
    days: tuple[Day, ...]
    """Every day from this week's Monday to the end of the horizon."""
    expected_before: Mapping[date, bool]
    """For each of these days, whether it was expected to be demanding before anything happened."""
    weekly_min: tuple[float, ...]
    """Running minutes of the weeks before this one that were normal, oldest first."""
    expected_min: Mapping[date, float | None]
    """By Monday: minutes run and expected; None when a day is not known."""
    habits: Habits
    foretold: tuple[Foretold, ...]
    """What habits made of the coming days of which no plan speaks."""

    @property
    def run_days(self) -> frozenset[date]:
        """Days with a run, done or expected; a mere guess is none."""
        return frozenset(run.local_date for run in self.runs if run.is_run and not run.is_guess)


def build(facts: Facts, records: Sequence[Record], verdicts: Sequence[Verdict], last_day: date) -> Timeline:
    """The timeline from 11 weeks ago to the last day of the horizon."""
    return _Builder(facts, records, verdicts, last_day).build()


class _Builder:
    """Puts the sources together, each once."""

    def __init__(self, facts: Facts, records: Sequence[Record], verdicts: Sequence[Verdict], last_day: date) -> None:
        self._facts = facts
        self._zone = facts.athlete.zone
        self._now = facts.now
        self._today = facts.now.astimezone(self._zone).date()
        self._monday = self._today - timedelta(days=self._today.weekday())
        self._last_day = max(last_day, self._monday + timedelta(days=2 * DAYS - 1))
        earliest = self._today - MEMORY
        by_id = {verdict.activity_id: verdict for verdict in verdicts}
        self._records = [
            (record.activity, by_id[record.activity.id])
            for record in records
            if record.activity.id in by_id and record.activity.local_date >= earliest
        ]
        self._races = [of_race(race, facts.athlete.zone) for race in facts.races]
        speeds = [one.speed_mps for one, _ in self._records if one.sport.is_run and one.speed_mps]
        usual_mps = median(speeds) if speeds else TRAINING_SPEED_MPS
        stated = [of_stated(run, self._zone, usual_mps) for run in facts.runs if not run.cancelled]
        self._stated = [run for run in stated if not self._is_a_race_of_the_calendar(run)]
        self._before = {one.date: one for one in facts.foretold}
        self._said: dict[date, Foretold] = {}

    def build(self) -> Timeline:
        """Match, learn, foretell, and look at the days."""
        executed, unmatched = self._matched()
        open_stated = self._at_usual_hours(unmatched, executed)
        known = [*executed, *(self._settled(run) for run in open_stated)]
        habits = self._learn(known)
        known = [self._by_habit(run, habits) for run in known]
        expected_before = self._expected_before(habits)
        known = [self._with_surprise(run, expected_before) for run in known]
        foretold, because, probable_min = self._foretold(known, habits)
        runs = tuple(sorted([*known, *foretold], key=lambda run: (run.start, run.end, run.run_class)))
        days = tuple(self._day(day, runs, because) for day in self._horizon())
        return Timeline(
            runs=runs,
            days=days,
            expected_before=expected_before,
            weekly_min=self._weekly_min(habits),
            expected_min=_minutes_by_week(days, probable_min),
            habits=habits,
            foretold=tuple(found for _, found in sorted(self._said.items())),
        )

    # --- from the sources to runs ---

    def _matched(self) -> tuple[list[Run], list[Run]]:
        """Each recorded run takes the place of the stated one of its date whose start is nearest."""
        left = [*self._stated, *self._races]
        executed: list[Run] = []
        for activity, verdict in self._records:
            if not activity.sport.is_run:
                executed.extend(of_other_sport(activity, verdict))
                continue
            same_day = [
                run for run in left if run.local_date == activity.local_date and run.run_class is not RunClass.REST
            ]
            match = min(same_day, key=partial(_apart, activity=activity), default=None)
            if match is not None and match in self._races and abs(match.start - activity.start) > RACE_NEAR:
                match = None
            if match is not None:
                left.remove(match)
            executed.append(of_activity(activity, verdict, match))
        return executed, left

    def _is_a_race_of_the_calendar(self, run: Run) -> bool:
        """A plan may name the race that the race calendar holds."""
        return run.run_class is RunClass.RACE and any(run.local_date == race.local_date for race in self._races)

    def _at_usual_hours(self, stated: Sequence[Run], executed: Sequence[Run]) -> list[Run]:
        """Stated runs without an hour or a length get those that the athlete's own runs of that weekday have."""
        if not any(run.all_day or not run.minutes for run in stated):
            return list(stated)
        habits = self._learn(executed)
        return [self._at_usual_hour(run, habits.of(run.local_date)) if run.is_run else run for run in stated]

    def _at_usual_hour(self, run: Run, habit: Habit) -> Run:
        minutes, start = run.minutes, run.start
        if not minutes:
            is_long = run.run_class is RunClass.LONG or run.is_long
            usual = FALLBACK_LONG_MIN if is_long else FALLBACK_MIN
            minutes = habit.minutes if habit.ran and bool(habit.long) >= is_long else usual
        if run.all_day:
            wall = time(habit.start_min // 60, habit.start_min % 60)
            start = datetime.combine(run.local_date, wall, self._zone).astimezone(UTC)
        return replace(run, start=start, end=start + timedelta(minutes=minutes))

    def _over_at(self, run: Run) -> datetime:
        """When a stated run must have been run: of one without an hour, at the end of its day."""
        if not run.all_day:
            return run.end
        return datetime.combine(run.local_date + timedelta(days=1), time(0), self._zone).astimezone(UTC)

    def _settled(self, run: Run) -> Run:
        """A stated run that has not been run: to come, or missing when its time is over."""
        if not run.expected or self._over_at(run) > self._now or run.run_class is RunClass.REST:
            return run
        what = run.name or "run"
        because = f"Nothing has arrived of {weekday(run.local_date)}'s {what}; it may still have been run."
        return replace(run, is_missing=True, because=because)

    def _learn(self, known: Iterable[Run]) -> Habits:
        done = [
            DayRun(
                date=run.local_date,
                minutes=run.minutes if run.moving_min is None else run.moving_min,
                start_min=_minute_of_day(run.start.astimezone(self._zone)),
                is_demanding=run.is_demanding,
                is_long=run.run_class is RunClass.LONG or run.is_long,
            )
            for run in known
            if run.is_run and not run.expected
        ]
        return learn(done, self._today, self._untypical())

    def _untypical(self) -> frozenset[date]:
        """Days of flags, and the fortnights around A races."""
        found: set[date] = set()
        for flag in self._facts.flags:
            if flag.kind in {FlagKind.SICK, FlagKind.INJURY, FlagKind.TRAVEL}:
                first = flag.since.astimezone(self._zone).date()
                last = min(self._today, flag.until.astimezone(self._zone).date() if flag.until else self._today)
                found |= {first + timedelta(days=n) for n in range((last - first).days + 1)}
        for race, run in zip(self._facts.races, self._races, strict=True):
            if race.priority is Priority.A:
                found |= {run.local_date + timedelta(days=n) for n in range(-DAYS, DAYS + 1)}
        return frozenset(found)

    def _by_habit(self, run: Run, habits: Habits) -> Run:
        """A stated run of which neither class nor name says anything: its weekday decides."""
        if run.run_class is not RunClass.UNCERTAIN or run.p_hard > 0:
            return run
        habit = self._expect(run.local_date, habits, {})
        foretells = not habit.is_guess and habit.run_class is not RunClass.REST
        run_class = habit.run_class if foretells else RunClass.UNCERTAIN
        said = run.because.removesuffix(f"{RunClass.UNCERTAIN.value}.").rstrip(": ")
        because = run.because if run.name else f"{said}, of which only the length is known."
        because = f"{because[:-1]}; {habit.because[0].lower()}{habit.because[1:]}" if foretells else because
        return replace(run, run_class=run_class, p_hard=habit.p_hard, because=because)

    # --- what was and is expected ---

    def _horizon(self) -> list[date]:
        return [self._monday + timedelta(days=n) for n in range((self._last_day - self._monday).days + 1)]

    def _expected_before(self, habits: Habits) -> dict[date, bool]:
        """For each day of the horizon whether it was expected to be demanding, whatever happened since."""
        stated = [*self._stated, *self._races]
        demanding: dict[date, bool] = {}
        for day in self._horizon():
            own = [run for run in stated if run.local_date == day]
            if own or self._is_planned(day, stated, habits):
                demanding[day] = any(run.is_demanding for run in own)
            else:
                demanding[day] = self._expect(day, habits, demanding).is_demanding
        return demanding

    def _expect(self, day: date, habits: Habits, demanding: Mapping[date, bool]) -> Foretold:
        found = expect(day, habits, demanding, self._before.get(day))
        if day >= self._today:
            self._said[day] = found
        return found

    def _with_surprise(self, run: Run, expected_before: Mapping[date, bool]) -> Run:
        surprise = run.is_demanding and not run.expected and not expected_before.get(run.local_date, True)
        return replace(run, surprise=True) if surprise else run

    def _is_planned(self, day: date, stated: Sequence[Run], habits: Habits) -> bool:
        """Whether the week of this day is stated as a whole, so that a day without a run is a rest day.

        What was run so far may be a log as well as a plan: what is to come decides, or that next week is stated too.
        """
        monday = day - timedelta(days=day.weekday())
        if not any(monday <= run.local_date < monday + timedelta(days=DAYS) for run in stated):
            return False
        if habits.first is None or (self._today - habits.first).days < ENOUGH_WEEKS_KNOWN * DAYS:
            return True
        if not self._holds_most(monday, monday, stated, habits):
            return False
        left, following = max(monday, self._today), monday + timedelta(days=DAYS)
        coming = [run for run in stated if run.expected]
        return self._holds_most(left, monday, coming, habits) or self._holds_most(following, following, coming, habits)

    @staticmethod
    def _holds_most(first: date, monday: date, stated: Sequence[Run], habits: Habits) -> bool:
        """Whether from that day of the week on at least half of the usual runs, and one at all, are stated."""
        days = [first + timedelta(days=n) for n in range((monday + timedelta(days=DAYS) - first).days)]
        count = sum(run.local_date in days for run in stated)
        return count > 0 and count >= ENOUGH_RUNS_OF_USUAL * sum(habits.of(day).p_run for day in days)

    def _foretold(
        self, known: Sequence[Run], habits: Habits
    ) -> tuple[list[Run], dict[date, tuple[RunClass, str]], dict[date, float]]:
        """Runs of the days that nobody states, what is said of each such day, and how much is probably run on it."""
        stated = [*self._stated, *self._races]
        demanding: dict[date, bool] = {}
        foretold: list[Run] = []
        because: dict[date, tuple[RunClass, str]] = {}
        probable_min: dict[date, float] = {}
        for day in self._horizon():
            own = [run for run in known if run.local_date == day and run.run_class is not RunClass.OTHER]
            if day < self._today or own or self._is_planned(day, stated, habits):
                demanding[day] = any(run.is_demanding for run in own)
                continue
            found = self._expect(day, habits, demanding)
            demanding[day] = found.is_demanding
            if not found.is_guess:
                probable_min[day] = found.probable_min
            start = datetime.combine(day, time(found.start_min // 60, found.start_min % 60), self._zone).astimezone(UTC)
            if found.run_class is RunClass.REST or (day == self._today and start < self._now and not found.is_guess):
                because[day] = (found.run_class, found.because)
                continue
            foretold.append(
                Run(
                    start=start,
                    end=start + timedelta(minutes=found.minutes),
                    local_date=day,
                    run_class=found.run_class,
                    p_hard=found.p_hard,
                    expected=True,
                    because=found.because,
                    is_guess=found.is_guess,
                    is_habit=True,
                )
            )
        return foretold, because, probable_min

    # --- looking at days ---

    def _day(self, day: date, runs: Sequence[Run], because: Mapping[date, tuple[RunClass, str]]) -> Day:
        own = [run for run in runs if run.local_date == day and run.is_run]
        if not own:
            return self._empty_day(day, runs, because)
        decides = max(own, key=lambda run: (RANK.index(run.run_class), run.p_hard, run.expected))
        missing = next((run for run in own if run.is_missing), None)
        unsettled = missing is not None and (decides.expected or not decides.is_demanding)
        return Day(
            date=day,
            run_class=RunClass.UNCERTAIN if unsettled else decides.run_class,
            p_hard=round(max(run.p_hard for run in own) if unsettled else decides.p_hard, 3),
            expected=decides.expected or unsettled,
            run_min=round(sum(run.minutes if run.moving_min is None else run.moving_min for run in own), 1),
            because=missing.because if missing is not None and unsettled else decides.because,
        )

    def _empty_day(self, day: date, runs: Sequence[Run], because: Mapping[date, tuple[RunClass, str]]) -> Day:
        """A day without a run: rest where that is known, else uncertain."""
        p_rest = P_OF_CLASS[RunClass.REST]
        if day in because:
            said, sentence = because[day]
            if said is RunClass.REST:
                return _without_run(day, RunClass.REST, p_rest, sentence, expected=True)
            sentence = f"{sentence[:-1]}, but nothing has arrived of today yet."
            return _without_run(day, RunClass.UNCERTAIN, 0.30, sentence, expected=True)
        if day >= self._today:
            return _without_run(day, RunClass.REST, p_rest, "No run is planned.", expected=True)
        if self._is_complete(day, runs):
            return _without_run(day, RunClass.REST, p_rest, "No run.", expected=False)
        sentence = "No run has arrived, and the data may not be complete."
        return _without_run(day, RunClass.UNCERTAIN, 0.30, sentence, expected=True)

    def _is_complete(self, day: date, runs: Sequence[Run]) -> bool:
        """Whether everything that was run on a past day must have arrived: data are fresh, and there are some."""
        if all(run.is_guess for run in runs):
            return False
        fetched = self._now - timedelta(hours=self._facts.data_age_h or 0.0)
        over = datetime.combine(day + timedelta(days=1), time(0), self._zone).astimezone(UTC)
        return over <= fetched

    def _weekly_min(self, habits: Habits) -> tuple[float, ...]:
        history = self._facts.history
        if history is not None and history.weekly_run_min:
            return tuple(minutes for minutes in history.weekly_run_min[-USUAL_WEEKS:] if minutes > 0)
        return habits.weekly_minutes(self._monday, USUAL_WEEKS)


def usual_week_min(timeline: Timeline, fewest_weeks: float) -> float | None:
    """The median week; None when too few weeks are known."""
    return median(timeline.weekly_min) if len(timeline.weekly_min) >= fewest_weeks else None


def _without_run(day: date, run_class: RunClass, p_hard: float, because: str, *, expected: bool) -> Day:
    return Day(date=day, run_class=run_class, p_hard=p_hard, expected=expected, run_min=0.0, because=because)


def _apart(run: Run, activity: Activity) -> tuple[timedelta, float]:
    """How far a stated run is from a recorded one; of one without an hour, only the length speaks."""
    apart = RACE_NEAR if run.all_day else abs(run.start - activity.start)
    return apart, abs(run.minutes - activity.duration_s / 60)


def _minute_of_day(wall: datetime) -> int:
    return wall.hour * 60 + wall.minute


def _minutes_by_week(days: Sequence[Day], probable_min: Mapping[date, float]) -> dict[date, float | None]:
    """What each week will probably bring; a runner of irregular days runs on some of those that look like rest."""
    weeks: dict[date, float | None] = {}
    for day in days:
        monday = day.date - timedelta(days=day.date.weekday())
        unknown = day.run_class is RunClass.UNCERTAIN and not day.run_min
        sofar = weeks.get(monday, 0.0)
        weeks[monday] = None if unknown or sofar is None else sofar + probable_min.get(day.date, day.run_min)
    return weeks
