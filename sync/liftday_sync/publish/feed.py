"""The addresses of the calendar subscription. Calendars ask often and mostly for what they have: it is kept ready.

A page is made anew only when the sessions differ. For a second after a look nobody looks again, except when a new plan
was published; so a key that was taken away by another program answers for one second more at most.
"""

import asyncio
import gzip
import hashlib
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from email.utils import format_datetime
from http import HTTPStatus

from aiohttp import hdrs, web

from liftday_sync.clock import Clock
from liftday_sync.config import AthleteConfig, Config
from liftday_sync.publish import ics
from liftday_sync.publish.access import BUSY, FEED
from liftday_sync.publish.auth import known
from liftday_sync.publish.hub import Hub
from liftday_sync.store import Store
from liftday_sync.store.api import StoredSession
from liftday_sync.threads import in_thread

PATH = "/calendar/{key}.ics"
BUSY_PATH = "/calendar/{key}/busy.ics"
OPEN_PATHS = frozenset({PATH, BUSY_PATH})
"""They need no bearer token: the address is the key."""
TRUSTED_S = 1.0
SECOND = timedelta(seconds=1)
HEADERS = {
    hdrs.CACHE_CONTROL: "private, max-age=300",
    hdrs.VARY: hdrs.ACCEPT_ENCODING,
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
}
TYPE = "text/calendar; charset=utf-8"


@dataclass(frozen=True, slots=True, kw_only=True)
class Page:
    """A feed, ready to be sent."""

    first: date
    """The first day of its window."""
    sessions: tuple[StoredSession, ...]
    """What it was made from."""
    body: bytes
    packed: bytes
    """The same, by gzip."""
    etag: str
    packed_etag: str
    changed_at: datetime
    """When the body last became another one; whole seconds, UTC."""
    last_modified: str
    """The same, for the header."""
    file_name: str


@dataclass(slots=True)
class Shelf:
    """What is kept for one key."""

    athlete: AthleteConfig
    lock: asyncio.Lock = field(default_factory=asyncio.Lock)
    page: Page | None = None
    looked_at: float = 0.0
    """In the loop's own time."""
    seen: tuple[int, date] | None = None
    """The number of the published document, and the day."""


class Feed:
    """The calendar feeds of a household."""

    def __init__(self, config: Config, store: Store, hub: Hub, clock: Clock) -> None:
        self._athletes = {athlete.id: athlete for athlete in config.athletes}
        self._store = store
        self._hub = hub
        self._clock = clock
        self._started_at = clock.now()
        self._shelves: dict[str, Shelf] = {}

    def routes(self) -> list[web.RouteDef]:
        """The addresses; each also answers HEAD."""
        return [web.get(PATH, self.full), web.get(BUSY_PATH, self.busy)]

    async def full(self, request: web.Request) -> web.Response:
        """Everything about the sessions; the address is its key."""
        return self._answer(request, await self._page(request.match_info["key"], FEED))

    async def busy(self, request: web.Request) -> web.Response:
        """When the athlete is taken, to be shared with others; it has a key of its own."""
        return self._answer(request, await self._page(request.match_info["key"], BUSY))

    async def _page(self, key: str, scope: str) -> Page:
        """The page of this key. Raises `HTTPNotFound` when the key opens nothing of that kind."""
        shelf = self._shelves.get(f"{scope}:{key}")
        if shelf and shelf.page and self._is_fresh(shelf):
            return shelf.page
        row = await known(self._store, key)
        athlete = self._athletes.get(row.athlete_id or "") if row and row.feed and row.scope == scope else None
        if athlete is None:
            self._shelves.pop(f"{scope}:{key}", None)
            raise web.HTTPNotFound
        shelf = self._shelves.setdefault(f"{scope}:{key}", Shelf(athlete))
        async with shelf.lock:
            if shelf.page is None or not self._is_fresh(shelf):
                shelf.page = await self._look(shelf, key, scope)
        return shelf.page

    def _is_fresh(self, shelf: Shelf) -> bool:
        is_young = asyncio.get_running_loop().time() - shelf.looked_at < TRUSTED_S
        return is_young and shelf.seen == self._now_seen(shelf.athlete)

    def _now_seen(self, athlete: AthleteConfig) -> tuple[int, date]:
        latest = self._hub.latest(athlete.id)
        return (latest.number if latest else 0, self._clock.now().astimezone(athlete.zone).date())

    async def _look(self, shelf: Shelf, key: str, scope: str) -> Page:
        """See whether the sessions differ; only then is there a new page."""
        athlete, seen = shelf.athlete, self._now_seen(shelf.athlete)
        view = ics.window(athlete.calendar, athlete.zone, self._clock.now())
        page = await in_thread(self._make, shelf.page, athlete, view, key, scope)
        shelf.seen = seen
        shelf.looked_at = asyncio.get_running_loop().time()
        return page

    def _make(self, before: Page | None, athlete: AthleteConfig, view: ics.Window, key: str, scope: str) -> Page:
        stored = self._store.sessions(athlete.id, since=view.since)
        sessions = tuple(session for session in stored if view.shows(session))
        if before is not None and (before.first, before.sessions) == (view.first, sessions):
            return before
        if scope == BUSY:
            body = ics.render_busy(athlete.name, athlete.zone, sessions, key)
        else:
            realm = ics.realm(self._store.server_id(), athlete.id)
            body = ics.render(athlete.name, athlete.zone, sessions, realm, athlete.calendar)
        packed, changed_at = gzip.compress(body, mtime=0), self._changed_at(sessions, view)
        return Page(
            first=view.first,
            sessions=sessions,
            body=body,
            packed=packed,
            etag=_etag(body),
            packed_etag=_etag(packed),
            changed_at=changed_at,
            last_modified=format_datetime(changed_at, usegmt=True),
            file_name="busy.ics" if scope == BUSY else "liftday.ics",
        )

    def _changed_at(self, sessions: tuple[StoredSession, ...], view: ics.Window) -> datetime:
        """A session changed, midnight moved the window, or another version of Liftday began to write it."""
        today = self._clock.now().astimezone(view.zone).date()
        midnight = datetime.combine(today, time(), view.zone).astimezone(UTC)
        moments = [midnight, self._started_at, *(session.updated_at for session in sessions)]
        return min(max(moments), self._clock.now()).astimezone(UTC).replace(microsecond=0)

    def _answer(self, request: web.Request, page: Page) -> web.Response:
        packs = _takes_gzip(request.headers.get(hdrs.ACCEPT_ENCODING, ""))
        headers = HEADERS | {hdrs.ETAG: page.packed_etag if packs else page.etag}
        if self._clock.now() - page.changed_at >= SECOND:
            # a date is too coarse to tell two changes within one second apart
            headers[hdrs.LAST_MODIFIED] = page.last_modified
        if _has_it(request, page, headers):
            return web.Response(status=HTTPStatus.NOT_MODIFIED.value, headers=headers)
        headers[hdrs.CONTENT_TYPE] = TYPE
        headers[hdrs.CONTENT_DISPOSITION] = f'inline; filename="{page.file_name}"'
        if packs:
            headers[hdrs.CONTENT_ENCODING] = "gzip"
        return web.Response(body=page.packed if packs else page.body, headers=headers)


def _has_it(request: web.Request, page: Page, headers: dict[str, str]) -> bool:
    """Whether the caller has this page. A tag says it better than a date, so a date beside a tag does not count."""
    asked = request.headers.get(hdrs.IF_NONE_MATCH)
    if asked is not None:
        tags = {tag.strip().removeprefix("W/") for tag in asked.split(",")}
        return not tags.isdisjoint({"*", page.etag, page.packed_etag})
    since = _since(request) if hdrs.LAST_MODIFIED in headers else None
    return since is not None and page.changed_at <= since


def _since(request: web.Request) -> datetime | None:
    """The date of what the caller has; None when it is no date."""
    try:
        return request.if_modified_since
    except OverflowError:  # a year of twenty digits
        return None


def _takes_gzip(accepted: str) -> bool:
    """Whether `Accept-Encoding` names gzip, and not as what it does not want."""
    for offer in accepted.lower().split(","):
        coding, _, weight = offer.partition(";")
        if coding.strip() in {"gzip", "x-gzip"}:
            return weight.replace(" ", "").strip() not in {"q=0", "q=0.0", "q=0.00", "q=0.000"}
    return False


def _etag(body: bytes) -> str:
    """A strong validator: the same bytes, the same tag."""
    return f'"{hashlib.sha256(body).hexdigest()}"'
