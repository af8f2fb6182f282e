"""Garmin's Personal API as far as we ask it: a key for a token, and the same lists as the account's.

Its data are plain attributes, as those of `FakeGarmin`. It minds what the real one minds: pages of 45 at most,
stretches of days that are not too long, a few requests at a time.
"""

import asyncio
import base64
import json
from datetime import date, datetime, timedelta
from typing import Any

from aiohttp import web
from tests.fakes.garmin import FakeGarmin

KEY = "personal-key-4f9a1c"
MOST_ON_A_PAGE = 45
MOST_AT_ONCE = 2
LIFETIME = timedelta(hours=24)


def jwt(number: int, until: datetime) -> str:
    """A token that says until when it is good."""
    parts: list[dict[str, Any]] = [{"alg": "RS256"}, {"exp": int(until.timestamp()), "n": number}]
    return ".".join(base64.urlsafe_b64encode(json.dumps(part).encode()).decode().rstrip("=") for part in parts) + ".sig"


class FakePersonal(FakeGarmin):
    """One key; `clock` is what the service takes for the time."""

    def __init__(self, clock: datetime) -> None:
        super().__init__()
        self.clock = clock
        self.key = KEY
        self.tokens_given: list[str] = []
        self.zones: list[dict[str, Any]] = []
        self.followed: dict[int, list[dict[str, Any]]] = {}
        self.linger_s = 0.0
        self.most_at_once = 0
        self._now_open = 0

    def expire(self) -> None:
        """No token that was given so far is good any longer."""
        self.tokens_given.clear()

    def routes(self) -> list[web.RouteDef]:
        return [
            web.post("/personalapitoken-service/personal-api/personal-api-key/token", self._exchange),
            web.get("/activitylist-service/activities/search/activities", self._json(self._page_of)),
            web.get("/activity-service/activity/{id}", self._json(self._detail)),
            web.get("/activity-service/activity/{id}/workouts", self._json(lambda r: self._of(r, self.followed))),
            web.get("/sleep-service/sleep/dailySleepSummariesByDate", self._json(self._sleeps)),
            web.get("/hrv-service/hrv/daily/{s}/{e}", self._json(self._hrv)),
            web.get("/usersummary-service/v2/dailysummaries", self._json(self._days)),
            web.get("/usersummary-service/usersummary/daily", self._json(self._wake)),
            web.get("/biometric-service/heartRateZones/v2", self._json(lambda _: self.zones)),
        ]

    def _json(self, answer: Any) -> Any:
        handler = super()._json(answer)

        async def counted(request: web.Request) -> web.StreamResponse:
            self._now_open += 1
            self.most_at_once = max(self.most_at_once, self._now_open)
            try:
                await asyncio.sleep(self.linger_s)
                if self._now_open > MOST_AT_ONCE:
                    return web.json_response({}, status=429, headers={"Retry-After": "14"})
                served: web.StreamResponse = await handler(request)
                return served
            finally:
                self._now_open -= 1

        return counted

    def _is_known(self, request: web.Request) -> bool:
        return request.headers.get("Authorization", "").removeprefix("Bearer ") in self.tokens_given

    async def _exchange(self, request: web.Request) -> web.Response:
        if request.headers.get("Authorization") != f"ApiKey {self.key}":
            return web.json_response({"message": "invalid key"}, status=401)
        self.generation += 1
        self.tokens_given.append(jwt(self.generation, self.clock + LIFETIME))
        return web.Response(text=self.tokens_given[-1])

    def _page_of(self, request: web.Request) -> list[dict[str, Any]]:
        if int(request.query.get("limit", "99")) > MOST_ON_A_PAGE:
            raise web.HTTPInternalServerError(text="{}")
        return self._search(request)

    def _sleeps(self, request: web.Request) -> list[dict[str, Any]]:
        return self._between("sleep", request.query["startDate"], request.query["endDate"], 31)

    def _hrv(self, request: web.Request) -> dict[str, Any]:
        return {"hrvSummaries": self._between("hrv", request.match_info["s"], request.match_info["e"], 365)}

    def _days(self, request: web.Request) -> dict[str, Any]:
        return {"data": self._between("day", request.query["startDate"], request.query["endDate"], 31)}

    def _wake(self, request: web.Request) -> dict[str, Any]:
        return self.nights.get(f"wake:{request.query['calendarDate']}", {})

    def _between(self, kind: str, first: str, last: str, longest: int) -> list[dict[str, Any]]:
        if (date.fromisoformat(last) - date.fromisoformat(first)).days >= longest:
            raise web.HTTPBadRequest(text="{}")
        return [one for one in self._dated(kind) if first <= one["calendarDate"] <= last]
