"""What to ask Garmin next. Pure: cursor and clock in, one step out.

A quiet day may cost 60 requests: 36 looks at the list, 2 for the long window at night, and what is left for nights, the
calendar and details.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum
from zoneinfo import ZoneInfo

from liftday_sync.sources.garmin_reading.cursor import NIGHT_WINDOW, WINDOW, Cursor, Stretch

WAKING = range(5, 22)
"""Local hours in which runs are uploaded and somebody looks."""
LIST_EVERY, LIST_EVERY_AT_NIGHT = timedelta(minutes=28), timedelta(minutes=178)
"""A little less than half an hour and three hours, for looks never come to the second."""
NIGHT_FROM, NIGHT_UNTIL = 5, 12
NIGHT_EVERY = timedelta(minutes=88)
"""How often to ask whether the watch has sent the night yet."""
LONG_WINDOW_FROM = 3
CALENDAR_EVERY = timedelta(hours=8)
AHEAD = timedelta(days=28)


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """What is to be read of an account, and how far back."""

    history_days: int
    wellness: bool
    planned: bool = False


type Measures = Callable[[date], list[str]]
"""What to ask about nights on a local day: `kind:first day`, in order. `sleep:` of the day itself is the night."""


class Do(StrEnum):
    """A kind of step, the most urgent first."""

    LIST = "list"
    DETAILS = "details"
    NIGHT = "night"
    CALENDAR = "calendar"
    HISTORY = "history"


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """One portion: at most a handful of requests, stored at once."""

    do: Do
    what: str = ""
    """An activity's id, or a measure."""
    stretch: Stretch | None = None


def plan(cursor: Cursor, wanted: Wanted, at_first: Measures, now: datetime, zone: ZoneInfo) -> None:
    """Note in the cursor what has fallen due by now."""
    local = now.astimezone(zone)
    today = local.date()
    if cursor.left is None and _list_is_due(cursor, now, local):
        cursor.left_is_night = cursor.night is None or (local.hour >= LONG_WINDOW_FROM and cursor.night != today)
        cursor.left = Stretch(first=_window_first(cursor, wanted, today), last=today + timedelta(days=1))
    if wanted.wellness and not cursor.measures:
        _plan_nights(cursor, at_first, now, local)
    if wanted.planned and not cursor.months and _is_due(cursor.planned_at, now, CALENDAR_EVERY):
        cursor.months = _months(today, today + AHEAD)
    if cursor.since is not None and cursor.history is None:
        first = today - timedelta(days=wanted.history_days)
        if first < cursor.since:
            cursor.history = Stretch(first=first, last=cursor.since - timedelta(days=1))


def next_step(cursor: Cursor, now: datetime) -> Step | None:
    """The most urgent of what is due; None: nothing is."""
    if cursor.left is not None:
        return Step(do=Do.LIST, stretch=cursor.left)
    due = [(seen.start, name) for name, seen in cursor.seen.items() if seen.due is not None and seen.due <= now]
    if due:
        return Step(do=Do.DETAILS, what=max(due)[1])
    if cursor.measures:
        return Step(do=Do.NIGHT, what=cursor.measures[0])
    if cursor.months:
        return Step(do=Do.CALENDAR, what=cursor.months[0].isoformat())
    if cursor.history is not None:
        return Step(do=Do.HISTORY, stretch=cursor.history)
    return None


def _list_is_due(cursor: Cursor, now: datetime, local: datetime) -> bool:
    if local.hour >= LONG_WINDOW_FROM and cursor.night != local.date():
        return True
    return _is_due(cursor.listed_at, now, LIST_EVERY if local.hour in WAKING else LIST_EVERY_AT_NIGHT)


def _window_first(cursor: Cursor, wanted: Wanted, today: date) -> date:
    """The first day of the window; after a long absence it begins where the last one ended."""
    back = NIGHT_WINDOW if cursor.left_is_night else WINDOW
    if cursor.listed_day is None:
        return today - max(WINDOW, min(back, timedelta(days=wanted.history_days)))
    return min(today - back, cursor.listed_day - WINDOW)


def _plan_nights(cursor: Cursor, at_first: Measures, now: datetime, local: datetime) -> None:
    """At first the last weeks; then each morning, until the watch has sent the night."""
    today = local.date()
    if cursor.asked_night_at is None:
        cursor.measures = at_first(today)
        return
    is_morning = NIGHT_FROM <= local.hour <= NIGHT_UNTIL
    if cursor.night_read != today and is_morning and _is_due(cursor.asked_night_at, now, NIGHT_EVERY):
        cursor.measures = [f"sleep:{today}"]


def _months(first: date, last: date) -> list[date]:
    return sorted({first.replace(day=1), last.replace(day=1)})


def _is_due(at: datetime | None, now: datetime, every: timedelta) -> bool:
    return at is None or now - at >= every or at > now
