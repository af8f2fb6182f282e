"""What the rules look at: the situation, and the candidates, that is the places where a session could stand."""

from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from types import MappingProxyType
from zoneinfo import ZoneInfo

from liftday_rules.model import Athlete, Busy, Flag, FlagKind, Kind, Race, Run, SessionUid
from liftday_rules.placement.parameters import Settings
from liftday_rules.placement.readiness import Readiness

MICRO_MIN = 10
HOUR_S = 3600.0
SEEN_H = 96.0
"""Runs further away than this do not concern a session."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Gap:
    """A run near a session, and the elapsed hours between them."""

    hours: float
    run: Run


@dataclass(frozen=True, slots=True, kw_only=True)
class Candidate:
    """One place for one kind of session."""

    day: date
    start: datetime
    end: datetime
    kind: Kind
    before: tuple[Gap, ...]
    """Runs that follow it, nearest first."""
    after: tuple[Gap, ...]
    """Runs that it follows, nearest first."""
    meets: Run | None
    """A run that is under way at the same time."""
    stands: SessionUid | None = None
    """The published session that stands exactly here; a slot and notice are asked of others only."""

    @property
    def key(self) -> tuple[datetime, Kind]:
        """What makes two candidates the same."""
        return (self.start, self.kind)


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """A published session to come."""

    uid: SessionUid
    start: datetime
    end: datetime
    day: date
    kind: Kind
    sequence: int
    locked: bool
    original_date: date
    times_deferred: int = 0
    set_aside: bool = False
    """Told to have been paused."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Lifted:
    """A strength day that stands, whatever is decided: done, waiting to be confirmed, or pinned."""

    day: date
    start: datetime
    end: datetime
    kind: Kind | None
    """None: a recorded activity, of which only the length is known."""
    is_done: bool
    uid: SessionUid | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Week:
    """What is aimed at in one week."""

    monday: date
    target: int
    cap: int
    """Most sessions; above the target only where a published one may survive."""
    most_full: int
    code: str
    reason: str
    demanding_days: int = 0
    """Hard and long days that were expected before any surprise."""
    spent: int = 0
    """Sessions that the athlete did not want, which are not made up for."""
    rest_days: frozenset[date] = frozenset()
    """Days without a run."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Situation:
    """Everything a rule may look at. Times are instants in UTC, days are the athlete's."""

    now: datetime
    today: date
    athlete: Athlete
    settings: Settings
    runs: tuple[Run, ...]
    """In order of start."""
    run_days: frozenset[date]
    weeks: Mapping[date, Week]
    busy: tuple[Busy, ...] = ()
    flags: tuple[Flag, ...] = ()
    races: tuple[Race, ...] = ()
    lifted: tuple[Lifted, ...] = ()
    readiness: Readiness = field(default_factory=Readiness)
    is_novice: bool = False
    standing: tuple[Standing, ...] = ()
    edits_last_day: int | None = None
    not_before: Mapping[SessionUid, datetime] = field(default_factory=lambda: MappingProxyType({}))
    """Sessions that the athlete pushed back, and from when on they suit."""
    left_free: tuple[Busy, ...] = ()
    """Where nothing new may stand, because a session was pushed back out of it."""
    deload_weeks: frozenset[date] = frozenset()
    """Mondays of weeks that are the easier one of their block."""
    surprise_share: float = 0.0
    """Of the runs meant to be easy, the share that turned out hard in the last weeks, 0 to 1."""
    cancelled: frozenset[date] = frozenset()
    """Dates from which the plan feed has just taken a run."""

    @property
    def zone(self) -> ZoneInfo:
        """The athlete's time zone."""
        return self.athlete.zone

    def minutes(self, kind: Kind) -> int:
        """How long a session of this kind lasts."""
        return {Kind.FULL: self.athlete.full_min, Kind.LIGHT: self.athlete.light_min}.get(kind, MICRO_MIN)

    def week_of(self, day: date) -> Week:
        """The week that holds the day."""
        return self.weeks[monday_of(day)]

    def day_of(self, instant: datetime) -> date:
        """The athlete's date of an instant."""
        return instant.astimezone(self.zone).date()

    def flagged(self, kind: FlagKind) -> Iterator[Flag]:
        """The flags of this kind, oldest first."""
        return (flag for flag in self.flags if flag.kind is kind)


def monday_of(day: date) -> date:
    """The Monday of the day's week."""
    return day - timedelta(days=day.weekday())


def instants(day: date, walls: tuple[time, ...], zone: ZoneInfo) -> Iterator[datetime]:
    """The instants of these wall times; one that the night of the clock change skips does not exist."""
    for wall in walls:
        instant = datetime.combine(day, wall, zone).astimezone(UTC)
        if instant.astimezone(zone).time() == wall:
            yield instant


def starts(situation: Situation, last_day: date) -> Iterator[datetime]:
    """Every slot from now to the last day, in order."""
    for n in range((last_day - situation.today).days + 1):
        day = situation.today + timedelta(days=n)
        yield from (
            start for start in instants(day, situation.athlete.slots.on(day), situation.zone) if start > situation.now
        )


class Looker:
    """Finds the runs around a place quickly. Of a mere guess nobody knows whether it will be run: it says nothing."""

    def __init__(self, situation: Situation) -> None:
        self._situation = situation
        self._runs = tuple(run for run in situation.runs if not run.is_guess)
        self._starts = [run.start for run in self._runs]
        self._longest = max((run.end - run.start for run in self._runs), default=timedelta(0))
        self._start: datetime | None = None
        self._after: tuple[Gap, ...] = ()

    def look(self, start: datetime, kind: Kind, stands: SessionUid | None = None) -> Candidate:
        """The candidate at this start."""
        if start != self._start:
            self._start, self._after = start, self._runs_before(start)
        end = start + timedelta(minutes=self._situation.minutes(kind))
        first, last = bisect_left(self._starts, end), bisect_right(self._starts, end + timedelta(hours=SEEN_H))
        earliest = bisect_left(self._starts, start - self._longest)
        return Candidate(
            day=self._situation.day_of(start),
            start=start,
            end=end,
            kind=kind,
            before=tuple(Gap(hours=_hours(run.start - end), run=run) for run in self._runs[first:last]),
            after=self._after,
            meets=next((run for run in self._runs[earliest:first] if run.end > start), None),
            stands=stands,
        )

    def _runs_before(self, start: datetime) -> tuple[Gap, ...]:
        """Runs that are over, the latest end first."""
        earliest = bisect_left(self._starts, start - timedelta(hours=SEEN_H) - self._longest)
        earlier = self._runs[earliest : bisect_left(self._starts, start)]
        gaps = [gap for run in earlier if (gap := _gap(run, start)) is not None]
        return tuple(sorted(gaps, key=_by_hours))


def _gap(run: Run, start: datetime) -> Gap | None:
    gap_h = _hours(start - run.end)
    return Gap(hours=gap_h, run=run) if 0 <= gap_h <= SEEN_H else None


def _hours(span: timedelta) -> float:
    return span.total_seconds() / HOUR_S


def _by_hours(gap: Gap) -> float:
    return gap.hours
