"""The same house on PostgreSQL: what leaves a file arrives on a server, and back again."""

from collections.abc import Generator, Iterator
from pathlib import Path

import pytest
from tests.helpers.lived import LATER, another, arrived, fill, left
from tests.helpers.postgres import PostgreSQL, running
from tests.helpers.remembered import ME, NOW, read, save
from tests.sync.moving.test_merging import RECORDS, differing

from liftday_sync.errors import InputError
from liftday_sync.moving.arrive import Brought
from liftday_sync.moving.leave import all_of
from liftday_sync.moving.merge import Different, Merging
from liftday_sync.store import NewFact, Store

pytestmark = [pytest.mark.postgres, pytest.mark.slow]


@pytest.fixture(scope="module")
def postgresql() -> Generator[PostgreSQL]:
    with running() as server:
        yield server


@pytest.fixture
def server(postgresql: PostgreSQL) -> Iterator[Store]:
    """An empty house on a server."""
    with Store.open(postgresql.fresh()) as store:
        store.ensure_athlete(ME, name="Anna", time_zone="Europe/Berlin")
        yield store


def test_from_a_file_to_a_server_and_back_every_byte_is_the_same(server: Store, file: Path, tmp_path: Path) -> None:
    assert arrived(server, file) == Brought(added=RECORDS)
    assert arrived(server, file) == Brought(same=RECORDS)
    there = left(server, tmp_path / "server.json")
    assert there.read_bytes() == file.read_bytes()
    with another(tmp_path / "third") as third:
        arrived(third, there)
        assert left(third, tmp_path / "third.json").read_bytes() == file.read_bytes()


def test_names_are_sorted_in_one_way_wherever_they_are_kept(server: Store, new: Store, tmp_path: Path) -> None:
    for store in (server, new):
        for target in ("a", "B", "ä", "Z", "z-1", "z_1"):
            store.remember_told(ME, target, ["one", "Two", "_"], NOW)
    files = [left(store, tmp_path / f"{name}.json") for name, store in (("server", server), ("new", new))]
    lines = [path.read_text(encoding="utf-8").splitlines()[1:] for path in files]
    assert lines[0] == lines[1]
    assert len(lines[0]) > 18


def test_a_file_shows_one_moment_whatever_is_written_meanwhile(server: Store) -> None:
    fill(server)
    with server.steady() as conn:
        records = all_of(conn, ME)
        first = next(records)
        save(server, [read(77)])
        server.add_fact(ME, NewFact(kind="word", subject="late", payload={}), LATER)
        rest = list(records)
    assert not any("demo:77" in repr(one) or "late" in repr(one) for one in (first, *rest))


def test_what_differs_is_refused_and_then_done_as_told(server: Store, file: Path, tmp_path: Path) -> None:
    differing(server)
    before = left(server, tmp_path / "before.json").read_bytes()
    with pytest.raises(InputError, match="things said: 1, runs and other items: 1, sessions: 1"):
        arrived(server, file)
    assert left(server, tmp_path / "after.json").read_bytes() == before
    assert arrived(server, file, Different.REPLACE) == Brought(added=RECORDS - 4, same=1, replaced=3, keeps_own_id=True)
    assert arrived(server, file).same == RECORDS


def test_a_run_that_is_there_under_another_name_is_refused(server: Store, file: Path) -> None:
    server.save_batch(ME, "renamed", [read(1)], cursor=None, now=NOW)
    with pytest.raises(InputError, match="is here under another name"):
        arrived(server, file)
    assert server.facts(ME) == ()


def test_what_a_server_cannot_hold_is_refused_in_a_sentence(server: Store, new: Store, tmp_path: Path) -> None:
    new.add_fact(ME, NewFact(kind="word", subject="a\0b", payload={}), NOW)
    with pytest.raises(InputError, match="Among the fact records is one that this database can't hold"):
        arrived(server, left(new, tmp_path / "odd.json"))
    assert server.facts(ME) == ()


def test_an_import_that_fails_at_its_last_record_takes_all_of_it_back_and_the_next_one_works(
    server: Store, file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def power_cut(*_: object) -> bool:
        raise RuntimeError

    with monkeypatch.context() as patch:
        patch.setattr(Merging, "adopt", power_cut)
        with pytest.raises(RuntimeError):
            arrived(server, file)
    assert server.facts(ME) == ()
    assert arrived(server, file).added == RECORDS
