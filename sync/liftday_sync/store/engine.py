"""Opens the database: file modes, settings of the session, transactions, and errors turned into one sentence."""

import contextlib
import importlib.util
import os
import sqlite3
from pathlib import Path
from typing import TYPE_CHECKING, Any

from sqlalchemy import URL, Connection, Engine, create_engine, event, make_url
from sqlalchemy.engine import ExceptionContext
from sqlalchemy.exc import ArgumentError
from sqlalchemy.pool import ConnectionPoolEntry

from liftday_sync.errors import StoreError
from liftday_sync.private import private_folder

if TYPE_CHECKING:
    import psycopg

BUSY_S = 30
"""How long a writer waits for another one. A whole import's transaction takes a few seconds."""

PRAGMAS = (
    f"PRAGMA busy_timeout = {BUSY_S * 1000}",
    "PRAGMA journal_mode = WAL",  # readers go on while somebody writes
    "PRAGMA synchronous = NORMAL",  # with WAL a power cut loses the last moment, never the file
    "PRAGMA foreign_keys = ON",
)

SERVER = "postgresql"
DRIVER = "psycopg"
CONNECT_S = "10"
SESSION = f"SET TIME ZONE 'UTC'; SET lock_timeout = '{BUSY_S}s'"
WRITER_IDLE_S = 15
"""A writer that says nothing for so long in the middle of a transaction is stopped or cut off: the server ends it."""
WRITER = (
    f"SELECT set_config('idle_in_transaction_session_timeout', '{WRITER_IDLE_S}s', true), "
    f"pg_advisory_xact_lock({int.from_bytes(b'liftday')})"
)
"""Writers queue, one transaction after the other, as SQLite has it: what was read before a write still holds."""

WRITES = "liftday_writes"
"""The execution option that marks a transaction as a writing one."""


def open_engine(url: str) -> Engine:
    """An engine for a URL such as `sqlite:////home/me/liftday.db` or `postgresql://liftday@db.lan/liftday`.

    A file is made if there is none. Raises `StoreError` when the URL, the folder or the file can't be used.
    """
    parsed = parse_url(url)
    path = file_of(parsed)
    if path is None:
        return _open_server(parsed)
    _leave_alone_what_is_not_ours(path)
    _own_file(path)
    engine = create_engine(parsed)
    event.listen(engine, "handle_error", _explain)
    event.listen(engine, "connect", _set_up_sqlite)
    event.listen(engine, "begin", _begin_sqlite)
    return engine


def _open_server(url: URL) -> Engine:
    if importlib.util.find_spec(DRIVER) is None:
        raise StoreError("PostgreSQL needs one more package: install liftday[postgres] in place of liftday.")
    asked = {"connect_timeout": CONNECT_S, "application_name": "liftday"} | dict(url.query)
    engine = create_engine(url.set(drivername=f"{SERVER}+{DRIVER}", query=asked), pool_pre_ping=True)
    event.listen(engine, "handle_error", _explain)
    event.listen(engine, "connect", _set_up_server)
    event.listen(engine, "begin", _begin_server)
    return engine


def parse_url(url: str) -> URL:
    """The address in parts. Raises `StoreError` when it is none, or that of another kind of database."""
    try:
        parsed = make_url(url)
    except ArgumentError as error:
        # The address itself is not repeated: it may hold a password.
        raise StoreError(
            "The database address can't be read: write one like sqlite:////home/me/liftday.db in the config."
        ) from error
    if parsed.get_backend_name() not in {"sqlite", SERVER}:
        raise StoreError(
            f"Liftday keeps its data in SQLite or PostgreSQL, not in {parsed.get_backend_name()}: write an address "
            "that begins with sqlite: or postgresql: in the config."
        )
    return parsed


def named(url: URL) -> str:
    """The database in words that may be logged: no password, wherever in the address it stands."""
    if url.get_backend_name() == "sqlite":
        return str(url.database)
    return f"{url.database or url.username} on {url.host or url.query.get('host') or 'this machine'}"


def file_of(url: URL) -> Path | None:
    """The file behind an SQLite URL; None for a database server."""
    if url.get_backend_name() != "sqlite":
        return None
    if not url.database or url.database == ":memory:":
        raise StoreError("A database in memory forgets everything: name a file, such as sqlite:////home/me/liftday.db.")
    return Path(url.database)


def _leave_alone_what_is_not_ours(path: Path) -> None:
    """Refuse another program's database before anything of it is changed, its mode and its journal included."""
    if not path.is_file() or not path.stat().st_size:
        return
    try:
        with contextlib.closing(sqlite3.connect(f"{path.absolute().as_uri()}?mode=ro", uri=True)) as conn:
            names = {name for (name,) in conn.execute("SELECT name FROM sqlite_master WHERE type = 'table'")}
    except sqlite3.DatabaseError:
        return  # damaged, or no database at all: opening it says so
    if names and "alembic_version" not in names:
        raise StoreError(f"{path} belongs to another program: name another file in the config.")


def _own_file(path: Path) -> None:
    """Make folder and file for this user alone; SQLite gives its companions (-wal, -shm) the file's mode."""
    try:
        private_folder(path.parent)
        os.close(os.open(path, os.O_RDWR | os.O_CREAT, 0o600))
        path.chmod(0o600)
    except OSError as error:
        raise StoreError(
            f"The database {path} can't be written ({error.strerror}): give this user the folder, or name another one."
        ) from error


def _set_up_sqlite(connection: sqlite3.Connection, _record: ConnectionPoolEntry) -> None:
    connection.isolation_level = None  # transactions begin where we say so, see below
    for pragma in PRAGMAS:
        connection.execute(pragma)


def _begin_sqlite(conn: Connection) -> None:
    """A writer takes its place in the queue at once; one that starts as a reader could be turned away half-way."""
    conn.exec_driver_sql("BEGIN IMMEDIATE" if conn.get_execution_options().get(WRITES) else "BEGIN")


def _set_up_server(connection: psycopg.Connection[Any], _record: ConnectionPoolEntry) -> None:
    connection.execute(SESSION)
    connection.commit()


def _begin_server(conn: Connection) -> None:
    if conn.get_execution_options().get(WRITES):
        conn.exec_driver_sql(WRITER)


def _explain(context: ExceptionContext) -> None:
    """Turn what an athlete can do something about into a sentence; a mistake of ours keeps its own words."""
    if context.engine is None:
        return
    cause = context.original_exception
    where = named(context.engine.url)
    if isinstance(cause, sqlite3.Error):
        sentence = sqlite_sentence(where, cause)
    elif (state := getattr(cause, "sqlstate", None)) in SERVER_SAYS:
        sentence = SERVER_SAYS[state].format(where=where)
    elif context.connection is None or context.is_disconnect:
        reason = str(cause).strip().splitlines()[0]
        sentence = f"The database {where} can't be reached ({reason}): start it, or mend its address in the config."
    else:
        sentence = None
    if sentence:
        raise StoreError(sentence) from cause


SERVER_SAYS = {
    "25006": "The database {where} can't be written: it is a copy, or was set to read only.",
    "42501": "The database {where} does not let this user make or change tables: make the user its owner.",
    "53100": "The disk under the database {where} is full: make room and try again.",
    "55P03": f"Another program has held the database {{where}} for {BUSY_S} s: end it and try again.",
}
"""What PostgreSQL says, by its codes."""


def sqlite_sentence(path: str, error: sqlite3.Error) -> str | None:
    """What is wrong with the file and what to do; None when the file is not to blame."""
    code = getattr(error, "sqlite_errorcode", 0) & 0xFF  # the rest says where, which no reader can use
    sentences = {
        sqlite3.SQLITE_NOTADB: f"{path} is no Liftday database: name another file in the config.",
        sqlite3.SQLITE_CORRUPT: f"The database {path} is damaged: put a backup back with `liftday db restore`.",
        sqlite3.SQLITE_FULL: f"The disk is full, {path} can't grow: make room and try again.",
        sqlite3.SQLITE_IOERR: f"The disk under {path} fails: check it, then put a backup back if need be.",
        sqlite3.SQLITE_BUSY: f"Another program has held {path} for {BUSY_S} s: end it and try again.",
        sqlite3.SQLITE_READONLY: f"The database {path} can't be written: give this user the file and its folder.",
        sqlite3.SQLITE_CANTOPEN: f"The database {path} can't be opened: give this user the file and its folder.",
    }
    return sentences.get(code)
