"""Requests with one key: it is exchanged for a token that is good for a day, and the token is shown with each request.

The token is kept in memory alone; the key is read anew for each request, so that a new one takes effect at once.
"""

import asyncio
import json
from base64 import urlsafe_b64decode
from binascii import Error as NoBase64
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from http import HTTPStatus
from pathlib import Path
from typing import Any

from liftday_sync.errors import ConfigError
from liftday_sync.sources.base import SourceState
from liftday_sync.sources.garmin_reading.trouble import A_PAGE, STRANGE, Refusal, by_status
from liftday_sync.sources.web import PATIENCE_S, Reply, Trouble, Web
from liftday_sync.strict import read_secret
from liftday_sync.threads import in_thread

SERVER = "https://personal.connectapi.garmin.com"
EXCHANGE = "/personalapitoken-service/personal-api/personal-api-key/token"
SERVICE = "Garmin"
AT_ONCE = 2
"""Requests at a time; the service turns a dozen away."""
GOOD_FOR = timedelta(hours=24)
"""How long a token is good that does not say it."""
RENEW_BEFORE = timedelta(hours=1)
REFUSED_FOR = timedelta(hours=6)
"""A key that was refused is final as far as we know; now and then it is tried all the same."""
PARTS_OF_A_TOKEN = 3
EPOCH = datetime(1970, 1, 1, tzinfo=UTC)

NEW_KEY = (
    "make a new one at connect.garmin.com under Settings, Personal API key, and put it in the place of the old one"
)
REFUSED = f"Garmin does not accept the key for its Personal API: {NEW_KEY}."


@dataclass(frozen=True, slots=True, kw_only=True)
class Token:
    """What a key was exchanged for."""

    key: str
    text: str
    made_at: datetime
    until: datetime

    def serves(self, key: str, now: datetime) -> bool:
        """Whether to show it. One that seems old as soon as it is made comes from a clock that is wrong: believe it."""
        is_new = timedelta(0) <= now - self.made_at < RENEW_BEFORE
        return self.key == key and (is_new or self.until - now > RENEW_BEFORE)


class Session:
    """Requests with the key that lies at `place`, two at a time at most."""

    def __init__(self, place: str, data_dir: Path, server: str | None, *, patience_s: float = PATIENCE_S) -> None:
        self._place = place
        self._data_dir = data_dir
        self._server = (server or SERVER).rstrip("/")
        self._patience_s = patience_s
        self._gate = asyncio.Semaphore(AT_ONCE)
        self._exchanging = asyncio.Lock()
        self._token: Token | None = None
        self._refused: tuple[str, datetime] | None = None

    async def get(self, path: str, now: datetime, **params: object) -> Any:
        """The JSON that lies there; `{}` for no content. Raises `Trouble`."""
        key = await self._key()
        async with self._gate, Web.open(SERVICE, now, patience_s=self._patience_s) as web:
            token = await self._token_for(web, key)
            reply = await self._show(web, token, path, params)
            if reply.status == HTTPStatus.UNAUTHORIZED:
                token = await self._token_for(web, key, instead_of=token)
                reply = await self._show(web, token, path, params)
        if reply.status == HTTPStatus.UNAUTHORIZED:
            raise self._refuse(key, now)
        return await in_thread(_told, reply, now)

    async def _key(self) -> str:
        try:
            key = await in_thread(read_secret, self._place, self._data_dir)
        except ConfigError as error:
            raise Trouble(SourceState.NEEDS_KEY, str(error)) from error
        if not key.isascii() or not key.isprintable():
            raise Trouble(SourceState.NEEDS_KEY, REFUSED)
        return key

    async def _show(self, web: Web, token: Token, path: str, params: Mapping[str, object]) -> Reply:
        headers = {"Authorization": f"Bearer {token.text}", "Accept": "application/json"}
        asked = {name: str(value) for name, value in params.items()}
        return await web.ask("GET", f"{self._server}{path}", headers=headers, params=asked)

    async def _token_for(self, web: Web, key: str, *, instead_of: Token | None = None) -> Token:
        """A token that serves, exchanged once however many ask for it at a time. Raises `Trouble`."""
        async with self._exchanging:
            known = self._token
            if known is not None and known is not instead_of and known.serves(key, web.now):
                return known
            if self._refused is not None and self._refused[0] == key and web.now < self._refused[1]:
                raise Trouble(SourceState.NEEDS_KEY, REFUSED)
            self._token = await self._exchange(web, key)
            return self._token

    async def _exchange(self, web: Web, key: str) -> Token:
        headers = {"Authorization": f"ApiKey {key}", "Accept": "*/*"}
        reply = await web.ask("POST", f"{self._server}{EXCHANGE}", headers=headers)
        refuses = {HTTPStatus.BAD_REQUEST, HTTPStatus.UNAUTHORIZED, HTTPStatus.FORBIDDEN}
        if reply.status in refuses and not _is_page(reply):
            raise self._refuse(key, web.now)
        if reply.status != HTTPStatus.OK:
            raise by_status(reply.status, reply.headers.get("Retry-After"), web.now)
        if _is_page(reply):
            raise Trouble(SourceState.OFFLINE, A_PAGE)
        text = reply.text().strip().strip('"')
        if len(text.split(".")) != PARTS_OF_A_TOKEN or not text.isascii() or not text.isprintable():
            raise Trouble(SourceState.SCHEMA_DRIFT, STRANGE)
        self._refused = None
        return Token(key=key, text=text, made_at=web.now, until=_until(text, web.now))

    def _refuse(self, key: str, now: datetime) -> Trouble:
        self._token, self._refused = None, (key, now + REFUSED_FOR)
        return Trouble(SourceState.NEEDS_KEY, REFUSED)


def _told(reply: Reply, now: datetime) -> Any:
    """The data of an answer. Raises `Trouble`."""
    if reply.status == HTTPStatus.NO_CONTENT or (reply.status == HTTPStatus.OK and not reply.body.strip()):
        return {}
    if reply.status != HTTPStatus.OK:
        raise by_status(reply.status, reply.headers.get("Retry-After"), now)
    if _is_page(reply):
        raise Refusal(SourceState.OFFLINE, A_PAGE)
    try:
        return json.loads(reply.body)
    except ValueError as error:
        raise Refusal(SourceState.SCHEMA_DRIFT, STRANGE) from error


def _is_page(reply: Reply) -> bool:
    return reply.body.lstrip().startswith(b"<")


def _until(token: str, now: datetime) -> datetime:
    """Until when a token says that it is good; nobody checks its signature here."""
    middle = token.split(".")[1]
    try:
        told = json.loads(urlsafe_b64decode(middle + "=" * (-len(middle) % 4)))
        return EPOCH + timedelta(seconds=int(told["exp"]))
    except NoBase64, ValueError, KeyError, TypeError, OverflowError:
        return now + GOOD_FOR
