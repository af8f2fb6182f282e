"""Plans and their revisions: what was decided, when, and what set it off."""

import hashlib
from dataclasses import replace
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Connection, Row, Select, and_, exists, insert, select, update

from liftday_rules.model import Plan
from liftday_sync.store import changes, sessions
from liftday_sync.store.api import StoredPlan
from liftday_sync.store.rows import Codec
from liftday_sync.store.tables import facts, plan_revisions

PLAN = Codec(Plan)
KEPT = 50
"""Whole plans kept; older revisions stay as rows without their document. The changes are kept for ever."""


def save(conn: Connection, athlete_id: str, plan: Plan, now: datetime, trigger: str) -> int:
    """Publish a plan and return its revision; see `Store.save_plan`."""
    fresh = changes.fresh(conn, athlete_id, plan)
    moved = sessions.apply(conn, athlete_id, plan, fresh, now)
    fingerprint = _fingerprint(plan)
    last = conn.execute(_last_revision(athlete_id)).one_or_none()
    if last is not None and last.fingerprint == fingerprint and not fresh and not moved:
        _weigh(conn, athlete_id, last, now)
        return int(last.revision)
    revision = 1 if last is None else int(last.revision) + 1
    row = {
        "athlete_id": athlete_id,
        "revision": revision,
        "made_at": now,
        "trigger": trigger,
        "fingerprint": fingerprint,
        "document": PLAN.dump(plan),
    }
    conn.execute(insert(plan_revisions), [row])
    changes.log(conn, athlete_id, fresh, revision, now)
    _let_go(conn, athlete_id, revision - KEPT)
    return revision


def latest(conn: Connection, athlete_id: str) -> StoredPlan | None:
    """The plan that holds; None before the first one."""
    row = conn.execute(_last_revision(athlete_id)).one_or_none()
    if row is None:
        return None
    return StoredPlan(revision=row.revision, made_at=row.made_at, trigger=row.trigger, plan=PLAN.load(row.document))


def made_at(conn: Connection, athlete_id: str, revision: int) -> datetime | None:
    """When the plan of that revision was last decided; None: there was none."""
    return conn.scalar(select(plan_revisions.c.made_at).where(*_is_revision(athlete_id, revision)))


def _weigh(conn: Connection, athlete_id: str, last: Row[Any], now: datetime) -> None:
    """A plan that stays as it was after a word was made again: whoever looked at it has seen all there is to see."""
    since = and_(facts.c.created_at > last.made_at, facts.c.created_at <= now)
    if conn.scalar(select(exists().where(facts.c.athlete_id == athlete_id, since))):
        conn.execute(update(plan_revisions).where(*_is_revision(athlete_id, last.revision)).values(made_at=now))


def _is_revision(athlete_id: str, revision: int) -> tuple[ColumnElement[bool], ColumnElement[bool]]:
    return plan_revisions.c.athlete_id == athlete_id, plan_revisions.c.revision == revision


def _last_revision(athlete_id: str) -> Select[Any]:
    newest = plan_revisions.c.revision.desc()
    return select(plan_revisions).where(plan_revisions.c.athlete_id == athlete_id).order_by(newest).limit(1)


def _fingerprint(plan: Plan) -> str:
    """Equal when two plans say the same of every day.

    The way from the plan before does not count: neither `changes`, nor that a session's code turns from new to stable.
    """
    sessions_said = tuple(replace(session, reason_code="") for session in plan.sessions)
    return hashlib.sha256(PLAN.dump(replace(plan, changes=(), sessions=sessions_said)).encode()).hexdigest()


def _let_go(conn: Connection, athlete_id: str, revision: int) -> None:
    conn.execute(update(plan_revisions).where(*_is_revision(athlete_id, revision)).values(document=None))
