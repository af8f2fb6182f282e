"""Everything that is known of one athlete at one moment, read from the store: what a decision may rest on."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from types import MappingProxyType

from liftday_rules.model import (
    ASKED_FOR,
    ActivityId,
    Equipment,
    Facts,
    Flag,
    FlagKind,
    Kind,
    Race,
    RunClass,
    RunState,
    SessionUid,
    Side,
    StrengthDone,
)
from liftday_sync.config import AthleteConfig, RaceConfig
from liftday_sync.store import Store
from liftday_sync.store.api import SourceReport, StoredChange, StoredFact

MEMORY = timedelta(days=183)
"""How far back a decision looks: the learnt week needs 10 weeks, an athlete's own distribution half a year."""
UNSETTLED = timedelta(days=8)
"""Sessions that began this long ago may still be waiting to be credited or missed."""


def gather(store: Store, athlete: AthleteConfig, now: datetime) -> Facts:
    """The facts of this moment. The cost depends on the last half year, not on the length of the history."""
    today = now.astimezone(athlete.zone).date()
    facts = store.facts(athlete.id)
    wishes, recorded = athlete.to_athlete(), store.strength_sessions(athlete.id)
    return Facts(
        now=now,
        athlete=replace(wishes, strength_sessions_logged=max(wishes.strength_sessions_logged, recorded)),
        activities=store.activities(athlete.id, since=today - MEMORY),
        races=tuple(_race(race, athlete, now) for race in athlete.races),
        strength_done=tuple(_done(fact) for fact in facts if fact.kind == "done"),
        published=store.published(athlete.id, since=now - UNSETTLED),
        used_uids=store.used_uids(athlete.id),
        skipped=frozenset(SessionUid(fact.subject) for fact in facts if fact.kind == "skip" and fact.subject),
        flags=tuple(_flag(fact) for fact in facts if fact.kind == "flag"),
        overrides=MappingProxyType(_overrides(facts)),
        data_age_h=data_age_h(store.source_reports(athlete.id), now),
        edits_last_day=edits(store.changes(athlete.id, since=now - timedelta(days=1))),
    )


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


def _done(fact: StoredFact) -> StrengthDone:
    return StrengthDone(
        start=datetime.fromisoformat(fact.payload["start"]),
        minutes=float(fact.payload["minutes"]),
        kind=Kind(fact.payload["kind"]),
        uid=SessionUid(fact.subject) if fact.subject else None,
    )


def _flag(fact: StoredFact) -> Flag:
    given = fact.payload
    until = fact.ended_at or (datetime.fromisoformat(given["until"]) if given.get("until") else None)
    return Flag(
        kind=FlagKind(given["kind"]),
        since=datetime.fromisoformat(given["since"]),
        until=until,
        region=given.get("region"),
        side=Side(given["side"]) if given.get("side") else None,
        allow_upper=bool(given.get("allow_upper", False)),
        equipment=Equipment(given["equipment"]) if given.get("equipment") else None,
    )


def _overrides(facts: Sequence[StoredFact]) -> dict[ActivityId, RunClass]:
    """What the athlete said runs were; the last word holds."""
    said = [fact for fact in facts if fact.kind == "override" and fact.subject and fact.ended_at is None]
    return {ActivityId(fact.subject or ""): RunClass(fact.payload["class"]) for fact in said}
