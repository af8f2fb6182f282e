"""From the decision to the document: nothing is decided here, only put into the words of the contract."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

from liftday_rules.content import description, summary
from liftday_rules.model import (
    Activity,
    Day,
    Exercise,
    Facts,
    Notice,
    Part,
    PassedOver,
    Plan,
    Run,
    Session,
    Verdict,
)
from liftday_sync import __version__, contract
from liftday_sync.config import AthleteConfig
from liftday_sync.freshness import as_of_all
from liftday_sync.publish.advice import advise
from liftday_sync.publish.figures import figures
from liftday_sync.said import Said, said
from liftday_sync.sources import WITH_LOGIN, Source, SourceConfig
from liftday_sync.store import Store
from liftday_sync.store.api import SourceReport, StoredChange, StoredSession

VALID_FOR = timedelta(hours=26)
"""A day and the time that the morning's cycle may need; after that an answer misleads more than it helps."""
SESSIONS_BACK = timedelta(days=21)
CHANGES_BACK = timedelta(days=14)
ACTIVITIES_BACK = timedelta(days=14)
ANSWERS = ("hard", "easy")


def to_snapshot(  # noqa: PLR0917 (all that a document is made of)
    store: Store,
    athlete: AthleteConfig,
    facts: Facts,
    plan: Plan,
    now: datetime,
    sources: Sequence[Source] = (),
) -> contract.Snapshot:
    """The document of this moment."""
    today = now.astimezone(athlete.zone).date()
    stored = store.latest_plan(athlete.id)
    words = said(store.facts(athlete.id))
    sessions = _sessions(store.sessions(athlete.id, since=now - SESSIONS_BACK), plan, athlete.zone, words)
    changes = tuple(change_of(change) for change in store.changes(athlete.id, since=now - CHANGES_BACK))
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
        sources=sources_of(athlete, as_of_all(store.source_reports(athlete.id), athlete, now), abilities(sources)),
        days=tuple(day_of(day, plan, athlete.zone) for day in plan.days),
        sessions=sessions,
        changes=changes,
        activities=activities_of(facts.activities, plan.verdicts, since=today - ACTIVITIES_BACK),
        notices=tuple(notice_of(notice) for notice in plan.warnings),
        figures=figures(plan, facts, today),
    )


def _sessions(stored: Sequence[StoredSession], plan: Plan, zone: ZoneInfo, words: Said) -> tuple[contract.Session, ...]:
    """Past and future sessions in order of start, the future ones with why not elsewhere."""
    planned = {session.uid: session for session in plan.sessions}
    rows = (_session(row, planned.get(row.uid), zone, words) for row in stored)
    return tuple(sorted(rows, key=lambda session: (session.start, session.uid)))


def _session(row: StoredSession, planned: Session | None, zone: ZoneInfo, words: Said) -> contract.Session:
    shown = session_of(
        row,
        contract.SessionStatus(row.status),
        zone,
        passed_over=planned.passed_over if planned else (),
    )
    return replace(
        shown,
        is_confirmed=words.confirmed.get(row.uid) == row.start,
        not_before=words.not_before.get(row.uid),
        credited_start=row.credited_start,
    )


def session_of(
    row: StoredSession | Session,
    status: contract.SessionStatus,
    zone: ZoneInfo,
    *,
    passed_over: Sequence[PassedOver] = (),
) -> contract.Session:
    """A session, stored or only thought of, as it is shown."""
    content = row.content
    return contract.Session(
        uid=row.uid,
        sequence=row.sequence,
        status=status,
        kind=row.kind,
        focus=row.focus,
        title=summary(row.kind, row.focus, round((row.end - row.start).total_seconds() / 60)),
        start=row.start.astimezone(zone),
        end=row.end.astimezone(zone),
        original_date=row.original_date,
        reason_code=row.reason_code,
        reason=row.reason,
        description=description(content),
        dose=content.dose,
        equipment=content.equipment,
        exercises=tuple(_exercise(one) for one in content.exercises),
        passed_over=tuple(contract.PassedOver(date=p.date, code=p.code, reason=p.reason) for p in passed_over),
        minutes=content.minutes,
        warm_up=_part(content.warm_up),
        strides=_part(content.finish),
        test=_part(content.test),
        cool_down=_part(content.cool_down),
        notes=content.notes,
        programme=content.programme,
    )


def _exercise(one: Exercise) -> contract.Exercise:
    return contract.Exercise(
        name=one.name,
        pattern=one.pattern,
        sets=one.sets,
        reps=one.reps,
        rpe=one.rpe,
        how_to=one.how_to,
        rest_s=one.rest_s,
        key=one.key,
        tempo=one.tempo,
        load=one.load,
        pair=one.pair,
    )


def _part(part: Part | None) -> contract.Part | None:
    return None if part is None else contract.Part(minutes=part.minutes, lines=part.lines)


type Abilities = Mapping[str, tuple[str, ...]]
"""What each source can bring or do, by its name."""


def abilities(sources: Sequence[Source]) -> Abilities:
    """What these sources say of themselves."""
    return {source.name: tuple(sorted(source.capabilities)) for source in sources}


def sources_of(athlete: AthleteConfig, reports: Sequence[SourceReport], able: Abilities) -> tuple[contract.Source, ...]:
    """Every source that was heard of, by name, with what the configuration says of it."""
    configured = {source.called: source for source in athlete.sources}
    return tuple(_source(report, configured.get(report.source), able.get(report.source, ())) for report in reports)


def _source(report: SourceReport, configured: SourceConfig | None, capabilities: tuple[str, ...]) -> contract.Source:
    progress = report.progress if report.unfinished else None
    kind = configured.kind if configured else ""
    return contract.Source(
        name=report.source,
        state=contract.SourceState(report.state),
        detail=report.detail,
        last_ok_at=report.last_ok_at,
        retry_at=report.retry_at,
        kind=kind,
        capabilities=capabilities,
        can_login=kind in WITH_LOGIN,
        progress_done=progress.done if progress else None,
        progress_total=progress.total if progress else None,
        reached=report.progress.reached if report.progress else None,
        quarantined=report.quarantined,
    )


def day_of(day: Day, plan: Plan, zone: ZoneInfo) -> contract.Day:
    """One day of the plan, with the runs that are expected on it."""
    return contract.Day(
        date=day.date,
        effort=contract.Effort(day.run_class),
        p_hard=round(day.p_hard, 3),
        expected=day.expected,
        run_min=round(day.run_min, 1),
        because=day.because,
        planned=tuple(
            _planned(run, zone) for run in plan.runs if run.expected and run.is_run and run.local_date == day.date
        ),
    )


def _planned(run: Run, zone: ZoneInfo) -> contract.PlannedRun:
    return contract.PlannedRun(
        start=run.start.astimezone(zone),
        end=run.end.astimezone(zone),
        effort=contract.Effort(run.run_class),
        p_hard=round(run.p_hard, 3),
        name=run.name,
        distance_m=run.distance_m,
        is_guess=run.is_guess,
    )


def change_of(change: StoredChange) -> contract.Change:
    """A change that was published, as it is shown."""
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


def activities_of(
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
        is_overridden=verdict.overridden,
    )


def notice_of(notice: Notice) -> contract.Notice:
    """Something to know, or to answer."""
    answers = ANSWERS if notice.code == "UNCERTAIN_ASK" else ()
    return contract.Notice(code=notice.code, message=notice.message, subject=notice.subject, answers=answers)
