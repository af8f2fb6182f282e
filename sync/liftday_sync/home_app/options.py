"""From the app's options and the athlete's own file to the one configuration that the daemon reads."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml
from pydantic import BaseModel, ConfigDict, Field, ValidationError

from liftday_sync.errors import ConfigError

PORT = 8098
FIXED = ("data_dir",)
FIXED_OF_SERVER = ("host", "port", "ingress")
OWN_FILE = "liftday.yaml"
OWN_FILE_AT_FIRST = """\
# What the app's options do not ask, in the words of Liftday's configuration. It is read at each start of the app and
# counts more than the options. Take the first # away from the lines that you want, keep their place in the line, and
# put the id from the options in the place of runner.
#
# athletes:
#   - id: runner
#     body:
#       hr_max_bpm: 188
#     strength:
#       preferred_weekdays: [tue, fri]
#     races:
#       - name: City Marathon
#         priority: A
#         date: 2027-04-25
#         distance_m: 42195
#
# All of it, with what each line means: https://github.com/liftday/liftday/blob/main/config.example.yaml
"""


class _Answers(BaseModel):
    """Home Assistant has checked them; what a newer app asks, an older one does not mind."""

    model_config = ConfigDict(extra="ignore", frozen=True)


class AthleteOptions(_Answers):
    """One runner."""

    id: str = "runner"
    name: str = "Runner"
    time_zone: str | None = None
    lift_at: str | None = None
    not_on: tuple[str, ...] = ()
    equipment: str | None = None


class Options(_Answers):
    """What the app asks."""

    athletes: tuple[AthleteOptions, ...] = Field((AthleteOptions(),), min_length=1)
    log_level: str = "info"


@dataclass(frozen=True, slots=True, kw_only=True)
class Surroundings:
    """What the container tells."""

    zone: str
    """Where an athlete lives who says nothing else."""
    is_app: bool = False
    """Whether Home Assistant's Supervisor started it."""
    url: str | None = None
    """Where others reach it."""


def read_options(text: str | None) -> Options:
    """The options as the Supervisor writes them, as JSON; None: nobody asked, everything is as at first."""
    try:
        return Options() if text is None else Options.model_validate_json(text)
    except ValidationError as error:
        where = ", ".join(sorted({".".join(map(str, one["loc"])) or "the whole" for one in error.errors()}))
        raise ConfigError(f"The app's options can't be used ({where}): open its Configuration tab and save.") from error


def read_own(path: Path) -> dict[str, Any]:
    """The athlete's own file, {} when there is none or nothing in it. Raises `ConfigError`."""
    try:
        said = yaml.safe_load(path.read_text(encoding="utf-8"))
    except FileNotFoundError:
        return {}
    except OSError as error:
        raise ConfigError(f"{path} can't be read ({error.strerror}): let everybody read it.") from error
    except (yaml.YAMLError, UnicodeDecodeError) as error:
        raise ConfigError(f"{path} is no YAML: {' '.join(str(error).split())}.") from error
    if said is None:
        return {}
    if not isinstance(said, dict) or not all(isinstance(one, dict) for one in _athletes(said)):
        raise ConfigError(f"{path} has another form than config.example.yaml: compare the two.")
    _refuse_fixed(said, path)
    return said


def _athletes(said: Mapping[str, Any]) -> list[Any]:
    listed = said.get("athletes") or []
    return listed if isinstance(listed, list) else [listed]


def _refuse_fixed(said: Mapping[str, Any], path: Path) -> None:
    server = said.get("server")
    named = [name for name in FIXED if name in said]
    named += [f"server.{name}" for name in FIXED_OF_SERVER if isinstance(server, dict) and name in server]
    if named:
        raise ConfigError(f"{path}: {named[0]} is the container's own matter; take it out.")


def settings(
    options: Options, own: Mapping[str, Any], *, data: Path, runs: Path, around: Surroundings
) -> dict[str, Any]:
    """The configuration as plain values; `own` counts more than `options`, list by list and key by key.

    `runs` is the folder whose folders are watched for files, one an athlete.
    """
    asked = [_athlete(one, around.zone, runs) for one in options.athletes]
    known = {one["id"] for one in asked}
    told = {one.get("id", ""): one for one in _athletes(own)}
    athletes = [_laid_over(one, told.get(one["id"], {})) for one in asked]
    athletes += [one for one in _athletes(own) if one.get("id", "") not in known]
    server = {"host": "0.0.0.0", "port": PORT, "ingress": around.is_app}  # noqa: S104 (of a network of its own)
    fixed = {"data_dir": str(data), "server": server, "athletes": athletes}
    below = {"server": {"url": around.url}} if around.url else {}
    return _laid_over(_laid_over(below, own), fixed)


def _athlete(asked: AthleteOptions, zone: str, runs: Path) -> dict[str, Any]:
    slots: dict[str, Any] = {day: [] for day in asked.not_on}
    if asked.lift_at:
        slots["default"] = [asked.lift_at]
    strength = {"equipment": asked.equipment} if asked.equipment else {}
    return {
        "id": asked.id,
        "name": asked.name,
        "time_zone": asked.time_zone or zone,
        "strength": strength | ({"slots": slots} if slots else {}),
        "sources": [{"kind": "files", "folder": str(runs / asked.id)}],
    }


def _laid_over(below: Mapping[str, Any], above: Mapping[str, Any]) -> dict[str, Any]:
    """Both, and what stands above where both say something; what has keys is laid key by key."""
    both = dict(below)
    for key, value in above.items():
        under = both.get(key)
        both[key] = _laid_over(under, value) if isinstance(under, dict) and isinstance(value, dict) else value
    return both
