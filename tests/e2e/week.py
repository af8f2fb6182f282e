"""A runner's week under a clock that the test moves: eight weeks of habit, and what happens from Monday to Sunday."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta, timezone
from pathlib import Path
from typing import Any

from tests.e2e.harness import Daemon
from tests.e2e.runner import EASY, LONG
from tests.helpers.fit_writer import write_run

type Laps = Sequence[tuple[float, float, float | None]]
"""Seconds, metres a second, beats a minute."""

ATHLETE = "kim"
WEEKS = 8
HABIT = {1: EASY, 2: EASY, 3: EASY, 4: EASY, 6: LONG}
"""What this runner runs on which weekday."""
UNCLEAR: Laps = [(2400.0, 0.0, None)]
"""A file that knows nothing but how long it took."""


@dataclass(slots=True)
class Week:
    """The daemon, its watched folder, its clock and the week's Monday."""

    daemon: Daemon
    watched: Path
    zone: timezone
    monday: date

    @classmethod
    async def prepared(cls, folder: Path, zone: tuple[str, timezone], now: datetime) -> Week:
        """Everything in place early on the Monday after today; nothing started."""
        today = now.astimezone(zone[1]).date()
        monday = today + timedelta(days=7 - today.weekday())
        watched = folder / "watched"
        watched.mkdir(parents=True)
        daemon = Daemon.with_config(folder / "daemon", _config(zone[0], watched))
        daemon.clock = folder / "ahead"
        week = cls(daemon=daemon, watched=watched, zone=zone[1], monday=monday)
        week.turn_to(0, time(5, 30), now)
        history = folder / "history"
        history.mkdir()
        for back in range(7 * WEEKS, 0, -1):
            day = monday - timedelta(days=back)
            if laps := HABIT.get(day.weekday()):
                week._write(history / f"{day}.fit", day, laps)
        await daemon.liftday("import", history)
        return week

    def day(self, number: int) -> date:
        """Monday is 0."""
        return self.monday + timedelta(days=number)

    def turn_to(self, number: int, hour: time, now: datetime) -> None:
        """Set the daemon's clock to this hour of that day."""
        wanted = datetime.combine(self.day(number), hour, self.zone)
        assert self.daemon.clock
        draft = self.daemon.clock.with_suffix(".new")
        draft.write_text(str((wanted - now).total_seconds()), encoding="utf-8")
        draft.replace(self.daemon.clock)

    def runs(self, number: int, laps: Laps | None = None) -> None:
        """The watch puts that morning's run into the folder; else the habit's. It comes in one piece."""
        day = self.day(number)
        draft = self.watched / f"{day}.part"
        self._write(draft, day, laps or HABIT[number])
        draft.rename(self.watched / f"{day}.fit")

    def unplugged(self) -> Path:
        """Where the folder is while it is not there."""
        return self.watched.with_name("unplugged")

    def _write(self, path: Path, day: date, laps: Laps) -> None:
        start = datetime.combine(day, time(7), self.zone).astimezone(UTC)
        is_unclear = laps is UNCLEAR
        measured = {"aerobic_te": None, "anaerobic_te": None, "session_heart_rate": False} if is_unclear else {}
        write_run(path, start, laps, offset=self.zone.utcoffset(None), every_s=10, **measured)


def _config(zone: str, watched: Path) -> dict[str, Any]:
    strength = {
        "sessions_logged": 20,
        "slots": {"default": ["18:00"]},
        "preferred_weekdays": ["tue", "fri"],
        "target_per_week": 2,
    }
    sources = [{"kind": "files", "folder": str(watched)}]
    athlete = {"id": ATHLETE, "name": "Kim", "time_zone": zone, "strength": strength, "sources": sources}
    return {"sync": {"interval_min": 1440, "folder_interval_s": 1}, "athletes": [athlete]}
