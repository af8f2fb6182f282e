"""A fake Strava: OAuth with rotation, list, detail, zones, streams, subscriptions, and limits that are enforced."""

import time
from datetime import UTC, datetime, timedelta
from typing import Any
from urllib.parse import parse_qs

from aiohttp import ClientError, ClientSession, ClientTimeout, web
from tests.fakes.faults import FakeServer
from yarl import URL

SECRET = "known-client-secret"


def activity(number: int, start: datetime, *, offset_h: float = 1, **fields: Any) -> dict[str, Any]:
    """A run of an hour as a list tells it, its local time with a false Z, a position in it."""
    utc = start.astimezone(UTC)
    given = {
        "id": number,
        "name": "Morning Run",
        "sport_type": "Run",
        "workout_type": None,
        "start_date": f"{utc:%Y-%m-%dT%H:%M:%SZ}",
        "start_date_local": f"{utc + timedelta(hours=offset_h):%Y-%m-%dT%H:%M:%SZ}",
        "timezone": "(GMT+01:00) Europe/Berlin",
        "elapsed_time": 3600,
        "moving_time": 3550,
        "distance": 10000.0,
        "average_heartrate": 141.5,
        "max_heartrate": 165.0,
        "has_heartrate": True,
        "suffer_score": 52.5,
        "external_id": f"garmin_ping_{number}",
        "start_latlng": [52.51, 13.38],
        "map": {"summary_polyline": "secretplace"},
    }
    return given | fields


class FakeStrava(FakeServer):
    """Its activities, tokens and counts are plain attributes."""

    def __init__(self) -> None:
        super().__init__()
        self.activities: dict[int, dict[str, Any]] = {}
        self.unseen: set[int] = set()
        """Cut into pages like all others, and taken out afterwards."""
        self.access, self.refresh, self.turn = "access-0", "refresh-0", 0
        self.limit, self.used = (1_000_000, 1_000_000), [0, 0]
        self.enforced = True
        self.subscriptions: dict[int, str] = {}
        self.expires_in = 21600
        self.now: datetime | None = None
        """Its own clock; None: the machine's."""
        self.ticked = ""
        """The boxes that stay ticked on the page of consent; empty: all."""

    def add(self, *given: dict[str, Any]) -> None:
        """Put activities there, or others in their place."""
        for one in given:
            self.activities[one["id"]] = one

    def routes(self) -> list[web.RouteDef]:
        """The documented addresses."""
        return [
            web.get("/oauth/authorize", self.consent),
            web.post("/oauth/token", self.token),
            web.get("/api/v3/athlete", self.athlete),
            web.get("/api/v3/athlete/activities", self.listed),
            web.get("/api/v3/activities/{id}", self.detail),
            web.get("/api/v3/activities/{id}/zones", self.zones),
            web.get("/api/v3/activities/{id}/streams", self.streams),
            web.post("/api/v3/push_subscriptions", self.subscribe),
            web.delete("/api/v3/push_subscriptions/{id}", self.unsubscribe),
        ]

    async def consent(self, request: web.Request) -> web.Response:
        """The athlete agrees at once, and the browser is sent back."""
        back = URL(request.query["redirect_uri"])
        query = {"state": request.query["state"], "code": "good-code", "scope": self.ticked or request.query["scope"]}
        raise web.HTTPFound(back.with_query(query))

    async def token(self, request: web.Request) -> web.Response:
        """A code or the newest refresh token for new tokens; the old ones end."""
        form = {name: values[0] for name, values in parse_qs((await request.read()).decode()).items()}
        if form.get("client_secret") != SECRET:
            return _error(401, "Application", "", "invalid")
        if form["grant_type"] == "refresh_token" and form["refresh_token"] != self.refresh:
            return _error(400, "RefreshToken", "refresh_token", "invalid")
        if form["grant_type"] == "authorization_code" and form["code"] != "good-code":
            return _error(400, "AuthorizationCode", "code", "invalid")
        self.turn += 1
        self.access, self.refresh = f"access-{self.turn}", f"refresh-{self.turn}"
        tokens = {"access_token": self.access, "refresh_token": self.refresh, "athlete": {"id": 77}}
        now = time.time() if self.now is None else self.now.timestamp()  # noqa: TID251 (a server's)
        return web.json_response(tokens | {"expires_at": int(now) + self.expires_in})

    def refuses(self, request: web.Request) -> web.Response | None:
        """What every address of the API looks at first."""
        if request.headers.get("Authorization") != f"Bearer {self.access}":
            return _error(401, "Athlete", "access_token", "invalid")
        self.used = [one + 1 for one in self.used]
        if self.enforced and any(u > limit for u, limit in zip(self.used, self.limit, strict=True)):
            return web.json_response({"message": "Rate Limit Exceeded"}, status=429, headers=self.headers())
        return None

    def headers(self) -> dict[str, str]:
        """Limits and use, as every answer tells them."""
        limit, used = f"{self.limit[0]},{self.limit[1]}", f"{self.used[0]},{self.used[1]}"
        names = ("X-RateLimit", "X-ReadRateLimit")
        return {f"{name}-Limit": limit for name in names} | {f"{name}-Usage": used for name in names}

    async def athlete(self, request: web.Request) -> web.Response:
        """Whose tokens they are."""
        return self.refuses(request) or web.json_response({"id": 77}, headers=self.headers())

    async def listed(self, request: web.Request) -> web.Response:
        """Newest first, cut into pages, then without the hidden ones."""
        if refusal := self.refuses(request):
            return refusal
        page, size = int(request.query.get("page", 1)), int(request.query.get("per_page", 30))
        before = float(request.query.get("before", "inf"))
        known = [one for one in self.activities.values() if _began(one) < before]
        known.sort(key=_began, reverse=True)
        cut = known[(page - 1) * size : page * size]
        return web.json_response([one for one in cut if one["id"] not in self.unseen], headers=self.headers())

    async def detail(self, request: web.Request) -> web.Response:
        """One with laps and effort."""
        one = self.activities.get(int(request.match_info["id"]))
        if refusal := self.refuses(request):
            return refusal
        if one is None:
            return _error(404, "Activity", "", "not found")
        laps = [{"elapsed_time": 1200, "distance": 3300.0, "average_heartrate": 140 + n} for n in range(3)]
        return web.json_response(one | {"laps": laps, "perceived_exertion": 4}, headers=self.headers())

    async def zones(self, request: web.Request) -> web.Response:
        """Seconds in zones of heart rate."""
        zone = {"type": "heartrate", "distribution_buckets": [{"min": 0, "max": 120, "time": 3600}]}
        return self.refuses(request) or web.json_response([zone], headers=self.headers())

    async def streams(self, request: web.Request) -> web.Response:
        """A sample every ten seconds."""
        count = 360
        samples = {
            "time": {"data": [10 * n for n in range(count)]},
            "heartrate": {"data": [140] * count},
            "velocity_smooth": {"data": [2.8] * count},
            "cadence": {"data": [86] * count},
            "latlng": {"data": [[52.5, 13.3]] * count},
        }
        return self.refuses(request) or web.json_response(samples, headers=self.headers())

    async def subscribe(self, request: web.Request) -> web.Response:
        """One for each application, after a look at the address."""
        form = {name: values[0] for name, values in parse_qs((await request.read()).decode()).items()}
        if form.get("client_secret") != SECRET:
            return _error(401, "Application", "", "invalid")
        if self.subscriptions:
            return _error(400, "PushSubscription", "", "already exists")
        challenge = {"hub.mode": "subscribe", "hub.challenge": "15f7", "hub.verify_token": form["verify_token"]}
        if await _fetch(form["callback_url"], challenge) != {"hub.challenge": "15f7"}:
            return _error(400, "PushSubscription", "callback url", "GET to callback URL does not return 200")
        self.subscriptions[501] = form["callback_url"]
        return web.json_response({"id": 501}, status=201)

    async def unsubscribe(self, request: web.Request) -> web.Response:
        """One less."""
        gone = self.subscriptions.pop(int(request.match_info["id"]), None)
        return web.Response(status=204 if gone is not None else 404)


async def _fetch(url: str, query: dict[str, str]) -> Any:
    """What is at an address; None when it can't be had."""
    try:
        async with ClientSession(timeout=ClientTimeout(total=2)) as browser, browser.get(url, params=query) as answer:
            return await answer.json() if answer.status == 200 else None
    except ClientError, TimeoutError:
        return None


def _began(one: dict[str, Any]) -> float:
    return datetime.fromisoformat(one.get("true_start") or one["start_date"]).timestamp()


def _error(status: int, resource: str, field: str, code: str) -> web.Response:
    body = {"message": "Refused", "errors": [{"resource": resource, "field": field, "code": code}]}
    return web.json_response(body, status=status)


def inactive() -> dict[str, Any]:
    """The body of the 403 of an application that is asleep."""
    return {"message": "Forbidden", "errors": [{"resource": "Application", "field": "Status", "code": "Inactive"}]}
