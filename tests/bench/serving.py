"""How soon the real daemon serves, and how much memory it takes at rest with one Strava account."""

import json
import statistics
import subprocess
import sys
import tempfile
import time
from datetime import timedelta
from pathlib import Path

from tests.bench.figure import Figure
from tests.fakes.strava import SECRET, FakeStrava, activity

from liftday_sync.clock import SystemClock
from liftday_sync.sources.strava.tokens import Tokens, tokens_in

LIFTDAY = (sys.executable, "-c", "from liftday_sync.cli import main; main()")
ACTIVITIES, STARTS = 400, 3
MOST_START_S, MOST_MB = 2, 130
QUIET_S, PATIENCE_S = 5.0, 60.0


def run(scale: float) -> list[Figure]:
    """The figures; the account is always the same, a smaller `scale` only starts less often."""
    now = SystemClock().now()
    with FakeStrava() as fake, tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        fake.add(*(activity(100 + n, now - timedelta(hours=14 * n + 3)) for n in range(ACTIVITIES)))
        config = written(folder, fake)
        expires_at = int(now.timestamp()) + 20000
        tokens = tokens_in(folder / "data" / "accounts" / "anna" / "strava")
        tokens.save(Tokens(access="access-0", refresh="refresh-0", expires_at=expires_at, athlete=77))
        first_s, filled_mb = served(config, fake)
        again = [served(config, fake) for _ in range(max(1, round(STARTS * scale)))]
    return [
        Figure("first start to serving", first_s, "s", "most allowed", MOST_START_S),
        Figure(
            "another start to serving, median",
            statistics.median(s for s, _ in again),
            "s",
            "most allowed",
            MOST_START_S,
        ),
        Figure(f"memory after {ACTIVITIES} activities were read", filled_mb, "MB", "most allowed", MOST_MB),
        Figure("memory at rest, most of these starts", max(mb for _, mb in again), "MB", "most allowed", MOST_MB),
    ]


def written(folder: Path, fake: FakeStrava) -> Path:
    (folder / "data").mkdir(mode=0o700)
    (folder / "data" / "strava.secret").write_text(SECRET)
    source = {"kind": "strava", "client_id": 1, "server": fake.url}
    athlete = {"id": "anna", "name": "Anna", "time_zone": "Europe/Berlin", "sources": [source]}
    path = folder / "config.yaml"
    path.write_text(json.dumps({"data_dir": str(folder / "data"), "server": {"port": 0}, "athletes": [athlete]}))
    return path


def served(config: Path, fake: FakeStrava) -> tuple[float, float]:
    """Seconds until the daemon says where it is, and its megabytes once it has nothing more to read."""
    command = [*LIFTDAY, "serve", "--json", "--config", str(config)]
    began = time.perf_counter()
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True) as daemon:  # noqa: S603 (our own program)
        assert daemon.stdout is not None
        for line in daemon.stdout:
            if line.rstrip() == "}":
                break
        seconds = time.perf_counter() - began
        assert daemon.poll() is None, "the daemon did not start"
        wait_until_quiet(fake)
        megabytes = resident_mb(daemon.pid)
        daemon.terminate()
        daemon.communicate(timeout=PATIENCE_S)
    return seconds, megabytes


def wait_until_quiet(fake: FakeStrava) -> None:
    """Until nothing was asked for a while."""
    asked, since = len(fake.seen), time.monotonic()
    until = since + PATIENCE_S
    while time.monotonic() < min(since + QUIET_S, until):
        time.sleep(0.2)  # noqa: TID251 (waits for another program)
        if len(fake.seen) != asked:
            asked, since = len(fake.seen), time.monotonic()


def resident_mb(pid: int) -> float:
    """Megabytes of a process, those it shares with others included."""
    lines = Path(f"/proc/{pid}/status").read_text(encoding="ascii").splitlines()
    return next(int(line.split()[1]) for line in lines if line.startswith("VmRSS")) / 1024
