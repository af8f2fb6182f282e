"""A real PostgreSQL server of the tests' own: begun once a run in a temporary folder, one fresh database a test."""

import itertools
import os
import pwd
import shutil
import signal
import subprocess
import tempfile
import threading
from collections.abc import Generator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

import psycopg
import pytest

from liftday_sync.store import Store

PLACES = Path("/usr/lib/postgresql")
WANTED = "LIFTDAY_POSTGRES"
"""Set to `required`, a machine without PostgreSQL fails these tests in place of leaving them out."""
LACKING = "PostgreSQL is not installed: install the distribution's package postgresql to run these tests."
SETTINGS = {
    "fsync": "off",
    "full_page_writes": "off",
    "listen_addresses": "",
    "max_connections": "60",
    "synchronous_commit": "off",
}
ORDERED_UNLIKE_PYTHON = ("--encoding=UTF8", "--locale-provider=icu", "--icu-locale=en", "--locale=C.UTF-8")
"""Small letters beside great ones: what relies on the order of bytes is found out."""
START_S = 30
LOOK_S = 0.05
UNPRIVILEGED = "nobody"


def programs() -> Path | None:
    """The folder of `initdb` and `postgres`: on the path, by `pg_config`, or where Debian puts them."""
    places = [Path(found).parent] if (found := shutil.which("initdb")) else []
    if asked := shutil.which("pg_config"):
        told = subprocess.run([asked, "--bindir"], capture_output=True, text=True, check=True)  # noqa: S603 (found above)
        places.append(Path(told.stdout.strip()))
    places += sorted(PLACES.glob("*/bin"), key=lambda path: float(path.parent.name), reverse=True)
    return next((one for one in places if (one / "initdb").exists() and (one / "postgres").exists()), None)


@dataclass(frozen=True, slots=True, kw_only=True)
class PostgreSQL:
    """A running server. It listens on a socket in its own folder and nowhere else."""

    folder: Path
    _numbers: itertools.count[int] = field(default_factory=itertools.count)

    def url(self, database: str) -> str:
        """The address of one of its databases, as the configuration has it."""
        return f"postgresql://liftday@/{database}?host={self.folder}"

    def fresh(self, *, like: str = "lived_in") -> str:
        """The address of a new database: one with Liftday's tables, or (`like="template0"`) an empty one."""
        name = f"fresh_{next(self._numbers)}"
        self.run(f'CREATE DATABASE "{name}" TEMPLATE "{like}"')
        return self.url(name)

    def run(self, statement: str, database: str = "postgres") -> None:
        """One statement, outside of any transaction."""
        with psycopg.connect(host=str(self.folder), user="liftday", dbname=database, autocommit=True) as conn:
            conn.execute(statement)


@contextmanager
def running() -> Generator[PostgreSQL]:
    """A server from now to the end of this. Skips, visibly, where there are no programs for it."""
    found = programs()
    if found is None:
        if os.environ.get(WANTED) == "required":
            pytest.fail(LACKING)
        pytest.skip(LACKING)
    folder = Path(tempfile.mkdtemp(prefix="liftday-pg-", dir="/tmp"))  # a socket's path must be short
    user = pwd.getpwnam(UNPRIVILEGED) if os.geteuid() == 0 else pwd.getpwuid(os.geteuid())
    os.chown(folder, user.pw_uid, user.pw_gid)
    data = folder / "data"

    def begin(program: str, *options: str) -> subprocess.Popen[bytes]:
        """It refuses to be run by root."""
        other = {"user": user.pw_uid, "group": user.pw_gid, "extra_groups": []} if os.geteuid() == 0 else {}
        with (folder.parent / f"{folder.name}.log").open("ab") as log:
            command = [found / program, *options]
            return subprocess.Popen(command, stdout=log, stderr=log, cwd=folder, **other)  # type: ignore[call-overload,no-any-return] # noqa: S603

    try:
        made = begin("initdb", "-D", str(data), "-U", "liftday", "--auth=trust", "--no-sync", *ORDERED_UNLIKE_PYTHON)
        assert made.wait(START_S) == 0, f"initdb failed; see {folder}.log"
        told = [f"-c{name}={value}" for name, value in SETTINGS.items()]
        server = begin("postgres", "-D", str(data), "-k", str(folder), *told)
        try:
            postgresql = PostgreSQL(folder=folder)
            _wait(postgresql)
            postgresql.run("CREATE DATABASE lived_in")
            Store.open(postgresql.url("lived_in")).close()
            yield postgresql
        finally:
            server.send_signal(signal.SIGQUIT)  # at once, whoever is still connected
            server.wait(START_S)
    finally:
        shutil.rmtree(folder)
    Path(f"{folder}.log").unlink()


def _wait(server: PostgreSQL) -> None:
    for _ in range(round(START_S / LOOK_S)):
        try:
            return server.run("SELECT 1")
        except psycopg.OperationalError:
            threading.Event().wait(LOOK_S)
    pytest.fail(f"PostgreSQL did not start; see {server.folder}.log")
