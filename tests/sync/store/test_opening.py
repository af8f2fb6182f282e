"""Opening, upgrading, copying and putting back the file, and what is said when that can't be done."""

import os
import sqlite3
import stat
import subprocess
import sys
from pathlib import Path

import pytest
from sqlalchemy.exc import IntegrityError
from tests.helpers.remembered import ME, MONDAY, NOW, read, save

from liftday_sync.errors import StoreError
from liftday_sync.store import Store, migrate

NEXT_REVISION = """
import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"


def upgrade() -> None:
    op.add_column("athletes", sa.Column("motto", sa.Text()))
"""


@pytest.fixture
def url(path: Path) -> str:
    """This is about the file."""
    return f"sqlite:///{path}"


def mode(path: Path) -> int:
    return path.stat().st_mode & 0o777


def number_of(url: str) -> int:
    with Store.open(url) as store:
        return store.activity_count(ME).total


@pytest.fixture
def newer(store: Store, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A database with two activities, and a program that is one revision ahead of it."""
    save(store, [read(1), read(2)])
    store.close()
    scripts = tmp_path / "migrations"
    versions = scripts / "versions"
    versions.mkdir(parents=True)
    (scripts / "env.py").write_text((migrate.SCRIPTS / "env.py").read_text())
    for one in (migrate.SCRIPTS / "versions").glob("*.py"):
        (versions / one.name).write_text(one.read_text())
    (versions / "0004_motto.py").write_text(NEXT_REVISION)
    monkeypatch.setattr(migrate, "SCRIPTS", scripts)
    monkeypatch.setattr(migrate, "HEAD", "0004")


def damage(path: Path) -> None:
    """Overwrite the middle of the file, header left alone."""
    with path.open("r+b") as file:
        file.seek(4096)
        file.write(b"\xff" * (path.stat().st_size - 4096))


def test_a_new_database_is_its_owners_alone(store: Store, path: Path) -> None:
    save(store, [read(1)])
    assert mode(path.parent) == 0o700
    assert {one.name: mode(one) for one in path.parent.iterdir()} == {
        "liftday.db": 0o600,
        "liftday.db-wal": 0o600,
        "liftday.db-shm": 0o600,
    }


def test_a_file_that_others_could_read_is_closed_to_them(store: Store, path: Path, url: str) -> None:
    store.close()
    path.chmod(0o644)
    Store.open(url).close()
    assert mode(path) == 0o600


def test_opening_again_changes_nothing_and_loses_nothing(store: Store, path: Path, url: str) -> None:
    save(store, [read(1)])
    store.close()
    before = path.read_bytes()
    assert number_of(url) == 1
    assert path.read_bytes() == before
    assert sorted(one.name for one in path.parent.iterdir()) == ["liftday.db"]


def test_opening_a_database_that_is_up_to_date_does_not_load_alembic(store: Store, url: str) -> None:
    store.close()
    opening = f"import sys; from liftday_sync.store import Store; Store.open({url!r}).close()"
    code = f"{opening}; print('alembic' in sys.modules)"
    done = subprocess.run(  # noqa: S603 (our own interpreter and our own words)
        [sys.executable, "-W", "error", "-c", code], capture_output=True, text=True, check=True, env=os.environ
    )
    assert done.stdout.strip() == "False"


def test_a_folder_that_is_a_file_is_refused_with_a_sentence(tmp_path: Path) -> None:
    (tmp_path / "taken").write_text("I am a file.")
    with pytest.raises(StoreError, match=r"liftday\.db can't be written \(.+\): give this user the folder"):
        Store.open(f"sqlite:///{tmp_path}/taken/liftday.db")


def test_a_file_that_may_not_be_written_is_refused_with_a_sentence(path: Path, url: str) -> None:
    path.mkdir(parents=True)
    with pytest.raises(StoreError, match=r"liftday\.db can't be written"):
        Store.open(url)


@pytest.mark.parametrize("content", [b"Dear diary, today I lifted. " * 100, b"x" * 20])
def test_a_file_that_is_no_database_is_refused_and_left_alone(path: Path, url: str, content: bytes) -> None:
    path.parent.mkdir()
    path.write_bytes(content)
    with pytest.raises(StoreError, match=r"liftday\.db is no Liftday database: name another file"):
        Store.open(url)
    assert path.read_bytes() == content


def test_the_database_of_another_program_is_refused_and_left_as_it_was(path: Path, url: str) -> None:
    path.parent.mkdir()
    with sqlite3.connect(path) as other:
        other.execute("CREATE TABLE recipes (name TEXT)")
    other.close()
    path.chmod(0o644)
    before = path.read_bytes()
    with pytest.raises(StoreError, match="belongs to another program"):
        Store.open(url)
    assert path.read_bytes() == before
    assert stat.S_IMODE(path.stat().st_mode) == 0o644


def test_a_damaged_database_says_so_and_names_the_mend(store: Store, path: Path, url: str) -> None:
    save(store, [read(number) for number in range(300)])
    store.close()
    damage(path)
    with pytest.raises(StoreError, match=r"is damaged.*liftday db restore"), Store.open(url) as opened:
        opened.check()


def test_a_whole_database_passes_the_check(store: Store) -> None:
    save(store, [read(1)])
    store.check()
    assert store.activity_count(ME).total == 1


@pytest.mark.parametrize(
    ("url", "sentence"),
    [
        ("liftday.db", "address can't be read"),
        ("sqlite://", "in memory forgets everything"),
        ("sqlite:///:memory:", "in memory forgets everything"),
    ],
)
def test_an_address_that_makes_no_sense_is_refused(url: str, sentence: str) -> None:
    with pytest.raises(StoreError, match=sentence):
        Store.open(url)


def test_a_mistake_of_ours_keeps_its_own_words(store: Store) -> None:
    with pytest.raises(IntegrityError):
        store.save_batch("nobody", "demo", [read(1)], cursor=None, now=NOW)


def test_a_writer_that_waits_too_long_says_who_is_to_blame(store: Store, path: Path) -> None:
    with store._read() as conn:
        conn.exec_driver_sql("PRAGMA busy_timeout = 10")
    blocker = sqlite3.connect(path)
    blocker.execute("BEGIN IMMEDIATE")
    try:
        with pytest.raises(StoreError, match="Another program has held"):
            save(store, [read(1)])
    finally:
        blocker.close()


# --- upgrades ----------------------------------------------------------------------------------------------------


@pytest.mark.usefixtures("newer")
def test_an_upgrade_keeps_everything_and_leaves_a_copy_of_before(path: Path, url: str, tmp_path: Path) -> None:
    with Store.open(url, backup_dir=tmp_path / "copies") as store:
        assert store.activity_count(ME).total == 2
        with store._read() as conn:
            assert conn.exec_driver_sql("SELECT motto FROM athletes").scalars().all() == [None]
    copy = tmp_path / "copies" / "liftday-before-0004-from-0003.db"
    assert mode(copy) == 0o600
    with sqlite3.connect(copy) as before:
        assert before.execute("SELECT count(*) FROM activities").fetchone() == (2,)
        assert before.execute("SELECT version_num FROM alembic_version").fetchone() == ("0003",)
    before.close()
    Store.open(url).close()
    assert [one.name for one in path.parent.iterdir()] == ["liftday.db"]


@pytest.mark.usefixtures("newer")
def test_an_upgrade_that_fails_leaves_the_database_as_it_was(url: str, monkeypatch: pytest.MonkeyPatch) -> None:
    bad = migrate.SCRIPTS / "versions" / "0004_motto.py"
    bad.write_text(NEXT_REVISION + '    op.drop_table("nowhere")\n')
    with pytest.raises(Exception, match="nowhere"):
        Store.open(url)
    monkeypatch.undo()
    assert number_of(url) == 2


def test_a_database_of_a_newer_liftday_is_refused_and_left_alone(store: Store, path: Path, url: str) -> None:
    save(store, [read(1)])
    with store._write() as conn:
        conn.exec_driver_sql("UPDATE alembic_version SET version_num = '0099'")
    store.close()
    with pytest.raises(StoreError, match=r"by a newer Liftday \(its revision is 0099, this one knows up to 0003\)"):
        Store.open(url)
    assert [one.name for one in path.parent.iterdir()] == ["liftday.db"]


# --- copies ------------------------------------------------------------------------------------------------------


def test_a_backup_is_whole_while_others_read_and_write(store: Store, tmp_path: Path, url: str) -> None:
    save(store, [read(1)])
    copy = tmp_path / "away" / "copy.db"
    with store._write() as conn:
        conn.exec_driver_sql("UPDATE athletes SET name = 'Half way'")
        with Store.open(url) as other:
            other.backup(copy)
    assert mode(copy) == 0o600
    with Store.open(f"sqlite:///{copy}") as opened:
        assert [one.name for one in opened.athletes()] == ["Anna"]
        assert opened.activities(ME, since=MONDAY) == store.activities(ME, since=MONDAY)


def test_a_backup_that_cannot_be_written_leaves_nothing_behind(store: Store, tmp_path: Path) -> None:
    (tmp_path / "taken").mkdir()
    with pytest.raises(StoreError, match=r"The backup .*taken can't be written"):
        store.backup(tmp_path / "taken")
    assert list(tmp_path.glob("*.unfinished")) == []


def test_putting_a_backup_back_is_seen_at_once_by_who_has_the_database_open(
    store: Store, tmp_path: Path, url: str
) -> None:
    save(store, [read(1)], cursor="then")
    store.backup(tmp_path / "copy.db")
    save(store, [read(2), read(3)], cursor="now")
    kept = Store.restore(url, tmp_path / "copy.db")
    assert store.activity_count(ME).total == 1
    assert store.cursor(ME, "demo") == "then"
    assert save(store, [read(4)]).new == 1
    assert kept is not None
    assert number_of(f"sqlite:///{kept}") == 3


def test_a_damaged_database_is_set_aside_for_the_backup(store: Store, tmp_path: Path, path: Path, url: str) -> None:
    save(store, [read(number) for number in range(300)])
    store.backup(tmp_path / "copy.db")
    store.close()
    damage(path)
    damaged = path.read_bytes()
    kept = Store.restore(url, tmp_path / "copy.db")
    assert kept is not None
    assert kept.read_bytes() == damaged
    assert number_of(url) == 300


def test_a_file_that_is_no_database_is_set_aside_for_the_backup(
    store: Store, tmp_path: Path, path: Path, url: str
) -> None:
    store.backup(tmp_path / "copy.db")
    store.close()
    path.write_bytes(b"not a database at all" * 100)
    assert Store.restore(url, tmp_path / "copy.db") == path.parent / "liftday-before-restore.db"
    assert number_of(url) == 0


def test_a_backup_can_be_put_where_there_is_no_database_yet(store: Store, tmp_path: Path) -> None:
    save(store, [read(1)])
    store.backup(tmp_path / "copy.db")
    elsewhere = f"sqlite:///{tmp_path}/new/house/liftday.db"
    assert Store.restore(elsewhere, tmp_path / "copy.db") is None
    assert number_of(elsewhere) == 1


def test_what_is_no_backup_is_refused_and_changes_nothing(store: Store, tmp_path: Path, url: str) -> None:
    save(store, [read(1)])
    (tmp_path / "letter.txt").write_text("Dear diary, " * 1000)
    with pytest.raises(StoreError, match="There is no backup"):
        Store.restore(url, tmp_path / "nothing.db")
    with pytest.raises(StoreError, match="no backup of a Liftday database"):
        Store.restore(url, tmp_path / "letter.txt")
    store.backup(tmp_path / "copy.db")
    damage(tmp_path / "copy.db")
    with pytest.raises(StoreError, match="is damaged"):
        Store.restore(url, tmp_path / "copy.db")
    assert store.activity_count(ME).total == 1


def test_a_database_server_is_copied_with_its_own_tools() -> None:
    with pytest.raises(StoreError, match="pg_dump"):
        Store.restore("postgresql://liftday@localhost/liftday", Path("copy.db"))
