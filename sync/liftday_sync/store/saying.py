"""One thing said and what follows from it for a session, in one transaction: all of it, or nothing."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, and_, select, update

from liftday_sync.store import facts
from liftday_sync.store.api import NewFact, SessionStatus, StoredFact
from liftday_sync.store.tables import facts as facts_table
from liftday_sync.store.tables import sessions


@dataclass(frozen=True, slots=True, kw_only=True)
class Touch:
    """What a word does to a session at once. Its sequence rises, so that calendars take it over."""

    uid: str
    seen: SessionStatus
    """The status that the word answers; with another one by now, nothing is written."""
    status: SessionStatus | None = None
    start: datetime | None = None


class Changed(LookupError):
    """The session is no longer what the word answered."""


def by_key(conn: Connection, athlete_id: str, key: str) -> StoredFact | None:
    """What was said under this key."""
    row = conn.execute(
        select(facts_table).where(facts_table.c.athlete_id == athlete_id, facts_table.c.key == key)
    ).one_or_none()
    return None if row is None else facts.stored(row)


def say(  # noqa: PLR0917 (what is said, and all that follows from it)
    conn: Connection, athlete_id: str, fact: NewFact, ends: Collection[int], touch: Touch | None, now: datetime
) -> StoredFact | None:
    """Remember the fact, end others, touch the session; None when its key was seen before. May raise `Changed`."""
    added = facts.add(conn, athlete_id, fact, now)
    if added is None:
        return None
    for fact_id in ends:
        facts.end(conn, athlete_id, fact_id, now)
    if touch is not None:
        _touch(conn, athlete_id, touch, now)
    return StoredFact(id=added, kind=fact.kind, subject=fact.subject, payload=fact.payload, created_at=now)


def _touch(conn: Connection, athlete_id: str, touch: Touch, now: datetime) -> None:
    one = and_(sessions.c.athlete_id == athlete_id, sessions.c.uid == touch.uid)
    row = conn.execute(select(sessions).where(one)).mappings().one_or_none()
    if row is None or row["status"] != touch.seen:
        raise Changed(touch.uid)
    values: dict[str, Any] = {"sequence": row["sequence"] + 1, "updated_at": now}
    if touch.status is not None:
        values["status"] = touch.status
        if touch.status.is_live:
            values["credited_start_at"] = None
    if touch.start is not None:
        values |= {"start_at": touch.start, "end_at": touch.start + (row["end_at"] - row["start_at"])}
    conn.execute(update(sessions).where(one).values(**values))
