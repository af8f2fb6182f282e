"""What the athlete said, in the order in which it was said. Nothing is ever changed, only ended.

The time tells the order, for what moved house has younger ids than what was said here meanwhile.
"""

from collections.abc import Collection
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Row, select, update

from liftday_sync.store.api import NewFact, StoredFact
from liftday_sync.store.dialect import insert_unless_known
from liftday_sync.store.tables import facts


def add(conn: Connection, athlete_id: str, fact: NewFact, now: datetime) -> int | None:
    """Remember it and return its id; None when its key was seen before, and nothing was added."""
    row = {
        "athlete_id": athlete_id,
        "kind": fact.kind,
        "subject": fact.subject,
        "payload": dict(fact.payload),
        "key": fact.key,
        "created_at": now,
    }
    found = insert_unless_known(conn, facts, row)
    return None if found is None else int(found.id)


def said(
    conn: Connection, athlete_id: str, kinds: Collection[str] | None, since: datetime | None
) -> tuple[StoredFact, ...]:
    """What was said since then, ended or not, oldest first."""
    statement = select(facts).where(facts.c.athlete_id == athlete_id).order_by(facts.c.created_at, facts.c.id)
    if kinds is not None:
        statement = statement.where(facts.c.kind.in_(sorted(kinds)))
    if since is not None:
        statement = statement.where(facts.c.created_at >= since)
    return tuple(stored(row) for row in conn.execute(statement))


def stored(row: Row[Any]) -> StoredFact:
    """A row as a value."""
    return StoredFact(
        id=row.id,
        kind=row.kind,
        subject=row.subject,
        payload=row.payload,
        created_at=row.created_at,
        ended_at=row.ended_at,
    )


def end(conn: Connection, athlete_id: str, fact_id: int, now: datetime) -> bool:
    """Say that it holds no longer; False when there is no such fact, or it has ended already."""
    holds = (facts.c.athlete_id == athlete_id, facts.c.id == fact_id, facts.c.ended_at.is_(None))
    return conn.execute(update(facts).where(*holds).values(ended_at=now)).rowcount == 1
