import asyncio
import json
from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from tests.fakes import faults
from tests.fakes.garmin import FakeGarmin
from tests.sync.garmin.conftest import NOW, config, connect, surroundings

from liftday_rules.model import Content, Dose, Exercise, Pattern, SessionUid
from liftday_sync.sources.base import Capability, SourceState, Workout, WorkoutWriter, Writing, Written
from liftday_sync.sources.garmin import GarminSource, open_source

SQUAT = Exercise(
    name="Goblet squat", pattern=Pattern.SQUAT, sets=3, reps="6-8", rpe="7", rest_s=120, key="goblet_squat"
)
PLANK = Exercise(name="Plank", pattern=Pattern.TRUNK, sets=2, reps="30 s", rpe="7", key="plank")
CONTENT = Content(dose=Dose.BASE, equipment="gym", patterns=(Pattern.SQUAT,), exercises=(SQUAT, PLANK), minutes=45)
FULL = Workout(uid=SessionUid("u1"), date=date(2026, 11, 24), title="Strength: full", content=CONTENT)


class Writer:
    """Calls the source and remembers, as the store does."""

    def __init__(self, source: GarminSource) -> None:
        self.source = source
        self.written: dict[SessionUid, Written] = {}

    def write(self, *wanted: Workout) -> Writing:
        return asyncio.run(self._write(wanted))

    async def _write(self, wanted: Sequence[Workout]) -> Writing:
        return await self.source.write(wanted, dict(self.written), NOW, self._keep)

    async def _keep(self, uid: SessionUid, what: Written | None) -> None:
        if what is None:
            del self.written[uid]
        else:
            self.written[uid] = what


@pytest.fixture
def writer(garmin: FakeGarmin, tmp_path: Path) -> Writer:
    connect(garmin, tmp_path)
    garmin.workouts[7] = {"workoutId": 7, "workoutName": "My own", "description": None}
    garmin.schedule[8] = {"workoutId": 7, "date": "2026-11-24"}
    return Writer(open_source(config(garmin, write_workouts=True), surroundings(tmp_path)))


def ours(garmin: FakeGarmin) -> list[tuple[int, str]]:
    return [(one["workoutId"], one["date"]) for one in garmin.schedule.values() if one["workoutId"] != 7]


def test_writing_is_off_until_it_is_asked_for(garmin: FakeGarmin, tmp_path: Path, writer: Writer) -> None:
    assert isinstance(writer.source, WorkoutWriter)
    assert Capability.PUSH_WORKOUT in writer.source.capabilities
    assert Capability.PUSH_WORKOUT not in open_source(config(garmin), surroundings(tmp_path)).capabilities


def test_a_session_is_written_once_with_the_names_the_watch_knows(garmin: FakeGarmin, writer: Writer) -> None:
    assert writer.write(FULL).changed == 1
    [(number, day)] = ours(garmin)
    assert day == "2026-11-24"
    [squat, plank] = garmin.workouts[number]["workoutSegments"][0]["workoutSteps"]
    assert squat["numberOfIterations"] == 3
    work, rest = squat["workoutSteps"]
    assert (work["category"], work["exerciseName"]) == ("SQUAT", "GOBLET_SQUAT")
    assert (work["endCondition"]["conditionTypeKey"], work["endConditionValue"]) == ("reps", 6.0)
    assert rest["endConditionValue"] == 120.0
    assert plank["workoutSteps"][0]["endCondition"]["conditionTypeKey"] == "time"
    garmin.forget()
    assert writer.write(FULL).changed == 0
    assert garmin.count() == 0


def test_a_moved_session_moves_and_a_changed_one_is_replaced(garmin: FakeGarmin, writer: Writer) -> None:
    writer.write(FULL)
    [(number, _)] = ours(garmin)
    writer.write(replace(FULL, date=date(2026, 11, 26)))
    assert ours(garmin) == [(number, "2026-11-26")]
    writer.write(replace(FULL, date=date(2026, 11, 26), title="Strength: light"))
    assert garmin.workouts[number]["workoutName"] == "Strength: light"
    assert ours(garmin) == [(number, "2026-11-26")]


def test_a_dropped_session_goes_and_the_athletes_own_stays(garmin: FakeGarmin, writer: Writer) -> None:
    writer.write(FULL)
    writer.write()
    assert ours(garmin) == []
    assert not writer.written
    assert list(garmin.workouts) == [7]
    assert list(garmin.schedule) == [8]


def test_what_the_athlete_deleted_on_the_watch_does_not_stop_us(garmin: FakeGarmin, writer: Writer) -> None:
    writer.write(FULL)
    garmin.workouts.pop(ours(garmin)[0][0])
    garmin.schedule.pop(max(garmin.schedule))
    assert writer.write(replace(FULL, date=date(2026, 11, 25), title="Other")).state is SourceState.OK
    assert [day for _, day in ours(garmin)] == ["2026-11-25"]
    garmin.workouts.clear()
    garmin.schedule.clear()
    assert writer.write().state is SourceState.OK
    assert not writer.written


@pytest.mark.parametrize("broken", ["/workout$", "/schedule/"])
def test_an_interrupted_write_goes_on_and_doubles_nothing(garmin: FakeGarmin, writer: Writer, broken: str) -> None:
    garmin.faults.append(faults.too_many(60, path=broken, method="POST"))
    failed = writer.write(FULL)
    assert failed.state is SourceState.RATE_LIMITED
    assert failed.retry_at is not None
    assert writer.write(FULL).state is SourceState.OK
    assert len(ours(garmin)) == 1
    assert len(garmin.workouts) == 2


def test_a_kill_right_after_the_upload_leaves_no_second_copy(garmin: FakeGarmin, writer: Writer) -> None:
    writer.write(FULL)
    garmin.schedule.pop(max(garmin.schedule))
    writer.written.clear()
    writer.write(FULL)
    assert len(garmin.workouts) == 2
    assert len(ours(garmin)) == 1
    assert json.loads(writer.written[FULL.uid].ref)["entry"] is not None
