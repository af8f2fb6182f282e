"""The only file that reads configuration: strict, so that a misspelt key is an error and not a silent default."""

import os
import re
from collections.abc import Mapping
from datetime import date, time
from pathlib import Path
from types import MappingProxyType
from typing import Annotated, Any, Self
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

import yaml
from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, ValidationError, field_validator, model_validator

from liftday_rules.model import Athlete, Equipment, Phase, Policy, Priority, Slots, Weekday
from liftday_rules.placement import check_parameters
from liftday_sync.errors import ConfigError
from liftday_sync.sources import SourceConfig


def _clock(value: Any) -> Any:
    """YAML reads a bare 18:00 as the number 1080; ask for quotes instead of guessing."""
    if isinstance(value, int):
        raise ValueError(f'write the time in quotes: "{value // 60:02}:{value % 60:02}"')  # noqa: TRY004 (pydantic's way)
    return value


type Clock = Annotated[time, BeforeValidator(_clock)]


class _Strict(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class SlotsConfig(_Strict):
    """Start times in the athlete's zone; an empty list means: not available."""

    default: tuple[Clock, ...] = Field((time(18),), description="Start times on weekdays without their own.")
    mon: tuple[Clock, ...] | None = None
    tue: tuple[Clock, ...] | None = None
    wed: tuple[Clock, ...] | None = None
    thu: tuple[Clock, ...] | None = None
    fri: tuple[Clock, ...] | None = None
    sat: tuple[Clock, ...] | None = None
    sun: tuple[Clock, ...] | None = None

    def to_slots(self) -> Slots:
        """As the rules want them."""
        own = {day: times for day in Weekday if (times := getattr(self, day.value)) is not None}
        return Slots(default=self.default, by_weekday=MappingProxyType(own))


class StrengthConfig(_Strict):
    """How the athlete wants to lift."""

    policy: Policy = Field(Policy.RECOVER_FIRST, description="recover_first, balanced or stack_hard.")
    equipment: Equipment = Field(Equipment.GYM, description="none, band, dumbbells or gym.")
    slots: SlotsConfig = SlotsConfig()
    preferred_weekdays: tuple[Weekday, ...] = Field((), description="Weekdays liked best; others stay possible.")
    full_min: int = Field(45, ge=15, le=120, description="Minutes of a full session.")
    light_min: int = Field(25, ge=10, le=60, description="Minutes of a light session.")
    target_per_week: int | None = Field(None, ge=0, le=3, description="Sessions a week; left out, the rules decide.")
    phase: Phase | None = Field(None, description="off_season, base, build, peak or in_season; else from the races.")
    sessions_logged: int = Field(0, ge=0, description="Strength sessions done before Liftday; under 6 is a novice.")


class BodyConfig(_Strict):
    """What the athlete knows about their body; everything left out is estimated from the runs."""

    age: int | None = Field(None, ge=10, le=100, description="Years.")
    sex: str | None = Field(None, pattern="^[mf]$", description="m or f; only the load formula asks.")
    hr_max_bpm: float | None = Field(None, ge=120, le=230, description="Highest heart rate, beats a minute.")
    hr_rest_bpm: float | None = Field(None, ge=25, le=110, description="Resting heart rate, beats a minute.")
    lthr_bpm: float | None = Field(None, ge=100, le=220, description="Heart rate at lactate threshold, beats a minute.")
    threshold_speed_mps: float | None = Field(None, ge=1, le=8, description="Speed at threshold, metres a second.")


class RaceConfig(_Strict):
    """A race, past or to come."""

    name: str = Field(min_length=1, description="What it is called.")
    priority: Priority = Field(Priority.B, description="A: the season's goal; B: matters; C: training.")
    date: date
    time: Clock = Field(time(9), description="Start, in the athlete's zone.")
    distance_m: float = Field(gt=0, description="Metres.")
    finish_s: float | None = Field(None, gt=0, description="Finish time in seconds, once it was run.")


class AthleteConfig(_Strict):
    """One runner of the household."""

    id: str = Field(description="Short name for addresses; never change it.")
    name: str = Field(min_length=1, max_length=60, description="What to call this runner.")
    time_zone: str = Field(description="IANA name, such as Europe/Berlin.")
    body: BodyConfig = BodyConfig()
    strength: StrengthConfig = StrengthConfig()
    races: tuple[RaceConfig, ...] = ()
    sources: tuple[SourceConfig, ...] = Field(description="Where runs come from.")
    rules: Mapping[str, float] = Field({}, description="Rule parameters that differ from the defaults.")

    @field_validator("id")
    @classmethod
    def _id_fits_an_address(cls, value: str) -> str:
        if not re.fullmatch(r"[a-z0-9][a-z0-9_-]{0,31}", value):
            raise ValueError(f"{value!r} does not fit an address; use up to 32 small letters, digits, - and _")
        return value

    @field_validator("time_zone")
    @classmethod
    def _zone_exists(cls, value: str) -> str:
        try:
            return ZoneInfo(value).key
        except ZoneInfoNotFoundError, ValueError, OSError:
            raise ValueError(f"{value!r} is no time zone; write it like Europe/Berlin") from None

    @field_validator("rules")
    @classmethod
    def _rules_exist(cls, value: Mapping[str, float]) -> Mapping[str, float]:
        check_parameters(value)
        return value

    @property
    def zone(self) -> ZoneInfo:
        """The athlete's time zone."""
        return ZoneInfo(self.time_zone)

    def to_athlete(self) -> Athlete:
        """As the rules want it."""
        wishes, body = self.strength, self.body
        return Athlete(
            zone=self.zone,
            age=body.age,
            sex=body.sex,
            hr_max_bpm=body.hr_max_bpm,
            hr_rest_bpm=body.hr_rest_bpm,
            lthr_bpm=body.lthr_bpm,
            threshold_speed_mps=body.threshold_speed_mps,
            strength_sessions_logged=wishes.sessions_logged,
            phase=wishes.phase,
            target_per_week=wishes.target_per_week,
            policy=wishes.policy,
            equipment=wishes.equipment,
            slots=wishes.slots.to_slots(),
            preferred_weekdays=frozenset(wishes.preferred_weekdays),
            full_min=wishes.full_min,
            light_min=wishes.light_min,
            parameters=MappingProxyType(dict(self.rules)),
        )


class ServerConfig(_Strict):
    """Where the daemon listens."""

    host: str = Field("127.0.0.1", description="127.0.0.1: this machine only; 0.0.0.0: the whole network.")
    port: int = Field(8098, ge=0, le=65535, description="0 takes any free port.")


class SyncConfig(_Strict):
    """How often the daemon looks."""

    interval_min: float = Field(15, ge=1, le=1440, description="Minutes between looks at the accounts.")
    folder_interval_s: float = Field(10, ge=1, le=3600, description="Seconds between looks at watched folders.")


def _default_data_dir() -> str:
    return (os.environ.get("XDG_DATA_HOME") or "~/.local/share") + "/liftday"


class Config(_Strict):
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
