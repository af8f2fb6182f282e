"""Who looks at the page: signed in by a token or a one-time link, remembered by a cookie that is kept as a hash."""

import hmac
import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta

from aiohttp import web

from liftday_sync.config import Config
from liftday_sync.keys import hash_of, new_key
from liftday_sync.publish.auth import TOKEN_LENGTH, known
from liftday_sync.publish.hosts import INGRESS_PATH, is_ingress
from liftday_sync.store import Store
from liftday_sync.store.api import NewToken
from liftday_sync.threads import in_thread

COOKIE = "liftday"
LINK = "link"
PAGE = "page"
LINK_LASTS = timedelta(minutes=10)
STAYS = timedelta(days=30)
LASTS = {LINK: LINK_LASTS, PAGE: STAYS}
_HERE = secrets.token_hex(32)


@dataclass(frozen=True, slots=True, kw_only=True)
class Visitor:
    """Somebody who is signed in."""

    athlete_id: str | None
    """None: everybody of the household."""
    secret: str
    prefix: str = ""
    """What stands before our addresses where somebody else passes them on."""

    @property
    def form_key(self) -> str:
        """Stands in every form, so that no other page can send one in this visitor's name."""
        return hmac.digest(self.secret.encode(), b"form", "sha256").hex()

    def may_see(self, athlete_id: str) -> bool:
        """Whether this athlete's corner is open."""
        return self.athlete_id in {None, athlete_id}


def make_link(store: Store, now: datetime, athlete_id: str | None = None) -> str:
    """The path of a link that signs in once, within ten minutes. Blocks."""
    return f"/open/{_keep(store, LINK, athlete_id, now)}"


def _keep(store: Store, scope: str, athlete_id: str | None, now: datetime) -> str:
    """A new key, and the end of those that are too old. `feed` keeps it away from the API."""
    for old in store.tokens():
        if old.scope in LASTS and now - old.created_at > LASTS[old.scope]:
            store.revoke_token(old.token_hash)
    key = new_key()
    row = NewToken(token_hash=hash_of(key), scope=scope, athlete_id=athlete_id, label=scope, feed=True)
    store.save_token(row, now=now)
    return key


async def by_token(store: Store, token: str, now: datetime) -> str | None:
    """The cookie for whoever knows a full API token; None: it is not one."""
    row = await known(store, token) if 0 < len(token) <= TOKEN_LENGTH else None
    if row is None or row.feed or row.scope != "full":
        return None
    return await in_thread(_keep, store, PAGE, row.athlete_id, now)


async def by_link(store: Store, key: str, now: datetime) -> str | None:
    """The cookie for whoever opens a one-time link first; None: it was used, or is too old."""
    row = await known(store, key)
    if row is None or row.scope != LINK or not await in_thread(store.revoke_token, row.token_hash):
        return None
    return None if now - row.created_at > LINK_LASTS else await in_thread(_keep, store, PAGE, row.athlete_id, now)


def prefix_of(config: Config, request: web.Request) -> str:
    """What stands before our addresses for this browser, without a slash at its end; mostly nothing."""
    return request.headers.get(INGRESS_PATH, "").rstrip("/") if is_ingress(config, request) else ""


async def visitor(store: Store, config: Config, request: web.Request, now: datetime) -> Visitor | None:
    """Who asks, or None when they have to sign in."""
    if is_ingress(config, request):
        prefix = prefix_of(config, request)
        return Visitor(athlete_id=None, secret=_HERE + prefix, prefix=prefix)
    key = request.cookies.get(COOKIE, "")
    row = await known(store, key) if 0 < len(key) <= TOKEN_LENGTH else None
    if row is None or row.scope != PAGE or now - row.created_at > STAYS:
        return None
    return Visitor(athlete_id=row.athlete_id, secret=key)


async def leave(store: Store, who: Visitor) -> None:
    """The cookie opens nothing from now on."""
    await in_thread(store.revoke_token, hash_of(who.secret))
