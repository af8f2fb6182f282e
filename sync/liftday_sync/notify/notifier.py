"""Says what is worth saying to every address of an athlete; each has its own memory, so that none waits for another."""

import asyncio
import hashlib
import logging
from collections import Counter
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path

from liftday_sync.clock import Clock
from liftday_sync.config import AthleteConfig
from liftday_sync.contract import Snapshot
from liftday_sync.errors import ConfigError
from liftday_sync.notify.send import NotSent, send
from liftday_sync.notify.worth import Message, over, worth_saying
from liftday_sync.publish.hub import Hub
from liftday_sync.store import Store
from liftday_sync.strict import read_secret
from liftday_sync.threads import in_thread

LOGGER = logging.getLogger(__name__)
REMEMBERED = timedelta(days=8)
"""Longer than anything can be found again."""
LOOK_S = 60.0
"""How often the time is looked at while the plan stays the same."""
RETRY = timedelta(minutes=5)
"""After a failure."""


@dataclass(slots=True, kw_only=True)
class Notifier:
    """One athlete's messages. Nothing that happens here disturbs the plan."""

    athlete: AthleteConfig
    store: Store
    folder: Path
    """Where `file:NAME` secrets are."""
    trouble: dict[str, str] = field(default_factory=dict)
    """What is wrong now, by the place of the address; one sentence each."""
    sent: Counter[str] = field(default_factory=Counter)
    """Messages that went out, by athlete."""
    _retry_at: dict[str, datetime] = field(default_factory=dict)

    async def follow(self, hub: Hub, clock: Clock, stop: asyncio.Event) -> None:
        """Look after every new document, and every minute, until `stop`."""
        while self.athlete.notify.urls and not stop.is_set():
            with hub.follow(self.athlete.id) as queue:
                is_open = True
                while is_open and not stop.is_set():
                    try:
                        async with asyncio.timeout(LOOK_S):
                            is_open = await queue.get() is not None
                    except TimeoutError:
                        pass
                    if is_open and (latest := hub.latest(self.athlete.id)):
                        await self.tell(latest.snapshot, clock.now())

    async def tell(self, snapshot: Snapshot, now: datetime) -> int:
        """Say what is worth saying to whom it was not said yet; returns how many messages went out."""
        async with asyncio.TaskGroup() as group:
            tasks = [group.create_task(self._tell_one(place, snapshot, now)) for place in self.athlete.notify.urls]
        return sum(task.result() for task in tasks)

    async def _tell_one(self, place: str, snapshot: Snapshot, now: datetime) -> bool:
        if now < self._retry_at.get(place, now):
            return False
        try:
            url = await in_thread(read_secret, place, self.folder)
            target = hashlib.sha256(url.encode()).hexdigest()[:16]
            message = await in_thread(self._message, target, snapshot, now)
            if message is None:
                return False
            await self._send_once(url, target, message, now)
        except (NotSent, ConfigError) as error:
            self._failed(place, error, now)
            return False
        self.sent[self.athlete.id] += 1
        self._worked(place)
        return True

    async def _send_once(self, url: str, target: str, message: Message, now: datetime) -> None:
        """Noted before it is sent: killed or put to sleep in between, it is not sent twice, by whomever."""
        await in_thread(self.store.remember_told, self.athlete.id, target, message.keys, now)
        try:
            await send(url, message.title, message.body)
        except NotSent, ConfigError:
            await in_thread(self.store.forget_told, self.athlete.id, target, message.keys)
            raise

    def _message(self, target: str, snapshot: Snapshot, now: datetime) -> Message | None:
        told = self.store.told(self.athlete.id, target)
        grown_old = {key for key, at in told.items() if now - at > REMEMBERED and not key.startswith("source:")}
        if gone := over(snapshot, told) | grown_old:
            self.store.forget_told(self.athlete.id, target, sorted(gone))
        return worth_saying(snapshot, self.athlete.notify, {k: at for k, at in told.items() if k not in gone}, now)

    def _failed(self, place: str, error: NotSent | ConfigError, now: datetime) -> None:
        """Told once in the log, until it works again."""
        reason = error.reason if isinstance(error, NotSent) else str(error)
        named = f"Messages for {self.athlete.name} to {place} do not arrive"
        sentence = f"{named}: {reason.rstrip('.')}. Try it with `liftday notify test`."
        if place not in self.trouble:
            LOGGER.warning("%s", sentence)
        self.trouble[place] = sentence
        self._retry_at[place] = now + RETRY

    def _worked(self, place: str) -> None:
        self._retry_at.pop(place, None)
        if self.trouble.pop(place, None):
            LOGGER.info("Messages for %s to %s arrive again.", self.athlete.name, place)
