"""The daemon's API as typed calls: aiohttp only, on the session it is given."""

import json
from collections.abc import AsyncGenerator, AsyncIterator, Collection, Mapping
from contextlib import asynccontextmanager
from datetime import date, datetime
from enum import StrEnum
from http import HTTPStatus
from typing import Any
from urllib.parse import quote
from uuid import uuid4

from aiohttp import ClientConnectionError, ClientError, ClientResponse, ClientSession, ClientTimeout
from yarl import URL

from .const import DEAD_AFTER_S, LOGIN_S, OLDEST_SCHEMA, TIMEOUT_S
from .contract import (
    API,
    SCHEMA,
    AthleteList,
    AthleteRef,
    ContractError,
    Explanation,
    Flag,
    FlagList,
    LoginStep,
    Outcome,
    Preview,
    RunHistory,
    RunTime,
    ServerInfo,
    Snapshot,
    SourceList,
    read,
    write,
)
from .stream import StreamTooLong, messages


class LiftdayError(Exception):
    """The daemon did not give what was asked for; `key` names the translated sentence that says so."""

    key = "cannot_connect"


class CannotConnect(LiftdayError):
    """Nobody answers, or the daemon is in trouble: try again later."""


class ConnectionLost(CannotConnect):
    """The line broke, or nobody picked up: what was said may have been heard or not."""


class InvalidAuth(LiftdayError):
    """The daemon does not know this token: only the user can mend it."""

    key = "invalid_auth"


class InvalidAnswer(LiftdayError):
    """Somebody answers, but not with what the contract says."""

    key = "invalid_answer"


class UnsupportedSchema(LiftdayError):
    """Daemon and integration have no schema in common; `key` says which of them to update."""

    def __init__(self, key: str, found: int) -> None:
        """Remember whom to update (`daemon_too_old` or `integration_too_old`)."""
        super().__init__(f"the daemon speaks schema {found}, this integration {OLDEST_SCHEMA} to {SCHEMA}")
        self.key = key


def check_schema(oldest: int, newest: int) -> None:
    """Raise UnsupportedSchema if a daemon that speaks these has none in common with us."""
    if newest < OLDEST_SCHEMA:
        raise UnsupportedSchema("daemon_too_old", newest)
    if oldest > SCHEMA:
        raise UnsupportedSchema("integration_too_old", oldest)


class Refused(LiftdayError):
    """The daemon understood and will not do it; the message is its own sentence, which says what to do instead."""

    key = "refused"


REFUSALS = {
    HTTPStatus.NOT_FOUND,
    HTTPStatus.CONFLICT,
    HTTPStatus.PRECONDITION_FAILED,
    HTTPStatus.UNPROCESSABLE_ENTITY,
}


class Verb(StrEnum):
    """What an athlete can say about a session."""

    DONE = "done"
    SKIP = "skip"
    PUSH_BACK = "push_back"
    MOVE = "move"
    CONFIRM = "confirm"
    PIN = "pin"
    UNPIN = "unpin"
    UNDO = "undo"


def base_url(text: str) -> str:
    """What a person typed or pasted, as the address under which the API lives; ValueError if it is no web address."""
    text = text.strip()
    url = URL(text if "://" in text else f"http://{text}")
    if url.scheme not in {"http", "https"} or not url.host:
        raise ValueError(f"{text!r} is no web address")
    path = url.path.rstrip("/").removesuffix(API).rstrip("/")
    return str(url.with_path(path or "/").with_query(None).with_fragment(None)).rstrip("/")


class LiftdayClient:
    """One daemon, asked with one token."""

    def __init__(self, session: ClientSession, url: str, token: str) -> None:
        """Use a session that somebody else opens and closes; `url` comes from `base_url`."""
        self.url = url
        self._session = session
        self._token = token
        self._known: dict[str, tuple[str, Snapshot]] = {}

    async def info(self) -> ServerInfo:
        """Who answers; needs no token."""
        async with self._ask("GET", "/info") as response:
            info = _read(ServerInfo, await _json(response))
        check_schema(info.schema_oldest, info.schema_newest)
        return info

    async def athletes(self) -> tuple[AthleteRef, ...]:
        """The athletes that the token may see."""
        async with self._ask("GET", "/athletes") as response:
            return _read(AthleteList, await _json(response)).athletes

    async def snapshot(self, athlete_id: str) -> Snapshot:
        """The present answer for one athlete; what did not change is not sent again."""
        known = self._known.get(athlete_id)
        headers = {"If-None-Match": known[0]} if known else {}
        async with self._ask("GET", f"/athletes/{athlete_id}/snapshot", headers) as response:
            if known and response.status == HTTPStatus.NOT_MODIFIED:
                return known[1]
            snapshot = _snapshot(await _json(response))
            if etag := response.headers.get("ETag"):
                self._known[athlete_id] = (etag, snapshot)
            return snapshot

    async def follow(self, athlete_id: str) -> AsyncGenerator[Snapshot]:
        """The present answer, and a new one whenever it changes; ends when the daemon stops.

        A stream without even a heartbeat for DEAD_AFTER_S raises CannotConnect.
        """
        patience = ClientTimeout(total=None, sock_connect=TIMEOUT_S, sock_read=DEAD_AFTER_S)
        headers = {"Accept": "text/event-stream"}
        async with self._ask("GET", f"/athletes/{athlete_id}/events", headers, patience) as response:
            try:
                async for message in messages(response.content.iter_any()):
                    if message.event == "snapshot":
                        yield _snapshot(_parsed(message.data))
            except StreamTooLong as err:
                raise InvalidAnswer(str(err)) from err

    async def sync(self) -> None:
        """Ask for a cycle now; the result arrives as a snapshot."""
        async with self._ask("POST", "/sync"):
            pass

    async def say(
        self,
        athlete_id: str,
        uid: str,
        verb: Verb,
        *,
        start: datetime | None = None,
        revision: int | None = None,
        key: str | None = None,
    ) -> Outcome:
        """Say something about a session; the plan that follows from it arrives as a snapshot.

        `start` (aware): when it was done, where it moves to, or before when it should not be pushed back. `revision`:
        the plan that was looked at; if this session is different by now, Refused. `key`: the same word said again.
        """
        path = f"/athletes/{athlete_id}/sessions/{quote(uid, safe='')}/{verb}"
        return _read(Outcome, await self._send(path, {"start": start, "revision": revision}, key))

    async def classify(self, athlete_id: str, activity_id: str, effort: str | None) -> Outcome:
        """Say what a run was; None lets the daemon judge again."""
        path = f"/athletes/{athlete_id}/activities/{quote(activity_id, safe='')}/classification"
        return _read(Outcome, await self._send(path, {"effort": effort}, keep_none=True))

    async def flags(self, athlete_id: str) -> tuple[Flag, ...]:
        """What was said about stretches of days, of now and to come: pauses, illness, injuries, travel."""
        async with self._ask("GET", f"/athletes/{athlete_id}/flags") as response:
            return _read(FlagList, await _json(response)).flags

    async def raise_flag(self, athlete_id: str, flag: Mapping[str, Any]) -> Outcome:
        """Pause, or say that the athlete is sick, hurt or travelling; the fields are those of the daemon's API."""
        return _read(Outcome, await self._send(f"/athletes/{athlete_id}/flags", flag))

    async def lower_flag(self, athlete_id: str, flag_id: str) -> Outcome:
        """Say that it is over."""
        path = f"/athletes/{athlete_id}/flags/{quote(flag_id, safe='')}"
        async with self._ask("DELETE", path, refusals=REFUSALS) as response:
            return _read(Outcome, await _json(response))

    async def explain(self, athlete_id: str, day: date) -> Explanation:
        """Why a day looks as it does."""
        path = f"/athletes/{athlete_id}/explain?date={day.isoformat()}"
        async with self._ask("GET", path, refusals=REFUSALS) as response:
            return _read(Explanation, await _json(response))

    async def runs(self, athlete_id: str) -> tuple[RunTime, ...]:
        """When and how long was run in the last two years, as far as the daemon knows."""
        async with self._ask("GET", f"/athletes/{athlete_id}/runs") as response:
            return _read(RunHistory, await _json(response)).runs

    async def preview(self, athlete_id: str, change: Mapping[str, Any]) -> Preview:
        """What would become different; nothing is stored. The fields are those of the daemon's API."""
        return _read(Preview, await self._send(f"/athletes/{athlete_id}/preview", change))

    async def source_list(self, athlete_id: str) -> SourceList:
        """Every way in for data, how it is doing, and what could be connected."""
        async with self._ask("GET", f"/athletes/{athlete_id}/sources") as response:
            return _read(SourceList, await _json(response))

    async def begin_login(self, athlete_id: str, source: str, redirect_url: str | None = None) -> LoginStep:
        """Begin to connect an account; `redirect_url` is where the service may send the browser back."""
        path = f"/athletes/{athlete_id}/sources/{quote(source, safe='')}/login"
        return _read(LoginStep, await self._send(path, {"redirect_url": redirect_url}))

    async def answer_login(self, athlete_id: str, source: str, login: str, answers: Mapping[str, str]) -> LoginStep:
        """Answer the questions of the last step."""
        path = f"/athletes/{athlete_id}/sources/{quote(source, safe='')}/login/{quote(login, safe='')}"
        body = {"answers": dict(answers)}  # said once: a service may count a second try
        return _read(LoginStep, await self._send_once(path, body, {}, ClientTimeout(total=LOGIN_S)))

    async def _send(
        self, path: str, fields: Mapping[str, Any], key: str | None = None, *, keep_none: bool = False
    ) -> Any:
        """POST an object. The key lets a word be said once more when the line broke, without being taken twice."""
        body = {name: _plain(value) for name, value in fields.items() if keep_none or value is not None}
        headers = {"Idempotency-Key": key or uuid4().hex}
        try:
            return await self._send_once(path, body, headers)
        except ConnectionLost:
            return await self._send_once(path, body, headers)

    async def _send_once(
        self, path: str, body: dict[str, Any], headers: dict[str, str], patience: ClientTimeout | None = None
    ) -> Any:
        async with self._ask("POST", path, headers, patience, body=body, refusals=REFUSALS) as response:
            return await _json(response)

    @asynccontextmanager
    async def _ask(
        self,
        method: str,
        path: str,
        headers: dict[str, str] | None = None,
        patience: ClientTimeout | None = None,
        *,
        body: dict[str, Any] | None = None,
        refusals: Collection[int] = (),
    ) -> AsyncIterator[ClientResponse]:
        """One request: the only place that knows headers, time limits and what a status means."""
        try:
            async with self._session.request(
                method,
                URL(f"{self.url}{API}{path}", encoded=True),
                headers={"Authorization": f"Bearer {self._token}", **(headers or {})},
                timeout=patience or ClientTimeout(total=TIMEOUT_S),
                json=body,
            ) as response:
                if response.status in refusals:
                    raise Refused(await _detail(response))
                await _raise_for_status(response)
                yield response
        except TimeoutError as err:
            raise CannotConnect("no answer in time") from err
        except ClientConnectionError as err:
            raise ConnectionLost(str(err) or type(err).__name__) from err
        except ClientError as err:
            raise CannotConnect(str(err) or type(err).__name__) from err


async def _raise_for_status(response: ClientResponse) -> None:
    if response.status in {HTTPStatus.UNAUTHORIZED, HTTPStatus.FORBIDDEN}:
        raise InvalidAuth(await _detail(response))
    if response.status >= HTTPStatus.INTERNAL_SERVER_ERROR or response.status == HTTPStatus.TOO_MANY_REQUESTS:
        raise CannotConnect(await _detail(response))
    if response.status >= HTTPStatus.BAD_REQUEST:
        raise InvalidAnswer(await _detail(response))


async def _detail(response: ClientResponse) -> str:
    """What the daemon's problem document says, or the bare status."""
    try:
        problem = await response.json(content_type="application/problem+json")
        return str(problem.get("detail") or problem["title"])
    except ClientError, ValueError, KeyError, AttributeError:
        return f"status {response.status}"


async def _json(response: ClientResponse) -> Any:
    try:
        return _parsed(await response.text())
    except UnicodeDecodeError as err:
        raise InvalidAnswer("the answer is no text") from err


def _parsed(text: str) -> Any:
    try:
        return json.loads(text)
    except ValueError as err:
        raise InvalidAnswer("the answer is no JSON") from err


def _plain(value: Any) -> Any:
    """A value as JSON has it: instants in ISO 8601, within lists and objects too."""
    if isinstance(value, Mapping):
        return {name: _plain(one) for name, one in value.items()}
    if isinstance(value, list):
        return [_plain(one) for one in value]
    return write(value)


def _snapshot(document: Any) -> Snapshot:
    """A snapshot; its schema is looked at before anything else, because another one may mean other things."""
    found = document.get("schema") if isinstance(document, dict) else None
    if isinstance(found, int):
        check_schema(found, found)
    return _read(Snapshot, document)


def _read[T](cls: type[T], document: Any) -> T:
    try:
        return read(cls, document)
    except ContractError as err:
        raise InvalidAnswer(str(err)) from err
