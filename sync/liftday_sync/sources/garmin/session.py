"""Requests to one Garmin account: in a thread, one at a time, with tokens that are never lost and sorted errors.

What happened is read from the answers, never from the library's error classes.
"""

import threading
from collections.abc import Callable, Mapping
from datetime import datetime, timedelta
from http import HTTPStatus
from pathlib import Path
from typing import Any

import requests

from liftday_sync.sources.base import SourceState
from liftday_sync.sources.garmin import trouble
from liftday_sync.sources.garmin.client import (
    GarminClient,
    GarminConnectAuthenticationError,
    GarminConnectConnectionError,
)
from liftday_sync.sources.garmin.trouble import Refusal, by_status
from liftday_sync.sources.web import Trouble
from liftday_sync.threads import in_thread

TOKEN_FILE = "tokens.json"  # noqa: S105 (a file's name)
PATIENCE_S = 60.0
"""For a whole call, a renewal of the token included."""
DEAD_FOR = timedelta(hours=6)
"""A refused renewal is final as far as we know; now and then it is tried all the same."""

type Stamp = tuple[int, int, int]


class Session:
    """Requests to one account. `folder` is the source's own; the token file in it belongs to this user alone."""

    def __init__(self, folder: Path, server: str | None = None, *, patience_s: float = PATIENCE_S) -> None:
        self._folder = folder
        self._server = server
        self._patience_s = patience_s
        self._running = threading.Lock()
        self._client: GarminClient | None = None
        self._loaded: Stamp | None = None
        self._dead: tuple[Stamp | None, datetime] | None = None

    async def get(self, path: str, now: datetime, **params: object) -> Any:
        """The JSON that lies there; `{}` for no content. Raises `Trouble`."""
        return await self._in_thread(now, lambda client: client.connectapi(path, params=params))

    async def send(self, method: str, path: str, now: datetime, body: Mapping[str, Any] | None = None) -> Any:
        """The JSON that comes back to a POST, PUT or DELETE; `{}` for none. Raises `Trouble`."""

        def send(client: GarminClient) -> Any:
            reply = client.request(method, "connectapi", path, **({} if body is None else {"json": body}))
            return reply.json() if reply.content else {}

        return await self._in_thread(now, send)

    async def _in_thread(self, now: datetime, call: Callable[[GarminClient], Any]) -> Any:
        try:
            return await in_thread(self._call, call, now, timeout_s=self._patience_s)
        except TimeoutError:
            raise Trouble(SourceState.OFFLINE, trouble.TOO_SLOW) from None

    def _call(self, call: Callable[[GarminClient], Any], now: datetime) -> Any:
        if not self._running.acquire(blocking=False):  # an earlier call still hangs in its thread
            raise Trouble(SourceState.OFFLINE, trouble.TOO_SLOW)
        try:
            client = self._opened(now)
            client.renewal = None
            before = client.dumps()
            try:
                return call(client)
            except Exception as error:
                raise self._what(error, client.renewal, now) from error
            finally:
                if client.dumps() != before:
                    self._keep(client)
        finally:
            self._running.release()

    def _opened(self, now: datetime) -> GarminClient:
        """The client with the tokens as they lie in the file now: a login elsewhere takes effect at once."""
        path = token_path(self._folder)
        stamp = _stamp(path)
        if stamp is None:
            raise Trouble(SourceState.NEEDS_LOGIN, trouble.LOGIN_FIRST)
        if self._dead is not None and self._dead[0] == stamp and now < self._dead[1]:
            raise Trouble(SourceState.NEEDS_LOGIN, trouble.LOGIN_AGAIN)
        if self._client is None or stamp != self._loaded:
            client = GarminClient(self._server)
            try:
                path.chmod(0o600)
                client.load(str(path))
            except (GarminConnectConnectionError, OSError) as error:
                raise Trouble(SourceState.NEEDS_LOGIN, trouble.UNREADABLE) from error
            self._client, self._loaded = client, stamp
        return self._client

    def _keep(self, client: GarminClient) -> None:
        """Save what was renewed: only the newest refresh token works, and the library swallows a failed save."""
        client.keep(token_path(self._folder))
        self._loaded = _stamp(token_path(self._folder))

    def _what(self, error: Exception, renewal: Any, now: datetime) -> Trouble:
        """What a failed call means. The cause decides, never the class of the exception."""
        reply = _reply_in(error)
        if reply is None:
            return _without_reply(error)
        if reply.status_code == HTTPStatus.UNAUTHORIZED:
            return self._unauthorized(renewal, now)
        return by_status(reply.status_code, reply.headers.get("Retry-After"), now)

    def _unauthorized(self, renewal: Any, now: datetime) -> Trouble:
        """Not authorised: only a renewal that was refused means that the athlete must log in again."""
        if isinstance(renewal, Exception):
            return Trouble(SourceState.OFFLINE, trouble.OUT_OF_REACH)
        if renewal is not None and renewal.text.lstrip().startswith("<"):
            return Trouble(SourceState.OFFLINE, trouble.A_PAGE)
        if renewal is not None and renewal.status_code >= HTTPStatus.FORBIDDEN:
            return by_status(renewal.status_code, renewal.headers.get("Retry-After"), now)
        if renewal is not None and renewal.status_code >= HTTPStatus.BAD_REQUEST:
            self._dead = (_stamp(token_path(self._folder)), now + DEAD_FOR)
        return Trouble(SourceState.NEEDS_LOGIN, trouble.LOGIN_AGAIN)


def _without_reply(error: Exception) -> Trouble:
    """No answer at all, or one that is no data."""
    for one in _chain(error):
        if isinstance(one, requests.exceptions.InvalidJSONError):
            page = str(getattr(one, "doc", "")).lstrip().startswith("<")
            return Refusal(SourceState.OFFLINE, trouble.A_PAGE) if page else _strange()
        if isinstance(one, requests.Timeout):
            return Trouble(SourceState.OFFLINE, trouble.TOO_SLOW)
        if isinstance(one, (requests.RequestException, OSError)):
            return Trouble(SourceState.OFFLINE, trouble.OUT_OF_REACH)
        if isinstance(one, GarminConnectAuthenticationError):
            return Trouble(SourceState.NEEDS_LOGIN, trouble.LOGIN_AGAIN)
    return _strange()


def _strange() -> Refusal:
    return Refusal(SourceState.SCHEMA_DRIFT, trouble.STRANGE)


def _reply_in(error: BaseException) -> Any:
    """The answer that an exception, or one of its causes, is about."""
    return next((reply for one in _chain(error) if (reply := getattr(one, "response", None)) is not None), None)


def _chain(error: BaseException) -> list[BaseException]:
    found: list[BaseException] = []
    one: BaseException | None = error
    while one is not None and one not in found:
        found.append(one)
        one = one.__cause__
    return found


def token_path(folder: Path) -> Path:
    """Where the tokens of a source lie. Resolved, for the library refuses links on the way."""
    return folder.resolve() / TOKEN_FILE


def _stamp(path: Path) -> Stamp | None:
    try:
        told = path.stat()
    except OSError:
        return None
    return (told.st_ino, told.st_mtime_ns, told.st_size)
