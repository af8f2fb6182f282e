"""A stretch of the past lived again: at each moment what was known then is decided on, and the plan is carried along.

Every session is taken to be done as it stood when its time came. Afterwards each is held against what was really run.
"""

from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, time, timedelta
from types import MappingProxyType

from liftday_rules.decide import decide
from liftday_rules.model import (
    ASKED_FOR,
    Activity,
    Athlete,
    Change,
    ChangeKind,
    Facts,
    Flag,
    Foretold,
    Kind,
    Objection,
    Policy,
    Published,
    Race,
    Run,
    RunState,
    Session,
    Sport,
    StrengthDone,
)
from liftday_rules.placement.hard import (
    lift_before_hard_run,
    lift_on_consecutive_days,
    lift_soon_after_hard_run,
    lift_soon_after_long_run,
)
from liftday_rules.placement.parameters import settings_of
from liftday_rules.placement.rule import forbid
from liftday_rules.placement.situation import Looker, Situation

LOOKS_AT = (time(5), time(20))
"""Wall times of a look at the plan when nothing new has come in."""
UPLOAD_TAKES = timedelta(minutes=15)
"""From the end of a run to its being known."""
HINDSIGHT = timedelta(days=3)
"""No rule asks for more between a session and a run."""
REACH = timedelta(days=183)
"""How far back a decision looks for recordings."""
REMEMBERED = timedelta(days=56)
"""How long a session done counts for later ones."""
SPACING = lift_on_consecutive_days.RULE
AROUND_RUNS = (lift_soon_after_hard_run.RULE, lift_soon_after_long_run.RULE, lift_before_hard_run.RULE)
DAYS_A_MONTH = 365.25 / 12


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """A change, and when it was told."""

    at: datetime
    change: Change
    had_news: bool
    """Whether anything had become known since the look before."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Clash:
    """A session that stood against a rule, by what was really run."""

    session: StrengthDone
    objection: Objection
    foreseen: bool
    """Whether it was known when the session began; False when a later run turned out harder than planned."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Replay:
    """What would have been."""

    first: date
    last: date
    done: tuple[StrengthDone, ...]
    told: tuple[Told, ...]
    clashes: tuple[Clash, ...]

    @property
    def edits(self) -> tuple[Told, ...]:
        """Changes that somebody who looks at the calendar sees, and did not ask for."""
        return tuple(told for told in self.told if _is_edit(told.change))

    @property
    def edits_a_month(self) -> float:
        """How often the calendar changed."""
        return len(self.edits) / ((self.last - self.first).days + 1) * DAYS_A_MONTH

    def count(self, kind: ChangeKind) -> int:
        """How many changes of a kind there were."""
        return Counter(told.change.change for told in self.told)[kind]


type FactsAt = Callable[[datetime], Facts]
"""What was known at a moment, but for the plan and the sessions, which the replay carries itself."""


def backtest(facts: Facts, first: date, last: date, policy: Policy) -> Replay:
    """These days of a history by a policy. `facts` are all that is known today."""
    facts = replace(facts, athlete=replace(facts.athlete, policy=policy))
    return replay(lambda now: known_at(facts, now), moments(facts, first, last))


def moments(facts: Facts, first: date, last: date) -> list[datetime]:
    """When the plan is looked at: each morning and evening, and whenever a recording has come in."""
    zone, found = facts.athlete.zone, set()
    for n in range((last - first).days + 1):
        found |= {datetime.combine(first + timedelta(days=n), wall, zone).astimezone(UTC) for wall in LOOKS_AT}
    begin, end = min(found, default=facts.now), max(found, default=facts.now)
    found |= {told for one in facts.activities if begin < (told := one.end + UPLOAD_TAKES) < end}
    return sorted(moment for moment in found if moment <= facts.now)


def known_at(facts: Facts, now: datetime) -> Facts:
    """The facts without all that came later, and without recorded strength: the replay puts its own in its place."""
    lifts = [one for one in facts.activities if one.sport is Sport.STRENGTH]
    later = sum(one.end > now for one in lifts)
    return replace(
        facts,
        now=now,
        athlete=replace(facts.athlete, strength_sessions_logged=max(0, facts.athlete.strength_sessions_logged - later)),
        activities=tuple(_recorded(facts.activities, now)),
        races=tuple(_race(race, now) for race in facts.races),
        flags=tuple(_flag(flag, now) for flag in facts.flags if flag.since <= now),
        strength_done=(),
        published=(),
        skipped=frozenset(),
        used_uids=frozenset(),
        not_before=MappingProxyType({}),
        data_age_h=None,
        edits_last_day=None,
        foretold=(),
    )


def _recorded(activities: Iterable[Activity], now: datetime) -> Iterable[Activity]:
    return (
        one
        for one in activities
        if one.sport is not Sport.STRENGTH and now - REACH <= one.start and one.end + UPLOAD_TAKES <= now
    )


def _race(race: Race, now: datetime) -> Race:
    return race if race.start <= now else replace(race, state=RunState.PLANNED, finish_s=None)


def _flag(flag: Flag, now: datetime) -> Flag:
    """Nobody knew yet when it would end."""
    return replace(flag, until=None) if flag.until and flag.until > now else flag


def replay(facts_at: FactsAt, looks: Sequence[datetime]) -> Replay:
    """Live from look to look. `looks` are instants in order, at least one."""
    life = _Life(facts_at(looks[0]))
    for now in looks:
        life.look(facts_at(now))
    zone = facts_at(looks[0]).athlete.zone
    return Replay(
        first=looks[0].astimezone(zone).date(),
        last=looks[-1].astimezone(zone).date(),
        done=tuple(life.done),
        told=tuple(life.told),
        clashes=tuple(life.clashes),
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class _Executed:
    """A session done: the strength day before it, and the runs as they were known when it began."""

    session: StrengthDone
    before: date | None
    expected: tuple[Run, ...]


class _Life:
    """The plan as it is carried along."""

    def __init__(self, facts: Facts) -> None:
        self.done: list[StrengthDone] = []
        self.told: list[Told] = []
        self.clashes: list[Clash] = []
        self._published: tuple[Published, ...] = ()
        self._unchecked: list[_Executed] = []
        self._begun: dict[str, tuple[Run, ...]] = {}
        self._known = facts
        self._runs: tuple[Run, ...] = ()
        self._foretold: tuple[Foretold, ...] = ()

    def look(self, facts: Facts) -> None:
        """Decide with what is known now."""
        now = facts.now
        self._do(facts)
        had_news = (facts.runs, facts.activities, facts.flags) != (
            self._known.runs,
            self._known.activities,
            self._known.flags,
        )
        self._known = facts
        recent = [one for one in self.told if one.at > now - timedelta(days=1) and _is_edit(one.change)]
        plan = decide(
            replace(
                facts,
                published=self._published,
                strength_done=tuple(one for one in self.done if one.start > now - REMEMBERED),
                used_uids=frozenset(one.uid for one in self.done if one.uid),
                edits_last_day=len(recent),
                foretold=self._foretold,
            )
        )
        self._foretold = plan.foretold
        self.told += [Told(at=now, change=change, had_news=had_news) for change in plan.changes]
        under_way = [one for one in self._published if one.start <= now]
        self._published = (*under_way, *map(_publish, plan.sessions))
        self._runs = plan.runs
        self._check(facts)

    def _begin(self, started: Iterable[Published]) -> None:
        """Keep the runs as they were known when each of these sessions began, which is as the last look left them."""
        for one in started:
            self._begun.setdefault(one.uid, self._runs)

    def _do(self, facts: Facts) -> None:
        """What has come to its end by now was done."""
        self._begin(one for one in self._published if one.start <= facts.now)
        zone, left = facts.athlete.zone, []
        for one in self._published:
            minutes = facts.athlete.full_min if one.kind is Kind.FULL else facts.athlete.light_min
            if one.start + timedelta(minutes=minutes) > facts.now:
                left.append(one)
                continue
            before = self.done[-1].start.astimezone(zone).date() if self.done else None
            done = StrengthDone(start=one.start, minutes=minutes, kind=one.kind, uid=one.uid)
            self.done.append(done)
            self._unchecked.append(_Executed(session=done, before=before, expected=self._begun.pop(one.uid)))
        self._published = tuple(left)

    def _check(self, facts: Facts) -> None:
        """Hold sessions of some days ago against the runs around them."""
        ripe = [one for one in self._unchecked if one.session.start + HINDSIGHT <= facts.now]
        self._unchecked = self._unchecked[len(ripe) :]
        ran = tuple(run for run in self._runs if not run.expected)
        for one in ripe:
            self.clashes += _clashes(one, facts.athlete, ran)


def _is_edit(change: Change) -> bool:
    return change.change.is_edit and change.reason_code not in ASKED_FOR


def _publish(session: Session) -> Published:
    return Published(
        uid=session.uid,
        start=session.start.astimezone(UTC),
        kind=session.kind,
        sequence=session.sequence,
        original_date=session.original_date,
    )


def _clashes(executed: _Executed, athlete: Athlete, ran: tuple[Run, ...]) -> Iterable[Clash]:
    """Where the session stood against a rule by the runs that were run."""
    done = executed.session
    known = {objection.rule for objection in _objections(done, athlete, executed.expected)}
    for objection in _objections(done, athlete, ran):
        yield Clash(session=done, objection=objection, foreseen=objection.rule in known)
    apart = (done.start.astimezone(athlete.zone).date() - executed.before).days if executed.before else None
    if apart is not None and apart < settings_of(athlete)["spacing_days"]:
        because = "strength was done shortly before"
        yield Clash(session=done, objection=forbid(SPACING.name, "SPACING", because), foreseen=True)


def _objections(done: StrengthDone, athlete: Athlete, runs: tuple[Run, ...]) -> list[Objection]:
    """What the rules around runs forbid."""
    settings, start = settings_of(athlete), done.start.astimezone(UTC)
    situation = Situation(
        now=start,
        today=start.astimezone(athlete.zone).date(),
        athlete=athlete,
        settings=settings,
        runs=runs,
        run_days=frozenset(),
        weeks={},
        is_novice=athlete.strength_sessions_logged < settings["novice_sessions"],
    )
    candidate = Looker(situation).look(start, done.kind)
    asked = (rule.on_slot(candidate, situation) for rule in AROUND_RUNS if rule.on_slot)
    return [objection for objection in asked if objection is not None and objection.forbids]
