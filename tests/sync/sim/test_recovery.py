"""Whatever happens to a reading, nothing is lost and nothing comes twice; and afterwards it goes on."""

import asyncio
import contextlib
import random
import subprocess
import sys
import time
from collections.abc import Generator
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import event
from tests.fakes.scripted_source import FIRST, ScriptedSource, item
from tests.helpers.household import config_of, store_of

from liftday_sync.config import Config
from liftday_sync.errors import SourceError
from liftday_sync.pull import look
from liftday_sync.sources.base import Pull, RawItem, SourceState
from liftday_sync.store import Store
from liftday_sync.store.api import SourceReport

LONG_AGO = date(2000, 1, 1)


class Killed(BaseException):
    """Stands for the end of the process."""


@pytest.fixture
def config(tmp_path: Path) -> Config:
    return config_of(tmp_path)


@pytest.fixture
def store(config: Config) -> Generator[Store]:
    with store_of(config) as opened:
        yield opened


def read(source: ScriptedSource, store: Store, after: timedelta = timedelta()) -> SourceReport:
    asyncio.run(look(source, store, "anna", lambda: FIRST + after))
    return next(one for one in store.source_reports("anna") if one.source == source.name)


def ids(store: Store) -> list[str]:
    return sorted((one.id.split(":")[1] for one in store.activities("anna", since=LONG_AGO)), key=int)


def everything(count: int) -> list[str]:
    return [str(n) for n in range(count)]


@pytest.mark.slow
def test_a_backfill_that_dies_at_fifty_random_statements_loses_nothing_and_doubles_nothing(config: Config) -> None:
    luck = random.Random(7)  # noqa: S311 (no secret)
    deaths = 0
    while deaths < 50:
        with store_of(config) as store:
            left = luck.randint(1, 25)

            def die(*_: Any) -> None:
                nonlocal left
                left -= 1
                if left == 0:
                    raise Killed

            event.listen(store._engine, "before_cursor_execute", die)
            with pytest.raises(Killed):
                read(ScriptedSource(total=600, portion=2), store)
            event.remove(store._engine, "before_cursor_execute", die)
            deaths += 1
            there = ids(store)
            cursor = int(store.cursor("anna", "scripted") or 0)
            assert there == everything(cursor), "the cursor and the items belong to one transaction"
    with store_of(config) as store:
        read(ScriptedSource(total=600, portion=2), store)
        assert ids(store) == everything(600)


@pytest.mark.slow
def test_a_process_that_is_killed_in_a_backfill_leaves_a_whole_store_and_the_next_one_goes_on(config: Config) -> None:
    luck = random.Random(11)  # noqa: S311 (no secret)
    store_of(config).close()
    for _ in range(8):
        command = [sys.executable, "-m", "tests.sync.sim.backfill", config.database_url]
        with subprocess.Popen(command, stdout=subprocess.PIPE) as process:  # noqa: S603 (ours)
            assert process.stdout is not None
            process.stdout.readline()
            with contextlib.suppress(subprocess.TimeoutExpired):
                process.wait(timeout=luck.uniform(0.0, 0.25))
            process.kill()
        with Store.open(config.database_url) as store:
            store.check()
            assert ids(store) == everything(int(store.cursor("anna", "scripted") or 0))
    with Store.open(config.database_url) as store:
        read(ScriptedSource(total=400, portion=2), store)
        assert ids(store) == everything(400)


def test_a_deleted_run_goes_after_two_complete_readings_and_comes_back_when_it_is_listed_again(store: Store) -> None:
    source = ScriptedSource(total=10)
    read(source, store)
    source.gone = {3}
    read(source, store, timedelta(minutes=15))
    after_one = ids(store)
    read(source, store, timedelta(minutes=30))
    after_two = ids(store)
    source.gone = set()
    source.faults = [Pull(state=SourceState.OK, items=(item(3),))]
    read(source, store, timedelta(minutes=45))
    assert (after_one, after_two, ids(store)) == (everything(10), sorted({*everything(10)} - {"3"}), everything(10))


def test_a_service_that_suddenly_lists_next_to_nothing_is_not_believed_and_recovers(store: Store) -> None:
    source = ScriptedSource(total=10)
    read(source, store)
    source.gone = set(range(9))
    for n in range(4):
        doubted = read(source, store, timedelta(minutes=n + 1))
    source.gone = set()
    mended = read(source, store, timedelta(hours=1))
    assert ids(store) == everything(10)
    assert (doubted.state, mended.state) == (SourceState.SCHEMA_DRIFT, SourceState.OK)
    assert "9 of its earlier entries" in doubted.detail


def test_a_source_is_not_asked_before_the_time_it_named_and_is_asked_after(store: Store) -> None:
    retry_at = FIRST + timedelta(minutes=30)
    source = ScriptedSource(total=10, faults=[Pull(state=SourceState.RATE_LIMITED, retry_at=retry_at)])
    read(source, store)
    read(source, store, timedelta(minutes=20))
    limited = source.asked
    report = read(source, store, timedelta(minutes=31))
    assert (limited, report.state, ids(store)) == (1, SourceState.OK, everything(10))


def test_an_error_of_a_source_is_its_state_and_the_cursor_stays_until_it_works_again(store: Store) -> None:
    source = ScriptedSource(total=30)
    source.faults = [SourceError("The service is away; Liftday asks again.")]
    away = read(source, store)
    back = read(source, store, timedelta(minutes=15))
    assert (away.state, away.last_ok_at, back.state) == (SourceState.OFFLINE, None, SourceState.OK)
    assert (ids(store), back.unfinished) == (everything(30), False)


def test_an_item_that_cannot_be_read_is_kept_aside_counted_and_stops_nothing(store: Store) -> None:
    bad = RawItem(external_id="99", kind=item(0).kind, payload=b"{}")
    source = ScriptedSource(total=10, faults=[Pull(state=SourceState.OK, items=(item(0), bad, item(1)))])
    aside = read(source, store)
    source.faults = [
        Pull(state=SourceState.OK, items=(RawItem(external_id="99", kind=bad.kind, payload=item(9).payload),))
    ]
    mended = read(source, store, timedelta(minutes=15))
    assert (aside.quarantined, mended.quarantined) == (1, 0)


@pytest.mark.slow
def test_two_thousand_runs_are_read_at_more_than_three_hundred_a_second(store: Store) -> None:
    began = time.perf_counter()
    read(ScriptedSource(total=2000, portion=40), store)
    rate = 2000 / (time.perf_counter() - began)
    assert rate >= 300
    assert len(ids(store)) == 2000
