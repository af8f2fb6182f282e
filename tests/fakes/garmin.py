"""A Garmin that answers like the real one, as far as we ask it.

Login with a code, tokens that rotate, lists, details, nights, calendar, workouts. Its data are plain attributes; tests
change them as a runner or another app would.
"""

import base64
import json
from datetime import date, datetime, timedelta
from typing import Any

from aiohttp import web
from tests.fakes.faults import FakeServer

EMAIL, PASSWORD, CODE = "anna@example.org", "a pass phrase 42", "123456"
START = "startTimeLocal"
YEAR_2100 = 4_102_444_800


def token_of(number: int) -> str:
    """A token that says until when it is good; nobody checks its signature."""
    parts: list[dict[str, Any]] = [
        {"alg": "RS256", "typ": "JWT"},
        {"exp": YEAR_2100, "client_id": "FAKE", "n": number},
    ]
    return ".".join(base64.urlsafe_b64encode(json.dumps(part).encode()).decode().rstrip("=") for part in parts) + ".sig"


def a_run(number: int, start: datetime, **more: Any) -> dict[str, Any]:
    """An entry of the list: an easy run of 10 km, an hour ahead of UTC."""
    return {
        "activityId": number,
        "activityName": "Town - Base",
        "startTimeGMT": f"{start:%Y-%m-%d %H:%M:%S}",
        START: f"{start + timedelta(hours=1):%Y-%m-%d %H:%M:%S}",
        "activityType": {"typeId": 1, "typeKey": "running", "parentTypeId": 17 if more.pop("odd", None) else 1},
        "eventType": {"typeKey": "uncategorized"},
        "distance": 10_000.5,
        "duration": 3300.0,
        "elapsedDuration": 3400.0,
        "averageHR": 141.0,
        "maxHR": 158.0,
        "aerobicTrainingEffect": 2.9,
        "trainingEffectLabel": "AEROBIC_BASE",
        "activityTrainingLoad": 80.0,
        **{f"hrTimeInZone_{zone}": seconds for zone, seconds in enumerate((600.0, 2400.0, 300.0, 0.0, 0.0), 1)},
        "startLatitude": 48.2,
        "startLongitude": 16.37,
        "ownerFullName": "Anna Somebody",
        "parent": False,
    } | more


class FakeGarmin(FakeServer):
    """One account behind one server that plays all of Garmin's hosts."""

    def __init__(self, *, asks_code: bool = False) -> None:
        super().__init__()
        self.asks_code = asks_code
        self.generation = 1
        self.activities: list[dict[str, Any]] = []
        self.details: dict[int, dict[str, Any]] = {}
        self.splits: dict[int, list[dict[str, Any]]] = {}
        self.sets: dict[int, list[dict[str, Any]]] = {}
        self.nights: dict[str, dict[str, Any]] = {}
        self.calendar: list[dict[str, Any]] = []
        self.workouts: dict[int, dict[str, Any]] = {}
        self.schedule: dict[int, dict[str, Any]] = {}
        self.access = token_of(1)
        self._next = 1000

    @property
    def refresh(self) -> str:
        """The only refresh token that works now."""
        return f"refresh-secret-{self.generation}"

    def tokens(self) -> str:
        """The token file of a client that is logged in."""
        return json.dumps({"di_token": self.access, "di_refresh_token": self.refresh, "di_client_id": "FAKE"})

    def expire(self) -> None:
        """The access token is good no longer; the refresh token is."""
        self.access = token_of(self.generation + 1000)

    def revoke(self) -> None:
        """The athlete threw us out: neither token works."""
        self.generation += 1
        self.expire()

    def routes(self) -> list[web.RouteDef]:
        return [
            web.get("/mobile/sso/en_US/sign-in", self._page),
            web.post("/mobile/api/login", self._login),
            web.post("/mobile/api/mfa/verifyCode", self._code),
            web.post("/di-oauth2-service/oauth/token", self._token),
            web.get("/userprofile-service/socialProfile", self._json(lambda _: {"displayName": "anna"})),
            web.get("/activitylist-service/activities/search/activities", self._json(self._search)),
            web.get("/activity-service/activity/{id}", self._json(self._detail)),
            web.get(
                "/activity-service/activity/{id}/typedsplits",
                self._json(lambda r: {"splits": self._of(r, self.splits)}),
            ),
            web.get("/activity-service/activity/{id}/splits", self._json(lambda _: {"lapDTOs": []})),
            web.get("/activity-service/activity/{id}/hrTimeInZones", self._json(lambda _: [])),
            web.get(
                "/activity-service/activity/{id}/exerciseSets",
                self._json(lambda r: {"exerciseSets": self._of(r, self.sets)}),
            ),
            web.get("/sleep-service/sleep/dailySleepData", self._json(self._sleep)),
            web.get("/hrv-service/hrv/daily/{s}/{e}", self._json(lambda _: {"hrvSummaries": self._dated("hrv")})),
            web.get("/usersummary-service/v2/dailysummaries", self._json(lambda _: {"data": self._dated("day")})),
            web.get(
                "/metrics-service/metrics/trainingreadiness/{s}/{e}", self._json(lambda _: self._dated("readiness"))
            ),
            web.get(
                "/biometric-service/biometric/latestLactateThreshold",
                self._json(lambda _: [{"speed": 0.36}, {"hearRate": 168}]),
            ),
            web.get("/calendar-service/year/{year}/month/{month}", self._json(self._month)),
            web.get("/workout-service/workouts", self._json(lambda _: list(self.workouts.values()))),
            web.post("/workout-service/workout", self._upload),
            web.put("/workout-service/workout/{id}", self._replace),
            web.delete("/workout-service/workout/{id}", self._delete),
            web.post("/workout-service/schedule/{id}", self._schedule),
            web.delete("/workout-service/schedule/{id}", self._unschedule),
        ]

    def _json(self, answer: Any) -> Any:
        async def handler(request: web.Request) -> web.Response:
            if not self._is_known(request):
                return web.json_response({"message": "Token is not active"}, status=401)
            return web.json_response(answer(request))

        return handler

    def _is_known(self, request: web.Request) -> bool:
        return request.headers.get("Authorization") == f"Bearer {self.access}"

    async def _page(self, _request: web.Request) -> web.Response:
        return web.Response(text="<html><title>Sign in</title></html>", content_type="text/html")

    async def _login(self, request: web.Request) -> web.Response:
        told = await request.json()
        if (told["username"], told["password"]) != (EMAIL, PASSWORD):
            return web.json_response({"responseStatus": {"type": "INVALID_USERNAME_PASSWORD"}}, status=401)
        if self.asks_code:
            return web.json_response(
                {"responseStatus": {"type": "MFA_REQUIRED"}, "customerMfaInfo": {"mfaLastMethodUsed": "email"}}
            )
        return web.json_response({"responseStatus": {"type": "SUCCESSFUL"}, "serviceTicketId": "ST-secret-ticket"})

    async def _code(self, request: web.Request) -> web.Response:
        if (await request.json())["mfaVerificationCode"] != CODE:
            return web.json_response({"responseStatus": {"type": "MFA_CODE_INVALID"}})
        return web.json_response({"responseStatus": {"type": "SUCCESSFUL"}, "serviceTicketId": "ST-secret-ticket"})

    async def _token(self, request: web.Request) -> web.Response:
        told = await request.post()
        if told.get("grant_type") == "refresh_token" and told.get("refresh_token") != self.refresh:
            return web.json_response({"error": "invalid_grant"}, status=400)
        self.generation += 1
        self.access = token_of(self.generation)
        return web.json_response({"access_token": self.access, "refresh_token": self.refresh})

    def _search(self, request: web.Request) -> list[dict[str, Any]]:
        first, last = request.query["startDate"], request.query["endDate"]
        start, limit = int(request.query["start"]), int(request.query["limit"])
        found = [one for one in self.activities if first <= str(one.get(START))[:10] <= last]
        found.sort(key=lambda one: str(one[START]), reverse=True)
        return found[start : start + limit]

    def _of(self, request: web.Request, told: dict[int, list[dict[str, Any]]]) -> list[dict[str, Any]]:
        return told.get(int(request.match_info["id"]), [])

    def _detail(self, request: web.Request) -> dict[str, Any]:
        number = int(request.match_info["id"])
        if all(one["activityId"] != number for one in self.activities):
            raise web.HTTPNotFound(text="{}")
        return {"activityId": number, "summaryDTO": {"startLatitude": 48.2} | self.details.get(number, {})}

    def _sleep(self, request: web.Request) -> dict[str, Any]:
        return {"dailySleepDTO": self.nights.get(f"sleep:{request.query['date']}", {"sleepTimeSeconds": None})}

    def _dated(self, kind: str) -> list[dict[str, Any]]:
        return [told for name, told in self.nights.items() if name.startswith(f"{kind}:")]

    def _month(self, request: web.Request) -> dict[str, Any]:
        month = f"{int(request.match_info['year'])}-{int(request.match_info['month']) + 1:02}"
        return {"calendarItems": [one for one in (*self.calendar, *self._scheduled()) if one["date"].startswith(month)]}

    def _scheduled(self) -> list[dict[str, Any]]:
        return [
            {"id": number, "itemType": "workout", "sportTypeKey": "strength_training", "title": "Strength", **one}
            for number, one in self.schedule.items()
        ]

    async def _upload(self, request: web.Request) -> web.Response:
        self._next += 1
        self.workouts[self._next] = await request.json() | {"workoutId": self._next}
        return web.json_response(self.workouts[self._next])

    async def _replace(self, request: web.Request) -> web.Response:
        number = int(request.match_info["id"])
        if number not in self.workouts:
            return web.json_response({}, status=404)
        self.workouts[number] = await request.json()
        return web.Response(status=204)

    async def _delete(self, request: web.Request) -> web.Response:
        found = self.workouts.pop(int(request.match_info["id"]), None)
        return web.Response(status=404 if found is None else 204)

    async def _schedule(self, request: web.Request) -> web.Response:
        self._next += 1
        told = await request.json()
        date.fromisoformat(told["date"])
        self.schedule[self._next] = {"workoutId": int(request.match_info["id"]), "date": told["date"]}
        return web.json_response({"workoutScheduleId": self._next, "calendarDate": told["date"]})

    async def _unschedule(self, request: web.Request) -> web.Response:
        found = self.schedule.pop(int(request.match_info["id"]), None)
        return web.Response(status=404 if found is None else 204)
