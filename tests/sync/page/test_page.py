from dataclasses import replace
from datetime import timedelta

from tests.helpers.household import NOW, snapshot_of
from tests.sync.page.conftest import House

from liftday_sync.contract import Notice, PlanState
from liftday_sync.keys import hash_of
from liftday_sync.page.visitors import make_link
from liftday_sync.publish.access import new_token
from liftday_sync.store.api import NewToken
from liftday_sync.threads import in_thread


async def test_a_stranger_sees_the_sign_in_form_and_no_plan(house: House) -> None:
    house.hub.publish(snapshot_of())
    for path in ("/", "/athlete/anna"):
        text = await house.text(path)
        assert "API token" in text
        assert "Legs get a night" not in text


async def test_a_link_signs_in_once_and_only_for_ten_minutes(house: House) -> None:
    first = await in_thread(make_link, house.store, NOW)
    late = await in_thread(make_link, house.store, NOW)
    answer = await house.client.post(first, allow_redirects=False)
    again = await house.client.post(first, allow_redirects=False)
    house.clock.forward(timedelta(minutes=11))
    too_late = await house.client.post(late, allow_redirects=False)
    assert (answer.status, again.status, too_late.status) == (303, 403, 403)
    assert "HttpOnly" in answer.headers["Set-Cookie"]
    assert "SameSite=Strict" in answer.headers["Set-Cookie"]


async def test_a_full_token_signs_in_and_the_cookie_opens_nothing_of_the_api(house: House) -> None:
    token = await in_thread(new_token, house.store, NOW)
    wrong = await house.client.post("/sign-in", data={"token": "wrong"})
    right = await house.client.post("/sign-in", data={"token": token}, allow_redirects=False)
    key = right.cookies["liftday"].value
    api = await house.client.get("/api/v1/athletes", headers={"Authorization": f"Bearer {key}"})
    assert (wrong.status, right.status, api.status) == (403, 303, 401)


async def test_the_page_says_today_why_and_what_comes_next(house: House) -> None:
    await house.sign_in()
    assert "first plan" in await house.text()
    house.hub.publish(snapshot_of())
    text = await house.text()
    assert "Just run today" in text
    assert "Legs get a night." in text
    assert "36 h before Sunday&#39;s long run" in text
    assert "Not on Thursday: 5 h after a hard run." in text
    assert "<svg" in text
    assert "<script" not in text


async def test_words_from_outside_are_shown_and_never_obeyed(house: House) -> None:
    await house.sign_in()
    evil = "<script>alert(1)</script>"
    told = replace(snapshot_of(), state=PlanState.STALE, notices=(Notice(code="STALE", message=evil),))
    house.hub.publish(told)
    text = await house.text()
    assert evil not in text
    assert "&lt;script&gt;" in text


async def test_a_form_without_its_key_is_refused_and_one_with_it_is_taken(house: House) -> None:
    await house.sign_in()
    form = {"what": "flag", "kind": "sick", "key": "one"}
    refused = await house.client.post("/athlete/anna/say", data=form)
    form_key = house.form_key(await house.text())
    taken = await house.client.post("/athlete/anna/say", data={**form, "form_key": form_key})
    broken = await house.client.post("/athlete/anna/say", data={"what": "nonsense", "form_key": form_key})
    facts = await in_thread(house.store.facts, "anna", kinds=["flag"])
    assert (refused.status, taken.status, broken.status) == (403, 200, 400)
    assert [fact.payload["kind"] for fact in facts] == ["sick"]
    assert "It is over" in await taken.text()


async def test_one_athletes_visitor_sees_nothing_of_the_other(house: House) -> None:
    row = NewToken(token_hash=hash_of("hers"), scope="full", athlete_id="anna", label="anna")
    await in_thread(house.store.save_token, row, now=NOW)
    await house.client.post("/sign-in", data={"token": "hers"})
    assert (await house.client.get("/athlete/ben")).status == 404
    assert "Ben" not in await house.text()


async def test_the_way_through_home_assistant_is_shut_unless_configured(house: House) -> None:
    answer = await house.client.get("/", headers={"X-Ingress-Path": "/api/hassio_ingress/x"})
    assert "API token" in await answer.text()


async def test_signing_out_ends_the_cookie_on_the_server(house: House) -> None:
    await house.sign_in()
    form_key = house.form_key(await house.text())
    key = next(one.value for one in house.client.session.cookie_jar if one.key == "liftday")
    await house.client.post("/sign-out", data={"form_key": form_key})
    answer = await house.client.get("/athlete/anna", cookies={"liftday": key})
    assert "API token" in await answer.text()
