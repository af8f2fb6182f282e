"""In and out: a token or a one-time link becomes a cookie, and signing out ends it."""

import asyncio

from aiohttp import web

from liftday_sync.page.answers import check, form_of, html, to
from liftday_sync.page.visitors import COOKIE, STAYS, by_link, by_token, leave, prefix_of, visitor
from liftday_sync.publish.auth import Doorman
from liftday_sync.publish.route import Desk

NO_TOKEN = "That is no full token of this server; `liftday token --new` makes one."  # noqa: S105 (a sentence)
NO_LINK = "This link was used, or is older than ten minutes; `liftday page` makes another."
SLOWER = "Too many attempts; wait a minute and try again."

LINK_PATH = r"/open/{key:[\w-]{1,200}}"
"""A key and nothing else: the page repeats it as the place where its form goes."""


class Doors:
    """The addresses for whoever is not in yet."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk
        self._doorman = Doorman()

    def routes(self) -> list[web.RouteDef]:
        """All of them."""
        return [
            web.get("/sign-in", self.ask_in),
            web.post("/sign-in", self.sign_in),
            web.get(LINK_PATH, self.show_link),
            web.post(LINK_PATH, self.open_link),
            web.post("/sign-out", self.sign_out),
        ]

    async def ask_in(self, request: web.Request) -> web.Response:
        """The form for the token."""
        return await self._form(request)

    async def sign_in(self, request: web.Request) -> web.Response:
        """A token becomes a cookie."""
        if self._has_to_wait(request):
            return await self._form(request, SLOWER, 429)
        token = (await form_of(request)).get("token", "").strip()
        key = await by_token(self._desk.store, token, self._desk.clock.now())
        if key is None:
            return await self._failed(request, NO_TOKEN)
        return self._welcome(request, key)

    async def show_link(self, request: web.Request) -> web.Response:
        """A button: programs that look at links in advance do not press it, so they do not use the link up."""
        values = {"prefix": prefix_of(self._desk.config, request), "key": request.match_info["key"]}
        return await html("open.html", values)

    async def open_link(self, request: web.Request) -> web.Response:
        """A one-time link becomes a cookie."""
        if self._has_to_wait(request):
            return await self._form(request, SLOWER, 429)
        key = await by_link(self._desk.store, request.match_info["key"], self._desk.clock.now())
        if key is None:
            return await self._failed(request, NO_LINK)
        return self._welcome(request, key)

    async def sign_out(self, request: web.Request) -> web.Response:
        """Forget the cookie."""
        desk = self._desk
        who = await visitor(desk.store, desk.config, request, desk.clock.now())
        if who is not None:
            check(who, await form_of(request))
            await leave(desk.store, who)
        response = to(f"{prefix_of(desk.config, request)}/sign-in")
        response.del_cookie(COOKIE, path="/")
        return response

    def _has_to_wait(self, request: web.Request) -> bool:
        return self._doorman.wait_s(request.remote or "", None, asyncio.get_running_loop().time()) > 0

    async def _failed(self, request: web.Request, message: str) -> web.Response:
        self._doorman.failed(request.remote or "", None, asyncio.get_running_loop().time())
        return await self._form(request, message, 403)

    async def _form(self, request: web.Request, message: str = "", status: int = 200) -> web.Response:
        values = {"message": message, "prefix": prefix_of(self._desk.config, request)}
        return await html("sign_in.html", values, status)

    def _welcome(self, request: web.Request, key: str) -> web.Response:
        response = to(f"{prefix_of(self._desk.config, request)}/")
        is_secure = request.secure or (self._desk.config.server.url or "").startswith("https:")
        age_s = int(STAYS.total_seconds())
        response.set_cookie(COOKIE, key, max_age=age_s, httponly=True, samesite="Strict", secure=is_secure, path="/")
        return response
