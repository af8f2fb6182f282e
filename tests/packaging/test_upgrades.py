"""From an older Liftday to this one and back, by the commands that a user has."""

import sqlite3
from contextlib import closing
from pathlib import Path

import pytest
import yaml
from alembic import command
from alembic.config import Config
from sqlalchemy import create_engine
from tests.packaging.conftest import Liftday

from liftday_sync.store.migrate import HEAD, SCRIPTS

FIRST = "0001"

pytestmark = pytest.mark.slow


@pytest.fixture
def database(tmp_path: Path) -> Path:
    """Where the database is, by a configuration that lies in the folder."""
    athlete = {"id": "anna", "name": "Anna", "time_zone": "Europe/Berlin", "sources": [{"kind": "demo"}]}
    config = {"data_dir": str(tmp_path / "data"), "athletes": [athlete]}
    (tmp_path / "config.yaml").write_text(yaml.safe_dump(config), encoding="utf-8")
    return tmp_path / "data" / "liftday.db"


def revision(path: Path) -> str:
    with closing(sqlite3.connect(path)) as conn:
        found: str = conn.execute("SELECT version_num FROM alembic_version").fetchone()[0]
    return found


def names(path: Path) -> list[str]:
    with closing(sqlite3.connect(path)) as conn:
        return [name for (name,) in conn.execute("SELECT name FROM athletes")]


def of_the_first_liftday(path: Path) -> None:
    path.parent.mkdir()
    engine = create_engine(f"sqlite:///{path}")
    with engine.begin() as conn:
        config = Config(attributes={"connection": conn})
        config.set_main_option("script_location", str(SCRIPTS))
        command.upgrade(config, FIRST)
        conn.exec_driver_sql(
            "INSERT INTO athletes (athlete_id, name, time_zone) VALUES ('anna', 'Anna', 'Europe/Berlin')"
        )
    engine.dispose()


def test_an_older_database_is_copied_before_it_is_changed_and_then_used(database: Path, liftday: Liftday) -> None:
    of_the_first_liftday(database)
    done = liftday("sync", "--once", "--json")
    assert done.status == 0, done.err
    assert revision(database) == HEAD
    [copy] = (database.parent / "backups").iterdir()
    assert copy.name == f"liftday-before-{HEAD}-from-{FIRST}.db"
    assert (revision(copy), names(copy)) == (FIRST, ["Anna"])


def test_after_a_downgrade_one_sentence_says_what_to_do_and_doing_it_brings_everything_back(
    database: Path, liftday: Liftday, tmp_path: Path
) -> None:
    """This version is the older one here: a newer one kept a copy, then changed the database."""
    assert liftday("sync", "--once", "--json").status == 0
    before = tmp_path / "data" / "backups" / "liftday-before-9999.db"
    assert liftday("db", "backup", before).status == 0
    with closing(sqlite3.connect(database)) as conn, conn:
        conn.execute("UPDATE alembic_version SET version_num = '9999'")
        conn.execute("CREATE TABLE of_the_future (id INTEGER)")
    refused = liftday("sync", "--once")
    assert refused.status == 4
    assert "was written by a newer Liftday" in refused.err
    assert "`liftday db restore`" in refused.err
    assert "Traceback" not in refused.err
    restored = liftday("db", "restore", before)
    assert restored.status == 0, restored.err
    assert "is kept in" in restored.out
    assert (revision(database), names(database)) == (HEAD, ["Anna"])
    assert liftday("sync", "--once", "--json").status == 0
