"""How each source is doing."""

from dataclasses import asdict

from sqlalchemy import Connection, select

from liftday_sync.sources.base import SourceState
from liftday_sync.store.api import SourceReport
from liftday_sync.store.dialect import upsert
from liftday_sync.store.tables import source_reports


def save(conn: Connection, athlete_id: str, report: SourceReport) -> None:
    """Store the latest look; without `last_ok_at` the last good one stays known."""
    keep = ("last_ok_at",) if report.last_ok_at is None else ()
    upsert(conn, source_reports, [{"athlete_id": athlete_id, **asdict(report)}], keep=keep)


def all_of(conn: Connection, athlete_id: str) -> tuple[SourceReport, ...]:
    """The reports of an athlete's sources, by name."""
    statement = select(source_reports).where(source_reports.c.athlete_id == athlete_id)
    return tuple(
        SourceReport(
            source=row.source,
            state=SourceState(row.state),
            detail=row.detail,
            retry_at=row.retry_at,
            last_ok_at=row.last_ok_at,
            last_try_at=row.last_try_at,
        )
        for row in conn.execute(statement.order_by(source_reports.c.source))
    )
