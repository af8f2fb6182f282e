"""Two people behind one server: nothing of one is told to the other, at any address that there is."""

import re

from tests.helpers.api import openapi
from tests.sync.api.conftest import House

from liftday_sync.contract import API
from liftday_sync.keys import feed_keys
from liftday_sync.publish.access import BUSY, FEED, ensure_feed, feed_path
from liftday_sync.threads import in_thread

BEN = re.compile(r"\bben\b|New_York", re.IGNORECASE)
DOCUMENTED = set(openapi()["paths"])
TRIED = {
    "/": "page", "/look.css": "page", "/sign-in": "page", "/open/{key}": "page", "/sign-out": "page",
    "/athlete/{id}": "page", "/athlete/{id}/say": "page", "/athlete/{id}/sync": "page",
    "/athlete/{id}/connect/{source}": "page", "/athlete/{id}/connect/{source}/back": "page",
    "/athlete/{id}/moving": "page", "/athlete/{id}/moving/file": "page",
    "/calendar/{key}.ics": "feed", "/calendar/{key}/busy.ics": "feed",
    "/webhook/strava/{secret}": "webhook",
}  # fmt: skip
"""Addresses outside the API, and which test looks at them. Those of the API are in `test_guard.py`, by the table."""


def addresses(house: House) -> set[str]:
    return {resource.canonical for resource in house.client.app.router.resources()}


async def test_every_address_that_there_is_stands_in_one_of_these_tests(house: House) -> None:
    assert addresses(house) == set(TRIED) | DOCUMENTED
    assert all(path.startswith(API) for path in DOCUMENTED)


async def test_annas_page_is_about_anna(house: House) -> None:
    signed_in = await house.client.post("/sign-in", data={"token": "annas"})
    assert signed_in.url.path == "/"
    page = await (await house.client.get("/")).text()
    assert "Anna" in page
    assert not BEN.search(page)
    moving = ("/athlete/{}/moving", "/athlete/{}/moving/file")
    for path in ("/athlete/{}", "/athlete/{}/connect/demo", "/athlete/{}/connect/demo/back", *moving):
        his, nobodys = [await house.client.get(path.format(name)) for name in ("ben", "zoe")]
        assert (his.status, await his.read()) == (404, await nobodys.read())
    for path in ("/athlete/{}/say", "/athlete/{}/sync", "/athlete/{}/connect/demo", "/athlete/{}/moving"):
        his, nobodys = [await house.client.post(path.format(name), data={"what": "flag"}) for name in ("ben", "zoe")]
        assert (his.status, await his.read()) == (404, await nobodys.read())
    assert house.asked == []
    assert await in_thread(house.store.facts, "ben") == ()


async def test_a_feed_is_about_its_own_athlete(house: House) -> None:
    keys = await in_thread(feed_keys, house.server.config.folder)
    texts = {}
    for name in ("anna", "ben"):
        for scope in (FEED, BUSY):
            key = await in_thread(ensure_feed, house.store, keys, name, house.clock.now(), scope)
            texts[name, scope] = await (await house.client.get(feed_path(key, scope))).text()
            crossed = feed_path(key, BUSY if scope == FEED else FEED)
            assert (await house.client.get(crossed)).status == 404
    assert all("VEVENT" in text for text in texts.values())
    assert not BEN.search(texts["anna", FEED] + texts["anna", BUSY])
    uids = {name: set(re.findall(r"^UID:(.*)$", texts[name, FEED], re.MULTILINE)) for name in ("anna", "ben")}
    assert uids["anna"]
    assert not uids["anna"] & uids["ben"]
    assert "Goblet" not in texts["anna", BUSY]


async def test_hints_of_nobody_wake_nobody(house: House) -> None:
    hint = {"object_type": "activity", "owner_id": 1, "subscription_id": 1}
    for method in ("GET", "POST"):
        answer = await house.client.request(method, "/webhook/strava/ben", json=hint)
        assert answer.status == 404
    assert house.asked == []


async def test_anna_reads_her_own_figures_only(house: House) -> None:
    text = await (await house.ask("GET", "/metrics", "annas")).text()
    assert 'athlete="anna"' in text
    assert not BEN.search(text)
