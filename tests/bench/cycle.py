"""What a cycle costs with a long history, and what one new activity costs with a short and a long one."""

import asyncio
import json
import random
import statistics
import tempfile
import time
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime, timedelta
from pathlib import Path

from tests.bench.figure import Figure
from tests.helpers.household import config_of, store_of

from liftday_rules.model import Activity, ActivityId, Lap, Sport
from liftday_sync.cycle import Home, cycle
from liftday_sync.house import open_home
from liftday_sync.publish.hub import Hub
from liftday_sync.sources.base import ItemKind, RawItem, SourceState
from liftday_sync.store import Store
from liftday_sync.store.api import Incoming, SourceReport

NOW = datetime(2026, 11, 26, 13, 0, tzinfo=UTC)
SHORT, LONG = 1_000, 10_000
ROUNDS = 9
MOST_S = 0.5


def run(scale: float) -> list[Figure]:
    """The figures; the history is always the full one, a smaller `scale` only repeats less."""
    rounds = max(3, round(ROUNDS * scale))
    short, long = measured(SHORT, rounds), measured(LONG, rounds)
    return [
        Figure(f"cycle over {LONG} stored activities, median", long[0] * 1000, "ms", "most allowed", MOST_S * 1000),
        Figure(f"one new activity with {LONG} stored", long[1] * 1000, "ms", f"with {SHORT} stored", short[1] * 1000),
    ]


def measured(count: int, rounds: int) -> tuple[float, float]:
    """Seconds of a cycle that finds nothing new, and of storing one new activity and deciding again."""
    with tempfile.TemporaryDirectory() as folder:
        config = config_of(Path(folder))
        store = store_of(config)
        store.save_batch("anna", "bench", [incoming(n) for n in range(count)], cursor=None, now=NOW)
        fresh = SourceReport(source="bench", state=SourceState.OK, last_ok_at=NOW, last_try_at=NOW)
        store.save_source_report("anna", fresh)
        home = open_home(config.athletes[0].model_copy(update={"sources": ()}), store, Hub(), config.folder)
        asyncio.run(cycle(home, NOW, trigger="bench"))
        idle = [seconds(home) for _ in range(rounds)]
        new = list(with_news(home, store, rounds))
        store.close()
    return statistics.median(idle), statistics.median(new)


def seconds(home: Home) -> float:
    began = time.perf_counter()
    asyncio.run(cycle(home, NOW, trigger="bench"))
    return time.perf_counter() - began


def with_news(home: Home, store: Store, rounds: int) -> Iterator[float]:
    for n in range(rounds):
        began = time.perf_counter()
        store.save_batch("anna", "bench", [incoming(-1 - n)], cursor=None, now=NOW)
        yield time.perf_counter() - began + seconds(home)


def incoming(n: int) -> Incoming:
    """The n-th activity back in time, one a day and a half; negative ones are news of this morning."""
    start = NOW - timedelta(hours=36 * n + 6) if n >= 0 else NOW - timedelta(hours=5, minutes=n)
    item = RawItem(external_id=str(n), kind=ItemKind.ACTIVITY, payload=json.dumps({"n": n}).encode())
    return Incoming(item=item, meaning=activity(n, start))


def activity(n: int, start: datetime) -> Activity:
    luck = random.Random(n)  # noqa: S311 (the same runs every time)
    laps = tuple(kilometres(luck))
    return Activity(
        id=ActivityId(f"bench:{n}"),
        source="file",
        sport=Sport.RUN,
        start=start,
        local_date=start.date(),
        elapsed_s=sum(lap.elapsed_s for lap in laps),
        distance_m=1000.0 * len(laps),
        avg_hr_bpm=luck.uniform(130, 165),
        max_hr_bpm=luck.uniform(165, 185),
        name="Morning Run",
        laps=laps,
    )


def kilometres(luck: random.Random) -> Sequence[Lap]:
    return [
        Lap(elapsed_s=luck.uniform(240, 360), distance_m=1000.0, avg_hr_bpm=150) for _ in range(luck.randint(6, 16))
    ]
