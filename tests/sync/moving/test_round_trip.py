"""What leaves one house arrives in the other, all of it and nothing else."""

import asyncio
import gzip
import json
import stat
from contextlib import closing
from dataclasses import replace
from datetime import date, datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tests.helpers.household import NOW, config_of, store_of
from tests.helpers.lived import FRIDAY, LATER, TOKEN, another, arrived, fill, home, left
from tests.helpers.remembered import ME, SAMPLES, read, save, session
from tests.helpers.remembered import plan as plan_of

from liftday_rules.model import BodyMeasure, Busy, Flag, Night, PlannedRun, Race, RunClass
from liftday_sync.contract import Snapshot
from liftday_sync.cycle import cycle
from liftday_sync.flags import classify
from liftday_sync.house import open_home
from liftday_sync.moving import merge
from liftday_sync.moving.arrive import Brought, bring_in
from liftday_sync.moving.leave import all_of, export
from liftday_sync.moving.records import KINDS, VERSION, Item, MeaningPart
from liftday_sync.publish import ics
from liftday_sync.publish.hub import Hub
from liftday_sync.store import NewFact, Store
from liftday_sync.store.tables import activities, changes, facts, meanings, metadata, raw_items, raw_payloads
from liftday_sync.verbs import Verb, act

LONG_AGO = date(2000, 1, 1)
EVER = NOW - timedelta(days=3650)
STAYS = {"athletes", "server", "tokens", "leases"}
"""Tables that no file holds: who lives here stands in the configuration, and keys never move."""


def test_everything_that_counts_is_there_again(old: Store, new: Store, file: Path) -> None:
    arrived(new, file)
    for ask in (
        lambda store: store.server_id(),
        lambda store: store.activities(ME, since=LONG_AGO),
        lambda store: store.stream(ME, "demo:1"),
        lambda store: store.activity_count(ME),
        lambda store: store.problems(ME),
        lambda store: [store.stored(ME, "demo", [str(n)]) for n in range(1, 6)],
        lambda store: [store.meanings(ME, cls, since=LONG_AGO) for cls in (Busy, Flag, Race, PlannedRun, BodyMeasure)],
        lambda store: store.meanings(ME, Night, since=LONG_AGO, deleted_since=EVER),
        lambda store: store.cursor(ME, "demo"),
        lambda store: store.source_reports(ME),
        lambda store: store.written(ME, "demo"),
        lambda store: store.sessions(ME, since=EVER),
        lambda store: store.changes(ME, since=EVER),
        lambda store: store.latest_plan(ME),
        lambda store: store.told(ME, "0123456789abcdef"),
        lambda store: [(one.kind, one.payload, one.created_at, one.ended_at) for one in store.facts(ME)],
    ):
        assert ask(new) == ask(old)
        assert ask(new)
    assert new.stream(ME, "demo:1") == SAMPLES


def test_a_flag_said_by_mistake_stays_a_mistake_where_ids_are_others(new: Store, file: Path) -> None:
    new.add_fact(ME, NewFact(kind="word", subject=None, payload={}), NOW)
    arrived(new, file)
    [flag] = new.facts(ME, kinds=["flag"])
    [mistake] = new.facts(ME, kinds=["mistake"])
    assert (flag.id, mistake.subject) == (2, "2")
    assert new.fact_by_key(ME, "mistake:2") == mistake


def test_the_same_house_gives_the_same_bytes_apart_from_the_time_on_top(old: Store, file: Path, tmp_path: Path) -> None:
    export([home(old)], tmp_path / "later.json", LATER, is_whole=True)
    first, second = (path.read_text(encoding="utf-8").splitlines() for path in (file, tmp_path / "later.json"))
    assert first[0] != second[0]
    assert first[1:] == second[1:]


def test_what_has_moved_leaves_again_as_it_came(new: Store, file: Path, tmp_path: Path) -> None:
    arrived(new, file)
    assert left(new, tmp_path / "again.json").read_bytes() == file.read_bytes()


def test_a_packed_file_holds_the_same_and_is_as_steady(old: Store, new: Store, file: Path, tmp_path: Path) -> None:
    packed = left(old, tmp_path / "anna.json.gz").read_bytes()
    assert gzip.decompress(packed) == file.read_bytes()
    assert packed[3:8] == bytes(5)  # neither a name nor a time in its head
    assert left(old, tmp_path / "anna.json.gz").read_bytes() == packed
    arrived(new, tmp_path / "anna.json.gz")
    assert left(new, tmp_path / "again.json").read_bytes() == file.read_bytes()


def test_a_file_is_plain_json_that_only_its_owner_can_read(file: Path) -> None:
    document = json.loads(file.read_text(encoding="utf-8"))
    assert document["liftday_export"]["version"] == 1
    assert {one["record"] for one in document["records"]} == {kind.model_fields["record"].default for kind in KINDS}
    assert document["end"]["records"] == len(document["records"])
    assert stat.S_IMODE(file.stat().st_mode) == 0o600


def test_no_key_is_in_a_file(file: Path) -> None:
    text = file.read_text(encoding="utf-8")
    assert TOKEN not in text
    assert not any(word in text for word in ("token_hash", "password", "secret"))


def test_what_was_let_go_stays_away(old: Store, new: Store, file: Path) -> None:
    arrived(new, file)
    assert old.stored(ME, "demo", ["3"]) == new.stored(ME, "demo", ["3"]) == {}
    [reduced] = [one for one in new.activities(ME, since=LONG_AGO) if one.id == "demo:3"]
    assert reduced.laps == ()


def test_every_table_and_column_has_its_place_in_a_file_or_stays_on_purpose() -> None:
    moved = {table for table, _ in merge.TABLES.values()} | {
        raw_items,
        raw_payloads,
        activities,
        meanings,
        facts,
        changes,
    }
    assert metadata.tables.keys() - {table.name for table in moved} <= STAYS
    places = {table: kind for kind, (table, _) in merge.TABLES.items()} | {raw_items: Item}
    for table, kind in places.items():
        assert {column.name for column in table.columns} - {"athlete_id"} <= kind.model_fields.keys(), table.name
    own = {"athlete_id", "source", "external_id"}
    assert {column.name for column in meanings.columns} - own == MeaningPart.model_fields.keys()
    derived = {"activity_id", "sport", "start_at", "local_date", "detail", "deleted_at"}
    assert {column.name for column in activities.columns} - own == derived
    assert {column.name for column in raw_payloads.columns} - own == {"payload", "stream"}


def test_a_file_shows_one_moment_whatever_is_written_meanwhile(old: Store) -> None:
    with old.steady() as conn:
        records = all_of(conn, ME)
        first = next(records)
        save(old, [read(77)])
        old.save_plan(ME, plan_of(session("z", FRIDAY)), now=LATER + timedelta(hours=1), trigger="new data")
        rest = list(records)
    assert not any("demo:77" in repr(one) or ", uid='z'" in repr(one) for one in (first, *rest))


def decided(store: Store, folder: Path, now: datetime) -> tuple[Snapshot, bytes]:
    """What is published of Anna at that time, and her calendar."""
    anna = open_home(config_of(folder).athletes[0], store, Hub(), folder)
    snapshot = asyncio.run(cycle(anna, now, trigger="test", look=now == NOW))
    realm = ics.realm(store.server_id(), ME)
    return snapshot, ics.render("Anna", anna.athlete.zone, store.sessions(ME, since=EVER), realm)


def test_on_another_machine_the_same_is_published_and_calendars_see_nothing_new(tmp_path: Path) -> None:
    here, there = tmp_path / "here", tmp_path / "there"
    anna = config_of(here).athletes[0]
    with closing(store_of(config_of(here))) as old, closing(store_of(config_of(there))) as new:
        decided(old, here, NOW)
        act(old, anna, old.sessions(ME, since=EVER)[0].uid, Verb.PUSH_BACK, key="one", now=NOW)
        classify(old, anna, old.activities(ME, since=LONG_AGO)[-1].id, RunClass.HARD, key="two", now=NOW)
        before = decided(old, here, LATER)
        export([open_home(anna, old, Hub(), here)], tmp_path / "anna.json.gz", LATER, is_whole=True)
        bring_in(new, tmp_path / "anna.json.gz", {ME: ME})
        assert before[0].changes
        assert decided(new, there, LATER) == before


def test_a_new_place_that_has_made_empty_plans_of_its_own_goes_on_with_what_is_brought(tmp_path: Path) -> None:
    by_hand = [{"id": ME, "name": "Anna", "time_zone": "Europe/Berlin", "sources": [{"kind": "files"}]}]
    here, there = config_of(tmp_path / "here"), config_of(tmp_path / "there", athletes=by_hand)
    with closing(store_of(here)) as old, closing(store_of(there)) as new:
        decided(old, here.folder, NOW)
        export([open_home(here.athletes[0], old, Hub(), here.folder)], tmp_path / "anna.json", LATER, is_whole=True)
        begun = open_home(there.athletes[0], new, Hub(), there.folder)
        asyncio.run(cycle(begun, LATER, trigger="start"))
        brought = bring_in(new, tmp_path / "anna.json", {ME: ME})
        assert (brought.keeps_own_id, brought.kept) == (True, 0)
        assert new.activities(ME, since=LONG_AGO) == old.activities(ME, since=LONG_AGO)
        stands = [(one.uid, one.start, one.kind) for one in old.published(ME, since=LATER)]
        asyncio.run(cycle(begun, LATER + timedelta(minutes=1), trigger="said", look=False))
        assert [(one.uid, one.start, one.kind) for one in new.published(ME, since=LATER)] == stands


TEXT = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0"), max_size=12)
NUMBERS = st.one_of(st.integers(), st.floats(allow_nan=False, allow_infinity=False))
WORDS = st.dictionaries(TEXT, st.one_of(st.none(), st.booleans(), NUMBERS, TEXT), max_size=3)
MOMENTS = st.datetimes(NOW.replace(tzinfo=None) - timedelta(days=99), NOW.replace(tzinfo=None)).map(
    lambda moment: moment.replace(tzinfo=NOW.tzinfo)
)


@pytest.mark.slow
@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    runs=st.dictionaries(st.integers(1, 60), st.tuples(TEXT, st.binary(max_size=30), st.booleans()), max_size=6),
    words=st.lists(st.tuples(TEXT.filter(bool), WORDS, MOMENTS, st.booleans()), max_size=6),
)
def test_whatever_was_recorded_and_said_leaves_and_arrives_unchanged(
    tmp_path_factory: pytest.TempPathFactory,
    runs: dict[int, tuple[str, bytes, bool]],
    words: list[tuple[str, dict[str, object], datetime, bool]],
) -> None:
    folder = tmp_path_factory.mktemp("drawn")
    with another(folder / "old") as old, another(folder / "new") as new:
        for number, (name, payload, gone) in runs.items():
            one = read(number, name=name)
            save(old, [replace(one, item=replace(one.item, payload=payload))])
            if gone:
                old.remove(ME, "demo", [str(number)], now=LATER)
        for kind, said, moment, ended in words:
            old.add_fact(ME, NewFact(kind=f"of {kind}", subject=kind, payload=said), moment)
            if ended:
                old.end_fact(ME, old.facts(ME)[0].id, LATER)
        first = left(old, folder / "first.json")
        count = len(runs) + len(words)
        assert arrived(new, first) == Brought(added=count)
        assert arrived(new, first) == Brought(same=count)
        assert left(new, folder / "second.json").read_bytes() == first.read_bytes()


def test_two_athletes_of_a_house_move_together_and_do_not_mix(old: Store, new: Store, tmp_path: Path) -> None:
    for store in (old, new):
        store.ensure_athlete("ben", name="Ben", time_zone="America/New_York")
    fill(old, "ben")
    anna = home(old)
    ben = replace(anna, athlete=anna.athlete.model_copy(update={"id": "ben", "name": "Ben"}))
    export([anna, ben], tmp_path / "both.json", NOW, is_whole=True)
    bring_in(new, tmp_path / "both.json", {ME: "ben", "ben": ME})
    assert new.sessions(ME, since=EVER) == old.sessions("ben", since=EVER)
    assert len(new.facts("ben")) == len(old.facts(ME)) == len(new.facts(ME))


@pytest.mark.parametrize("version", range(1, VERSION + 1))
def test_a_file_of_every_version_that_ever_was_is_read(new: Store, version: int) -> None:
    golden = Path(__file__).parent / "golden" / f"v{version}.json"
    assert arrived(new, golden).added == 26
    assert [one.uid for one in new.sessions(ME, since=EVER)] == ["a", "b"]
    assert new.stream(ME, "demo:1") == SAMPLES
    assert len(new.facts(ME)) == 5


def test_what_is_written_changes_only_with_the_version(new: Store, tmp_path: Path) -> None:
    golden = Path(__file__).parent / "golden" / f"v{VERSION}.json"
    arrived(new, golden)
    written = left(new, tmp_path / "again.json").read_bytes().splitlines()[1:]
    assert written == golden.read_bytes().splitlines()[1:], "raise VERSION and keep a golden file of the new one"
