"""Drawn weeks: runs and sessions as a line of letters, Monday first, so that a test shows what it says.

Runs: `E` easy, `H` hard, `L` long, `?` may be hard (p 0.5), `.` none; a run starts at 07:00. Sessions: `F` full, `l`
light, `m` ten minutes, `-` none; a session starts at 18:00. Blanks are free.
"""

from collections.abc import Iterator, Sequence
from datetime import UTC, date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from liftday_rules.decide import decide
from liftday_rules.model import (
    Athlete,
    Facts,
    Kind,
    Phase,
    Plan,
    PlannedRun,
    Published,
    RunClass,
    RunState,
    SessionUid,
)

ZONE = ZoneInfo("Europe/Berlin")
MONDAY = date(2026, 11, 23)
"""The first day of every drawn week."""
RUNS = {
    "E": (RunClass.EASY, 45),
    "H": (RunClass.HARD, 60),
    "L": (RunClass.LONG, 110),
    "?": (RunClass.UNCERTAIN, 60),
}
SESSIONS = {Kind.FULL: "F", Kind.LIGHT: "l", Kind.MICRO: "m"}
KINDS = {letter: kind for kind, letter in SESSIONS.items()}


def at(day: int, hour: float = 0, zone: ZoneInfo = ZONE) -> datetime:
    """The instant of an hour of the day, counted from the drawn Monday: `at(3, 18)` is Thursday 18:00."""
    wall = time(int(hour), round(hour % 1 * 60))
    return datetime.combine(MONDAY + timedelta(days=day), wall, zone).astimezone(UTC)


def runs(drawn: str, now: datetime) -> Iterator[PlannedRun]:
    """The runs of a drawing."""
    for day, letter in enumerate(drawn.replace(" ", "")):
        if letter in RUNS:
            run_class, minutes = RUNS[letter]
            start = at(day, 7)
            done = start + timedelta(minutes=minutes) <= now
            state = RunState.DONE if done else RunState.PLANNED
            yield PlannedRun(start=start, minutes=minutes, run_class=run_class, state=state)


def published(drawn: str) -> Iterator[Published]:
    """The published sessions of a drawing; their uids are the weekday and number of the day: `d3`."""
    for day, letter in enumerate(drawn.replace(" ", "")):
        if letter in KINDS:
            yield Published(uid=SessionUid(f"d{day}"), start=at(day, 18), kind=KINDS[letter])


def athlete(**said: Any) -> Athlete:
    """An experienced lifter in the base phase with one slot a day, at 18:00."""
    return Athlete(**{"zone": ZONE, "strength_sessions_logged": 20, "phase": Phase.BASE, **said})


def facts(drawn: str, shown: str = "", now: datetime | None = None, **said: Any) -> Facts:
    """The facts of a drawing; `now` is Monday 05:00 unless told. `said` are further facts, or the athlete."""
    moment = at(0, 5) if now is None else now
    given = {
        "athlete": athlete(),
        "runs": tuple(runs(drawn, moment)),
        "published": tuple(published(shown)),
        **said,
    }
    return Facts(now=moment, **given)


def drawn(plan: Plan, days: int = 14) -> str:
    """The plan's sessions as a drawing, a blank between weeks."""
    letters = ["-"] * days
    for session in plan.sessions:
        letters[(session.start.date() - MONDAY).days] = SESSIONS[session.kind]
    return " ".join("".join(letters[start : start + 7]) for start in range(0, days, 7))


def answer(drawing: str, shown: str = "", now: datetime | None = None, **said: Any) -> str:
    """The plan of a drawing, as a drawing."""
    return drawn(decide(facts(drawing, shown, now, **said)))


def publish(plan: Plan) -> tuple[Published, ...]:
    """The plan as what the calendar shows next."""
    return tuple(
        Published(
            uid=session.uid,
            start=session.start,
            kind=session.kind,
            sequence=session.sequence,
            locked=session.state.value == "locked",
            original_date=session.original_date,
        )
        for session in plan.sessions
    )


def changes(plan: Plan) -> Sequence[tuple[str, str]]:
    """What changed, as pairs of uid and word."""
    return [(change.uid, change.change.value) for change in plan.changes]
