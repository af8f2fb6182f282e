"""What listeners get: how soon they see a new run over a long history, and what five hundred idle ones cost."""

import asyncio
import json
import math
import subprocess
import sys
import time
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from tempfile import TemporaryDirectory

from aiohttp import ClientSession, ClientTimeout, web
from tests.bench.cycle import LONG, NOW, incoming
from tests.bench.figure import Figure
from tests.helpers.household import config_of, store_of

from liftday_sync.clock import FixedClock
from liftday_sync.cycle import cycle
from liftday_sync.daemon import SAID, Wake
from liftday_sync.house import open_home
from liftday_sync.keys import hash_of
from liftday_sync.publish.health import Health
from liftday_sync.publish.http import Server
from liftday_sync.publish.hub import Hub
from liftday_sync.sources.base import SourceState
from liftday_sync.store import Store
from liftday_sync.store.api import NewToken, SourceReport
from liftday_sync.threads import in_thread

ROUNDS = 60
LISTENERS = 500
SOON_MS, SMALL_MB = 150.0, 60.0
TOKENS = 20
"""A token may have 50 streams."""


def run(scale: float) -> list[Figure]:
    """The figures; the history is always the full one."""
    rounds = max(10, round(ROUNDS * scale))
    took, work_s = asyncio.run(_news(rounds))
    took.sort()
    p95 = took[math.ceil(0.95 * len(took)) - 1]
    return [
        Figure(f"new run to listener, {LONG} stored, p95", p95 * 1000, "ms", "most allowed", SOON_MS),
        Figure("its processor time, server and listener together", work_s / rounds * 1000, "ms"),
        Figure(f"{LISTENERS} idle listeners", _memory(), "MB more", "most allowed", SMALL_MB),
    ]


@dataclass(frozen=True, slots=True, kw_only=True)
class _Line:
    session: ClientSession
    url: str

    async def listen(self, seen: asyncio.Queue[float]) -> None:
        """Note when each document has come, read to its last byte."""
        async with self.session.get(self.url, headers={"Authorization": "Bearer 0"}) as answer:
            async for line in answer.content:
                if line.startswith(b"data: ") and json.loads(line[6:]).get("schema"):
                    seen.put_nowait(time.perf_counter())


async def _news(rounds: int) -> tuple[list[float], float]:
    """Seconds from storing a run until a listener has the document that knows of it; and the processor's seconds."""
    with TemporaryDirectory() as folder:
        server, store, hub = await in_thread(_server, Path(folder))
        batch = [incoming(n) for n in range(LONG)]
        await in_thread(store.save_batch, "anna", "bench", batch, cursor=None, now=NOW)
        fresh = SourceReport(source="bench", state=SourceState.OK, last_ok_at=NOW, last_try_at=NOW)
        await in_thread(store.save_source_report, "anna", fresh)
        athlete = server.config.athletes[0].model_copy(update={"sources": ()})
        home = await in_thread(open_home, athlete, store, hub, server.config.folder)
        wake, seen, took = Wake(), asyncio.Queue[float](), list[float]()

        async def work() -> None:
            while True:
                await wake.wait()
                await cycle(home, NOW, trigger="bench", look=False)

        runner = web.AppRunner(server.app(), access_log=None, shutdown_timeout=0)
        await runner.setup()
        await web.TCPSite(runner, "127.0.0.1", 0).start()
        url = f"http://127.0.0.1:{runner.addresses[0][1]}/api/v1/athletes/anna/events"
        await cycle(home, NOW, trigger="bench", look=False)
        async with ClientSession(timeout=ClientTimeout(total=None), read_bufsize=2**20) as session:
            line = _Line(session=session, url=url)
            async with asyncio.TaskGroup() as group:
                tasks = [group.create_task(work()), group.create_task(line.listen(seen))]
                await seen.get()
                work_began = time.process_time()
                for n in range(rounds):
                    new = [incoming(-1 - n)]
                    began = time.perf_counter()
                    await in_thread(store.save_batch, "anna", "bench", new, cursor=None, now=NOW)
                    wake.call(SAID, look=False)
                    async with asyncio.timeout(10):
                        took.append(await seen.get() - began)
                work_s = time.process_time() - work_began
                for task in tasks:
                    task.cancel()
        hub.close()
        await runner.cleanup()
        await in_thread(store.close)
    return took, work_s


def _server(folder: Path) -> tuple[Server, Store, Hub]:
    config, hub = config_of(folder), Hub()
    store = store_of(config)
    for n in range(TOKENS):
        row = NewToken(token_hash=hash_of(str(n)), scope="full", athlete_id=None, label=str(n))
        store.save_token(row, now=NOW)
    health = Health(patience=timedelta(days=1), started_at=NOW)
    server = Server(config=config, store=store, hub=hub, health=health, clock=FixedClock(NOW), wake=lambda _: None)
    return server, store, hub


def _memory() -> float:
    """Megabytes that a server of its own needs more with all listeners than with none."""
    program = "from tests.bench.serve import alone; alone()"
    with subprocess.Popen([sys.executable, "-c", program], stdin=subprocess.PIPE, stdout=subprocess.PIPE) as server:  # noqa: S603 (our own program)
        assert server.stdout is not None
        assert server.stdin is not None
        port = int(server.stdout.readline())
        more = asyncio.run(_idle(port, server.pid))
        server.stdin.close()
    return more


def alone() -> None:
    """A server in this process, until standard input ends; its port is printed."""
    asyncio.run(_alone())


async def _alone() -> None:
    with TemporaryDirectory() as folder:
        server, store, hub = await in_thread(_server, Path(folder))
        home = await in_thread(open_home, server.config.athletes[0], store, hub, server.config.folder)
        await cycle(home, NOW, trigger="bench")
        runner = web.AppRunner(server.app(), access_log=None, shutdown_timeout=0)
        await runner.setup()
        await web.TCPSite(runner, "127.0.0.1", 0).start()
        print(runner.addresses[0][1], flush=True)
        await in_thread(sys.stdin.read)
        hub.close()
        await runner.cleanup()
        await in_thread(store.close)


async def _idle(port: int, pid: int) -> float:
    lines = []
    before = 0.0
    for n in range(LISTENERS + 1):
        reader, writer = await asyncio.open_connection("127.0.0.1", port)
        head = f"GET /api/v1/athletes/anna/events HTTP/1.1\r\nHost: a\r\nAuthorization: Bearer {n % TOKENS}\r\n\r\n"
        writer.write(head.encode())
        assert b" 200 " in await reader.readline()
        lines.append(writer)
        before = before or _resident_mb(pid)  # the first one pays for what all share
    await asyncio.sleep(1)
    after = _resident_mb(pid)
    for writer in lines:
        writer.close()
    return after - before


def _resident_mb(pid: int) -> float:
    status = Path(f"/proc/{pid}/status").read_text(encoding="ascii")
    [kilobytes] = [line.split()[1] for line in status.splitlines() if line.startswith("VmRSS:")]
    return int(kilobytes) / 1024
