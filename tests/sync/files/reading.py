"""What the tests of the readers share: one file in, one outcome out."""

from datetime import UTC, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

from liftday_rules.model import Activity
from liftday_sync.sources.base import RawItem
from liftday_sync.sources.files.reading import Outcome, read_job
from liftday_sync.sources.files.recording import StravaRow
from liftday_sync.sources.files.unpack import Archives, Place
from liftday_sync.sources.files.walk import Job

HOME = ZoneInfo("Europe/Oslo")
START = datetime(2026, 5, 1, 22, 30, tzinfo=UTC)
"""Half past midnight on 2 May in Oslo."""
EASY = [(600, 2.8, 130), (300, 4.0, 165)]


def outcome_of(folder: Path, name: str, data: bytes, row: StravaRow | None = None) -> Outcome:
    """Write the file and read it."""
    (folder / name).write_bytes(data)
    with Archives() as archives:
        return read_job(Job(Place(str(folder / name)), row, named=True), archives, HOME)


def activity_of(folder: Path, data: bytes, name: str = "run.fit") -> Activity:
    """The one activity of a file."""
    (told,) = outcome_of(folder, name, data).told
    assert told.activity is not None, told.problem
    return told.activity


def item_of(folder: Path, data: bytes, name: str = "run.fit") -> RawItem:
    """The one raw item of a file."""
    (told,) = outcome_of(folder, name, data).told
    return told.item
