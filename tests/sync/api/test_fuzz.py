"""Ten thousand requests that nobody should send: an answer to each, and none of them a fault of ours."""

import asyncio
import random
from collections import Counter
from typing import Any

import pytest
from aiohttp.test_utils import TestClient, TestServer
from tests.helpers.api import openapi
from tests.sync.api.conftest import House

HOW_MANY = 8000
RAW = 2000
WORDS = [
    "",
    "null",
    "../..",
    "%00",
    "%2e%2e",
    "a" * 300,
    "ü",
    "\u202e",
    "2026-W48-1",
    "demo:1",
    "1",
    "-1",
    "{id}",
    "'--",
]
VALUES: list[Any] = [
    None, True, 0, -1, 1e308, 2**63, 10**30, "", "x" * 5000, "\x00", "\ud800", [], {}, [[]], {"a": {}}, "hard", "sick",
    "2026-11-27T18:00:00+01:00", "0001-01-01T00:00:00+14:00", "9999-12-31T23:59:59-12:00", "2026-13-45", "NaN",
]  # fmt: skip
DOCUMENT = openapi()
OPERATIONS = [
    (method.upper(), path, one)
    for path, methods in DOCUMENT["paths"].items()
    for method, one in methods.items()
    if not path.endswith("/events")
]


def nonsense(luck: random.Random, depth: int = 0) -> Any:
    if depth > 3 or luck.random() < 0.6:
        return luck.choice(VALUES)
    if luck.random() < 0.5:
        return [nonsense(luck, depth + 1) for _ in range(luck.randint(0, 3))]
    return {luck.choice(WORDS): nonsense(luck, depth + 1) for _ in range(luck.randint(0, 3))}


def body_of(luck: random.Random, operation: dict[str, Any]) -> Any:
    """Nonsense in the right places, or all over."""
    schema = operation.get("requestBody", {}).get("content", {}).get("application/json", {}).get("schema", {})
    if "$ref" in schema:
        schema = DOCUMENT["components"]["schemas"][schema["$ref"].rpartition("/")[2]]
    fields = list(schema.get("properties", {}))
    if not fields or luck.random() < 0.2:
        return nonsense(luck)
    return {name: nonsense(luck) for name in luck.sample(fields, luck.randint(0, len(fields)))}


@pytest.mark.slow
async def test_nonsense_in_every_place_of_every_address_is_no_fault(house: House) -> None:
    luck = random.Random(7)  # noqa: S311 (the same nonsense every time)
    uid = await house.next_uid()
    statuses: Counter[int] = Counter()

    async def one() -> None:
        method, path, operation = luck.choice(OPERATIONS)
        parts = {name: luck.choice([*WORDS, uid]) for name in ("uid", "activity", "flag", "source", "login")}
        where = path.removeprefix("/api/v1").format(id=luck.choice(["anna", "anna", "anna", "zoe", ""]), **parts)
        query = luck.choice(["", "", "?date=2026-11-27", f"?date={luck.choice(WORDS)}", "?mistake=maybe", "?x"])
        answer = await house.ask(method, where + query, "all", _sendable(body_of(luck, operation)))
        statuses[answer.status] += 1
        assert answer.status < 500, (method, where, query, await answer.text())
        await answer.read()

    for _ in range(HOW_MANY // 20):
        await asyncio.gather(*(one() for _ in range(20)))
    assert statuses.total() == HOW_MANY
    assert statuses[200] > 100  # some of it made sense, or nothing behind the door would have been tried
    assert statuses[422] > 1000


def _sendable(body: Any) -> Any:
    """JSON knows no lone half of a character; the client would refuse to send it."""
    return None if "\\ud800" in repr(body) else body


@pytest.mark.slow
async def test_what_is_hardly_http_breaks_nothing(house: House) -> None:
    luck = random.Random(11)  # noqa: S311 (the same nonsense every time)
    host, port = house.client.server.host, house.client.server.port
    begins = [b"GET /api/v1/info HTTP/1.1\r\n", b"POST /api/v1/athletes/anna/flags HTTP/1.1\r\n", b"GET / HTTP/9.9\r\n"]
    lines = [
        b"Host: localhost\r\n", b"Host: a\r\nHost: b\r\n", b"Content-Length: -5\r\n", b"Content-Length: 99999999\r\n",
        b"Transfer-Encoding: chunked\r\n", b"Authorization: Bearer all\r\n", b"X: " + b"y" * 9000 + b"\r\n",
        b"\x00: \x00\r\n",
        b"Content-Type: application/json\r\n", b"Expect: 100-continue\r\n", b": \r\n", b"If-None-Match: \xff\xfe\r\n",
    ]  # fmt: skip
    answered = 0
    for _ in range(RAW):
        raw = luck.choice(begins) + b"".join(luck.sample(lines, luck.randint(0, 5))) + b"\r\n" + luck.randbytes(20)
        raw = raw if luck.random() < 0.8 else raw[: luck.randint(0, len(raw))]
        reader, writer = await asyncio.open_connection(host, port)
        writer.write(raw)
        writer.write_eof()
        try:
            async with asyncio.timeout(5):
                head = await reader.read(64)
        except ConnectionResetError:
            head = b""
        answered += bool(head)
        assert not head.startswith((b"HTTP/1.1 5", b"HTTP/1.0 5")), (raw, head)
        writer.close()
    assert answered > RAW // 4
    assert (await house.ask("GET", "/athletes")).status == 200


async def test_the_fuzz_would_notice_a_fault(house: House) -> None:
    """A fault of ours is a 500 that says nothing of the request."""

    async def faulty(_: object) -> None:
        raise ZeroDivisionError("secret-of-the-request")

    app = house.server.app()
    app.router.add_get("/faulty", faulty)  # type: ignore[arg-type]  # it never answers
    async with TestClient(TestServer(app)) as client:
        answer = await client.get("/faulty")
        assert answer.status == 500
        assert "secret-of-the-request" not in await answer.text()
