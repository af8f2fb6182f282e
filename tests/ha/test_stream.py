"""Server-sent events, however the bytes are cut."""

from collections.abc import AsyncGenerator

import pytest
from custom_components.liftday.stream import LONGEST, Message, StreamTooLong, messages

TWO = b"event: snapshot\nid: 1\ndata: {}\n\n: heartbeat\n\nevent: source\ndata: a\ndata: b\n\n"


async def _chunks(data: bytes, size: int) -> AsyncGenerator[bytes]:
    for start in range(0, len(data), size):
        yield data[start : start + size]


async def _read(data: bytes, size: int = 1_000_000) -> list[Message]:
    return [message async for message in messages(_chunks(data, size))]


@pytest.mark.parametrize("size", [1, 2, 7, 1000])
async def test_the_cut_of_the_bytes_does_not_matter(size: int) -> None:
    expected = [Message(event="snapshot", data="{}"), Message(event="source", data="a\nb")]
    assert await _read(TWO, size) == expected


@pytest.mark.parametrize("size", [1, 1000])
async def test_lines_may_end_as_on_windows(size: int) -> None:
    assert await _read(b"event: x\r\ndata: 1\r\n\r\n", size) == [Message(event="x", data="1")]


async def test_a_character_cut_in_two_is_whole_again() -> None:
    assert await _read("data: 3 × 8 · Rücken\n\n".encode(), 1) == [Message(event="message", data="3 × 8 · Rücken")]


async def test_an_unfinished_message_is_dropped() -> None:
    assert await _read(b"data: 1\n\ndata: 2") == [Message(event="message", data="1")]


async def test_a_line_longer_than_any_buffer_is_read() -> None:
    [message] = await _read(b"data: " + b"x" * 500_000 + b"\n\n", 65_536)
    assert len(message.data) == 500_000


@pytest.mark.parametrize("endless", [b"x", b"data: xxxx\n"], ids=["line", "message"])
async def test_a_stream_without_end_is_refused(endless: bytes) -> None:
    with pytest.raises(StreamTooLong):
        await _read(endless * (LONGEST // len(endless) + 2), 65_536)
