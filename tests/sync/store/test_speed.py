"""What the store costs, and that it does not cost more with the years."""

import itertools
import time
from collections.abc import Callable, Iterator
from datetime import timedelta
from functools import partial
from pathlib import Path

import pytest
from tests.helpers.remembered import ME, NOW, read, save

from liftday_sync.store import Store

WINDOW = timedelta(days=183)


def quickest(call: Callable[[], object], times: int = 5) -> float:
    """Seconds of the quickest of a few calls: what it costs when nobody else is in the way."""
    took = []
    for _ in range(times):
        begun = time.perf_counter()
        call()
        took.append(time.perf_counter() - begun)
    return min(took)


def filled(folder: Path, number: int) -> Store:
    store = Store.open(f"sqlite:///{folder}/{number}.db")
    store.ensure_athlete(ME, name="Anna", time_zone="Europe/Berlin")
    save(store, [read(day) for day in range(number)])
    return store


def bring_another(store: Store, versions: Iterator[int]) -> None:
    """Each round brings another version, so that each round writes."""
    save(store, [read(0, version=next(versions))])


@pytest.fixture
def url(path: Path) -> str:
    """Figures of a file: what a server costs is its own matter."""
    return f"sqlite:///{path}"


@pytest.mark.slow
def test_twenty_thousand_activities_are_stored_in_seconds(store: Store) -> None:
    batch = [read(day) for day in range(20_000)]
    assert quickest(lambda: save(store, batch), times=1) < 15
    assert quickest(lambda: save(store, batch), times=1) < 1


@pytest.mark.slow
def test_the_cost_of_a_window_and_of_a_new_activity_does_not_grow_with_the_history(tmp_path: Path) -> None:
    with filled(tmp_path, 1_000) as young, filled(tmp_path, 20_000) as old:
        since = (NOW - WINDOW).date()
        windows = [quickest(partial(store.activities, ME, since=since)) for store in (young, old)]
        news = [quickest(partial(bring_another, store, itertools.count(2))) for store in (young, old)]
        assert max(windows) < 0.05
        assert windows[1] < 2 * windows[0] + 0.002
        assert max(news) < 0.05
        assert news[1] < 2 * news[0] + 0.005
