import re
from collections.abc import AsyncGenerator
from dataclasses import dataclass
from pathlib import Path

import pytest
from aiohttp import web
from aiohttp.test_utils import TestClient, TestServer
from tests.helpers.api import server_of
from tests.helpers.household import NOW, config_of, store_of

from liftday_sync.clock import FixedClock
from liftday_sync.config import Config
from liftday_sync.page.visitors import make_link
from liftday_sync.publish.http import Server
from liftday_sync.publish.hub import Hub
from liftday_sync.store import Store
from liftday_sync.threads import in_thread


@dataclass(frozen=True, slots=True, kw_only=True)
class House:
    """Anna and Ben behind a server, and a browser without scripts."""

    client: TestClient[web.Request, web.Application]
    server: Server
    config: Config
    store: Store
    hub: Hub
    clock: FixedClock
    woken: list[str]
    decided: list[str]

    async def sign_in(self) -> None:
        link = await in_thread(make_link, self.store, self.clock.now())
        assert (await self.client.post(link)).status == 200

    async def text(self, path: str = "/") -> str:
        return await (await self.client.get(path)).text()

    def cookie(self) -> str:
        [key] = [one.value for one in self.client.session.cookie_jar if one.key == "liftday"]
        return f"liftday={key}"

    def form_key(self, text: str) -> str:
        found = re.search(r'name="form_key" value="([0-9a-f]{64})"', text)
        assert found
        return found[1]


@pytest.fixture
def config(tmp_path: Path) -> Config:
    return config_of(tmp_path)


@pytest.fixture
async def house(config: Config, monkeypatch: pytest.MonkeyPatch) -> AsyncGenerator[House]:
    monkeypatch.setattr("liftday_sync.page.rooms.NEWS_S", 0.01)
    store, hub, clock = await in_thread(store_of, config), Hub(), FixedClock(NOW)
    woken: list[str] = []
    decided: list[str] = []
    server = server_of(config, store, hub=hub, clock=clock, wake=woken.append, decide=decided.append)
    async with TestClient(TestServer(server.app())) as client:
        yield House(
            client=client,
            server=server,
            config=config,
            store=store,
            hub=hub,
            clock=clock,
            woken=woken,
            decided=decided,
        )
    await in_thread(store.close)
