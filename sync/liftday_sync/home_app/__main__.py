"""What the image starts; before and after somebody copies its folder, the same with `before-copy` and `after-copy`."""

import os
import sys
from pathlib import Path

from liftday_sync.demo import local_zone
from liftday_sync.errors import InputError, LiftdayError
from liftday_sync.home_app import copies
from liftday_sync.home_app.begin import prepare
from liftday_sync.home_app.options import Surroundings
from liftday_sync.home_app.rights import become_user
from liftday_sync.supervisor import TOKEN_VARIABLE

DATA = Path("/data")
OWN = Path("/config")
"""Where the athlete's own file is in the app; without such a folder it is in `DATA`."""
OPTIONS = DATA / "options.json"


def main(words: list[str]) -> None:
    """Do what the word says; without one: serve."""
    match words:
        case []:
            serve()
        case ["before-copy"]:
            become_user(())
            copies.begin(DATA)
        case ["after-copy"]:
            become_user(())
            copies.end(DATA)
        case _:
            raise InputError("Say before-copy, after-copy or nothing.")


def serve() -> None:
    """Make the configuration and be the daemon."""
    asked = OPTIONS.read_text(encoding="utf-8") if OPTIONS.exists() else None  # while we may: it is root's
    become_user([folder for folder in (DATA, OWN) if folder.is_dir()])
    os.umask(0o077)
    own = OWN if OWN.is_dir() else DATA
    is_app, url = TOKEN_VARIABLE in os.environ, os.environ.get("LIFTDAY_URL")
    around = Surroundings(zone=local_zone(), is_app=is_app, url=url or None)
    os.environ |= prepare(asked, data=DATA, own=own, around=around)
    # what is said at the start holds the feed's address and the first token: nothing for a log that others read
    sys.stdout = Path(os.devnull).open("w", encoding="utf-8")  # noqa: SIM115 (as long as we are)
    sys.argv = ["liftday", "serve"]
    from liftday_sync.cli import main as liftday  # noqa: PLC0415 (a copy needs none of it)

    liftday()


if __name__ == "__main__":
    try:
        main(sys.argv[1:])
    except LiftdayError as error:
        sys.stderr.write(f"{error}\n")
        sys.exit(error.exit_code)
