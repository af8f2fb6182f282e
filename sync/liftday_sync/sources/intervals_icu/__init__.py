"""The calendar of intervals.icu: planned runs with their structure, races, and days that are ill, hurt or away.

The service is asked for one stretch of days, two weeks back and two months ahead: one request, once an hour.
"""

from base64 import b64encode
from collections.abc import Iterator
from datetime import datetime, timedelta
from http import HTTPStatus
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from liftday_sync.errors import ConfigError
from liftday_sync.sources.base import Capability, ItemKind, Listing, Pull, RawItem, SourceState, Surroundings
from liftday_sync.sources.intervals_icu.meaning import Planned, to_meaning
from liftday_sync.sources.settings import IntervalsIcuConfig
from liftday_sync.sources.web import Trouble, Web, canonical
from liftday_sync.strict import read_secret
from liftday_sync.threads import in_thread

__all__ = ["IntervalsIcuSource", "open_source"]

SERVICE = "intervals.icu"
SERVER = "https://intervals.icu"
DAYS_BACK, DAYS_AHEAD = 14, 60
EVERY = timedelta(minutes=58)
"""A little less than an hour, for looks never come to the second."""
JUST_NOW = timedelta(minutes=1)
"""Somebody impatient costs no more than one look in this time."""


def open_source(config: IntervalsIcuConfig, around: Surroundings) -> IntervalsIcuSource:
    """The calendar of this athlete; its key is read at the first look."""
    return IntervalsIcuSource(config, data_dir=around.data_dir, zone=around.athlete.zone)


class IntervalsIcuSource:
    """One athlete's calendar there."""

    capabilities = frozenset({Capability.PLANNED})
    is_near = False
    keeps_raw_for: timedelta | None = None

    def __init__(self, config: IntervalsIcuConfig, *, data_dir: Path, zone: ZoneInfo, patience_s: float = 30.0) -> None:
        self.name = config.called
        self._config = config
        self._data_dir = data_dir
        self._zone = zone
        self._patience_s = patience_s
        self._hinted = False

    async def pull(self, cursor: str | None, now: datetime) -> Pull:
        """The calendar from two weeks ago to two months ahead. The cursor is when it was last read."""
        if not _is_due(cursor, now, JUST_NOW if self._hinted else EVERY):
            return Pull(state=SourceState.OK, looked=False)
        self._hinted = False
        today = now.astimezone(self._zone).date()
        first, last = today - timedelta(days=DAYS_BACK), today + timedelta(days=DAYS_AHEAD)
        try:
            key = await in_thread(read_secret, self._config.key, self._data_dir)
            async with Web.open(SERVICE, now, patience_s=self._patience_s) as web:
                events = await self._events(web, key, {"oldest": first.isoformat(), "newest": last.isoformat()})
        except ConfigError as error:
            return Pull(state=SourceState.NEEDS_KEY, detail=str(error))
        except Trouble as trouble:
            return trouble.as_pull()
        items = tuple(_items(events))
        ids = frozenset(item.external_id for item in items)
        listing = Listing(kind=ItemKind.PLANNED, first=first, last=last, external_ids=ids)
        return Pull(state=SourceState.OK, items=items, listings=(listing,), cursor=now.isoformat())

    async def _events(self, web: Web, key: str, days: dict[str, str]) -> list[Any]:
        credentials = b64encode(f"API_KEY:{key}".encode()).decode()
        server = (self._config.server or SERVER).rstrip("/")
        reply = await web.ask(
            "GET",
            f"{server}/api/v1/athlete/{self._config.athlete}/events",
            headers={"Authorization": f"Basic {credentials}", "Accept": "application/json"},
            params=days,
        )
        if reply.status in {HTTPStatus.UNAUTHORIZED, HTTPStatus.FORBIDDEN}:
            detail = "intervals.icu does not accept the API key; make a new one there under Settings, Developer."
            raise Trouble(SourceState.NEEDS_KEY, detail)
        if reply.status == HTTPStatus.NOT_FOUND:
            detail = "intervals.icu knows no athlete of that id; write 0 for the owner of the key."
            raise Trouble(SourceState.NEEDS_KEY, detail)
        if trouble := web.refusal(reply):
            raise trouble
        events = await in_thread(reply.json, SERVICE)
        if not isinstance(events, list):
            detail = "intervals.icu answers in a form that we do not know; is there a newer Liftday?"
            raise Trouble(SourceState.SCHEMA_DRIFT, detail)
        return events

    def hint(self) -> None:
        """Somebody waits for news: the next pull looks, however short ago the last one was."""
        self._hinted = True

    def join(self, known: RawItem, item: RawItem) -> RawItem:  # noqa: ARG002 (the calendar's latest word holds)
        """The new one."""
        return item

    def normalise(self, item: RawItem) -> Planned | None:
        """A run, a race, a flag, or nothing that counts. Raises `BadPayload`."""
        return to_meaning(item, self._zone)


def _is_due(cursor: str | None, now: datetime, every: timedelta) -> bool:
    """Whether the last look is long enough ago; one in the future was noted by a clock that was wrong."""
    if cursor is None:
        return True
    since = now - datetime.fromisoformat(cursor)
    return not timedelta(0) <= since < every


def _items(events: list[Any]) -> Iterator[RawItem]:
    """One item for each id; what has none is no event."""
    seen: set[str] = set()
    for event in events:
        known = str(event["id"]) if isinstance(event, dict) and event.get("id") is not None else None
        if known is not None and known not in seen:
            seen.add(known)
            yield RawItem(external_id=known, kind=ItemKind.PLANNED, payload=canonical(event))
