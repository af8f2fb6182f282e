"""A folder that was copied while the daemon wrote, and is put back."""

import shutil
import sqlite3
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path

from liftday_sync.home_app import copies
from liftday_sync.store import Store
from liftday_sync.store.api import NewToken

NOW = datetime(2026, 11, 24, 6, tzinfo=UTC)
LEFT_OUT = {"copying.mark"}


def opened(folder: Path) -> Store:
    return Store.open(f"sqlite:///{folder / 'liftday.db'}")


def remember(store: Store, word: str) -> None:
    store.save_token(NewToken(token_hash=word, scope="read", athlete_id=None, label="word"), now=NOW)


def known(store: Store) -> set[str]:
    return {row.token_hash for row in store.tokens()}


def copied(data: Path, target: Path, *names: str) -> None:
    """As the Supervisor does, file by file."""
    target.mkdir(exist_ok=True)
    for path in data.iterdir():
        if path.name not in LEFT_OUT and (not names or path.name in names) and not (target / path.name).exists():
            shutil.copy(path, target / path.name)


def test_a_copy_whose_files_do_not_fit_together_is_whole_again_at_the_next_start(tmp_path: Path) -> None:
    data, restored = tmp_path / "data", tmp_path / "restored"
    with opened(data) as store:
        remember(store, "before")
        copies.begin(data)
        copied(data, restored, "liftday.db")
        remember(store, "meanwhile")
        with closing(sqlite3.connect(data / "liftday.db")) as writer:
            writer.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        remember(store, "later")
        copied(data, restored)  # a journal that belongs to another state of the database
        copies.end(data)
        assert known(store) >= {"before", "meanwhile", "later"}
    assert copies.settle(restored)
    with opened(restored) as store:
        assert "before" in known(store)
        assert not known(store) & {"meanwhile", "later"}
    assert {path.name for path in restored.iterdir()} <= {"liftday.db", "liftday.db-wal", "liftday.db-shm"}


def test_a_second_start_changes_nothing(tmp_path: Path) -> None:
    with opened(tmp_path) as store:
        remember(store, "before")
    assert not copies.settle(tmp_path)
    with opened(tmp_path) as store:
        assert known(store) == {"before"}


def test_after_a_power_cut_during_a_copy_the_living_database_stays(tmp_path: Path) -> None:
    with opened(tmp_path) as store:
        copies.begin(tmp_path)
        remember(store, "meanwhile")
    assert not copies.settle(tmp_path)
    assert {path.name for path in tmp_path.iterdir()} == {"liftday.db"}
    with opened(tmp_path) as store:
        assert known(store) == {"meanwhile"}


def test_a_copy_that_was_made_while_nothing_ran_is_taken_as_it_is(tmp_path: Path) -> None:
    with opened(tmp_path / "data") as store:
        remember(store, "before")
    copied(tmp_path / "data", tmp_path / "restored")
    assert not copies.settle(tmp_path / "restored")
    with opened(tmp_path / "restored") as store:
        assert known(store) == {"before"}


def test_a_database_that_is_somewhere_else_needs_no_copy(tmp_path: Path) -> None:
    copies.begin(tmp_path)
    copies.end(tmp_path)
    assert list(tmp_path.iterdir()) == []
