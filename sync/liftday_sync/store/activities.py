"""Reads the history: activities of a stretch of days, single streams, counts, and what could not be read."""

from datetime import date

from sqlalchemy import Connection, and_, func, select

from liftday_rules.model import Activity, Sport, Stream
from liftday_sync.sources import streams
from liftday_sync.sources.base import ItemKind
from liftday_sync.store.api import ActivityCount, Problem
from liftday_sync.store.incoming import ACTIVITY
from liftday_sync.store.tables import activities, raw_items, raw_payloads

LIVE = activities.c.deleted_at.is_(None)
UNREAD = and_(raw_items.c.problem.is_not(None), raw_items.c.deleted_at.is_(None))


def between(conn: Connection, athlete_id: str, since: date, until: date | None) -> tuple[Activity, ...]:
    """The activities of these local days, both included, in order of start, without their streams."""
    statement = select(activities.c.detail).where(
        activities.c.athlete_id == athlete_id, LIVE, activities.c.local_date >= since
    )
    if until is not None:
        statement = statement.where(activities.c.local_date <= until)
    ordered = statement.order_by(activities.c.start_at, activities.c.activity_id)
    return tuple(ACTIVITY.load(detail) for detail in conn.scalars(ordered))


def stream_of(conn: Connection, athlete_id: str, activity_id: str) -> Stream | None:
    """The samples of an activity; None when it has none, or is not known."""
    same_item = and_(
        raw_payloads.c.athlete_id == activities.c.athlete_id,
        raw_payloads.c.source == activities.c.source,
        raw_payloads.c.external_id == activities.c.external_id,
    )
    packed: bytes | None = conn.scalar(
        select(raw_payloads.c.stream)
        .select_from(activities.join(raw_payloads, same_item))
        .where(activities.c.athlete_id == athlete_id, activities.c.activity_id == activity_id, LIVE)
    )
    return None if packed is None else streams.unpack(packed)


def strength_days(conn: Connection, athlete_id: str) -> tuple[date, ...]:
    """The day of every strength session that was ever recorded, oldest first; one a session."""
    lifted = and_(activities.c.athlete_id == athlete_id, LIVE, activities.c.sport == Sport.STRENGTH.value)
    return tuple(conn.scalars(select(activities.c.local_date).where(lifted).order_by(activities.c.local_date)))


def count(conn: Connection, athlete_id: str) -> ActivityCount:
    """How much history there is."""
    days = activities.c.local_date
    total, first, last = conn.execute(
        select(func.count(), func.min(days), func.max(days)).where(activities.c.athlete_id == athlete_id, LIVE)
    ).one()
    unread = select(func.count()).where(raw_items.c.athlete_id == athlete_id, UNREAD)
    return ActivityCount(total=total, first_date=first, last_date=last, problems=conn.scalar(unread) or 0)


def problems(conn: Connection, athlete_id: str, limit: int) -> tuple[Problem, ...]:
    """The items that could not be read, latest first."""
    of_athlete = and_(raw_items.c.athlete_id == athlete_id, UNREAD)
    latest = select(raw_items).where(of_athlete).order_by(raw_items.c.changed_at.desc(), raw_items.c.external_id)
    return tuple(
        Problem(
            source=row.source,
            external_id=row.external_id,
            kind=ItemKind(row.kind),
            sentence=row.problem,
            since=row.changed_at,
        )
        for row in conn.execute(latest.limit(limit))
    )
