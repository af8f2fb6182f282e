"""One line a cycle that tells the story, for the log."""

from liftday_sync.contract import Snapshot, SourceState


def tell(snapshot: Snapshot, trigger: str) -> str:
    """`anna: new data; hard run yesterday; next Fri 27 Nov 18:00; 1 change; sources ok`."""
    upcoming = snapshot.next_session(snapshot.generated_at)
    when = f"next {upcoming.start:%a %d %b %H:%M} ({upcoming.kind})" if upcoming else "nothing planned"
    changes = [change for change in snapshot.changes if change.at == snapshot.generated_at]
    trouble = [f"{s.name} {s.state}" for s in snapshot.sources if s.state is not SourceState.OK]
    trouble += [s.detail for s in snapshot.sources if s.detail]
    parts = [
        f"{snapshot.athlete.id}: {trigger}",
        f"today {snapshot.advice.code}",
        when,
        _counted(len(changes)),
        ", ".join(trouble) or "sources ok",
    ]
    return "; ".join(parts)


def _counted(changes: int) -> str:
    return {0: "no change", 1: "1 change"}.get(changes, f"{changes} changes")
