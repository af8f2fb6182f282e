"""Who may ask: every row of the table but the open ones needs a bearer token, checked against its hash."""

import hmac
from collections import OrderedDict
from dataclasses import dataclass, field
from http import HTTPStatus

from aiohttp import hdrs, web

from liftday_sync.keys import hash_of
from liftday_sync.publish.problems import problem
from liftday_sync.publish.route import Scope
from liftday_sync.store import Store
from liftday_sync.store.api import TokenRow
from liftday_sync.threads import in_thread

CHALLENGE = {"WWW-Authenticate": 'Bearer realm="liftday"'}
TOKEN_LENGTH = 200
"""Ours have 43 characters; nobody needs a megabyte hashed."""


def bearer(request: web.Request) -> str | None:
    """The token of the request, or None."""
    kind, _, token = request.headers.get(hdrs.AUTHORIZATION, "").partition(" ")
    token = token.strip()
    return token if kind.lower() == "bearer" and 0 < len(token) <= TOKEN_LENGTH else None


async def known(store: Store, key: str | None) -> TokenRow | None:
    """The stored token of this key. The comparison takes the same time whether or not it fits."""
    if key is None:
        return None
    digest = hash_of(key)
    row = await in_thread(store.token, digest)
    return row if row and hmac.compare_digest(row.token_hash, digest) else None


def may_see(row: TokenRow, athlete_id: str) -> bool:
    """Whether the token opens this athlete's corner; a token without an athlete opens the whole house."""
    return row.athlete_id in {None, athlete_id}


@dataclass(slots=True)
class Doorman:
    """Counts failures by remote address, and lets nobody guess on and on. Bounded: the oldest are forgotten."""

    patience: int = 20
    """Failures within the window before an address has to wait."""
    window_s: float = 60.0
    most: int = 1024
    _failures: OrderedDict[str, list[float]] = field(default_factory=OrderedDict)
    _good: OrderedDict[str, None] = field(default_factory=OrderedDict)
    """Hashes that were good lately: who holds one is not made to wait for a neighbour's failures."""

    def wait_s(self, remote: str, key: str | None, now: float) -> int:
        """Seconds to wait, 0 when there is no need. `now` in the loop's own time."""
        if key is not None and hash_of(key) in self._good:
            return 0
        lately = [at for at in self._failures.get(remote, ()) if now - at < self.window_s]
        return 0 if len(lately) < self.patience else max(1, round(lately[0] + self.window_s - now))

    def failed(self, remote: str, key: str | None, now: float) -> None:
        """Somebody came without a valid key."""
        if key is not None:
            self._good.pop(hash_of(key), None)
        lately = [at for at in self._failures.pop(remote, []) if now - at < self.window_s]
        self._failures[remote] = [*lately, now][-self.patience :]
        while len(self._failures) > self.most:
            self._failures.popitem(last=False)

    def passed(self, row: TokenRow) -> None:
        """Somebody came with a valid one."""
        self._good[row.token_hash] = None
        self._good.move_to_end(row.token_hash)
        while len(self._good) > self.most:
            self._good.popitem(last=False)


async def let_in(store: Store, doorman: Doorman, request: web.Request, scope: Scope, now: float) -> TokenRow:
    """The caller's token. Raises `Denied` with the answer for whoever has none, or one that may not do this."""
    key, remote = bearer(request), request.remote or ""
    if wait := doorman.wait_s(remote, key, now):
        raise Denied(
            problem(
                HTTPStatus.TOO_MANY_REQUESTS,
                "Too many attempts without a valid token; wait a minute.",
                headers={"Retry-After": str(wait)},
            )
        )
    row = await known(store, key)
    if row is None or row.feed:
        doorman.failed(remote, key, now)
        detail = "Send a valid token as `Authorization: Bearer …`; `liftday token` makes one."
        raise Denied(problem(HTTPStatus.UNAUTHORIZED, detail, headers=CHALLENGE))
    doorman.passed(row)
    if scope is Scope.FULL and row.scope != Scope.FULL:
        raise Denied(problem(HTTPStatus.FORBIDDEN, "This token may only read; use a full one to change things."))
    return row


class Denied(Exception):
    """Nobody gets in; `response` says why."""

    def __init__(self, response: web.Response) -> None:
        super().__init__(response.status)
        self.response = response
