"""The only file that may ask what time it is."""

from datetime import UTC, datetime, timedelta
from typing import Protocol


class Clock(Protocol):
    """Tells the instant, in UTC."""

    def now(self) -> datetime:
        """The present instant, aware, UTC."""


class SystemClock:
    """The machine's clock."""

    def now(self) -> datetime:
        """The present instant, aware, UTC."""
        return datetime.now(UTC)  # noqa: TID251 (the one place)


class FixedClock:
    """A clock for tests and replays; it moves only when told."""

    def __init__(self, now: datetime) -> None:
        self._now = now.astimezone(UTC)

    def now(self) -> datetime:
        """The instant it was set to."""
        return self._now

    def forward(self, by: timedelta) -> None:
        """Move on."""
        self._now += by
