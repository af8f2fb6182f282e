"""What raw items mean that are no activities, in the caller's transaction: each on the local days that it is about."""

from collections.abc import Sequence
from datetime import UTC, date, datetime
from typing import Any, cast
from zoneinfo import ZoneInfo

from sqlalchemy import Connection, or_, select, update

from liftday_rules.model import Activity, BodyMeasure, Busy, Flag, Night, PlannedRun, Race
from liftday_sync.sources.base import Meaning
from liftday_sync.store.api import StoredMeaning
from liftday_sync.store.dialect import portions, upsert
from liftday_sync.store.rows import Codec
from liftday_sync.store.shelf import Shelf
from liftday_sync.store.tables import athletes, meanings

type Told = PlannedRun | Race | Flag | Busy | Night | BodyMeasure

NAMES: dict[type[Any], str] = {
    PlannedRun: "planned_run",
    Race: "race",
    Flag: "flag",
    Busy: "busy",
    Night: "night",
    BodyMeasure: "measure",
}
CODECS: dict[type[Any], Codec[Any]] = {cls: Codec(cls) for cls in NAMES}


def save(conn: Connection, shelf: Shelf, told: Sequence[tuple[str, Meaning | None]], now: datetime) -> None:
    """Store what these items mean now, by external id; what is None, or an activity, is no such meaning any more."""
    zone = _zone(conn, shelf.athlete_id)
    before = _stored(conn, shelf, [name for name, _ in told])
    rows, gone = [], []
    for name, meaning in told:
        if meaning is None or isinstance(meaning, Activity):
            gone.append(name)
            continue
        detail = CODECS[type(meaning)].dump(meaning)
        if before.get(name) != (NAMES[type(meaning)], detail, False):
            told_at = {"since_at": now, "changed_at": now, "deleted_at": None}
            rows.append(shelf.key(name) | _row(meaning, detail, zone) | told_at)
    upsert(conn, meanings, rows, keep=("since_at",))
    remove(conn, shelf, [name for name in gone if name in before], now)


def remove(conn: Connection, shelf: Shelf, external_ids: Sequence[str], now: datetime) -> int:
    """Leave a tombstone for each; how many there were."""
    return sum(
        conn.execute(
            update(meanings)
            .where(shelf.holds(meanings, portion), meanings.c.deleted_at.is_(None))
            .values(deleted_at=now, changed_at=now)
        ).rowcount
        for portion in portions(external_ids)
    )


def between[T: Told](
    conn: Connection,
    athlete_id: str,
    cls: type[T],
    *,
    since: date,
    until: date | None,
    deleted_since: datetime | None,
) -> tuple[StoredMeaning[T], ...]:
    """Those that touch these local days, both included, in order of day."""
    table = meanings.c
    statement = select(meanings).where(
        table.athlete_id == athlete_id,
        table.what == NAMES[cls],
        or_(table.last_day.is_(None), table.last_day >= since),
    )
    if until is not None:
        statement = statement.where(table.first_day <= until)
    lives = table.deleted_at.is_(None)
    statement = statement.where(lives if deleted_since is None else or_(lives, table.deleted_at >= deleted_since))
    codec = cast("Codec[T]", CODECS[cls])
    ordered = statement.order_by(table.first_day, table.source, table.external_id)
    return tuple(
        StoredMeaning(
            source=row.source,
            external_id=row.external_id,
            meaning=codec.load(row.detail),
            since=row.since_at,
            changed_at=row.changed_at,
            deleted_at=row.deleted_at,
        )
        for row in conn.execute(ordered)
    )


def _stored(conn: Connection, shelf: Shelf, external_ids: Sequence[str]) -> dict[str, tuple[str, str, bool]]:
    wanted = select(meanings.c.external_id, meanings.c.what, meanings.c.detail, meanings.c.deleted_at)
    return {
        row.external_id: (row.what, row.detail, row.deleted_at is not None)
        for portion in portions(external_ids)
        for row in conn.execute(wanted.where(shelf.holds(meanings, portion)))
    }


def _row(meaning: Told, detail: str, zone: ZoneInfo) -> dict[str, Any]:
    first, last = days_of(meaning, zone)
    return {"what": NAMES[type(meaning)], "first_day": first, "last_day": last, "detail": detail}


def days_of(meaning: Told, zone: ZoneInfo) -> tuple[date, date | None]:
    """The first and the last local day that it is about; None: it is still on."""
    if isinstance(meaning, Night | BodyMeasure):
        return meaning.date, meaning.date
    if isinstance(meaning, Flag):
        first = meaning.since.astimezone(zone).date()
        return first, None if meaning.until is None else meaning.until.astimezone(zone).date()
    if isinstance(meaning, Busy):
        return meaning.start.astimezone(zone).date(), meaning.end.astimezone(zone).date()
    day = meaning.start.astimezone(zone).date()
    return day, day


def _zone(conn: Connection, athlete_id: str) -> ZoneInfo:
    name = conn.scalar(select(athletes.c.time_zone).where(athletes.c.athlete_id == athlete_id))
    return ZoneInfo(name or UTC.tzname(None) or "UTC")
