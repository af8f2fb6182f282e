"""A store on a real file, with one athlete in it."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from tests.helpers.remembered import ME

from liftday_sync.store import Store


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "home" / "liftday.db"


@pytest.fixture
def url(path: Path) -> str:
    return f"sqlite:///{path}"


@pytest.fixture
def store(url: str) -> Iterator[Store]:
    with Store.open(url) as opened:
        opened.ensure_athlete(ME, name="Anna", time_zone="Europe/Berlin")
        yield opened
