"""Which daemon looks after an athlete, where several share a database, in the caller's transaction.

A daemon takes whoever is free and renews all it holds several times within the life of a lease. A lease that was not
renewed in time is anybody's. Whoever holds two athletes more than another gives one away when asked. Each hand that
takes over raises the fence, so that one who slept and wakes is told from the one who has taken over meanwhile.
"""

from collections import Counter
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from sqlalchemy import Connection, Row, func, insert, select, update

from liftday_sync.errors import LiftdayError
from liftday_sync.store.tables import leases

NOBODY = ""
UNFAIR = 2
"""Who holds so many more than another gives one away; a difference of one is fair where numbers are odd."""


class LeaseLost(LiftdayError):
    """Another daemon looks after this athlete now: stop deciding, nothing was written."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Term:
    """One uninterrupted time in which one daemon looks after one athlete."""

    athlete_id: str
    fence: int
    asked: int = field(default=0, compare=False)
    """Rises when an athlete asks another daemon for a look at the accounts."""


def renew(conn: Connection, holder: str, athlete_ids: Collection[str], lasts: timedelta) -> dict[str, Term]:
    """Renew what this holder has, take what is free, see to a fair share; everything that it holds from now on."""
    now = _database_time(conn)
    known = _known(conn, athlete_ids)
    for athlete_id in sorted(athlete_ids):
        row = known.get(athlete_id)
        if row is None:
            conn.execute(insert(leases).values(athlete_id=athlete_id, holder=holder, fence=1, expires_at=now + lasts))
        elif row.holder == holder:
            _set(conn, row, expires_at=now + lasts)
        elif row.expires_at <= now:
            _set(conn, row, holder=holder, fence=row.fence + 1, expires_at=now + lasts, wanted_by=None)
    known = _known(conn, athlete_ids)
    _share(conn, holder, known, now + lasts)
    return {
        row.athlete_id: Term(athlete_id=row.athlete_id, fence=row.fence, asked=row.asked)
        for row in _known(conn, athlete_ids).values()
        if row.holder == holder
    }


def release(conn: Connection, holder: str) -> None:
    """Let everybody go, so that nobody has to wait for a lease to end."""
    gone = {"holder": NOBODY, "expires_at": _database_time(conn), "fence": leases.c.fence + 1}
    conn.execute(update(leases).where(leases.c.holder == holder).values(**gone))


def insist(conn: Connection, term: Term) -> None:
    """Raise `LeaseLost` unless this is still the athlete's term; until the transaction ends nobody can end it."""
    ours = (leases.c.athlete_id == term.athlete_id, leases.c.fence == term.fence)
    if conn.scalar(select(leases.c.fence).where(*ours).with_for_update()) is None:
        raise LeaseLost(f"Another daemon looks after {term.athlete_id} now.")


def ask(conn: Connection, athlete_id: str) -> None:
    """Let whoever looks after the athlete know that a look at the accounts is wanted."""
    conn.execute(update(leases).where(leases.c.athlete_id == athlete_id).values(asked=leases.c.asked + 1))


def _share(conn: Connection, holder: str, known: Mapping[str, Row[tuple[object, ...]]], until: datetime) -> None:
    """Give one away to a daemon that asked and has less; ask for one where another has more."""
    load = Counter(row.holder for row in known.values())
    for row in known.values():
        if row.holder == holder and row.wanted_by is not None:
            is_fair = load[holder] - load[row.wanted_by] < UNFAIR
            given = {} if is_fair else {"holder": row.wanted_by, "fence": row.fence + 1, "expires_at": until}
            _set(conn, row, wanted_by=None, **given)
            load.subtract([] if is_fair else [holder])
            load.update([] if is_fair else [row.wanted_by])
    busiest, most = max(load.items(), key=lambda one: one[1], default=(holder, 0))
    if most - load[holder] >= UNFAIR:
        wished = next(row for row in known.values() if row.holder == busiest)
        _set(conn, wished, wanted_by=holder)


def _known(conn: Connection, athlete_ids: Collection[str]) -> dict[str, Row[tuple[object, ...]]]:
    of_these = select(leases).where(leases.c.athlete_id.in_(athlete_ids)).order_by(leases.c.athlete_id)
    return {row.athlete_id: row for row in conn.execute(of_these.with_for_update())}


def _set(conn: Connection, row: Row[tuple[object, ...]], **values: object) -> None:
    conn.execute(update(leases).where(leases.c.athlete_id == row.athlete_id).values(**values))


def _database_time(conn: Connection) -> datetime:
    """One clock for everybody: machines disagree about the time."""
    now: datetime = conn.execute(select(func.clock_timestamp())).scalar_one()
    return now
