"""Devices upload in bursts: after a change that uploads caused, what comes next waits, and is decided on together.

The first news is answered at once, for a push-back must not be late. For the next ten minutes further uploads are only
stored. What the athlete says, mornings and evenings never wait.
"""

from datetime import datetime, timedelta

from liftday_rules.model import ChangeKind
from liftday_sync.contract import Snapshot

BURST = timedelta(minutes=10)
BY_UPLOADS = frozenset({"new data", "hint", "interval", "woken up"})
"""Triggers behind which there may be an upload, and nothing that a person waits for."""
EDITS = frozenset(kind.value for kind in ChangeKind if kind.is_edit)


class Settling:
    """When uploads last changed what the calendar shows."""

    def __init__(self) -> None:
        self._changed_at: datetime | None = None

    def wait(self, trigger: str, now: datetime) -> timedelta:
        """How long a cycle by this trigger still has to wait; a clock that was put back holds nobody up."""
        if trigger not in BY_UPLOADS or self._changed_at is None or now < self._changed_at:
            return timedelta()
        return max(timedelta(), self._changed_at + BURST - now)

    def published(self, trigger: str, snapshot: Snapshot, now: datetime) -> None:
        """Remember a cycle: whether uploads set it off, and whether the calendar looks different for it."""
        if trigger in BY_UPLOADS and any(one.at >= now and one.change in EDITS for one in snapshot.changes):
            self._changed_at = now
