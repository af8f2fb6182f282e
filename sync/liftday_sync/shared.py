"""Living with other daemons on one database: each looks after some athletes, and shows the plans of the others.

Whom a daemon looks after is said by leases in the database, which it renews several times before they end. Every write
of an athlete's cycle proves in its own transaction that the lease is still the same, so a daemon that was stopped, or
cut off, and wakes after another one has taken over writes nothing and tells nobody anything.
"""

import asyncio
import logging
import os
import socket
import uuid
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, field, replace
from datetime import timedelta

from liftday_sync.cycle import Home
from liftday_sync.store import Store
from liftday_sync.store.leases import LeaseLost, Term
from liftday_sync.threads import in_thread

LOGGER = logging.getLogger(__name__)
RENEWALS = 4
"""Within the life of a lease: some may fail or come late."""

type Life = Callable[[Home], Awaitable[None]]
"""Something that goes on with an athlete until it is cancelled or the daemon stops."""


def new_holder() -> str:
    """A name for this run of this daemon; the next run is another one."""
    return f"{socket.gethostname()}:{os.getpid()}:{uuid.uuid4().hex[:8]}"


@dataclass(slots=True, kw_only=True)
class Sharing:
    """One daemon's part of the household, which may change at any time."""

    store: Store
    homes: Mapping[str, Home]
    lasts: timedelta
    live: Life
    """Look after the athlete of this home, whose store refuses to write once another daemon has taken over."""
    follow: Life
    """Show what another daemon decides."""
    asked: Callable[[str], None]
    """An athlete asked another daemon for a look at the accounts."""
    holder: str = field(default_factory=new_holder)
    _terms: dict[str, Term | None] = field(default_factory=dict)
    _lives: dict[str, asyncio.Task[None]] = field(default_factory=dict)

    async def go_on(self, is_over: Callable[[timedelta], Awaitable[bool]]) -> None:
        """Take a fair share and keep to it, until it is over; then let everybody go to the daemons that stay."""
        try:
            async with asyncio.TaskGroup() as group:
                over = False
                while not over:
                    terms = await in_thread(self.store.renew_leases, self.holder, tuple(self.homes), self.lasts)
                    for athlete_id in self.homes:
                        await self._settle(group, athlete_id, terms.get(athlete_id))
                    over = await is_over(self.lasts / RENEWALS)
        finally:
            await in_thread(self.store.release_leases, self.holder)

    async def _settle(self, group: asyncio.TaskGroup, athlete_id: str, term: Term | None) -> None:
        """Begin another life with the athlete when the lease is another one than before."""
        before = self._terms.get(athlete_id)
        if athlete_id in self._lives and before == term:
            if before is not None and term is not None and before.asked != term.asked:
                self.asked(athlete_id)
            self._terms[athlete_id] = term
            return
        if before is not None:
            LOGGER.info("%s is looked after by another daemon now.", athlete_id)
        if (life := self._lives.get(athlete_id)) is not None:
            life.cancel()
            await asyncio.wait([life])
        self._terms[athlete_id] = term
        self._lives[athlete_id] = group.create_task(self._lead(self.homes[athlete_id], term))

    async def _lead(self, home: Home, term: Term | None) -> None:
        if term is None:
            await self.follow(home)
            return
        LOGGER.info("%s is looked after from here now (%s, lease %s).", home.athlete.id, self.holder, term.fence)
        try:
            await self.live(replace(home, store=self.store.held(term)))
        except* LeaseLost:
            LOGGER.info("%s: what came too late was not written.", home.athlete.id)
