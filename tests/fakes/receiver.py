"""A phone: takes the messages that Apprise sends to a `json://` address, and keeps them."""

import json
from dataclasses import dataclass

from aiohttp import web
from tests.fakes.faults import FakeServer

SECRET = "k3y-of-the-receiver"


@dataclass(frozen=True, slots=True, kw_only=True)
class Heard:
    """One message."""

    title: str
    body: str


class FakeReceiver(FakeServer):
    """Takes what is posted; `heard` holds what was taken, first to last."""

    def __init__(self) -> None:
        super().__init__()
        self.heard: list[Heard] = []

    @property
    def address(self) -> str:
        """What stands in the athlete's secret file."""
        return f"{self.url.replace('http', 'json', 1)}/{SECRET}"

    def routes(self) -> list[web.RouteDef]:
        """The one place to post to."""
        return [web.post(f"/{SECRET}", self._take)]

    async def _take(self, request: web.Request) -> web.Response:
        said = json.loads(await request.read())
        self.heard.append(Heard(title=said["title"], body=said["message"]))
        return web.json_response({})
