"""A daemon in small, to try one source without a store."""

import asyncio
from datetime import datetime

from liftday_sync.sources.base import ItemKind, Pull, RawItem, Source


class SmallDaemon[S: Source]:
    """Pulls until nothing is left, and keeps cursor and items as the store does; `now` is when a look names no time."""

    def __init__(self, source: S, now: datetime) -> None:
        self.source = source
        self.now = now
        self.cursor: str | None = None
        self.items: dict[str, RawItem] = {}
        self.pulls: list[Pull] = []

    async def look(self, now: datetime | None = None) -> Pull:
        """One look: the last of its pulls."""
        while True:
            pull = await self.source.pull(self.cursor, now or self.now)
            self.pulls.append(pull)
            self.cursor = pull.cursor or self.cursor
            for item in pull.items:
                known = self.items.get(item.external_id)
                self.items[item.external_id] = self.source.join(known, item) if known else item
            if not pull.more:
                return pull

    def look_now(self, now: datetime | None = None) -> Pull:
        """The same, for tests without a loop of their own."""
        return asyncio.run(self.look(now))

    def ids(self, kind: ItemKind = ItemKind.ACTIVITY) -> set[str]:
        """What is known."""
        return {name for name, item in self.items.items() if item.kind is kind}
