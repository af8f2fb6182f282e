"""A store with one athlete in it: on a real file and, marked `postgres`, on a real server."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from tests.helpers.postgres import PostgreSQL
from tests.helpers.remembered import ME

from liftday_sync.store import Store


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "home" / "liftday.db"


@pytest.fixture(params=["sqlite", pytest.param("postgresql", marks=[pytest.mark.postgres, pytest.mark.slow])])
def url(request: pytest.FixtureRequest, path: Path) -> str:
    """Whatever is remembered is remembered by both; a file that tests one of them alone says so with its own `url`."""
    if request.param == "sqlite":
        return f"sqlite:///{path}"
    server: PostgreSQL = request.getfixturevalue("postgresql")
    return server.fresh()


@pytest.fixture
def store(url: str) -> Iterator[Store]:
    with Store.open(url) as opened:
        opened.ensure_athlete(ME, name="Anna", time_zone="Europe/Berlin")
        yield opened
