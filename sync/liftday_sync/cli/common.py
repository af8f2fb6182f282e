"""What the commands share: the clock, where the configuration is, how the store is opened, how answers are printed."""

import json
import os
from collections.abc import Generator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer
from rich.console import Console
from rich.text import Text

from liftday_sync.clock import Clock, SystemClock
from liftday_sync.errors import StoreError
from liftday_sync.private import private_folder
from liftday_sync.words import plain

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


def clock() -> Clock:
    """What tells the commands the time."""
    return SystemClock()


def read_config(path: Path | None) -> Config:
    """The configuration that a command is to use, with the accounts that were connected by a login."""
    from liftday_sync.config import load
    from liftday_sync.connected import with_connected

    return with_connected(load(path or Path(os.environ.get(CONFIG_ENV) or DEFAULT_CONFIG)))


@contextmanager
def opened(config: Config) -> Generator[Store]:
    """The store of a configuration, with its athletes."""
    from liftday_sync.store import Store

    try:
        private_folder(config.folder)
    except OSError as error:
        raise StoreError(
            f"The folder {config.folder} can't be made ({error.strerror}): give this user the place, "
            "or name another data_dir in the configuration."
        ) from error
    with Store.open(config.database_url, backup_dir=config.backups) as store:
        for athlete in config.athletes:
            store.ensure_athlete(athlete.id, name=athlete.name, time_zone=athlete.time_zone)
        yield store


def tell(*parts: str | tuple[str, str]) -> None:
    """Print a line; a pair is text with a style. Words from outside are shown as they are and never obeyed."""
    console.print(line(*parts), soft_wrap=True)


def line(*parts: str | tuple[str, str]) -> Text:
    """The same, not yet printed."""
    return Text.assemble(*(plain(part) if isinstance(part, str) else (plain(part[0]), part[1]) for part in parts))


def as_json(value: Any) -> None:
    """Print plain JSON, and nothing else."""
    typer.echo(json.dumps(value, ensure_ascii=False, indent=2))
