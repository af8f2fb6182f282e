"""What tests of several parts share: one PostgreSQL server a run, begun by the first test that wants it."""

from collections.abc import Generator

import pytest
from tests.helpers.postgres import PostgreSQL, running


@pytest.fixture(scope="session")
def postgresql() -> Generator[PostgreSQL]:
    with running() as server:
        yield server
