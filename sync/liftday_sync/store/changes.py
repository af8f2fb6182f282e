"""The log of what the athlete could see change, in the order of time: ids are younger of what moved house."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Row, insert, select

from liftday_rules.model import Change, ChangeKind, Plan, SessionUid
from liftday_sync.store.api import StoredChange
from liftday_sync.store.dialect import portions
from liftday_sync.store.tables import changes


def fresh(conn: Connection, athlete_id: str, plan: Plan) -> list[Change]:
    """The plan's changes, without those that were logged when this very plan was saved before."""
    latest = latest_by_uid(conn, athlete_id, [change.uid for change in plan.changes])
    return [change for change in plan.changes if not _is_logged(change, latest.get(change.uid))]


def _is_logged(change: Change, last: StoredChange | None) -> bool:
    return last is not None and (change.change, change.start_before, change.start_after, change.reason_code) == (
        last.change,
        last.start_before,
        last.start_after,
        last.reason_code,
    )


def log(conn: Connection, athlete_id: str, new: Sequence[Change], revision: int, now: datetime) -> None:
    """Append the changes under the revision that brought them."""
    rows = [
        {
            "athlete_id": athlete_id,
            "at": now,
            "revision": revision,
            "uid": change.uid,
            "change": change.change,
            "start_before": change.start_before,
            "start_after": change.start_after,
            "reason_code": change.reason_code,
            "reason": change.reason,
        }
        for change in new
    ]
    if rows:
        conn.execute(insert(changes), rows)


def since(conn: Connection, athlete_id: str, moment: datetime) -> tuple[StoredChange, ...]:
    """What changed at or after that moment, oldest first."""
    statement = select(changes).where(changes.c.athlete_id == athlete_id, changes.c.at >= moment)
    return tuple(_stored(row) for row in conn.execute(statement.order_by(changes.c.at, changes.c.id)))


def latest_by_uid(conn: Connection, athlete_id: str, uids: Iterable[str]) -> dict[str, StoredChange]:
    """The last change of each of these sessions."""
    latest: dict[str, Row[Any]] = {}
    for portion in portions(uids):
        of_these = select(changes).where(changes.c.athlete_id == athlete_id, changes.c.uid.in_(portion))
        latest |= {row.uid: row for row in conn.execute(of_these.order_by(changes.c.at, changes.c.id))}
    return {uid: _stored(row) for uid, row in latest.items()}


def _stored(row: Row[Any]) -> StoredChange:
    return StoredChange(
        at=row.at,
        revision=row.revision,
        uid=SessionUid(row.uid),
        change=ChangeKind(row.change),
        start_before=row.start_before,
        start_after=row.start_after,
        reason_code=row.reason_code,
        reason=row.reason,
    )
