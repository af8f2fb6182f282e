"""How many listeners there are: a leaking client must not take the daemon's memory."""

from collections import Counter
from collections.abc import Generator
from contextlib import contextmanager

PER_TOKEN = 50
IN_ALL = 1000


class TooMany(Exception):
    """No room for one more listener now."""


class Streams:
    """Counts the open event streams, by token."""

    def __init__(self) -> None:
        self._open: Counter[str] = Counter()

    @property
    def total(self) -> int:
        """How many there are."""
        return self._open.total()

    @contextmanager
    def one(self, token_hash: str) -> Generator[None]:
        """Room for one listener while it lasts. Raises `TooMany`."""
        if self._open[token_hash] >= PER_TOKEN or self._open.total() >= IN_ALL:
            raise TooMany
        self._open[token_hash] += 1
        try:
            yield
        finally:
            self._open[token_hash] -= 1
            if not self._open[token_hash]:
                del self._open[token_hash]
