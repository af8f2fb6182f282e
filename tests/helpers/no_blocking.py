"""A plugin for the tests of the rules and the daemon: whoever blocks the loop fails."""

from collections.abc import Generator

import pytest
from blockbuster import BlockBuster, blockbuster_ctx


@pytest.fixture(autouse=True)
def nothing_blocks_the_loop() -> Generator[BlockBuster]:
    """Every blocking call inside a running event loop fails the test that made it."""
    with blockbuster_ctx() as detector:
        yield detector
