"""Keys that open the daemon: made at random, shown once, kept as a hash.

The calendar feed's key is different in one way: its address is needed again whenever a phone is replaced, so it is
derived from a secret file instead of thrown away. Raising its generation makes a new one and ends the old one.
"""

import base64
import hashlib
import hmac
import os
import secrets
from dataclasses import dataclass
from pathlib import Path

from liftday_sync.errors import StoreError
from liftday_sync.private import private_folder

KEY_BYTES = 32
KEY_FILE = "feed.key"


def new_key() -> str:
    """A key nobody can guess: 32 random bytes, safe in an address."""
    return secrets.token_urlsafe(KEY_BYTES)


def hash_of(key: str) -> str:
    """What is stored. The key is random and long, so a plain hash can't be searched for.

    What somebody sends as a key may be anything, broken characters too; it then opens nothing.
    """
    return hashlib.sha256(key.encode(errors="surrogatepass")).hexdigest()


@dataclass(frozen=True, slots=True)
class FeedKeys:
    """Makes the keys of the calendar feeds from the server's secret."""

    secret: bytes

    def key(self, athlete_id: str, generation: int, purpose: str = "feed") -> str:
        """The key of one of an athlete's feeds; each generation and purpose has its own, and none tells the others."""
        digest = hmac.digest(self.secret, f"{purpose}:{athlete_id}:{generation}".encode(), "sha256")
        return base64.urlsafe_b64encode(digest).rstrip(b"=").decode()


def feed_keys(folder: Path) -> FeedKeys:
    """Read the server's secret, or make it on the first start (readable by its owner alone)."""
    path = folder / KEY_FILE
    try:
        private_folder(folder)
        handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:
        return FeedKeys(_read(path))
    except OSError as error:
        raise StoreError(f"{path} can't be written ({error.strerror}); make its folder yours.") from error
    with os.fdopen(handle, "wb") as file:
        file.write(secrets.token_bytes(KEY_BYTES))
    return FeedKeys(_read(path))


def _read(path: Path) -> bytes:
    secret = path.read_bytes()
    if len(secret) != KEY_BYTES:
        raise StoreError(f"{path} is damaged; delete it, and subscribe to the calendar again.")
    return secret
