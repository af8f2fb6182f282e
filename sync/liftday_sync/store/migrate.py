"""Brings a database to this program's tables. Alembic is loaded only when there is something to do.

Of two programs that start together on an old database one upgrades; the other waits for its turn as any writer does,
and then finds nothing left to do.
"""

from pathlib import Path

from sqlalchemy import URL, Connection, Engine, inspect, text

from liftday_sync.errors import StoreError
from liftday_sync.store.backup import copy_database, free_name
from liftday_sync.store.engine import WRITES, file_of, named
from liftday_sync.store.tables import metadata

SCRIPTS = Path(__file__).parent / "migrations"
HEAD = "0003"
"""The newest revision; a test compares it with the files in `migrations/versions`."""


def migrate(engine: Engine, *, backup_dir: Path | None = None) -> Path | None:
    """Bring the database to `HEAD` and return the backup that was made before, if there was anything to keep.

    Raises `StoreError` for a database of a newer Liftday or of another program.
    """
    with engine.connect() as conn:
        revision = revision_of(conn, named(engine.url))
    if revision == HEAD:
        return None
    if revision is not None:
        _refuse_unknown(revision, engine.url)
    backup = _back_up(engine, revision, backup_dir) if revision is not None else None
    with engine.execution_options(**{WRITES: True}).begin() as conn:
        if revision is None:
            _make(conn)
        else:
            _upgrade(conn)
    return backup


def revision_of(conn: Connection, where: str) -> str | None:
    """The revision of the tables; None when there are none yet."""
    names = inspect(conn).get_table_names()
    if "alembic_version" in names:
        revision: str | None = conn.scalar(text("SELECT version_num FROM alembic_version"))
        return revision
    if names:
        raise StoreError(f"{where} belongs to another program: name another database in the config.")
    return None


def _refuse_unknown(revision: str, url: URL) -> None:
    from alembic.script import ScriptDirectory  # noqa: PLC0415 (half of the start-up time; seldom needed)

    known = {script.revision for script in ScriptDirectory(str(SCRIPTS)).walk_revisions()}
    if revision not in known:
        tool = "pg_restore" if file_of(url) is None else "`liftday db restore`"
        raise StoreError(
            f"The database {named(url)} was written by a newer Liftday (its revision is {revision}, this one knows "
            f"up to {HEAD}): install that version again, or put back the backup from before the upgrade with {tool}."
        )


def _back_up(engine: Engine, revision: str, folder: Path | None) -> Path | None:
    path = file_of(engine.url)
    if path is None:
        return None  # a database server has its own backups
    target = free_name(folder or path.parent, f"{path.stem}-before-{HEAD}-from-{revision}", path.suffix)
    copy_database(path, target)
    return target


def _make(conn: Connection) -> None:
    """All tables at once, as the migrations would leave them; a test compares the two."""
    if revision_of(conn, "") is not None:
        return  # another program was faster
    metadata.create_all(conn)
    conn.execute(text("CREATE TABLE alembic_version (version_num VARCHAR(32) NOT NULL PRIMARY KEY)"))
    conn.execute(text("INSERT INTO alembic_version (version_num) VALUES (:head)"), {"head": HEAD})


def _upgrade(conn: Connection) -> None:
    from alembic import command  # noqa: PLC0415 (half of the start-up time; seldom needed)
    from alembic.config import Config  # noqa: PLC0415 (same)

    config = Config(attributes={"connection": conn})
    config.set_main_option("script_location", str(SCRIPTS).replace("%", "%%"))
    command.upgrade(config, "head")
