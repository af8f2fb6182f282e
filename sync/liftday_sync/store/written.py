"""What we put into other services, so that it can be moved and taken back, and nothing else is ever touched there."""

from datetime import datetime

from sqlalchemy import Connection, delete, select

from liftday_rules.model import SessionUid
from liftday_sync.sources.base import Written
from liftday_sync.store.dialect import upsert
from liftday_sync.store.shelf import Shelf
from liftday_sync.store.tables import written


def all_of(conn: Connection, shelf: Shelf) -> dict[SessionUid, Written]:
    """Everything that stands there, by session."""
    rows = conn.execute(select(written).where(shelf.holds(written)).order_by(written.c.uid))
    return {
        SessionUid(row.uid): Written(uid=SessionUid(row.uid), ref=row.ref, fingerprint=row.fingerprint) for row in rows
    }


def keep(conn: Connection, shelf: Shelf, uid: SessionUid, what: Written | None, now: datetime) -> None:
    """Remember what stands there for a session; None: nothing any more."""
    if what is None:
        conn.execute(delete(written).where(shelf.holds(written), written.c.uid == uid))
        return
    row = {**shelf.name, "uid": uid, "ref": what.ref, "fingerprint": what.fingerprint, "updated_at": now}
    upsert(conn, written, [row])
