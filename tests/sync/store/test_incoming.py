"""What sources bring: one transaction, nothing twice, nothing lost."""

import threading
from datetime import date, timedelta

import pytest
from tests.helpers.remembered import ME, NOW, SAMPLES, activity, ids, plan, raw, read, save, unread

from liftday_rules.model import Activity
from liftday_sync.errors import BadPayload
from liftday_sync.sources.base import ItemKind, RawItem, SourceState
from liftday_sync.store import Incoming, NewFact, Saved, SourceReport, Store, incoming

LONG_AGO = date(2000, 1, 1)
LATER = NOW + timedelta(hours=1)


def test_a_batch_is_read_back_as_it_was_in_order_of_start(store: Store) -> None:
    assert save(store, [read(1), read(3), read(2)], cursor="c1") == Saved(new=3)
    assert store.activities(ME, since=LONG_AGO) == (activity(3), activity(2), activity(1))
    assert store.cursor(ME, "demo") == "c1"


def test_the_same_batch_again_changes_nothing(store: Store) -> None:
    batch = [read(number, stream=SAMPLES) for number in range(20)] + [unread(99, "It is cut off.")]
    save(store, batch, cursor="c1")
    before = (store.activities(ME, since=LONG_AGO), store.problems(ME), store.activity_count(ME))
    assert save(store, batch, cursor="c1", now=LATER) == Saved(same=21)
    assert (store.activities(ME, since=LONG_AGO), store.problems(ME), store.activity_count(ME)) == before


def test_an_edited_item_replaces_what_was_known_of_it(store: Store) -> None:
    save(store, [read(1), read(2)])
    assert save(store, [read(1), read(2, version=2, name="Hills")], now=LATER) == Saved(changed=1, same=1)
    assert [one.name for one in store.activities(ME, since=LONG_AGO)] == ["Hills", None]


def test_of_an_item_that_comes_twice_in_a_batch_the_later_counts(store: Store) -> None:
    assert save(store, [read(1), read(1, version=2, name="Later")]) == Saved(new=1, same=1)
    assert [one.name for one in store.activities(ME, since=LONG_AGO)] == ["Later"]


def test_rows_and_cursor_come_together_or_not_at_all(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    save(store, [read(1)], cursor="before")

    def power_cut(*_: object) -> None:
        raise RuntimeError

    with monkeypatch.context() as patch:
        patch.setattr(incoming, "save_cursor", power_cut)
        with pytest.raises(RuntimeError):
            save(store, [read(2), read(1, version=2)], cursor="after")
    assert store.activities(ME, since=LONG_AGO) == (activity(1),)
    assert store.hashes(ME, "demo", ["1", "2"]) == {"1": raw(1).content_hash}
    assert store.cursor(ME, "demo") == "before"
    assert save(store, [read(2), read(1, version=2)], cursor="after") == Saved(new=1, changed=1)


def test_no_cursor_leaves_the_one_that_is_there(store: Store) -> None:
    assert store.cursor(ME, "demo") is None
    save(store, [read(1)], cursor="c1")
    save(store, [read(2)], cursor=None)
    assert store.cursor(ME, "demo") == "c1"


def test_an_item_that_cannot_be_read_is_kept_with_its_sentence_and_counts_for_nothing(store: Store) -> None:
    save(store, [read(1), unread(2, "The file is cut off.")])
    assert ids(store.activities(ME, since=LONG_AGO)) == ["demo:1"]
    [problem] = store.problems(ME)
    assert (problem.external_id, problem.sentence, problem.since) == ("2", "The file is cut off.", NOW)
    count = store.activity_count(ME)
    assert (count.total, count.problems) == (1, 1)
    assert store.hashes(ME, "demo", ["2"]) == {"2": raw(2).content_hash}


def test_a_problem_goes_when_the_same_item_can_be_read(store: Store) -> None:
    save(store, [unread(1, "Not yet understood.")])
    assert save(store, [read(1)]) == Saved(changed=1)
    assert store.problems(ME) == ()
    assert ids(store.activities(ME, since=LONG_AGO)) == ["demo:1"]


def test_an_edit_that_cannot_be_read_leaves_the_last_good_reading(store: Store) -> None:
    save(store, [read(1)])
    save(store, [unread(1, "Half of it is missing.", version=2)])
    assert store.activities(ME, since=LONG_AGO) == (activity(1),)
    assert store.activity_count(ME).problems == 1


def test_an_item_that_is_no_activity_any_more_takes_the_activity_away(store: Store) -> None:
    save(store, [read(1)])
    save(store, [Incoming(item=raw(1, version=2, kind=ItemKind.PLANNED), meaning=None)])
    assert store.activities(ME, since=LONG_AGO) == ()


def test_a_removed_item_is_gone_until_the_source_brings_it_again(store: Store) -> None:
    save(store, [read(1, stream=SAMPLES), read(2)])
    assert store.remove(ME, "demo", ["1", "unknown"], now=LATER) == 1
    assert ids(store.activities(ME, since=LONG_AGO)) == ["demo:2"]
    assert store.stream(ME, "demo:1") is None
    assert store.hashes(ME, "demo", ["1"]) == {}
    assert store.activity_count(ME).total == 1
    assert store.remove(ME, "demo", ["1"], now=LATER) == 0
    assert save(store, [read(1)]) == Saved(changed=1)
    assert ids(store.activities(ME, since=LONG_AGO)) == ["demo:2", "demo:1"]


def test_raw_items_come_back_as_they_were_given_while_the_source_has_them(store: Store) -> None:
    save(store, [read(1, stream=SAMPLES), read(2), unread(3, "It is cut off.")])
    store.remove(ME, "demo", ["2"], now=LATER)
    found = store.stored(ME, "demo", ["1", "2", "3", "unknown"])
    assert found == {"1": raw(1, stream=SAMPLES), "3": raw(3)}


def test_the_mark_differs_after_everything_that_is_new_and_after_nothing_else(store: Store) -> None:
    marks = [store.mark(ME)]
    save(store, [read(1), read(2)])
    marks.append(store.mark(ME))
    save(store, [read(1, version=2)], now=LATER)
    marks.append(store.mark(ME))
    store.remove(ME, "demo", ["2"], now=LATER + timedelta(minutes=1))
    marks.append(store.mark(ME))
    store.add_fact(ME, NewFact(kind="skip", subject="a", payload={}), LATER)
    marks.append(store.mark(ME))
    store.end_fact(ME, store.facts(ME)[0].id, LATER)
    marks.append(store.mark(ME))
    assert len(set(marks)) == 6
    save(store, [read(1, version=2)], cursor="c2", now=LATER + timedelta(hours=1))
    store.save_plan(ME, plan(), now=LATER, trigger="test")
    assert store.mark(ME) == marks[-1]


def test_days_are_local_and_both_ends_are_included(store: Store) -> None:
    save(store, [read(number) for number in range(10)])
    day = activity(5).local_date
    assert ids(store.activities(ME, since=day, until=day)) == ["demo:5"]
    assert ids(store.activities(ME, since=day, until=day + timedelta(days=2))) == ["demo:5", "demo:4", "demo:3"]


def test_a_stream_is_read_on_demand_and_never_with_the_activities(store: Store) -> None:
    save(store, [read(1, stream=SAMPLES), read(2)])
    assert all(one.stream is None for one in store.activities(ME, since=LONG_AGO))
    assert store.stream(ME, "demo:1") == SAMPLES
    assert store.stream(ME, "demo:2") is None
    assert store.stream(ME, "demo:3") is None


def test_counting_an_empty_history_gives_no_dates(store: Store) -> None:
    count = store.activity_count(ME)
    assert (count.total, count.first_date, count.last_date, count.problems) == (0, None, None, 0)
    save(store, [read(1), read(9)])
    count = store.activity_count(ME)
    assert (count.first_date, count.last_date) == (activity(9).local_date, activity(1).local_date)


def test_athletes_and_sources_do_not_see_each_other(store: Store) -> None:
    store.ensure_athlete("ben", name="Ben", time_zone="America/New_York")
    save(store, [read(1)], cursor="c1")
    assert store.activities("ben", since=LONG_AGO) == ()
    assert store.cursor("ben", "demo") is None
    assert store.cursor(ME, "strava") is None
    assert store.hashes("ben", "demo", ["1"]) == {}
    assert store.save_batch("ben", "demo", [read(1)], cursor=None, now=NOW) == Saved(new=1)


def test_more_items_than_one_statement_takes(store: Store) -> None:
    batch = [read(number) for number in range(1234)]
    assert save(store, batch) == Saved(new=1234)
    assert save(store, batch) == Saved(same=1234)
    assert len(store.hashes(ME, "demo", [str(number) for number in range(5000)])) == 1234
    assert store.remove(ME, "demo", [str(number) for number in range(1234)], now=LATER) == 1234


def test_renormalising_reads_every_raw_item_again(store: Store) -> None:
    save(store, [read(number, stream=SAMPLES) for number in range(1100)] + [unread(2000, "Unknown sport.")])

    def better(item: RawItem) -> Activity:
        number = int(item.external_id)
        return activity(number, name="Understood at last") if number in {3, 7, 2000} else activity(number)

    assert store.renormalise(ME, "demo", better, now=NOW) == 3
    named = [one for one in store.activities(ME, since=LONG_AGO) if one.name]
    assert ids(named) == ["demo:2000", "demo:7", "demo:3"]
    assert store.problems(ME) == ()
    assert store.renormalise(ME, "demo", better, now=NOW) == 0


def test_renormalising_keeps_the_last_good_reading_of_what_it_cannot_read(store: Store) -> None:
    save(store, [read(1)])

    def worse(_: RawItem) -> Activity:
        raise BadPayload("The distance is no number.")

    assert store.renormalise(ME, "demo", worse, now=NOW) == 0
    assert store.activities(ME, since=LONG_AGO) == (activity(1),)
    assert [problem.sentence for problem in store.problems(ME)] == ["The distance is no number."]


def test_a_failed_look_keeps_the_time_of_the_last_good_one(store: Store) -> None:
    store.save_source_report(ME, SourceReport(source="demo", state=SourceState.OK, last_ok_at=NOW, last_try_at=NOW))
    failed = SourceReport(source="demo", state=SourceState.OFFLINE, detail="No network.", last_try_at=LATER)
    store.save_source_report(ME, failed)
    [report] = store.source_reports(ME)
    assert (report.state, report.detail) == (SourceState.OFFLINE, "No network.")
    assert (report.last_ok_at, report.last_try_at) == (NOW, LATER)


def test_a_reader_sees_the_whole_batch_or_none_of_it_while_another_connection_writes(store: Store, url: str) -> None:
    batches = [[read(number, version=version) for number in range(200)] for version in range(1, 6)]
    seen: set[int] = set()
    done = threading.Event()

    def look() -> None:
        with Store.open(url) as reader:
            while not done.is_set():
                seen.add(len(reader.activities(ME, since=LONG_AGO)))

    reader = threading.Thread(target=look)
    reader.start()
    for batch in batches:
        save(store, batch)
    done.set()
    reader.join(timeout=30)
    assert seen <= {0, 200}


def test_two_writers_at_once_lose_nothing(store: Store, url: str) -> None:
    def write(first: int) -> None:
        with Store.open(url) as other:
            for number in range(first, first + 20):
                save(other, [read(number)], cursor=str(number))

    writers = [threading.Thread(target=write, args=(first,)) for first in (0, 100, 200)]
    for writer in writers:
        writer.start()
    for writer in writers:
        writer.join(timeout=60)
    assert store.activity_count(ME).total == 60
