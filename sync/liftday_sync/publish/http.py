"""The server: a table of addresses, and one short function each."""

import hashlib
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from http import HTTPStatus

from aiohttp import hdrs, web
from aiohttp.typedefs import LooseHeaders

from liftday_sync import __version__
from liftday_sync.clock import Clock
from liftday_sync.config import Config
from liftday_sync.contract import API, SCHEMA, AthleteList, AthleteRef, ServerInfo, write
from liftday_sync.publish import events, ics
from liftday_sync.publish.auth import TOKEN, guard, known, may_see
from liftday_sync.publish.health import Health
from liftday_sync.publish.hub import Hub
from liftday_sync.publish.problems import problem, problems
from liftday_sync.store import Store
from liftday_sync.threads import in_thread

BODY_LIMIT = 64 * 1024
FEED = "/calendar/{key}.ics"


@dataclass(frozen=True, slots=True, kw_only=True)
class Server:
    """What the addresses need."""

    config: Config
    store: Store
    hub: Hub
    health: Health
    clock: Clock
    wake: Callable[[str], None]
    """Ask for a cycle of an athlete, soon."""

    def app(self) -> web.Application:
        """The application with all addresses."""
        opened = frozenset({f"{API}/info", f"{API}/health", FEED})
        app = web.Application(middlewares=[problems, guard(self.store, opened)], client_max_size=BODY_LIMIT)
        app.add_routes(
            [
                web.get(f"{API}/info", self.info),
                web.get(f"{API}/health", self.get_health),
                web.get(f"{API}/athletes", self.athletes),
                web.get(f"{API}/athletes/{{id}}/snapshot", self.snapshot),
                web.get(f"{API}/athletes/{{id}}/events", self.events),
                web.post(f"{API}/sync", self.sync),
                web.get(FEED, self.feed),
            ]
        )
        return app

    async def info(self, _: web.Request) -> web.Response:
        """Who answers; the only address that tells anything without a token."""
        server_id = await in_thread(self.store.server_id)
        info = ServerInfo(
            name="Liftday",
            version=__version__,
            server_id=server_id,
            schema_oldest=SCHEMA,
            schema_newest=SCHEMA,
        )
        return web.json_response(write(info))

    async def get_health(self, _: web.Request) -> web.Response:
        """Whether all is well, with reasons; watchdogs read the status."""
        report = self.health.report(self.clock.now())
        status = HTTPStatus.OK if report["ok"] else HTTPStatus.SERVICE_UNAVAILABLE
        return web.json_response(report, status=status.value, headers={"Cache-Control": "no-store"})

    async def athletes(self, request: web.Request) -> web.Response:
        """Those that the token may see."""
        seen = (athlete for athlete in self.config.athletes if may_see(request[TOKEN], athlete.id))
        refs = tuple(AthleteRef(id=a.id, name=a.name, time_zone=a.time_zone) for a in seen)
        return web.json_response(write(AthleteList(athletes=refs)))

    async def snapshot(self, request: web.Request) -> web.Response:
        """The latest document, or 304 when the caller has it."""
        athlete_id = self._athlete_id(request)
        document = self.hub.latest(athlete_id)
        if document is None:
            return problem(
                HTTPStatus.SERVICE_UNAVAILABLE,
                "The first plan is still being made; ask again in a moment.",
                headers={"Retry-After": "2"},
            )
        return _conditional(request, document.body, document.etag, "application/json", {"Cache-Control": "no-cache"})

    async def events(self, request: web.Request) -> web.StreamResponse:
        """The documents as they change."""
        return await events.stream(request, self.hub, self._athlete_id(request))

    async def sync(self, request: web.Request) -> web.Response:
        """Look at the sources now."""
        for athlete in self.config.athletes:
            if may_see(request[TOKEN], athlete.id):
                self.wake(athlete.id)
        return web.Response(status=HTTPStatus.ACCEPTED.value)

    async def feed(self, request: web.Request) -> web.Response:
        """The calendar subscription; its address is its key."""
        row = await known(self.store, request.match_info["key"])
        if row is None or not row.feed or row.athlete_id is None:
            raise web.HTTPNotFound
        athlete = self.config.athlete(row.athlete_id)
        since = self.clock.now() - ics.BACK
        body = await in_thread(self._feed, athlete.id, since)
        etag = f'"{hashlib.sha256(body).hexdigest()[:32]}"'
        headers = {"Cache-Control": "private, max-age=300", "Content-Disposition": 'inline; filename="liftday.ics"'}
        return _conditional(request, body, etag, "text/calendar", headers)

    def _feed(self, athlete_id: str, since: datetime) -> bytes:
        athlete = self.config.athlete(athlete_id)
        sessions = self.store.sessions(athlete_id, since=since)
        return ics.render(athlete.name, athlete.zone, sessions, self.store.server_id())

    def _athlete_id(self, request: web.Request) -> str:
        """The athlete of the address, if the token may see them; else there is no such athlete."""
        wanted = request.match_info["id"]
        known_ids = {athlete.id for athlete in self.config.athletes}
        if wanted not in known_ids or not may_see(request[TOKEN], wanted):
            raise web.HTTPNotFound
        return wanted


def _conditional(
    request: web.Request, body: bytes, etag: str, content_type: str, headers: LooseHeaders
) -> web.Response:
    """304 without a body when the caller's tag is the same."""
    asked = request.headers.get(hdrs.IF_NONE_MATCH, "")
    if asked.strip() == "*" or etag in {tag.strip().removeprefix("W/") for tag in asked.split(",")}:
        response = web.Response(status=HTTPStatus.NOT_MODIFIED.value, headers=headers)
    else:
        response = web.Response(body=body, content_type=content_type, charset="utf-8", headers=headers)
    response.headers[hdrs.ETAG] = etag
    return response
