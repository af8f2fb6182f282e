"""The plan on the watch's calendar, from the decision to the service and back out of every trouble."""

from collections.abc import Iterator
from contextlib import closing
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from tests.fakes.garmin import FakeGarmin, a_run
from tests.sync.sim.home import Simulation, configured

from liftday_rules.model import SessionUid
from liftday_sync.store import Store
from liftday_sync.store.api import NewFact, StoredSession

NOW = datetime(2026, 11, 23, 7, tzinfo=UTC)
OWN = {"workoutId": 7, "workoutName": "My own", "description": None}


class Killed(BaseException):
    """Stands for the end of the process."""


@pytest.fixture
def garmin() -> Iterator[FakeGarmin]:
    with FakeGarmin() as fake:
        fake.activities = [a_run(1000 + n, NOW - timedelta(days=2 * n, hours=2)) for n in range(20)]
        fake.workouts[7] = dict(OWN)
        fake.schedule[8] = {"workoutId": 7, "date": "2026-11-24"}
        yield fake


@pytest.fixture
def sim(garmin: FakeGarmin, tmp_path: Path) -> Iterator[Simulation]:
    """Connected, allowed to write, nothing planned yet."""
    source = {"kind": "garmin", "server": garmin.url, "write_workouts": True}
    simulation = Simulation.open(configured(tmp_path, source), NOW)
    folder = tmp_path / "data" / "accounts" / "anna" / "garmin"
    folder.mkdir(mode=0o700, parents=True)
    (folder / "tokens.json").write_text(garmin.tokens())
    yield simulation
    simulation.store.close()


def on_the_watch(garmin: FakeGarmin) -> list[str]:
    """The days on which something of ours stands there."""
    return sorted(one["date"] for one in garmin.schedule.values() if one["workoutId"] != 7)


def planned(sim: Simulation) -> list[StoredSession]:
    today = sim.clock.now().date()
    live = [one for one in sim.store.sessions("anna", since=NOW) if one.status.is_live and one.start.date() >= today]
    return sorted(live, key=lambda one: one.start)


def days(sim: Simulation) -> list[str]:
    """The days on which the plan has a session."""
    return [str(one.start.astimezone(sim.home.athlete.zone).date()) for one in planned(sim)]


def say(sim: Simulation, kind: str, uid: SessionUid, **payload: Any) -> None:
    sim.store.add_fact("anna", NewFact(kind=kind, subject=uid, payload=payload), sim.clock.now())


def test_what_is_planned_stands_on_the_watch_once_and_stays_at_no_cost(sim: Simulation, garmin: FakeGarmin) -> None:
    sim.tick()
    written = on_the_watch(garmin)
    garmin.forget()
    sim.tick(timedelta(minutes=5))
    assert written == days(sim)
    assert len(written) >= 2
    assert garmin.count("workout-service") == 0
    assert on_the_watch(garmin) == written


def test_a_session_that_moves_takes_its_workout_along(sim: Simulation, garmin: FakeGarmin) -> None:
    sim.tick()
    first = planned(sim)[0]
    before = {one["workoutId"] for one in garmin.schedule.values()}
    later = first.start + timedelta(days=1, hours=-2)
    say(sim, "push_back", first.uid, not_before=later.isoformat())
    sim.tick(timedelta(minutes=5))
    moved = next(one for one in planned(sim) if one.uid == first.uid)
    assert moved.start > first.start
    assert on_the_watch(garmin) == days(sim)
    assert before <= {one["workoutId"] for one in garmin.schedule.values()}, "moved, and not written anew"


def test_a_session_that_is_dropped_goes_and_the_athletes_own_stays(sim: Simulation, garmin: FakeGarmin) -> None:
    sim.tick()
    first = planned(sim)[0]
    say(sim, "skip", first.uid)
    sim.tick(timedelta(minutes=5))
    assert first.uid not in {one.uid for one in planned(sim)}
    assert on_the_watch(garmin) == days(sim)
    assert len(garmin.workouts) == len(days(sim)) + 1
    assert garmin.workouts[7] == OWN
    assert garmin.schedule[8] == {"workoutId": 7, "date": "2026-11-24"}


@pytest.mark.parametrize("at", [1, 2, 3])
def test_a_kill_between_writing_and_noting_leaves_no_copy(
    sim: Simulation, garmin: FakeGarmin, monkeypatch: pytest.MonkeyPatch, at: int
) -> None:
    keep, left = Store.keep_written, at

    def die(*args: Any) -> None:
        nonlocal left
        left -= 1
        if left == 0:
            raise Killed
        keep(*args)

    monkeypatch.setattr(Store, "keep_written", die)
    with pytest.raises(Killed):
        sim.tick()
    monkeypatch.setattr(Store, "keep_written", keep)
    with closing(sim.again().store) as store:
        again = replace(sim, store=store, home=replace(sim.home, store=store))
        again.tick(timedelta(minutes=5))
        assert on_the_watch(garmin) == days(again)
        assert len(garmin.workouts) == len(days(again)) + 1


def test_what_is_over_is_left_to_the_watch(sim: Simulation, garmin: FakeGarmin) -> None:
    sim.tick()
    sim.clock.forward(timedelta(days=3))
    sim.tick()
    today = sim.clock.now().date()
    assert [day for day in on_the_watch(garmin) if date.fromisoformat(day) >= today] == days(sim)
