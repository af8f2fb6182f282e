"""The calendar subscription: the same sessions give the same bytes, for ever.

Calendars match events by UID, take the higher SEQUENCE, and forget an event only when they are told it is cancelled; so
a session keeps its UID for life, and one that was dropped stays in the feed as a tombstone.
"""

import hashlib
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta, timezone
from zoneinfo import ZoneInfo

from icalendar import Alarm, Calendar, Event, Timezone, vDuration

from liftday_rules.content import description, summary
from liftday_sync.config.calendar import CalendarConfig, Show
from liftday_sync.publish.vtimezone import vtimezone
from liftday_sync.store.api import SessionStatus, StoredSession
from liftday_sync.words import plain

PRODID = "-//Liftday//Strength sessions//EN"
BUSY_PRODID = "-//Busy times//EN"
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
CANCELLED = "CANCELLED"


@dataclass(frozen=True, slots=True, kw_only=True)
class Window:
    """The local days that a feed shows, both included."""

    first: date
    last: date
    zone: ZoneInfo

    @property
    def since(self) -> datetime:
        """The instant at which the first day begins."""
        return datetime.combine(self.first, time(), self.zone).astimezone(UTC)

    def shows(self, session: StoredSession) -> bool:
        """Whether the session lies in it."""
        return self.first <= session.start.astimezone(self.zone).date() <= self.last


def window(config: CalendarConfig, zone: ZoneInfo, now: datetime) -> Window:
    """What is shown today. It moves once a day, at midnight, so that the bytes stay the same in between."""
    today = now.astimezone(zone).date()
    ahead, back = timedelta(days=config.days_ahead), timedelta(days=config.days_back)
    return Window(first=today - back, last=today + ahead, zone=zone)


def realm(server_id: str, athlete_id: str) -> str:
    """What tells this athlete's sessions from everybody else's, for two of one household have the same numbers."""
    return hashlib.sha256(f"{server_id}:{athlete_id}".encode()).hexdigest()


def render(
    name: str, zone: ZoneInfo, sessions: Sequence[StoredSession], realm: str, config: CalendarConfig | None = None
) -> bytes:
    """The feed of one athlete. Times are wall times in the athlete's zone, with its VTIMEZONE; in UTC they are UTC.

    `realm` makes the UIDs unique in the world.
    """
    wishes = config or CalendarConfig()
    calendar = _calendar(PRODID, f"Strength: {name}", zone)

    def fill(event: Event, session: StoredSession, shown: ZoneInfo | timezone) -> None:
        event.add("UID", f"{session.uid}.{realm[:12]}@liftday")
        title = summary(session.kind, session.focus, session.minutes)
        event.add("SUMMARY", title)
        event.add("DESCRIPTION", plain(description(session.content, reason=_reason(session, zone, wishes))))
        event.add("STATUS", STATUS[session.status])
        if wishes.show is Show.ALL_DAY:
            _on_the_day(event, session.start.astimezone(zone).date())
        else:
            _at_its_hour(event, session, shown)
        for before in _alarms(session, zone, wishes):
            event.add_component(_alarm(before, title))

    return _filled(calendar, zone, sessions, fill)


def render_busy(name: str, zone: ZoneInfo, sessions: Sequence[StoredSession], key: str) -> bytes:
    """When this athlete is taken, and not a word of what it is.

    The UIDs are made from the feed's own `key`: they lead neither to the other feed nor back to a session.
    """
    calendar = _calendar(BUSY_PRODID, f"Busy: {name}", zone)

    def fill(event: Event, session: StoredSession, shown: ZoneInfo | timezone) -> None:
        event.add("UID", hashlib.sha256(f"{key}:{session.uid}".encode()).hexdigest()[:32])
        event.add("SUMMARY", "Busy")
        event.add("STATUS", CANCELLED if STATUS[session.status] == CANCELLED else "CONFIRMED")
        _at_its_hour(event, session, shown)

    return _filled(calendar, zone, sessions, fill)


def _calendar(prodid: str, name: str, zone: ZoneInfo) -> Calendar:
    calendar = Calendar()
    calendar.add("PRODID", prodid)
    calendar.add("VERSION", "2.0")
    calendar.add("CALSCALE", "GREGORIAN")
    calendar.add("METHOD", "PUBLISH")
    calendar.add("NAME", plain(name))
    calendar.add("X-WR-CALNAME", plain(name))
    calendar.add("X-WR-TIMEZONE", zone.key)
    calendar.add("REFRESH-INTERVAL", vDuration(REFRESH), parameters={"VALUE": "DURATION"})
    calendar.add("X-PUBLISHED-TTL", vDuration(REFRESH).to_ical().decode())
    return calendar


def _filled(
    calendar: Calendar,
    zone: ZoneInfo,
    sessions: Sequence[StoredSession],
    fill: Callable[[Event, StoredSession, ZoneInfo | timezone], None],
) -> bytes:
    described = _zone_of(sessions, zone)
    if described is not None:
        calendar.add_component(described)
    for session in sorted(sessions, key=lambda s: (s.start, s.uid)):
        event = Event()
        event.add("SEQUENCE", session.sequence)
        event.add("DTSTAMP", _stamp(session.updated_at))
        event.add("LAST-MODIFIED", _stamp(session.updated_at))
        event.add("CREATED", _stamp(session.created_at))
        fill(event, session, UTC if described is None else zone)
        calendar.add_component(event)
    return bytes(calendar.to_ical())


def _zone_of(sessions: Sequence[StoredSession], zone: ZoneInfo) -> Timezone | None:
    """The zone in the years of the sessions; None when there is nothing to say."""
    if not sessions:
        return None
    return vtimezone(zone, min(session.start for session in sessions), max(session.end for session in sessions))


def _at_its_hour(event: Event, session: StoredSession, zone: ZoneInfo | timezone) -> None:
    event.add("DTSTART", session.start.astimezone(zone))
    event.add("DTEND", session.end.astimezone(zone))
    event.add("TRANSP", "TRANSPARENT" if STATUS[session.status] == CANCELLED else "OPAQUE")


def _on_the_day(event: Event, day: date) -> None:
    """A line on top of the day; it takes no time, for nobody is busy all day."""
    event.add("DTSTART", day)
    event.add("DTEND", day + timedelta(days=1))
    event.add("TRANSP", "TRANSPARENT")


def _reason(session: StoredSession, zone: ZoneInfo, wishes: CalendarConfig) -> str:
    """Why it stands there; a session without an hour of its own says when it is meant."""
    if wishes.show is Show.TIMED:
        return session.reason
    return f"Planned for {session.start.astimezone(zone):%H:%M}. {session.reason}"


def _alarms(session: StoredSession, zone: ZoneInfo, wishes: CalendarConfig) -> Iterator[timedelta]:
    """When to ring, from the start of the event as the calendar shows it; only for what is still to be done."""
    if not session.status.is_live:
        return
    start = session.start.astimezone(zone)
    midnight = datetime.combine(start.date(), time(), zone)
    shown = session.start if wishes.show is Show.TIMED else midnight.astimezone(UTC)
    rings = set[datetime]()
    if wishes.alarm_min is not None:
        rings.add(session.start - timedelta(minutes=wishes.alarm_min))
    if wishes.morning_alarm is not None:
        morning = datetime.combine(start.date(), wishes.morning_alarm, zone).astimezone(UTC)
        rings.update({morning} if morning < session.start else set())
    for ring in sorted(rings):
        yield ring - shown


def _alarm(trigger: timedelta, title: str) -> Alarm:
    alarm = Alarm()
    alarm.add("ACTION", "DISPLAY")
    alarm.add("DESCRIPTION", title)
    alarm.add("TRIGGER", trigger)
    return alarm


def _stamp(instant: datetime) -> datetime:
    """Instants of a feed are UTC and whole seconds."""
    return instant.astimezone(UTC).replace(microsecond=0)
