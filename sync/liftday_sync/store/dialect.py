"""The only place where SQLite and PostgreSQL are told apart in a statement."""

from collections.abc import Iterable, Iterator, Sequence
from itertools import batched
from typing import Any

from sqlalchemy import Connection, Table
from sqlalchemy.dialects import postgresql, sqlite

IN_LIST = 500
"""Values in one IN (…): well under every engine's limit of variables."""


def upsert(conn: Connection, table: Table, rows: Sequence[dict[str, Any]], *, keep: Iterable[str] = ()) -> None:
    """Insert the rows; where the primary key is taken, overwrite that row except for the columns in `keep`."""
    if not rows:
        return
    insert = postgresql.insert if conn.dialect.name == "postgresql" else sqlite.insert
    statement = insert(table)
    key = [column.name for column in table.primary_key]
    left = {*key, *keep}
    written = {name: statement.excluded[name] for name in rows[0] if name not in left}
    conn.execute(statement.on_conflict_do_update(index_elements=key, set_=written), rows)


def insert_unless_known(conn: Connection, table: Table, row: dict[str, Any]) -> bool:
    """Insert the row and say True, or leave everything as it is when a unique key is taken."""
    insert = postgresql.insert if conn.dialect.name == "postgresql" else sqlite.insert
    written = insert(table).on_conflict_do_nothing().returning(*table.primary_key)
    return conn.execute(written, row).first() is not None


def portions(values: Iterable[str]) -> Iterator[tuple[str, ...]]:
    """The values in lists that fit into one statement."""
    return batched(values, IN_LIST, strict=False)
