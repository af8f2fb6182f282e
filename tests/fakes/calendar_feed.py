"""A calendar feed behind a secret address: entries as plain lines, with validators, and whatever goes wrong with it."""

import hashlib

from aiohttp import web
from tests.fakes.faults import FakeServer

SECRET = "b7f3c1d9e5"


def event(uid: str, start: str, title: str, **more: str) -> str:
    """A VEVENT; `start` is what stands behind DTSTART, its parameters included: `;VALUE=DATE:20261124`."""
    lines = [f"UID:{uid}", f"DTSTART{start}", f"SUMMARY:{title}"]
    lines += [
        f"{name.replace('_', '-').upper()}{value if value[0] in ';:' else f':{value}'}" for name, value in more.items()
    ]
    return "\r\n".join(["BEGIN:VEVENT", *lines, "END:VEVENT"])


def calendar(*events: str) -> str:
    """The whole feed."""
    return "\r\n".join(["BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//Fake//EN", *events, "END:VCALENDAR", ""])


class FakeCalendar(FakeServer):
    """Serves `events`; `validators` False is a service without ETags."""

    def __init__(self) -> None:
        super().__init__()
        self.events: list[str] = []
        self.validators = True
        self.moved_to: str | None = None

    @property
    def address(self) -> str:
        """Where the feed is."""
        return f"{self.url}/{SECRET}.ics"

    def routes(self) -> list[web.RouteDef]:
        """The feed, and places that send on to it or round and round."""
        return [
            web.get(f"/{SECRET}.ics", self._feed),
            web.get("/moved.ics", self._moved),
            web.get("/circle.ics", self._circle),
        ]

    async def _feed(self, request: web.Request) -> web.Response:
        body = calendar(*self.events).encode()
        tag = f'"{hashlib.sha256(body).hexdigest()[:16]}"'
        headers = {"ETag": tag} if self.validators else {}
        if self.validators and request.headers.get("If-None-Match") == tag:
            return web.Response(status=304, headers=headers)
        return web.Response(body=body, content_type="text/calendar", headers=headers)

    async def _moved(self, _request: web.Request) -> web.Response:
        raise web.HTTPFound(f"/{SECRET}.ics")

    async def _circle(self, _request: web.Request) -> web.Response:
        raise web.HTTPFound("/circle.ics")
