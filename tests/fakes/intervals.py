"""An intervals.icu as far as we ask it: the events of one athlete's calendar, behind a key."""

from base64 import b64encode
from typing import Any

from aiohttp import web
from tests.fakes.faults import FakeServer

KEY = "icu-key-77ab3e"


def event(number: int, day: str, category: str = "WORKOUT", **more: Any) -> dict[str, Any]:
    """An event of that day; a run unless `type` says otherwise."""
    start = day if "T" in day else f"{day}T00:00:00"
    sport = {"type": "Run"} if category == "WORKOUT" else {}
    return {"id": number, "category": category, "start_date_local": start, "name": "Run", **sport} | more


class FakeIntervals(FakeServer):
    """`events` is the whole calendar; a look sees what begins between `oldest` and `newest`."""

    def __init__(self) -> None:
        super().__init__()
        self.key = KEY
        self.athletes = {"0", "i12345"}
        self.events: list[dict[str, Any]] = []

    def routes(self) -> list[web.RouteDef]:
        """The one list that is asked for."""
        return [web.get("/api/v1/athlete/{id}/events", self._list)]

    async def _list(self, request: web.Request) -> web.Response:
        expected = f"Basic {b64encode(f'API_KEY:{self.key}'.encode()).decode()}"
        if request.headers.get("Authorization") != expected:
            return web.json_response({"status": 401, "error": "Unauthorized"}, status=401)
        if request.match_info["id"] not in self.athletes:
            return web.json_response({"status": 404, "error": "Athlete not found"}, status=404)
        first, last = request.query["oldest"], request.query["newest"]
        return web.json_response([one for one in self.events if first <= _day(one) <= last])


def _day(one: dict[str, Any]) -> str:
    return str(one.get("start_date_local"))[:10]
