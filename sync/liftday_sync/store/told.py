"""What was said to an athlete, address by address, so that it is not said twice."""

from collections.abc import Iterable
from datetime import datetime

from sqlalchemy import Connection, delete, select

from liftday_sync.store.dialect import portions, upsert
from liftday_sync.store.tables import told


def all_of(conn: Connection, athlete_id: str, target: str) -> dict[str, datetime]:
    """The keys of what was said, and when."""
    rows = select(told.c.key, told.c.at).where(told.c.athlete_id == athlete_id, told.c.target == target)
    return {row.key: row.at for row in conn.execute(rows)}


def remember(conn: Connection, athlete_id: str, target: str, keys: Iterable[str], now: datetime) -> None:
    """Note that this was said."""
    rows = [{"athlete_id": athlete_id, "target": target, "key": key, "at": now} for key in keys]
    upsert(conn, told, rows)


def forget(conn: Connection, athlete_id: str, target: str, keys: Iterable[str]) -> None:
    """It may be said again."""
    of_target = (told.c.athlete_id == athlete_id, told.c.target == target)
    for portion in portions(keys):
        conn.execute(delete(told).where(*of_target, told.c.key.in_(portion)))
