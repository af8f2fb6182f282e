"""Somebody on this machine who listens to what is announced in its networks, for real."""

import asyncio
from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field

from zeroconf import ServiceStateChange, Zeroconf
from zeroconf.asyncio import AsyncServiceBrowser, AsyncServiceInfo, AsyncZeroconf

from liftday_sync.announce import KIND

HERE = "127.0.0.1"


@dataclass(slots=True)
class Listener:
    """What somebody in the same network hears."""

    line: AsyncZeroconf
    heard: asyncio.Queue[tuple[str, ServiceStateChange]] = field(default_factory=asyncio.Queue)

    def hear(
        self, zeroconf: Zeroconf, service_type: str, name: str, state_change: ServiceStateChange
    ) -> None:  # called by these names
        assert zeroconf is self.line.zeroconf
        assert service_type == KIND
        self.heard.put_nowait((name, state_change))

    async def next(self, server_id: str) -> tuple[str, ServiceStateChange]:
        """What becomes of the announcement of that daemon next; there may be others in the network."""
        async with asyncio.timeout(10):
            while True:
                name, state = await self.heard.get()
                if f"({server_id[:4]})" in name:
                    return name, state

    async def ask(self, name: str) -> AsyncServiceInfo:
        found = await self.line.async_get_service_info(KIND, name)
        assert found is not None
        return found


@asynccontextmanager
async def listener() -> AsyncGenerator[Listener]:
    """Listens on the loopback interface."""
    async with AsyncZeroconf(interfaces=[HERE]) as line:
        one = Listener(line)
        browser = AsyncServiceBrowser(line.zeroconf, KIND, handlers=[one.hear])
        yield one
        await browser.async_cancel()
