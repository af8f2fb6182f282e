"""Keys to the API and to calendar feeds; only hashes are stored."""

from dataclasses import asdict
from datetime import datetime, timedelta

from sqlalchemy import Connection, delete, select, update

from liftday_sync.store.api import NewToken, TokenRow
from liftday_sync.store.dialect import upsert
from liftday_sync.store.tables import tokens

USED_EVERY = timedelta(hours=1)
"""A key is used many times a minute; the store need not be written each time."""


def save(conn: Connection, token: NewToken, now: datetime) -> None:
    """Store a key's hash; the same hash again takes over the new label and scope."""
    upsert(conn, tokens, [{**asdict(token), "created_at": now, "used_at": None}], keep=("created_at", "used_at"))


def find(conn: Connection, token_hash: str) -> TokenRow | None:
    """The key with this hash."""
    row = conn.execute(select(tokens).where(tokens.c.token_hash == token_hash)).mappings().one_or_none()
    return None if row is None else TokenRow(**row)


def all_tokens(conn: Connection) -> tuple[TokenRow, ...]:
    """Every key, by label."""
    rows = conn.execute(select(tokens).order_by(tokens.c.label, tokens.c.token_hash))
    return tuple(TokenRow(**row) for row in rows.mappings())


def is_stale(token: TokenRow, now: datetime) -> bool:
    """Whether its last use should be noted again."""
    return token.used_at is None or now - token.used_at >= USED_EVERY


def touch(conn: Connection, token_hash: str, now: datetime) -> None:
    """Note that the key was used."""
    conn.execute(update(tokens).where(tokens.c.token_hash == token_hash).values(used_at=now))


def revoke(conn: Connection, token_hash: str) -> bool:
    """Take the key away; False when there is none."""
    return conn.execute(delete(tokens).where(tokens.c.token_hash == token_hash)).rowcount == 1
