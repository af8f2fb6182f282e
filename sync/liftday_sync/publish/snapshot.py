"""From the decision to the document: nothing is decided here, only put into the words of the contract."""

from collections.abc import Sequence
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

from liftday_rules.content import description, summary
from liftday_rules.model import Activity, Facts, Plan, Session, Verdict
from liftday_sync import __version__, contract
from liftday_sync.config import AthleteConfig
from liftday_sync.publish.advice import advise
from liftday_sync.publish.figures import figures
from liftday_sync.store import Store
from liftday_sync.store.api import SourceReport, StoredChange, StoredSession

VALID_FOR = timedelta(hours=26)
"""A day and the time that the morning's cycle may need; after that an answer misleads more than it helps."""
SESSIONS_BACK = timedelta(days=21)
CHANGES_BACK = timedelta(days=14)
ACTIVITIES_BACK = timedelta(days=14)


def to_snapshot(store: Store, athlete: AthleteConfig, facts: Facts, plan: Plan, now: datetime) -> contract.Snapshot:
    """The document of this moment."""
    today = now.astimezone(athlete.zone).date()
    stored = store.latest_plan(athlete.id)
    sessions = _sessions(store.sessions(athlete.id, since=now - SESSIONS_BACK), plan, athlete.zone)
    changes = tuple(_change(change) for change in store.changes(athlete.id, since=now - CHANGES_BACK))
    return contract.Snapshot(
        schema=contract.SCHEMA,
        server_id=store.server_id(),
        daemon_version=__version__,
        athlete=contract.AthleteRef(id=athlete.id, name=athlete.name, time_zone=athlete.time_zone),
        generated_at=now.astimezone(UTC),
        valid_until=(now + VALID_FOR).astimezone(UTC),
        revision=stored.revision if stored else 0,
        today=today,
        state=contract.PlanState(plan.state),
        advice=advise(plan, sessions, changes, today, athlete.zone),
        sources=tuple(_source(report) for report in store.source_reports(athlete.id)),
        days=tuple(_day(plan, i) for i in range(len(plan.days))),
        sessions=sessions,
        changes=changes,
        activities=_activities(facts.activities, plan.verdicts, since=today - ACTIVITIES_BACK),
        notices=tuple(contract.Notice(code=n.code, message=n.message, subject=n.subject) for n in plan.warnings),
        figures=figures(plan, facts, today),
    )


def _sessions(stored: Sequence[StoredSession], plan: Plan, zone: ZoneInfo) -> tuple[contract.Session, ...]:
    """Past and future sessions in order of start, the future ones with why not elsewhere."""
    planned = {session.uid: session for session in plan.sessions}
    rows = (_session(row, planned.get(row.uid), zone) for row in stored)
    return tuple(sorted(rows, key=lambda session: (session.start, session.uid)))


def _session(row: StoredSession, planned: Session | None, zone: ZoneInfo) -> contract.Session:
    content = row.content
    objections = planned.passed_over if planned else ()
    return contract.Session(
        uid=row.uid,
        sequence=row.sequence,
        status=contract.SessionStatus(row.status),
        kind=row.kind,
        focus=row.focus,
        title=summary(row.kind, row.focus),
        start=row.start.astimezone(zone),
        end=row.end.astimezone(zone),
        original_date=row.original_date,
        reason_code=row.reason_code,
        reason=row.reason,
        description=description(content),
        dose=content.dose,
        equipment=content.equipment,
        exercises=tuple(
            contract.Exercise(
                name=e.name,
                pattern=e.pattern,
                sets=e.sets,
                reps=e.reps,
                rpe=e.rpe,
                how_to=e.how_to,
                rest_s=e.rest_s,
            )
            for e in content.exercises
        ),
        passed_over=tuple(contract.PassedOver(date=p.date, code=p.code, reason=p.reason) for p in objections),
    )


def _source(report: SourceReport) -> contract.Source:
    return contract.Source(
        name=report.source,
        state=contract.SourceState(report.state),
        detail=report.detail,
        last_ok_at=report.last_ok_at,
        retry_at=report.retry_at,
    )


def _day(plan: Plan, index: int) -> contract.Day:
    day = plan.days[index]
    return contract.Day(
        date=day.date,
        effort=contract.Effort(day.run_class),
        p_hard=round(day.p_hard, 3),
        expected=day.expected,
        run_min=round(day.run_min, 1),
        because=day.because,
    )


def _change(change: StoredChange) -> contract.Change:
    return contract.Change(
        uid=change.uid,
        change=change.change,
        at=change.at,
        revision=change.revision,
        start_before=change.start_before,
        start_after=change.start_after,
        reason_code=change.reason_code,
        reason=change.reason,
    )


def _activities(
    activities: Sequence[Activity], verdicts: Sequence[Verdict], since: date
) -> tuple[contract.Activity, ...]:
    """What was done lately, one entry a record, in order of start."""
    known = {activity.id: activity for activity in activities}
    lately = ((known[v.activity_id], v) for v in verdicts if known[v.activity_id].local_date >= since)
    return tuple(_activity(activity, verdict) for activity, verdict in lately)


def _activity(activity: Activity, verdict: Verdict) -> contract.Activity:
    return contract.Activity(
        id=activity.id,
        start=activity.start,
        end=activity.end,
        local_date=activity.local_date,
        effort=contract.Effort(verdict.run_class) if activity.sport.is_run else contract.Effort.UNKNOWN,
        sport=activity.sport,
        session_type=verdict.session_type,
        confidence=verdict.confidence,
        p_hard=None if verdict.p_hard is None else round(verdict.p_hard, 3),
        name=activity.name,
        distance_m=activity.distance_m,
        moving_s=activity.moving_s,
        evidence=tuple(evidence.sentence for evidence in verdict.evidence),
    )
