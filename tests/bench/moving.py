"""How long twenty years of somebody's life take to leave and to arrive, and how much memory that takes.

Each way runs in a process of its own, so that its memory can be told. Beside leaving stands SQLite's own copy of the
database, which knows nothing of what it copies; beside arriving the time that other writers wait for their turn.
"""

import json
import random
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from datetime import timedelta
from functools import cache
from itertools import batched
from pathlib import Path

from tests.bench.figure import Figure
from tests.helpers.lived import fill, home
from tests.helpers.remembered import ME, NOW, raw, read, save

from liftday_rules.model import Night, Stream
from liftday_sync.moving.arrive import bring_in
from liftday_sync.moving.leave import export
from liftday_sync.sources.base import ItemKind
from liftday_sync.store import Incoming, NewFact, Store
from liftday_sync.store.engine import BUSY_S

RUNS, NIGHTS, WORDS = 6000, 7300, 5000
SAMPLES, MODELS = 3000, 50
MOST_MB = 100


def run(scale: float) -> list[Figure]:
    """The figures; `scale` 1 is twenty years, smaller is quicker and rougher."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        with opened(folder / "old.db") as store:
            live(store, scale)
            begun = time.perf_counter()
            store.backup(folder / "copy.db")
            copied_s = time.perf_counter() - begun
        out_s, out_mb = told("leave", folder)
        in_s, in_mb = told("arrive", folder)
        size_mb = (folder / "own.json.gz").stat().st_size / 1e6
    years = f"{20 * scale:g} years"
    return [
        Figure(f"{years} of own data written to a file of {size_mb:.0f} MB", out_s, "s", "SQLite's copy", copied_s),
        Figure(f"{years} brought in from the file", in_s, "s", "most allowed", BUSY_S),
        Figure("memory that writing the file took", out_mb, "MB", "most allowed", MOST_MB),
        Figure("memory that bringing it in took", in_mb, "MB", "most allowed", MOST_MB),
    ]


def live(store: Store, scale: float) -> None:
    """Run nearly every day at a sample a second, sleep every night, and log what was lifted."""
    fill(store)
    for days in batched(range(100, 100 + round(RUNS * scale)), 200, strict=False):
        save(store, [read(day, stream=stream(day % MODELS)) for day in days])
    nights = [
        Incoming(item=raw(100_000 + n, kind=ItemKind.WELLNESS), meaning=Night(date=(NOW - timedelta(days=n)).date()))
        for n in range(round(NIGHTS * scale))
    ]
    store.save_batch(ME, "garmin", nights, cursor=None, now=NOW)
    for n in range(round(WORDS * scale)):
        store.add_fact(ME, NewFact(kind="word", subject=f"{n}", payload={"said": "x" * 200}, key=f"{n}"), NOW)


@cache
def stream(number: int) -> Stream:
    """Samples as restless as a watch's."""
    chance = random.Random(number)  # noqa: S311 (the same samples each time)
    wild = [chance.randint(0, 60) for _ in range(SAMPLES)]
    return Stream(
        time_s=tuple(float(second) for second in range(SAMPLES)),
        hr_bpm=tuple(130.0 + one % 20 for one in wild),
        speed_mps=tuple(2.5 + one / 100 for one in wild),
        altitude_m=tuple(100 + one / 10 for one in wild),
    )


def opened(path: Path) -> Store:
    """A store with the athlete in it."""
    store = Store.open(f"sqlite:///{path}")
    store.ensure_athlete(ME, name="Anna", time_zone="Europe/Berlin")
    return store


def told(way: str, folder: Path) -> tuple[float, float]:
    """Seconds and megabytes of one way, from a process of its own."""
    command = [sys.executable, "-m", "tests.bench.moving", way, str(folder)]
    done = subprocess.run(command, stdout=subprocess.PIPE, check=True)  # noqa: S603 (ourselves)
    seconds, grown_mb = json.loads(done.stdout)
    return seconds, grown_mb


def measured(work: Callable[[], object]) -> tuple[float, float]:
    """Seconds that it takes, and by how many megabytes this process grows."""
    before, begun = peak_mb(), time.perf_counter()
    work()
    return time.perf_counter() - begun, peak_mb() - before


def peak_mb() -> float:
    """The most memory that this process ever had."""
    lines = Path("/proc/self/status").read_text(encoding="ascii").splitlines()
    return next(int(line.split()[1]) for line in lines if line.startswith("VmHWM")) / 1024


def main(way: str, folder: Path) -> None:
    """One way, and its figures as JSON."""
    file = folder / "own.json.gz"
    with opened(folder / ("old.db" if way == "leave" else "new.db")) as store:
        if way == "leave":
            figures = measured(lambda: export([home(store)], file, NOW, is_whole=True))
        else:
            figures = measured(lambda: bring_in(store, file, {ME: ME}))
    json.dump(figures, sys.stdout)


if __name__ == "__main__":
    main(sys.argv[1], Path(sys.argv[2]))
