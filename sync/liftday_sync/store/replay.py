"""Reads stored raw items again, when a better `normalise` came with a new version."""

from collections.abc import Callable, Mapping, Sequence
from datetime import datetime

from sqlalchemy import Connection, bindparam, select, update

from liftday_rules.model import Activity
from liftday_sync.errors import BadPayload
from liftday_sync.sources.base import ItemKind, Meaning, RawItem
from liftday_sync.store.api import Incoming
from liftday_sync.store.dialect import portions
from liftday_sync.store.incoming import ACTIVITY, Known, known_items, save_meanings
from liftday_sync.store.meanings import CODECS
from liftday_sync.store.shelf import Shelf
from liftday_sync.store.tables import activities, meanings, raw_items, raw_payloads

PORTION = 500
"""Raw items that are read again in one transaction."""


def read_again(
    conn: Connection, shelf: Shelf, after: str, normalise: Callable[[RawItem], Meaning | None]
) -> tuple[list[Incoming], str | None]:
    """Read a portion of the stored raw items anew, in order of id, and the id to go on after (None: done)."""
    statement = (
        select(raw_payloads.c.external_id, raw_items.c.kind, raw_payloads.c.payload, raw_payloads.c.stream)
        .join(raw_items)
        .where(
            shelf.holds(raw_items),
            raw_items.c.external_id > after,
            raw_items.c.deleted_at.is_(None),
        )
        .order_by(raw_items.c.external_id)
        .limit(PORTION)
    )
    rows = conn.execute(statement).all()
    items = (RawItem(external_id=name, kind=ItemKind(kind), payload=raw, stream=seen) for name, kind, raw, seen in rows)
    return [_read(item, normalise) for item in items], (rows[-1].external_id if len(rows) == PORTION else None)


def save_reading(conn: Connection, shelf: Shelf, read: Sequence[Incoming], now: datetime) -> int:
    """Store what raw items mean now; how many differ. Items that changed in the meantime are left alone."""
    names = [incoming.item.external_id for incoming in read]
    known = known_items(conn, shelf, names)
    current = [one for one in read if _is_current(one, known)]
    before = _details(conn, shelf, names)
    good = [(one.item.external_id, one.meaning) for one in current if one.problem is None]
    differing = [(name, meaning) for name, meaning in good if before.get(name) != _detail(meaning)]
    save_meanings(conn, shelf, differing, now)
    told = [
        {"of_item": one.item.external_id, "sentence": one.problem}
        for one in current
        if known[one.item.external_id].problem != one.problem
    ]
    if told:
        one_item = shelf.holds(raw_items) & (raw_items.c.external_id == bindparam("of_item"))
        conn.execute(update(raw_items).where(one_item).values(problem=bindparam("sentence")), told)
    return len(differing)


def _read(item: RawItem, normalise: Callable[[RawItem], Meaning | None]) -> Incoming:
    try:
        return Incoming(item=item, meaning=normalise(item))
    except BadPayload as error:
        return Incoming(item=item, meaning=None, problem=str(error))


def _is_current(read: Incoming, known: Mapping[str, Known]) -> bool:
    stored = known.get(read.item.external_id)
    return stored is not None and stored.content_hash == read.item.content_hash


def _detail(meaning: Meaning | None) -> str | None:
    if meaning is None:
        return None
    return ACTIVITY.dump(meaning) if isinstance(meaning, Activity) else CODECS[type(meaning)].dump(meaning)


def _details(conn: Connection, shelf: Shelf, external_ids: Sequence[str]) -> dict[str, str]:
    found: dict[str, str] = {}
    for table in (activities, meanings):
        wanted = select(table.c.external_id, table.c.detail).where(table.c.deleted_at.is_(None))
        for portion in portions(external_ids):
            found |= {row.external_id: row.detail for row in conn.execute(wanted.where(shelf.holds(table, portion)))}
    return found
