import json
import stat
from collections.abc import AsyncGenerator
from dataclasses import dataclass, replace
from datetime import timedelta
from pathlib import Path

import pytest
from aiohttp import ClientResponse, web
from aiohttp.test_utils import TestClient, TestServer
from icalendar import Calendar
from tests.helpers.household import NOW, config_of, snapshot_of, store_of

from liftday_sync.clock import FixedClock
from liftday_sync.config import Config
from liftday_sync.contract import AthleteList, ServerInfo, Snapshot, read
from liftday_sync.keys import feed_keys, hash_of
from liftday_sync.publish.access import ensure_feed, ensure_token, new_token, rotate_feed
from liftday_sync.publish.health import Health
from liftday_sync.publish.http import Server
from liftday_sync.publish.hub import QUEUE_LENGTH, Hub
from liftday_sync.store import Store
from liftday_sync.store.api import NewToken
from liftday_sync.threads import in_thread


@dataclass(frozen=True, slots=True, kw_only=True)
class House:
    client: TestClient[web.Request, web.Application]
    store: Store
    hub: Hub
    clock: FixedClock
    token: str
    asked: list[str]
    folder: Path

    async def get(self, path: str, token: str | None = None, **headers: str) -> ClientResponse:
        return await self.client.get(path, headers={"Authorization": f"Bearer {token or self.token}", **headers})


@pytest.fixture
def config(tmp_path: Path) -> Config:
    return config_of(tmp_path)


@pytest.fixture
async def house(tmp_path: Path, config: Config) -> AsyncGenerator[House]:
    store = await in_thread(store_of, config)
    hub, clock, asked = Hub(), FixedClock(NOW), list[str]()
    health = Health(patience=timedelta(minutes=45), started_at=NOW)
    for athlete in config.athletes:
        health.expect(athlete.id)
    server = Server(config=config, store=store, hub=hub, health=health, clock=clock, wake=asked.append)
    token = await in_thread(ensure_token, store, NOW)
    assert token is not None
    async with TestClient(TestServer(server.app())) as client:
        yield House(client=client, store=store, hub=hub, clock=clock, token=token, asked=asked, folder=tmp_path)
    await in_thread(store.close)


async def test_anybody_may_ask_who_answers(house: House) -> None:
    answer = await house.client.get("/api/v1/info")
    info = read(ServerInfo, await answer.json())
    assert (answer.status, info.name, info.schema_newest) == (200, "Liftday", 1)


@pytest.mark.parametrize("path", ["/api/v1/athletes", "/api/v1/athletes/anna/snapshot", "/api/v1/athletes/anna/events"])
@pytest.mark.parametrize("header", ["", "Bearer", "Bearer wrong", "Basic YTpi", "Bearer  "])
async def test_without_a_valid_token_nothing_is_told(house: House, path: str, header: str) -> None:
    house.hub.publish(snapshot_of())
    answer = await house.client.get(path, headers={"Authorization": header})
    problem = await answer.json(content_type="application/problem+json")
    assert answer.status == 401
    assert answer.headers["WWW-Authenticate"].startswith("Bearer")
    assert "liftday token" in problem["detail"]


async def test_a_token_of_one_athlete_does_not_open_the_other(house: House) -> None:
    row = NewToken(token_hash=hash_of("only-anna"), scope="full", athlete_id="anna", label="anna's phone")
    await in_thread(house.store.save_token, row, now=NOW)
    house.hub.publish(snapshot_of("anna"))
    house.hub.publish(snapshot_of("ben"))
    listed = read(AthleteList, await (await house.get("/api/v1/athletes", "only-anna")).json())
    hers = await house.get("/api/v1/athletes/anna/snapshot", "only-anna")
    his = await house.get("/api/v1/athletes/ben/snapshot", "only-anna")
    nobodys = await house.get("/api/v1/athletes/zoe/snapshot", "only-anna")
    assert [athlete.id for athlete in listed.athletes] == ["anna"]
    assert (hers.status, his.status) == (200, 404)
    assert await his.read() == await nobodys.read()


async def test_a_snapshot_is_sent_once_and_then_only_when_it_differs(house: House) -> None:
    house.hub.publish(snapshot_of())
    first = await house.get("/api/v1/athletes/anna/snapshot")
    again = await house.get("/api/v1/athletes/anna/snapshot", **{"If-None-Match": first.headers["ETag"]})
    house.hub.publish(snapshot_of(revision=2))
    changed = await house.get("/api/v1/athletes/anna/snapshot", **{"If-None-Match": first.headers["ETag"]})
    assert read(Snapshot, await first.json()) == snapshot_of()
    assert (again.status, await again.read()) == (304, b"")
    assert read(Snapshot, await changed.json()).revision == 2


async def test_before_the_first_plan_the_answer_is_to_come_back(house: House) -> None:
    answer = await house.get("/api/v1/athletes/anna/snapshot")
    assert (answer.status, answer.headers["Retry-After"]) == (503, "2")


async def test_an_unknown_address_gets_a_problem_document(house: House) -> None:
    answer = await house.get("/api/v1/nonsense")
    problem = await answer.json(content_type="application/problem+json")
    assert (answer.status, problem["status"], problem["title"]) == (404, 404, "Not Found")


async def test_a_wrong_method_says_which_are_right(house: House) -> None:
    answer = await house.client.delete("/api/v1/info")
    assert (answer.status, answer.content_type) == (405, "application/problem+json")
    assert "GET" in answer.headers["Allow"]


async def test_asking_for_a_sync_wakes_every_athlete_that_the_token_may_see(house: House) -> None:
    answer = await house.client.post("/api/v1/sync", headers={"Authorization": f"Bearer {house.token}"})
    assert (answer.status, house.asked) == (202, ["anna", "ben"])


async def test_health_turns_red_with_a_reason_when_no_plan_comes_and_green_again(house: House) -> None:
    assert (await house.client.get("/api/v1/health")).status == 200
    house.clock.forward(timedelta(hours=1))
    assert (await (await house.client.get("/api/v1/health")).json())["reasons"] == []
    red = await house.get("/api/v1/health")
    reasons = (await red.json())["reasons"]
    assert (red.status, len(reasons)) == (503, 2)
    assert "anna was made 60 min ago" in reasons[0]


# --- events ---


async def test_a_listener_gets_the_latest_at_once_and_then_every_change(house: House) -> None:
    house.hub.publish(snapshot_of())
    answer = await house.get("/api/v1/athletes/anna/events")
    first = await next_event(answer)
    house.hub.publish(snapshot_of(generated_at=NOW + timedelta(minutes=1)))
    house.hub.publish(snapshot_of(revision=2))
    second = await next_event(answer)
    assert (first.revision, second.revision) == (1, 2)


async def test_a_listener_that_missed_nothing_is_not_told_twice(house: House) -> None:
    document = house.hub.publish(snapshot_of())
    answer = await house.get("/api/v1/athletes/anna/events", **{"Last-Event-ID": document.etag.strip('"')})
    house.hub.publish(snapshot_of(revision=2))
    assert (await next_event(answer)).revision == 2


async def test_a_listener_that_reads_too_slowly_is_cut_off_and_others_are_not() -> None:
    hub = Hub()
    with hub.follow("anna") as slow, hub.follow("anna") as quick:
        for revision in range(1, QUEUE_LENGTH + 2):
            hub.publish(snapshot_of(revision=revision))
            quick.get_nowait()
        assert slow.get_nowait() is None
        hub.publish(snapshot_of(revision=99))
        document = quick.get_nowait()
        assert document is not None
        assert document.snapshot.revision == 99


async def test_when_the_daemon_stops_every_listener_goes_home(house: House) -> None:
    house.hub.publish(snapshot_of())
    answer = await house.get("/api/v1/athletes/anna/events")
    await next_event(answer)
    house.hub.close()
    assert await answer.content.read() == b""


async def next_event(answer: ClientResponse) -> Snapshot:
    lines = [await answer.content.readline() for _ in range(4)]
    assert lines[0] == b"event: snapshot\n"
    return read(Snapshot, json.loads(lines[2].removeprefix(b"data: ")))


# --- the feed ---


async def test_the_feed_opens_with_its_own_key_and_nothing_else(house: House) -> None:
    keys = await in_thread(feed_keys, house.folder)
    key = await in_thread(ensure_feed, house.store, keys, "anna", NOW)
    good = await house.client.get(f"/calendar/{key}.ics")
    again = await house.client.get(f"/calendar/{key}.ics", headers={"If-None-Match": good.headers["ETag"]})
    with_api_token = await house.client.get(f"/calendar/{house.token}.ics")
    as_api_token = await house.get("/api/v1/athletes", key)
    assert (good.status, good.content_type) == (200, "text/calendar")
    assert str(Calendar.from_ical((await good.read()).decode())["X-WR-CALNAME"]) == "Strength: Anna"
    assert (again.status, with_api_token.status, as_api_token.status) == (304, 404, 401)


async def test_rotating_the_feed_ends_the_old_address_at_once(house: House) -> None:
    keys = await in_thread(feed_keys, house.folder)
    old = await in_thread(ensure_feed, house.store, keys, "anna", NOW)
    same = await in_thread(ensure_feed, house.store, keys, "anna", NOW)
    new = await in_thread(rotate_feed, house.store, keys, "anna", NOW)
    statuses = [(await house.client.get(f"/calendar/{key}.ics")).status for key in (old, new)]
    assert (old == same, old == new, statuses) == (True, False, [404, 200])


async def test_a_key_is_long_random_and_kept_only_as_a_hash(house: House) -> None:
    other = await in_thread(new_token, house.store, NOW, alone=True)
    stored = [row.token_hash for row in await in_thread(house.store.tokens)]
    old = await house.get("/api/v1/athletes")
    assert (len(other), stored, old.status) == (43, [hash_of(other)], 401)


def test_the_secret_behind_the_feeds_is_readable_by_its_owner_alone(tmp_path: Path) -> None:
    keys = feed_keys(tmp_path / "data")
    mode = stat.S_IMODE((tmp_path / "data/feed.key").stat().st_mode)
    assert (mode, feed_keys(tmp_path / "data")) == (0o600, keys)
    assert keys.key("anna", 1) != replace(keys, secret=b"x" * 32).key("anna", 1)
