"""Copies of an SQLite database, made and put back while others read and write it."""

import contextlib
import os
import sqlite3
from collections.abc import Generator
from pathlib import Path

from liftday_sync.errors import StoreError
from liftday_sync.private import private_folder
from liftday_sync.store.engine import BUSY_S, sqlite_sentence

PAGES = 4096
"""Pages copied at a stretch; in between, the writers of the original get their turn."""
ALL = -1
"""In one step, which nobody can see half done."""
RUINED = {sqlite3.SQLITE_NOTADB, sqlite3.SQLITE_CORRUPT}


def copy_database(source: Path, target: Path) -> None:
    """Write a consistent copy of the database to a new file that only this user can read.

    The copy appears under its name only once it is whole. Raises `StoreError` when it can't be written.
    """
    unfinished = target.with_name(target.name + ".unfinished")
    try:
        private_folder(target.parent)
        os.close(os.open(unfinished, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600))
        _copy(source, unfinished, pages=PAGES)
        unfinished.replace(target)
    except OSError as error:
        raise StoreError(f"The backup {target} can't be written ({error.strerror}): name another folder.") from error
    finally:
        unfinished.unlink(missing_ok=True)


def put_back(source: Path, target: Path) -> Path | None:
    """Make the database what the backup says, in one step for everybody who has it open.

    Returns where the database as it was is kept, None when there was none. Raises `StoreError`, and changes nothing,
    when the backup is missing, damaged or something else.
    """
    _insist_on_backup(source)
    if not target.exists():
        copy_database(source, target)
        return None
    kept = free_name(target.parent, f"{target.stem}-before-restore", target.suffix)
    try:
        with _opened(target) as present:
            _insist_whole(present)
        copy_database(target, kept)
        _copy(source, target, pages=ALL)
    except sqlite3.DatabaseError as error:
        if error.sqlite_errorcode & 0xFF not in RUINED:
            raise StoreError(sqlite_sentence(str(target), error) or f"{target} can't be read: {error}.") from error
        _set_aside(target, kept)
        copy_database(source, target)
    return kept


def free_name(folder: Path, stem: str, suffix: str) -> Path:
    """A name that is not taken: an older copy is never overwritten."""
    number = 1
    while (path := folder / f"{stem}{'' if number == 1 else f'-{number}'}{suffix}").exists():
        number += 1
    return path


def _insist_on_backup(source: Path) -> None:
    if not source.is_file():
        raise StoreError(f"There is no backup {source}: `liftday db backup` makes one.")
    try:
        with _opened(source) as backup:
            _insist_whole(backup)
            backup.execute("SELECT version_num FROM alembic_version")
    except sqlite3.DatabaseError as error:
        raise StoreError(f"{source} is damaged, or no backup of a Liftday database: name another file.") from error


def _insist_whole(connection: sqlite3.Connection) -> None:
    found = connection.execute("PRAGMA quick_check(1)").fetchone()[0]
    if found != "ok":
        error = sqlite3.DatabaseError(found)
        error.sqlite_errorcode = sqlite3.SQLITE_CORRUPT
        raise error


def _set_aside(target: Path, kept: Path) -> None:
    """Move a ruined file away; its companions belong to it and would ruin the next one."""
    target.rename(kept)
    for companion in ("-wal", "-shm"):
        target.with_name(target.name + companion).unlink(missing_ok=True)


def _copy(source: Path, target: Path, *, pages: int) -> None:
    try:
        with _opened(source) as original, _opened(target) as copy:
            original.backup(copy, pages=pages)
    except sqlite3.DatabaseError as error:
        sentence = sqlite_sentence(str(target), error) or f"{source} can't be copied to {target}: {error}."
        raise StoreError(sentence) from error


@contextlib.contextmanager
def _opened(path: Path) -> Generator[sqlite3.Connection]:
    connection = sqlite3.connect(path, timeout=BUSY_S)
    try:
        yield connection
    finally:
        connection.close()
