"""What every part of the configuration shares: strictness, wall times, and where secrets are."""

import os
import re
from datetime import time
from pathlib import Path
from typing import Annotated, Any

from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict

from liftday_sync.errors import ConfigError


class Strict(BaseModel):
    """A misspelt key is an error and not a silent default."""

    model_config = ConfigDict(extra="forbid", frozen=True)


def _clock(value: Any) -> Any:
    """YAML reads a bare 18:00 as the number 1080; ask for quotes instead of guessing."""
    if isinstance(value, int):
        raise ValueError(f'write the time in quotes: "{value // 60:02}:{value % 60:02}"')  # noqa: TRY004 (pydantic's way)
    return value


type Clock = Annotated[time, BeforeValidator(_clock)]
"""A wall time in quotes, such as "18:00"."""


def _names_a_place(value: str) -> str:
    if not re.fullmatch(r"env:[A-Za-z_][A-Za-z0-9_]*|file:.+", value):
        raise ValueError("a secret never stands here; write file:NAME (in data_dir or with its path) or env:VARIABLE")
    return value


type SecretPlace = Annotated[str, AfterValidator(_names_a_place)]
"""Where a secret is: `env:VARIABLE`, or `file:PATH` with the path relative to data_dir."""


def read_secret(place: str, folder: Path) -> str:
    """The secret itself, stripped. Raises `ConfigError` when there is none; the message never holds it."""
    kind, _, where = place.partition(":")
    if kind == "env":
        found = os.environ.get(where, "").strip()
        if not found:
            raise ConfigError(f"The environment variable {where} is empty; put the secret there.")
        return found
    path = folder / Path(where).expanduser()
    try:
        found = path.read_text(encoding="utf-8").strip()
    except (OSError, UnicodeDecodeError) as error:
        raise ConfigError(f"{path} can't be read; put the secret there, readable by you alone.") from error
    if not found:
        raise ConfigError(f"{path} is empty; put the secret there.")
    return found
