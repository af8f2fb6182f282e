import asyncio
from collections.abc import AsyncGenerator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from aiohttp import ClientResponse, web
from aiohttp.test_utils import TestClient, TestServer
from tests.helpers.api import server_of
from tests.helpers.household import NOW, config_of, store_of

from liftday_sync.clock import FixedClock
from liftday_sync.cycle import cycle
from liftday_sync.house import open_homes
from liftday_sync.keys import hash_of
from liftday_sync.publish.http import Server
from liftday_sync.publish.hub import Hub
from liftday_sync.store import Store
from liftday_sync.store.api import NewToken
from liftday_sync.threads import in_thread

TOKENS = {"all": ("full", None), "looker": ("read", None), "annas": ("full", "anna"), "bens": ("full", "ben")}
"""By text: the scope, and whose corner it opens."""


@dataclass(frozen=True, slots=True, kw_only=True)
class House:
    """Anna and Ben, both with a plan, behind a server that answers."""

    client: TestClient[web.Request, web.Application]
    server: Server
    store: Store
    hub: Hub
    clock: FixedClock
    asked: list[tuple[str, str]]

    async def ask(
        self,
        method: str,
        path: str,
        token: str | None = "all",  # noqa: S107 (a known token)
        body: Any = None,
        **headers: str,
    ) -> ClientResponse:
        held = {"Authorization": f"Bearer {token}"} if token else {}
        return await self.client.request(method, f"/api/v1{path}", headers=held | headers, json=body)

    async def next_uid(self, athlete_id: str = "anna") -> str:
        return (await in_thread(self.store.published, athlete_id, since=self.clock.now()))[0].uid


@pytest.fixture
async def house(tmp_path: Path) -> AsyncGenerator[House]:
    config = await in_thread(config_of, tmp_path)
    store, hub, clock = await in_thread(store_of, config), Hub(), FixedClock(NOW)
    for home in (await in_thread(open_homes, config, store, hub)).values():
        await cycle(home, NOW, trigger="test")
    for text, (scope, athlete_id) in TOKENS.items():
        row = NewToken(token_hash=hash_of(text), scope=scope, athlete_id=athlete_id, label=text)
        await in_thread(store.save_token, row, now=NOW)
    asked: list[tuple[str, str]] = []
    server = server_of(
        config,
        store,
        hub=hub,
        clock=clock,
        wake=lambda who: asked.append(("look", who)),
        decide=lambda who: asked.append(("decide", who)),
    )
    async with asyncio.timeout(60), TestClient(TestServer(server.app())) as client:
        yield House(client=client, server=server, store=store, hub=hub, clock=clock, asked=asked)
    await in_thread(store.close)
