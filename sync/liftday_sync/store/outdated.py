"""Payloads that may be kept for some days only: found, and let go, in the caller's transaction."""

from collections.abc import Collection
from datetime import date, datetime

from sqlalchemy import Connection, and_, delete, select, update

from liftday_rules.model import Activity
from liftday_sync.store.dialect import portions
from liftday_sync.store.incoming import ACTIVITY
from liftday_sync.store.shelf import Shelf
from liftday_sync.store.tables import activities, raw_items, raw_payloads


def find(conn: Connection, shelf: Shelf, before: datetime) -> dict[str, date | None]:
    """Items whose payload came before that instant, and the local day of what was recorded."""
    same_item = and_(
        activities.c.athlete_id == raw_items.c.athlete_id,
        activities.c.source == raw_items.c.source,
        activities.c.external_id == raw_items.c.external_id,
        activities.c.deleted_at.is_(None),
    )
    statement = (
        select(raw_items.c.external_id, activities.c.local_date)
        .select_from(raw_items.join(raw_payloads).outerjoin(activities, same_item))
        .where(shelf.holds(raw_items), raw_items.c.changed_at < before)
    )
    return dict(conn.execute(statement).tuples().all())


def let_go(
    conn: Connection, shelf: Shelf, external_ids: Collection[str], kept: Collection[Activity], before: datetime
) -> int:
    """Forget the payloads that have not come anew meanwhile; what is deleted goes with everything it meant.

    What an activity meant goes too where nobody says what to keep of it: figures that were lent are not left behind.
    """
    still = set(find(conn, shelf, before)) & set(external_ids)
    by_id = {activity.id: activity for activity in kept}
    for portion in portions(sorted(still)):
        ours = shelf.holds(activities, portion)
        conn.execute(delete(activities).where(ours, activities.c.deleted_at.is_not(None)))
        for name, activity_id in conn.execute(
            select(activities.c.external_id, activities.c.activity_id).where(ours)
        ).all():
            one = shelf.holds(activities, [name])
            if (activity := by_id.get(activity_id)) is not None:
                conn.execute(update(activities).where(one).values(detail=ACTIVITY.dump(activity)))
            else:
                conn.execute(delete(activities).where(one))
        conn.execute(delete(raw_payloads).where(shelf.holds(raw_payloads, portion)))
    return len(still)
