"""The tables: migrations and definitions agree, and both engines take them."""

import sqlite3
from collections.abc import Sequence
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Dialect
from sqlalchemy.dialects import postgresql
from sqlalchemy.schema import CreateIndex, CreateTable

from liftday_sync.store import Store, migrate
from liftday_sync.store.dialect import upsert
from liftday_sync.store.tables import activities, metadata, server

POSTGRESQL: Dialect = postgresql.dialect()  # type: ignore[no-untyped-call] # not typed by its makers


PRAGMAS = ("table_info", "foreign_key_list")


def test_the_migrations_make_exactly_the_tables_that_are_defined(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(migrate, "_make", migrate._upgrade)
    with Store.open(f"sqlite:///{tmp_path / 'migrated.db'}") as store, store._read() as conn:
        assert compare_metadata(MigrationContext.configure(conn, opts={"compare_type": True}), metadata) == []


def shape(path: Path) -> dict[str, object]:
    """Columns, ties and indices of every table, as the database itself tells them."""
    with closing(sqlite3.connect(path)) as conn:
        names = [name for (name,) in conn.execute("SELECT name FROM sqlite_master WHERE type = 'table' ORDER BY name")]
        told = {name: [conn.execute(f"PRAGMA {what}({name})").fetchall() for what in PRAGMAS] for name in names}
        indices = conn.execute("SELECT name, sql FROM sqlite_master WHERE type = 'index' AND sql IS NOT NULL")
        made = {name: " ".join(sql.split()) for name, sql in indices}
    return {
        name: ({one[1:] for one in columns}, {one[2:] for one in ties}) for name, (columns, ties) in told.items()
    } | {"indices": made}


def test_a_new_database_is_made_at_once_and_is_what_the_migrations_make(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    Store.open(f"sqlite:///{tmp_path / 'new.db'}").close()
    monkeypatch.setattr(migrate, "_make", migrate._upgrade)
    Store.open(f"sqlite:///{tmp_path / 'migrated.db'}").close()
    assert shape(tmp_path / "new.db") == shape(tmp_path / "migrated.db")


def test_the_newest_migration_is_the_one_the_program_expects() -> None:
    assert ScriptDirectory(str(migrate.SCRIPTS)).get_heads() == [migrate.HEAD]


def test_every_row_belongs_to_an_athlete_and_goes_with_the_athlete() -> None:
    homeless = {table.name for table in metadata.sorted_tables if "athlete_id" not in table.c}
    assert homeless == {server.name}
    ties = [key for table in metadata.sorted_tables for key in table.foreign_key_constraints]
    assert {key.ondelete for key in ties} == {"CASCADE"}


@pytest.mark.parametrize("table", metadata.sorted_tables, ids=str)
def test_postgresql_takes_every_table(table: Any) -> None:
    dialect = POSTGRESQL
    made = str(CreateTable(table).compile(dialect=dialect))
    assert "DATETIME" not in made
    assert "BLOB" not in made
    for index in table.indexes:
        assert "CREATE" in str(CreateIndex(index).compile(dialect=dialect))


class Recorder:
    """Stands for a connection to PostgreSQL and keeps what it is told."""

    dialect = POSTGRESQL

    def __init__(self) -> None:
        self.told: list[tuple[Any, Sequence[dict[str, Any]]]] = []

    def execute(self, statement: Any, rows: Sequence[dict[str, Any]]) -> None:
        self.told.append((statement, rows))


def test_writing_over_a_row_is_said_in_postgresqls_words() -> None:
    recorder = Recorder()
    row = dict.fromkeys(("athlete_id", "source", "external_id", "activity_id", "detail"))
    upsert(recorder, activities, [row], keep=("detail",))  # type: ignore[arg-type] # a recorder, not a connection
    [(statement, rows)] = recorder.told
    text = " ".join(str(statement.compile(dialect=POSTGRESQL)).split())
    assert "ON CONFLICT (athlete_id, source, external_id) DO UPDATE SET activity_id = excluded.activity_id" in text
    assert "detail = excluded.detail" not in text
    assert rows == [row]
