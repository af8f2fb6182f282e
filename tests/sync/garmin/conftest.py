from collections.abc import Generator
from datetime import UTC, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from tests.fakes.garmin import FakeGarmin
from tests.helpers.small_daemon import SmallDaemon

from liftday_rules.model import Athlete
from liftday_sync.sources.base import Surroundings
from liftday_sync.sources.garmin import GarminSource, open_source
from liftday_sync.sources.settings import GarminConfig

VIENNA = ZoneInfo("Europe/Vienna")
NOW = datetime(2026, 11, 20, 9, tzinfo=UTC)


class Reader(SmallDaemon[GarminSource]):
    """A daemon in small, on the day of these tests."""

    def __init__(self, source: GarminSource) -> None:
        super().__init__(source, NOW)


def surroundings(folder: Path) -> Surroundings:
    return Surroundings(athlete_id="anna", athlete=Athlete(zone=VIENNA), data_dir=folder, folder=folder / "garmin")


def config(garmin: FakeGarmin, **more: object) -> GarminConfig:
    return GarminConfig.model_validate({"kind": "garmin", "server": garmin.url, **more})


def connect(garmin: FakeGarmin, folder: Path) -> Path:
    """Write the tokens of a login."""
    path = folder / "garmin" / "tokens.json"
    path.parent.mkdir(mode=0o700, exist_ok=True)
    path.write_text(garmin.tokens())
    return path


@pytest.fixture
def garmin() -> Generator[FakeGarmin]:
    with FakeGarmin() as fake:
        yield fake


@pytest.fixture
def reader(garmin: FakeGarmin, tmp_path: Path) -> Reader:
    """Connected, activities alone."""
    connect(garmin, tmp_path)
    return Reader(open_source(config(garmin, wellness=False, planned=False), surroundings(tmp_path)))
