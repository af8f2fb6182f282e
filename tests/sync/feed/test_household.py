"""Two athletes, four feeds: who holds one address learns nothing that stands behind another."""

import logging
from dataclasses import replace
from datetime import timedelta

import pytest
from aiohttp import ClientResponse
from tests.helpers import remembered
from tests.helpers.household import NOW
from tests.helpers.published import events
from tests.sync.feed.conftest import FRIDAY, House

from liftday_sync.keys import hash_of
from liftday_sync.publish.access import BUSY
from liftday_sync.publish.feed import TRUSTED_S
from liftday_sync.store.api import NewToken
from liftday_sync.threads import in_thread

SECRET = "Ben's hamstring at the clinic"
BENS = replace(remembered.session("2026-W48-7", FRIDAY + timedelta(hours=2)), reason=SECRET)
OF_BEN = (SECRET, "Ben", "ben", "2026-W48-7", "New_York")


async def everything(answer: ClientResponse) -> str:
    """Body, headers and reason of an answer."""
    return f"{answer.reason}\n{dict(answer.headers)}\n{(await answer.read()).decode()}"


def key_of(path: str) -> str:
    return path.split("/")[2].removesuffix(".ics")


async def test_each_feed_tells_of_its_own_athlete_alone(house: House) -> None:
    await house.plan(BENS, athlete_id="ben")
    annas = await everything(await house.get(await house.path("anna")))
    bens = await everything(await house.get(await house.path("ben")))
    assert [word for word in OF_BEN if word in annas] == []
    assert [word for word in ("Anna", "anna", "2026-W48-1.", "Berlin") if word in bens] == []
    assert SECRET in bens.replace("\r\n ", "")


async def test_the_same_number_of_a_session_is_another_uid_for_each(house: House) -> None:
    await house.plan(remembered.session("2026-W48-1", FRIDAY), athlete_id="ben")
    [annas], [bens] = events(await house.body("anna")), events(await house.body("ben"))
    assert annas["UID"] != bens["UID"]


async def test_a_feed_to_share_opens_nothing_else_and_the_full_one_no_other_page(house: House) -> None:
    await house.plan(BENS, athlete_id="ben")
    full, busy = key_of(await house.path("ben")), key_of(await house.path("ben", BUSY))
    assert full != busy
    for path in (f"/calendar/{busy}.ics", f"/calendar/{full}/busy.ics", f"/calendar/{full}.ics/busy.ics"):
        said = await house.get(path)
        assert said.status == 404
        assert [word for word in OF_BEN if word in await everything(said)] == []
    shared = await everything(await house.get(f"/calendar/{busy}/busy.ics"))
    assert [word for word in (SECRET, "2026-W48-7", "Lift", "Strength") if word in shared] == []


@pytest.mark.parametrize("key", ["wrong", "a" * 43, "", ".", "..%2f..%2fben", "anna", "%00", "é" * 20, "x" * 4000])
@pytest.mark.parametrize("page", ["{}.ics", "{}/busy.ics"])
async def test_a_wrong_key_says_nothing_and_always_the_same(house: House, key: str, page: str) -> None:
    await house.plan(BENS, athlete_id="ben")
    await house.body("ben")
    answer = await house.get("/calendar/" + page.format(key), if_none_match="*")
    said = await everything(answer)
    assert answer.status in {400, 404}
    assert [word for word in (*OF_BEN, "Anna", "2026-W48") if word in said] == []
    assert "ETag" not in answer.headers


async def test_a_feeds_key_opens_no_api_and_an_api_token_no_feed(house: House) -> None:
    row = NewToken(token_hash=hash_of("for-the-api"), scope="full", athlete_id=None, label="api")
    await in_thread(house.store.save_token, row, now=NOW)
    key = key_of(await house.path("ben"))
    for path in ("/api/v1/athletes", "/api/v1/athletes/ben/snapshot", "/api/v1/athletes/ben/events"):
        assert (await house.get(path, authorization=f"Bearer {key}")).status == 401
    assert (await house.get("/api/v1/athletes", authorization="Bearer for-the-api")).status == 200
    assert (await house.get("/calendar/for-the-api.ics")).status == 404


async def test_an_address_that_was_rotated_or_revoked_ends_for_who_had_it_before(house: House) -> None:
    await house.plan(BENS, athlete_id="ben")
    old, kept = await house.path("ben"), await house.path("ben", BUSY)
    tag = (await house.get(old)).headers["ETag"]
    new = await house.rotated("ben")
    await _trust_ends(house)
    gone = await house.get(old, if_none_match=tag)
    assert (gone.status, [word for word in OF_BEN if word in await everything(gone)]) == (404, [])
    assert [(await house.get(path)).status for path in (new, kept, await house.path("anna"))] == [200, 200, 200]
    await in_thread(house.store.revoke_token, hash_of(key_of(new)))
    await _trust_ends(house)
    assert (await house.get(new)).status == 404


async def test_a_key_stands_in_no_log(house: House, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG)
    paths = [await house.path("ben"), await house.path("ben", BUSY), "/calendar/guessed-by-somebody.ics"]
    for path in paths:
        await house.get(path)
    # the daemon has no access log; that of this test's own server is not ours
    ours = "\n".join(record.getMessage() for record in caplog.records if record.name != "aiohttp.access")
    assert [path for path in paths if key_of(path) in ours] == []


async def _trust_ends(house: House) -> None:
    """A new plan is a reason to look at the keys again; so is a second."""
    assert TRUSTED_S <= 1.0
    await house.plan(replace(BENS, sequence=house.plans), athlete_id="ben")
