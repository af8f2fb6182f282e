"""Strava's hints, from the address to the plan: nobody signs them, so they only ever lead to a look."""

import asyncio
import threading
from collections.abc import AsyncGenerator
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from aiohttp import web
from aiohttp.test_utils import TestClient, TestServer
from tests.fakes.faults import Fault, Handler
from tests.fakes.strava import SECRET, FakeStrava
from tests.helpers.api import server_of
from tests.helpers.household import config_of, store_of
from tests.sync.strava.conftest import NOW, OWNER, connect

from liftday_sync.cycle import Home
from liftday_sync.house import open_homes
from liftday_sync.publish.hub import Hub
from liftday_sync.pull import look
from liftday_sync.sources.base import SourceState
from liftday_sync.sources.strava.tokens import Hints, hints_in, tokens_in
from liftday_sync.store import Store
from liftday_sync.threads import in_thread

HINTS = Hints(secret="known-end-of-the-address", verify_token="known-verify-token", subscription=501)
AT = f"/webhook/strava/{HINTS.secret}"
WATCHING = {"hub.mode": "subscribe", "hub.verify_token": HINTS.verify_token, "hub.challenge": "15f7"}
BEN = 78


def event(**changes: Any) -> dict[str, Any]:
    """As Strava tells of a new activity."""
    told = {"object_type": "activity", "object_id": 100, "aspect_type": "create", "updates": {}, "event_time": 1}
    return told | {"owner_id": OWNER, "subscription_id": HINTS.subscription} | changes


@dataclass
class House:
    """Anna and Ben, both at Strava by one application, and the address for hints."""

    client: TestClient[Any, Any]
    homes: dict[str, Home]
    store: Store
    folder: Path
    woken: list[str]

    def own(self, name: str = "anna") -> Path:
        return self.folder / "accounts" / name / "strava"

    async def tell(self, body: Any, at: str = AT) -> int:
        async with self.client.post(at, json=body) as answer:
            assert await answer.text() == "" or answer.status != 200
            return answer.status

    async def look(self) -> None:
        await look(self.homes["anna"].sources[0], self.store, "anna", lambda: NOW)

    async def stored(self) -> int:
        return len(await in_thread(self.store.activities, "anna", since=date.min))

    async def state(self) -> SourceState:
        [report] = await in_thread(self.store.source_reports, "anna")
        return report.state


@pytest.fixture
async def house(strava: FakeStrava, tmp_path: Path) -> AsyncGenerator[House]:
    source = {"kind": "strava", "client_id": 1, "server": strava.url}
    who = [
        {"id": name, "name": name.title(), "time_zone": "Europe/Berlin", "sources": [source]}
        for name in ("anna", "ben")
    ]

    def made() -> tuple[Store, dict[str, Home], Any]:
        config = config_of(tmp_path, athletes=who)
        (tmp_path / "strava.secret").write_text(SECRET)
        for name, owner in (("anna", OWNER), ("ben", BEN)):
            own = tmp_path / "accounts" / name / "strava"
            connect(own)
            tokens = tokens_in(own).load()
            assert tokens is not None
            tokens_in(own).save(replace(tokens, athlete=owner))
            hints_in(own).save(HINTS)
        store = store_of(config)
        return store, dict(open_homes(config, store, Hub())), server_of(config, store)

    store, homes, server = await in_thread(made)
    woken: list[str] = []
    app = replace(server, homes=tuple(homes.values()), hinted=woken.append).app()
    strava.subscriptions[501] = "https://lift.example.org" + AT
    async with TestClient(TestServer(app)) as client:
        yield House(client=client, homes=homes, store=store, folder=tmp_path, woken=woken)
    await in_thread(store.close)


async def test_strava_gets_its_challenge_back_at_the_right_address_with_the_right_token(house: House) -> None:
    async with house.client.get(AT, params=WATCHING) as answer:
        assert (answer.status, await answer.json()) == (200, {"hub.challenge": "15f7"})


@pytest.mark.parametrize(
    ("at", "changes", "status"),
    [
        ("/webhook/strava/guessed", {}, 404),
        ("/webhook/strava/", {}, 404),
        (AT, {"hub.verify_token": "guessed"}, 403),
        (AT, {"hub.verify_token": ""}, 403),
        (AT, {"hub.mode": "unsubscribe"}, 403),
    ],
)
async def test_nobody_else_gets_an_answer(house: House, at: str, changes: dict[str, str], status: int) -> None:
    async with house.client.get(at, params=WATCHING | changes) as answer:
        assert answer.status == status
        assert "15f7" not in await answer.text()


async def test_an_event_wakes_the_runner_it_is_about_and_leads_to_a_look_at_once(
    house: House, strava: FakeStrava
) -> None:
    await house.look()
    quiet = strava.count("athlete/activities")
    await house.look()
    assert strava.count("athlete/activities") == quiet
    assert await house.tell(event()) == 200
    assert house.woken == ["anna"]
    await house.look()
    assert strava.count("athlete/activities") == quiet + 1
    assert await house.tell(event(owner_id=BEN)) == 200
    assert house.woken == ["anna", "ben"]


async def test_a_deletion_is_found_by_looking_and_not_by_believing(house: House, strava: FakeStrava) -> None:
    await house.look()
    assert await house.tell(event(aspect_type="delete")) == 200
    await house.look()
    assert await house.stored() == 20
    del strava.activities[100]
    for _ in range(2):
        assert await house.tell(event(aspect_type="delete")) == 200
        await house.look()
    assert await house.stored() == 19


@pytest.mark.parametrize(
    "told",
    [
        event(subscription_id=502),
        event(subscription_id=None),
        event(owner_id=99),
        event(owner_id=str(OWNER)),
        {},
        [],
        "activity",
    ],
)
async def test_what_is_not_ours_is_answered_alike_and_does_nothing(house: House, told: Any) -> None:
    assert await house.tell(told) == 200
    assert house.woken == []


async def test_what_is_sent_elsewhere_or_is_no_json_is_refused(house: House) -> None:
    assert await house.tell(event(), "/webhook/strava/guessed") == 404
    async with house.client.post(AT, data=b"\xff{") as answer:
        assert answer.status == 400
    async with house.client.post(AT, data=b"[" * 100_000) as answer:
        assert answer.status in {400, 413}
    assert house.woken == []


async def test_nothing_is_dropped_on_the_word_of_a_stranger(house: House, strava: FakeStrava) -> None:
    await house.look()
    assert await house.tell(event(object_type="athlete", aspect_type="update", updates={"authorized": "false"})) == 200
    await house.look()
    assert await house.stored() == 20
    assert await house.state() is SourceState.OK
    assert await in_thread(hints_in(house.own()).load) == HINTS
    assert strava.count("/api/v3/athlete$") == 1


async def test_while_strava_is_down_nothing_is_dropped_and_the_question_is_asked_again(
    house: House, strava: FakeStrava
) -> None:
    await house.look()
    assert await house.tell(event(object_type="athlete", updates={"authorized": "false"})) == 200
    await in_thread(strava.stop)
    await house.look()
    assert (await house.stored(), await house.state()) == (20, SourceState.OFFLINE)
    await in_thread(strava.start)
    strava.access = strava.refresh = "gone"
    await house.look()
    assert (await house.stored(), await house.state()) == (0, SourceState.NEEDS_LOGIN)


async def test_a_permission_that_strava_says_is_gone_takes_everything_with_it(house: House, strava: FakeStrava) -> None:
    await house.look()
    strava.access = strava.refresh = "gone"
    assert await house.tell(event(object_type="athlete", updates={"authorized": "false"})) == 200
    await house.look()
    assert (await house.stored(), await house.state()) == (0, SourceState.NEEDS_LOGIN)
    assert await in_thread(house.store.cursor, "anna", "strava") is None
    assert await in_thread(lambda: [*house.own().iterdir()]) == []
    assert 501 in strava.subscriptions  # Ben still takes hints
    assert await in_thread(hints_in(house.own("ben")).load) == HINTS
    strava.access, strava.refresh = "access-0", "refresh-0"
    await in_thread(connect, house.own())
    await house.look()
    assert (await house.stored(), await house.state()) == (20, SourceState.OK)


async def test_the_last_one_who_leaves_ends_the_subscription(house: House, strava: FakeStrava) -> None:
    await in_thread(hints_in(house.own("ben")).drop)
    strava.access = strava.refresh = "gone"
    assert await house.tell(event(object_type="athlete", updates={"authorized": "false"})) == 200
    await house.look()
    assert strava.subscriptions == {}
    assert await house.tell(event()) == 404


async def test_the_answer_comes_at_once_while_strava_itself_hangs(house: House, strava: FakeStrava) -> None:
    arrived = threading.Event()

    async def hanging(request: web.Request, handler: Handler) -> web.StreamResponse:
        arrived.set()
        await asyncio.sleep(0.4)
        return await handler(request)

    strava.faults.append(Fault(answer=hanging, path="athlete/activities"))
    async with asyncio.TaskGroup() as group:
        looking = group.create_task(house.look())
        assert await in_thread(arrived.wait, 5)
        for _ in range(5):
            assert await house.tell(event()) == 200
        assert not looking.done()
    assert await house.stored() == 20


@pytest.mark.parametrize(
    ("kind", "body"),
    [
        ("application/json", b"[" * 60_000),
        ("application/json", b"\xff"),
        ("application/json; charset=nonsense", b"{}"),
        ("application/json", b"nested_without_end"),
    ],
)
async def test_a_hint_that_is_no_document_is_no_fault_of_ours(house: House, kind: str, body: bytes) -> None:
    async with house.client.post(AT, data=body, headers={"Content-Type": kind}) as answer:
        assert (answer.status, house.woken) == (400, [])
