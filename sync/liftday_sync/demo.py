"""The demo household: one made-up runner, and two weeks lived through in a second, so that the calendar has a past."""

import os
from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

import yaml

from liftday_sync.clock import Clock
from liftday_sync.config import Config, parse
from liftday_sync.cycle import cycle
from liftday_sync.house import open_homes
from liftday_sync.publish.hub import Hub
from liftday_sync.store import Store
from liftday_sync.threads import in_thread

ATHLETE = "demo"
MORNING = timedelta(hours=9)
"""Before nine the day's run may not have been uploaded yet: the surprise to show is one of the days before."""
REHEARSED_DAYS = 14
LOCALTIME = Path("/etc/localtime")
TIMEZONE = Path("/etc/timezone")
HEAD = "# Made by `liftday demo`, and made anew each time it starts: a change here is lost.\n"
HOURS = (5, 9, 20)
"""Morning, after the run, evening: when a living daemon would have decided."""


def demo_config(folder: Path | None, port: int) -> Config:
    """A configuration that needs no file and no account."""
    raw = {
        "server": {"port": port},
        "athletes": [
            {
                "id": ATHLETE,
                "name": "Demo runner",
                "time_zone": local_zone(),
                "body": {"age": 38, "hr_max_bpm": 188, "lthr_bpm": 171, "threshold_speed_mps": 3.7},
                "strength": {"sessions_logged": 20, "slots": {"default": ["18:00"]}},
                "sources": [{"kind": "demo"}],
            }
        ],
    }
    config = parse(raw, "the demo")
    return config.model_copy(update={"data_dir": str(folder or Path(config.data_dir).with_name("liftday-demo"))})


def write_config(config: Config) -> Path:
    """Write the demo's configuration beside its data, so that every command can be tried on it (`--config`)."""
    path = config.folder / "config.yaml"
    said = config.model_dump(mode="json", exclude_unset=True)
    path.write_text(HEAD + yaml.safe_dump(said, sort_keys=False, allow_unicode=True), encoding="utf-8")
    return path


def local_zone() -> str:
    """The machine's zone where it says one that calendars understand, else UTC."""
    return next((name for name in _named() if _is_zone(name)), "UTC")


def _named() -> Iterator[str]:
    yield os.environ.get("TZ", "").removeprefix(":")
    yield str(LOCALTIME.resolve()).partition("zoneinfo/")[2]
    if TIMEZONE.is_file():
        yield TIMEZONE.read_text(encoding="utf-8", errors="replace").strip()


def _is_zone(name: str) -> bool:
    """A region and a place; short names such as CET are no zone that every calendar knows."""
    try:
        return "/" in name and ZoneInfo(name).key == name
    except ZoneInfoNotFoundError, ValueError, OSError:
        return False


async def rehearse(config: Config, store: Store, clock: Clock) -> None:
    """Live through the last two weeks on the first start: the same cycles that a daemon would have had."""
    if await in_thread(store.latest_plan, ATHLETE):
        return
    now = clock.now()
    born = (now.astimezone(config.athlete(ATHLETE).zone) - MORNING).date().isoformat()
    await in_thread(store.save_batch, ATHLETE, "demo", [], cursor=born, now=now)
    homes = await in_thread(open_homes, config, store, Hub())
    for moment in moments(now, config):
        await cycle(homes[ATHLETE], moment, trigger="rehearsal")


def moments(now: datetime, config: Config) -> list[datetime]:
    """When the cycles of the last two weeks would have been, oldest first."""
    local = now.astimezone(config.athlete(ATHLETE).zone)
    days = [local - timedelta(days=n) for n in range(REHEARSED_DAYS, -1, -1)]
    wall = [day.replace(hour=hour, minute=0, second=0, microsecond=0) for day in days for hour in HOURS]
    return [moment for moment in wall if moment < now]
