"""How each source is doing."""

from typing import Any

from sqlalchemy import Connection, func, select

from liftday_sync.sources.base import Progress, SourceState
from liftday_sync.store.api import SourceReport
from liftday_sync.store.dialect import upsert
from liftday_sync.store.tables import raw_items, source_reports

PROGRESS = ("done", "total", "reached")


def save(conn: Connection, athlete_id: str, report: SourceReport) -> None:
    """Store the latest look; without `last_ok_at` the last good one stays known, without progress that as well."""
    row: dict[str, Any] = {
        "athlete_id": athlete_id,
        "source": report.source,
        "state": report.state,
        "detail": report.detail,
        "retry_at": report.retry_at,
        "last_ok_at": report.last_ok_at,
        "last_try_at": report.last_try_at,
        "unfinished": report.unfinished,
    } | {name: getattr(report.progress, name, None) for name in PROGRESS}
    keep = ("last_ok_at",) if report.last_ok_at is None else ()
    upsert(conn, source_reports, [row], keep=(*keep, *(PROGRESS if report.progress is None else ())))


def all_of(conn: Connection, athlete_id: str) -> tuple[SourceReport, ...]:
    """The reports of an athlete's sources, by name."""
    statement = select(source_reports).where(source_reports.c.athlete_id == athlete_id)
    aside = _quarantined(conn, athlete_id)
    return tuple(
        SourceReport(
            source=row.source,
            state=SourceState(row.state),
            detail=row.detail,
            retry_at=row.retry_at,
            last_ok_at=row.last_ok_at,
            last_try_at=row.last_try_at,
            progress=None if row.done is None else Progress(done=row.done, total=row.total, reached=row.reached),
            unfinished=row.unfinished,
            quarantined=aside.get(row.source, 0),
        )
        for row in conn.execute(statement.order_by(source_reports.c.source))
    )


def _quarantined(conn: Connection, athlete_id: str) -> dict[str, int]:
    items = raw_items.c
    kept_aside = (items.athlete_id == athlete_id, items.problem.is_not(None), items.deleted_at.is_(None))
    counted = select(items.source, func.count()).where(*kept_aside).group_by(items.source)
    return dict(conn.execute(counted).tuples().all())
