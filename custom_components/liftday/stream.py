"""Server-sent events: bytes in, messages out, as the HTML standard describes them."""

from collections.abc import AsyncGenerator, AsyncIterator
from dataclasses import dataclass, field
from typing import Final

LONGEST: Final = 8 * 1024 * 1024
"""Bytes that one message may have; a stream that sends more is not ours."""


class StreamTooLong(ValueError):
    """A message has no end."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Message:
    """One event of a stream."""

    event: str
    data: str


@dataclass(slots=True)
class _Draft:
    """A message of which lines are still to come."""

    event: str = "message"
    data: list[str] = field(default_factory=list)

    def take(self, line: str) -> None:
        """Use one field; ids are not needed, because a stream starts with the whole answer, and `:` is a heartbeat."""
        name, _, value = line.partition(":")
        if name == "event":
            self.event = value.removeprefix(" ")
        elif name == "data":
            self.data.append(value.removeprefix(" "))


async def messages(chunks: AsyncIterator[bytes]) -> AsyncGenerator[Message]:
    """The messages in a stream of bytes, however it is cut; one that is not finished at the end is dropped."""
    draft, size = _Draft(), 0
    async for line in _lines(chunks):
        size += len(line) + 1
        if size > LONGEST:
            raise StreamTooLong("a message on the stream has no end")
        if line:
            draft.take(line.decode("utf-8", "replace"))
            continue
        if draft.data:
            yield Message(event=draft.event, data="\n".join(draft.data))
        draft, size = _Draft(), 0


async def _lines(chunks: AsyncIterator[bytes]) -> AsyncGenerator[bytes]:
    """Lines without their end (LF or CRLF). aiohttp's own reader refuses lines as long as a full plan can be."""
    rest = bytearray()
    async for chunk in chunks:
        rest += chunk
        if len(rest) > LONGEST:
            raise StreamTooLong("a line on the stream has no end")
        *whole, last = rest.split(b"\n")
        rest = last
        for line in whole:
            yield bytes(line).removesuffix(b"\r")
