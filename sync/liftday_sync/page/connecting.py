"""Connecting an account on the page, step by step, and the way back from a service's own page."""

from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from aiohttp import web

from liftday_sync.config import AthleteConfig
from liftday_sync.connected import connectable
from liftday_sync.house import surroundings
from liftday_sync.logins import NoSuchLogin, Told, TooManyLogins
from liftday_sync.newcomer import Newcomer
from liftday_sync.page.answers import check, form_of, html
from liftday_sync.page.visitors import Visitor
from liftday_sync.publish.api_sources import note_connected
from liftday_sync.publish.route import Desk
from liftday_sync.sources import WITH_LOGIN, SourceConfig, open_login
from liftday_sync.sources.login import Login

AT_HOME = {"localhost", "127.0.0.1"}
"""Hosts that services such as Strava send a browser back to without being told."""
BROUGHT = ("code", "state", "scope", "error")
"""What a service's redirect may bring."""
OVER = "This login is over; begin a new one."
FULL = "Too many logins are under way; wait ten minutes."


class Connect:
    """The addresses of an athlete's accounts."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk

    async def show(self, request: web.Request, who: Visitor, athlete: AthleteConfig) -> web.StreamResponse:
        """How to connect this account; nothing is asked of the service yet."""
        source = _source(athlete, request)
        return await html("connect.html", self._values(request, who, athlete, source))

    async def go_on(self, request: web.Request, who: Visitor, athlete: AthleteConfig) -> web.StreamResponse:
        """Begin a login, or answer its questions."""
        form, source = await form_of(request), _source(athlete, request)
        check(who, form)
        given = {key.removeprefix("answer."): text for key, text in form.items() if key.startswith("answer.")}
        if login_id := form.get("login"):
            return await self._answer(request, who, athlete, source, login_id, given)
        desk = self._desk
        login = _login(athlete, source, desk.config.folder)
        back = None if form.get("way") == "paste" else self._way_back(request, who, athlete, source)
        try:
            told = await desk.logins.begin(athlete.id, source.called, login, desk.clock.now(), redirect_url=back)
        except TooManyLogins:
            values = self._values(request, who, athlete, source)
            return await html("connect.html", {**values, "message": FULL}, 429)
        return await self._told(request, who, athlete, source, told)

    async def back(self, request: web.Request, who: Visitor, athlete: AthleteConfig) -> web.StreamResponse:
        """The service sends the browser back with an answer; its `state` proves that the login is this one."""
        source = _source(athlete, request)
        given = {name: request.query[name] for name in BROUGHT if name in request.query}
        login_id = self._desk.logins.under_way(athlete.id, source.called, self._desk.clock.now())
        return await self._answer(request, who, athlete, source, login_id or "", {"state": "", **given})

    async def _answer(  # noqa: PLR0917 (whose login, and what was said)
        self,
        request: web.Request,
        who: Visitor,
        athlete: AthleteConfig,
        source: _Account,
        login_id: str,
        given: dict[str, str],
    ) -> web.StreamResponse:
        now = self._desk.clock.now()
        try:
            told = await self._desk.logins.answer(athlete.id, source.called, login_id, given, now)
        except NoSuchLogin:
            values = self._values(request, who, athlete, source)
            return await html("connect.html", {**values, "message": OVER}, 409)
        return await self._told(request, who, athlete, source, told)

    async def _told(
        self, request: web.Request, who: Visitor, athlete: AthleteConfig, source: _Account, told: Told
    ) -> web.StreamResponse:
        if told.step.is_done:
            note_connected(self._desk, athlete, source.called)
        visit = told.step.visit_url if urlsplit(told.step.visit_url or "").scheme in {"http", "https"} else None
        values = self._values(request, who, athlete, source)
        return await html("connect.html", {**values, "step": told.step, "login": told.id, "visit": visit})

    def _way_back(self, request: web.Request, who: Visitor, athlete: AthleteConfig, source: _Account) -> str | None:
        """Our own address, where the service will send a browser there; None: the athlete pastes the answer."""
        server = self._desk.config.server
        own = urlsplit(server.url or "").hostname
        host = urlsplit(f"//{request.host}").hostname
        if who.prefix or host not in {*AT_HOME, *server.names, own}:
            return None
        base = server.url if own == host and server.url else f"{request.scheme}://{request.host}"
        return f"{base.rstrip('/')}/athlete/{athlete.id}/connect/{source.called}/back"

    def _values(self, request: web.Request, who: Visitor, athlete: AthleteConfig, source: _Account) -> dict[str, Any]:
        return {
            "message": "",
            "step": None,
            "login": None,
            "visit": None,
            "prefix": who.prefix,
            "form_key": who.form_key,
            "athlete": athlete,
            "source": source.called,
            "kind": source.kind,
            "comes_back": source.kind == "strava" and self._way_back(request, who, athlete, source) is not None,
            "host": urlsplit(f"//{request.host}").hostname,
        }


@dataclass(frozen=True, slots=True)
class _New:
    """An account that is not among the sources yet."""

    kind: str

    @property
    def called(self) -> str:
        """It will be called by its kind."""
        return self.kind


type _Account = SourceConfig | _New


def _login(athlete: AthleteConfig, source: _Account, folder: Path) -> Login:
    if isinstance(source, _New):
        return Newcomer(athlete, source.kind, folder)
    login = open_login(source, surroundings(athlete, source, folder))
    assert login is not None  # its kind has one
    return login


def _source(athlete: AthleteConfig, request: web.Request) -> _Account:
    name = request.match_info["source"]
    for source in athlete.sources:
        if source.called == name and source.kind in WITH_LOGIN:
            return source
    if name in connectable(athlete):
        return _New(name)
    raise web.HTTPNotFound
