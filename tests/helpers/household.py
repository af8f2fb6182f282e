"""A household for tests: a configuration, a store in a temporary folder, and a document to show."""

from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from liftday_sync import contract
from liftday_sync.config import Config, parse
from liftday_sync.store import Store

BERLIN = ZoneInfo("Europe/Berlin")
NOW = datetime(2026, 11, 26, 13, 0, tzinfo=UTC)
TODAY = date(2026, 11, 26)


def config_of(folder: Path, **changes: Any) -> Config:
    """Two athletes, no sources that need anything."""
    raw: dict[str, Any] = {
        "data_dir": str(folder),
        "server": {"port": 0},
        "athletes": [
            {"id": "anna", "name": "Anna", "time_zone": "Europe/Berlin", "sources": [{"kind": "demo"}]},
            {"id": "ben", "name": "Ben", "time_zone": "America/New_York", "sources": [{"kind": "demo"}]},
        ],
    }
    return parse(raw | changes, "test")


def store_of(config: Config) -> Store:
    """The store of that household, its athletes known."""
    store = Store.open(config.database_url)
    for athlete in config.athletes:
        store.ensure_athlete(athlete.id, name=athlete.name, time_zone=athlete.time_zone)
    return store


def snapshot_of(athlete_id: str = "anna", *, revision: int = 1, generated_at: datetime = NOW) -> contract.Snapshot:
    """A document with one of everything."""
    start = datetime(2026, 11, 27, 18, 0, tzinfo=BERLIN)
    session = contract.Session(
        uid="2026-W48-2",
        sequence=1,
        status=contract.SessionStatus.PLANNED,
        kind="full",
        focus="stability",
        title="Lift 45 min · hips and balance",
        start=start,
        end=start + timedelta(minutes=45),
        original_date=TODAY,
        reason_code="AFTER_HARD",
        reason="Friday: a night after Thursday's intervals and 36 h before Sunday's long run.",
        description="1. Goblet squat, 3 x 6-8",
        dose="base",
        equipment="gym",
        exercises=(contract.Exercise(name="Goblet squat", pattern="SQ", sets=3, reps="6-8", rpe="6-7"),),
        passed_over=(
            contract.PassedOver(date=TODAY, code="AFTER_HARD", reason="Not on Thursday: 5 h after a hard run."),
        ),
    )
    return contract.Snapshot(
        schema=contract.SCHEMA,
        server_id="0123456789abcdef0123456789abcdef",
        daemon_version="0.1.0",
        athlete=contract.AthleteRef(id=athlete_id, name=athlete_id.title(), time_zone="Europe/Berlin"),
        generated_at=generated_at,
        valid_until=generated_at + timedelta(hours=26),
        revision=revision,
        today=TODAY,
        state=contract.PlanState.OK,
        advice=contract.Advice(code=contract.AdviceCode.RUN_ONLY, reason_code="AFTER_HARD", reason="Legs get a night."),
        sources=(contract.Source(name="demo", state=contract.SourceState.OK, last_ok_at=NOW),),
        days=(
            contract.Day(
                date=TODAY,
                effort=contract.Effort.HARD,
                p_hard=0.86,
                expected=False,
                run_min=70,
                because="6 x 1000 m found in laps.",
            ),
        ),
        sessions=(session,),
        changes=(
            contract.Change(
                uid=session.uid,
                change="pushed_back",
                at=NOW,
                revision=revision,
                start_before=start - timedelta(days=1),
                start_after=start,
                reason_code="AFTER_HARD",
                reason="Moved from Thursday to Friday: today's run was hard.",
            ),
        ),
        activities=(
            contract.Activity(
                id="demo:2026-11-26-run",
                start=NOW - timedelta(hours=2),
                end=NOW - timedelta(hours=1),
                local_date=TODAY,
                effort=contract.Effort.HARD,
                sport="run",
                session_type="vo2",
                confidence="B",
                p_hard=0.86,
                name="Lunch Run",
                distance_m=13362,
                moving_s=4200,
                evidence=("6 x 1000 m found in laps",),
            ),
        ),
        notices=(contract.Notice(code="UNCERTAIN_ASK", message="Was Tuesday's run hard?", subject="demo:1"),),
        figures=contract.Figures(days_since_hard=0, hard_days_this_week=2, run_min_this_week=175.0),
    )
