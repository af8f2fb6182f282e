"""Who may ask: every address but the open ones needs a bearer token, checked against its hash."""

import hmac
from http import HTTPStatus

from aiohttp import hdrs, web
from aiohttp.typedefs import Middleware

from liftday_sync.keys import hash_of
from liftday_sync.publish.problems import Handler, problem
from liftday_sync.store import Store
from liftday_sync.store.api import TokenRow
from liftday_sync.threads import in_thread

TOKEN: web.RequestKey[TokenRow] = web.RequestKey("token", TokenRow)
CHALLENGE = {"WWW-Authenticate": 'Bearer realm="liftday"'}


def guard(store: Store, open_paths: frozenset[str]) -> Middleware:
    """A middleware that lets a request through when its token is known; the routes `open_paths` need none."""

    @web.middleware
    async def check(request: web.Request, handler: Handler) -> web.StreamResponse:
        resource = request.match_info.route.resource
        if resource is None or resource.canonical in open_paths:
            return await handler(request)
        row = await known(store, bearer(request))
        if row is None or row.feed:
            return problem(
                HTTPStatus.UNAUTHORIZED,
                "Send a valid token as `Authorization: Bearer …`; `liftday token` makes one.",
                headers=CHALLENGE,
            )
        request[TOKEN] = row
        return await handler(request)

    return check


def bearer(request: web.Request) -> str | None:
    """The token of the request, or None."""
    kind, _, token = request.headers.get(hdrs.AUTHORIZATION, "").partition(" ")
    return token.strip() if kind.lower() == "bearer" and token.strip() else None


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
