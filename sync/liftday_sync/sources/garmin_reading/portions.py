"""One portion after another of what an account holds, each with the cursor that stands after it."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from liftday_sync.sources.base import ItemKind, Listing, Meaning, Progress, Pull, RawItem, SourceState
from liftday_sync.sources.garmin_json import activity_of
from liftday_sync.sources.garmin_reading import nights
from liftday_sync.sources.garmin_reading.activities import Asks, Parts, note_seen, read_details, read_page
from liftday_sync.sources.garmin_reading.cursor import Cursor, Stretch, read_cursor
from liftday_sync.sources.garmin_reading.nights import Ask
from liftday_sync.sources.garmin_reading.steps import Do, Measures, Step, Wanted, next_step, plan
from liftday_sync.sources.garmin_reading.trouble import STRANGE, Missing
from liftday_sync.sources.web import Trouble

JUST_NOW = timedelta(minutes=1)
"""Somebody impatient costs no more than one look in this time."""

type Brought = tuple[tuple[RawItem, ...], tuple[Listing, ...]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Portions:
    """How one way to Garmin is asked. Everything else is the same for all of them."""

    session: Asks
    zone: ZoneInfo
    parts: Parts
    ask: Ask
    at_first: Measures
    each_night: Measures
    month: Callable[[Cursor, datetime], Awaitable[Brought]] | None = None
    """Reads the next month of the calendar that the cursor names; None where there is no calendar."""

    async def pull(self, cursor: str | None, wanted: Wanted, now: datetime, *, hinted: bool = False) -> Pull:
        """The next portion of what has fallen due; most looks of a quiet day find nothing due and ask nothing.

        `hinted`: somebody waits for news, so list and calendar are due unless they were read just now.
        """
        here = read_cursor(cursor)
        if hinted:
            here.listed_at = _unless_just_now(here.listed_at, now)
            here.planned_at = _unless_just_now(here.planned_at, now)
        plan(here, wanted, self.at_first, now, self.zone)
        step = next_step(here, now)
        if step is None:
            return Pull(state=SourceState.OK, looked=False)
        try:
            items, listings = await self._take(step, here, now)
        except Missing:
            return Pull(state=SourceState.SCHEMA_DRIFT, detail=STRANGE)
        except Trouble as failed:
            return failed.as_pull()
        plan(here, wanted, self.at_first, now, self.zone)  # one thing read may be what the next waited for
        return Pull(
            state=SourceState.OK,
            items=items,
            listings=listings,
            cursor=here.model_dump_json(exclude_defaults=True),
            more=next_step(here, now) is not None,
            progress=_progress(here) if step.do is Do.HISTORY else None,
        )

    async def _take(self, step: Step, here: Cursor, now: datetime) -> Brought:
        if step.do is Do.DETAILS:
            return await read_details(self.parts, here, step.what, now), ()
        if step.do is Do.NIGHT:
            return await nights.read_measure(self.ask, self.each_night, here, now, self.zone), ()
        if step.do is Do.CALENDAR and self.month is not None:
            return await self.month(here, now)
        assert step.stretch is not None
        page = await read_page(self.session, step.stretch, now)
        if step.do is Do.LIST:
            note_seen(here, page.entries, now)
            self._window_read(here, step.stretch, page.left, now)
        else:
            here.done += len(page.items)
            here.since = page.left.last + timedelta(days=1) if page.left else step.stretch.first
            here.history = page.left
        return page.items, page.listings

    def _window_read(self, here: Cursor, was: Stretch, left: Stretch | None, now: datetime) -> None:
        here.left = left
        if left is not None:
            return
        today = now.astimezone(self.zone).date()
        here.listed_at, here.listed_day = now, today
        here.night = today if here.left_is_night else here.night
        here.since = min(here.since, was.first) if here.since else was.first


def _progress(here: Cursor) -> Progress:
    total = here.done if here.history is None else None
    return Progress(done=here.done, total=total, reached=here.since)


def _unless_just_now(at: datetime | None, now: datetime) -> datetime | None:
    return at if at is not None and timedelta(0) <= now - at < JUST_NOW else None


def meaning_of(item: RawItem, name: str) -> Meaning | None:
    """What a stored activity or night means; `name` is the source's. Raises `BadPayload`."""
    return nights.meaning(item) if item.kind is ItemKind.WELLNESS else activity_of(item, name)
