"""Lays records beside what is here, in the caller's transaction: added, the same, or different."""

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from enum import StrEnum
from typing import Any

from sqlalchemy import Connection, Table, delete, insert, select, update
from sqlalchemy.exc import DataError, IntegrityError

from liftday_rules.model import Activity
from liftday_sync.errors import InputError
from liftday_sync.moving import records as shape
from liftday_sync.moving.leave import MISTAKE
from liftday_sync.moving.records import Record
from liftday_sync.store import household
from liftday_sync.store.api import SessionStatus
from liftday_sync.store.dialect import insert_unless_known, upsert
from liftday_sync.store.incoming import ACTIVITY, activity_row
from liftday_sync.store.meanings import CODECS, NAMES
from liftday_sync.store.rows import as_text
from liftday_sync.store.sessions import CONTENT
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

type Rows = list[dict[str, Any]]

SEEN = frozenset({"first_seen_at", "last_seen_at", "changed_at", "since_at", "missed"})
"""When something was seen is no difference."""
COUNTED = frozenset({"sequence", "updated_at"})
"""What may differ of a session: calendars may have seen a higher sequence here."""
EXAMPLES = 3


class Different(StrEnum):
    """What becomes of something that is here and in the file, and says something else in each."""

    KEEP = "keep"
    """What is here stays."""
    REPLACE = "replace"
    """What the file says comes in its place."""


class Merging:
    """One file on its way in."""

    def __init__(self, conn: Connection, corners: Mapping[str, str], different: Different | None) -> None:
        self._conn = conn
        self._corners = corners
        self._keeps = different is Different.KEEP
        self._replaces = different is Different.REPLACE
        self._facts: dict[str, _Facts] = {}
        self._log: dict[str, Counter[tuple[Any, ...]]] = {}
        self.added = 0
        self.same = 0
        self.gave_way = 0
        self.differing: Counter[str] = Counter()
        self.examples: list[str] = []

    def adopt(self, server_id: str) -> bool:
        """Be the installation that the file is from, unless this one has an id of its own; whether it is that one."""
        here = household.server_id(self._conn)
        return (here or household.take_server_id(self._conn, server_id)) == server_id

    def take(self, kind: type[Record], portion: Sequence[Any]) -> None:
        """Take in records of one kind."""
        for corner in dict.fromkeys(self._corners[one.athlete] for one in portion):
            ours = [one for one in portion if self._corners[one.athlete] == corner]
            try:
                self._take(kind, corner, ours)
            except IntegrityError as error:
                raise InputError(
                    f"Among the {ours[0].record} records is one that is here under another name; nothing was changed."
                ) from error
            except DataError as error:
                raise InputError(
                    f"Among the {ours[0].record} records is one that this database can't hold; nothing was changed."
                ) from error

    def _take(self, kind: type[Record], corner: str, ours: Sequence[Any]) -> None:
        if kind is shape.Item:
            self._items(corner, ours)
        elif kind is shape.Fact:
            self._said(corner, ours)
        elif kind is shape.Change:
            self._changes(corner, ours)
        else:
            table, stays = TABLES[kind]
            self._plainly(table, corner, ours, stays=stays)

    def _differs(self, record: Record) -> None:
        self.differing[record.record] += 1
        if len(self.examples) < EXAMPLES:
            self.examples.append(f"{record.record} {' '.join(str(part) for part in record.name)}")

    # --- tables with keys of their own ---

    def _plainly(self, table: Table, corner: str, ours: Sequence[Record], *, stays: bool) -> None:
        """`stays`: what is here is as good, so another word in the file is no difference."""
        key = [column.name for column in table.primary_key if column.name != "athlete_id"]
        names = {one.name[-1] for one in ours}
        wanted = select(table).where(table.c.athlete_id == corner, table.c[key[-1]].in_(names))
        here = {tuple(row[name] for name in key): dict(row) for row in self._conn.execute(wanted).mappings()}
        new: Rows = []
        other: Rows = []
        given: Rows = []
        for record in ours:
            row = _row(table, corner, record)
            known = here.get(record.name)
            if known is None:
                new.append(row)
            elif stays or _is_same(table, known, row):
                self.same += 1
            elif table is sessions and _is_unspoken(known, row) and not self._keeps:
                given.append(_risen(known, row))
            else:
                self._differs(record)
                other.append(_risen(known, row) if table is sessions else row)
        self.added += len(new)
        self.gave_way += len(given)
        if new:
            self._conn.execute(insert(table), new)
        upsert(self._conn, table, given + other if self._replaces else given)

    # --- what sources gave ---

    def _items(self, corner: str, ours: Sequence[shape.Item]) -> None:
        new: list[shape.Item] = []
        for source in dict.fromkeys(one.source for one in ours):
            shelf = Shelf(corner, source)
            items = [one for one in ours if one.source == source]
            here = self._known(shelf, [one.external_id for one in items])
            other = []
            for item in items:
                known = here.get(item.external_id)
                if known is None:
                    new.append(item)
                    self.added += 1
                elif known == _told(_parts(shelf, item)):
                    self.same += 1
                else:
                    self._differs(item)
                    other.append(item)
            if self._replaces and other:
                gone = shelf.holds(raw_items, [one.external_id for one in other])
                self._conn.execute(delete(raw_items).where(gone))  # and with it all that it meant
                new += other
        for table in (raw_items, raw_payloads, activities, meanings):
            rows = [parts[table.name] for one in new if table.name in (parts := _parts(Shelf(corner, one.source), one))]
            if rows:
                self._conn.execute(insert(table), rows)

    def _known(self, shelf: Shelf, names: Sequence[str]) -> dict[str, Any]:
        """What is here of these items, in the words of `_told`."""
        found: dict[str, dict[str, Any]] = {}
        for table in (raw_items, activities, meanings):
            for row in self._conn.execute(select(table).where(shelf.holds(table, names))).mappings():
                found.setdefault(row["external_id"], {})[table.name] = dict(row)
        held = select(raw_payloads.c.external_id).where(shelf.holds(raw_payloads, names))
        for name in self._conn.scalars(held):
            found[name][raw_payloads.name] = {}
        return {name: _told(parts) for name, parts in found.items()}

    # --- what was said ---

    def _said(self, corner: str, ours: Sequence[shape.Fact]) -> None:
        book = self._facts.get(corner)
        if book is None:
            book = self._facts[corner] = _Facts(self._conn, corner)
        for fact in ours:
            row = book.row(fact)
            known = book.known(row)
            if known is None:
                book.numbers[fact.number] = book.add(row)
                self.added += 1
                continue
            book.numbers[fact.number] = known["id"]
            if all(known[name] == value for name, value in row.items()):
                self.same += 1
                continue
            self._differs(fact)
            if self._replaces:
                self._conn.execute(update(facts).where(facts.c.id == known["id"]).values(**row))

    # --- the log of changes ---

    def _changes(self, corner: str, ours: Sequence[shape.Change]) -> None:
        log = self._log.get(corner)
        if log is None:
            here = self._conn.execute(select(changes).where(changes.c.athlete_id == corner)).mappings()
            log = self._log[corner] = Counter(_entry(row) for row in here)
        new: Rows = []
        for change in ours:
            row = _row(changes, corner, change)
            if log[_entry(row)] > 0:
                log[_entry(row)] -= 1
                self.same += 1
            else:
                new.append(row)
        self.added += len(new)
        if new:
            self._conn.execute(insert(changes), new)


class _Facts:
    """An athlete's facts here, by what tells one from another, and which number of the file each became."""

    def __init__(self, conn: Connection, corner: str) -> None:
        self._conn = conn
        self._corner = corner
        self._here: defaultdict[tuple[Any, ...], list[dict[str, Any]]] = defaultdict(list)
        self.numbers: dict[int, int] = {}
        for row in conn.execute(select(facts).where(facts.c.athlete_id == corner).order_by(facts.c.id)).mappings():
            self._here[_sign(row)].append(dict(row))

    def row(self, fact: shape.Fact) -> dict[str, Any]:
        """The fact as a row. One that takes another back names it by its id here."""
        row = _row(facts, self._corner, fact)
        if fact.kind == MISTAKE:
            meant = self.numbers[int(fact.subject or 0)]
            row |= {"subject": str(meant), "key": f"{MISTAKE}:{meant}"}
        return row

    def known(self, row: Mapping[str, Any]) -> dict[str, Any] | None:
        """The same word, said here already; one that was said twice without a key is there twice."""
        here = self._here.get(_sign(row))
        return here.pop(0) if here else None

    def add(self, row: dict[str, Any]) -> int:
        """Remember it; its id."""
        added = insert_unless_known(self._conn, facts, row)
        assert added is not None  # its key was looked for
        return int(added.id)


def _sign(row: Mapping[Any, Any]) -> tuple[Any, ...]:
    """What tells a word from others: its key or, without one, all of it."""
    if row["key"] is not None:
        return (row["key"],)
    return row["kind"], row["subject"], as_text(row["payload"]), row["created_at"]


def _entry(row: Mapping[Any, Any]) -> tuple[Any, ...]:
    return tuple(value for name, value in row.items() if name not in {"id", "athlete_id"})


def _row(table: Table, corner: str, record: Record) -> dict[str, Any]:
    """A record as a row of its table; documents become text where the table keeps text."""
    row: dict[str, Any] = {"athlete_id": corner}
    for column in table.columns:
        if column.name in type(record).model_fields:
            value = getattr(record, column.name)
            is_document = isinstance(value, dict) and table is not facts
            row[column.name] = as_text(value) if is_document else value
    return row


def _is_same(table: Table, known: Mapping[str, Any], row: Mapping[str, Any]) -> bool:
    if table is sessions and known["sequence"] < row["sequence"]:
        return False
    free = COUNTED if table is sessions else frozenset()
    return all(_today(name, known[name]) == value for name, value in row.items() if name not in free)


def _today(name: str, value: Any) -> Any:
    """A document of older words in the words of today."""
    return CONTENT.dump(CONTENT.load(value)) if name == "content" else value


def _is_unspoken(known: Mapping[str, Any], row: Mapping[str, Any]) -> bool:
    """Whether it was planned here by the program alone, beside the one that the file tells of."""
    return bool(known["status"] == SessionStatus.PLANNED and known["created_at"] != row["created_at"])


def _risen(known: Mapping[str, Any], row: dict[str, Any]) -> dict[str, Any]:
    """Calendars that saw the session that was here believe a higher sequence only."""
    return row | {"sequence": max(row["sequence"], known["sequence"] + 1)}


def _parts(shelf: Shelf, item: shape.Item) -> dict[str, dict[str, Any]]:
    """An item as rows, by table."""
    parts = {raw_items.name: _row(raw_items, shelf.athlete_id, item)}
    if item.raw is not None:
        parts[raw_payloads.name] = shelf.key(item.external_id) | {"payload": item.raw, "stream": item.stream_base64}
    if item.activity is not None:
        activity: Activity = ACTIVITY.load(as_text(item.activity))
        row = activity_row(shelf, item.external_id, activity)
        parts[activities.name] = row | {"deleted_at": item.activity_deleted_at}
    if item.meaning is not None:
        row = shelf.key(item.external_id) | dict(item.meaning)
        parts[meanings.name] = row | {"detail": as_text(item.meaning.detail)}
    return parts


def _told(parts: Mapping[str, Mapping[str, Any]]) -> dict[str, Any]:
    """What counts of an item, to tell whether two say the same."""
    return {
        name: {
            key: _means(row, value) if key == "detail" else value is None if key == "deleted_at" else value
            for key, value in row.items()
            if key not in SEEN
        }
        for name, row in parts.items()
        if name != raw_payloads.name
    } | {raw_payloads.name: raw_payloads.name in parts}


def _means(row: Mapping[str, Any], text: str) -> Any:
    """What an item means, in the words of today."""
    codec = CODECS_BY_NAME[row["what"]] if "what" in row else ACTIVITY
    return codec.document(codec.load(text))


CODECS_BY_NAME = {NAMES[cls]: codec for cls, codec in CODECS.items()}
# Whether what is here stays whatever the file says: marks of the machinery, and plans, which are made anew at once.
TABLES: Mapping[type[Record], tuple[Table, bool]] = {
    shape.Cursor: (cursors, True),
    shape.Report: (source_reports, True),
    shape.Placed: (written, False),
    shape.Session: (sessions, False),
    shape.PlanRecord: (plan_revisions, True),
    shape.Told: (told, True),
}
