"""What is laid out in a container's folders before the daemon starts."""

import json
import os
from collections.abc import Mapping
from pathlib import Path

from liftday_sync.config import parse
from liftday_sync.errors import ConfigError
from liftday_sync.home_app import copies
from liftday_sync.home_app.options import OWN_FILE, OWN_FILE_AT_FIRST, Surroundings, read_options, read_own, settings

SETTINGS = "settings.yaml"
HEAD = f"# Made at each start from the app's options and {OWN_FILE}: a change here is lost.\n"


def prepare(asked: str | None, *, data: Path, own: Path, around: Surroundings) -> Mapping[str, str]:
    """Lay everything out; gives the environment that the daemon wants. Raises `ConfigError` with one sentence.

    `asked` is the text of the app's options, `data` the folder that is kept, `own` the athlete's.
    """
    options = read_options(asked)
    try:
        _offer(own / OWN_FILE)
        said = read_own(own / OWN_FILE)
        runs = (own if os.access(own, os.W_OK) else data) / "runs"
        config = settings(options, said, data=data, runs=runs, around=around)
        for athlete in parse(config, str(own / OWN_FILE)).athletes:
            (runs / athlete.id).mkdir(parents=True, exist_ok=True)
        copies.settle(data)
        _write(data / SETTINGS, HEAD + json.dumps(config, indent=2, ensure_ascii=False, default=str) + "\n")
    except OSError as error:
        raise ConfigError(
            f"{error.filename} can't be written ({error.strerror}): give user {os.geteuid()} the folder {data}."
        ) from error
    return {"LIFTDAY_CONFIG": str(data / SETTINGS), "LIFTDAY_LOG_LEVEL": options.log_level}


def _offer(path: Path) -> None:
    """A file to fill in, where there is none and one can be made."""
    if not path.exists() and os.access(path.parent, os.W_OK):
        path.write_text(OWN_FILE_AT_FIRST, encoding="utf-8")


def _write(path: Path, text: str) -> None:
    with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "w", encoding="utf-8") as file:
        file.write(text)
