"""A real HTTP server that speaks the daemon's contract and does as it is told."""

import asyncio
import json
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any

from aiohttp import web
from custom_components.liftday.contract import (
    API,
    AthleteList,
    Explanation,
    Flag,
    FlagList,
    LoginStep,
    Outcome,
    Preview,
    RunHistory,
    RunTime,
    ServerInfo,
    Snapshot,
    SourceList,
    write,
)
from tests.ha.made import INFO, snapshot

TOKEN = "right-token"
WANTS_CODE = LoginStep(message="Enter the code.", login="L1")


@dataclass
class FakeDaemon:
    """Serves one snapshot an athlete; `trouble` answers every question with that status instead."""

    info: ServerInfo = INFO
    snapshots: dict[str, Snapshot] = field(default_factory=lambda: {"lena": snapshot()})
    token: str = TOKEN
    trouble: int | None = None
    stream_trouble: int | None = None
    bare_trouble: int | None = None
    body: bytes | None = None
    """What to answer instead of anything else."""
    document: Any = None
    """What to answer instead of a snapshot, without a tag."""
    heartbeat_s: float = 15.0
    asked: list[str] = field(default_factory=list)
    not_modified: int = 0
    syncs: int = 0
    said: list[dict[str, Any]] = field(default_factory=list)
    """Every word: `path` after the athlete, `key`, and the fields of its body."""
    refusal: tuple[int, str] | None = None
    """How every word is refused."""
    drops: int = 0
    """So many words are heard, and then the line breaks."""
    steps: list[LoginStep] = field(default_factory=list)
    """What logins answer, in order; then always `WANTS_CODE`."""
    connectable: tuple[str, ...] = ()
    flags: tuple[Flag, ...] = ()
    runs: tuple[RunTime, ...] | None = None
    """The history; None: a daemon that knows no such address."""
    runs_trouble: int | None = None
    _port: int = 0
    _runner: web.AppRunner | None = None
    _streams: dict[asyncio.Queue[bytes | None], str] = field(default_factory=dict)

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self._port}"

    @property
    def streams(self) -> int:
        """How many clients listen."""
        return len(self._streams)

    async def start(self) -> None:
        """Listen; the second time on the same port as the first."""
        app = web.Application(middlewares=[self._guard])
        app.add_routes(
            [
                web.get(f"{API}/info", self._info),
                web.get(f"{API}/athletes", self._athletes),
                web.get(f"{API}/athletes/{{id}}/snapshot", self._snapshot),
                web.get(f"{API}/athletes/{{id}}/events", self._events),
                web.post(f"{API}/sync", self._sync),
                web.get(f"{API}/athletes/{{id}}/explain", self._explain),
                web.get(f"{API}/athletes/{{id}}/flags", self._flags),
                web.get(f"{API}/athletes/{{id}}/runs", self._runs),
                web.delete(f"{API}/athletes/{{id}}/{{said:flags/.+}}", self._say),
                web.get(f"{API}/athletes/{{id}}/sources", self._sources),
                web.post(f"{API}/athletes/{{id}}/{{said:.+}}", self._say),
            ]
        )
        self._runner = web.AppRunner(app, access_log=None, shutdown_timeout=0.2, handler_cancellation=True)
        await self._runner.setup()
        site = web.TCPSite(self._runner, "127.0.0.1", self._port, reuse_address=True)
        await site.start()
        self._port = self._runner.addresses[0][1]

    async def stop(self) -> None:
        """Vanish, as a daemon does that is told to stop."""
        self.hang_up()
        if self._runner:
            await self._runner.cleanup()
            self._runner = None

    def publish(self, new: Snapshot) -> None:
        """Something changed for this athlete."""
        self.snapshots[new.athlete.id] = new
        for queue, athlete_id in self._streams.items():
            if athlete_id == new.athlete.id:
                queue.put_nowait(_frame(new))

    def say(self, raw: bytes) -> None:
        """Put these bytes on every stream."""
        for queue in self._streams:
            queue.put_nowait(raw)

    def hang_up(self) -> None:
        """End every stream."""
        for queue in self._streams:
            queue.put_nowait(None)

    @web.middleware
    async def _guard(
        self, request: web.Request, handler: Callable[[web.Request], Awaitable[web.StreamResponse]]
    ) -> web.StreamResponse:
        self.asked.append(f"{request.method} {request.path}")
        if self.trouble:
            return _problem(self.trouble, "Trouble", "as the test wants it")
        if self.bare_trouble:
            return web.Response(status=self.bare_trouble, text="oh")
        if self.body is not None:
            return web.Response(body=self.body, content_type="application/json")
        if not request.path.endswith("/info") and request.headers.get("Authorization") != f"Bearer {self.token}":
            return _problem(401, "Unauthorized", "send a valid token")
        return await handler(request)

    async def _info(self, _: web.Request) -> web.Response:
        return web.json_response(write(self.info))

    async def _athletes(self, _: web.Request) -> web.Response:
        return web.json_response(write(AthleteList(athletes=tuple(s.athlete for s in self.snapshots.values()))))

    async def _snapshot(self, request: web.Request) -> web.Response:
        if self.document is not None:
            return web.json_response(self.document)
        document = json.dumps(write(self.snapshots[request.match_info["id"]]))
        etag = f'"{hash(document)}"'
        if request.headers.get("If-None-Match") == etag:
            self.not_modified += 1
            return web.Response(status=304, headers={"ETag": etag})
        return web.Response(text=document, content_type="application/json", headers={"ETag": etag})

    async def _events(self, request: web.Request) -> web.StreamResponse:
        if self.stream_trouble:
            return _problem(self.stream_trouble, "No stream today", None)
        athlete_id = request.match_info["id"]
        response = web.StreamResponse(headers={"Content-Type": "text/event-stream"})
        await response.prepare(request)
        queue: asyncio.Queue[bytes | None] = asyncio.Queue()
        self._streams[queue] = athlete_id
        try:
            await response.write(_frame(self.snapshots[athlete_id]))
            while True:
                try:
                    async with asyncio.timeout(self.heartbeat_s):
                        raw = await queue.get()
                except TimeoutError:
                    raw = b": heartbeat\n\n"
                if raw is None:
                    return response
                await response.write(raw)
        finally:
            del self._streams[queue]

    async def _say(self, request: web.Request) -> web.Response:
        path = request.match_info["said"]
        body = await request.json() if request.can_read_body else {}
        self.said.append({"path": path, "key": request.headers.get("Idempotency-Key"), **body})
        if self.drops:
            self.drops -= 1
            assert request.transport
            request.transport.close()
        if self.refusal:
            return _problem(self.refusal[0], "Refused", self.refusal[1])
        if path == "preview":
            return web.json_response(write(Preview(changes_anything=True)))
        if "/login" in path:
            return web.json_response(write(self.steps.pop(0) if self.steps else WANTS_CODE))
        verb = path.rsplit("/", 1)[-1]
        return web.json_response(write(Outcome(subject="s1", verb=verb, message="Noted.", is_new=True)))

    async def _explain(self, request: web.Request) -> web.Response:
        day = date.fromisoformat(request.query["date"])
        return web.json_response(write(Explanation(date=day, sentences=("It is a rest day.",))))

    async def _flags(self, _: web.Request) -> web.Response:
        return web.json_response(write(FlagList(flags=self.flags)))

    async def _runs(self, _: web.Request) -> web.Response:
        if self.runs_trouble:
            return _problem(self.runs_trouble, "No history now", None)
        if self.runs is None:
            return _problem(404, "Not found", None)
        return web.json_response(write(RunHistory(since=date(2024, 11, 6), runs=self.runs)))

    async def _sources(self, request: web.Request) -> web.Response:
        sources = self.snapshots[request.match_info["id"]].sources
        return web.json_response(write(SourceList(sources=sources, connectable=self.connectable)))

    async def _sync(self, _: web.Request) -> web.Response:
        self.syncs += 1
        return web.Response(status=202)


def with_schema(info: ServerInfo, oldest: int, newest: int) -> ServerInfo:
    return replace(info, schema_oldest=oldest, schema_newest=newest)


def _frame(document: Snapshot) -> bytes:
    return f"event: snapshot\nid: {document.revision}\ndata: {json.dumps(write(document))}\n\n".encode()


def _problem(status: int, title: str, detail: str | None) -> web.Response:
    problem = {"type": "about:blank", "title": title, "status": status} | ({"detail": detail} if detail else {})
    return web.json_response(problem, status=status, content_type="application/problem+json")
