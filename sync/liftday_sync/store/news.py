"""Whether there is anything new to decide from, asked often and answered from indexes alone."""

from sqlalchemy import Connection, func, select

from liftday_sync.store.tables import facts, plan_revisions, raw_items, sessions, source_reports


def mark(conn: Connection, athlete_id: str) -> str:
    """A text that differs whenever items or facts came, changed or ended; plans do not count, they are no news."""
    changed = conn.scalar(select(func.max(raw_items.c.changed_at)).where(raw_items.c.athlete_id == athlete_id))
    said = select(func.max(facts.c.id), func.max(facts.c.ended_at)).where(facts.c.athlete_id == athlete_id)
    last, ended = conn.execute(said).one()
    return f"{changed} {last} {ended}"


def pulse(conn: Connection, athlete_id: str) -> str:
    """A text that differs whenever there is anything new to show: news, and what another daemon made of them."""
    planned = conn.scalar(select(func.max(plan_revisions.c.revision)).where(plan_revisions.c.athlete_id == athlete_id))
    touched = conn.scalar(select(func.max(sessions.c.updated_at)).where(sessions.c.athlete_id == athlete_id))
    looked = conn.scalar(
        select(func.max(source_reports.c.last_try_at)).where(source_reports.c.athlete_id == athlete_id)
    )
    return f"{mark(conn, athlete_id)} {planned} {touched} {looked}"
