"""The only place where SQLite and PostgreSQL are told apart in a statement."""

from collections.abc import Iterable, Iterator, Sequence
from itertools import batched
from typing import Any

from sqlalchemy import Connection, Row, Table
from sqlalchemy.dialects import sqlite

IN_LIST = 500
"""Values in one IN (…): well under every engine's limit of variables."""


def upsert(conn: Connection, table: Table, rows: Sequence[dict[str, Any]], *, keep: Iterable[str] = ()) -> None:
    """Insert the rows; where the primary key is taken, overwrite that row except for the columns in `keep`."""
    if not rows:
        return
    statement = _insert(conn, table)
    key = [column.name for column in table.primary_key]
    left = {*key, *keep}
    written = {name: statement.excluded[name] for name in rows[0] if name not in left}
    conn.execute(statement.on_conflict_do_update(index_elements=key, set_=written), rows)


def insert_unless_known(conn: Connection, table: Table, row: dict[str, Any]) -> Row[Any] | None:
    """Insert the row and return its primary key, or None, everything as it was, when a unique key is taken."""
    written = _insert(conn, table).on_conflict_do_nothing().returning(*table.primary_key)
    return conn.execute(written, row).first()


def _insert(conn: Connection, table: Table) -> Any:
    """An insert in the words of this database, both of which know `ON CONFLICT`."""
    if conn.dialect.name != "postgresql":
        return sqlite.insert(table)
    from sqlalchemy.dialects import postgresql  # noqa: PLC0415 (loaded where it is used, for it is large)

    return postgresql.insert(table)


def portions(values: Iterable[str]) -> Iterator[tuple[str, ...]]:
    """The values in lists that fit into one statement."""
    return batched(values, IN_LIST, strict=False)
