import asyncio
from collections.abc import AsyncGenerator
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from aiohttp import ClientResponse, web
from aiohttp.test_utils import TestClient, TestServer
from tests.helpers import remembered
from tests.helpers.api import server_of
from tests.helpers.household import NOW, config_of, snapshot_of, store_of

from liftday_rules.model import Change, Session
from liftday_sync.clock import FixedClock
from liftday_sync.config import Config
from liftday_sync.keys import FeedKeys, feed_keys
from liftday_sync.publish.access import FEED, ensure_feed, feed_path, rotate_feed
from liftday_sync.publish.hub import Hub
from liftday_sync.store import Store
from liftday_sync.threads import in_thread

FRIDAY = datetime(2026, 11, 27, 17, 0, tzinfo=UTC)
"""18:00 in Berlin."""
WEEK = remembered.session("2026-W48-1", FRIDAY)
"""What Anna's plan holds, unless a test says otherwise."""


@dataclass(slots=True, kw_only=True)
class House:
    """Anna and Ben, and a server that answers for their calendars."""

    client: TestClient[web.Request, web.Application]
    store: Store
    hub: Hub
    clock: FixedClock
    keys: FeedKeys
    plans: int = 0

    async def plan(self, *sessions: Session, athlete_id: str = "anna", changes: tuple[Change, ...] = ()) -> None:
        """A cycle has decided: these sessions stand from now on."""
        self.plans += 1
        plan = remembered.plan(*sessions, changes=changes)
        await in_thread(self.store.save_plan, athlete_id, plan, now=self.clock.now(), trigger="test")
        self.hub.publish(replace(snapshot_of(athlete_id), revision=self.plans))

    async def path(self, athlete_id: str = "anna", scope: str = FEED) -> str:
        """Where the athlete's feed is."""
        return feed_path(await in_thread(ensure_feed, self.store, self.keys, athlete_id, NOW, scope), scope)

    async def rotated(self, athlete_id: str = "anna", scope: str = FEED) -> str:
        """Where it is from now on."""
        return feed_path(await in_thread(rotate_feed, self.store, self.keys, athlete_id, NOW, scope), scope)

    async def get(self, path: str, method: str = "GET", **headers: str) -> ClientResponse:
        """Ask as a calendar does that packs nothing; `if_none_match=…` is a header."""
        shown = {"Accept-Encoding": "identity"} | {name.replace("_", "-"): value for name, value in headers.items()}
        return await self.client.request(method, path, headers=shown, auto_decompress=False)

    async def body(self, athlete_id: str = "anna", scope: str = FEED) -> bytes:
        """The feed."""
        answer = await self.get(await self.path(athlete_id, scope))
        assert answer.status == 200
        return await answer.read()


@pytest.fixture
def wishes() -> dict[str, Any]:
    """Anna's wishes for her calendar; a test may choose others."""
    return {}


@pytest.fixture
def config(tmp_path: Path, wishes: dict[str, Any]) -> Config:
    anna, ben = config_of(tmp_path).model_dump(mode="json", exclude_unset=True)["athletes"]
    return config_of(tmp_path, athletes=[anna | {"calendar": wishes}, ben])


@pytest.fixture
async def house(tmp_path: Path, config: Config) -> AsyncGenerator[House]:
    store, hub, clock = await in_thread(store_of, config), Hub(), FixedClock(NOW)
    keys = await in_thread(feed_keys, tmp_path)
    server = server_of(config, store, hub=hub, clock=clock)
    async with asyncio.timeout(60), TestClient(TestServer(server.app())) as client:
        made = House(client=client, store=store, hub=hub, clock=clock, keys=keys)
        await made.plan(WEEK)
        clock.forward(timedelta(seconds=2))
        yield made
    await in_thread(store.close)
