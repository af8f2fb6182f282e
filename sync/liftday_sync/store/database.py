"""The database behind the store: opened, let go, looked through for damage, copied and put back."""

import contextlib
import fcntl
import os
from collections.abc import Collection, Generator
from datetime import timedelta
from pathlib import Path
from typing import Self

from sqlalchemy import URL, Connection, Engine, text

from liftday_sync.errors import StoreError
from liftday_sync.store import backup, leases
from liftday_sync.store.engine import WRITES, file_of, open_engine, parse_url
from liftday_sync.store.migrate import migrate


class Database:
    """One open database. What is kept in it is `Store`'s matter."""

    def __init__(self, engine: Engine, term: leases.Term | None = None) -> None:
        """Use `open`."""
        self._engine = engine
        self._writer = engine.execution_options(**{WRITES: True})
        self._term = term

    @classmethod
    def open(cls, url: str, *, backup_dir: Path | None = None) -> Self:
        """Open the database, make it if there is none, and bring an older one up to date after a backup.

        The backup stands beside the file, or in `backup_dir`. Raises `StoreError` when it can't be used.
        """
        engine = open_engine(url)
        try:
            migrate(engine, backup_dir=backup_dir)
        except BaseException:
            engine.dispose()
            raise
        return cls(engine)

    def close(self) -> None:
        """Let the database go."""
        self._engine.dispose()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def _read(self) -> contextlib.AbstractContextManager[Connection]:
        return self._engine.connect()

    @contextlib.contextmanager
    def _write(self) -> Generator[Connection]:
        with self._writer.begin() as conn:
            if self._term is not None:
                leases.insist(conn, self._term)
            yield conn

    def _record(self) -> contextlib.AbstractContextManager[Connection]:
        """A write of what has happened outside: it is so, whoever looks after the athlete by now."""
        return self._writer.begin()

    # --- several daemons on one database -------------------------------------------------------------------------

    @property
    def is_shared(self) -> bool:
        """Whether other daemons may live on the same database; a file is one daemon's alone."""
        return file_of(self._engine.url) is None

    def held(self, term: leases.Term) -> Self:
        """The same database for one athlete's cycles: each write first proves that the athlete is still ours.

        Writes raise `LeaseLost` once another daemon has taken over. It needs no closing of its own.
        """
        return type(self)(self._engine, term)

    def renew_leases(self, holder: str, athlete_ids: Collection[str], lasts: timedelta) -> dict[str, leases.Term]:
        """Hold on to these athletes and take those who are free, by the database's clock; whom this daemon holds."""
        with self._record() as conn:
            return leases.renew(conn, holder, athlete_ids, lasts)

    def release_leases(self, holder: str) -> None:
        """Let all of them go at once."""
        with self._record() as conn:
            leases.release(conn, holder)

    def ask(self, athlete_id: str) -> None:
        """Ask the daemon that looks after this athlete for a look at the accounts."""
        with self._record() as conn:
            leases.ask(conn, athlete_id)

    @contextlib.contextmanager
    def served(self) -> Generator[None]:
        """Be the only daemon on a database file, as long as this lasts. Raises `StoreError` when there is another one.

        The system ends it with the process, however that ends. Daemons on a server share it by leases instead.
        """
        path = file_of(self._engine.url)
        if path is None:
            yield
            return
        lock = os.open(path.with_name(path.name + ".lock"), os.O_WRONLY | os.O_CREAT, 0o600)
        try:
            _lock(lock, path)
            yield
        finally:
            os.close(lock)

    @contextlib.contextmanager
    def steady(self) -> Generator[Connection]:
        """Everything as it is at one moment, whatever others write meanwhile; for `moving`, which reads it all."""
        # SQLite's readers see one moment anyway
        how = {} if file_of(self._engine.url) else {"isolation_level": "REPEATABLE READ"}
        with self._engine.execution_options(**how).connect() as conn:
            yield conn

    def whole(self) -> contextlib.AbstractContextManager[Connection]:
        """One transaction for `moving`: everything that comes in, or nothing."""
        return self._record()

    def check(self) -> None:
        """Read the whole file for damage; slow on a large one. Raises `StoreError`."""
        with self._read() as conn:
            if file_of(self._engine.url) and (found := conn.scalar(text("PRAGMA quick_check(1)"))) != "ok":
                raise StoreError(f"The database is damaged ({found}): put a backup back with `liftday db restore`.")

    def backup(self, to: Path) -> None:
        """Write a consistent copy to a new file, while everybody goes on reading and writing."""
        backup.copy_database(_copyable(self._engine.url), to)

    @staticmethod
    def restore(url: str, from_: Path) -> Path | None:
        """Make the database what a backup says, even when it is damaged or gone; others may have it open meanwhile.

        Returns where the database as it was is kept. An older backup is brought up to date when it is next opened.
        """
        return backup.put_back(from_, _copyable(parse_url(url)))


def _lock(file: int, path: Path) -> None:
    try:
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError as error:
        raise StoreError(
            f"Another Liftday already serves from {path}: end it, or give this one a data_dir of its own."
        ) from error


def _copyable(url: URL) -> Path:
    path = file_of(url)
    if path is None:
        raise StoreError(
            "Liftday copies SQLite files only: `liftday db export` writes all that is yours, "
            "pg_dump the whole database."
        )
    return path
