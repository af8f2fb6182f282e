"""Moving house: everything that is an athlete's goes into one file, and comes in somewhere else."""

import shutil
import sys
from collections.abc import Sequence
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from liftday_sync.cli.common import (
    AthleteOption,
    ConfigOption,
    JsonOption,
    as_json,
    clock,
    console,
    opened,
    read_config,
    tell,
)
from liftday_sync.errors import InputError

if TYPE_CHECKING:
    from liftday_sync.config import AthleteConfig, Config
    from liftday_sync.moving.arrive import Brought
    from liftday_sync.moving.merge import Different

STREAM = Path("-")
"""Stands for standard output, or input: the way out of a container."""


def db_export(
    *,
    out: Annotated[
        Path | None,
        typer.Option(
            "--out",
            help="A new file, .json or packed .json.gz, or - for standard output; left out, one in "
            "`exports` in the data folder.",
        ),
    ] = None,
    athlete: Annotated[str | None, typer.Option("--athlete", help="One athlete's id; left out: everybody.")] = None,
    config: ConfigOption = None,
    json: JsonOption = False,
) -> None:
    """Write everything that is yours to one JSON file, also while the daemon runs. No key or token is in it."""
    from liftday_sync.moving.paper import room

    settings, now = read_config(config), clock().now()
    athletes = settings.athletes if athlete is None else (settings.athlete(athlete),)
    if out == STREAM:
        if sys.stdout.isatty():
            raise InputError("A terminal can't show a packed file: send it on, such as with `> moving.json.gz`.")
        with room(settings.folder) as path:
            _export(settings, athletes, path, now)
            with path.open("rb") as file:
                shutil.copyfileobj(file, sys.stdout.buffer)
        return
    target = out or settings.folder / "exports" / f"liftday-{now:%Y-%m-%d-%H%M%S}.json.gz"
    if not target.name.endswith((".json", ".json.gz")):
        raise InputError(f"{target} should end in .json, or packed in .json.gz: name it so.")
    if target.exists():
        raise InputError(f"{target} is there already: name a new file.")
    count = _export(settings, athletes, target, now)
    if json:
        as_json({"export": str(target), "records": count})
    else:
        tell(f"Wrote {count} records to {target}. Keep it to yourself: it is your training diary.")


def _export(settings: Config, athletes: Sequence[AthleteConfig], target: Path, now: datetime) -> int:
    from liftday_sync.house import open_home
    from liftday_sync.moving.leave import export
    from liftday_sync.publish.hub import Hub

    with opened(settings) as store, console.status("Writing"):
        homes = [open_home(one, store, Hub(), settings.folder) for one in athletes]
        return export(homes, target, now, is_whole=len(athletes) == len(settings.athletes))


def db_import(
    source: Annotated[Path, typer.Argument(metavar="FILE", help="A file that `liftday db export` wrote, or -.")],
    *,
    athlete: AthleteOption = None,
    different: Annotated[
        str | None,
        typer.Option("--different", help="Where file and database differ: keep what is here, or replace it."),
    ] = None,
    config: ConfigOption = None,
    json: JsonOption = False,
) -> None:
    """Bring in what `liftday db export` wrote: all of it, or nothing. Importing twice changes nothing."""
    from liftday_sync.moving.merge import Different
    from liftday_sync.moving.paper import room

    if different not in {None, *Different}:
        raise InputError(f"--different takes {' or '.join(Different)}, not {different!r}.")
    settings = read_config(config)
    how = Different(different) if different else None
    if source == STREAM:
        with room(settings.folder) as path:
            with path.open("wb") as file:
                shutil.copyfileobj(sys.stdin.buffer, file)
            brought = _import(settings, path, athlete, how)
    else:
        brought = _import(settings, source, athlete, how)
    if json:
        as_json({name: getattr(brought, name) for name in ("added", "same", "kept", "replaced", "keeps_own_id")})
        return
    tell(f"{brought.added} added, {brought.same} known already, {brought.kept} kept as they were here, "
         f"{brought.replaced} replaced.")  # fmt: skip
    if brought.keeps_own_id:
        tell("This installation had begun already and keeps its own id, so subscribe to its calendar anew.")
    tell("Sign in to your accounts here: their keys do not move.")


def _import(settings: Config, source: Path, athlete: str | None, different: Different | None) -> Brought:
    from liftday_sync.moving.arrive import bring_in, owners

    corners = _corners(settings, source, owners(source), athlete)
    with opened(settings) as store, console.status("Reading"):
        return bring_in(store, source, corners, different)


def _corners(config: Config, source: Path, owners: tuple[str, ...], athlete: str | None) -> dict[str, str]:
    """Whose corner each athlete of the file goes to."""
    if athlete is None:
        return {one.id: one.id for one in config.athletes}
    if len(owners) != 1:
        raise InputError(f"{source} holds {', '.join(owners)}: leave `--athlete` out, or export one athlete alone.")
    return {owners[0]: config.athlete(athlete).id}
