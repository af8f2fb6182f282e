"""The week in a terminal: one line a day, what is run, what is lifted, and why."""

from collections.abc import Iterator
from datetime import date

from rich import box
from rich.console import Console
from rich.table import Table
from rich.text import Text

from liftday_sync.cli.common import line
from liftday_sync.contract import Day, Effort, Session, SessionStatus, Snapshot, SourceState

COLOURS = {
    Effort.HARD: "red",
    Effort.RACE: "bold red",
    Effort.LONG: "magenta",
    Effort.EASY: "green",
    Effort.UNCERTAIN: "yellow",
    Effort.REST: "dim",
    Effort.UNKNOWN: "dim",
}
MARKS = {SessionStatus.DONE: "done", SessionStatus.LOCKED: "yours", SessionStatus.MISSED: "missed"}


def print_week(console: Console, snapshot: Snapshot) -> None:
    """This week and the next, today's advice, what changed, what needs an answer, and which source is in trouble."""
    console.print(line("\n", (snapshot.athlete.name, "bold"), f": {snapshot.advice.reason}\n"))
    table = Table(box=box.SIMPLE_HEAD, pad_edge=False)
    for heading in ("Day", "Run", "Strength", "Why"):
        table.add_column(heading, overflow="fold", no_wrap=heading != "Why")
    for day in snapshot.days:
        todays = [s for s in snapshot.sessions if s.start.date() == day.date and _shown(s)]
        table.add_row(*_row(day, todays, snapshot.today), end_section=day.date.weekday() == 6)  # noqa: PLR2004 (Sunday)
    console.print(table)
    for news in [change.reason for change in snapshot.changes if change.change != "added"][-3:]:
        console.print(line(f"• {news}"))
    for trouble in (*(notice.message for notice in snapshot.notices), *_of_sources(snapshot)):
        console.print(line((f"! {trouble}", "yellow")))
    console.print()


def _of_sources(snapshot: Snapshot) -> Iterator[str]:
    for source in snapshot.sources:
        if source.state is not SourceState.OK:
            yield f"Source {source.name}: {source.detail or source.state.replace('_', ' ') + '.'}"
        elif source.detail:
            yield f"Source {source.name}: {source.detail}"


def _shown(session: Session) -> bool:
    return session.status.is_live or session.status is SessionStatus.MISSED


def _row(day: Day, sessions: list[Session], today: date) -> tuple[Text, Text, Text, Text]:
    name = line((f"{day.date:%a %d %b}", "reverse" if day.date == today else ""))
    expected = "?" if day.expected and day.effort is not Effort.REST else ""
    minutes = f" {day.run_min:.0f} min" if day.run_min else ""
    run = line((f"{day.effort}{expected}", COLOURS[day.effort]), minutes)
    lifts = Text(", ").join(_lift(session) for session in sessions)
    return name, run, lifts, line(sessions[0].reason if sessions else day.because)


def _lift(session: Session) -> Text:
    mark = MARKS.get(session.status)
    return line((f"{session.kind} {session.start:%H:%M}", "bold cyan"), f" ({mark})" if mark else "")
