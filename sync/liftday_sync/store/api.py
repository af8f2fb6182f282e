"""What goes into the store and what comes out of it: frozen values, no rows and no SQL."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from typing import Any

from liftday_rules.model import (
    ChangeKind,
    Content,
    Focus,
    Kind,
    Plan,
    SessionUid,
)
from liftday_sync.sources.base import ItemKind, Meaning, Progress, RawItem, SourceState


@dataclass(frozen=True, slots=True, kw_only=True)
class AthleteRow:
    """An athlete as the store knows one; the wishes stand in the configuration."""

    athlete_id: str
    name: str
    time_zone: str


# --- what was recorded -------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True, kw_only=True)
class Incoming:
    """One raw item with what it means. An item with a `problem` is kept, and counts for nothing until it is mended."""

    item: RawItem
    meaning: Meaning | None
    """None when the item could not be read, or tells of nothing that counts."""
    problem: str | None = None
    """One sentence: why it could not be read."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Saved:
    """How many items of a batch were new, differed from what was stored, or were the same."""

    new: int = 0
    changed: int = 0
    same: int = 0
    gone: int = 0
    """Items that got a tombstone, for they were missing from enough complete readings."""
    doubted: int = 0
    """Items that were missing in such a number that the reading is not believed."""
    missed: frozenset[str] = frozenset()
    """Ids of items that complete readings did not list this time."""

    def __add__(self, other: Saved) -> Saved:
        return Saved(
            new=self.new + other.new,
            changed=self.changed + other.changed,
            same=self.same + other.same,
            gone=self.gone + other.gone,
            doubted=self.doubted + other.doubted,
            missed=self.missed | other.missed,
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class StoredMeaning[T]:
    """What one item of one source means, that is no activity, and since when."""

    source: str
    external_id: str
    meaning: T
    since: datetime
    """When it was first told."""
    changed_at: datetime
    """When its meaning last changed, coming back after a deletion included."""
    deleted_at: datetime | None = None
    """The source has taken it back."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SourceReport:
    """How a source is doing, as last seen."""

    source: str
    state: SourceState
    detail: str = ""
    """One sentence for the athlete when the state is not ok."""
    retry_at: datetime | None = None
    last_ok_at: datetime | None = None
    """None keeps the stored one: a failed look does not undo the last good one."""
    last_try_at: datetime | None = None
    progress: Progress | None = None
    """How far the history was read; None keeps the stored one."""
    unfinished: bool = False
    """There is more of the history to come."""
    quarantined: int = 0
    """Items of this source that could not be read; counted when asked, never stored."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ActivityCount:
    """How much history there is."""

    total: int
    first_date: date | None
    last_date: date | None
    problems: int
    """Items that could not be read."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Problem:
    """An item that could not be read; its raw bytes are kept."""

    source: str
    external_id: str
    kind: ItemKind
    sentence: str
    since: datetime


# --- what the athlete said ---------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True, kw_only=True)
class NewFact:
    """Something to remember. `payload` is plain JSON; the same `key` is remembered once."""

    kind: str
    """`flag`, `override`, `done`, `skip`, …"""
    subject: str | None
    """The uid, activity id or date that it is about."""
    payload: Mapping[str, Any]
    key: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class StoredFact:
    """Something that was said, in the order in which it was said."""

    id: int
    kind: str
    subject: str | None
    payload: Mapping[str, Any]
    created_at: datetime
    ended_at: datetime | None = None
    """Taken back, or over, at that moment; None: it holds."""


# --- what was planned --------------------------------------------------------------------------------------------


class SessionStatus(StrEnum):
    """Where a session stands in its life."""

    PLANNED = "planned"
    LOCKED = "locked"
    DONE = "done"
    MISSED = "missed"
    DROPPED = "dropped"
    PAUSED = "paused"
    SKIPPED = "skipped"

    @property
    def is_live(self) -> bool:
        """Whether it still stands in the calendar as something to do."""
        return self in {SessionStatus.PLANNED, SessionStatus.LOCKED}


@dataclass(frozen=True, slots=True, kw_only=True)
class StoredChange:
    """One change that the athlete could see, at the moment it was published."""

    at: datetime
    revision: int
    uid: SessionUid
    change: ChangeKind
    start_before: datetime | None
    start_after: datetime | None
    reason_code: str
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class StoredSession:
    """A session that was published once, whatever became of it. Instants are UTC."""

    uid: SessionUid
    sequence: int
    """Rises with everything that a calendar shows differently; of a tombstone it is one more than before."""
    status: SessionStatus
    kind: Kind
    focus: Focus
    start: datetime
    end: datetime
    original_date: date
    content: Content
    reason_code: str
    reason: str
    created_at: datetime
    updated_at: datetime
    """When anything of it last changed."""
    times_deferred: int = 0
    credited_start: datetime | None = None
    """When what counts for it was done."""
    last_change: StoredChange | None = None

    @property
    def minutes(self) -> int:
        """How long it lasts."""
        return round((self.end - self.start).total_seconds() / 60)


@dataclass(frozen=True, slots=True, kw_only=True)
class StoredPlan:
    """A plan as it was published."""

    revision: int
    made_at: datetime
    trigger: str
    plan: Plan


# --- who may ask -------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True, kw_only=True)
class NewToken:
    """A key to the API or to a calendar feed; only its hash is ever stored."""

    token_hash: str
    scope: str
    athlete_id: str | None
    """None: for every athlete of this server."""
    label: str
    feed: bool = False
    """It opens a calendar feed and nothing else."""


@dataclass(frozen=True, slots=True, kw_only=True)
class TokenRow:
    """A key as stored."""

    token_hash: str
    scope: str
    athlete_id: str | None
    label: str
    feed: bool
    created_at: datetime
    used_at: datetime | None
    """True to the hour."""
