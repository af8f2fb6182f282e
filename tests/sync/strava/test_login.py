import asyncio
import logging
from collections.abc import Mapping
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import pytest
from tests.fakes.faults import drop, server_error, too_many
from tests.fakes.strava import SECRET, FakeStrava
from tests.sync.strava.conftest import NOW, OWNER, all_of, around, config, items_of, opened

from liftday_sync.sources.base import SourceState
from liftday_sync.sources.login import Step
from liftday_sync.sources.strava import open_login
from liftday_sync.sources.strava.login import StravaLogin
from liftday_sync.sources.strava.tokens import tokens_in
from liftday_sync.threads import in_thread

BACK = "http://127.0.0.1:4711/liftday/login"
ALL = "read,activity:read,activity:read_all,profile:read_all"


@pytest.fixture
def login(strava: FakeStrava, tmp_path: Path) -> StravaLogin:
    """The application's secret is there, a connection is not."""
    (tmp_path / "strava.secret").write_text(f"{SECRET}\n")
    return open_login(config(strava), around(tmp_path))


async def begun(login: StravaLogin) -> dict[str, str]:
    """Begin, and tell what the page is asked."""
    step = await login.begin(NOW, redirect_url=BACK)
    assert step.visit_url is not None
    return {name: values[0] for name, values in parse_qs(urlsplit(step.visit_url).query).items()}


def is_asked_again(step: Step) -> bool:
    return not step.is_done and not step.is_over and [question.name for question in step.questions] == ["code"]


async def test_the_page_asks_for_what_is_read_and_sends_the_browser_back(login: StravaLogin) -> None:
    asked = await begun(login)
    assert asked["redirect_uri"] == BACK
    assert set(asked["scope"].replace(" ", ",").split(",")) == set(ALL.split(","))
    assert len(asked["state"]) >= 24
    assert SECRET not in str(asked)


async def test_what_comes_back_connects_and_leaves_one_private_file(
    strava: FakeStrava, login: StravaLogin, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    asked = await begun(login)
    done = await login.answer({"code": "good-code", "state": asked["state"], "scope": ALL}, NOW)
    assert (done.is_done, done.message) == (True, "Strava is connected.")
    kept = await in_thread(lambda: [(path, path.stat().st_mode & 0o777) for path in (tmp_path / "own").iterdir()])
    assert [(path.name, mode) for path, mode in kept] == [("tokens.json", 0o600)]
    tokens = await in_thread(tokens_in(tmp_path / "own").load)
    assert tokens is not None
    assert (tokens.refresh, tokens.athlete, set(tokens.scope.split(","))) == ("refresh-1", OWNER, set(ALL.split(",")))
    secrets = (SECRET, "good-code", "access-1", "refresh-1")
    addresses = " ".join(f"{one.path} {one.query}" for one in strava.seen)
    assert not [secret for secret in secrets if secret in caplog.text or secret in addresses or secret in done.message]
    pulls, _ = await all_of(opened(strava, tmp_path))
    assert len(items_of(pulls)) == 20


@pytest.mark.parametrize(
    "given",
    [
        {"code": "good-code"},
        {"code": " good-code\n"},
        {"code": "code=good-code&scope=read,activity:read_all,profile:read_all"},
        {"code": "http://localhost/?state=STATE&code=good-code&scope=read,activity:read_all"},
        {"url": "http://localhost/?state=STATE&code=good-code&scope=read,activity:read"},
    ],
)
async def test_a_bare_code_and_every_form_of_the_address_will_do(login: StravaLogin, given: Mapping[str, str]) -> None:
    state = (await begun(login))["state"]
    assert (await login.answer({name: value.replace("STATE", state) for name, value in given.items()}, NOW)).is_done


@pytest.mark.parametrize(
    ("given", "words"),
    [
        ({"code": "good-code", "state": "of-another-login"}, "another login"),
        ({"error": "access_denied", "state": "STATE"}, "not allowed"),
        ({"code": "good-code", "state": "STATE", "scope": "read"}, "leave the box ticked"),
        ({"code": "http://localhost/?state=STATE"}, "no code"),
        ({"code": ""}, "no code"),
    ],
)
async def test_an_answer_that_does_not_do_is_asked_for_again_and_nothing_is_sent(
    strava: FakeStrava, login: StravaLogin, given: Mapping[str, str], words: str
) -> None:
    state = (await begun(login))["state"]
    wrong = await login.answer({name: value.replace("STATE", state) for name, value in given.items()}, NOW)
    assert is_asked_again(wrong)
    assert words in wrong.message
    assert wrong.visit_url is not None
    assert strava.count() == 0
    assert (await login.answer({"code": "good-code", "state": state, "scope": ALL}, NOW)).is_done


async def test_boxes_that_were_not_ticked_are_named_with_what_is_lost(login: StravaLogin) -> None:
    await begun(login)
    done = await login.answer({"code": "good-code", "scope": "read,activity:read"}, NOW)
    assert done.is_done
    assert "privacy zones" in done.message
    assert "heart rate zones" in done.message


async def test_a_code_that_was_used_is_refused_and_a_new_one_connects(login: StravaLogin) -> None:
    await begun(login)
    old = await login.answer({"code": "old-code"}, NOW)
    assert is_asked_again(old)
    assert "new one" in old.message
    assert (await login.answer({"code": "good-code"}, NOW)).is_done


async def test_a_wrong_client_secret_is_told_as_one_and_mended_in_its_file(
    strava: FakeStrava, login: StravaLogin, tmp_path: Path
) -> None:
    secret = tmp_path / "strava.secret"
    await in_thread(secret.write_text, "mistyped")
    await begun(login)
    wrong = await login.answer({"code": "good-code"}, NOW)
    assert (wrong.is_over, wrong.is_done) == (True, False)
    assert "client ID and secret" in wrong.message
    assert "mistyped" not in wrong.message
    assert await in_thread(tokens_in(tmp_path / "own").load) is None
    await in_thread(secret.write_text, SECRET)
    again = open_login(config(strava), around(tmp_path))
    await begun(again)
    assert (await again.answer({"code": "good-code"}, NOW)).is_done


def test_without_the_secret_there_is_no_page_to_open(strava: FakeStrava, tmp_path: Path) -> None:
    step = asyncio.run(open_login(config(strava), around(tmp_path)).begin(NOW))
    assert step.is_over
    assert "strava.secret" in step.message


@pytest.mark.parametrize("fault", [drop, server_error])
async def test_while_strava_is_down_the_same_answer_is_asked_for_again_and_works_later(
    strava: FakeStrava, login: StravaLogin, fault: object
) -> None:
    assert callable(fault)
    strava.faults.append(fault(path="/oauth/token"))
    await begun(login)
    down = await login.answer({"code": "good-code"}, NOW)
    assert is_asked_again(down)
    assert "try the same again" in down.message
    assert (await login.answer({"code": "good-code"}, NOW)).is_done


async def test_too_many_logins_end_with_when_to_come_back(strava: FakeStrava, login: StravaLogin) -> None:
    strava.faults.append(too_many(600, path="/oauth/token"))
    await begun(login)
    step = await login.answer({"code": "good-code"}, NOW)
    assert step.is_over
    assert step.retry_at is not None
    assert step.retry_at > NOW


async def test_an_answer_before_the_beginning_or_after_the_end_connects_nothing(
    strava: FakeStrava, login: StravaLogin
) -> None:
    assert (await login.answer({"code": "good-code"}, NOW)).is_over
    assert strava.count() == 0
    await begun(login)
    assert (await login.answer({"code": "good-code"}, NOW)).is_done
    assert (await login.answer({"code": "good-code"}, NOW)).is_over
    assert strava.count() == 1


async def test_a_login_mends_a_connection_that_was_taken_back(strava: FakeStrava, home: Path) -> None:
    strava.access = strava.refresh = "another"
    source = opened(strava, home)
    assert (await source.pull(None, NOW)).state is SourceState.NEEDS_LOGIN
    login = open_login(config(strava), around(home))
    await begun(login)
    assert (await login.answer({"code": "good-code"}, NOW)).is_done
    assert (await source.pull(None, NOW)).state is SourceState.OK
