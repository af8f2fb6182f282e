"""Reading activities: pages of the list by date, and the details of one run or strength session."""

import hashlib
from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from itertools import pairwise
from typing import Any, Protocol

from liftday_rules.model import Sport
from liftday_sync.sources.base import ItemKind, Listing, RawItem, SourceState
from liftday_sync.sources.garmin_json import Detail, Listed, activity_item, listed_day, more_of, sport_told
from liftday_sync.sources.garmin_reading.cursor import WINDOW, Cursor, Seen, Stretch
from liftday_sync.sources.garmin_reading.trouble import STRANGE, Missing, Refusal
from liftday_sync.sources.web import Trouble

SEARCH = "/activitylist-service/activities/search/activities"
ACTIVITY = "/activity-service/activity"
PAGE = 40
"""The service fails with more than about 45, its own default included."""
LOOK_AGAIN = tuple(timedelta(hours=h) for h in (3, 12, 24, 47))
"""Hours after the start at which effort and feeling are asked for again: they are typed in up to two days later."""
AFTER_A_FAILURE = timedelta(hours=6)
MOST_FAILURES = 4


class Asks(Protocol):
    """A way to ask Garmin."""

    async def get(self, path: str, now: datetime, **params: object) -> Any:
        """The JSON that lies there. Raises `Trouble`."""


type Parts = Callable[[Seen, str, datetime], Awaitable[dict[str, Any]]]
"""Reads what only the activity itself says, by the name of the part; `detail` is among them. Raises `Trouble`."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Page:
    """A page of the list: what it brought, which days are now complete, and what is left of the stretch."""

    entries: tuple[Mapping[str, Any], ...]
    items: tuple[RawItem, ...]
    listings: tuple[Listing, ...]
    left: Stretch | None


async def read_page(session: Asks, stretch: Stretch, now: datetime) -> Page:
    """One page, newest first. Raises `Trouble`.

    The next one begins with the oldest day of this one, so that a list that shifts between two pages loses nothing.
    """
    told = await session.get(
        SEARCH, now, start=stretch.offset, limit=PAGE, startDate=str(stretch.first), endDate=str(stretch.last)
    )
    if not isinstance(told, list) or not all(isinstance(entry, dict) for entry in told):
        raise Trouble(SourceState.SCHEMA_DRIFT, STRANGE)
    items = {item.external_id: item for entry in told if (item := activity_item(entry)) is not None}
    complete_from, left = _left(told, stretch)
    complete_to = stretch.last - timedelta(days=1) if stretch.offset else stretch.last
    listing = Listing(kind=ItemKind.ACTIVITY, first=complete_from, last=complete_to, external_ids=frozenset(items))
    listings = (listing,) if complete_from <= complete_to else ()
    return Page(entries=tuple(told), items=tuple(items.values()), listings=listings, left=left)


def _left(told: Sequence[Mapping[str, Any]], stretch: Stretch) -> tuple[date, Stretch | None]:
    """From which day on the stretch is complete, and what of it is still to be read."""
    if len(told) < PAGE:
        return stretch.first, None
    days = [day for entry in told if (day := listed_day(entry)) is not None]
    nothing = stretch.last + timedelta(days=1)
    is_newest_first = bool(days) and all(later >= earlier for later, earlier in pairwise(days))
    if not is_newest_first or days[-1] >= stretch.last or days[-1] < stretch.first:
        return nothing, stretch.model_copy(update={"offset": stretch.offset + PAGE})
    return days[-1] + timedelta(days=1), Stretch(first=stretch.first, last=days[-1])


def note_seen(cursor: Cursor, entries: Sequence[Mapping[str, Any]], now: datetime) -> None:
    """Remember the runs and strength sessions of the last two weeks; new and changed ones are to be read whole."""
    for entry in entries:
        listed = Listed.model_validate(entry)
        item = activity_item(entry)
        sport = sport_told(listed.activity_type)
        if item is None or listed.start is None or now - listed.start > WINDOW or listed.parent:
            continue
        if not (sport.is_run or sport is Sport.STRENGTH):
            continue
        mark = hashlib.sha256(item.payload).hexdigest()[:12]
        known = cursor.seen.get(item.external_id)
        if known is None or known.hash != mark:
            cursor.seen[item.external_id] = Seen(
                hash=mark,
                start=listed.start,
                is_run=sport.is_run,
                lacks_zones=listed.average_hr is not None and not listed.zone_s,
                due=now,
            )
    cursor.seen = {name: seen for name, seen in cursor.seen.items() if now - seen.start <= WINDOW}


async def read_details(ask: Parts, cursor: Cursor, external_id: str, now: datetime) -> tuple[RawItem, ...]:
    """What only the activity itself says. One that Garmin can't give is tried again later and holds up nothing."""
    seen = cursor.seen[external_id]
    try:
        parts = await ask(seen, external_id, now)
    except Missing:
        seen.due = None
        return ()
    except Refusal:
        seen.failures += 1
        seen.due = now + AFTER_A_FAILURE if seen.failures <= MOST_FAILURES else None
        return ()
    seen.reads += 1
    seen.due = _next_look(seen, parts["detail"], now)
    return (more_of(external_id, **parts),)


def _next_look(seen: Seen, detail: Mapping[str, Any], now: datetime) -> datetime | None:
    """When to ask again how it felt; None once that is said, or two days have gone by."""
    if not seen.is_run or Detail.model_validate(detail).is_rated:
        return None
    return next((seen.start + after for after in LOOK_AGAIN if seen.start + after > now), None)
