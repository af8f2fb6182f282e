"""Opens the database: file modes, SQLite's settings, transactions, and engine errors turned into one sentence."""

import contextlib
import os
import sqlite3
from pathlib import Path

from sqlalchemy import URL, Connection, Engine, create_engine, event, make_url
from sqlalchemy.engine import ExceptionContext
from sqlalchemy.exc import ArgumentError
from sqlalchemy.pool import ConnectionPoolEntry

from liftday_sync.errors import StoreError
from liftday_sync.private import private_folder

BUSY_S = 30
"""How long a writer waits for another one. A whole import's transaction takes a few seconds."""

PRAGMAS = (
    f"PRAGMA busy_timeout = {BUSY_S * 1000}",
    "PRAGMA journal_mode = WAL",  # readers go on while somebody writes
    "PRAGMA synchronous = NORMAL",  # with WAL a power cut loses the last moment, never the file
    "PRAGMA foreign_keys = ON",
)

WRITES = "liftday_writes"
"""The execution option that marks a transaction as a writing one."""


def open_engine(url: str) -> Engine:
    """An engine for a URL such as `sqlite:////home/me/liftday.db`; the file is made if there is none.

    Raises `StoreError` when the URL, the folder or the file can't be used.
    """
    parsed = parse_url(url)
    path = file_of(parsed)
    if path is not None:
        _leave_alone_what_is_not_ours(path)
        _own_file(path)
    engine = create_engine(parsed)
    event.listen(engine, "handle_error", _explain)
    if path is not None:
        event.listen(engine, "connect", _set_up_sqlite)
        event.listen(engine, "begin", _begin_sqlite)
    return engine


def parse_url(url: str) -> URL:
    """The address in parts. Raises `StoreError` when it is none."""
    try:
        return make_url(url)
    except ArgumentError as error:
        # The address itself is not repeated: it may hold a password.
        raise StoreError(
            "The database address can't be read: write one like sqlite:////home/me/liftday.db in the config."
        ) from error


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


def _explain(context: ExceptionContext) -> None:
    """Turn what an athlete can do something about into a sentence; a mistake of ours keeps its own words."""
    if context.engine is None:
        return
    cause = context.original_exception
    where = context.engine.url.render_as_string(hide_password=True)
    if isinstance(cause, sqlite3.Error):
        where = context.engine.url.database or where
        sentence = sqlite_sentence(where, cause)
    elif context.connection is None or context.is_disconnect:
        reason = str(cause).strip().splitlines()[0]
        sentence = f"The database {where} can't be reached ({reason}): start it, or mend its address in the config."
    else:
        sentence = None
    if sentence:
        raise StoreError(sentence) from cause


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
