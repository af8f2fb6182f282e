"""Stores what a source brought: raw items, what they mean, and the cursor, in the caller's one transaction."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, delete, select, update

from liftday_rules.model import Activity
from liftday_sync.sources.base import ItemKind, Listing, Meaning, RawItem
from liftday_sync.store import absence, meanings
from liftday_sync.store.api import Incoming, Saved
from liftday_sync.store.dialect import portions, upsert
from liftday_sync.store.rows import Codec
from liftday_sync.store.shelf import Shelf
from liftday_sync.store.tables import activities, cursors, raw_items, raw_payloads

ACTIVITY = Codec(Activity, without=("stream",))
"""The stream stays packed, in `raw_payloads`."""


@dataclass(frozen=True, slots=True)
class Known:
    """What a batch must know of a stored item to leave it alone."""

    content_hash: str
    problem: str | None
    gone: bool


def save_batch(
    conn: Connection,
    shelf: Shelf,
    items: Sequence[Incoming],
    cursor: str | None,
    now: datetime,
    *,
    listings: Sequence[Listing] = (),
    counted: Collection[str] = (),
) -> Saved:
    """Store the items, note what complete readings lack, and move the cursor; see `Store.save_batch`."""
    batch = {incoming.item.external_id: incoming for incoming in items}
    known = known_items(conn, shelf, batch)
    same = [name for name, incoming in batch.items() if name in known and _is_same(known[name], incoming)]
    unchanged = set(same)
    fresh = [incoming for name, incoming in batch.items() if name not in unchanged]
    _write(conn, shelf, fresh, now)
    _mark_seen(conn, shelf, same, now)
    missing = absence.count(conn, shelf, listings, counted, now)
    save_cursor(conn, shelf, cursor, now)
    new = sum(incoming.item.external_id not in known for incoming in fresh)
    return Saved(
        new=new,
        changed=len(fresh) - new,
        same=len(items) - len(fresh),
        gone=missing.gone,
        doubted=missing.doubted,
        missed=missing.missed,
    )


def save_cursor(conn: Connection, shelf: Shelf, cursor: str | None, now: datetime) -> None:
    """Move the cursor; None leaves it."""
    if cursor is not None:
        upsert(conn, cursors, [{**shelf.name, "cursor": cursor, "updated_at": now}])


def cursor_of(conn: Connection, shelf: Shelf) -> str | None:
    """Where the source was read up to; None before the first time."""
    cursor: str | None = conn.scalar(select(cursors.c.cursor).where(shelf.holds(cursors)))
    return cursor


def forget(conn: Connection, shelf: Shelf) -> int:
    """Everything goes: items with their payloads and all they meant, and the cursor."""
    conn.execute(delete(cursors).where(shelf.holds(cursors)))
    return conn.execute(delete(raw_items).where(shelf.holds(raw_items))).rowcount


def hashes(conn: Connection, shelf: Shelf, external_ids: Iterable[str]) -> dict[str, str]:
    """The content hashes of those items that are stored and not deleted."""
    known = known_items(conn, shelf, external_ids)
    return {name: item.content_hash for name, item in known.items() if not item.gone}


def stored(conn: Connection, shelf: Shelf, external_ids: Iterable[str]) -> dict[str, RawItem]:
    """Those of these items that are stored and not deleted, as they were given."""
    wanted = select(raw_items.c.external_id, raw_items.c.kind, raw_payloads.c.payload, raw_payloads.c.stream)
    wanted = wanted.select_from(raw_items.join(raw_payloads)).where(raw_items.c.deleted_at.is_(None))
    return {
        name: RawItem(external_id=name, kind=ItemKind(kind), payload=payload, stream=stream)
        for portion in portions(external_ids)
        for name, kind, payload, stream in conn.execute(wanted.where(shelf.holds(raw_items, portion)))
    }


def _is_same(known: Known, incoming: Incoming) -> bool:
    return not known.gone and known.content_hash == incoming.item.content_hash and known.problem == incoming.problem


def _write(conn: Connection, shelf: Shelf, fresh: Sequence[Incoming], now: datetime) -> None:
    upsert(conn, raw_items, [_item_row(shelf, one, now) for one in fresh], keep=("first_seen_at",))
    upsert(conn, raw_payloads, [_payload_row(shelf, one.item) for one in fresh])
    read = [(one.item.external_id, one.meaning) for one in fresh if one.problem is None]
    save_meanings(conn, shelf, read, now)


def save_meanings(conn: Connection, shelf: Shelf, read: Sequence[tuple[str, Meaning | None]], now: datetime) -> None:
    """Store what items mean. A new version that can't be read is not among them: the last good reading stays."""
    recorded = [(name, meaning) for name, meaning in read if isinstance(meaning, Activity)]
    upsert(conn, activities, [activity_row(shelf, name, activity) for name, activity in recorded])
    meanings.save(conn, shelf, read, now)
    no_more = [name for name, meaning in read if not isinstance(meaning, Activity)]
    for portion in portions(no_more):
        alive = shelf.holds(activities, portion) & activities.c.deleted_at.is_(None)
        conn.execute(update(activities).where(alive).values(deleted_at=now))


def _item_row(shelf: Shelf, incoming: Incoming, now: datetime) -> dict[str, Any]:
    return {
        **shelf.key(incoming.item.external_id),
        "kind": incoming.item.kind,
        "content_hash": incoming.item.content_hash,
        "problem": incoming.problem,
        "first_seen_at": now,
        "last_seen_at": now,
        "changed_at": now,
        "deleted_at": None,
        "missed": 0,
    }


def _payload_row(shelf: Shelf, item: RawItem) -> dict[str, Any]:
    return {
        **shelf.key(item.external_id),
        "payload": item.payload,
        "stream": item.stream,
    }


def activity_row(shelf: Shelf, external_id: str, activity: Activity) -> dict[str, Any]:
    """An activity as a row."""
    return {
        **shelf.key(external_id),
        "activity_id": activity.id,
        "sport": activity.sport,
        "start_at": activity.start,
        "local_date": activity.local_date,
        "detail": ACTIVITY.dump(activity),
        "deleted_at": None,
    }


def _mark_seen(conn: Connection, shelf: Shelf, same: Sequence[str], now: datetime) -> None:
    for portion in portions(same):
        conn.execute(update(raw_items).where(shelf.holds(raw_items, portion)).values(last_seen_at=now))


def known_items(conn: Connection, shelf: Shelf, external_ids: Iterable[str]) -> dict[str, Known]:
    """What is stored of these items."""
    items = raw_items.c
    wanted = select(items.external_id, items.content_hash, items.problem, items.deleted_at)
    return {
        row.external_id: Known(row.content_hash, row.problem, row.deleted_at is not None)
        for portion in portions(external_ids)
        for row in conn.execute(wanted.where(shelf.holds(raw_items, portion)))
    }
