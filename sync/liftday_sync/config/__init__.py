"""The only place that reads configuration: strict, so that a misspelt key is an error and not a silent default."""

import os
from pathlib import Path
from typing import Any, Self

import yaml
from pydantic import Field, ValidationError, model_validator

from liftday_sync.config.athlete import AthleteConfig, BodyConfig, RaceConfig, SlotsConfig, StrengthConfig
from liftday_sync.errors import ConfigError
from liftday_sync.strict import Strict

__all__ = [
    "AthleteConfig",
    "BodyConfig",
    "Config",
    "RaceConfig",
    "ServerConfig",
    "SlotsConfig",
    "StrengthConfig",
    "SyncConfig",
    "load",
    "parse",
]


class ServerConfig(Strict):
    """Where the daemon listens."""

    host: str = Field("127.0.0.1", description="127.0.0.1: this machine only; 0.0.0.0: the whole network.")
    port: int = Field(8098, ge=0, le=65535, description="0 takes any free port.")
    names: tuple[str, ...] = Field((), description="Further names under which it may be asked, such as lift.example.")
    url: str | None = Field(
        None, pattern=r"^https?://[^/\s@]+$", description="Where others reach it, such as https://lift.example.org."
    )
    ingress: bool = Field(default=False, description="Trust Home Assistant's ingress to sign people in to the page.")
    announce: bool | None = Field(None, description="Say in the network at home where it is; left out: as host has it.")


class SyncConfig(Strict):
    """How often the daemon looks."""

    interval_min: float = Field(15, ge=1, le=1440, description="Minutes between looks at the accounts.")
    folder_interval_s: float = Field(10, ge=1, le=3600, description="Seconds between looks at watched folders.")
    lease_s: float = Field(
        30,
        ge=2,
        le=3600,
        description="Seconds until another daemon on the same PostgreSQL takes over a silent one's part.",
    )


def _default_data_dir() -> str:
    return (os.environ.get("XDG_DATA_HOME") or "~/.local/share") + "/liftday"


class Config(Strict):
    """The whole configuration."""

    data_dir: str = Field(default_factory=_default_data_dir, description="Folder for the database and the secrets.")
    database: str | None = Field(None, description="Database URL; left out: liftday.db in data_dir.")
    server: ServerConfig = ServerConfig()
    sync: SyncConfig = SyncConfig()
    athletes: tuple[AthleteConfig, ...] = Field(min_length=1, description="The runners of this household.")

    @model_validator(mode="after")
    def _ids_differ(self) -> Self:
        ids = [athlete.id for athlete in self.athletes]
        if twice := sorted({i for i in ids if ids.count(i) > 1}):
            raise ValueError(f"two athletes have the id {twice[0]!r}; give each their own")
        return self

    @property
    def folder(self) -> Path:
        """`data_dir` as a path."""
        return Path(self.data_dir).expanduser()

    @property
    def backups(self) -> Path:
        """Where copies of the database go that were not given another place."""
        return self.folder / "backups"

    @property
    def database_url(self) -> str:
        """Where the store is."""
        return self.database or f"sqlite:///{self.folder / 'liftday.db'}"

    def athlete(self, athlete_id: str | None) -> AthleteConfig:
        """The athlete of that id; without one, the only or first."""
        if athlete_id is None:
            return self.athletes[0]
        for athlete in self.athletes:
            if athlete.id == athlete_id:
                return athlete
        known = ", ".join(athlete.id for athlete in self.athletes)
        raise ConfigError(f"There is no athlete {athlete_id!r}; the configuration knows {known}.")


def load(path: Path) -> Config:
    """Read a configuration file; everything that is wrong with it comes back in one ConfigError."""
    try:
        raw = yaml.safe_load(path.read_text(encoding="utf-8"))
    except OSError as error:
        raise ConfigError(f"{path}: {error.strerror}; copy config.example.yaml there and edit it.") from error
    except (yaml.YAMLError, UnicodeDecodeError) as error:
        raise ConfigError(f"{path} is no YAML: {' '.join(str(error).split())}.") from error
    return parse(raw if raw is not None else {}, str(path))


def parse(raw: Any, where: str) -> Config:
    """A configuration from plain values; `where` stands in messages."""
    try:
        return Config.model_validate(raw)
    except ValidationError as error:
        raise ConfigError("\n".join(_sentences(error, where))) from error


def _sentences(error: ValidationError, where: str) -> list[str]:
    """One sentence for each thing to mend, with its place."""
    lines = []
    problems = error.errors(include_url=False)
    places = {tuple(problem["loc"]) for problem in problems}
    for problem in problems:
        loc = tuple(problem["loc"])
        if any(loc == other[: len(loc)] for other in places - {loc}):
            continue  # it follows from what is wrong inside
        place = ".".join(str(part) for part in loc) or "the file"
        message = problem["msg"].removeprefix("Value error, ")
        if problem["type"] == "extra_forbidden":
            message = "is not a known key; check its spelling against config.example.yaml"
        lines.append(f"{where}: {place}: {message}.")
    return lines
