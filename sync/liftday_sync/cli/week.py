"""The week in a terminal: one line a day, what is run, what is lifted, and why."""

from datetime import date

from rich import box
from rich.console import Console
from rich.table import Table

from liftday_sync.contract import Day, Effort, Session, SessionStatus, Snapshot

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
    """This week and the next, today's advice, what changed, and what needs an answer."""
    console.print(f"\n[bold]{snapshot.athlete.name}[/]: {snapshot.advice.reason}\n")
    table = Table(box=box.SIMPLE_HEAD, pad_edge=False)
    for heading in ("Day", "Run", "Strength", "Why"):
        table.add_column(heading, overflow="fold", no_wrap=heading != "Why")
    for day in snapshot.days:
        todays = [s for s in snapshot.sessions if s.start.date() == day.date and _shown(s)]
        table.add_row(*_row(day, todays, snapshot.today), end_section=day.date.weekday() == 6)  # noqa: PLR2004 (Sunday)
    console.print(table)
    for change in snapshot.changes[-3:]:
        console.print(f"• {change.reason}")
    for notice in snapshot.notices:
        console.print(f"[yellow]! {notice.message}[/]")
    console.print()


def _shown(session: Session) -> bool:
    return session.status.is_live or session.status is SessionStatus.MISSED


def _row(day: Day, sessions: list[Session], today: date) -> tuple[str, str, str, str]:
    name = f"{day.date:%a %d %b}"
    colour = COLOURS[day.effort]
    run = f"[{colour}]{day.effort}{'?' if day.expected and day.effort is not Effort.REST else ''}[/]"
    minutes = f" {day.run_min:.0f} min" if day.run_min else ""
    lifts = ", ".join(_lift(session) for session in sessions)
    why = sessions[0].reason if sessions else day.because
    return (f"[reverse]{name}[/]" if day.date == today else name, run + minutes, lifts, why)


def _lift(session: Session) -> str:
    mark = MARKS.get(session.status)
    return f"[bold cyan]{session.kind} {session.start:%H:%M}[/]" + (f" ({mark})" if mark else "")
