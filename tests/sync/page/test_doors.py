"""Who gets in, by which door, and for how long."""

from datetime import timedelta

import pytest
from tests.helpers.household import NOW, snapshot_of
from tests.sync.page.conftest import House

from liftday_sync.page import visitors
from liftday_sync.page.visitors import make_link
from liftday_sync.threads import in_thread


async def test_a_program_that_looks_at_the_link_in_advance_does_not_use_it_up(house: House) -> None:
    link = await in_thread(make_link, house.store, NOW)
    preview = await house.client.get(link)
    assert "Open my plan" in await preview.text()
    assert "liftday" not in preview.cookies
    assert (await house.client.post(link, allow_redirects=False)).status == 303


async def test_a_link_of_one_athlete_opens_no_other_corner(house: House) -> None:
    link = await in_thread(make_link, house.store, NOW, "anna")
    await house.client.post(link)
    assert (await house.client.get("/athlete/anna")).status == 200
    assert (await house.client.get("/athlete/ben")).status == 404


async def test_who_guesses_links_has_to_wait_and_then_may_go_on(house: House, monkeypatch: pytest.MonkeyPatch) -> None:
    tries = [(await house.client.post("/open/guess")).status for _ in range(25)]
    assert tries == [403] * 20 + [429] * 5
    link = await in_thread(make_link, house.store, NOW)
    assert (await house.client.post(link)).status == 429
    monkeypatch.setattr("liftday_sync.page.doors.Doors._has_to_wait", lambda *_: False)
    assert (await house.client.post(link, allow_redirects=False)).status == 303


async def test_what_has_run_out_is_forgotten_when_the_next_one_is_made(house: House) -> None:
    await house.sign_in()
    await in_thread(make_link, house.store, NOW)
    await in_thread(make_link, house.store, NOW + timedelta(days=31))
    kept = [row for row in await in_thread(house.store.tokens) if row.scope in {visitors.LINK, visitors.PAGE}]
    assert [(row.scope, row.created_at) for row in kept] == [("link", NOW + timedelta(days=31))]


async def test_a_cookie_ends_after_thirty_days(house: House) -> None:
    await house.sign_in()
    house.clock.forward(timedelta(days=30, minutes=1))
    assert "API token" in await house.text()


INGRESS = {"X-Ingress-Path": "/api/hassio_ingress/abc-1", "Host": "my.example.org"}


@pytest.fixture
def behind_home_assistant(house: House, monkeypatch: pytest.MonkeyPatch) -> House:
    """As the app runs: requests come from the supervisor, under Home Assistant's own name."""
    monkeypatch.setattr("liftday_sync.publish.hosts.SUPERVISOR", "127.0.0.1")
    object.__setattr__(house.config.server, "ingress", True)
    return house


async def test_behind_home_assistant_everybody_is_in_and_every_address_stands_below_its_path(
    behind_home_assistant: House,
) -> None:
    house = behind_home_assistant
    house.hub.publish(snapshot_of())
    text = await (await house.client.get("/", headers=INGRESS)).text()
    assert 'href="/api/hassio_ingress/abc-1/look.css"' in text
    assert 'action="/api/hassio_ingress/abc-1/athlete/anna/say"' in text
    assert "Sign out" not in text
    assert "server.url" in text
    form = {"what": "flag", "kind": "sick", "key": "one", "form_key": house.form_key(text)}
    answer = await house.client.post("/athlete/anna/say", data=form, headers=INGRESS, allow_redirects=False)
    assert answer.headers["Location"] == "/api/hassio_ingress/abc-1/athlete/anna"


@pytest.mark.parametrize("path", ["//evil.example", "/x y", '/"><script>', "", "https://evil.example"])
async def test_a_path_that_home_assistant_would_not_send_opens_nothing(behind_home_assistant: House, path: str) -> None:
    answer = await behind_home_assistant.client.get("/", headers={"X-Ingress-Path": path})
    text = await answer.text()
    assert "API token" in text
    assert "evil" not in text


async def test_another_machine_that_claims_to_be_home_assistant_is_a_stranger(
    behind_home_assistant: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("liftday_sync.publish.hosts.SUPERVISOR", "172.30.32.2")
    answer = await behind_home_assistant.client.get("/", headers={"X-Ingress-Path": "/api/hassio_ingress/abc"})
    assert "API token" in await answer.text()


async def test_a_browser_is_told_in_words_and_a_program_in_a_document(house: House) -> None:
    for path, headline in (("/nowhere", "Nothing here"), ("/sign-out", "That did not work")):
        page = await house.client.get(path, headers={"Accept": "text/html,*/*"})
        document = await house.client.get(path, headers={"Accept": "application/json"})
        assert page.content_type == "text/html"
        assert headline in await page.text()
        assert page.status == document.status
        assert document.content_type == "application/problem+json"
