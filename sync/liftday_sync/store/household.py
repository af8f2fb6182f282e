"""The server's own id and its athletes."""

import uuid

from sqlalchemy import Connection, select

from liftday_sync.store.api import AthleteRow
from liftday_sync.store.dialect import insert_unless_known, upsert
from liftday_sync.store.tables import athletes, server

THE_SERVER = 1


def server_id(conn: Connection) -> str | None:
    """The id of this installation; None before it has one."""
    stored: str | None = conn.scalar(select(server.c.server_id))
    return stored


def make_server_id(conn: Connection) -> str:
    """Make the id at random, unless somebody else was quicker; it moves house with the database."""
    return take_server_id(conn, uuid.uuid4().hex)


def take_server_id(conn: Connection, wanted: str) -> str:
    """Take this id over where there is none yet; the id that holds."""
    insert_unless_known(conn, server, {"id": THE_SERVER, "server_id": wanted})
    return str(server_id(conn))


def ensure_athlete(conn: Connection, athlete_id: str, name: str, time_zone: str) -> None:
    """Make the athlete, or take over a new name or zone."""
    upsert(conn, athletes, [{"athlete_id": athlete_id, "name": name, "time_zone": time_zone}])


def all_athletes(conn: Connection) -> tuple[AthleteRow, ...]:
    """Everybody, by id."""
    rows = conn.execute(select(athletes).order_by(athletes.c.athlete_id))
    return tuple(AthleteRow(**row) for row in rows.mappings())
