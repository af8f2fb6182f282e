"""What Strava handed out, in a file of its own that only its owner can read."""

import os
import tempfile
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from pydantic import TypeAdapter, ValidationError

from liftday_sync.errors import ConfigError
from liftday_sync.private import private_folder

NAME = "tokens.json"
EAR_NAME = "hints.json"


@dataclass(frozen=True, slots=True, kw_only=True)
class Tokens:
    """Both tokens, when the short-lived one ends, whose they are, and what they may read."""

    access: str
    refresh: str
    expires_at: int
    """Seconds since 1970."""
    athlete: int | None = None
    """The athlete's id at Strava."""
    scope: str = ""
    refused: bool = False
    """Strava took them back; only a new login helps."""

    def ends_within(self, seconds: float, now: datetime) -> bool:
        """Whether the short-lived one ends so soon that it is better renewed first."""
        return self.expires_at - now.timestamp() < seconds


@dataclass(frozen=True, slots=True, kw_only=True)
class Hints:
    """Where Strava may send its hints, and how we know that they are Strava's."""

    secret: str
    """The end of the address, which makes it one that nobody guesses."""
    verify_token: str
    subscription: int | None = None
    callback: str = ""
    """The address as it was when Strava was told."""


@dataclass(frozen=True, slots=True, kw_only=True)
class App:
    """The API application of the household."""

    client_id: int
    secret: str


class Kept[T: (Tokens, Hints)]:
    """One small private file. Missing or damaged is the same: there is nothing."""

    def __init__(self, kind: type[T], path: Path) -> None:
        self._type: TypeAdapter[T] = TypeAdapter(kind)
        self.path = path

    def load(self) -> T | None:
        """What is kept, or None."""
        try:
            found: T | None = self._type.validate_json(self.path.read_bytes())
        except FileNotFoundError, ValidationError:
            found = None
        except OSError as error:
            raise ConfigError(f"{self.path} can't be read ({error.strerror}); make it yours.") from error
        return found

    def save(self, value: T) -> None:
        """Put it there in one go: a power cut leaves the old one or the new one, never half."""
        folder = self.path.parent
        try:
            private_folder(folder)
            handle, unfinished = tempfile.mkstemp(dir=folder, prefix=".", suffix=".new")  # 0600 by itself
        except OSError as error:
            raise ConfigError(f"{folder} can't be written to ({error.strerror}); make it yours.") from error
        try:
            with os.fdopen(handle, "wb") as file:
                file.write(self._type.dump_json(value))
                file.flush()
                os.fsync(file.fileno())
            Path(unfinished).replace(self.path)
        except OSError as error:
            with suppress(OSError):
                Path(unfinished).unlink()
            raise ConfigError(f"{self.path} can't be written ({error.strerror}); make room for it.") from error

    def drop(self) -> None:
        """Forget it."""
        self.path.unlink(missing_ok=True)


def tokens_in(folder: Path) -> Kept[Tokens]:
    """The tokens of a source."""
    return Kept(Tokens, folder / NAME)


def hints_in(folder: Path) -> Kept[Hints]:
    """The webhook of a source."""
    return Kept(Hints, folder / EAR_NAME)
