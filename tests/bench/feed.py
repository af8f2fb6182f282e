"""What the calendar feed costs, beside a bare aiohttp handler that sends the same bytes."""

import asyncio
import threading
import time
from collections.abc import Coroutine, Generator
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from aiohttp import web
from tests.bench.figure import Figure
from tests.helpers import remembered
from tests.helpers.household import NOW, config_of, store_of

from liftday_sync.clock import FixedClock
from liftday_sync.keys import feed_keys
from liftday_sync.publish.access import ensure_feed, feed_path
from liftday_sync.publish.health import Health
from liftday_sync.publish.http import Server
from liftday_sync.publish.hub import Hub

REQUESTS = 8000
CONNECTIONS = 4
SESSIONS = 24
"""A month back and a fortnight ahead."""


def run(scale: float) -> list[Figure]:
    """Requests a second of processor time in the server's thread: what one core answers when it does nothing else."""
    count = max(200, round(REQUESTS * scale))
    with TemporaryDirectory() as folder:
        ours, path = _ours(Path(folder))
        with serving(ours) as address:
            etag, body = asyncio.run(_first(address, path))
            have_it, want_it = _request(path, etag), _request(path)
            same, whole = address.rate(have_it, count), address.rate(want_it, count)
        with serving(_bare(path, etag, body)) as address:
            bare_same, bare_whole = address.rate(have_it, count), address.rate(want_it, count)
    return [
        Figure("feed, 304", same, "requests/s on one core", "bare aiohttp", bare_same),
        Figure(f"feed, 200 with {len(body) // 1024} KiB", whole, "requests/s on one core", "bare aiohttp", bare_whole),
    ]


def _ours(folder: Path) -> tuple[web.Application, str]:
    config, clock, hub = config_of(folder), FixedClock(NOW), Hub()
    store = store_of(config)
    starts = [NOW + timedelta(days=2 * n - 30) for n in range(SESSIONS)]
    for n, start in enumerate(starts):
        plan = remembered.plan(remembered.session(f"2026-{n}", start))
        store.save_plan("anna", plan, now=start - timedelta(days=1), trigger="bench")
    path = feed_path(ensure_feed(store, feed_keys(folder), "anna", NOW))
    health = Health(patience=timedelta(days=1), started_at=NOW)
    server = Server(config=config, store=store, hub=hub, health=health, clock=clock, wake=lambda _: None)
    return server.app(), path


def _bare(path: str, etag: str, body: bytes) -> web.Application:
    async def answer(request: web.Request) -> web.Response:
        if request.headers.get("If-None-Match") == etag:
            return web.Response(status=304, headers={"ETag": etag})
        return web.Response(body=body, content_type="text/calendar", headers={"ETag": etag})

    app = web.Application()
    app.router.add_get(path, answer)
    return app


class Address:
    """A server in a thread of its own."""

    def __init__(self, loop: asyncio.AbstractEventLoop, port: int) -> None:
        self.loop = loop
        self.port = port

    def processor_s(self) -> float:
        """What its thread has used so far."""

        async def used() -> float:
            return time.thread_time()

        return asyncio.run_coroutine_threadsafe(used(), self.loop).result()

    def rate(self, request: bytes, count: int) -> float:
        asyncio.run(_ask(self, request, count // 10))
        before = self.processor_s()
        asyncio.run(_ask(self, request, count))
        return count / (self.processor_s() - before)


@contextmanager
def serving(app: web.Application) -> Generator[Address]:
    loop = asyncio.new_event_loop()
    thread = threading.Thread(target=loop.run_forever)
    thread.start()

    def there[R](work: Coroutine[Any, Any, R]) -> R:
        return asyncio.run_coroutine_threadsafe(work, loop).result()

    runner = web.AppRunner(app, access_log=None, shutdown_timeout=0)
    there(runner.setup())
    there(web.TCPSite(runner, "127.0.0.1", 0).start())
    yield Address(loop, runner.addresses[0][1])
    there(runner.cleanup())
    loop.call_soon_threadsafe(loop.stop)
    thread.join()
    loop.close()


def _request(path: str, etag: str = "") -> bytes:
    tag = f"If-None-Match: {etag}\r\n" if etag else ""
    return f"GET {path} HTTP/1.1\r\nHost: localhost\r\n{tag}\r\n".encode()


async def _first(address: Address, path: str) -> tuple[str, bytes]:
    reader, writer = await asyncio.open_connection("127.0.0.1", address.port)
    headers, body = await _exchange(reader, writer, _request(path))
    writer.close()
    return headers["etag"], body


async def _ask(address: Address, request: bytes, count: int) -> None:
    async def one(times: int) -> None:
        reader, writer = await asyncio.open_connection("127.0.0.1", address.port)
        for _ in range(times):
            await _exchange(reader, writer, request)
        writer.close()

    async with asyncio.TaskGroup() as group:
        for _ in range(CONNECTIONS):
            group.create_task(one(count // CONNECTIONS))


async def _exchange(
    reader: asyncio.StreamReader, writer: asyncio.StreamWriter, request: bytes
) -> tuple[dict[str, str], bytes]:
    writer.write(request)
    head = (await reader.readuntil(b"\r\n\r\n")).decode()
    status, *lines = head.strip().split("\r\n")
    headers = {name.lower(): value.strip() for name, _, value in (line.partition(":") for line in lines)}
    assert status.split()[1] in {"200", "304"}, status
    has_body = status.split()[1] == "200"
    return headers, await reader.readexactly(int(headers["content-length"])) if has_body else b""
