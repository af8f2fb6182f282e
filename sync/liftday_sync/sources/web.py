"""One way to ask a web service: with a time-out, a size cap, and an answer that can be told apart.

Nothing here says an address in a message: it may be a secret.
"""

import email.utils
import json
from collections.abc import AsyncGenerator, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from http import HTTPStatus
from typing import Any, Literal, Self

import aiohttp

from liftday_sync import __version__
from liftday_sync.errors import SourceError
from liftday_sync.sources.base import Pull, SourceState

MOST_BYTES = 8_000_000
REDIRECTS = 5
COME_BACK_AFTER = timedelta(minutes=15)
"""How long to leave a service alone that says "too often" without saying until when."""
LONGEST_WAIT = timedelta(hours=24)
PATIENCE_S = 30.0
"""For one answer, to its last byte."""


class Trouble(SourceError):
    """A look that failed: how the source is doing from now on, in one sentence, and until when to leave it alone."""

    def __init__(self, state: SourceState, detail: str, *, retry_at: datetime | None = None) -> None:
        super().__init__(detail)
        self.state = state
        self.retry_at = retry_at

    def as_pull(self) -> Pull:
        """The look as the store notes it: no items, and the cursor stays."""
        return Pull(state=self.state, detail=str(self), retry_at=self.retry_at)


@dataclass(frozen=True, slots=True, kw_only=True)
class Reply:
    """What came back, whatever its status."""

    status: int
    headers: Mapping[str, str]
    body: bytes

    def text(self) -> str:
        """The body as text; what is no UTF-8 is replaced."""
        return self.body.decode("utf-8-sig", errors="replace")

    def json(self, service: str) -> Any:
        """The body as JSON. Raises `Trouble`: a web page in its place is no answer."""
        try:
            return json.loads(self.body)
        except ValueError as error:
            detail = f"{service} answered with something that is no data; Liftday tries again by itself."
            raise Trouble(SourceState.SCHEMA_DRIFT, detail) from error


class Web:
    """A session with one service, named as in messages, open for the length of one look."""

    def __init__(self, session: aiohttp.ClientSession, service: str, now: datetime) -> None:
        self._session = session
        self.service = service
        self.now = now
        self.requests = 0

    @classmethod
    @asynccontextmanager
    async def open(cls, service: str, now: datetime, *, patience_s: float = PATIENCE_S) -> AsyncGenerator[Self]:
        """A fresh session; it is closed at the end, whatever happens."""
        headers = {"User-Agent": f"liftday/{__version__}"}
        patience = aiohttp.ClientTimeout(total=patience_s, connect=patience_s / 3)
        async with aiohttp.ClientSession(timeout=patience, headers=headers) as session:
            yield cls(session, service, now)

    async def ask(
        self,
        method: Literal["GET", "POST"],
        url: str,
        *,
        headers: Mapping[str, str] | None = None,
        params: Mapping[str, str] | None = None,
        follow: bool = False,
    ) -> Reply:
        """The reply, of any status. Raises `Trouble` when the service can't be reached or sends too much."""
        self.requests += 1
        try:
            async with self._session.request(
                method, url, headers=headers, params=params, allow_redirects=follow, max_redirects=REDIRECTS
            ) as response:
                body = await self._read(response)
                return Reply(status=response.status, headers=response.headers, body=body)
        except aiohttp.TooManyRedirects:
            detail = f"{self.service} sends us in circles; look whether its address is right."
            raise Trouble(SourceState.OFFLINE, detail) from None
        except aiohttp.InvalidURL, aiohttp.NonHttpUrlClientError, ValueError:
            detail = f"The address of {self.service} is none; write it as https://…."
            raise Trouble(SourceState.NEEDS_KEY, detail) from None
        except TimeoutError:
            detail = f"{self.service} takes too long to answer; Liftday tries again by itself."
            raise Trouble(SourceState.OFFLINE, detail) from None
        except aiohttp.ClientError, OSError:
            # `from None`: the errors of the library hold the whole address
            detail = f"{self.service} can't be reached; Liftday tries again by itself."
            raise Trouble(SourceState.OFFLINE, detail) from None

    async def _read(self, response: aiohttp.ClientResponse) -> bytes:
        pieces: list[bytes] = []
        size = 0
        async for piece in response.content.iter_chunked(65_536):
            size += len(piece)
            if size > MOST_BYTES:
                detail = (
                    f"{self.service} sent more than {MOST_BYTES // 1_000_000} MB; look whether its address is right."
                )
                raise Trouble(SourceState.SCHEMA_DRIFT, detail)
            pieces.append(piece)
        return b"".join(pieces)

    def refusal(self, reply: Reply) -> Trouble | None:
        """What a status means that is nobody's secret: too often, broken, or an answer that was not asked for."""
        if reply.status == HTTPStatus.OK:
            return None
        if reply.status in {HTTPStatus.TOO_MANY_REQUESTS, HTTPStatus.SERVICE_UNAVAILABLE}:
            until = retry_at(reply.headers.get("Retry-After"), self.now)
            if reply.status == HTTPStatus.TOO_MANY_REQUESTS:
                detail = f"{self.service} asks us to come back later; Liftday waits and goes on by itself."
                return Trouble(SourceState.RATE_LIMITED, detail, retry_at=until or self.now + COME_BACK_AFTER)
            detail = f"{self.service} is being mended; Liftday tries again by itself."
            return Trouble(SourceState.OFFLINE, detail, retry_at=until)
        if reply.status >= HTTPStatus.INTERNAL_SERVER_ERROR:
            detail = f"{self.service} has a fault of its own ({reply.status}); Liftday tries again by itself."
            return Trouble(SourceState.OFFLINE, detail)
        detail = f"{self.service} answered with {reply.status}, which we did not expect; is there a newer Liftday?"
        return Trouble(SourceState.SCHEMA_DRIFT, detail)


def retry_at(said: str | None, now: datetime) -> datetime | None:
    """The instant that a Retry-After header names: seconds or a date, a day at most; None when it says nothing."""
    if not said:
        return None
    if said.strip().isdecimal():
        return now + min(timedelta(seconds=min(int(said), 10**6)), LONGEST_WAIT)
    try:
        then = email.utils.parsedate_to_datetime(said)
    except ValueError:
        return None
    until = then if then.tzinfo else then.replace(tzinfo=UTC)
    return min(max(until, now), now + LONGEST_WAIT)


def canonical(value: Any) -> bytes:
    """JSON whose bytes depend on the content alone."""
    return json.dumps(value, sort_keys=True, ensure_ascii=False, separators=(",", ":")).encode()
