"""Callers that say nothing, or one letter a minute: a line is kept for those only who finish what they say."""

import asyncio
from collections.abc import Generator
from contextlib import contextmanager
from http import HTTPStatus

from aiohttp import web
from aiohttp.typedefs import Middleware
from aiohttp.web_protocol import RequestHandler

from liftday_sync.publish.problems import Handler, problem

PATIENCE_S = 20.0
"""For the head of the first request of a line, up to twice as long; for a body."""
TAKES_FILE = "takes-a-file"
"""The name of the one address that reads its body by itself, piece by piece, once it knows who sends it."""


class Silence:
    """Knows which lines brought a request already, and hangs up on the others."""

    def __init__(self, patience_s: float = PATIENCE_S) -> None:
        self._patience_s = patience_s
        self._heard: set[RequestHandler] = set()
        self._waiting: set[RequestHandler] = set()

    def listen(self) -> Middleware:
        """A middleware that notes who said something, and reads what is sent before anybody answers."""

        @web.middleware
        async def hear(request: web.Request, handler: Handler) -> web.StreamResponse:
            if isinstance(request.protocol, RequestHandler):
                self._heard.add(request.protocol)
            if request.can_read_body and request.match_info.route.name != TAKES_FILE:
                if request.content_type.startswith("multipart/"):
                    raise web.HTTPUnsupportedMediaType  # nothing else here takes files
                try:
                    async with asyncio.timeout(self._patience_s):
                        await request.read()
                except TimeoutError:
                    return problem(HTTPStatus.REQUEST_TIMEOUT, "The request did not come to its end; send it again.")
            return await handler(request)

        return hear

    @contextmanager
    def watching(self, server: web.Server) -> Generator[None]:
        """Hang up on silent callers of this server while it lasts."""
        loop = asyncio.get_running_loop()
        later: asyncio.TimerHandle

        def look() -> None:
            nonlocal later
            self._hang_up(server)
            later = loop.call_later(self._patience_s, look)

        look()
        try:
            yield
        finally:
            later.cancel()

    def _hang_up(self, server: web.Server) -> None:
        there = set(server.connections)
        self._heard &= there
        silent = there - self._heard
        for line in silent & self._waiting:
            if line.transport is not None:
                line.transport.abort()
        self._waiting = silent


SILENCE = web.AppKey("silence", Silence)
