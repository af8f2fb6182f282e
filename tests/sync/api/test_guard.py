import json
import re

import pytest
from tests.helpers.api import openapi
from tests.sync.api.conftest import House

from liftday_sync.publish.auth import Doorman
from liftday_sync.publish.hosts import is_ours
from liftday_sync.threads import in_thread

ROUTES = sorted(
    (method.upper(), path, bool(one["security"]))
    for path, methods in openapi()["paths"].items()
    for method, one in methods.items()
)
GUARDED = [(method, path) for method, path, guarded in ROUTES if guarded]
CORNERS = [(method, path) for method, path in GUARDED if "{id}" in path]


def filled(path: str, athlete_id: str, **parts: str) -> str:
    names = {"uid": "x", "activity": "x", "flag": "1", "source": "demo", "login": "x"} | parts
    return path.removeprefix("/api/v1").format(id=athlete_id, **names)


@pytest.mark.parametrize(("method", "path"), GUARDED)
async def test_no_address_answers_without_a_token(house: House, method: str, path: str) -> None:
    for token in (None, "wrong", "x" * 4000):
        answer = await house.ask(method, filled(path, "anna"), token)
        assert answer.status == 401
        assert answer.headers["WWW-Authenticate"].startswith("Bearer")


@pytest.mark.parametrize(("method", "path"), [one for one in GUARDED if one[0] != "GET"])
async def test_a_token_that_may_read_changes_nothing(house: House, method: str, path: str) -> None:
    answer = await house.ask(method, filled(path, "anna"), "looker")
    assert (answer.status, house.asked) == (403, [])


@pytest.mark.parametrize(("method", "path"), CORNERS)
async def test_one_athlete_never_learns_of_another(house: House, method: str, path: str) -> None:
    """Whatever is asked for in Ben's corner looks to Anna just like a corner that does not exist."""
    uid = await house.next_uid("ben")
    for parts in ({}, {"uid": uid}):
        his = await house.ask(method, filled(path, "ben", **parts), "annas")
        nobodys = await house.ask(method, filled(path, "zoe", **parts), "annas")
        assert (his.status, await his.read()) == (404, await nobodys.read())


@pytest.mark.parametrize(("method", "path"), [one for one in GUARDED if one[0] == "GET" and "events" not in one[1]])
async def test_what_anna_reads_never_names_ben(house: House, method: str, path: str) -> None:
    answer = await house.ask(method, filled(path, "anna") + "?date=2026-11-27" * ("explain" in path), "annas")
    assert answer.status == 200
    body = (await answer.read()).decode()
    assert not re.search(r"\bben\b", body, re.IGNORECASE)
    assert "New_York" not in body


async def test_anna_wakes_nobody_but_herself(house: House) -> None:
    await house.ask("POST", "/sync", "annas")
    assert house.asked == [("look", "anna")]


async def test_a_word_about_the_same_uid_is_about_ones_own_session(house: House) -> None:
    uid = await house.next_uid("anna")
    await house.ask("POST", f"/athletes/anna/sessions/{uid}/skip", "annas")
    assert await house.next_uid("ben") != ""
    assert await in_thread(house.store.facts, "ben") == ()


# --- who guesses ---


async def test_who_guesses_on_and_on_has_to_wait_and_who_holds_a_token_does_not(house: House) -> None:
    assert (await house.ask("GET", "/athletes")).status == 200
    statuses = [(await house.ask("GET", "/athletes", f"guess-{n}")).status for n in range(21)]
    blocked = await house.ask("GET", "/athletes", "one more")
    assert statuses == [401] * 20 + [429]
    assert 1 <= int(blocked.headers["Retry-After"]) <= 60
    assert (await house.ask("GET", "/athletes")).status == 200
    assert (await house.ask("GET", "/athletes", "looker")).status == 429


def test_a_minute_later_everybody_may_try_again() -> None:
    doorman = Doorman(patience=2)
    doorman.failed("10.0.0.1", "a", 0.0)
    doorman.failed("10.0.0.1", "b", 10.0)
    waits = [doorman.wait_s("10.0.0.1", None, now) for now in (11.0, 59.5, 60.0)]
    assert (waits, doorman.wait_s("10.0.0.2", None, 11.0)) == ([49, 1, 0], 0)


def test_the_doorman_remembers_a_bounded_crowd() -> None:
    doorman = Doorman(most=10)
    for n in range(1000):
        doorman.failed(f"10.0.{n}.1", None, float(n))
    assert len(doorman._failures) == 10


# --- names ---


@pytest.mark.parametrize(
    ("host", "fits"),
    [
        ("localhost:8098", True),
        ("127.0.0.1:8098", True),
        ("[::1]:8098", True),
        ("192.168.1.20", True),
        ("raspi:8098", True),
        ("homeassistant.local:8098", True),
        ("Lift.Example.org", True),
        ("lift.example.org.:8098", True),
        ("evil.example.com", False),
        ("127.0.0.1.evil.example", False),
        ("local.evil.example:8098", False),
        ("", False),
        ("[::1", False),
        ("@:", False),
    ],
)
def test_the_server_knows_its_names(host: str, fits: bool) -> None:  # noqa: FBT001 (a column of the table)
    assert is_ours(host, {"lift.example.org"}) is fits


async def test_a_name_that_somebody_else_pointed_here_is_turned_away(house: House) -> None:
    answer = await house.client.get("/api/v1/info", headers={"Host": "evil.example.com"})
    assert answer.status == 421
    assert "server.names" in json.loads(await answer.read())["detail"]


async def test_no_answer_invites_other_sites(house: House) -> None:
    for path in ("/api/v1/info", "/api/v1/athletes", "/api/v1/nothing"):
        answer = await house.client.get(path, headers={"Origin": "https://evil.example", "Authorization": "Bearer all"})
        assert not [name for name in answer.headers if name.lower().startswith("access-control")]
        assert answer.headers["X-Content-Type-Options"] == "nosniff"
        assert "default-src 'none'" in answer.headers["Content-Security-Policy"]
