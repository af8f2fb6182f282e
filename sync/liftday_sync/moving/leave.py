"""Everything that is an athlete's, read from the store in an order that is always the same, a few records at a time."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime
from itertools import batched
from pathlib import Path
from typing import Any

from pydantic import ValidationError
from sqlalchemy import Connection, RowMapping, Select, Table, select

from liftday_sync import __version__
from liftday_sync.cycle import Home
from liftday_sync.errors import StoreError
from liftday_sync.letgo import let_go
from liftday_sync.moving import records as shape
from liftday_sync.moving.paper import write
from liftday_sync.moving.records import VERSION, Head, Owner, Record
from liftday_sync.store.rows import document_of
from liftday_sync.store.shelf import Shelf
from liftday_sync.store.tables import (
    activities,
    changes,
    cursors,
    facts,
    meanings,
    plan_revisions,
    raw_items,
    raw_payloads,
    sessions,
    source_reports,
    told,
    written,
)

AT_ONCE = 100
"""Items in memory; each brings up to some hundred kilobytes."""
MISTAKE = "mistake"
"""The kind of fact that names another one by its number."""
OWN_ID = frozenset({"id", "athlete_id"})
"""Columns that a file has in its own way."""


def export(homes: Sequence[Home], out: Path, now: datetime, *, is_whole: bool) -> int:
    """Write all that is these athletes' to a new file; how many records. Blocks. Raises `InputError`, `StoreError`.

    What was lent for some days only, and is due, is let go before. With everybody of the house, `is_whole`, the
    installation's id goes along, so that calendars know their sessions.
    """
    store = homes[0].store
    for home in homes:
        let_go(store, home.athlete, home.sources, now)
    athletes = [home.athlete for home in homes]
    head = Head(
        version=VERSION,
        made_at=now,
        liftday=__version__,
        server_id=store.server_id() if is_whole else None,
        athletes=tuple(Owner(id=one.id, name=one.name, time_zone=one.time_zone) for one in athletes),
    )
    with store.steady() as conn:
        return write(out, head, (record for one in athletes for record in all_of(conn, one.id)))


def all_of(conn: Connection, athlete_id: str) -> Iterator[Record]:
    """One athlete's records, in the order of `records.KINDS`."""
    yield from _items(conn, athlete_id)
    for table, cls in ((cursors, shape.Cursor), (source_reports, shape.Report), (written, shape.Placed)):
        yield from _plainly(conn, athlete_id, table, cls)
    yield from _facts(conn, athlete_id)
    yield from _plainly(conn, athlete_id, sessions, shape.Session, documents=("content",))
    yield from _changes(conn, athlete_id)
    yield from _plainly(conn, athlete_id, plan_revisions, shape.PlanRecord, documents=("document",))
    yield from _plainly(conn, athlete_id, told, shape.Told)


def _of(athlete_id: str, table: Table) -> Select[Any]:
    return select(table).where(table.c.athlete_id == athlete_id)


def _plainly(
    conn: Connection, athlete_id: str, table: Table, cls: type[Record], documents: Sequence[str] = ()
) -> Iterator[Record]:
    """Row by row, in the order of their keys; keys are sorted here, for databases sort text in different ways."""
    key = [column.name for column in table.primary_key if column.name != "athlete_id"]
    columns = [table.c[name] for name in key]
    keys = sorted(conn.execute(select(*columns).where(table.c.athlete_id == athlete_id)).tuples().all())
    for portion in batched(keys, AT_ONCE, strict=False):
        wanted = _of(athlete_id, table).where(columns[-1].in_({one[-1] for one in portion}))
        found = {tuple(row[name] for name in key): row for row in conn.execute(wanted).mappings()}
        for one in portion:
            row = _given(found[one])
            yield _made(cls, athlete_id, row | {name: document_of(row[name]) for name in documents})


def _items(conn: Connection, athlete_id: str) -> Iterator[Record]:
    """Raw items with their payloads and what they mean, by source and id."""
    for source in sorted(conn.scalars(_of(athlete_id, raw_items).with_only_columns(raw_items.c.source).distinct())):
        shelf = Shelf(athlete_id, source)
        names = sorted(conn.scalars(select(raw_items.c.external_id).where(shelf.holds(raw_items))))
        for portion in batched(names, AT_ONCE, strict=False):
            rows, payloads, recorded, meant = (
                {
                    row["external_id"]: row
                    for row in conn.execute(select(table).where(shelf.holds(table, portion))).mappings()
                }
                for table in (raw_items, raw_payloads, activities, meanings)
            )
            for name in portion:
                yield _made(
                    shape.Item,
                    athlete_id,
                    _given(rows[name])
                    | _payload(payloads.get(name))
                    | _activity(recorded.get(name))
                    | _meaning(meant.get(name)),
                )


def _payload(row: RowMapping | None) -> dict[str, Any]:
    if row is None:
        return {}
    try:
        said = {"payload": row["payload"].decode()}
    except UnicodeDecodeError:
        said = {"payload_base64": row["payload"]}
    return said | {"stream_base64": row["stream"]}


def _activity(row: RowMapping | None) -> dict[str, Any]:
    if row is None:
        return {}
    return {"activity": document_of(row["detail"]), "activity_deleted_at": row["deleted_at"]}


def _meaning(row: RowMapping | None) -> dict[str, Any]:
    if row is None:
        return {}
    kept = {name: row[name] for name in shape.MeaningPart.model_fields}
    return {"meaning": kept | {"detail": document_of(row["detail"])}}


def _facts(conn: Connection, athlete_id: str) -> Iterator[Record]:
    """In the order in which they were said; ids are this database's own, so they become numbers."""
    numbers: dict[str, str] = {}
    ordered = _of(athlete_id, facts).order_by(facts.c.created_at, facts.c.id)
    for number, row in enumerate(conn.execute(ordered).mappings(), start=1):
        numbers[str(row["id"])] = str(number)
        given = _given(row) | {"number": number}
        if row["kind"] == MISTAKE:
            given |= {"subject": numbers.get(row["subject"] or "", "0"), "key": None}
        yield _made(shape.Fact, athlete_id, given)


def _changes(conn: Connection, athlete_id: str) -> Iterator[Record]:
    """The log, oldest first."""
    for row in conn.execute(_of(athlete_id, changes).order_by(changes.c.at, changes.c.id)).mappings():
        yield _made(shape.Change, athlete_id, _given(row))


def _given(row: Mapping[Any, Any]) -> dict[str, Any]:
    return {name: value for name, value in row.items() if name not in OWN_ID}


def _made(cls: type[Record], athlete_id: str, given: Mapping[str, Any]) -> Record:
    """The record. What can't be read here could not be read there either, so nothing is written."""
    try:
        return cls.model_validate({"athlete": athlete_id, **given}, strict=False)
    except ValidationError as error:
        place = ".".join(str(part) for part in error.errors()[0]["loc"])
        raise StoreError(
            f"A stored {cls.__name__.lower()} can't be read ({place}): put a backup back with `liftday db restore`."
        ) from error
