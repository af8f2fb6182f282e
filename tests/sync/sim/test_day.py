"""What a quiet day costs each service, measured through the real engine and a real connection."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from tests.fakes.garmin import FakeGarmin, a_run
from tests.fakes.strava import FakeStrava, activity
from tests.sync.sim.home import Simulation, configured, connect_strava, paths

MORNING = datetime(2026, 11, 22, 23, 3, tzinfo=UTC)
"""Just after midnight in Vienna."""
QUARTER = timedelta(minutes=15)


@pytest.fixture
def garmin() -> Iterator[FakeGarmin]:
    with FakeGarmin() as fake:
        fake.activities = [a_run(1000 + n, MORNING - timedelta(days=n, hours=4)) for n in range(30)]
        yield fake


@pytest.fixture
def strava() -> Iterator[FakeStrava]:
    with FakeStrava() as fake:
        fake.add(*(activity(100 + n, MORNING - timedelta(days=n, hours=4)) for n in range(30)))
        yield fake


@pytest.fixture
def at_garmin(garmin: FakeGarmin, tmp_path: Path) -> Iterator[Simulation]:
    """Connected, and all of the past read."""
    simulation = Simulation.open(configured(tmp_path, {"kind": "garmin", "server": garmin.url}), MORNING)
    folder = tmp_path / "data" / "accounts" / "anna" / "garmin"
    folder.mkdir(mode=0o700, parents=True)
    (folder / "tokens.json").write_text(garmin.tokens())
    simulation.ticks(60, timedelta(hours=1))
    garmin.forget()
    yield simulation
    simulation.store.close()


@pytest.fixture
def at_strava(strava: FakeStrava, tmp_path: Path) -> Iterator[Simulation]:
    """Connected, and all of the past read."""
    path = configured(tmp_path, {"kind": "strava", "client_id": 1, "server": strava.url})
    simulation = Simulation.open(path, MORNING)
    connect_strava(tmp_path, MORNING, expires_at=MORNING + timedelta(days=30))
    simulation.ticks(60, timedelta(hours=1))
    strava.forget()
    yield simulation
    simulation.store.close()


@pytest.mark.slow
def test_a_quiet_day_costs_garmin_at_most_sixty_requests(at_garmin: Simulation, garmin: FakeGarmin) -> None:
    at_garmin.ticks(96, QUARTER)
    assert 20 <= len(garmin.seen) <= 60, paths(garmin)


@pytest.mark.slow
def test_a_day_with_a_run_costs_garmin_hardly_more(at_garmin: Simulation, garmin: FakeGarmin) -> None:
    at_garmin.ticks(40, QUARTER)
    garmin.activities.append(a_run(2000, at_garmin.clock.now() - timedelta(hours=2)))
    at_garmin.ticks(56, QUARTER)
    assert "garmin:2000" in at_garmin.ids()
    assert len(garmin.seen) <= 70, paths(garmin)


@pytest.mark.slow
def test_a_quiet_day_costs_strava_at_most_forty_requests(at_strava: Simulation, strava: FakeStrava) -> None:
    at_strava.ticks(96, QUARTER)
    assert 20 <= len(strava.seen) <= 40, paths(strava)


@pytest.mark.slow
def test_a_person_who_asks_is_answered_at_once_and_not_by_the_pace_of_the_source(
    at_garmin: Simulation, garmin: FakeGarmin
) -> None:
    at_garmin.tick(timedelta(hours=9))
    garmin.activities.append(a_run(2000, at_garmin.clock.now() - timedelta(hours=2)))
    at_garmin.tick(timedelta(minutes=5))
    before = at_garmin.ids()
    at_garmin.tick(asked=True)
    after = at_garmin.ids()
    garmin.forget()
    at_garmin.tick(timedelta(seconds=5), asked=True)
    assert "garmin:2000" not in before
    assert "garmin:2000" in after
    assert garmin.count() == 0, "asking again within a minute costs the service nothing"
