"""Making, keeping and ending keys in the store."""

from collections.abc import Sequence
from datetime import datetime

from liftday_sync.errors import InputError
from liftday_sync.keys import FeedKeys, hash_of, new_key
from liftday_sync.store import Store
from liftday_sync.store.api import NewToken, TokenRow

FULL = "full"
READ = "read"
"""Looks and changes nothing."""
FEED = "feed"
"""Opens the calendar subscription."""
BUSY = "busy"
"""Opens the one that only tells when the athlete is taken."""


def feed_path(key: str, scope: str = FEED) -> str:
    """Where the feed of this key is on the server."""
    return f"/calendar/{key}/busy.ics" if scope == BUSY else f"/calendar/{key}.ics"


def subscribe_link(address: str) -> str:
    """The same address as a `webcal:` link, by which a phone subscribes instead of downloading once."""
    return "webcal:" + address.partition(":")[2]


def ensure_token(store: Store, now: datetime) -> str | None:
    """A first API token, or None when there is one already (its text is not kept)."""
    return None if any(row.scope == FULL for row in store.tokens()) else new_token(store, now)


def new_token(
    store: Store, now: datetime, *, scope: str = FULL, athlete_id: str | None = None, alone: bool = False
) -> str:
    """One more API token, for one athlete's corner or with None for the whole house; with `alone` all others end."""
    if alone:
        for row in api_tokens(store):
            store.revoke_token(row.token_hash)
    key = new_key()
    store.save_token(NewToken(token_hash=hash_of(key), scope=scope, athlete_id=athlete_id, label="api"), now=now)
    return key


def api_tokens(store: Store) -> tuple[TokenRow, ...]:
    """Every API token, oldest first."""
    return tuple(sorted((row for row in store.tokens() if not row.feed), key=lambda row: row.created_at))


def called(row: TokenRow) -> str:
    """A short name by which a token is spoken of; it tells nothing of the token itself."""
    return row.token_hash[:8]


def find_token(store: Store, name: str) -> TokenRow:
    """The API token that is called so. Raises `InputError`."""
    for row in api_tokens(store):
        if called(row) == name.lower():
            return row
    raise InputError(f"There is no token {name!r}; `liftday token --list` shows them.")


def rotate_token(store: Store, now: datetime, name: str) -> str:
    """A new token with the same rights; the old one ends. Raises `InputError`."""
    old = find_token(store, name)
    key = new_token(store, now, scope=old.scope, athlete_id=old.athlete_id)
    store.revoke_token(old.token_hash)
    return key


def ensure_feed(store: Store, keys: FeedKeys, athlete_id: str, now: datetime, scope: str = FEED) -> str:
    """The key of an athlete's feed, the same one every time until it is rotated."""
    generation = _generation(_rows(store, athlete_id, scope))
    if generation:
        return keys.key(athlete_id, generation, scope)
    return _save(store, keys, athlete_id, now, generation=1, scope=scope)


def rotate_feed(store: Store, keys: FeedKeys, athlete_id: str, now: datetime, scope: str = FEED) -> str:
    """A new key; the old address stops to answer within a second. The athlete's other feed keeps its own."""
    old = _rows(store, athlete_id, scope)
    # the new one first: were the old one gone and this cut short, the next key would be the first one again
    key = _save(store, keys, athlete_id, now, generation=_generation(old) + 1, scope=scope)
    for row in old:
        store.revoke_token(row.token_hash)
    return key


def _rows(store: Store, athlete_id: str, scope: str) -> list[TokenRow]:
    return [row for row in store.tokens() if row.feed and row.athlete_id == athlete_id and row.scope == scope]


def _generation(rows: Sequence[TokenRow]) -> int:
    """The generation of the live key, 0 when there is none."""
    return max((int(row.label.rpartition(" ")[2]) for row in rows), default=0)


def _save(store: Store, keys: FeedKeys, athlete_id: str, now: datetime, *, generation: int, scope: str) -> str:
    key = keys.key(athlete_id, generation, scope)
    label = f"{scope} {generation}"
    row = NewToken(token_hash=hash_of(key), scope=scope, athlete_id=athlete_id, label=label, feed=True)
    store.save_token(row, now=now)
    return key
