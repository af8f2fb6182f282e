"""Where a service sends the browser back to after a login: a page on this machine, for as long as the login takes."""

import asyncio
from collections.abc import Mapping
from typing import Self

from aiohttp import web

PATH = "/liftday/login"
PAGE = "<!doctype html><title>Liftday</title><p>Thank you. You can close this page and go back to the terminal."


class Callback:
    """A server on this machine, on a free port, that waits for a redirect. Its `url` is where to."""

    def __init__(self) -> None:
        self.url = ""
        self._arrived: asyncio.Queue[Mapping[str, str]] = asyncio.Queue()

    async def answer(self) -> Mapping[str, str]:
        """What the next redirect says."""
        return await self._arrived.get()

    async def __aenter__(self) -> Self:
        app = web.Application()
        app.router.add_get(PATH, self._handle)
        self._runner = web.AppRunner(app, access_log=None)
        await self._runner.setup()
        await web.TCPSite(self._runner, "127.0.0.1", 0).start()
        self.url = f"http://127.0.0.1:{self._runner.addresses[0][1]}{PATH}"
        return self

    async def __aexit__(self, *_: object) -> None:
        await self._runner.cleanup()

    async def _handle(self, request: web.Request) -> web.Response:
        self._arrived.put_nowait(dict(request.query))
        return web.Response(text=PAGE, content_type="text/html")
