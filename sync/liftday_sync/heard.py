"""What sources tell that is no activity, read from the store and laid together: nothing counts twice."""

from collections.abc import Iterable, Sequence
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from liftday_rules.model import BodyMeasure, Busy, Flag, Night, PlannedRun, Race, Readiness
from liftday_rules.mornings import BASELINE_DAYS, readiness
from liftday_sync.config import AthleteConfig
from liftday_sync.planned import NEWS_FOR, to_races, to_runs
from liftday_sync.store import Store
from liftday_sync.store.api import SourceReport

KINDS = ("garmin", "garmin_personal", "intervals_icu")
"""Of two sources that know the same, the first is believed."""
BACK = timedelta(days=28)
AHEAD = timedelta(days=60)
RACES_BACK = timedelta(days=183)


def planned_runs(
    store: Store, athlete_id: str, zone: ZoneInfo, now: datetime, reports: Sequence[SourceReport]
) -> tuple[PlannedRun, ...]:
    """The runs that plans state, with what was just changed or taken back marked as such."""
    today = now.astimezone(zone).date()
    told = store.meanings(athlete_id, PlannedRun, since=today - BACK, until=today + AHEAD, deleted_since=now - NEWS_FOR)
    read_at = {one.source: one.last_ok_at for one in reports if one.last_ok_at is not None}
    return to_runs(told, now, zone, read_at=read_at)


def races(store: Store, athlete_id: str, stated: Sequence[Race], zone: ZoneInfo, now: datetime) -> tuple[Race, ...]:
    """The athlete's own races and those of the sources; on one date the athlete's own word counts, then the first."""
    since = now.astimezone(zone).date() - RACES_BACK
    return to_races(store.meanings(athlete_id, Race, since=since), stated, now, zone)


def flags(store: Store, athlete_id: str, today: date) -> tuple[Flag, ...]:
    """Sick, injured, away: as other services were told."""
    return tuple(one.meaning for one in store.meanings(athlete_id, Flag, since=today - BACK))


def busy(store: Store, athlete_id: str, today: date) -> tuple[Busy, ...]:
    """Times that are taken."""
    stored = store.meanings(athlete_id, Busy, since=today, until=today + AHEAD)
    return tuple(sorted({one.meaning for one in stored}, key=lambda one: (one.start, one.end)))


def mornings(store: Store, athlete: AthleteConfig, today: date) -> Readiness | None:
    """The last nights and what is usual, the best source first."""
    since = today - timedelta(days=BASELINE_DAYS + 1)
    stored = store.meanings(athlete.id, Night, since=since, until=today)
    rank = _ranks(athlete)
    ordered = sorted(stored, key=lambda one: (rank.get(one.source, len(rank)), one.source, one.external_id))
    return readiness((one.meaning for one in ordered), today)


def measures(store: Store, athlete_id: str, since: date) -> tuple[BodyMeasure, ...]:
    """What the watch's maker says of the athlete, oldest first."""
    return tuple(one.meaning for one in store.meanings(athlete_id, BodyMeasure, since=since))


def _ranks(athlete: AthleteConfig) -> dict[str, int]:
    return {one.called: _rank(one.kind, KINDS) for one in athlete.sources}


def _rank(kind: str, order: Iterable[str]) -> int:
    ranked = list(order)
    return ranked.index(kind) if kind in ranked else len(ranked)
