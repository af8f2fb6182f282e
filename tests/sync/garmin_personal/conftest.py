from collections.abc import Generator
from datetime import UTC, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from tests.fakes.garmin_personal import KEY, FakePersonal
from tests.helpers.small_daemon import SmallDaemon

from liftday_rules.model import Athlete
from liftday_sync.sources.base import Surroundings
from liftday_sync.sources.garmin_personal import GarminPersonalSource, open_source
from liftday_sync.sources.settings import GarminPersonalConfig

VIENNA = ZoneInfo("Europe/Vienna")
NOW = datetime(2026, 11, 20, 9, tzinfo=UTC)


class Reader(SmallDaemon[GarminPersonalSource]):
    """A daemon in small, on the day of these tests."""

    def __init__(self, source: GarminPersonalSource) -> None:
        super().__init__(source, NOW)


def key_file(folder: Path) -> Path:
    """Where the athlete puts the key."""
    return folder / "garmin_personal.key"


def opened(garmin: FakePersonal, folder: Path, **more: object) -> Reader:
    """The source as configured, nothing read yet."""
    config = GarminPersonalConfig.model_validate({"kind": "garmin_personal", "server": garmin.url, **more})
    around = Surroundings(athlete_id="anna", athlete=Athlete(zone=VIENNA), data_dir=folder, folder=folder / "own")
    return Reader(open_source(config, around))


@pytest.fixture
def garmin() -> Generator[FakePersonal]:
    with FakePersonal(NOW) as fake:
        yield fake


@pytest.fixture
def reader(garmin: FakePersonal, tmp_path: Path) -> Reader:
    """With a key, activities alone."""
    key_file(tmp_path).write_text(f"{KEY}\n")
    return opened(garmin, tmp_path, wellness=False)
