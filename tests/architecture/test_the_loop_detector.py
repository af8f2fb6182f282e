import socket

import pytest
from blockbuster import BlockingError


async def test_a_blocking_call_in_the_loop_fails_the_test() -> None:
    with socket.socket() as asks, pytest.raises(BlockingError):
        asks.connect(("127.0.0.1", 9))


def test_outside_the_loop_the_same_call_is_nobodys_business() -> None:
    with socket.socket() as asks, pytest.raises(ConnectionRefusedError):
        asks.connect(("127.0.0.1", 9))
