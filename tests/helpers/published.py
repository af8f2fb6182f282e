"""Sessions as they were published once, and the entries of a feed, read back."""

from datetime import UTC, datetime, timedelta
from typing import Any

from icalendar import Calendar, Component

from liftday_rules.model import Content, Dose, Focus, Kind, SessionUid
from liftday_sync.store.api import SessionStatus, StoredSession

REALM = "0123456789abcdef0123456789abcdef"
FRIDAY = datetime(2026, 11, 27, 17, 0, tzinfo=UTC)


def stored(uid: str = "2026-W48-1", start: datetime = FRIDAY, **changes: Any) -> StoredSession:
    """A session of 45 minutes on Friday at 18:00 in Berlin."""
    fields: dict[str, Any] = {
        "uid": SessionUid(uid),
        "sequence": 0,
        "status": SessionStatus.PLANNED,
        "kind": Kind.FULL,
        "focus": Focus.GENERAL,
        "start": start,
        "end": start + timedelta(minutes=45),
        "original_date": start.date(),
        "content": Content(dose=Dose.BASE, equipment="gym", patterns=()),
        "reason_code": "PLACED",
        "reason": "Friday: a night after Thursday's intervals.",
        "created_at": FRIDAY - timedelta(days=3, microseconds=5),
        "updated_at": FRIDAY - timedelta(days=1, microseconds=7),
    }
    return StoredSession(**(fields | changes))


def events(body: bytes) -> list[Component]:
    """The entries, in their order."""
    return list(Calendar.from_ical(body.decode()).walk("VEVENT"))
