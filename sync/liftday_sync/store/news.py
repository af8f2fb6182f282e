"""Whether there is anything new to decide from, asked often and answered from indexes alone."""

from sqlalchemy import Connection, func, select

from liftday_sync.store.tables import facts, raw_items


def mark(conn: Connection, athlete_id: str) -> str:
    """A text that differs whenever items or facts came, changed or ended; plans do not count, they are no news."""
    changed = conn.scalar(select(func.max(raw_items.c.changed_at)).where(raw_items.c.athlete_id == athlete_id))
    said = select(func.max(facts.c.id), func.max(facts.c.ended_at)).where(facts.c.athlete_id == athlete_id)
    last, ended = conn.execute(said).one()
    return f"{changed} {last} {ended}"
