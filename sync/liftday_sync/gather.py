"""Everything that is known of one athlete at one moment, read from the store: what a decision may rest on."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

from liftday_rules.content import from_watch
from liftday_rules.model import ASKED_FOR, Activity, ExerciseDone, Facts, Race, RunState, StrengthDone
from liftday_sync import heard
from liftday_sync.config import AthleteConfig, RaceConfig
from liftday_sync.freshness import PLANS_ONLY
from liftday_sync.lift_log import LOG, logged
from liftday_sync.said import said
from liftday_sync.store import Store
from liftday_sync.store.api import SourceReport, StoredChange

MEMORY = timedelta(days=183)
"""How far back a decision looks: the learnt week needs 10 weeks, an athlete's own distribution half a year."""


def gather(store: Store, athlete: AthleteConfig, now: datetime) -> Facts:
    """The facts of this moment. The cost depends on the last half year, not on the length of the history."""
    today = now.astimezone(athlete.zone).date()
    words = said(store.facts(athlete.id))
    wishes, recorded = athlete.to_athlete(), store.strength_days(athlete.id)
    activities = store.activities(athlete.id, since=today - MEMORY)
    before = store.latest_plan(athlete.id)
    entries, reports = store.facts(athlete.id, kinds=[LOG]), store.source_reports(athlete.id)
    return Facts(
        now=now,
        athlete=replace(wishes, strength_sessions_logged=max(wishes.strength_sessions_logged, len(recorded))),
        activities=activities,
        runs=heard.planned_runs(store, athlete.id, athlete.zone, now, reports),
        races=heard.races(store, athlete.id, [_race(race, athlete, now) for race in athlete.races], athlete.zone, now),
        busy=heard.busy(store, athlete.id, today),
        readiness=heard.mornings(store, athlete, today),
        measures=heard.measures(store, athlete.id, today - MEMORY),
        strength_done=words.done,
        strength_days=strength_days(recorded, words.done, athlete.zone),
        log=log(logged(entries), activities),
        published=store.published(athlete.id, since=now - MEMORY, with_skipped=True, set_aside=words.pinned),
        used_uids=store.used_uids(athlete.id),
        skipped=words.skipped,
        flags=(*words.flags, *heard.flags(store, athlete.id, today)),
        not_before=words.not_before,
        overrides=words.overrides,
        doubts=words.doubts,
        data_age_h=data_age_h(_of_runs(athlete, reports), now),
        edits_last_day=edits(store.changes(athlete.id, since=now - timedelta(days=1))),
        foretold=before.plan.foretold if before else (),
    )


def strength_days(recorded: Sequence[date], done: Sequence[StrengthDone], zone: ZoneInfo) -> tuple[date, ...]:
    """Every day on which strength was done, each once, oldest first."""
    return tuple(sorted({*recorded, *(one.start.astimezone(zone).date() for one in done)}))


def log(said: Sequence[ExerciseDone], activities: Sequence[Activity]) -> tuple[ExerciseDone, ...]:
    """What was lifted. What the athlete logged of an exercise comes before what the watch made of it that day."""
    known = {(done.key, done.on) for done in said}
    watched = (done for activity in activities for done in from_watch(activity) if (done.key, done.on) not in known)
    return tuple(sorted([*said, *watched], key=lambda done: done.on))


def _of_runs(athlete: AthleteConfig, reports: Sequence[SourceReport]) -> list[SourceReport]:
    """The reports of sources that bring what was run: a calendar that is up to date says nothing about that."""
    others = {source.called for source in athlete.sources if source.kind in PLANS_ONLY}
    return [report for report in reports if report.source not in others]


def edits(changes: Sequence[StoredChange]) -> int:
    """How many of these changes the athlete saw without having asked for them."""
    return sum(change.change.is_edit and change.reason_code not in ASKED_FOR for change in changes)


def data_age_h(reports: Sequence[SourceReport], now: datetime) -> float | None:
    """Hours since any source was last read with success; None when none ever was, for then there is nothing to age."""
    looks = [report.last_ok_at for report in reports if report.last_ok_at]
    return (now - max(looks)).total_seconds() / 3600 if looks else None


def _race(race: RaceConfig, athlete: AthleteConfig, now: datetime) -> Race:
    start = _wall(race.date, race, athlete)
    return Race(
        name=race.name,
        priority=race.priority,
        start=start,
        distance_m=race.distance_m,
        state=RunState.DONE if race.finish_s or start < now - timedelta(days=1) else RunState.PLANNED,
        finish_s=race.finish_s,
    )


def _wall(day: date, race: RaceConfig, athlete: AthleteConfig) -> datetime:
    return datetime.combine(day, race.time, athlete.zone).astimezone(UTC)
