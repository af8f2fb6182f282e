import asyncio
import json
import logging
from collections.abc import Mapping
from datetime import timedelta
from pathlib import Path

import pytest
from tests.fakes import faults
from tests.fakes.garmin import CODE, EMAIL, PASSWORD, FakeGarmin
from tests.sync.garmin.conftest import NOW, Reader, config, connect, surroundings

from liftday_sync.sources.base import SourceState
from liftday_sync.sources.garmin import open_login, open_source
from liftday_sync.sources.login import Login, Step

WHO = {"email": EMAIL, "password": PASSWORD}


@pytest.fixture(autouse=True)
def no_pauses(monkeypatch: pytest.MonkeyPatch) -> None:
    """The library waits as a person would; a test need not."""
    for name in ("MOBILE", "LOGIN", "WIDGET"):
        for end in ("MIN", "MAX"):
            monkeypatch.setattr(f"garminconnect.client.sso.{name}_DELAY_{end}_S", 0.0)


@pytest.fixture
def login(garmin: FakeGarmin, tmp_path: Path) -> Login:
    return open_login(config(garmin), surroundings(tmp_path))


def steps(login: Login, *answers: Mapping[str, str]) -> list[Step]:
    async def run() -> list[Step]:
        return [await login.begin(NOW), *[await login.answer(given, NOW) for given in answers]]

    return asyncio.run(run())


def test_with_a_code_it_takes_two_requests_and_leaves_one_private_file(
    garmin: FakeGarmin, login: Login, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    garmin.asks_code = True
    _, second, third = steps(login, WHO, {"code": f"{CODE[:3]} {CODE[3:]}"})
    assert [question.name for question in second.questions] == ["code"]
    assert third.is_done
    [kept] = (tmp_path / "garmin").iterdir()
    assert kept.stat().st_mode & 0o777 == 0o600
    assert kept.parent.stat().st_mode & 0o777 == 0o700
    assert json.loads(kept.read_text())["di_refresh_token"] == garmin.refresh
    assert PASSWORD not in kept.read_text()
    secrets = (PASSWORD, garmin.refresh, garmin.access, "secret")
    assert not [secret for secret in secrets if secret in caplog.text]
    reader = Reader(open_source(config(garmin, wellness=False), surroundings(tmp_path)))
    assert reader.look_now().state is SourceState.OK
    assert not [secret for secret in secrets if secret in caplog.text]


def test_without_a_code_it_is_done_at_once(login: Login) -> None:
    assert steps(login, WHO)[-1].is_done


def test_a_wrong_password_or_code_is_asked_for_again(garmin: FakeGarmin, login: Login) -> None:
    garmin.asks_code = True
    _, wrong, right, wrong_code, done = steps(
        login, {**WHO, "password": "other"}, WHO, {"code": "000000"}, {"code": CODE}
    )
    assert [question.name for question in wrong.questions] == ["email", "password"]
    assert "password" in wrong.message
    assert [question.name for question in right.questions] == ["code"]
    assert "code" in wrong_code.message
    assert done.is_done


def test_nothing_is_sent_while_something_is_missing(garmin: FakeGarmin, login: Login) -> None:
    assert steps(login, {"email": EMAIL, "password": ""})[-1].questions
    assert garmin.count() == 0


@pytest.mark.slow
@pytest.mark.parametrize("code", [429, 427, 403])
def test_a_blocked_login_says_when_to_come_back_and_works_then(
    garmin: FakeGarmin, login: Login, tmp_path: Path, code: int
) -> None:
    garmin.faults.append(faults.status(code, faults.PAGE, path="sign-in|login|signin|embed", times=None))
    blocked = steps(login, WHO)[-1]
    assert blocked.is_over
    assert blocked.retry_at is not None
    assert blocked.retry_at >= NOW + timedelta(hours=1)
    garmin.forget()
    assert steps(open_login(config(garmin), surroundings(tmp_path)), WHO)[-1].is_done


def test_an_expired_token_is_renewed_and_the_new_one_survives_a_restart(garmin: FakeGarmin, tmp_path: Path) -> None:
    connect(garmin, tmp_path)
    for _ in range(3):
        garmin.expire()
        reader = Reader(open_source(config(garmin, wellness=False, planned=False), surroundings(tmp_path)))
        assert reader.look_now().state is SourceState.OK
        path = tmp_path / "garmin" / "tokens.json"
        assert json.loads(path.read_text())["di_refresh_token"] == garmin.refresh
        assert path.stat().st_mode & 0o777 == 0o600


def test_a_withdrawn_access_is_told_without_hammering_and_ends_with_a_login(
    garmin: FakeGarmin, reader: Reader, tmp_path: Path
) -> None:
    garmin.revoke()
    assert reader.look_now().state is SourceState.NEEDS_LOGIN
    asked = garmin.count()
    for minutes in range(15, 300, 15):
        told = reader.look_now(NOW + timedelta(minutes=minutes))
        assert told.state is SourceState.NEEDS_LOGIN
    assert "liftday login garmin" in told.detail
    assert garmin.count() == asked
    assert garmin.count("sso|login") == 0
    assert steps(open_login(config(garmin), surroundings(tmp_path)), WHO)[-1].is_done
    assert reader.look_now(NOW + timedelta(minutes=315)).state is SourceState.OK


@pytest.mark.parametrize("fault", [faults.drop, faults.server_error, faults.too_many, faults.html])
def test_trouble_while_renewing_never_asks_for_a_login(garmin: FakeGarmin, reader: Reader, fault: object) -> None:
    garmin.expire()
    assert callable(fault)
    garmin.faults.append(fault(path="/oauth/token", times=None))
    told = reader.look_now().state
    assert told in {SourceState.OFFLINE, SourceState.RATE_LIMITED}
    garmin.forget()
    assert reader.look_now(NOW + timedelta(hours=2)).state is SourceState.OK


def test_an_account_that_was_never_connected_says_so_without_a_request(garmin: FakeGarmin, tmp_path: Path) -> None:
    reader = Reader(open_source(config(garmin), surroundings(tmp_path)))
    told = reader.look_now()
    assert told.state is SourceState.NEEDS_LOGIN
    assert "liftday login garmin" in told.detail
    assert garmin.count() == 0
