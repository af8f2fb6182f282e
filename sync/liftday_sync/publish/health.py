"""Whether the daemon does its work: each athlete's last cycle, and how long ago it was."""

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from liftday_sync import __version__


@dataclass(slots=True)
class Health:
    """What watchdogs and `doctor` ask. The one mutable value of the daemon besides the hub."""

    patience: timedelta
    """A cycle that is older than this is a fault."""
    started_at: datetime
    last_cycle: dict[str, datetime] = field(default_factory=dict)

    def expect(self, athlete_id: str) -> None:
        """This athlete is to have cycles."""
        self.last_cycle.setdefault(athlete_id, self.started_at)

    def done(self, athlete_id: str, at: datetime) -> None:
        """A cycle came to its end."""
        self.last_cycle[athlete_id] = at

    def report(self, now: datetime) -> dict[str, Any]:
        """`ok`, and for every athlete that waits too long a sentence."""
        reasons = [
            f"The last plan for {athlete_id} was made {(now - at).total_seconds() / 60:.0f} min ago; see the log."
            for athlete_id, at in sorted(self.last_cycle.items())
            if now - at > self.patience
        ]
        return {"ok": not reasons, "version": __version__, "reasons": reasons}
