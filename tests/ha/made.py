"""Snapshots for tests: one runner's Wednesday at noon in Berlin, each part replaceable."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from custom_components.liftday.contract import (
    Activity,
    Advice,
    AdviceCode,
    AthleteRef,
    Day,
    Effort,
    Exercise,
    Figures,
    PassedOver,
    PlanState,
    ServerInfo,
    Session,
    SessionStatus,
    Snapshot,
    Source,
    SourceState,
)

BERLIN = ZoneInfo("Europe/Berlin")
NOW_TEXT = "2026-11-18T11:00:00Z"
NOW = datetime(2026, 11, 18, 11, tzinfo=UTC)
TODAY = date(2026, 11, 18)
SERVER_ID = "0123456789abcdef"

INFO = ServerInfo(name="Liftday", version="0.1.0", server_id=SERVER_ID, schema_oldest=1, schema_newest=1)


def athlete(athlete_id: str = "lena", name: str = "Lena") -> AthleteRef:
    return AthleteRef(id=athlete_id, name=name, time_zone="Europe/Berlin")


def session(uid: str = "s1", start: str = "2026-11-18T18:00", minutes: int = 45, **changes: Any) -> Session:
    """A session at a wall time in Berlin."""
    begin = datetime.fromisoformat(start).replace(tzinfo=BERLIN)
    made = Session(
        uid=uid,
        sequence=0,
        status=SessionStatus.PLANNED,
        kind="full",
        focus="posterior_chain",
        title="Strength: hips and hamstrings",
        start=begin,
        end=(begin.astimezone(UTC) + timedelta(minutes=minutes)).astimezone(BERLIN),
        original_date=begin.date(),
        reason_code="FIRST_FREE",
        reason="Wednesday is the first day with two easy days around it.",
        description="Deadlift 3 × 6-8",
        exercises=(Exercise(name="Deadlift", pattern="HI", sets=3, reps="6-8", rpe="7"),),
        passed_over=(PassedOver(date=date(2026, 11, 17), code="HARD_TODAY", reason="Tuesday holds intervals."),),
    )
    return replace(made, **changes)


def run(start: str = "2026-11-17T07:00", effort: Effort = Effort.HARD, **changes: Any) -> Activity:
    begin = datetime.fromisoformat(start).replace(tzinfo=BERLIN)
    made = Activity(
        id="a1",
        start=begin,
        end=begin + timedelta(minutes=50),
        local_date=begin.date(),
        effort=effort,
        sport="run",
        session_type="intervals",
        confidence="A",
        p_hard=0.97,
        name="Track with Tom",
        distance_m=10_250.0,
        moving_s=2_940.0,
        evidence=("Five fast laps of 1000 m.",),
    )
    return replace(made, **changes)


def snapshot(**changes: Any) -> Snapshot:
    made = Snapshot(
        schema=1,
        server_id=SERVER_ID,
        daemon_version="0.1.0",
        athlete=athlete(),
        generated_at=NOW,
        valid_until=NOW + timedelta(hours=26),
        revision=7,
        today=TODAY,
        state=PlanState.OK,
        advice=Advice(
            code=AdviceCode.STRENGTH,
            reason_code="FIRST_FREE",
            reason="Wednesday is the first day with two easy days around it.",
            session_uid="s1",
        ),
        sources=(
            Source(name="files", state=SourceState.OK, last_ok_at=NOW - timedelta(minutes=20)),
            Source(name="garmin", state=SourceState.OK, last_ok_at=NOW - timedelta(minutes=5)),
        ),
        days=(
            Day(date=TODAY, effort=Effort.EASY, p_hard=0.1, expected=True, run_min=40, because="easy on Wednesdays"),
        ),
        sessions=(session(), session("s2", "2026-11-20T18:00")),
        changes=(),
        activities=(run(),),
        notices=(),
        figures=Figures(
            days_since_hard=1,
            hard_days_this_week=1,
            run_min_this_week=95.0,
            run_min_usual_week=240.0,
            sessions_done_this_week=0,
            target_this_week=2,
        ),
    )
    return replace(made, **changes)
