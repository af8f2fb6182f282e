"""How fast a long history comes in from an account, through the engine into the store, and how much memory that takes.

The services are the tests' own, without limits, in this process; the engine runs in another one, so that its memory can
be told. The rival is the vendor's bare library over the same list, which reads no details and keeps nothing.
"""

import asyncio
import json
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from importlib import import_module
from pathlib import Path
from typing import Any

from tests.bench.figure import Figure
from tests.fakes import garmin, strava
from tests.helpers.household import config_of, store_of

from liftday_sync.house import open_home
from liftday_sync.publish.hub import Hub
from liftday_sync.pull import pull
from liftday_sync.sources.strava.session import Web
from liftday_sync.sources.strava.tokens import Tokens, tokens_in

NOW = datetime(2026, 11, 26, 13, 0, tzinfo=UTC)
ACTIVITIES = 2_000
APART = timedelta(hours=14)
LEAST_PER_S, MOST_MB = 300, 20
GARMIN_PAGE = 40


def run(scale: float) -> list[Figure]:
    """The figures; `scale` 1 is the size that is promised, smaller is quicker and rougher."""
    count = max(400, round(ACTIVITIES * scale))
    starts = [NOW - timedelta(hours=3) - n * APART for n in range(count)]
    of_strava, of_garmin = strava.FakeStrava(), garmin.FakeGarmin()
    of_strava.now = NOW
    of_strava.add(*(strava.activity(1000 + n, start, suffer_score=52) for n, start in enumerate(starts)))
    of_garmin.activities = [garmin.a_run(1000 + n, start) for n, start in enumerate(starts)]
    figures: list[Figure] = []
    for kind, fake in (("strava", of_strava), ("garmin", of_garmin)):
        with fake, tempfile.TemporaryDirectory() as folder:
            connect(kind, Path(folder), of_garmin)
            rounds = [told("bare", kind, fake.url, folder), told("engine", kind, fake.url, folder)]
            rounds.append(told("bare", kind, fake.url, folder))
        assert {one.activities for one in rounds} == {count}, rounds
        bare_s = (rounds[0].seconds + rounds[2].seconds) / 2
        name = f"{count} activities of {kind.title()} brought and stored"
        figures += [
            Figure(name, count / rounds[1].seconds, "a second", f"bare {LIBRARIES[kind]}", count / bare_s),
            Figure(name, count / rounds[1].seconds, "a second", "least allowed", LEAST_PER_S),
            Figure("memory that it took after the first portion", rounds[1].grown_mb, "MB", "most allowed", MOST_MB),
        ]
    return figures


def connect(kind: str, folder: Path, of_garmin: garmin.FakeGarmin) -> None:
    """Leave in the data folder what a login leaves."""
    own = folder / "accounts" / "anna" / kind
    own.mkdir(parents=True, mode=0o700)
    if kind == "garmin":
        (own / "tokens.json").write_text(of_garmin.tokens())
        return
    (folder / "strava.secret").write_text(strava.SECRET)
    expires_at = int((NOW + timedelta(hours=6)).timestamp())
    tokens_in(own).save(Tokens(access="access-0", refresh="refresh-0", expires_at=expires_at, athlete=77))


@dataclass(frozen=True, slots=True)
class Told:
    """What the other process measured."""

    seconds: float
    activities: int
    grown_mb: float


def told(*words: str) -> Told:
    """Ourselves, in another process."""
    command = [sys.executable, "-m", "tests.bench.backfill", *words]
    environment = os.environ | {"SILENCE_TOKEN_WARNINGS": "true"}  # stravalib's
    done = subprocess.run(command, stdout=subprocess.PIPE, text=True, check=True, env=environment)  # noqa: S603 (ourselves)
    return Told(**json.loads(done.stdout))


async def engine(kind: str, server: str, folder: Path) -> Told:
    """Everything that is there, portion by portion, as the daemon brings it."""
    more: dict[str, Any] = {"client_id": 1} if kind == "strava" else {"wellness": False, "planned": False}
    source = {"kind": kind, "server": server, "history_days": 7300, **more}
    config = config_of(
        folder, athletes=[{"id": "anna", "name": "A", "time_zone": "Europe/Berlin", "sources": [source]}]
    )
    store = store_of(config)
    home = open_home(config.athletes[0], store, Hub(), config.folder)
    began, counted, resident_mb = time.perf_counter(), set[str](), list[float]()
    while await pull(home.sources[0], store, "anna", NOW, counted=counted):
        resident_mb.append(resident())
    seconds = time.perf_counter() - began
    found = len(store.activities("anna", since=date.min))
    store.close()
    return Told(seconds, found, max(resident_mb) - resident_mb[0])


def bare(kind: str, server: str, folder: Path) -> Told:
    """The list by the library alone."""
    listed = by_stravalib(server) if kind == "strava" else by_garminconnect(server, folder)
    began = time.perf_counter()
    found = sum(1 for _ in listed)
    return Told(time.perf_counter() - began, found, 0.0)


def by_stravalib(server: str) -> Iterator[Any]:
    client = import_module("stravalib").Client(
        access_token="access-0", requests_session=Web(server), rate_limit_requests=False
    )
    return iter(client.get_activities())


def by_garminconnect(server: str, folder: Path) -> Iterator[Any]:
    account = import_module("garminconnect").Garmin()
    account.client._connectapi = server
    account.client.load(str((folder / "accounts" / "anna" / "garmin" / "tokens.json").resolve()))
    span = {"startDate": "2000-01-01", "endDate": f"{NOW:%Y-%m-%d}"}
    start = 0
    while page := account.search_activities(start, GARMIN_PAGE, **span):
        yield from page
        start += len(page)


def resident() -> float:
    """Megabytes of this process."""
    lines = Path("/proc/self/status").read_text(encoding="ascii").splitlines()
    return next(int(line.split()[1]) for line in lines if line.startswith("VmRSS")) / 1024


LIBRARIES = {"strava": "stravalib", "garmin": "garminconnect"}


def _main(mode: str, kind: str, server: str, folder: str) -> None:
    measured = asyncio.run(engine(kind, server, Path(folder))) if mode == "engine" else bare(kind, server, Path(folder))
    json.dump(
        {"seconds": measured.seconds, "activities": measured.activities, "grown_mb": measured.grown_mb}, sys.stdout
    )


if __name__ == "__main__":
    _main(*sys.argv[1:])
