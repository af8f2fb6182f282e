"""A fake service: a real HTTP server in a thread of its own, with a list of faults that a test writes as it goes.

Each fake inherits from `FakeServer`, adds its routes and holds its data as plain attributes that tests change. A fault
stands before the routes: the first one that fits a request and is not used up decides what happens to it.

    with FakeGarmin() as garmin:
        garmin.faults.append(too_many(retry_after_s=14, path="/activitylist"))
"""

import asyncio
import json
import re
import threading
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from types import TracebackType
from typing import Any, Self

from aiohttp import web

type Handler = Callable[[web.Request], Awaitable[web.StreamResponse]]
type Answer = Callable[[web.Request, Handler], Awaitable[web.StreamResponse]]

HANG_S = 30.0
START_S = 10.0
PAGE = "<!DOCTYPE html><html><head><title>Just a moment...</title></head><body>Checking your browser</body></html>"


@dataclass(frozen=True, slots=True, kw_only=True)
class Seen:
    """One request that arrived."""

    method: str
    path: str
    query: dict[str, str]
    headers: dict[str, str]
    body: bytes


@dataclass(slots=True, kw_only=True)
class Fault:
    """What goes wrong with the requests that fit. `answer` is given the request and the handler that would serve it."""

    answer: Answer
    path: str = ""
    """A regular expression, searched in the path."""
    method: str | None = None
    times: int | None = 1
    """How often; None: for ever."""
    after: int = 0
    """So many fitting requests are served first."""
    hits: int = field(default=0, init=False)

    def takes(self, request: web.Request) -> bool:
        """Whether it strikes now; counts as it does."""
        fits = self.method in {None, request.method} and re.search(self.path, request.path)
        if not fits or self.times == 0:
            return False
        if self.after:
            self.after -= 1
            return False
        self.times = None if self.times is None else self.times - 1
        self.hits += 1
        return True


def status(
    code: int,
    body: Any = None,
    *,
    headers: dict[str, str] | None = None,
    path: str = "",
    method: str | None = None,
    times: int | None = 1,
    after: int = 0,
) -> Fault:
    """An answer with this status; `body` is sent as JSON, text as it stands."""

    async def answer(_request: web.Request, _handler: Handler) -> web.StreamResponse:
        text = body if isinstance(body, str) else json.dumps({} if body is None else body)
        kind = "text/html" if isinstance(body, str) else "application/json"
        return web.Response(status=code, text=text, content_type=kind, headers=headers)

    return Fault(answer=answer, path=path, method=method, times=times, after=after)


def unauthorized(**where: Any) -> Fault:
    """401."""
    return status(401, {"error": "unauthorized"}, **where)


def too_many(retry_after_s: int | None = None, **where: Any) -> Fault:
    """429, with or without Retry-After."""
    headers = {} if retry_after_s is None else {"Retry-After": str(retry_after_s)}
    return status(429, {"error": "too many requests"}, headers=headers, **where)


def server_error(code: int = 500, **where: Any) -> Fault:
    """A fault of the service."""
    return status(code, {"error": "internal"}, **where)


def html(code: int = 200, **where: Any) -> Fault:
    """A page for people where JSON was to be."""
    return status(code, PAGE, **where)


def hang(seconds: float = HANG_S, **where: Any) -> Fault:
    """No answer for so long."""

    async def answer(request: web.Request, handler: Handler) -> web.StreamResponse:
        await asyncio.sleep(seconds)
        return await handler(request)

    return Fault(answer=answer, **where)


def drop(**where: Any) -> Fault:
    """The connection is cut before an answer: to the client, the network is down."""

    async def answer(request: web.Request, _handler: Handler) -> web.StreamResponse:
        assert request.transport is not None
        request.transport.abort()
        return web.Response()

    return Fault(answer=answer, **where)


def truncated(**where: Any) -> Fault:
    """The right answer, cut off in its middle."""

    async def answer(request: web.Request, handler: Handler) -> web.StreamResponse:
        whole = await handler(request)
        assert isinstance(whole, web.Response)
        assert isinstance(whole.body, bytes)
        half = web.StreamResponse(status=whole.status)
        half.content_type = whole.content_type
        half.content_length = len(whole.body)
        await half.prepare(request)
        await half.write(whole.body[: len(whole.body) // 2])
        assert request.transport is not None
        request.transport.close()
        return half

    return Fault(answer=answer, **where)


def changed(change: Callable[[Any], Any], **where: Any) -> Fault:
    """The right answer, its JSON altered: null and unknown fields, an item twice, a page too short."""

    async def answer(request: web.Request, handler: Handler) -> web.StreamResponse:
        whole = await handler(request)
        assert isinstance(whole, web.Response)
        assert isinstance(whole.body, bytes)
        return web.json_response(change(json.loads(whole.body)), status=whole.status)

    return Fault(answer=answer, **where)


def then(what: Callable[[], None], **where: Any) -> Fault:
    """Serve as usual, and change something right after: a list that shifts while it is paged."""

    async def answer(request: web.Request, handler: Handler) -> web.StreamResponse:
        served = await handler(request)
        what()
        return served

    return Fault(answer=answer, **where)


class FakeServer:
    """A service on a free port of this machine, from `start` to `stop`; `with` does both."""

    def __init__(self) -> None:
        self.faults: list[Fault] = []
        self.seen: list[Seen] = []
        self.url = ""
        self._loop: asyncio.AbstractEventLoop | None = None
        self._thread: threading.Thread | None = None
        self._stopping: asyncio.Event | None = None

    def routes(self) -> list[web.RouteDef]:
        """What the service answers; for the fake to say."""
        raise NotImplementedError

    def count(self, path: str = "", method: str | None = None) -> int:
        """How many requests arrived whose path this regular expression finds."""
        return sum(1 for one in self.seen if re.search(path, one.path) and method in {None, one.method})

    def forget(self) -> None:
        """Count anew, without faults."""
        self.seen.clear()
        self.faults.clear()

    def start(self) -> Self:
        """Serve. Not to be called inside a running loop: it waits."""
        ready = threading.Event()
        problem: list[BaseException] = []

        def run() -> None:
            try:
                asyncio.run(self._serve(ready))
            except BaseException as error:  # noqa: BLE001 (told to the thread that waits)
                problem.append(error)
                ready.set()

        self._thread = threading.Thread(target=run, name="fake", daemon=True)
        self._thread.start()
        if not ready.wait(START_S) or problem:
            raise RuntimeError("the fake server did not start") from (problem[0] if problem else None)
        return self

    def stop(self) -> None:
        """Serve no longer; whatever hangs is cut."""
        if self._loop is None or self._thread is None or self._stopping is None:
            return
        self._loop.call_soon_threadsafe(self._stopping.set)
        self._thread.join(START_S)
        self._loop = self._thread = self._stopping = None

    def __enter__(self) -> Self:
        return self.start()

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.stop()

    async def _serve(self, ready: threading.Event) -> None:
        app = web.Application(middlewares=[self._middleware()])
        app.add_routes(self.routes())
        runner = web.AppRunner(app, access_log=None, handler_cancellation=True, shutdown_timeout=0.1)
        await runner.setup()
        site = web.TCPSite(runner, "127.0.0.1", self._port())
        await site.start()
        host, port = runner.addresses[0][:2]
        self.url = f"http://{host}:{port}"
        self._loop, self._stopping = asyncio.get_running_loop(), asyncio.Event()
        ready.set()
        try:
            await self._stopping.wait()
        finally:
            await runner.cleanup()

    def _port(self) -> int:
        """The same port again after a stop, so that a service can go down and come back."""
        return int(self.url.rpartition(":")[2]) if self.url else 0

    def _middleware(self) -> Any:
        @web.middleware
        async def strike(request: web.Request, handler: Handler) -> web.StreamResponse:
            self.seen.append(
                Seen(
                    method=request.method,
                    path=request.path,
                    query=dict(request.query),
                    headers=dict(request.headers),
                    body=await request.read(),
                )
            )
            for fault in self.faults:
                if fault.takes(request):
                    return await fault.answer(request, handler)
            return await handler(request)

        return strike
