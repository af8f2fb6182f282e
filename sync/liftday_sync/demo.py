"""The demo household: one made-up runner, and two weeks lived through in a second, so that the calendar has a past."""

from datetime import datetime, timedelta
from pathlib import Path

from liftday_sync.clock import Clock
from liftday_sync.config import Config, parse
from liftday_sync.cycle import cycle
from liftday_sync.house import open_homes
from liftday_sync.publish.hub import Hub
from liftday_sync.store import Store
from liftday_sync.threads import in_thread

ATHLETE = "demo"
REHEARSED_DAYS = 14
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


def local_zone() -> str:
    """The machine's zone where it has one that calendars understand, else UTC."""
    link = Path("/etc/localtime")
    name = str(link.resolve()).partition("zoneinfo/")[2] if link.exists() else ""
    return name if "/" in name else "UTC"


async def rehearse(config: Config, store: Store, clock: Clock) -> None:
    """Live through the last two weeks on the first start: the same cycles that a daemon would have had."""
    if await in_thread(store.latest_plan, ATHLETE):
        return
    now = clock.now()
    born = now.astimezone(config.athlete(ATHLETE).zone).date().isoformat()
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
