"""The calendar subscription: the same sessions give the same bytes, for ever.

Calendars match events by UID, take the higher SEQUENCE, and forget an event only when they are told it is cancelled; so
a session keeps its UID for life, and one that was dropped stays in the feed as a tombstone.
"""

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta, timezone
from zoneinfo import ZoneInfo

from icalendar import Calendar, Event, Timezone, vDuration

from liftday_rules.content import description, summary
from liftday_sync.publish.vtimezone import vtimezone
from liftday_sync.store.api import SessionStatus, StoredSession
from liftday_sync.words import plain

PRODID = "-//Liftday//Strength sessions//EN"
BACK = timedelta(days=30)
REFRESH = timedelta(hours=1)
STATUS = {
    SessionStatus.PLANNED: "TENTATIVE",
    SessionStatus.LOCKED: "CONFIRMED",
    SessionStatus.DONE: "CONFIRMED",
    SessionStatus.MISSED: "CANCELLED",
    SessionStatus.DROPPED: "CANCELLED",
    SessionStatus.PAUSED: "CANCELLED",
    SessionStatus.SKIPPED: "CANCELLED",
}


def render(name: str, zone: ZoneInfo, sessions: Sequence[StoredSession], server_id: str) -> bytes:
    """The feed of one athlete. Times are wall times in the athlete's zone, with its VTIMEZONE; in UTC they are UTC."""
    calendar = Calendar()
    calendar.add("PRODID", PRODID)
    calendar.add("VERSION", "2.0")
    calendar.add("CALSCALE", "GREGORIAN")
    calendar.add("METHOD", "PUBLISH")
    calendar.add("NAME", plain(f"Strength: {name}"))
    calendar.add("X-WR-CALNAME", plain(f"Strength: {name}"))
    calendar.add("X-WR-TIMEZONE", zone.key)
    calendar.add("REFRESH-INTERVAL", vDuration(REFRESH), parameters={"VALUE": "DURATION"})
    calendar.add("X-PUBLISHED-TTL", vDuration(REFRESH).to_ical().decode())
    described = _zone_of(sessions, zone)
    if described is not None:
        calendar.add_component(described)
    for session in sorted(sessions, key=lambda s: (s.start, s.uid)):
        calendar.add_component(_event(session, UTC if described is None else zone, server_id))
    return bytes(calendar.to_ical())


def _zone_of(sessions: Sequence[StoredSession], zone: ZoneInfo) -> Timezone | None:
    """The zone in the years of the sessions; None when there is nothing to say."""
    if not sessions:
        return None
    return vtimezone(zone, min(session.start for session in sessions), max(session.end for session in sessions))


def _event(session: StoredSession, zone: ZoneInfo | timezone, server_id: str) -> Event:
    event = Event()
    event.add("UID", f"{session.uid}.{server_id[:12]}@liftday")
    event.add("SEQUENCE", session.sequence)
    event.add("DTSTAMP", _stamp(session.updated_at))
    event.add("LAST-MODIFIED", _stamp(session.updated_at))
    event.add("CREATED", _stamp(session.created_at))
    event.add("DTSTART", session.start.astimezone(zone))
    event.add("DTEND", session.end.astimezone(zone))
    event.add("SUMMARY", summary(session.kind, session.focus))
    event.add("DESCRIPTION", plain(description(session.content, reason=session.reason)))
    event.add("STATUS", STATUS[session.status])
    event.add("TRANSP", "TRANSPARENT" if STATUS[session.status] == "CANCELLED" else "OPAQUE")
    return event


def _stamp(instant: datetime) -> datetime:
    """Instants of a feed are UTC and whole seconds."""
    return instant.astimezone(UTC).replace(microsecond=0)
