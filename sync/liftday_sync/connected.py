"""Accounts that were connected by a login, without a line in the configuration.

Which they are stands in a private file beside their tokens. The configuration counts more: what it names is left to it.
"""

import json
import os
import shutil
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from pydantic import Field, TypeAdapter, ValidationError

from liftday_sync.config import AthleteConfig, Config
from liftday_sync.errors import ConfigError
from liftday_sync.private import private_folder
from liftday_sync.sources import WITH_LOGIN, SourceConfig
from liftday_sync.strict import Strict

ACCOUNTS, FILE = "accounts", "connected.json"


class _Connected(Strict):
    """The file: the sources of each athlete, in the words of the configuration."""

    athletes: Mapping[str, tuple[SourceConfig, ...]] = Field({})


SOURCE: TypeAdapter[SourceConfig] = TypeAdapter(SourceConfig)


def with_connected(config: Config) -> Config:
    """The configuration with the connected accounts in it. Raises `ConfigError` for a file that can't be read."""
    connected = _read(config.folder).athletes
    athletes = tuple(_with(athlete, connected.get(athlete.id, ())) for athlete in config.athletes)
    return config.model_copy(update={"athletes": athletes})


def connectable(athlete: AthleteConfig) -> tuple[str, ...]:
    """Kinds of accounts that this athlete could connect now: those that they have none of."""
    return tuple(sorted(WITH_LOGIN - {source.kind for source in athlete.sources}))


def connected(folder: Path, athlete_id: str) -> tuple[str, ...]:
    """What this athlete has connected by a login, by name."""
    return tuple(source.called for source in _read(folder).athletes.get(athlete_id, ()))


def connect(folder: Path, athlete_id: str, source: SourceConfig) -> None:
    """Remember it from now on; another one of that name is replaced. `folder` is the data folder."""
    athletes = dict(_read(folder).athletes)
    others = [one for one in athletes.get(athlete_id, ()) if one.called != source.called]
    athletes[athlete_id] = (*others, source)
    _write(folder, _Connected(athletes=athletes))


def disconnect(folder: Path, athlete_id: str, called: str) -> None:
    """Forget it, with its tokens and whatever else was kept to reach it. Runs stay."""
    athletes = dict(_read(folder).athletes)
    athletes[athlete_id] = tuple(one for one in athletes.get(athlete_id, ()) if one.called != called)
    _write(folder, _Connected(athletes=athletes))
    shutil.rmtree(folder / ACCOUNTS / athlete_id / called, ignore_errors=True)


def source_of(said: Mapping[str, Any]) -> SourceConfig:
    """A source from plain values. Raises `ValueError`."""
    return SOURCE.validate_python(said)


def _with(athlete: AthleteConfig, more: tuple[SourceConfig, ...]) -> AthleteConfig:
    known = {source.called for source in athlete.sources}
    added = tuple(source for source in more if source.called not in known)
    return athlete.model_copy(update={"sources": (*athlete.sources, *added)}) if added else athlete


def _read(folder: Path) -> _Connected:
    path = folder / ACCOUNTS / FILE
    try:
        return _Connected.model_validate_json(path.read_bytes())
    except FileNotFoundError, NotADirectoryError:
        return _Connected()
    except OSError as error:
        raise ConfigError(f"{path} can't be read ({error.strerror}); give it to the daemon's user.") from error
    except ValidationError as error:
        raise ConfigError(f"{path} is damaged; take it away and connect your accounts again.") from error


def _write(folder: Path, kept: _Connected) -> None:
    """Whole or not at all, for its owner alone."""
    path = private_folder(folder / ACCOUNTS) / FILE
    unfinished = path.with_suffix(".new")
    document = kept.model_dump(mode="json", exclude_defaults=True)
    with os.fdopen(os.open(unfinished, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "w", encoding="utf-8") as file:
        json.dump(document, file, indent=2)
        file.flush()
        os.fsync(file.fileno())
    unfinished.replace(path)
