"""Who looks after whom, where several daemons share a database; by the database's own clock."""

import threading
from datetime import timedelta
from pathlib import Path

import pytest
from tests.helpers.postgres import PostgreSQL
from tests.helpers.remembered import ME, NOW, plan, read, save, session

from liftday_sync.errors import StoreError
from liftday_sync.store import Store, migrate
from liftday_sync.store.leases import LeaseLost, Term

pytestmark = [pytest.mark.postgres, pytest.mark.slow]
LASTS = timedelta(minutes=1)
OVER = timedelta(seconds=-1)
"""A lease that has ended already."""
ALL = ("anna", "ben", "cleo", "dan")


@pytest.fixture
def url(postgresql: PostgreSQL) -> str:
    return postgresql.fresh()


@pytest.fixture
def house(store: Store) -> Store:
    for athlete_id in ALL:
        store.ensure_athlete(athlete_id, name=athlete_id.title(), time_zone="Europe/Berlin")
    return store


def held(store: Store, holder: str, lasts: timedelta = LASTS) -> list[str]:
    return sorted(store.renew_leases(holder, ALL, lasts))


def term_of(store: Store, holder: str, lasts: timedelta = LASTS) -> Term:
    return store.renew_leases(holder, [ME], lasts)[ME]


def test_the_first_daemon_takes_everybody_and_keeps_them_by_renewing(house: Store) -> None:
    assert held(house, "one") == list(ALL)
    first = house.renew_leases("one", ALL, LASTS)
    assert house.renew_leases("one", ALL, LASTS) == first
    assert {term.fence for term in first.values()} == {1}


def test_a_second_daemon_gets_half_of_them_and_then_everybody_keeps_what_they_have(house: Store) -> None:
    for _ in range(4):
        held(house, "one")
        held(house, "two")
    ones, twos = held(house, "one"), held(house, "two")
    assert (len(ones), len(twos)) == (2, 2)
    assert sorted(ones + twos) == list(ALL)
    assert (held(house, "one"), held(house, "two")) == (ones, twos)


def test_a_single_athlete_does_not_go_to_and_fro(store: Store) -> None:
    first = term_of(store, "one")
    for _ in range(3):
        assert store.renew_leases("two", [ME], LASTS) == {}
        assert term_of(store, "one") == first


def test_whoever_falls_silent_loses_everybody_to_the_other(house: Store) -> None:
    held(house, "one", OVER)
    assert held(house, "two") == list(ALL)
    assert held(house, "one") == []


def test_whoever_stops_lets_go_at_once(house: Store) -> None:
    held(house, "one")
    house.release_leases("one")
    assert held(house, "two") == list(ALL)


def test_one_who_wakes_too_late_writes_nothing_at_all(store: Store) -> None:
    asleep = store.held(term_of(store, "one", OVER))
    save(asleep, [read(1)], cursor="one")
    awake = store.held(term_of(store, "two"))
    with pytest.raises(LeaseLost, match="Another daemon looks after anna now"):
        asleep.save_plan(ME, plan(session("a", NOW + timedelta(days=1))), now=NOW, trigger="late")
    with pytest.raises(LeaseLost):
        save(asleep, [read(2)], cursor="late")
    with pytest.raises(LeaseLost):
        asleep.remember_told(ME, "phone", ["moved"], NOW)
    assert (store.latest_plan(ME), store.cursor(ME, "demo"), store.told(ME, "phone")) == (None, "one", {})
    assert awake.save_plan(ME, plan(), now=NOW, trigger="start") == 1


def test_a_late_daemon_that_takes_over_again_still_can_not_finish_what_it_began_before(store: Store) -> None:
    before = store.held(term_of(store, "one", OVER))
    term_of(store, "two", OVER)
    again = store.held(term_of(store, "one"))
    with pytest.raises(LeaseLost):
        before.save_plan(ME, plan(), now=NOW, trigger="late")
    assert again.save_plan(ME, plan(), now=NOW, trigger="again") == 1


def test_nobody_takes_over_in_the_middle_of_a_write(store: Store, url: str) -> None:
    mine = store.held(term_of(store, "one", OVER))
    began, took = threading.Event(), []
    with Store.open(url) as other:

        def take_over() -> None:
            began.set()
            took.append(other.renew_leases("two", [ME], LASTS))

        thief = threading.Thread(target=take_over)
        with mine._write():
            thief.start()
            assert began.wait(5)
            thief.join(0.3)
            assert took == []
        thief.join(5)
    assert list(took[0]) == [ME]


def test_a_wish_for_a_look_reaches_the_one_who_looks(store: Store) -> None:
    before = term_of(store, "one")
    store.ask(ME)
    after = term_of(store, "one")
    assert (after, after.asked - before.asked) == (before, 1)


def test_two_programs_that_start_together_make_the_tables_once(postgresql: PostgreSQL) -> None:
    url = postgresql.fresh(like="template0")
    wrong: list[BaseException] = []

    def start() -> None:
        try:
            Store.open(url).close()
        except BaseException as error:  # noqa: BLE001 (told below)
            wrong.append(error)

    both = [threading.Thread(target=start) for _ in range(2)]
    for one in both:
        one.start()
    for one in both:
        one.join(30)
    assert wrong == []
    with Store.open(url) as store, store._read() as conn:
        assert migrate.revision_of(conn, "") == migrate.HEAD


def test_two_programs_that_start_together_on_an_old_database_upgrade_it_once(
    postgresql: PostgreSQL, monkeypatch: pytest.MonkeyPatch
) -> None:
    url = postgresql.fresh(like="template0")
    monkeypatch.setattr(migrate, "_make", migrate._upgrade)
    both = [threading.Thread(target=lambda: Store.open(url).close()) for _ in range(2)]
    for one in both:
        one.start()
    for one in both:
        one.join(30)
    with Store.open(url) as store, store._read() as conn:
        assert conn.exec_driver_sql("SELECT version_num FROM alembic_version").scalars().all() == [migrate.HEAD]


def test_a_writer_that_falls_silent_is_cut_off_and_the_next_one_gets_its_turn(
    store: Store, url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(
        "liftday_sync.store.engine.WRITER",
        "SELECT set_config('idle_in_transaction_session_timeout', '300ms', true), pg_advisory_xact_lock(1)",
    )

    def fall_silent() -> None:
        with store._write() as conn:
            with Store.open(url) as other:
                other.ensure_athlete("ben", name="Ben", time_zone="Europe/Berlin")
            conn.exec_driver_sql("SELECT 1")

    with pytest.raises(StoreError, match="can't be reached"):
        fall_silent()
    assert [one.athlete_id for one in store.athletes()] == [ME, "ben"]


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        (("/fresh_", "/nowhere_"), r"The database nowhere_\d+ on /tmp/\S+ can't be reached \(.*does not exist"),
        (("?host=", "?password=geheim&host=/nowhere"), r"The database fresh_\d+ on /nowhere\S+ can't be reached"),
    ],
)
def test_what_is_wrong_with_the_server_is_said_in_a_sentence_without_the_password(
    url: str, change: tuple[str, str], sentence: str
) -> None:
    with pytest.raises(StoreError, match=sentence) as caught:
        Store.open(url.replace(*change))
    assert "geheim" not in str(caught.value)


def test_a_database_of_another_program_is_refused(postgresql: PostgreSQL) -> None:
    url = postgresql.fresh(like="template0")
    name = url.removeprefix("postgresql://liftday@/").partition("?")[0]
    postgresql.run("CREATE TABLE recipes (name text)", name)
    with pytest.raises(StoreError, match="belongs to another program"):
        Store.open(url)


def test_a_copy_is_the_servers_own_matter(store: Store, tmp_path: Path) -> None:
    with pytest.raises(StoreError, match=r"`liftday db export` writes all that is yours, pg_dump the whole database"):
        store.backup(tmp_path / "copy.db")
