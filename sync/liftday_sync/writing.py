"""Puts the plan's sessions on watches, for sources that can. Whatever comes of it, the plan stands."""

import logging
from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import datetime, timedelta

from liftday_rules.content import summary
from liftday_rules.model import SessionUid
from liftday_sync.config import AthleteConfig
from liftday_sync.sources import Capability, Source
from liftday_sync.sources.base import SourceState, Workout, WorkoutWriter, Written
from liftday_sync.store import Store
from liftday_sync.store.api import SourceReport
from liftday_sync.threads import in_thread

LOGGER = logging.getLogger(__name__)


async def write_workouts(
    athlete: AthleteConfig, sources: Sequence[Source], store: Store, now: Callable[[], datetime]
) -> None:
    """Make every watch's calendar say what the plan says; a source that is resting or needs its owner is left alone."""
    for source in sources:
        if Capability.PUSH_WORKOUT in source.capabilities and isinstance(source, WorkoutWriter):
            await _write(athlete, source, store, now)


async def _write(athlete: AthleteConfig, source: WorkoutWriter, store: Store, now: Callable[[], datetime]) -> None:
    at = now()
    report = await in_thread(_report, store, athlete.id, source.name)
    if report is None or report.state is not SourceState.OK or (report.retry_at and report.retry_at > at):
        return
    wanted = await in_thread(_wanted, athlete, store, at)
    written = await in_thread(store.written, athlete.id, source.name)

    async def keep(uid: SessionUid, what: Written | None) -> None:
        await in_thread(store.keep_written, athlete.id, source.name, uid, what, now())

    done = await source.write(wanted, written, at, keep)
    if done.changed:
        LOGGER.info("%s: %s of the watch's calendar changed.", source.name, done.changed)
    if done.state is not SourceState.OK:
        LOGGER.warning("%s: the plan could not be put on the watch. %s", source.name, done.detail)
        told = replace(report, state=done.state, detail=done.detail, retry_at=done.retry_at, progress=None)
        await in_thread(store.save_source_report, athlete.id, told)


def _report(store: Store, athlete_id: str, source: str) -> SourceReport | None:
    return next((one for one in store.source_reports(athlete_id) if one.source == source), None)


def _wanted(athlete: AthleteConfig, store: Store, now: datetime) -> list[Workout]:
    """The sessions from today on that stand in the calendar as something to do."""
    today = now.astimezone(athlete.zone).date()
    return [
        Workout(
            uid=one.uid,
            date=one.start.astimezone(athlete.zone).date(),
            title=summary(one.kind, one.focus, round((one.end - one.start).total_seconds() / 60)),
            content=one.content,
        )
        for one in store.sessions(athlete.id, since=now - timedelta(days=1))
        if one.status.is_live and one.start.astimezone(athlete.zone).date() >= today
    ]
