from collections.abc import Generator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from tests.fakes.strava import SECRET, FakeStrava, activity

from liftday_rules.model import Athlete
from liftday_sync.sources.base import Pull, RawItem, Surroundings
from liftday_sync.sources.settings import StravaConfig
from liftday_sync.sources.strava.account import Account
from liftday_sync.sources.strava.source import StravaSource
from liftday_sync.sources.strava.tokens import Tokens, tokens_in

ZONE = ZoneInfo("Europe/Berlin")
NOW = datetime(2026, 11, 23, 11, 7, tzinfo=UTC)
OWNER = 77


@pytest.fixture
def strava() -> Generator[FakeStrava]:
    """Twenty runs, one a day, the newest of this morning."""
    fake = FakeStrava()
    fake.now = NOW
    fake.add(*(activity(100 + n, NOW - timedelta(days=n, hours=3)) for n in range(20)))
    with fake:
        yield fake


@pytest.fixture
def home(tmp_path: Path) -> Path:
    """A data folder with the application's secret and a connection."""
    (tmp_path / "strava.secret").write_text(SECRET)
    connect(tmp_path / "own")
    return tmp_path


def connect(folder: Path, *, refresh: str = "refresh-0") -> None:
    """Leave there what a login leaves."""
    ends = int(NOW.timestamp()) + 20000
    tokens_in(folder).save(Tokens(access="access-0", refresh=refresh, expires_at=ends, athlete=OWNER))


def around(folder: Path) -> Surroundings:
    return Surroundings(athlete_id="anna", athlete=Athlete(zone=ZONE), data_dir=folder, folder=folder / "own")


def config(strava: FakeStrava, **more: object) -> StravaConfig:
    return StravaConfig.model_validate({"kind": "strava", "client_id": 1, "server": strava.url, **more})


def opened(strava: FakeStrava, folder: Path, **more: object) -> StravaSource:
    told = config(strava, **more)
    return StravaSource(told, around(folder), Account(told, around(folder), timeout_s=(1.0, 0.5)))


async def all_of(source: StravaSource, now: datetime = NOW, cursor: str | None = None) -> tuple[list[Pull], str | None]:
    """One look to its end."""
    pulls = []
    while True:
        found = await source.pull(cursor, now)
        pulls.append(found)
        cursor = found.cursor or cursor
        if not found.more:
            return pulls, cursor


def items_of(pulls: list[Pull]) -> dict[str, RawItem]:
    return {item.external_id: item for found in pulls for item in found.items}
