"""The document: today's advice, figures, and everything else in the athlete's own time."""

from collections.abc import AsyncGenerator, Sequence
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from tests.helpers import remembered
from tests.helpers.household import BERLIN, config_of, store_of

from liftday_rules.decide import decide
from liftday_rules.model import (
    Activity,
    ActivityId,
    Day,
    Facts,
    Kind,
    Lap,
    LapKind,
    Notice,
    Plan,
    PlanState,
    RunClass,
    Sport,
    StrengthDone,
)
from liftday_sync import contract
from liftday_sync.contract import AdviceCode, Change, Session, SessionStatus, Snapshot, read, write
from liftday_sync.cycle import Home, cycle
from liftday_sync.house import open_home
from liftday_sync.publish.advice import advise
from liftday_sync.publish.figures import figures
from liftday_sync.publish.hub import Hub
from liftday_sync.sources.base import Pull, SourceState
from liftday_sync.sources.demo import DemoSource
from liftday_sync.threads import in_thread

NOW = remembered.NOW
TODAY = date(2026, 11, 26)
EVENING = datetime(2026, 11, 26, 18, 0, tzinfo=BERLIN)


# --- today's advice ---


def session(start: datetime = EVENING, **changes: Any) -> Session:
    fields: dict[str, Any] = {
        "uid": "2026-W48-2",
        "sequence": 0,
        "status": SessionStatus.PLANNED,
        "kind": Kind.FULL,
        "focus": "general",
        "title": "Strength",
        "start": start,
        "end": start + timedelta(minutes=45),
        "original_date": start.date(),
        "reason_code": "PLACED",
        "reason": "Thursday: a night after Wednesday's tempo.",
        "description": "",
    }
    return Session(**(fields | changes))


def moved_away(reason: str) -> Change:
    return Change(
        uid="2026-W48-2",
        change="pushed_back",
        at=NOW,
        revision=2,
        start_before=EVENING.astimezone(UTC),
        start_after=EVENING + timedelta(days=1),
        reason_code="AFTER_HARD",
        reason=reason,
    )


def plan_of(run_class: RunClass = RunClass.EASY, *notices: Notice, state: PlanState = PlanState.OK) -> Plan:
    days = tuple(
        Day(
            date=remembered.MONDAY + timedelta(days=n),
            run_class=run_class,
            p_hard=0.2,
            expected=True,
            run_min=40,
            because="An easy run, as in most weeks.",
        )
        for n in range(14)
    )
    return remembered.plan(days=days, warnings=notices, state=state)


def advice(plan: Plan, sessions: Sequence[Session] = (), changes: Sequence[Change] = ()) -> contract.Advice:
    return advise(plan, sessions, changes, TODAY, BERLIN)


@pytest.mark.parametrize(
    ("kind", "code"),
    [
        (Kind.FULL, AdviceCode.STRENGTH),
        (Kind.LIGHT, AdviceCode.STRENGTH_LIGHT),
        (Kind.MICRO, AdviceCode.STRENGTH_LIGHT),
    ],
)
@pytest.mark.parametrize("status", [SessionStatus.PLANNED, SessionStatus.LOCKED])
def test_a_session_today_is_the_advice_with_its_own_reason(kind: Kind, code: AdviceCode, status: SessionStatus) -> None:
    standing = session(kind=kind, status=status)
    found = advice(plan_of(), [standing])
    assert (found.code, found.reason, found.session_uid) == (code, standing.reason, standing.uid)


def test_a_session_that_was_done_today_is_the_end_of_it() -> None:
    found = advice(plan_of(), [session(status=SessionStatus.DONE), session(uid="other")])
    assert (found.code, found.session_uid) == (AdviceCode.STRENGTH_DONE, "2026-W48-2")


@pytest.mark.parametrize("status", [s for s in SessionStatus if not s.is_live])
def test_a_session_that_is_off_is_no_advice(status: SessionStatus) -> None:
    found = advice(plan_of(), [session(status=status)])
    assert (found.code, found.session_uid) == (AdviceCode.RUN_ONLY, None)


def test_a_session_that_left_today_is_explained_by_its_change_and_not_by_anything_else() -> None:
    objection = contract.PassedOver(date=TODAY, code="SPACING", reason="Not on Thursday: too close.")
    tomorrow = session(EVENING + timedelta(days=1), passed_over=(objection,))
    change = moved_away("Moved from Thursday to Friday: today's run was hard.")
    found = advice(plan_of(RunClass.HARD), [tomorrow], [change])
    assert (found.code, found.reason_code, found.reason) == (AdviceCode.RUN_ONLY, "AFTER_HARD", change.reason)


def test_of_several_changes_the_last_one_counts() -> None:
    found = advice(plan_of(), changes=[moved_away("First."), moved_away("Last.")])
    assert found.reason == "Last."


def test_a_day_beside_a_session_says_why_it_was_passed_over() -> None:
    objection = contract.PassedOver(date=TODAY, code="BEFORE_HARD", reason="Not on Thursday: hard run tomorrow.")
    found = advice(plan_of(), [session(EVENING + timedelta(days=2), passed_over=(objection,))])
    assert (found.reason_code, found.reason) == ("BEFORE_HARD", "Not on Thursday: hard run tomorrow.")


@pytest.mark.parametrize(
    ("run_class", "code"),
    [
        (RunClass.REST, AdviceCode.REST),
        (RunClass.EASY, AdviceCode.RUN_ONLY),
        (RunClass.HARD, AdviceCode.RUN_ONLY),
        (RunClass.RACE, AdviceCode.RUN_ONLY),
        (RunClass.UNCERTAIN, AdviceCode.UNKNOWN),
    ],
)
def test_without_strength_the_days_run_decides_and_what_is_uncertain_is_never_rest(
    run_class: RunClass, code: AdviceCode
) -> None:
    found = advice(plan_of(run_class))
    assert (found.code, found.reason) == (code, "No strength today. An easy run, as in most weeks.")


def test_data_too_old_to_plan_on_give_no_advice_but_the_reason() -> None:
    message = "Your runs could not be fetched for 40 h, so nothing is moved until they are here."
    stale = Notice(code="STALE", message=message)
    found = advice(plan_of(RunClass.REST, stale, state=PlanState.STALE))
    assert (found.code, found.reason_code, found.reason) == (AdviceCode.UNKNOWN, "STALE", stale.message)


def test_a_session_that_stands_today_is_told_even_while_the_data_are_old() -> None:
    found = advice(plan_of(state=PlanState.STALE), [session()])
    assert found.code is AdviceCode.STRENGTH


@pytest.mark.parametrize(
    ("code", "expected"), [("SICK", AdviceCode.REST), ("INJURY", AdviceCode.RUN_ONLY), ("PAUSED", AdviceCode.RUN_ONLY)]
)
def test_a_pause_is_the_reason_for_every_day_it_lasts_and_nobody_who_is_ill_is_sent_running(
    code: str, expected: AdviceCode
) -> None:
    paused = plan_of(RunClass.EASY, Notice(code=code, message="It rests."), state=PlanState.PAUSED)
    found = advice(paused)
    assert (found.code, found.reason_code, found.reason) == (expected, code, "It rests.")


# --- figures ---


def run(number: int, day: date, *, hard: bool = False, minutes: int = 50, **changes: Any) -> Activity:
    start = datetime(day.year, day.month, day.day, 7, 0, tzinfo=BERLIN).astimezone(UTC)
    laps = tuple(
        Lap(elapsed_s=240 if active else 120, distance_m=1000 if active else 300, kind=kind)
        for kind, active in [(LapKind.ACTIVE, True), (LapKind.RECOVERY, False)] * 6
    )
    fields: dict[str, Any] = {
        "id": ActivityId(f"file:{number}"),
        "source": "file",
        "sport": Sport.RUN,
        "start": start,
        "local_date": day,
        "elapsed_s": minutes * 60.0,
        "moving_s": minutes * 60.0,
        "distance_m": minutes * 165.0,
        "laps": laps if hard else (),
        "name": "6 x 1000 m" if hard else "Easy run",
    }
    return Activity(**(fields | changes))


def counted(*activities: Activity, **changes: Any) -> contract.Figures:
    athlete = replace(config_of(Path("nowhere")).athletes[0].to_athlete(), threshold_speed_mps=3.6)
    facts = Facts(now=NOW, athlete=athlete, activities=tuple(sorted(activities, key=lambda a: a.start)), **changes)
    return figures(decide(facts), facts, TODAY)


def test_without_any_activity_what_is_unknown_is_none_and_not_0() -> None:
    found = counted()
    assert (found.days_since_hard, found.hard_days_this_week) == (None, None)
    assert (found.run_min_this_week, found.run_min_usual_week) == (None, None)
    assert (found.sessions_done_this_week, found.target_this_week) == (0, 2)


def test_hard_days_are_counted_from_the_records_of_this_week() -> None:
    monday, tuesday, last_week = date(2026, 11, 23), date(2026, 11, 24), date(2026, 11, 19)
    found = counted(run(1, last_week, hard=True), run(2, monday), run(3, tuesday, hard=True, minutes=60))
    assert (found.days_since_hard, found.hard_days_this_week) == (2, 1)
    assert found.run_min_this_week == 110.0


def test_two_recordings_of_one_run_are_counted_once() -> None:
    day = date(2026, 11, 24)
    twice = run(2, day, id=ActivityId("strava:2"), source="strava")
    assert counted(run(1, day), twice).run_min_this_week == 50.0


def test_minutes_are_those_of_running_and_neither_of_rests_nor_of_other_sports() -> None:
    day = date(2026, 11, 24)
    ride = run(2, day, sport=Sport.CYCLING, name="Ride", start=datetime(2026, 11, 24, 16, tzinfo=UTC))
    assert counted(run(1, day, elapsed_s=4000.0), ride).run_min_this_week == 50.0


def test_a_usual_week_needs_weeks_to_be_usual() -> None:
    def weeks(count: int) -> list[Activity]:
        days = [date(2026, 11, 24) - timedelta(days=7 * n + m) for n in range(count) for m in (0, 2)]
        return [run(n, day) for n, day in enumerate(days)]

    assert counted(*weeks(1)).run_min_usual_week is None
    assert counted(*weeks(8)).run_min_usual_week == 100.0


def test_a_lift_counts_on_its_own_day_once_however_often_it_was_told() -> None:
    day = date(2026, 11, 25)
    start = datetime(2026, 11, 25, 18, tzinfo=BERLIN).astimezone(UTC)
    lift = run(1, day, sport=Sport.STRENGTH, name="Gym", start=start, distance_m=None)
    done = StrengthDone(start=start, minutes=45, kind=Kind.FULL)
    earlier = StrengthDone(start=start - timedelta(days=7), minutes=45, kind=Kind.FULL)
    assert counted(lift, strength_done=(earlier, done)).sessions_done_this_week == 1
    assert counted(lift).sessions_done_this_week == 1
    assert counted(strength_done=(earlier,)).sessions_done_this_week == 0


# --- the document of a cycle ---


@pytest.fixture
async def homes(tmp_path: Path) -> AsyncGenerator[list[Home]]:
    config = config_of(tmp_path)
    store = await in_thread(store_of, config)
    yield [await in_thread(open_home, athlete, store, Hub(), config.folder) for athlete in config.athletes]
    await in_thread(store.close)


async def test_what_a_cycle_publishes_survives_the_wire_to_the_last_field(homes: list[Home]) -> None:
    for moment in (NOW, NOW + timedelta(days=1), NOW + timedelta(days=4)):
        snapshot = await cycle(homes[0], moment, trigger="test")
        back = read(Snapshot, write(snapshot))
        assert back == snapshot
        assert (back.generated_at, back.valid_until) == (snapshot.generated_at, snapshot.valid_until)
        assert write(back) == write(snapshot)


@pytest.mark.parametrize(("which", "zone"), [(0, "Europe/Berlin"), (1, "America/New_York")])
async def test_sessions_stand_at_the_athletes_wall_time_with_its_offset(
    homes: list[Home], which: int, zone: str
) -> None:
    snapshot = await cycle(homes[which], NOW, trigger="test")
    assert snapshot.sessions
    for one in snapshot.sessions:
        assert one.start.time().hour == 18
        assert one.start.utcoffset() == one.start.astimezone(ZoneInfo(zone)).utcoffset()
    assert snapshot.today == NOW.astimezone(ZoneInfo(zone)).date()


async def test_a_document_covers_two_weeks_and_what_was_done_in_the_last_two(homes: list[Home]) -> None:
    snapshot = await cycle(homes[0], NOW, trigger="test")
    assert [day.date for day in snapshot.days] == [remembered.MONDAY + timedelta(days=n) for n in range(14)]
    assert min(one.local_date for one in snapshot.activities) >= TODAY - timedelta(days=14)
    assert snapshot.activities[-1].local_date == TODAY
    assert snapshot.activities == tuple(sorted(snapshot.activities, key=lambda one: one.start))


async def test_every_run_says_what_speaks_for_it_and_other_sports_are_neither_hard_nor_easy(homes: list[Home]) -> None:
    snapshot = await cycle(homes[0], NOW, trigger="test")
    runs = [one for one in snapshot.activities if one.sport == "run"]
    others = [one for one in snapshot.activities if one.sport != "run"]
    assert runs
    assert all(one.evidence for one in runs)
    assert {one.effort for one in runs} >= {"hard", "easy"}
    assert {one.effort for one in others} == {"unknown"}
    assert {one.p_hard for one in others if one.sport == "strength"} == {None}


async def test_every_session_says_what_to_do_why_there_and_why_not_elsewhere(homes: list[Home]) -> None:
    snapshot = await cycle(homes[0], NOW, trigger="test")
    for one in snapshot.sessions:
        assert one.title
        assert one.reason.endswith((".", "!"))
        assert one.exercises
        assert all(exercise.name in one.description for exercise in one.exercises)
        assert all(objection.date != one.start.date() for objection in one.passed_over)
    assert any(one.passed_over for one in snapshot.sessions)


async def test_a_source_tells_when_it_was_last_well_though_it_is_down_now(homes: list[Home]) -> None:
    class Down(DemoSource):
        async def pull(self, cursor: str | None, now: datetime) -> Pull:  # noqa: ARG002 (it never looks)
            retry = now + timedelta(minutes=15)
            return Pull(state=SourceState.RATE_LIMITED, detail="Come back later.", retry_at=retry)

    await cycle(homes[0], NOW, trigger="test")
    later = NOW + timedelta(hours=1)
    snapshot = await cycle(replace(homes[0], sources=(Down(BERLIN),)), later, trigger="test")
    assert snapshot.sources == (
        contract.Source(
            name="demo",
            state=contract.SourceState.RATE_LIMITED,
            detail="Come back later.",
            last_ok_at=NOW,
            retry_at=later + timedelta(minutes=15),
            kind="demo",
            capabilities=("activities",),
        ),
    )


async def test_a_document_may_be_shown_for_a_day_and_two_hours(homes: list[Home]) -> None:
    snapshot = await cycle(homes[0], NOW, trigger="test")
    assert snapshot.valid_until - snapshot.generated_at == timedelta(hours=26)
