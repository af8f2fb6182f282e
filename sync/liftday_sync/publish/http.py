"""The server: one table of addresses, and what every request passes on its way to one."""

import asyncio
import re
import uuid
from collections.abc import Collection, Sequence
from dataclasses import dataclass

from aiohttp import hdrs, web
from pydantic import BaseModel, ValidationError

from liftday_sync.contract import API
from liftday_sync.cycle import Home
from liftday_sync.page.answers import errors_in_words
from liftday_sync.page.rooms import Rooms
from liftday_sync.publish import feed, webhook
from liftday_sync.publish.api_read import Reading
from liftday_sync.publish.api_said import Saying
from liftday_sync.publish.api_sources import Connecting
from liftday_sync.publish.auth import Denied, Doorman, let_in, may_see
from liftday_sync.publish.hosts import host_check
from liftday_sync.publish.metrics import Metrics
from liftday_sync.publish.openapi import Documented
from liftday_sync.publish.problems import Handler, mistakes, problems
from liftday_sync.publish.route import Call, Desk, Route, Scope, Wake, nobody
from liftday_sync.publish.silence import SILENCE, Silence
from liftday_sync.verbs import check_key

BODY_LIMIT = 64 * 1024
PART = re.compile(r"[\x21-\x7e]{1,200}")
"""What a variable part of an address may look like."""
HEADERS = {
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "Cross-Origin-Resource-Policy": "same-origin",
    hdrs.SERVER: "Liftday",
}
API_HEADERS = {"Content-Security-Policy": "default-src 'none'; frame-ancestors 'none'", hdrs.CACHE_CONTROL: "no-store"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Server(Desk):
    """Everything that answers over HTTP."""

    homes: Collection[Home] = ()
    """Whose sources may be sent hints."""
    hinted: Wake = nobody
    """Ask for a cycle of an athlete because a service says that there is news."""

    def table(self) -> Sequence[Route]:
        """Every address of the API. Guard, documentation and tests read it too."""
        rows = (*Reading(self).routes(), *Saying(self).routes(), *Connecting(self).routes(), *Metrics(self).routes())
        return (*rows, Documented(rows).route())

    def app(self) -> web.Application:
        """The application with all addresses."""
        silence = Silence()
        checks = [errors_in_words(self.config), problems, host_check(self.config), silence.listen()]
        app = web.Application(middlewares=checks, client_max_size=BODY_LIMIT)
        app[SILENCE] = silence
        app.on_response_prepare.append(_dress)
        doorman = Doorman()
        for route in self.table():
            app.router.add_route(route.method, route.path, _handler(self, route, doorman))
        app.add_routes(feed.Feed(self.config, self.store, self.hub, self.clock).routes())
        app.add_routes(Rooms(self).routes())
        app.add_routes(webhook.routes(self.homes, self.hinted))
        return app


async def _dress(request: web.Request, response: web.StreamResponse) -> None:
    """Headers that every answer carries; those that a handler chose stay."""
    chosen = HEADERS | (API_HEADERS if request.path.startswith(f"{API}/") else {})
    for name, value in chosen.items():
        response.headers.setdefault(name, value)


def _handler(desk: Desk, route: Route, doorman: Doorman) -> Handler:
    """The way of a request: may it, whose is it, what does it say, and only then its answer."""

    async def handle(request: web.Request) -> web.StreamResponse:
        try:
            now = asyncio.get_running_loop().time()
            token = None if route.scope is Scope.OPEN else await let_in(desk.store, doorman, request, route.scope, now)
        except Denied as denied:
            return denied.response
        if not all(PART.fullmatch(part) for part in request.match_info.values()):
            raise web.HTTPNotFound
        who = desk.athlete(request.match_info["id"]) if route.is_of_athlete else None
        if route.is_of_athlete and (who is None or token is None or not may_see(token, who.id)):
            raise web.HTTPNotFound  # somebody else's corner looks like nobody's
        try:
            given = await _given(request, route)
        except ValidationError as error:
            return mistakes(error)
        key = _key(request, given) if route.is_keyed else ""
        return await route.answer(Call(request=request, token=token, who=who, given=given, key=key))

    return handle


async def _given(request: web.Request, route: Route) -> BaseModel | None:
    """What was sent, checked. Raises `ValidationError`, or the refusal of what is no JSON."""
    if route.takes is None:
        return None
    if route.method in {"GET", "DELETE"}:
        return route.takes.model_validate(dict(request.query))
    body = await request.read()
    if not body:
        return route.takes.model_validate({})
    if request.content_type != "application/json":
        raise web.HTTPUnsupportedMediaType
    return route.takes.model_validate_json(body)


def _key(request: web.Request, given: BaseModel | None) -> str:
    """The key of a word: from the header or the body; without one every request is a new word."""
    key = request.headers.get("Idempotency-Key") or getattr(given, "key", None) or f"once:{uuid.uuid4()}"
    check_key(key)
    return key
