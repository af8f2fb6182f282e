"""A source brings raw items and can say what each of them means.

Raw items are stored before anybody interprets them, in one transaction with the cursor. `normalise` is pure, so a
better one can be replayed over everything that was ever stored.
"""

import hashlib
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Protocol

from liftday_rules.model import Activity


class Capability(StrEnum):
    """What a source can bring or do."""

    ACTIVITIES = "activities"
    PLANNED = "planned"
    WELLNESS = "wellness"
    PUSH_WORKOUT = "push_workout"


class SourceState(StrEnum):
    """How a source is doing; what the athlete can do about it follows from it."""

    OK = "ok"
    STALE = "stale"
    OFFLINE = "offline"
    RATE_LIMITED = "rate_limited"
    NEEDS_LOGIN = "needs_login"
    NEEDS_KEY = "needs_key"
    INACTIVE_SUBSCRIPTION = "inactive_subscription"
    SCHEMA_DRIFT = "schema_drift"


class ItemKind(StrEnum):
    """What a raw item tells of."""

    ACTIVITY = "activity"
    PLANNED = "planned"
    WELLNESS = "wellness"


@dataclass(frozen=True, slots=True, kw_only=True)
class RawItem:
    """One thing as the source gave it, positions left out: where an athlete lives is never stored.

    `payload` is canonical JSON (sorted keys, UTF-8); `stream` is a packed series of samples (see `streams`), or None.
    """

    external_id: str
    """Unique within the source, and the same for ever."""
    kind: ItemKind
    payload: bytes
    stream: bytes | None = None

    @property
    def content_hash(self) -> str:
        """Equal when nothing changed since it was last seen."""
        return hashlib.sha256(self.payload + b"\0" + (self.stream or b"")).hexdigest()


@dataclass(frozen=True, slots=True, kw_only=True)
class Pull:
    """What one look at a source brought. A failed look brings no items and leaves the cursor where it was."""

    state: SourceState
    looked: bool = True
    """False: there was nothing to look at, so nothing is known to be fresh."""
    items: tuple[RawItem, ...] = ()
    cursor: str | None = None
    """Opaque to all but the source; None leaves the stored one."""
    detail: str = ""
    """One sentence for the athlete when the state is not ok."""
    retry_at: datetime | None = None


class Source(Protocol):
    """One way in for data. `name` is unique within an athlete and part of every activity's id."""

    name: str
    capabilities: frozenset[Capability]
    is_near: bool
    """On this machine: a look costs next to nothing, so it may be taken every few seconds."""

    async def pull(self, cursor: str | None, now: datetime) -> Pull:
        """Look for what is new since `cursor`. Errors of the service come back as a state, not as an exception."""

    def join(self, known: RawItem, item: RawItem) -> RawItem:
        """What to store when an item comes again: the new one, or it with what only the stored one tells."""

    def normalise(self, item: RawItem) -> Activity:
        """What a raw activity means. Pure; raises `BadPayload` when it can't be read."""
