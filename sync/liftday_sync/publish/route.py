"""What an address of the API is: one row of the table that serves, guards and documents it."""

from collections.abc import Awaitable, Callable, Collection
from dataclasses import dataclass, field
from enum import StrEnum
from http import HTTPStatus
from typing import Any

from aiohttp import web
from pydantic import BaseModel

from liftday_sync.clock import Clock
from liftday_sync.config import AthleteConfig, Config
from liftday_sync.contract import write
from liftday_sync.logins import Logins
from liftday_sync.publish.health import Health
from liftday_sync.publish.hub import Hub
from liftday_sync.publish.streams import Streams
from liftday_sync.store import Store
from liftday_sync.store.api import TokenRow

type Wake = Callable[[str], None]


def nobody(_: str) -> None:
    """Nobody to wake: a watcher notices by itself."""


def nothing() -> None:
    """Nothing to begin anew."""


class Scope(StrEnum):
    """What a caller must hold."""

    OPEN = "open"
    READ = "read"
    """A token of either scope."""
    FULL = "full"
    """A token that may also change things."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Desk:
    """What the addresses need."""

    config: Config
    store: Store
    hub: Hub
    health: Health
    clock: Clock
    wake: Wake
    """Ask for a cycle of an athlete, soon, with a look at the sources."""
    decide: Wake = nobody
    """Ask for a cycle from what is stored."""
    renew: Callable[[], None] = nothing
    """Begin anew, soon, with other sources."""
    logins: Logins = field(default_factory=Logins)
    streams: Streams = field(default_factory=Streams)

    def athlete(self, athlete_id: str) -> AthleteConfig | None:
        """The athlete of that id."""
        return next((one for one in self.config.athletes if one.id == athlete_id), None)


@dataclass(frozen=True, slots=True, kw_only=True)
class Call:
    """One request, let in and read."""

    request: web.Request
    token: TokenRow | None = None
    who: AthleteConfig | None = None
    given: BaseModel | None = None
    """The body or, of a GET, the query."""
    key: str = ""
    """Tells a repetition from a new word."""

    @property
    def athlete(self) -> AthleteConfig:
        """Whose corner the address is in."""
        assert self.who is not None
        return self.who

    def read[M: BaseModel](self, kind: type[M]) -> M:
        """What was given."""
        assert isinstance(self.given, kind)
        return self.given

    def part(self, name: str) -> str:
        """A variable part of the address."""
        return self.request.match_info[name]


type Answer = Callable[[Call], Awaitable[web.StreamResponse]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Route:
    """One address: who may ask, what is given, what comes back."""

    method: str
    path: str
    answer: Answer
    says: str
    """One sentence for the documentation."""
    scope: Scope
    takes: type[BaseModel] | None = None
    gives: type | None = None
    """A type of the contract; None: something else, see `media`."""
    media: str = "application/json"
    status: HTTPStatus = HTTPStatus.OK
    refuses: Collection[HTTPStatus] = ()
    """Statuses besides those that every address has."""

    @property
    def is_keyed(self) -> bool:
        """Whether a repetition is told from a new word by its key."""
        return self.takes is not None and "key" in self.takes.model_fields

    @property
    def is_of_athlete(self) -> bool:
        """Whether it is in an athlete's corner."""
        return "{id}" in self.path


def answer(value: Any, status: HTTPStatus = HTTPStatus.OK) -> web.Response:
    """A contract value as JSON."""
    return web.json_response(write(value), status=status.value, headers={"Cache-Control": "no-store"})
