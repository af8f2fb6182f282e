"""Loads and tries everything once, as the image is built: what is compiled by it is there at each start.

An image whose parts do not fit together fails here, and not in somebody's home.
"""

import pkgutil
import subprocess
import sys
import tempfile
from importlib import import_module
from pathlib import Path

import liftday_sync

NOT_BY_NAME = ("alembic.command", "alembic.config", "apprise", "garminconnect", "icalendar", "jinja2", "stravalib")
"""Loaded late and by few: who comes from an older database, sends a message, logs in."""


def warm() -> None:
    """Do it."""
    for module in pkgutil.walk_packages(liftday_sync.__path__, "liftday_sync."):
        if not module.name.endswith(".__main__") and ".migrations" not in module.name:
            import_module(module.name)
    for name in NOT_BY_NAME:
        import_module(name)
    with tempfile.TemporaryDirectory() as folder:
        liftday = Path(sys.executable).with_name("liftday")
        subprocess.run([liftday, "demo", "--once", "--folder", folder], check=True)  # noqa: S603 (our own command)


if __name__ == "__main__":
    warm()
