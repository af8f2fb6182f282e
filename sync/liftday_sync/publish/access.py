"""Making, keeping and ending keys in the store."""

from datetime import datetime

from liftday_sync.keys import FeedKeys, hash_of, new_key
from liftday_sync.store import Store
from liftday_sync.store.api import NewToken

FULL = "full"
FEED = "feed"


def feed_path(key: str) -> str:
    """Where the feed of this key is on the server."""
    return f"/calendar/{key}.ics"


def ensure_token(store: Store, now: datetime) -> str | None:
    """A first API token, or None when there is one already (its text is not kept)."""
    return None if any(row.scope == FULL for row in store.tokens()) else new_token(store, now)


def new_token(store: Store, now: datetime, *, alone: bool = False) -> str:
    """One more API token for the whole household; with `alone` all others end."""
    if alone:
        for row in store.tokens():
            if row.scope == FULL:
                store.revoke_token(row.token_hash)
    key = new_key()
    store.save_token(NewToken(token_hash=hash_of(key), scope=FULL, athlete_id=None, label="api"), now=now)
    return key


def ensure_feed(store: Store, keys: FeedKeys, athlete_id: str, now: datetime) -> str:
    """The feed key of an athlete, the same one every time until it is rotated."""
    generation = _generation(store, athlete_id)
    return keys.key(athlete_id, generation) if generation else _save(store, keys, athlete_id, 1, now)


def rotate_feed(store: Store, keys: FeedKeys, athlete_id: str, now: datetime) -> str:
    """A new feed key; the old address stops to answer at once."""
    generation = _generation(store, athlete_id)
    for row in _rows(store, athlete_id):
        store.revoke_token(row)
    return _save(store, keys, athlete_id, generation + 1, now)


def _rows(store: Store, athlete_id: str) -> list[str]:
    return [row.token_hash for row in store.tokens() if row.feed and row.athlete_id == athlete_id]


def _generation(store: Store, athlete_id: str) -> int:
    """The generation of the live feed key, 0 when there is none."""
    labels = [row.label for row in store.tokens() if row.feed and row.athlete_id == athlete_id]
    return max((int(label.removeprefix("feed ")) for label in labels), default=0)


def _save(store: Store, keys: FeedKeys, athlete_id: str, generation: int, now: datetime) -> str:
    key = keys.key(athlete_id, generation)
    row = NewToken(token_hash=hash_of(key), scope=FEED, athlete_id=athlete_id, label=f"feed {generation}", feed=True)
    store.save_token(row, now=now)
    return key
