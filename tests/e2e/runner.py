"""A runner whose session of this evening is pushed back, whatever the date: eight weeks of files, and a surprise."""

from collections.abc import Iterator
from datetime import UTC, date, datetime, time, timedelta, timezone
from pathlib import Path
from typing import Any

from tests.helpers.fit_writer import write_run

ATHLETE = "robin"
WEEKS = 8
MORNING = 11
"""The hour that it is now where the runner lives: the morning's run is over, the evening's session still to come."""

# Laps are (seconds, metres a second, beats a minute).
EASY = [(360.0, 2.8, 136.0)] * 7
LONG = [(360.0, 2.9, 142.0)] * 16
HARD = [
    (900.0, 2.7, 138.0),
    *[lap for _ in range(6) for lap in ((210.0, 4.5, 176.0), (120.0, 2.0, 150.0))],
    (600.0, 2.6, 145.0),
]

PATTERN = {0: EASY, 2: EASY, 3: HARD, 4: EASY, 6: LONG}
"""What is run so many days after a day with today's weekday. Today's weekday is always easy, tomorrow's always free."""


def home_of(now: datetime) -> tuple[str, timezone]:
    """A zone where it is late morning now, on the date that UTC has: its name and itself."""
    hours = MORNING - now.astimezone(UTC).hour
    return f"Etc/GMT{-hours:+d}" if hours else "Etc/GMT", timezone(timedelta(hours=hours))


def config(zone: str, today: date, watched: Path) -> dict[str, Any]:
    """The daemon's configuration. The runner lifts once a week, this evening or else tomorrow.

    Nothing is looked at by the clock, so that every change the test sees is one it made; the folder stays empty and is
    there to be looked at.
    """
    names = ["mon", "tue", "wed", "thu", "fri", "sat", "sun"]
    this, next_ = names[today.weekday()], names[(today.weekday() + 1) % 7]
    slots = {"default": [], this: ["18:00"], next_: ["18:00"]}
    strength = {"sessions_logged": 20, "slots": slots, "preferred_weekdays": [this], "target_per_week": 1}
    sources = [{"kind": "files", "folder": str(watched)}]
    athlete = {"id": ATHLETE, "name": "Robin", "time_zone": zone, "strength": strength, "sources": sources}
    return {"sync": {"interval_min": 1440, "folder_interval_s": 3600}, "athletes": [athlete]}


def write_history(folder: Path, today: date, zone: timezone) -> int:
    """Eight weeks up to yesterday, one file a run; how many."""
    folder.mkdir(parents=True, exist_ok=True)
    runs = list(_history(today))
    for day, laps in runs:
        _write(folder, day, laps, zone)
    return len(runs)


def write_surprise(folder: Path, today: date, zone: timezone) -> Path:
    """This morning's run: it was to be easy."""
    folder.mkdir(parents=True, exist_ok=True)
    return _write(folder, today, HARD, zone)


def _history(today: date) -> Iterator[tuple[date, list[tuple[float, float, float]]]]:
    for back in range(7 * WEEKS, 0, -1):
        if laps := PATTERN.get(-back % 7):
            yield today - timedelta(days=back), laps


def _write(folder: Path, day: date, laps: list[tuple[float, float, float]], zone: timezone) -> Path:
    start = datetime.combine(day, time(7), zone)
    return write_run(folder / f"{day}.fit", start.astimezone(UTC), laps, offset=zone.utcoffset(None), every_s=10)
