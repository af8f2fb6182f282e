"""The `liftday` command under a clock that a test moves.  usage: moved_clock.py FILE ARGUMENT...

The file holds the seconds by which the clock is ahead of the machine's; it goes on by itself in between.
"""

import sys
from datetime import UTC, datetime, timedelta
from functools import partial
from pathlib import Path
from unittest.mock import patch

from liftday_sync.cli import app, common


class MovedClock:
    """The machine's clock, and so much more."""

    def __init__(self, file: Path) -> None:
        self._file = file

    def now(self) -> datetime:
        """The present instant as the test wants it."""
        ahead = timedelta(seconds=float(self._file.read_text(encoding="utf-8")))
        return datetime.now(UTC) + ahead  # noqa: TID251 (a clock)


if __name__ == "__main__":
    with patch.object(common, "SystemClock", partial(MovedClock, Path(sys.argv.pop(1)))):
        app()
