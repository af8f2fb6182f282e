"""A house that was lived in, and an empty one to move to."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from tests.helpers.lived import another, fill, left

from liftday_sync.store import Store


@pytest.fixture
def old(tmp_path: Path) -> Iterator[Store]:
    with another(tmp_path / "old") as store:
        fill(store)
        yield store


@pytest.fixture
def new(tmp_path: Path) -> Iterator[Store]:
    with another(tmp_path / "new") as store:
        yield store


@pytest.fixture
def file(old: Store, tmp_path: Path) -> Path:
    """All of the old one."""
    return left(old, tmp_path / "anna.json")
