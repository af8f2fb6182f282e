"""Documents for tests of messages: Anna's in Berlin, on the Thursday of the household."""

from dataclasses import replace
from datetime import date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from tests.helpers.household import BERLIN, NOW, snapshot_of

from liftday_sync.config.notify import NotifyConfig
from liftday_sync.contract import Change, Figures, Session, Snapshot, Source, SourceState

FRIDAY = datetime(2026, 11, 27, 18, 0, tzinfo=BERLIN)
THURSDAY = FRIDAY - timedelta(days=1)
SUNDAY = date(2026, 11, 29)
ALL = NotifyConfig()


def at(day: date, wall: str, zone: ZoneInfo = BERLIN) -> datetime:
    """A wall time."""
    return datetime.combine(day, time.fromisoformat(wall), zone)


def change(uid: str = "2026-W48-2", revision: int = 2, **changes: Any) -> Change:
    """Thursday's session was pushed back to Friday, just now."""
    fields: dict[str, Any] = {
        "uid": uid,
        "change": "pushed_back",
        "at": NOW,
        "revision": revision,
        "start_before": THURSDAY,
        "start_after": FRIDAY,
        "reason_code": "AFTER_HARD",
        "reason": "Today's run was hard, so your legs get a night first.",
    }
    return Change(**(fields | changes))


def session(start: datetime = FRIDAY, **changes: Any) -> Session:
    """A session that is still to be done."""
    [made] = snapshot_of().sessions
    return replace(made, start=start, end=start + timedelta(minutes=45), **changes)


def source(state: SourceState = SourceState.OK, name: str = "garmin", detail: str = "") -> Source:
    """One way in."""
    return Source(name=name, state=state, detail=detail)


def said(**changes: Any) -> Snapshot:
    """A document with nothing to tell, but what a test puts into it; always fresh."""
    quiet: dict[str, Any] = {
        "changes": (),
        "sessions": (),
        "sources": (source(),),
        "figures": Figures(),
        "valid_until": NOW + timedelta(days=400),
    }
    return replace(snapshot_of(), **(quiet | changes))
