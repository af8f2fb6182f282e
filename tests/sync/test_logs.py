"""What the daemon writes to its log: a story a cycle, and never a secret."""

import asyncio
import json
import logging
from collections.abc import Iterator

import pytest
from aiohttp import ClientSession, web
from aiohttp.test_utils import TestServer
from tests.helpers.household import snapshot_of

from liftday_sync.logs import HIDDEN, NO_TRACE, AsJson, LogFormat, LogLevel, formatter, set_up
from liftday_sync.story import Story

KEY = "Zz9-_" * 8 + "Qq7"
WORD = "s3cr3t-Word"
SAID = (
    f"GET /api/v1/athletes Authorization: Bearer {WORD}",
    "authorization: basic YW5uYTpzM2NyM3Rs3cr3tWord==",
    f"GET /calendar/{WORD}.ics 304",
    f"GET /calendar/{WORD}/busy.ics",
    f"opened http://liftday.local:8098/open/{WORD} twice",
    f"POST /webhook/strava/{WORD} 200",
    f"https://www.strava.com/api/v3/athlete?page=1&access_token={WORD}&per_page=200",
    f"https://example.org/?client_secret={WORD}",
    f"grant_type=refresh_token&refresh_token={WORD}",
    f"http://localhost/?state={WORD}&scope=read&code={WORD}",
    f"https://anna:{WORD}@example.org/feed.ics",
    f"ntfys://anna:{WORD}@ntfy.example/runs",
    f'{{"access_token": "{WORD}", "athlete": 1}}',
    f"{{'refresh_token': '{WORD}'}}",
    f'{{"client_secret":"{WORD}"}}',
    f'{{"password": "{WORD}"}}',
    f"https://connect.example/sso?ticket={WORD}",
    f"the key {KEY} was used",
)


def record(message: str, *, fault: bool = False) -> logging.LogRecord:
    trouble = ConnectionError(message)
    info = (ConnectionError, trouble, trouble.__traceback__) if fault else None
    return logging.LogRecord("liftday_sync.daemon", logging.INFO, "daemon.py", 1, "%s", (message,), info)


@pytest.mark.parametrize("kind", LogFormat)
@pytest.mark.parametrize("said", SAID)
def test_no_secret_reaches_the_log_by_a_message_or_a_trace(kind: LogFormat, said: str) -> None:
    for fault in (False, True):
        line = formatter(kind).format(record(said, fault=fault))
        assert HIDDEN in line
        assert not {"s3cr3t", "Word", KEY} & {part for part in ("s3cr3t", "Word", KEY) if part in line}


@pytest.mark.parametrize(
    "said",
    [
        "anna: new data; today rest; next Fri 27 Nov 18:00 (full); 1 change; sources ok; revision 7; 41 ms",
        "The database /var/lib/liftday/liftday.db is locked by another program.",
        "https://example.org/runs?page=2&per_page=200",
        "0123456789abcdef0123456789abcdef",
    ],
)
def test_what_is_no_secret_stays_readable(said: str) -> None:
    assert formatter(LogFormat.TEXT).format(record(said)).endswith(said)


def test_a_cycle_is_one_line_that_tells_the_story() -> None:
    story = Story(snapshot=snapshot_of(revision=7), trigger="new data", took_ms=41)
    assert str(story) == (
        "anna: new data; today run_only; next Fri 27 Nov 18:00 (full); 1 change; sources ok; revision 7; 41 ms"
    )


def test_the_same_line_is_made_of_fields_for_programs() -> None:
    story = Story(snapshot=snapshot_of(revision=7), trigger="new data", took_ms=41)
    logged = record(str(story))
    logged.story = story.fields()
    line = json.loads(AsJson().format(logged))
    assert line["message"] == str(story)
    assert line["at"].endswith("+00:00")
    assert {name: line[name] for name in ("level", "event", "athlete", "trigger", "revision", "changes", "ms")} == {
        "level": "info",
        "event": "cycle",
        "athlete": "anna",
        "trigger": "new data",
        "revision": 7,
        "changes": 1,
        "ms": 41,
    }
    assert line["sources"] == {"demo": "ok"}


async def scanned(level: LogLevel, caplog: pytest.LogCaptureFixture) -> list[str]:
    """What the log says of a server to whom a port scanner speaks, and then somebody with a sound request."""

    async def fine(_: web.Request) -> web.Response:
        return web.Response(text="fine")

    app = web.Application()
    app.router.add_get("/", fine)
    set_up(LogFormat.TEXT, level)
    logging.getLogger().addHandler(caplog.handler)
    async with TestServer(app) as server:
        for noise in (
            b"GET / HTTP/1.1\r\nHost: a\r\nBad Header\r\n\r\n",
            b"GET / HTTP/9.9\x00\r\n\r\n",
            b"\x16\x03\x01\x02",
        ):
            reader, writer = await asyncio.open_connection("127.0.0.1", server.port)
            writer.write(noise + b"\r\n\r\n")
            await reader.read()
            writer.close()
        async with ClientSession() as session, session.get(server.make_url("/")) as answer:
            assert answer.status == 200
    return [caplog.handler.format(record) for record in caplog.records if record.name == "aiohttp.server"]


@pytest.fixture
def quiet_again() -> Iterator[None]:
    """The log of the tests is as it was."""
    root = logging.getLogger()
    before = root.level, root.handlers[:]
    yield
    root.setLevel(before[0])
    root.handlers[:] = before[1]


@pytest.mark.usefixtures("quiet_again")
async def test_a_port_scanner_leaves_no_trace_in_the_log(caplog: pytest.LogCaptureFixture) -> None:
    assert await scanned(LogLevel.INFO, caplog) == []


@pytest.mark.usefixtures("quiet_again")
async def test_who_looks_close_sees_a_line_for_each_and_no_trace(caplog: pytest.LogCaptureFixture) -> None:
    lines = await scanned(LogLevel.DEBUG, caplog)
    assert any("What 127.0.0.1 sent is no HTTP." in line for line in lines)
    assert not any("ERROR" in line for line in lines)


def test_a_fault_of_ours_keeps_its_trace() -> None:
    fault = record("A handler failed.", fault=True)
    assert NO_TRACE.filter(fault)
    assert fault.exc_info is not None
