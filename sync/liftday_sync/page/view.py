"""What the page shows of a snapshot: weeks of days with run, session, and what moved. Nothing is decided."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from itertools import groupby
from zoneinfo import ZoneInfo

from liftday_sync.config import AthleteConfig
from liftday_sync.contract import (
    AdviceCode,
    Day,
    Effort,
    Exercise,
    PassedOver,
    PlanState,
    Session,
    SessionStatus,
    Snapshot,
    SourceState,
)
from liftday_sync.sources import WITH_LOGIN

HEADLINES = {
    AdviceCode.STRENGTH: "Lift today",
    AdviceCode.STRENGTH_LIGHT: "A light session today",
    AdviceCode.STRENGTH_DONE: "Strength is done",
    AdviceCode.RUN_ONLY: "Just run today",
    AdviceCode.REST: "Rest today",
    AdviceCode.UNKNOWN: "Not sure about today",
}
STATES = {
    PlanState.PAUSED: "Strength is paused.",
    PlanState.STALE: "No news of your runs for a while, so the plan stays as it is.",
    PlanState.UNCERTAIN: "Not every run is clear yet, so the plan is careful.",
    PlanState.UNKNOWN: "This plan comes from a newer Liftday.",
}
RUNS = {
    Effort.HARD: "hard run",
    Effort.EASY: "easy run",
    Effort.LONG: "long run",
    Effort.RACE: "race",
    Effort.UNCERTAIN: "hard or easy?",
    Effort.REST: "no run",
    Effort.UNKNOWN: "not known",
}
STATUSES = {
    SessionStatus.LOCKED: "pinned",
    SessionStatus.DONE: "done",
    SessionStatus.MISSED: "missed",
    SessionStatus.SKIPPED: "skipped",
}
SOURCES = {
    SourceState.OK: "all well",
    SourceState.STALE: "nothing new for a while",
    SourceState.OFFLINE: "can't be reached",
    SourceState.RATE_LIMITED: "asked for a pause",
    SourceState.NEEDS_LOGIN: "needs you to sign in",
    SourceState.NEEDS_KEY: "needs a key",
    SourceState.INACTIVE_SUBSCRIPTION: "subscription ended",
    SourceState.SCHEMA_DRIFT: "not understood",
    SourceState.UNKNOWN: "not looked at yet",
}
SHOWN = {SessionStatus.PLANNED, *STATUSES}
OPEN = {SessionStatus.PLANNED, SessionStatus.LOCKED}
NO_RUN = {Effort.REST, Effort.UNKNOWN}
CHANGES = 5
"""Changes that are shown, the latest first."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SessionView:
    """A session as it is shown."""

    uid: str
    title: str
    length: str
    start: datetime
    """By the athlete's clock."""
    status: str
    is_open: bool
    """Whether something can be said about it still."""
    reason: str
    exercises: tuple[Exercise, ...]
    moved_from: date | None


@dataclass(frozen=True, slots=True, kw_only=True)
class DayView:
    """One day as it is shown."""

    day: Day
    run: str
    sessions: tuple[SessionView, ...]
    moved_away: tuple[SessionView, ...]
    """Sessions that stood here and stand elsewhere now."""
    why_not: tuple[PassedOver, ...]
    is_today: bool
    is_past: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class WeekView:
    """Days of one week, Monday to Sunday."""

    title: str
    days: tuple[DayView, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class WayView:
    """One account or folder that runs come from."""

    name: str
    state: str
    is_well: bool
    detail: str
    seen: str
    can_login: bool


def headline(snapshot: Snapshot) -> str:
    """Today in a few large words."""
    return HEADLINES[snapshot.advice.code]


def upcoming(snapshot: Snapshot, now: datetime) -> SessionView | None:
    """The next session."""
    found = snapshot.next_session(now)
    return None if found is None else _session(found, ZoneInfo(snapshot.athlete.time_zone))


def weeks(snapshot: Snapshot) -> tuple[WeekView, ...]:
    """The two weeks."""
    zone = ZoneInfo(snapshot.athlete.time_zone)
    shown = [(one, _session(one, zone)) for one in snapshot.sessions if one.status in SHOWN]
    this = _monday(snapshot.today)
    titles = {this - timedelta(days=7): "Last week", this: "This week", this + timedelta(days=7): "Next week"}
    return tuple(
        WeekView(
            title=titles.get(monday, f"Week of {spoken(monday)}"),
            days=tuple(_day(day, shown, snapshot.today) for day in days),
        )
        for monday, days in groupby(snapshot.days, key=lambda day: _monday(day.date))
    )


def changes(snapshot: Snapshot) -> tuple[str, ...]:
    """What became different lately, the latest first, each said once; the weeks show what is new."""
    latest = sorted(snapshot.changes, key=lambda one: one.at, reverse=True)
    said = dict.fromkeys(one.reason for one in latest if one.change != "added")
    return tuple(said)[:CHANGES]


def asked(snapshot: Snapshot) -> frozenset[str]:
    """Runs of which it can be said whether they were hard."""
    return frozenset(one.id for one in snapshot.activities)


def ways(athlete: AthleteConfig, snapshot: Snapshot | None, now: datetime) -> tuple[WayView, ...]:
    """Where runs come from, and how that goes."""
    heard = {one.name: one for one in snapshot.sources} if snapshot else {}

    def way() -> Iterator[WayView]:
        for source in athlete.sources:
            told = heard.get(source.called)
            state = told.state if told else SourceState.UNKNOWN
            yield WayView(
                name=source.called,
                state=SOURCES[state],
                is_well=state in {SourceState.OK, SourceState.UNKNOWN},
                detail=told.detail if told else "",
                seen=_ago(now - told.last_ok_at) if told and told.last_ok_at else "",
                can_login=source.kind in WITH_LOGIN,
            )

    return tuple(way())


def spoken(day: date) -> str:
    """`27 November`."""
    return f"{day.day} {day:%B}"


def _session(session: Session, zone: ZoneInfo) -> SessionView:
    is_done = session.status is SessionStatus.DONE
    start = (session.credited_start if is_done and session.credited_start else session.start).astimezone(zone)
    length, separator, rest = session.title.removeprefix("Lift ").partition(" · ")
    return SessionView(
        uid=session.uid,
        title=rest.capitalize() if separator else session.title,
        length=length if separator else "",
        start=start,
        status=STATUSES.get(session.status, ""),
        is_open=session.status in OPEN,
        reason=session.reason,
        exercises=session.exercises,
        moved_from=session.original_date if session.original_date != start.date() else None,
    )


def _day(day: Day, shown: list[tuple[Session, SessionView]], today: date) -> DayView:
    is_likely = day.expected and day.effort not in NO_RUN
    here = tuple(view for _, view in shown if view.start.date() == day.date)
    return DayView(
        day=day,
        run=("likely " if is_likely else "") + RUNS[day.effort],
        sessions=here,
        moved_away=tuple(view for _, view in shown if view.moved_from == day.date),
        why_not=tuple(said for one, _ in shown for said in one.passed_over if said.date == day.date),
        is_today=day.date == today,
        is_past=day.date < today,
    )


def _monday(day: date) -> date:
    return day - timedelta(days=day.weekday())


def _ago(passed: timedelta) -> str:
    minutes = max(0, int(passed.total_seconds() // 60))
    for size, word in ((1440, "day"), (60, "hour"), (1, "minute")):
        if number := minutes // size:
            return f"{number} {word}{'s' if number > 1 else ''} ago"
    return "just now"
