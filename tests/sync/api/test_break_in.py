"""What was tried to get in, or to bring the server down, and what came of it."""

import asyncio
import gzip
import re
import socket
from collections.abc import AsyncGenerator

import pytest
from aiohttp import web
from tests.helpers.api import openapi
from tests.sync.api.conftest import House

from liftday_sync.publish.silence import Silence

POSTS = sorted(path for path, methods in openapi()["paths"].items() if "post" in methods)


async def raw(house: House, data: bytes) -> bytes:
    """Everything that is answered to these bytes, until the line is closed or silent."""
    reader, writer = await asyncio.open_connection(house.client.server.host, house.client.server.port)
    writer.write(data)
    answer, patience_s = b"", 5.0
    try:
        while part := await asyncio.wait_for(reader.read(65536), patience_s):
            answer, patience_s = answer + part, 0.1
    except TimeoutError, ConnectionError:
        return answer
    finally:
        writer.close()
    return answer


def statuses(answers: bytes) -> list[int]:
    return [int(found) for found in re.findall(rb"^HTTP/1\.[01] (\d{3})", answers, re.MULTILINE)]


@pytest.mark.parametrize(
    "target",
    [
        b"/api/v1/athletes/../athletes/ben/snapshot",
        b"/api/v1/athletes/anna/../ben/snapshot",
        b"/api/v1/athletes/anna%2f..%2fben/snapshot",
        b"/api/v1/athletes/anna%2F%2E%2E%2Fben/snapshot",
        b"//api/v1/athletes/ben/snapshot",
        b"/api/v1/athletes/ben/snapshot/",
        b"/api/v1/athletes/ben%00/snapshot",
        b"/api/v1/athletes/ben;anna/snapshot",
        b"http://localhost/api/v1/athletes/ben/snapshot",
        b"/look.css/../../../../etc/passwd",
        b"/calendar/..%2f..%2fetc%2fpasswd.ics",
        b"/open/..%2f..%2fetc%2fpasswd",
    ],
)
async def test_no_way_leads_out_of_ones_own_corner(house: House, target: bytes) -> None:
    answer = await raw(house, b"GET %s HTTP/1.1\r\nHost: a\r\nAuthorization: Bearer annas\r\n\r\n" % target)
    assert statuses(answer)[0] in {400, 403, 404}
    assert b"America/New_York" not in answer


@pytest.mark.parametrize(
    "who", ["ＡＮＮＡ", "ａｎｎａ", "ANNA", "anna\u200b", "anna%20", "ann\u0430", "anna.", "an%6ea%0a"]
)
async def test_an_id_that_only_looks_like_hers_is_nobodys(house: House, who: str) -> None:
    assert (await house.client.get(f"/api/v1/athletes/{who}/snapshot", headers=all_of())).status == 404


def all_of() -> dict[str, str]:
    return {"Authorization": "Bearer all"}


@pytest.mark.parametrize("where", ["?token=all", "?access_token=all", "?Authorization=Bearer%20all", "#Bearer all"])
async def test_a_token_in_the_address_opens_nothing(house: House, where: str) -> None:
    assert (await house.client.get(f"/api/v1/athletes{where}")).status == 401


@pytest.mark.parametrize("name", ["X-HTTP-Method-Override", "X-Method-Override", "X-HTTP-Method"])
async def test_a_method_is_the_one_that_was_sent(house: House, name: str) -> None:
    path = f"/athletes/anna/sessions/{await house.next_uid()}/skip"
    assert (await house.ask("GET", path, "all", None, **{name: "POST"})).status == 405
    assert (await house.ask("GET", "/athletes/anna/flags", "looker", None, **{name: "POST"})).status == 200
    assert house.asked == []


@pytest.mark.parametrize("path", ["/api/v1/athletes", "/api/v1/sync", "/", "/sign-in"])
async def test_a_browser_that_asks_for_another_site_is_not_encouraged(house: House, path: str) -> None:
    asks = {"Origin": "https://evil.example", "Access-Control-Request-Method": "POST"}
    answer = await house.client.options(path, headers=asks)
    assert answer.status == 405
    assert not [name for name in answer.headers if name.lower().startswith("access-control")]


# --- bytes that are hardly HTTP ---

HEAD = b"POST /api/v1/athletes/anna/flags HTTP/1.1\r\nHost: a\r\nAuthorization: Bearer annas\r\n"
HIDDEN = b"GET /api/v1/athletes/ben/snapshot HTTP/1.1\r\nHost: a\r\nAuthorization: Bearer all\r\n\r\n"


@pytest.mark.parametrize(
    "lines",
    [
        b"Content-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
        b"Content-Length: 5\r\nContent-Length: 0\r\n\r\n",
        b"Content-Length: +0\r\n\r\n",
        b"Content-Length: 0x0\r\n\r\n",
        b"Transfer-Encoding: xchunked\r\n\r\n0\r\n\r\n",
        b"Transfer-Encoding: chunked\r\nTransfer-Encoding: identity\r\n\r\n0\r\n\r\n",
        b"Transfer-Encoding : chunked\r\n\r\n0\r\n\r\n",
        b"Transfer-Encoding: chunked\r\n\r\n0;\n\r\n\r\n",
        b"Content-Length: 0\r\n Folded: x\r\n\r\n",
        b"X: a\nContent-Length: 9\r\n\r\n",
    ],
)
async def test_a_second_request_can_not_be_hidden_in_a_first(house: House, lines: bytes) -> None:
    """Two readers of one stream must not see different requests: whatever is ambiguous ends the line."""
    answer = await raw(house, HEAD + lines + HIDDEN)
    assert len(statuses(answer)) == 1
    assert 400 <= statuses(answer)[0] < 500
    assert b"revision" not in answer


@pytest.mark.parametrize(
    "line",
    [
        b"Authorization: Bearer \xff\xfe", b"Authorization: Bearer \xed\xa0\x80", b"Cookie: liftday=\xff",
        b"Authorization: Bearer all\r\nIdempotency-Key: \xff", b"Authorization: Bearer all\r\nIf-Match: \xff",
        b"Authorization: Bearer all\r\nIf-None-Match: \xff", b"Content-Type: application/json; charset=nonsense",
        b"X: " + b"y" * 100_000, b"\r\n".join(b"X%d: y" % n for n in range(5000)), b"Host: b", b"X\x00: y",
        b"Last-Event-ID: \xff",
        b"Content-Encoding: br",
        b"Accept-Encoding: \xff",
    ],
)  # fmt: skip
async def test_strange_headers_are_no_fault_of_ours(house: House, line: bytes) -> None:
    uid = (await house.next_uid()).encode()
    for target in (b"GET /", b"GET /api/v1/athletes/anna/snapshot", b"GET /calendar/x.ics", b"POST /sign-in",
                   b"POST /api/v1/athletes/anna/sessions/%s/pin" % uid):  # fmt: skip
        answer = await raw(house, b"%s HTTP/1.1\r\nHost: a\r\nContent-Length: 2\r\n%s\r\n\r\n{}" % (target, line))
        assert all(status < 500 for status in statuses(answer)), (target, answer[:200])


@pytest.mark.parametrize(
    "target",
    [
        b"/\xff", b"/calendar/\xff.ics", b"/open/\xff\xfe", b"/webhook/strava/\xff", b"/%ff", b"/calendar/%ff.ics",
        b"/athlete/%ed%a0%80", b"*", b"/open/%ff",
    ],
)  # fmt: skip
async def test_strange_addresses_are_no_fault_of_ours(house: House, target: bytes) -> None:
    for method in (b"GET", b"POST"):
        answer = await raw(house, b"%s %s HTTP/1.1\r\nHost: a\r\n\r\n" % (method, target))
        assert all(status < 500 for status in statuses(answer))


@pytest.mark.parametrize(
    ("kind", "body"),
    [
        ("application/x-www-form-urlencoded", b"token=\xff"),
        ("application/x-www-form-urlencoded; charset=nonsense", b"token=x"),
        ("application/x-www-form-urlencoded; charset=utf-16", b"token"),
        ("application/x-www-form-urlencoded", b"&".join(b"a%d=b" % n for n in range(8000))),
        ("multipart/form-data; boundary=x", b"--x\r\nnonsense"),
        ("multipart/form-data", b""),
        ("text/plain", b"token=all"),
        ("application/json", b'{"token": "all"}'),
    ],
)
async def test_a_broken_form_is_no_fault_of_ours(house: House, kind: str, body: bytes) -> None:
    answer = await house.client.post("/sign-in", data=body, headers={"Content-Type": kind})
    assert 400 <= answer.status < 500


# --- bombs ---


@pytest.mark.parametrize("path", POSTS)
@pytest.mark.parametrize(
    "body", [b"[" * 30_000, b'{"a":' * 12_000, b'{"key": ' + b"9" * 60_000 + b"}", b'{"start": 1e999}']
)
async def test_a_nested_or_endless_document_is_refused(house: House, path: str, body: bytes) -> None:
    where = path.format(id="anna", uid="x", activity="x", source="demo", login="x")
    answer = await house.client.post(where, data=body, headers=all_of() | {"Content-Type": "application/json"})
    assert answer.status < 500


async def test_a_body_that_swells_when_unpacked_is_too_large(house: House) -> None:
    packed = gzip.compress(b" " * 50_000_000)
    headers = all_of() | {"Content-Type": "application/json", "Content-Encoding": "gzip"}
    answer = await house.client.post("/api/v1/athletes/anna/flags", data=packed, headers=headers)
    assert answer.status == 413


async def test_a_body_beyond_the_limit_is_too_large_for_everybody(house: House) -> None:
    for path in ("/api/v1/athletes/anna/flags", "/sign-in"):
        answer = await house.client.post(path, data=b"x" * 200_000, headers=all_of())
        assert answer.status == 413


# --- callers that say nothing ---


@pytest.fixture
async def quiet() -> AsyncGenerator[tuple[str, int]]:
    """A server that is patient for a tenth of a second."""

    async def answer(request: web.Request) -> web.StreamResponse:
        if request.path == "/stream":
            response = web.StreamResponse()
            await response.prepare(request)
            await asyncio.sleep(0.5)
            return response
        return web.Response(text="yes")

    silence = Silence(patience_s=0.1)
    app = web.Application(middlewares=[silence.listen()])
    app.router.add_route("*", "/{path:.*}", answer)
    runner = web.AppRunner(app)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    assert runner.server is not None
    with silence.watching(runner.server):
        yield runner.addresses[0][:2]
    await runner.cleanup()


async def drip(at: tuple[str, int], letters: bytes) -> tuple[bytes, bool]:
    """Say one letter every 10 ms; what was answered, and whether the line was cut before all was said."""
    reader, writer = await asyncio.open_connection(*at)
    cut = False
    for letter in letters:
        try:
            writer.write(bytes([letter]))
            await writer.drain()
        except ConnectionError:
            cut = True
            break
        await asyncio.sleep(0.01)
    try:
        async with asyncio.timeout(1):
            answer = await reader.read(4096)
    except ConnectionError:
        answer, cut = b"", True
    writer.close()
    return answer, cut


async def test_who_says_a_letter_now_and_then_is_hung_up_on(quiet: tuple[str, int]) -> None:
    answer, cut = await drip(quiet, b"GET / HTTP/1.1\r\nHost: a\r\nX: " + b"y" * 100)
    assert (answer, cut) == (b"", True)


async def test_who_says_nothing_at_all_is_hung_up_on_too(quiet: tuple[str, int]) -> None:
    assert await drip(quiet, b"") in ((b"", False), (b"", True))


async def test_a_body_has_to_come_to_its_end(quiet: tuple[str, int]) -> None:
    _, cut = await drip(quiet, b"POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 500\r\n\r\n" + b"y" * 100)
    assert cut


async def test_who_asked_properly_may_listen_as_long_as_they_like(quiet: tuple[str, int]) -> None:
    with socket.socket() as line:
        line.settimeout(0)
        loop = asyncio.get_running_loop()
        await loop.sock_connect(line, quiet)
        await loop.sock_sendall(line, b"GET /stream HTTP/1.1\r\nHost: a\r\n\r\n")
        answer = b""
        async with asyncio.timeout(5):
            while b"0\r\n\r\n" not in answer:
                answer += await loop.sock_recv(line, 4096)
    assert answer.startswith(b"HTTP/1.1 200")


async def test_who_asks_quickly_is_answered_as_ever(quiet: tuple[str, int]) -> None:
    answer, cut = await drip(quiet, b"")
    assert answer == b"" or cut
    reader, writer = await asyncio.open_connection(*quiet)
    for _ in range(3):
        writer.write(b"GET / HTTP/1.1\r\nHost: a\r\n\r\n")
        assert (await reader.readuntil(b"yes")).startswith(b"HTTP/1.1 200")
        await asyncio.sleep(0.25)
    writer.close()
