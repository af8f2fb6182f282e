"""Connecting an account on the page: every step, every end, and the way back from a service's own page."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

import pytest
from tests.helpers.household import NOW, config_of
from tests.sync.page.conftest import House

from liftday_sync.config import Config
from liftday_sync.logins import AT_ONCE
from liftday_sync.page.connecting import FULL, OVER
from liftday_sync.sources.login import Question, Step

HERE = "/athlete/anna/connect/my-strava"
VISIT = "https://strava.example/oauth/authorize?state=s"
CODE = Question(name="code", label="The code")


@dataclass(slots=True)
class Scripted:
    """A login that goes through its steps, and remembers what it was told."""

    steps: list[Step]
    told: list[Any] = field(default_factory=list)

    async def begin(self, now: datetime, *, redirect_url: str | None = None) -> Step:
        assert now == NOW
        self.told.append(redirect_url)
        return self.steps.pop(0)

    async def answer(self, given: Mapping[str, str], now: datetime) -> Step:
        assert now >= NOW
        self.told.append(dict(given))
        return self.steps.pop(0)


@pytest.fixture
def config(tmp_path: Any) -> Config:
    runner = {"id": "anna", "name": "Anna", "time_zone": "Europe/Berlin"}
    sources = [{"kind": "demo"}, {"kind": "strava", "name": "my-strava", "client_id": 1}]
    return config_of(tmp_path, athletes=[runner | {"sources": sources}])


@pytest.fixture
def login(monkeypatch: pytest.MonkeyPatch) -> Scripted:
    scripted = Scripted([])
    monkeypatch.setattr("liftday_sync.page.connecting.open_login", lambda *_: scripted)
    return scripted


async def send(house: House, **form: str) -> tuple[int, str]:
    form_key = house.form_key(await house.text(HERE))
    answer = await house.client.post(HERE, data={"form_key": form_key, **form})
    return answer.status, await answer.text()


def login_id(text: str) -> str:
    return text.partition('name="login" value="')[2].partition('"')[0]


async def test_the_first_page_asks_nothing_of_the_service_and_names_the_callback_domain(
    house: House, login: Scripted
) -> None:
    await house.sign_in()
    text = await house.text(HERE)
    assert "<code>127.0.0.1</code>" in text
    assert login.told == []


async def test_questions_follow_one_another_until_the_account_is_connected(house: House, login: Scripted) -> None:
    await house.sign_in()
    password = Question(name="password", label="Password", is_secret=True)
    login.steps += [
        Step(message="Sign in.", questions=(Question(name="email", label="E-mail"), password)),
        Step(message="A code was sent.", questions=(CODE,)),
        Step(message="Connected.", is_done=True),
    ]
    text = (await send(house))[1]
    assert 'type="password"' in text
    text = (await send(house, login=login_id(text), **{"answer.email": "a@b.example", "answer.password": "x"}))[1]
    assert "A code was sent." in text
    text = (await send(house, login=login_id(text), **{"answer.code": "123456"}))[1]
    assert "Connected." in text
    assert "<button" not in text.partition("<main")[2]
    assert login.told[1:] == [{"email": "a@b.example", "password": "x"}, {"code": "123456"}]
    assert house.woken == ["anna"]


async def test_a_login_that_failed_says_why_and_can_be_begun_anew(house: House, login: Scripted) -> None:
    await house.sign_in()
    login.steps += [Step(message="Wait a little.", is_over=True, retry_at=NOW + timedelta(hours=1))]
    text = (await send(house))[1]
    assert "Wait a little." in text
    assert "after 15:00" in text
    assert "Begin" in text


async def test_an_answer_to_a_login_that_is_over_is_told_so(house: House, login: Scripted) -> None:
    await house.sign_in()
    login.steps += [Step(message="Sign in.", questions=(CODE,))]
    text = (await send(house))[1]
    house.clock.forward(timedelta(minutes=11))
    status, told = await send(house, login=login_id(text), **{"answer.code": "1"})
    assert (status, OVER in told) == (409, True)


async def test_too_many_logins_at_once_are_refused_for_a_while(house: House, login: Scripted) -> None:
    await house.sign_in()
    for number in range(AT_ONCE):
        other = Scripted([Step(message="Sign in.", questions=(CODE,))])
        await house.server.logins.begin("somebody", f"account-{number}", other, NOW)
    assert (await send(house))[0] == 429
    assert FULL in (await send(house))[1]
    assert login.told == []


async def test_the_service_sends_the_browser_back_here_and_that_is_all_there_is_to_do(
    house: House, login: Scripted
) -> None:
    await house.sign_in()
    login.steps += [Step(message="Agree.", questions=(CODE,), visit_url=VISIT), Step(message="Done.", is_done=True)]
    text = (await send(house))[1]
    assert f'href="{VISIT}"' in text
    [back] = login.told
    assert back == str(house.client.make_url(f"{HERE}/back"))
    answer = await house.client.get(f"{HERE}/back", params={"code": "c", "state": "s", "scope": "read", "other": "x"})
    assert "Done." in await answer.text()
    assert login.told[1] == {"code": "c", "state": "s", "scope": "read"}
    assert house.woken == ["anna"]


async def test_who_would_rather_paste_is_sent_nowhere(house: House, login: Scripted) -> None:
    await house.sign_in()
    login.steps += [Step(message="Agree.", questions=(CODE,), visit_url=VISIT)]
    await send(house, way="paste")
    assert login.told == [None]


async def test_under_a_name_that_the_service_does_not_know_the_answer_is_pasted(house: House, login: Scripted) -> None:
    await house.sign_in()
    login.steps += [Step(message="Agree.", questions=(CODE,), visit_url=VISIT)]
    headers = {"Host": "liftday.local", "Cookie": house.cookie()}
    text = await (await house.client.get(HERE, headers=headers)).text()
    assert "paste the address" in text
    form = {"form_key": house.form_key(text)}
    await house.client.post(HERE, data=form, headers=headers)
    assert login.told == [None]


async def test_a_browser_whose_cookie_did_not_come_along_asks_once_more_from_here(house: House) -> None:
    first = await house.client.get(f"{HERE}/back?code=c&state=s", allow_redirects=False)
    text = await first.text()
    assert first.status == 200
    assert f'content="0; url={HERE}/back?code=c&amp;state=s&amp;again=1"' in text
    second = await house.client.get(f"{HERE}/back?code=c&state=s&again=1", allow_redirects=False)
    assert (second.status, second.headers["Location"]) == (303, "/sign-in")


async def test_an_address_that_is_no_web_page_is_not_offered(house: House, login: Scripted) -> None:
    await house.sign_in()
    login.steps += [Step(message="Agree.", questions=(CODE,), visit_url="javascript:alert(1)")]
    assert "javascript:" not in (await send(house))[1]


@pytest.mark.parametrize("name", ["demo", "nobody"])
async def test_what_has_no_login_has_no_page(house: House, name: str) -> None:
    await house.sign_in()
    assert (await house.client.get(f"/athlete/anna/connect/{name}")).status == 404
