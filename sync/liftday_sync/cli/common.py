"""What the commands share: where the configuration is, how the store is opened, how answers are printed."""

import json
import os
from collections.abc import Generator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer
from rich.console import Console

if TYPE_CHECKING:
    from liftday_sync.config import Config
    from liftday_sync.store import Store

CONFIG_ENV = "LIFTDAY_CONFIG"
DEFAULT_CONFIG = Path("config.yaml")

ConfigOption = Annotated[
    Path | None, typer.Option("--config", help=f"The configuration file; else ${CONFIG_ENV}, else config.yaml here.")
]
AthleteOption = Annotated[str | None, typer.Option("--athlete", help="The athlete's id, when there are several.")]
JsonOption = Annotated[bool, typer.Option("--json", help="Answer in JSON.")]

console = Console(highlight=False)


def read_config(path: Path | None) -> Config:
    """The configuration that a command is to use."""
    from liftday_sync.config import load

    return load(path or Path(os.environ.get(CONFIG_ENV, DEFAULT_CONFIG)))


@contextmanager
def opened(config: Config) -> Generator[Store]:
    """The store of a configuration, with its athletes."""
    from liftday_sync.store import Store

    config.folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    with Store.open(config.database_url, backup_dir=config.folder / "backups") as store:
        for athlete in config.athletes:
            store.ensure_athlete(athlete.id, name=athlete.name, time_zone=athlete.time_zone)
        yield store


def as_json(value: Any) -> None:
    """Print plain JSON, and nothing else."""
    typer.echo(json.dumps(value, ensure_ascii=False, indent=2))
