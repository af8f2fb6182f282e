"""One line a cycle that tells the story, for the log."""

from dataclasses import dataclass
from typing import Any

from liftday_sync.contract import Session, Snapshot, SourceState


@dataclass(frozen=True, slots=True, kw_only=True)
class Story:
    """What a cycle came to."""

    snapshot: Snapshot
    trigger: str
    took_ms: int

    def __str__(self) -> str:
        """`anna: new data; today rest; next Fri 27 Nov 18:00 (full); 1 change; sources ok; revision 7; 41 ms`."""
        told, upcoming = self.snapshot, self._next
        trouble = [f"{s.name} {s.state}" for s in told.sources if s.state is not SourceState.OK]
        trouble += [s.detail for s in told.sources if s.detail]
        parts = [
            f"{told.athlete.id}: {self.trigger}",
            f"today {told.advice.code}",
            f"next {upcoming.start:%a %d %b %H:%M} ({upcoming.kind})" if upcoming else "nothing planned",
            _counted(self._changes),
            ", ".join(trouble) or "sources ok",
            f"revision {told.revision}",
            f"{self.took_ms} ms",
        ]
        return "; ".join(parts)

    def fields(self) -> dict[str, Any]:
        """The same for programs."""
        told, upcoming = self.snapshot, self._next
        return {
            "event": "cycle",
            "athlete": told.athlete.id,
            "trigger": self.trigger,
            "revision": told.revision,
            "state": told.state.value,
            "advice": told.advice.code.value,
            "next": upcoming.start.isoformat() if upcoming else None,
            "changes": self._changes,
            "sources": {source.name: source.state.value for source in told.sources},
            "ms": self.took_ms,
        }

    @property
    def _next(self) -> Session | None:
        return self.snapshot.next_session(self.snapshot.generated_at)

    @property
    def _changes(self) -> int:
        """Those of this very cycle."""
        return sum(change.at == self.snapshot.generated_at for change in self.snapshot.changes)


def _counted(changes: int) -> str:
    return {0: "no change", 1: "1 change"}.get(changes, f"{changes} changes")
