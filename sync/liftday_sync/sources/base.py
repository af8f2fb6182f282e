"""A source brings raw items and can say what each of them means.

Raw items are stored before anybody interprets them, in one transaction with the cursor. `normalise` is pure, so a
better one can be replayed over everything that was ever stored.
"""

import hashlib
from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum
from pathlib import Path
from typing import Protocol, runtime_checkable

from liftday_rules.model import (
    Activity,
    Athlete,
    BodyMeasure,
    Busy,
    Content,
    Flag,
    Night,
    PlannedRun,
    Race,
    SessionUid,
)

type Meaning = Activity | PlannedRun | Race | Flag | Busy | Night | BodyMeasure
"""What a raw item can tell. Several nights of one date, from several items or sources, are joined when read."""


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
class Listing:
    """A stretch of local days that was read completely: what is stored of it and not listed may be gone.

    One absence proves little; an item that is missing from two complete readings gets a tombstone.
    """

    kind: ItemKind
    first: date
    last: date
    external_ids: frozenset[str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Progress:
    """How far the history was read, newest first; for people to look at."""

    done: int
    """Items read so far."""
    total: int | None = None
    """Equal to `done` once all is read; None: nobody can say how many there are, and there are more."""
    reached: date | None = None
    """Everything since this day is here."""


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
    """Not to be asked again before."""
    listings: tuple[Listing, ...] = ()
    more: bool = False
    """There is more to fetch at once: store this, with its cursor, and pull again."""
    progress: Progress | None = None
    forget: bool = False
    """The athlete took the permission back, and the service confirmed it: everything of this source has to go."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Surroundings:
    """Where a source lives: whose it is, and the private folders it may use."""

    athlete_id: str
    athlete: Athlete
    data_dir: Path
    """Where `file:NAME` secrets are looked for."""
    folder: Path
    """This source's own, for tokens; made with 0700 when first written to."""


class Source(Protocol):
    """One way in for data. `name` is unique within an athlete and part of every activity's id."""

    name: str
    capabilities: frozenset[Capability]
    is_near: bool
    """On this machine: a look costs next to nothing, so it may be taken every few seconds."""
    keeps_raw_for: timedelta | None
    """How long payloads may be kept; None: for ever."""

    async def pull(self, cursor: str | None, now: datetime) -> Pull:
        """Look for what is new since `cursor`. Errors of the service come back as a state, not as an exception."""

    def join(self, known: RawItem, item: RawItem) -> RawItem:
        """What to store when an item comes again: the new one, or it with what only the stored one tells."""

    def normalise(self, item: RawItem) -> Meaning | None:
        """What a raw item means; None: nothing that counts. Pure; raises `BadPayload` when it can't be read."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Workout:
    """A strength session as it should stand on a watch's calendar, which knows days and no hours."""

    uid: SessionUid
    date: date
    title: str
    content: Content


@dataclass(frozen=True, slots=True, kw_only=True)
class Written:
    """What stands on a watch's calendar for one session: remembered, so that it is moved and removed, never doubled."""

    uid: SessionUid
    ref: str
    """JSON text, opaque to all but the source that wrote it."""
    fingerprint: str
    """Equal when the same session would be written the same way on the same day."""


type Keep = Callable[[SessionUid, Written | None], Awaitable[None]]
"""Remembers at once what stands there now; None: nothing of this session any more."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Writing:
    """How it went. What was kept before a failure stays kept; the next call goes on from there."""

    state: SourceState
    detail: str = ""
    retry_at: datetime | None = None
    changed: int = 0
    """Sessions that were written, moved or removed."""


@runtime_checkable
class WorkoutWriter(Protocol):
    """A source that can put strength sessions on a watch; it has `Capability.PUSH_WORKOUT` when that is switched on."""

    name: str

    async def write(
        self, wanted: Sequence[Workout], written: Mapping[SessionUid, Written], now: datetime, keep: Keep
    ) -> Writing:
        """Make the watch's calendar say what is `wanted`, touching nothing but what is in `written`.

        A session that is written and no longer wanted is taken off. `keep` is awaited after every single change, so
        that a kill in between loses nothing. Costs no request when all is as it should be. Never raises.
        """
