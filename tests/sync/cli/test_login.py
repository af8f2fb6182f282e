import asyncio
import json
from pathlib import Path

import aiohttp
import pytest
from tests.fakes.garmin import CODE, EMAIL, PASSWORD, FakeGarmin
from typer.testing import CliRunner

from liftday_sync.cli import app
from liftday_sync.cli.callback import Callback
from liftday_sync.cli.login import answers_in
from liftday_sync.errors import ConfigError, InputError

ATHLETE = {"id": "anna", "name": "Anna", "time_zone": "Europe/Vienna"}


@pytest.fixture(autouse=True)
def no_pauses(monkeypatch: pytest.MonkeyPatch) -> None:
    for end in ("MIN", "MAX"):
        monkeypatch.setattr(f"garminconnect.client.sso.MOBILE_DELAY_{end}_S", 0.0)


def config_of(tmp_path: Path, server: str) -> str:
    path = tmp_path / "config.yaml"
    sources = [{"kind": "garmin", "server": server}, {"kind": "demo"}]
    told = {"data_dir": str(tmp_path / "data"), "athletes": [{**ATHLETE, "sources": sources}]}
    path.write_text(json.dumps(told))
    return str(path)


def test_garmin_is_connected_with_password_and_code_from_a_pipe(tmp_path: Path) -> None:
    with FakeGarmin(asks_code=True) as garmin:
        path = config_of(tmp_path, garmin.url)
        typed = f"{EMAIL}\n{PASSWORD}\n{CODE}\n"
        done = CliRunner().invoke(app, ["login", "garmin", "--config", path, "--json"], input=typed)
    assert done.exit_code == 0, done.output
    assert json.loads(done.stdout) == {"athlete": "anna", "source": "garmin", "connected": True}
    assert PASSWORD not in done.output
    kept = tmp_path / "data" / "accounts" / "anna" / "garmin" / "tokens.json"
    assert kept.stat().st_mode & 0o777 == 0o600
    assert all(folder.stat().st_mode & 0o777 == 0o700 for folder in list(kept.parents)[:4])


def test_one_who_gives_up_is_not_connected(tmp_path: Path) -> None:
    with FakeGarmin() as garmin:
        done = CliRunner().invoke(app, ["login", "garmin", "--config", config_of(tmp_path, garmin.url)], input="")
    assert isinstance(done.exception, InputError)


@pytest.mark.parametrize("name", ["strava", "demo"])
def test_a_source_that_is_not_there_or_has_no_login_is_named(tmp_path: Path, name: str) -> None:
    done = CliRunner().invoke(app, ["login", name, "--config", config_of(tmp_path, "http://127.0.0.1:9")])
    assert isinstance(done.exception, ConfigError)
    assert name in str(done.exception)


def test_the_redirect_of_the_browser_is_caught_on_this_machine() -> None:
    async def visit() -> object:
        async with Callback() as callback, aiohttp.ClientSession() as browser:
            assert callback.url.startswith("http://127.0.0.1:")
            async with browser.get(callback.url, params={"code": "abc", "scope": "read"}) as page:
                assert "close this page" in await page.text()
            return await callback.answer()

    assert asyncio.run(visit()) == {"code": "abc", "scope": "read"}


def test_a_pasted_address_or_a_bare_code_will_do() -> None:
    assert answers_in("http://127.0.0.1:1/liftday/login?state=&code=abc&scope=read") == {"code": "abc", "scope": "read"}
    assert answers_in("abc") == {"code": "abc"}
