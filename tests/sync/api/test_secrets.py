"""Known secrets go through every address, in every place, with and without faults: none of them comes out again."""

import base64
import json
import logging
from collections.abc import AsyncGenerator, Generator
from dataclasses import dataclass, replace
from io import StringIO
from pathlib import Path

import pytest
from aiohttp import web
from aiohttp.test_utils import TestClient, TestServer
from tests.fakes.garmin import CODE, EMAIL, PASSWORD, FakeGarmin
from tests.fakes.strava import SECRET, FakeStrava
from tests.helpers.api import openapi, server_of
from tests.helpers.household import NOW, config_of, store_of

from liftday_sync.clock import FixedClock
from liftday_sync.cycle import cycle
from liftday_sync.house import open_homes
from liftday_sync.keys import feed_keys, hash_of, new_key
from liftday_sync.logs import LogFormat, formatter
from liftday_sync.publish.access import ensure_feed
from liftday_sync.publish.hub import Hub
from liftday_sync.sources.strava.tokens import Hints, Tokens, hints_in, tokens_in
from liftday_sync.store import Store
from liftday_sync.store.api import NewToken
from liftday_sync.threads import in_thread

OPERATIONS = sorted((method.upper(), path) for path, methods in openapi()["paths"].items() for method in methods)
HOOK, VERIFY = "known-end-of-the-webhook-address", "known-verify-token"


@dataclass(frozen=True, slots=True, kw_only=True)
class Vault:
    """A house full of secrets, and everything that came out of it."""

    client: TestClient[web.Request, web.Application]
    store: Store
    secrets: dict[str, str]
    logs: tuple[StringIO, ...]
    said: list[str]

    async def ask(self, method: str, path: str, **more: object) -> int:
        """Ask, and keep the answer, its headers too."""
        if path.endswith("/events"):
            return 0
        async with self.client.request(method, path, allow_redirects=False, **more) as answer:  # type: ignore[arg-type]
            self.said.append(f"{answer.status} {dict(answer.headers)} {(await answer.read()).decode()}")
            return answer.status

    def leaks(self) -> set[str]:
        """The names of secrets that came out."""
        everything = [*self.said, *(log.getvalue() for log in self.logs)]
        return {name for name, secret in self.secrets.items() if any(secret in text for text in everything)}


@pytest.fixture
def logs() -> Generator[tuple[StringIO, ...]]:
    """Everything that is logged, by anybody, as the daemon writes it: as text and as JSON."""
    root, level, handlers = logging.getLogger(), logging.getLogger().level, []
    for kind in LogFormat:
        handler = logging.StreamHandler(StringIO())
        handler.setFormatter(formatter(kind))
        root.addHandler(handler)
        handlers.append(handler)
    root.setLevel(logging.DEBUG)
    yield tuple(handler.stream for handler in handlers)
    root.setLevel(level)
    for handler in handlers:
        root.removeHandler(handler)


@pytest.fixture
def garmin(monkeypatch: pytest.MonkeyPatch) -> Generator[FakeGarmin]:
    """It wants a code. The library waits as a person would; a test need not."""
    for name in ("MOBILE", "LOGIN", "WIDGET"):
        for end in ("MIN", "MAX"):
            monkeypatch.setattr(f"garminconnect.client.sso.{name}_DELAY_{end}_S", 0.0)
    with FakeGarmin(asks_code=True) as fake:
        yield fake


@pytest.fixture
def strava() -> Generator[FakeStrava]:
    with FakeStrava() as fake:
        yield fake


@pytest.fixture
async def vault(
    tmp_path: Path, logs: tuple[StringIO, ...], garmin: FakeGarmin, strava: FakeStrava
) -> AsyncGenerator[Vault]:
    sources = [
        {"kind": "garmin", "server": garmin.url},
        {"kind": "strava", "client_id": 1, "server": strava.url},
    ]
    who = [{"id": "anna", "name": "Anna", "time_zone": "Europe/Berlin", "sources": sources}]
    config = config_of(tmp_path, athletes=who)
    store, hub = await in_thread(store_of, config), Hub()
    secrets = await in_thread(_filled, tmp_path, store)
    homes = await in_thread(open_homes, config, store, hub)
    await cycle(homes["anna"], NOW, trigger="test", look=False)
    server = replace(server_of(config, store, hub=hub, clock=FixedClock(NOW)), homes=tuple(homes.values()))
    answering = TestServer(server.app())
    await answering.start_server(access_log=None)  # as the daemon does
    async with TestClient(answering) as client:
        yield Vault(client=client, store=store, secrets=secrets, logs=logs, said=[])
    await in_thread(store.close)


def _filled(folder: Path, store: Store) -> dict[str, str]:
    """Put secrets wherever there are any; by name."""
    keys = {"full token": new_key(), "read token": new_key()}
    for name, key in keys.items():
        row = NewToken(token_hash=hash_of(key), scope=name.partition(" ")[0], athlete_id=None, label=name)
        store.save_token(row, now=NOW)
    feed = feed_keys(folder)
    (folder / "strava.secret").write_text(SECRET)
    own = folder / "accounts" / "anna" / "strava"
    ends = int(NOW.timestamp()) + 20000
    tokens_in(own).save(Tokens(access="known-access-token", refresh="known-refresh-token", expires_at=ends, athlete=77))
    hints_in(own).save(Hints(secret=HOOK, verify_token=VERIFY, subscription=501))
    return keys | {
        "feed key": ensure_feed(store, feed, "anna", NOW),
        "feed file": base64.b64encode(feed.secret).decode(),
        "client secret": SECRET,
        "access token": "known-access-token",
        "refresh token": "known-refresh-token",
        "webhook": HOOK,
        "verify token": VERIFY,
        "password": PASSWORD,
        "hashed token": hash_of(keys["full token"]),
    }


def held(vault: Vault) -> dict[str, str]:
    return {"Authorization": f"Bearer {vault.secrets['full token']}"}


@pytest.mark.parametrize(("method", "path"), OPERATIONS)
async def test_no_address_says_a_secret_back_wherever_it_was_put(vault: Vault, method: str, path: str) -> None:
    for secret in vault.secrets.values():
        one = secret.replace("/", "%2F").replace(" ", "%20")
        filled = path.format(id="anna", uid=one, activity=one, flag=one, source=one, login=one)
        for headers in (held(vault), {"Authorization": f"Bearer {secret}x"}, held(vault) | {"Idempotency-Key": secret}):
            for body in ({}, {secret: secret}, {"key": 1, "effort": secret, "kind": secret, "answers": [secret]}):
                await vault.ask(method, filled, headers=headers, json=body, params={"token": secret, "date": secret})
        broken = f'{{"password": "{secret}'
        await vault.ask(method, filled, headers=held(vault) | {"Content-Type": "application/json"}, data=broken)
        await vault.ask(method, filled.replace("anna", one), headers=held(vault))
    assert vault.leaks() == set()


async def test_a_login_with_a_code_leaves_no_trace_of_what_was_typed(vault: Vault) -> None:
    at = "/api/v1/athletes/anna/sources/garmin/login"
    async with vault.client.post(at, json={}, headers=held(vault)) as answer:
        login = (await answer.json())["login"]
    vault.secrets.update({"code": CODE, "ticket": "ST-secret-ticket"})
    for answers in ({"email": EMAIL, "password": "not " + PASSWORD}, {"email": EMAIL, "password": PASSWORD}):
        assert await vault.ask("POST", f"{at}/{login}", json={"answers": answers}, headers=held(vault)) == 200
    assert await vault.ask("POST", f"{at}/{login}", json={"answers": {"code": CODE}}, headers=held(vault)) == 200
    assert '"is_done": true' in vault.said[-1]
    assert vault.leaks() == set()


async def test_outside_the_api_no_secret_comes_back_either(vault: Vault) -> None:
    for path in (
        "/", "/sign-in", "/look.css", "/open/x", f"/calendar/{HOOK}.ics",
        f"/calendar/{vault.secrets['full token']}/busy.ics", f"/webhook/strava/{HOOK}", "/webhook/strava/x", "/nothing",
        f"/calendar/{vault.secrets['feed key']}.ics", "/athlete/anna", "/athlete/anna/connect/garmin",
    ):  # fmt: skip
        for method in ("GET", "POST", "HEAD", "DELETE"):
            await vault.ask(method, path, data={"token": vault.secrets["read token"], "form_key": PASSWORD})
    assert vault.leaks() == set()


@pytest.mark.parametrize(
    "said",
    [
        "Bearer {}", "/calendar/{}.ics", "https://x/open/{}", "?token={}&a=b", "password={}",
        "{{'refresh_token': '{}'}}",
        '{{"client_secret": "{}"}}', "/webhook/strava/{}", "https://user:{}@example.org/",
    ],
)  # fmt: skip
async def test_a_fault_whose_words_hold_a_secret_tells_it_to_nobody(
    vault: Vault, said: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(*_: object, **__: object) -> None:
        raise ValueError(said.format(vault.secrets["full token"]))

    monkeypatch.setattr(Store, "source_reports", broken)
    assert await vault.ask("GET", "/api/v1/athletes/anna/sources", headers=held(vault)) == 500
    assert all("A fault while answering GET" in log.getvalue() for log in vault.logs)
    assert vault.leaks() == set()


async def test_this_test_would_notice_a_leak(vault: Vault) -> None:
    logging.getLogger("x").warning("plainly: %s", PASSWORD)
    vault.said.append(json.dumps({"secret": SECRET}))
    assert vault.leaks() == {"password", "client secret"}
