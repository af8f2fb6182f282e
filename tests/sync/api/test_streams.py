"""Server-sent events as a listener gets them: ids, news, coming back, silence, and every way in which a stream ends."""

import asyncio
import json
import socket
from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from functools import partial

import pytest
from aiohttp import ClientConnectionResetError, ClientResponse, web
from tests.helpers.household import NOW, snapshot_of
from tests.sync.api.conftest import House

from liftday_sync import contract
from liftday_sync.keys import hash_of
from liftday_sync.publish import events
from liftday_sync.publish.hub import QUEUE_LENGTH, REMEMBERED
from liftday_sync.threads import in_thread

WHERE = "/athletes/anna/events"


@pytest.fixture
def quick(monkeypatch: pytest.MonkeyPatch) -> None:
    """A heartbeat every 50 ms, and a tenth of a second for a reader that takes nothing."""
    monkeypatch.setattr(events, "stream", partial(events.stream, heartbeat_s=0.05, patience_s=0.1))


async def event(answer: ClientResponse) -> dict[str, str]:
    """The next event, its fields by name; a comment stands under an empty name."""
    async with asyncio.timeout(5):
        lines = []
        while (line := await answer.content.readline()).strip():
            lines.append(line.decode().rstrip("\n").partition(":"))
    return {name: value.removeprefix(" ") for name, _, value in lines}


def newer(revision: int, **changes: object) -> contract.Snapshot:
    return replace(snapshot_of(revision=revision), **changes)  # type: ignore[arg-type]  # fields by name


async def test_the_first_event_is_the_whole_document_with_an_id(house: House) -> None:
    document = house.hub.publish(snapshot_of())
    first = await event(await house.ask("GET", WHERE))
    assert (first["event"], first["id"]) == ("snapshot", document.etag.strip('"'))
    assert contract.read(contract.Snapshot, json.loads(first["data"])) == snapshot_of()


async def test_what_became_different_follows_the_document(house: House) -> None:
    house.hub.publish(snapshot_of())
    answer = await house.ask("GET", WHERE)
    await event(answer)
    old = snapshot_of().changes[0]
    new = replace(old, change="skipped", revision=2)
    down = contract.Source(name="demo", state=contract.SourceState.OFFLINE, detail="It can't be reached.")
    house.hub.publish(newer(2, changes=(old, new), sources=(down,)))
    told = [await event(answer) for _ in range(3)]
    assert [one["event"] for one in told] == ["snapshot", "change", "source"]
    assert contract.read(contract.Change, json.loads(told[1]["data"])) == new
    assert contract.read(contract.Source, json.loads(told[2]["data"])) == down
    assert ["id" in one for one in told] == [True, False, False]


async def test_a_listener_that_goes_while_it_is_written_to_is_no_error(
    house: House, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    async def gone(_response: web.StreamResponse, _frames: bytes) -> None:
        raise ClientConnectionResetError("Cannot write to closing transport")

    house.hub.publish(snapshot_of())
    answer = await house.ask("GET", WHERE)
    await event(answer)
    monkeypatch.setattr(web.StreamResponse, "write", gone)
    house.hub.publish(newer(2, changes=()))
    async with asyncio.timeout(5):
        assert await answer.content.read() == b""
    assert [record for record in caplog.records if record.levelname == "ERROR"] == []


async def test_a_later_look_at_a_source_is_no_news_of_it(house: House) -> None:
    house.hub.publish(newer(1, changes=()))
    answer = await house.ask("GET", WHERE)
    await event(answer)
    [source] = snapshot_of().sources
    house.hub.publish(newer(2, changes=(), sources=(replace(source, last_ok_at=NOW + timedelta(hours=1)),)))
    house.hub.publish(newer(3, changes=()))
    assert [(await event(answer))["event"] for _ in range(2)] == ["snapshot", "snapshot"]


async def test_who_comes_back_hears_what_was_missed(house: House) -> None:
    seen = house.hub.publish(snapshot_of()).etag.strip('"')
    old = snapshot_of().changes[0]
    house.hub.publish(newer(2, changes=(old, replace(old, change="skipped", revision=2))))
    answer = await house.ask("GET", WHERE, **{"Last-Event-ID": seen})
    assert [(await event(answer))["event"] for _ in range(2)] == ["snapshot", "change"]


@pytest.mark.parametrize("seen", ["of-another-life", "", "0" * 7000])
async def test_who_comes_back_after_too_long_gets_the_whole_document_alone(house: House, seen: str) -> None:
    house.hub.publish(snapshot_of())
    answer = await house.ask("GET", WHERE, **{"Last-Event-ID": seen})
    assert (await event(answer))["event"] == "snapshot"
    house.hub.publish(newer(2))
    assert (await event(answer))["event"] == "snapshot"


async def test_only_the_latest_documents_are_remembered(house: House) -> None:
    seen = house.hub.publish(snapshot_of()).etag.strip('"')
    for revision in range(2, REMEMBERED + 3):
        latest = house.hub.publish(newer(revision))
    assert house.hub.news_since("anna", seen, latest) is None


@pytest.mark.usefixtures("quick")
async def test_a_comment_now_and_then_proves_the_line_alive(house: House) -> None:
    house.hub.publish(snapshot_of())
    answer = await house.ask("GET", WHERE)
    await event(answer)
    assert [await event(answer) for _ in range(2)] == [{"": "heartbeat"}] * 2


@pytest.mark.usefixtures("quick")
async def test_a_stream_ends_when_its_token_does(house: House) -> None:
    answer = await house.ask("GET", WHERE)
    await event(answer)
    await in_thread(house.store.revoke_token, hash_of("all"))
    async with asyncio.timeout(5):
        rest = await answer.content.read()
    assert set(rest.split(b"\n\n")) <= {b": heartbeat", b""}
    assert house.server.streams.total == 0


@pytest.mark.usefixtures("quick")
async def test_a_stream_with_constant_news_ends_with_its_token_too(house: House) -> None:
    answer = await house.ask("GET", WHERE)
    await event(answer)
    await in_thread(house.store.revoke_token, hash_of("all"))
    async with asyncio.timeout(5):
        revision = 2
        while house.server.streams.total:
            house.hub.publish(newer(revision))
            revision += 1
            await asyncio.sleep(0.02)
    assert revision < 50


@pytest.mark.usefixtures("quick")
async def test_a_reader_that_takes_nothing_is_cut_off_and_keeps_no_room(house: House) -> None:
    line = socket.socket()
    line.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
    line.settimeout(0)
    loop = asyncio.get_running_loop()
    await loop.sock_connect(line, (house.client.server.host, house.client.server.port))
    head = f"GET /api/v1{WHERE} HTTP/1.1\r\nHost: a\r\nAuthorization: Bearer all\r\n\r\n"
    await loop.sock_sendall(line, head.encode())
    await _until(lambda: house.server.streams.total == 1)
    notice = contract.Notice(code="LONG", message="x" * 4_000_000)
    for revision in range(2, 5):
        house.hub.publish(newer(revision, notices=(notice,)))
    await _until(lambda: house.server.streams.total == 0)
    line.close()
    house.hub.publish(newer(9))
    assert (await event(await house.ask("GET", WHERE)))["event"] == "snapshot"


async def test_documents_do_not_pile_up_for_a_reader_that_lags(house: House) -> None:
    with house.hub.follow("anna") as queue:
        for revision in range(2, 200):
            house.hub.publish(newer(revision))
        assert queue.qsize() <= QUEUE_LENGTH


async def test_a_token_has_room_for_so_many_streams_and_gets_it_back(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("liftday_sync.publish.streams.PER_TOKEN", 2)
    first, second = [await house.ask("GET", WHERE) for _ in range(2)]
    third = await house.ask("GET", WHERE)
    another = await house.ask("GET", WHERE, "looker")
    assert (first.status, second.status, third.status, another.status) == (200, 200, 429, 200)
    assert third.headers["Retry-After"] == "60"
    first.close()
    house.hub.publish(snapshot_of())  # whoever left is noticed with the next word
    house.hub.publish(newer(2))
    await _until(lambda: house.server.streams.total == 2)
    assert (await house.ask("GET", WHERE)).status == 200


async def test_anna_hears_nothing_of_ben(house: House) -> None:
    answer = await house.ask("GET", WHERE, "annas")
    await event(answer)
    house.hub.publish(replace(snapshot_of("ben", revision=50)))
    house.hub.publish(newer(51))
    told = json.loads((await event(answer))["data"])
    assert (told["athlete"]["id"], told["revision"]) == ("anna", 51)


async def _until(holds: Callable[[], bool]) -> None:
    async with asyncio.timeout(5):
        while not holds():  # noqa: ASYNC110 (what is waited for tells nobody)
            await asyncio.sleep(0.01)
