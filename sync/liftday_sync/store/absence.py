"""What a complete reading did not list any more, in the caller's transaction.

One absence proves little: lists shift while they are read, and services forget for an hour. An item goes after two
readings in a row without it. A reading that lacks more than half of what was there is not believed: of recordings
never, of plans and nights only once it has said so again and again, for a training plan may well be ended.
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection, or_, select, update

from liftday_sync.sources.base import ItemKind, Listing
from liftday_sync.store import meanings as told
from liftday_sync.store.dialect import portions
from liftday_sync.store.shelf import Shelf
from liftday_sync.store.tables import activities, meanings, raw_items

READINGS = 2
"""Complete readings in a row without an item, after which it is gone."""
FEW = 5
"""Of up to so many items all may go at once."""
MANY_SHARE = 0.5
MANY_READINGS = 8
"""Readings in a row after which the end of a whole plan is believed."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Missing:
    """What a reading lacked."""

    gone: int = 0
    doubted: int = 0
    """Items that stay although they were missing: too many at once."""
    missed: frozenset[str] = frozenset()


def count(
    conn: Connection, shelf: Shelf, listings: Sequence[Listing], counted: Collection[str], now: datetime
) -> Missing:
    """Note what these readings lack, and take away what is gone. Items `counted` in this look already are left."""
    gone: set[str] = set()
    missed: set[str] = set()
    doubted = 0
    for listing in listings:
        there = _there(conn, shelf, listing)
        absent = {name: times + 1 for name, times in there.items() if name not in listing.external_ids}
        _set_missed(conn, shelf, [n for n, times in there.items() if times and n in listing.external_ids], 0)
        is_mass = len(there) > FEW and len(absent) > MANY_SHARE * len(there)
        enough = MANY_READINGS if is_mass else READINGS
        is_believed = not (is_mass and listing.kind is ItemKind.ACTIVITY)
        for name, times in absent.items():
            if name in counted or name in missed:
                continue
            missed.add(name)
            _set_missed(conn, shelf, [name], times)
            if is_believed and times >= enough:
                gone.add(name)
        doubted += len(absent.keys() - gone) if is_mass else 0
    remove(conn, shelf, sorted(gone), now)
    return Missing(gone=len(gone), doubted=doubted, missed=frozenset(missed))


def remove(conn: Connection, shelf: Shelf, external_ids: Sequence[str], now: datetime) -> int:
    """Leave a tombstone for items that the source no longer has; how many meant something."""
    found = told.remove(conn, shelf, external_ids, now)
    for portion in portions(external_ids):
        for table in (raw_items, activities):
            alive = shelf.holds(table, portion) & table.c.deleted_at.is_(None)
            when = {"deleted_at": now} | ({"changed_at": now} if table is raw_items else {})
            rows = conn.execute(update(table).where(alive).values(when)).rowcount
        found += rows
    return found


def _there(conn: Connection, shelf: Shelf, listing: Listing) -> dict[str, int]:
    """What is stored of that stretch: external id, and how often it was missing so far."""
    items = raw_items.c
    on = (items.athlete_id, items.source, items.external_id)
    acts, means = activities.c, meanings.c
    ours = raw_items.outerjoin(
        activities, (acts.athlete_id == on[0]) & (acts.source == on[1]) & (acts.external_id == on[2])
    ).outerjoin(meanings, (means.athlete_id == on[0]) & (means.source == on[1]) & (means.external_id == on[2]))
    within = or_(
        acts.local_date.between(listing.first, listing.last),
        (means.first_day >= listing.first) & (means.last_day <= listing.last),
    )
    statement = select(items.external_id, items.missed).select_from(ours)
    alive = shelf.holds(raw_items) & items.deleted_at.is_(None) & (items.kind == listing.kind)
    return {row.external_id: row.missed for row in conn.execute(statement.where(alive, within))}


def _set_missed(conn: Connection, shelf: Shelf, external_ids: Sequence[str], times: int) -> None:
    for portion in portions(external_ids):
        conn.execute(update(raw_items).where(shelf.holds(raw_items, portion)).values(missed=times))
