"""A long history through a real connection: bound by the service's limits and not by us."""

import time
import tracemalloc
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from tests.fakes.garmin import FakeGarmin, a_run
from tests.fakes.strava import FakeStrava, activity
from tests.sync.sim.home import Simulation, configured, connect_strava

NOW = datetime(2026, 11, 23, 11, 7, tzinfo=UTC)
LATELY = timedelta(days=20)
"""Runs older than that have no details to read, which cost a request each."""
COUNT = 2000
RATE_PER_S = 300
MOST_MB = 10


def read(sim: Simulation) -> tuple[float, float]:
    """Activities a second and megabytes at the most, from the first look to the last of the history."""
    tracemalloc.start()
    began = time.perf_counter()
    sim.ticks(1, timedelta(minutes=1))
    took = time.perf_counter() - began
    _, most = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert len(sim.ids()) == COUNT
    sim.store.close()
    return COUNT / took, most / 1_000_000


@pytest.mark.slow
def test_two_thousand_activities_come_from_strava_as_fast_as_it_allows(tmp_path: Path) -> None:
    with FakeStrava() as strava:
        strava.add(*(activity(10 + n, NOW - LATELY - timedelta(hours=24 * n)) for n in range(COUNT)))
        source = {"kind": "strava", "client_id": 1, "server": strava.url, "history_days": 7000}
        sim = Simulation.open(configured(tmp_path, source), NOW)
        connect_strava(tmp_path, NOW, expires_at=NOW + timedelta(days=30))
        rate, most = read(sim)
    assert rate >= RATE_PER_S, f"{rate:.0f} a second"
    assert most < MOST_MB, f"{most:.0f} MB"


@pytest.mark.slow
def test_two_thousand_activities_come_from_garmin_as_fast_as_it_allows(tmp_path: Path) -> None:
    with FakeGarmin() as garmin:
        garmin.activities = [a_run(10 + n, NOW - LATELY - timedelta(hours=24 * n)) for n in range(COUNT)]
        source = {"kind": "garmin", "server": garmin.url, "history_days": 7000, "wellness": False, "planned": False}
        sim = Simulation.open(configured(tmp_path, source), NOW)
        own = tmp_path / "data" / "accounts" / "anna" / "garmin"
        own.mkdir(mode=0o700, parents=True)
        (own / "tokens.json").write_text(garmin.tokens())
        rate, most = read(sim)
    assert rate >= RATE_PER_S, f"{rate:.0f} a second"
    assert most < MOST_MB, f"{most:.0f} MB"
