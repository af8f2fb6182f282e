"""A calendar by its address: planned runs from any training plan, or the times that are taken.

`calendar` turns the bytes of a feed into its occurrences, `meaning` says what each of them means. The address is as
good as a key: it is in no message and no log line.
"""

import json
from dataclasses import asdict, dataclass
from datetime import datetime, timedelta
from hashlib import sha256
from http import HTTPStatus
from pathlib import Path
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo

from liftday_sync.errors import ConfigError
from liftday_sync.sources.base import Capability, ItemKind, Listing, Pull, RawItem, SourceState, Surroundings
from liftday_sync.sources.ics.calendar import Unreadable, Window, occurrences
from liftday_sync.sources.ics.meaning import Means, Planned, to_meaning
from liftday_sync.sources.settings import IcsConfig
from liftday_sync.sources.web import Reply, Trouble, Web, canonical
from liftday_sync.strict import read_secret
from liftday_sync.threads import in_thread

__all__ = ["IcsSource", "open_source"]

DAYS_BACK, DAYS_AHEAD = 14, 60
READING_S = 60.0
SERVICE = "The calendar"


def open_source(config: IcsConfig, around: Surroundings) -> IcsSource:
    """The calendar of this athlete; its address is read at the first look."""
    return IcsSource(config.called, config.url, means=config.means, data_dir=around.data_dir, zone=around.athlete.zone)


@dataclass(frozen=True, slots=True, kw_only=True)
class Cursor:
    """What the last look left behind. A calendar that has changed is read whole once more before we ask for less."""

    day: str = ""
    digest: str = ""
    is_confirmed: bool = False
    etag: str | None = None
    modified: str | None = None

    def asks(self, day: str) -> dict[str, str]:
        """Headers that save a transfer when nothing changed; the window moves on with the day."""
        if not self.is_confirmed or self.day != day:
            return {}
        said = {"If-None-Match": self.etag, "If-Modified-Since": self.modified}
        return {name: value for name, value in said.items() if value}


class IcsSource:
    """One calendar, read whole whenever it changed."""

    capabilities = frozenset({Capability.PLANNED})
    is_near = False
    keeps_raw_for = None

    def __init__(
        self, name: str, place: str, *, means: Means, data_dir: Path, zone: ZoneInfo, patience_s: float = 30.0
    ) -> None:
        self.name = name
        self._place = place
        self._means = means
        self._data_dir = data_dir
        self._zone = zone
        self._patience_s = patience_s

    async def pull(self, cursor: str | None, now: datetime) -> Pull:
        """The entries from two weeks ago to two months ahead."""
        try:
            return await self._look(Cursor(**json.loads(cursor)) if cursor else Cursor(), now)
        except ConfigError as error:
            return Pull(state=SourceState.NEEDS_KEY, detail=str(error))
        except Trouble as trouble:
            return trouble.as_pull()

    async def _look(self, last: Cursor, now: datetime) -> Pull:
        url = await in_thread(address, self._place, self._data_dir)
        today = now.astimezone(self._zone).date()
        async with Web.open(SERVICE, now, patience_s=self._patience_s) as web:
            headers = {"Accept": "text/calendar, */*;q=0.1", **last.asks(today.isoformat())}
            reply = await web.ask("GET", url, headers=headers, follow=True)
            if reply.status == HTTPStatus.NOT_MODIFIED:
                return Pull(state=SourceState.OK)
            if trouble := _refusal(reply) or web.refusal(reply):
                raise trouble
        digest = sha256(reply.body).hexdigest()
        known = Cursor(
            day=today.isoformat(),
            digest=digest,
            is_confirmed=digest == last.digest,
            etag=reply.headers.get("ETag"),
            modified=reply.headers.get("Last-Modified"),
        )
        window = Window(first=today - timedelta(days=DAYS_BACK), last=today + timedelta(days=DAYS_AHEAD))
        items = await self._items(reply, window)
        ids = frozenset(item.external_id for item in items)
        listing = Listing(kind=ItemKind.PLANNED, first=window.first, last=window.last, external_ids=ids)
        return Pull(state=SourceState.OK, items=items, cursor=json.dumps(asdict(known)), listings=(listing,))

    async def _items(self, reply: Reply, window: Window) -> tuple[RawItem, ...]:
        try:
            found = await in_thread(
                occurrences, reply.text(), window, self._zone, private=self._means == "busy", timeout_s=READING_S
            )
        except TimeoutError:
            detail = "The calendar takes too long to read; give Liftday one that holds your training alone."
            raise Trouble(SourceState.SCHEMA_DRIFT, detail) from None
        except Unreadable as error:
            raise Trouble(SourceState.SCHEMA_DRIFT, str(error)) from error
        return tuple(
            RawItem(external_id=one.external_id, kind=ItemKind.PLANNED, payload=canonical(one.payload)) for one in found
        )

    def join(self, known: RawItem, item: RawItem) -> RawItem:  # noqa: ARG002 (the feed's latest word holds)
        """The new one."""
        return item

    def normalise(self, item: RawItem) -> Planned | None:
        """A run, a race, a time that is taken, or nothing that counts. Raises `BadPayload`."""
        return to_meaning(item, self._zone, self._means)


def address(place: str, data_dir: Path) -> str:
    """The address itself, as given or from where it is hidden; `webcal` is `https`. Raises `ConfigError`."""
    url = read_secret(place, data_dir) if place.startswith(("file:", "env:")) else place.strip()
    scheme, separator, rest = url.partition("://")
    if scheme.casefold() in {"webcal", "webcals"}:
        scheme = "https"
    if not separator or scheme.casefold() not in {"https", "http"} or not urlsplit(f"//{rest}").hostname:
        raise ConfigError("The calendar's address is none; copy the subscription link, which begins with https://.")
    return f"{scheme}://{rest}"


def _refusal(reply: Reply) -> Trouble | None:
    """What only a calendar's address can be: no longer there, or not ours to read."""
    if reply.status in {HTTPStatus.NOT_FOUND, HTTPStatus.GONE}:
        detail = "The calendar is no longer at its address; copy its subscription link anew into the configuration."
        return Trouble(SourceState.NEEDS_KEY, detail)
    if reply.status in {HTTPStatus.UNAUTHORIZED, HTTPStatus.FORBIDDEN}:
        detail = "The calendar does not let us in; copy its private subscription link anew into the configuration."
        return Trouble(SourceState.NEEDS_KEY, detail)
    return None
