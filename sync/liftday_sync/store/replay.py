"""Reads stored raw activities again, when a better `normalise` came with a new version."""

from collections.abc import Callable, Iterable, Mapping, Sequence

from sqlalchemy import Connection, bindparam, select, update

from liftday_rules.model import Activity
from liftday_sync.errors import BadPayload
from liftday_sync.sources.base import ItemKind, RawItem
from liftday_sync.store.api import Incoming
from liftday_sync.store.dialect import portions, upsert
from liftday_sync.store.incoming import Known, Shelf, activity_row, known_items
from liftday_sync.store.tables import activities, raw_items, raw_payloads

PORTION = 500
"""Raw items that are read again in one transaction."""


def read_again(
    conn: Connection, shelf: Shelf, after: str, normalise: Callable[[RawItem], Activity]
) -> tuple[list[Incoming], str | None]:
    """Read a portion of the stored raw activities anew, in order of id, and the id to go on after (None: done)."""
    statement = (
        select(raw_payloads.c.external_id, raw_payloads.c.payload, raw_payloads.c.stream)
        .join(raw_items)
        .where(
            shelf.holds(raw_items),
            raw_items.c.external_id > after,
            raw_items.c.kind == ItemKind.ACTIVITY,
            raw_items.c.deleted_at.is_(None),
        )
        .order_by(raw_items.c.external_id)
        .limit(PORTION)
    )
    rows = conn.execute(statement).all()
    items = (RawItem(external_id=name, kind=ItemKind.ACTIVITY, payload=raw, stream=seen) for name, raw, seen in rows)
    return [_read(item, normalise) for item in items], (rows[-1].external_id if len(rows) == PORTION else None)


def save_reading(conn: Connection, shelf: Shelf, read: Sequence[Incoming]) -> int:
    """Store what raw items mean now; how many activities differ. Items that changed in the meantime are left alone."""
    names = [incoming.item.external_id for incoming in read]
    known = known_items(conn, shelf, names)
    current = [one for one in read if _is_current(one, known)]
    before = _details(conn, shelf, names)
    rows = [activity_row(shelf, one.item.external_id, one.activity) for one in current if one.activity]
    differing = [row for row in rows if before.get(row["external_id"]) != row["detail"]]
    upsert(conn, activities, differing)
    told = [
        {"of_item": one.item.external_id, "sentence": one.problem}
        for one in current
        if known[one.item.external_id].problem != one.problem
    ]
    if told:
        one_item = shelf.holds(raw_items) & (raw_items.c.external_id == bindparam("of_item"))
        conn.execute(update(raw_items).where(one_item).values(problem=bindparam("sentence")), told)
    return len(differing)


def _read(item: RawItem, normalise: Callable[[RawItem], Activity]) -> Incoming:
    try:
        return Incoming(item=item, activity=normalise(item))
    except BadPayload as error:
        return Incoming(item=item, activity=None, problem=str(error))


def _is_current(read: Incoming, known: Mapping[str, Known]) -> bool:
    stored = known.get(read.item.external_id)
    return stored is not None and stored.content_hash == read.item.content_hash


def _details(conn: Connection, shelf: Shelf, external_ids: Iterable[str]) -> dict[str, str]:
    wanted = select(activities.c.external_id, activities.c.detail).where(activities.c.deleted_at.is_(None))
    return {
        row.external_id: row.detail
        for portion in portions(external_ids)
        for row in conn.execute(wanted.where(shelf.holds(activities, portion)))
    }
