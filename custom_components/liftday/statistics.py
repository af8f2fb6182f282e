"""Running time in the long-term statistics: every run on its hour, also those of the days before the installation."""

from collections import defaultdict
from collections.abc import Mapping
from datetime import UTC, datetime
from functools import partial
from itertools import accumulate

from homeassistant.components.recorder import get_instance
from homeassistant.components.recorder.models import StatisticData, StatisticMeanType, StatisticMetaData
from homeassistant.components.recorder.statistics import async_add_external_statistics, statistics_during_period
from homeassistant.const import UnitOfTime
from homeassistant.core import HomeAssistant, callback
from homeassistant.util import slugify
from homeassistant.util.unit_conversion import DurationConverter

from .const import DOMAIN
from .contract import AthleteRef, Snapshot
from .coordinator import AthleteCoordinator

EVER = datetime(2000, 1, 1, tzinfo=UTC)


@callback
def keep_running_time(hass: HomeAssistant, athlete: AthleteCoordinator) -> None:
    """Write the runs that are known now, and again whenever one is new or was measured anew."""
    if "recorder" not in hass.config.components:
        return
    written: dict[datetime, float] = {}

    @callback
    def look() -> None:
        nonlocal written
        if (minutes := _minutes_by_hour(athlete.data)) and minutes != written:
            written = minutes
            athlete.config_entry.async_create_task(hass, _write(hass, athlete.athlete, minutes), "running time")

    look()
    athlete.config_entry.async_on_unload(athlete.async_add_listener(look))


async def _write(hass: HomeAssistant, athlete: AthleteRef, minutes: Mapping[datetime, float]) -> None:
    """Write these hours; older ones stay as they are."""
    statistic_id = f"{DOMAIN}:{slugify(athlete.id)}_run_minutes"
    begun = await _sum_before(hass, statistic_id, min(minutes))
    hours = sorted(minutes)
    sums = accumulate((minutes[hour] for hour in hours), initial=begun)
    next(sums)
    rows = [
        StatisticData(start=hour, state=round(minutes[hour], 1), sum=round(total, 1))
        for hour, total in zip(hours, sums, strict=True)
    ]
    metadata = StatisticMetaData(
        mean_type=StatisticMeanType.NONE,
        has_sum=True,
        name=f"Liftday {athlete.name}: running",
        source=DOMAIN,
        statistic_id=statistic_id,
        unit_class=DurationConverter.UNIT_CLASS,
        unit_of_measurement=UnitOfTime.MINUTES,
    )
    async_add_external_statistics(hass, metadata, rows)


def _minutes_by_hour(snapshot: Snapshot) -> dict[datetime, float]:
    """Minutes run, by the full hour in which a run began: statistics know nothing finer."""
    minutes: dict[datetime, float] = defaultdict(float)
    for run in snapshot.activities:
        if run.sport.endswith("run"):
            hour = run.start.astimezone(UTC).replace(minute=0, second=0, microsecond=0)
            seconds = (run.end - run.start).total_seconds() if run.moving_s is None else run.moving_s
            minutes[hour] += seconds / 60
    return dict(minutes)


async def _sum_before(hass: HomeAssistant, statistic_id: str, hour: datetime) -> float:
    """What the hours before this one come to."""
    ask = partial(statistics_during_period, hass, EVER, hour, {statistic_id}, "hour", None, {"sum"})
    known = await get_instance(hass).async_add_executor_job(ask)
    rows = known.get(statistic_id)
    return (rows[-1].get("sum") or 0.0) if rows else 0.0
