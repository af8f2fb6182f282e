"""From the bytes of a calendar feed to its occurrences in a stretch of days. It blocks.

Repeated entries are unrolled with their exceptions. An all-day entry keeps its date, whatever zone anybody is in; a
time without a zone, or with one that nobody knows, is a wall time where the athlete lives.
"""

import re
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from hashlib import sha256
from typing import Any
from zoneinfo import ZoneInfo

import icalendar
import recurring_ical_events

from liftday_sync.errors import SourceError

MOST_OCCURRENCES = 5_000
LONGEST_TEXT = 4_000
LONGEST_UID = 160
OWN = "@liftday"
"""How the ids of our own sessions end: a calendar that shows them says nothing new."""
TOO_OFTEN = frozenset({"SECONDLY", "MINUTELY"})


class Unreadable(SourceError):
    """The feed is no calendar, or not a whole one; the message is a sentence for the athlete."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Window:
    """Days, both included."""

    first: date
    last: date


@dataclass(frozen=True, slots=True, kw_only=True)
class Occurrence:
    """One entry on one day, as plain values."""

    external_id: str
    payload: dict[str, Any]


def occurrences(text: str, window: Window, zone: ZoneInfo, *, private: bool) -> list[Occurrence]:
    """Everything that begins in the window, each with an id that stays. `private` leaves out every word.

    Raises `Unreadable`.
    """
    calendar = _parsed(text)
    # a day more on either side: what is asked for are days of the athlete, not of the calendar
    around = (window.first - timedelta(days=1), window.last + timedelta(days=2))
    query = recurring_ical_events.of(calendar, skip_bad_series=True)
    repeated = _repeated(calendar)
    found: dict[str, Occurrence] = {}
    for event in query.between(*around):
        one = _occurrence(event, window, zone, repeated, private=private)
        if one is not None:
            found[_own_id(one, found)] = one
        if len(found) > MOST_OCCURRENCES:
            raise Unreadable("The calendar is too full to read; give Liftday one that holds your training alone.")
    return [Occurrence(external_id=known, payload=one.payload) for known, one in found.items()]


def _parsed(text: str) -> icalendar.Calendar:
    body = text.strip()
    if not body[:15].upper().startswith("BEGIN:VCALENDAR"):
        what = "a web page" if body[:400].lower().lstrip().startswith(("<!doctype", "<html", "<")) else "something else"
        raise Unreadable(f"The calendar's address brings {what}; copy its subscription link, which often ends in .ics.")
    if not body.upper().endswith("END:VCALENDAR"):
        raise Unreadable("The calendar arrived cut short; what is known stays, and Liftday tries again by itself.")
    try:
        calendar = icalendar.Calendar.from_ical(body)
    except (ValueError, KeyError, IndexError) as error:
        raise Unreadable("The calendar can't be read; look whether another program shows it.") from error
    if not isinstance(calendar, icalendar.Calendar):
        raise Unreadable("The calendar can't be read; look whether another program shows it.")
    calendar.subcomponents = [one for one in calendar.subcomponents if one.name != "VEVENT" or _is_sane(one)]
    return calendar


def _is_sane(event: Any) -> bool:
    """Whether it has a start, is not ours, and does not repeat by the minute."""
    if not isinstance(getattr(event.get("DTSTART"), "dt", None), date):
        return False
    if str(event.get("UID", "")).endswith(OWN):
        return False
    rules = event.get("RRULE")
    for rule in rules if isinstance(rules, list) else [rules] if rules else []:
        often = {str(value).upper() for value in rule.get("FREQ", [])} & TOO_OFTEN
        if often or any(len(rule.get(part, [])) > 1 for part in ("BYSECOND", "BYMINUTE")):
            return False
    return True


def _occurrence(
    event: Any, window: Window, zone: ZoneInfo, repeated: frozenset[str], *, private: bool
) -> Occurrence | None:
    start, end = _start_and_end(event)
    day = start.astimezone(zone).date() if isinstance(start, datetime) and start.tzinfo else _date(start)
    if not window.first <= day <= window.last:
        return None
    words = {} if private else {"title": _text(event, "SUMMARY"), "description": _text(event, "DESCRIPTION")}
    estimate = _text(event, "X-WORKOUT-ESTIMATED-DURATION")
    payload: dict[str, Any] = {
        "start": _written(start),
        "end": _written(end),
        "status": _text(event, "STATUS").upper(),
        "transparency": _text(event, "TRANSP").upper(),
        "busy_status": _text(event, "X-MICROSOFT-CDO-BUSYSTATUS").upper(),
        **words,
    }
    if not private:
        payload["uid"] = _text(event, "UID")
        payload["estimate_s"] = int(estimate) if re.fullmatch(r"\d{1,6}", estimate) else None
    return Occurrence(external_id=_id(event, start, repeated), payload=payload)


def _start_and_end(event: Any) -> tuple[date, date]:
    start = event["DTSTART"].dt
    end = event["DTEND"].dt if "DTEND" in event else start
    return start, end


def _id(event: Any, start: date, repeated: frozenset[str]) -> str:
    """The UID, and of a repeated entry the start that the series gives it, however often it moves."""
    uid = _text(event, "UID") or sha256(f"{_text(event, 'SUMMARY')}{_written(start)}".encode()).hexdigest()[:16]
    at = getattr(event.get("RECURRENCE-ID"), "dt", None)
    shown = uid if len(uid) <= LONGEST_UID else sha256(uid.encode()).hexdigest()
    return f"{shown}|{_written(at)}" if uid in repeated and isinstance(at, date) else shown


def _own_id(one: Occurrence, found: dict[str, Occurrence]) -> str:
    """Feeds that give several entries one id still get each of them through."""
    if one.external_id not in found:
        return one.external_id
    return f"{one.external_id}|{one.payload['start']}|{sha256(repr(one.payload).encode()).hexdigest()[:8]}"


def _date(moment: date) -> date:
    return moment.date() if isinstance(moment, datetime) else moment


def _written(moment: date) -> str:
    """An instant in UTC, a wall time without a zone, or a date."""
    if isinstance(moment, datetime):
        return (moment.astimezone(UTC) if moment.tzinfo else moment).isoformat()
    return moment.isoformat()


def _text(event: Any, name: str) -> str:
    value = event.get(name)
    value = value[0] if isinstance(value, list) and value else value
    return "" if value is None or isinstance(value, list) else str(value).strip()[:LONGEST_TEXT]


def _repeated(calendar: icalendar.Calendar) -> frozenset[str]:
    """Ids of the entries that come more than once."""
    marks = ("RRULE", "RDATE", "RECURRENCE-ID")
    events = calendar.walk("VEVENT")
    return frozenset(_text(event, "UID") for event in events if any(mark in event for mark in marks))
