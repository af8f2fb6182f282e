"""A database file is one daemon's alone, and another kind of database is refused."""

from pathlib import Path

import pytest

from liftday_sync.errors import StoreError
from liftday_sync.store import Store


@pytest.fixture
def url(path: Path) -> str:
    return f"sqlite:///{path}"


def test_a_second_daemon_on_the_same_file_is_refused_with_a_sentence_and_may_start_after_the_first(
    store: Store, url: str
) -> None:
    with Store.open(url) as other:
        with (
            store.served(),
            pytest.raises(StoreError, match=r"Another Liftday already serves from .*liftday\.db: end it"),
            other.served(),
        ):
            pytest.fail("two daemons serve from one file")
        with other.served():
            assert not other.is_shared


def test_other_databases_are_refused_without_repeating_the_address() -> None:
    with pytest.raises(StoreError, match="in SQLite or PostgreSQL, not in mysql") as caught:
        Store.open("mysql://me:geheim@db/liftday")
    assert "geheim" not in str(caught.value)
