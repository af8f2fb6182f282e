"""An athlete's real home under a clock of ours: real sources against fake services, the daemon's own way of looking."""

import asyncio
import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from tests.fakes.faults import FakeServer
from tests.fakes.strava import SECRET

from liftday_sync.clock import FixedClock
from liftday_sync.config import Config, load
from liftday_sync.cycle import Home, cycle
from liftday_sync.diagnose import Finding, examine
from liftday_sync.house import open_home
from liftday_sync.looks import Looks
from liftday_sync.publish.hub import Hub
from liftday_sync.sources.strava.tokens import Tokens, tokens_in
from liftday_sync.store import Store
from liftday_sync.store.api import SourceReport
from liftday_sync.threads import in_thread
from liftday_sync.writing import write_workouts

ANNA = {"id": "anna", "name": "Anna", "time_zone": "Europe/Vienna"}


def configured(folder: Path, *sources: Mapping[str, Any]) -> Path:
    """A configuration file, and nothing else: as a newcomer has it."""
    told = {"data_dir": str(folder / "data"), "server": {"port": 0}, "athletes": [ANNA | {"sources": list(sources)}]}
    path = folder / "config.yaml"
    path.write_text(json.dumps(told))
    return path


def connect_strava(folder: Path, at: datetime, *, expires_at: datetime) -> None:
    """What `liftday login strava` leaves behind."""
    data = folder / "data"
    data.mkdir(mode=0o700, exist_ok=True)
    (data / "strava.secret").write_text(SECRET)
    (data / "strava.secret").chmod(0o600)
    tokens = Tokens(access="access-0", refresh="refresh-0", expires_at=int(expires_at.timestamp()), athlete=77)
    assert at < expires_at
    tokens_in(data / "accounts" / "anna" / "strava").save(tokens)


@dataclass(slots=True)
class Simulation:
    """The daemon's day, tick by tick; each `look` is a start, a look and an end, so a restart is nothing special."""

    config: Config
    clock: FixedClock
    home: Home
    store: Store

    @classmethod
    def open(cls, path: Path, now: datetime) -> Simulation:
        """By configuration alone."""
        config = load(path)
        config.folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        store = Store.open(config.database_url, backup_dir=config.backups)
        home = open_home(config.athletes[0], store, Hub(), config.folder)
        return cls(config=config, clock=FixedClock(now), home=home, store=store)

    def again(self) -> Simulation:
        """The same household after a restart of the daemon: nothing is remembered but what is stored."""
        self.store.close()
        store = Store.open(self.config.database_url, backup_dir=self.config.backups)
        home = open_home(self.config.athletes[0], store, Hub(), self.config.folder)
        return Simulation(config=self.config, clock=self.clock, home=home, store=store)

    def tick(self, after: timedelta = timedelta(), *, asked: bool = False) -> None:
        """Let that time pass; then look at everything, decide, and write to the watch."""
        self.clock.forward(after)
        asyncio.run(self._tick(asked=asked))

    def ticks(self, count: int, every: timedelta) -> None:
        """So many ticks in one running daemon."""

        async def run() -> None:
            for _ in range(count):
                self.clock.forward(every)
                await self._look(asked=False)

        asyncio.run(run())

    async def _tick(self, *, asked: bool) -> None:
        await self._look(asked=asked)
        await cycle(self.home, self.clock.now(), trigger="test", look=False)
        await write_workouts(self.home.athlete, self.home.sources, self.store, self.clock.now)

    async def _look(self, *, asked: bool) -> None:
        stop = asyncio.Event()
        async with asyncio.TaskGroup() as group:
            looks = Looks("anna", self.home.sources, self.store, self.clock, group, stop)
            await looks.look(patience_s=60, asked=asked)
            await in_thread(stop.set)

    def report(self, source: str) -> SourceReport:
        """How this source is doing."""
        return next(one for one in self.store.source_reports("anna") if one.source == source)

    def ids(self, source: str = "") -> set[str]:
        """Every activity that is known, by its id."""
        known = self.store.activities("anna", since=datetime(2000, 1, 1, tzinfo=UTC).date())
        return {one.id for one in known if one.id.startswith(source)}

    def doctor(self, about: str = "") -> list[str]:
        """What `liftday doctor` says now, of what is about this: `bad: …`, `note: …` or `good: …`."""
        return [_line(one) for one in examine(self.config, self.clock.now()) if about in one.sentence]


def _line(finding: Finding) -> str:
    return f"{finding.health}: {finding.sentence}"


def paths(fake: FakeServer) -> str:
    """How many requests went where, for the message of a failed assertion."""
    counts: dict[str, int] = {}
    for seen in fake.seen:
        name = "/".join(part for part in seen.path.split("/") if part and not part[0].isdigit())
        counts[name] = counts.get(name, 0) + 1
    return f"{len(fake.seen)} requests: {dict(sorted(counts.items(), key=lambda one: -one[1]))}"
