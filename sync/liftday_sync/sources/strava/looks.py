"""The three kinds of look: at recent days, at the details of recent runs, and back into the history."""

from collections.abc import Callable
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from liftday_sync.sources.base import ItemKind, Listing, Progress, Pull, RawItem, SourceState
from liftday_sync.sources.strava.account import Get
from liftday_sync.sources.strava.cursor import Cursor, History, Wanted
from liftday_sync.sources.strava.meaning import sport
from liftday_sync.sources.strava.pages import Listed, Place, read_back_to, read_page
from liftday_sync.sources.strava.payload import STREAM_TYPES, RawActivity, detail_item, fingerprint, stream_of
from liftday_sync.sources.strava.trouble import Trouble, strange

WINDOW_DAYS, WIDE_DAYS = 14, 60
WIDE_FROM_HOUR = 3
DETAIL_DAYS = 7
DETAILS_AT_ONCE = 5
REQUESTS_OF_DETAILS = 2
MOST_TRIES = 3
TELL_LATE = timedelta(hours=36)
LOOK_EVERY = timedelta(minutes=55)
"""For a look that costs one request; one that costs more is taken less often. A day stays within 40 requests."""


def look_at_recent(get: Get, cursor: Cursor, now: datetime, zone: ZoneInfo) -> Pull:
    """Re-read the last 14 days, once a night 60; what is new or changed comes with them."""
    wall = now.astimezone(zone)
    today = wall.date()
    is_wide = wall.hour >= WIDE_FROM_HOUR and cursor.wide_on != today
    first = today - timedelta(days=(WIDE_DAYS if is_wide else WINDOW_DAYS) - 1)
    known, cost = read_back_to(get, first)
    listed = {key: one for key, one in known.items() if one.day is None or one.day >= first}
    prints = {key: (one.day or today, fingerprint(one.item)) for key, one in listed.items()}
    changed = [one for key, one in listed.items() if cursor.seen.get(key, (None, ""))[1] != prints[key][1]]
    runs = [one for one in changed if _deserves_details(one, today)]
    keep_from = today - timedelta(days=WIDE_DAYS)
    dues = [key for key, due in cursor.again.items() if due <= now and key in listed]
    after = cursor.model_copy(
        update={
            "next_look": now + LOOK_EVERY * cost,
            "wide_on": today if is_wide else cursor.wide_on,
            "seen": {key: value for key, value in (cursor.seen | prints).items() if value[0] >= keep_from},
            "wanted": _wanting(cursor.wanted, [one.item.external_id for one in runs] + dues),
            "again": {key: due for key, due in cursor.again.items() if due > now}
            | {one.item.external_id: now + TELL_LATE for one in runs},
        }
    )
    last = max([today, *(one.day for one in listed.values() if one.day is not None)])
    return Pull(
        state=SourceState.OK,
        items=tuple(one.item for one in changed),
        cursor=after.text(),
        listings=(Listing(kind=ItemKind.ACTIVITY, first=first, last=last, external_ids=frozenset(listed)),),
    )


def _deserves_details(one: Listed, today: date) -> bool:
    return one.day is not None and (today - one.day).days < DETAIL_DAYS and sport(one.given).is_run


def _wanting(before: tuple[Wanted, ...], ids: list[str]) -> tuple[Wanted, ...]:
    """What is wanted anew goes first, and begins its tries anew."""
    fresh = dict.fromkeys(ids)
    return (*(Wanted(id=key) for key in fresh), *(one for one in before if one.id not in fresh))


def look_at_details(get: Get, cursor: Cursor, has_room: Callable[[], bool]) -> Pull:
    """Laps, effort and samples of a few recent runs. One that fails is tried again later and holds up nobody.

    `has_room`: whether one more may be asked for, each of which takes `REQUESTS_OF_DETAILS`.
    """
    now_wanted, later = cursor.wanted[:DETAILS_AT_ONCE], cursor.wanted[DETAILS_AT_ONCE:]
    items: list[RawItem] = []
    failed: list[Wanted] = []
    for place, one in enumerate(now_wanted):
        if place and not has_room():
            later = (*now_wanted[place:], *later)
            break
        try:
            item = read_details(get, one.id)
        except Trouble as trouble:
            if trouble.state is SourceState.RATE_LIMITED and items:
                later = (*now_wanted[place:], *later)
                break
            if not trouble.is_of_one_item:
                raise
            failed.append(Wanted(id=one.id, tries=one.tries + 1))
        else:
            items.append(item)
    remaining = (*later, *(one for one in failed if one.tries < MOST_TRIES))
    return Pull(state=SourceState.OK, items=tuple(items), cursor=cursor.model_copy(update={"wanted": remaining}).text())


def read_details(get: Get, key: str) -> RawItem:
    """One run with everything; samples that Strava does not give are left out."""
    given = get(f"activities/{key}")
    if not isinstance(given, dict):
        raise strange("an activity that is none")
    try:
        samples = get(f"activities/{key}/streams", keys=",".join(STREAM_TYPES), key_by_type="true")
    except Trouble as trouble:
        if not trouble.is_of_one_item:
            raise
        samples = None
    read = RawActivity.model_validate(given)
    item = detail_item(given, stream_of(samples, is_run=sport(read).is_run))
    if item is None or item.external_id != key:
        raise strange("another activity than the one asked for")
    return item


def look_back(get: Get, cursor: Cursor, now: datetime, zone: ZoneInfo, history_days: int) -> Pull:
    """One page further back."""
    so_far = cursor.history
    place = Place(before=so_far.before, page=so_far.page)
    found = read_page(get, place)
    first = now.astimezone(zone).date() - timedelta(days=history_days)
    if found is None:
        after = so_far.model_copy(update={"is_done": True})
        fresh: list[Listed] = []
    else:
        fresh = [one for one in found if one.day is None or one.day >= first]
        days = [one.day for one in found if one.day is not None]
        there = place.after(found)
        after = History(
            before=there.before,
            page=there.page,
            done=so_far.done + sum(_is_beyond(one, so_far) for one in fresh),
            reached=max(first, min(days)) if days else so_far.reached,
            is_done=bool(days) and not fresh,
        )
    return Pull(
        state=SourceState.OK,
        items=tuple(one.item for one in fresh if one.item.external_id not in cursor.seen),
        cursor=cursor.model_copy(update={"history": after}).text(),
        progress=Progress(done=after.done, reached=after.reached),
    )


def _is_beyond(one: Listed, so_far: History) -> bool:
    """Whether it was not on the page before, whose end each page repeats."""
    bound = one.given.is_before
    return so_far.before is None or bound is None or bound < so_far.before
