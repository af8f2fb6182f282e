"""Strava's hints: each only says that it may be worth a look, for nobody signs them.

The address has no guard but the secret in it. An API application has one subscription, so runners of one household who
share it share the address, and an event says whose it is. Every answer is given at once, whatever the event.
"""

import hmac
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from http import HTTPStatus
from typing import Any, Protocol, runtime_checkable

from aiohttp import web

from liftday_sync.cycle import Home
from liftday_sync.threads import in_thread

PATH = "/webhook/strava/{secret}"


class Known(Protocol):
    """Where Strava may send hints, and how we know that they are Strava's."""

    @property
    def secret(self) -> str:
        """The end of the address."""

    @property
    def verify_token(self) -> str:
        """What Strava repeats when it looks at the address."""

    @property
    def subscription(self) -> int | None:
        """Strava's number for it; None until Strava said it."""


@runtime_checkable
class Hinted(Protocol):
    """A source that takes hints."""

    def hint(self) -> None:
        """There may be news."""

    def say_revoked(self) -> None:
        """The permission may have been taken back."""

    def hints(self) -> tuple[Known, int | None] | None:
        """Where hints may come from, and whose; None: from nowhere. Reads files."""


@dataclass(frozen=True, slots=True, kw_only=True)
class _Ear:
    athlete_id: str
    source: Hinted
    known: Known
    owner: int | None


def routes(homes: Iterable[Home], wake: Callable[[str], None]) -> list[web.RouteDef]:
    """The two addresses: Strava's look at the address, and its events. `wake(athlete_id)` asks for a cycle soon."""
    sources = [(home.athlete.id, source) for home in homes for source in home.sources if isinstance(source, Hinted)]

    async def validate(request: web.Request) -> web.Response:
        """Repeat the challenge, if the token is ours."""
        given = request.query.get("hub.verify_token", "")
        is_ours = any(_equal(given, ear.known.verify_token) for ear in await _ears(request, sources))
        if request.query.get("hub.mode") != "subscribe" or not is_ours:
            raise web.HTTPForbidden
        return web.json_response({"hub.challenge": request.query.get("hub.challenge", "")})

    async def event(request: web.Request) -> web.Response:
        """Take the hint; what is not for us is answered alike, so that nobody learns anything."""
        ears = await _ears(request, sources)
        try:
            told = await request.json()
        except (ValueError, LookupError, RecursionError) as error:  # no JSON, no such charset, nested without end
            raise web.HTTPBadRequest from error
        for ear in ears:
            if isinstance(told, dict) and _is_for(told, ear):
                if _says_revoked(told):
                    ear.source.say_revoked()
                else:
                    ear.source.hint()
                wake(ear.athlete_id)
        return web.Response(status=HTTPStatus.OK.value)

    return [web.get(PATH, validate, allow_head=False), web.post(PATH, event)]


async def _ears(request: web.Request, sources: Sequence[tuple[str, Hinted]]) -> list[_Ear]:
    """Who listens at that address; files are read anew, for the command may just have subscribed."""
    found = [(athlete_id, source, await in_thread(source.hints)) for athlete_id, source in sources]
    ears = [
        _Ear(athlete_id=athlete_id, source=source, known=hints[0], owner=hints[1])
        for athlete_id, source, hints in found
        if hints is not None and _equal(request.match_info["secret"], hints[0].secret)
    ]
    if not ears:
        raise web.HTTPNotFound
    return ears


def _is_for(told: dict[str, Any], ear: _Ear) -> bool:
    return (
        ear.known.subscription is not None
        and told.get("subscription_id") == ear.known.subscription
        and ear.owner is not None
        and told.get("owner_id") == ear.owner
    )


def _says_revoked(told: dict[str, Any]) -> bool:
    updates = told.get("updates")
    return (
        told.get("object_type") == "athlete"
        and isinstance(updates, dict)
        and str(updates.get("authorized")).lower() == "false"
    )


def _equal(one: str, other: str) -> bool:
    return hmac.compare_digest(one.encode(errors="surrogatepass"), other.encode())
