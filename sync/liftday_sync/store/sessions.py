"""The sessions table: every session that was ever published and what became of it."""

from collections.abc import Collection, Iterable
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Connection, RowMapping, and_, insert, or_, select, update

from liftday_rules.model import (
    Change,
    ChangeKind,
    Content,
    Focus,
    Kind,
    Plan,
    Published,
    Session,
    SessionState,
    SessionUid,
)
from liftday_sync.store.api import SessionStatus, StoredChange, StoredSession
from liftday_sync.store.changes import latest_by_uid
from liftday_sync.store.dialect import portions
from liftday_sync.store.rows import Codec
from liftday_sync.store.tables import sessions

CONTENT = Codec(Content)
LIVE = tuple(status for status in SessionStatus if status.is_live)
BECAME = {
    ChangeKind.CREDITED: SessionStatus.DONE,
    ChangeKind.MISSED: SessionStatus.MISSED,
    ChangeKind.DROPPED: SessionStatus.DROPPED,
    ChangeKind.PAUSED: SessionStatus.PAUSED,
}
"""The changes that end a session."""
SHOWN = ("kind", "start_at", "end_at")
"""A change of these raises the sequence, so that calendars take it over."""
DEFERRED = "READINESS"
"""The reason that counts towards `times_deferred`."""


def published(
    conn: Connection,
    athlete_id: str,
    since: datetime,
    *,
    with_skipped: bool = False,
    set_aside: Collection[SessionUid] = (),
) -> tuple[Published, ...]:
    """The live sessions that start at or after `since`, in order of start; see `Store.published` for the others."""
    wanted = (*LIVE, SessionStatus.SKIPPED) if with_skipped else LIVE
    status = sessions.c.status
    of_athlete = and_(
        sessions.c.athlete_id == athlete_id,
        or_(status.in_(wanted), status == SessionStatus.PAUSED) if set_aside else status.in_(wanted),
        sessions.c.start_at >= since,
    )
    rows = conn.execute(select(sessions).where(of_athlete).order_by(sessions.c.start_at, sessions.c.uid))
    return tuple(
        Published(
            uid=SessionUid(row.uid),
            start=row.start_at,
            kind=Kind(row.kind),
            sequence=row.sequence,
            locked=row.status in {SessionStatus.LOCKED, SessionStatus.PAUSED},
            original_date=row.original_date,
            times_deferred=row.times_deferred,
            set_aside=row.status == SessionStatus.PAUSED,
        )
        for row in rows
        if row.status != SessionStatus.PAUSED or row.uid in set_aside
    )


def ever(conn: Connection, athlete_id: str, since: datetime) -> tuple[StoredSession, ...]:
    """Every session of the window, tombstones included, in order of start."""
    of_window = and_(sessions.c.athlete_id == athlete_id, sessions.c.start_at >= since)
    rows = conn.execute(select(sessions).where(of_window).order_by(sessions.c.start_at, sessions.c.uid)).mappings()
    found = rows.all()
    latest = latest_by_uid(conn, athlete_id, [row["uid"] for row in found])
    return tuple(_stored(row, latest.get(row["uid"])) for row in found)


def one(conn: Connection, athlete_id: str, uid: str) -> StoredSession | None:
    """The session of that uid, whatever became of it."""
    row = conn.execute(select(sessions).where(_is_session(athlete_id, uid))).mappings().one_or_none()
    return None if row is None else _stored(row, latest_by_uid(conn, athlete_id, [uid]).get(uid))


def used_uids(conn: Connection, athlete_id: str) -> frozenset[SessionUid]:
    """The uids that any session ever had."""
    uids = conn.scalars(select(sessions.c.uid).where(sessions.c.athlete_id == athlete_id))
    return frozenset(SessionUid(uid) for uid in uids)


def _stored(row: RowMapping, change: StoredChange | None) -> StoredSession:
    return StoredSession(
        uid=SessionUid(row["uid"]),
        sequence=row["sequence"],
        status=SessionStatus(row["status"]),
        kind=Kind(row["kind"]),
        focus=Focus(row["focus"]),
        start=row["start_at"],
        end=row["end_at"],
        original_date=row["original_date"],
        content=CONTENT.load(row["content"]),
        reason_code=row["reason_code"],
        reason=row["reason"],
        created_at=row["created_at"],
        updated_at=row["updated_at"],
        times_deferred=row["times_deferred"],
        credited_start=row["credited_start_at"],
        last_change=change,
    )


# --- a plan is published -----------------------------------------------------------------------------------------


def apply(conn: Connection, athlete_id: str, plan: Plan, fresh: Iterable[Change], now: datetime) -> bool:
    """Make the table say what the plan says; whether that changed anything.

    A session that the athlete touched after `now`, while the plan was being made, is left to the next plan.
    """
    table = _Table(conn, athlete_id, now, _rows_of(conn, athlete_id, plan))
    deferred = {one.uid for one in fresh if one.change is ChangeKind.PUSHED_BACK and one.reason_code == DEFERRED}
    for session in plan.sessions:
        table.put(session, deferred=session.uid in deferred)
    planned = {session.uid for session in plan.sessions}
    for change in plan.changes:
        if change.uid not in planned and change.change in BECAME:
            credited = change.start_after if change.change is ChangeKind.CREDITED else None
            table.settle(change.uid, BECAME[change.change], change.reason_code, change.reason, credited)
    spoken_of = planned | {change.uid for change in plan.changes}
    table.sweep(spoken_of)
    return table.changed


class _Table:
    """The rows that one plan is about; it writes only what differs."""

    def __init__(self, conn: Connection, athlete_id: str, now: datetime, rows: dict[str, RowMapping]) -> None:
        self._conn = conn
        self._athlete_id = athlete_id
        self._now = now
        self._rows = rows
        self.changed = False

    def put(self, session: Session, *, deferred: bool) -> None:
        """Insert the session, or update what differs."""
        wanted = _wanted(session)
        row = self._rows.get(session.uid)
        if row is None:
            self._insert(session, wanted, times_deferred=int(deferred))
            return
        back = not SessionStatus(row["status"]).is_live
        shown = back or any(row[name] != wanted[name] for name in SHOWN)
        if not shown and row["reason"] == wanted["reason"]:
            wanted["reason_code"] = row["reason_code"]  # new becomes stable, and nobody reads anything new
        wanted["sequence"] = max(session.sequence, row["sequence"] + shown)
        wanted["times_deferred"] = row["times_deferred"] + deferred
        wanted["credited_start_at"] = None
        self._update(row, wanted)

    def settle(
        self, uid: SessionUid, status: SessionStatus, code: str, sentence: str, credited: datetime | None
    ) -> None:
        """End a live session, or one that was set aside. One that is done already only learns when."""
        row = self._rows.get(uid)
        if row is None:
            return
        if row["status"] in LIVE or (row["status"] == SessionStatus.PAUSED != status):
            end = {"status": status, "sequence": row["sequence"] + 1, "reason_code": code, "reason": sentence}
            self._update(row, {**end, "credited_start_at": credited})
        elif row["status"] == status == SessionStatus.DONE and credited:
            self._update(row, {"credited_start_at": credited})

    def sweep(self, spoken_of: set[SessionUid]) -> None:
        """Leave a tombstone for sessions to come that the plan no longer has; what is locked may lie beyond it."""
        for uid, row in self._rows.items():
            left = row["status"] == SessionStatus.PLANNED and row["start_at"] > self._now
            if left and uid not in spoken_of:
                self._update(row, {"status": SessionStatus.DROPPED, "sequence": row["sequence"] + 1})

    def _insert(self, session: Session, wanted: dict[str, Any], times_deferred: int) -> None:
        key = {"athlete_id": self._athlete_id, "uid": session.uid, "sequence": session.sequence}
        dated = {"times_deferred": times_deferred, "created_at": self._now, "updated_at": self._now}
        self._conn.execute(insert(sessions), [{**key, **wanted, **dated}])
        self.changed = True

    def _update(self, row: RowMapping, wanted: dict[str, Any]) -> None:
        differing = {name: value for name, value in wanted.items() if row[name] != value}
        if not differing or row["updated_at"] > self._now:
            return
        one = _is_session(self._athlete_id, row["uid"])
        self._conn.execute(update(sessions).where(one).values(**differing, updated_at=self._now))
        self.changed = True


def _wanted(session: Session) -> dict[str, Any]:
    locked = session.state is SessionState.LOCKED
    return {
        "status": SessionStatus.LOCKED if locked else SessionStatus.PLANNED,
        "kind": session.kind,
        "focus": session.focus,
        "start_at": session.start,
        "end_at": session.end,
        "original_date": session.original_date,
        "content": CONTENT.dump(session.content),
        "reason_code": session.reason_code,
        "reason": session.reason,
    }


def _rows_of(conn: Connection, athlete_id: str, plan: Plan) -> dict[str, RowMapping]:
    """The live rows, and those that the plan speaks of, by uid."""
    of_athlete = sessions.c.athlete_id == athlete_id
    rows = list(conn.execute(select(sessions).where(of_athlete, sessions.c.status.in_(LIVE))).mappings())
    uids = {session.uid for session in plan.sessions} | {change.uid for change in plan.changes}
    for portion in portions(sorted(uids)):
        rows += conn.execute(select(sessions).where(of_athlete, sessions.c.uid.in_(portion))).mappings()
    return {row["uid"]: row for row in rows}


def _is_session(athlete_id: str, uid: str) -> ColumnElement[bool]:
    return and_(sessions.c.athlete_id == athlete_id, sessions.c.uid == uid)
