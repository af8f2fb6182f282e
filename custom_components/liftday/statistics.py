"""Running time in the long-term statistics: every run on its hour, also those of the years before the installation."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from datetime import UTC, datetime
from functools import partial
from typing import NamedTuple

from homeassistant.components.recorder import get_instance
from homeassistant.components.recorder.models import StatisticData, StatisticMeanType, StatisticMetaData
from homeassistant.components.recorder.statistics import async_add_external_statistics, statistics_during_period
from homeassistant.const import UnitOfTime
from homeassistant.core import HomeAssistant, callback
from homeassistant.util import slugify
from homeassistant.util.unit_conversion import DurationConverter

from .client import CannotConnect, LiftdayError
from .const import DOMAIN, LOGGER
from .contract import RunTime, Snapshot
from .coordinator import AthleteCoordinator

EVER = datetime(2000, 1, 1, tzinfo=UTC)


@callback
def keep_running_time(hass: HomeAssistant, athlete: AthleteCoordinator) -> None:
    """Write the runs that are known now, and again whenever one is new, was measured anew, or the past has grown."""
    if "recorder" not in hass.config.components:
        return
    keeper = _Keeper(hass, athlete)
    keeper.look()
    athlete.config_entry.async_on_unload(athlete.async_add_listener(keeper.look))


class _Row(NamedTuple):
    """An hour: its minutes, and the sum up to its end."""

    state: float
    sum: float


class _Keeper:
    """One athlete's running time, written one time after the other."""

    def __init__(self, hass: HomeAssistant, athlete: AthleteCoordinator) -> None:
        self._hass = hass
        self._athlete = athlete
        self._seen: object = None
        self._is_wanted = self._is_writing = False

    @callback
    def look(self) -> None:
        """Write if there may be something to write."""
        if (seen := _news_of(self._athlete.data)) == self._seen:
            return
        self._seen, self._is_wanted = seen, True
        if not self._is_writing:
            self._is_writing = True
            entry = self._athlete.config_entry
            entry.async_create_background_task(self._hass, self._work(), f"{self._athlete.name}: running time")

    async def _work(self) -> None:
        try:
            while self._is_wanted:
                self._is_wanted = False
                if minutes := _minutes_by_hour(await self._runs()):
                    await self._write(minutes)
        finally:
            self._is_writing = False

    async def _runs(self) -> Iterable[RunTime]:
        """Two years of runs; from a daemon that does not tell them, those of the snapshot."""
        try:
            return await self._athlete.client.runs(self._athlete.athlete.id)
        except LiftdayError as err:
            LOGGER.debug("%s: the history of runs could not be read: %s", self._athlete.name, err)
            if isinstance(err, CannotConnect):
                self._seen = None  # the next answer asks again
        return _runs_of(self._athlete.data)

    async def _write(self, minutes: Mapping[datetime, float]) -> None:
        """Write what differs from the first of these hours on; older ones stay as they are.

        A run that is there no longer leaves an hour with nothing in it, and every sum after it is set right.
        """
        athlete = self._athlete.athlete
        statistic_id = f"{DOMAIN}:{slugify(athlete.id)}_run_minutes"
        known = await self._known(statistic_id)
        first = min(minutes)
        total = next((row.sum for hour, row in reversed(known.items()) if hour < first), 0.0)
        rows = []
        for hour in sorted({*minutes, *(one for one in known if one > first)}):
            total += minutes.get(hour, 0.0)
            row = _Row(round(minutes.get(hour, 0.0), 1), round(total, 1))
            if known.get(hour) != row:
                rows.append(StatisticData(start=hour, state=row.state, sum=row.sum))
        metadata = StatisticMetaData(
            mean_type=StatisticMeanType.NONE,
            has_sum=True,
            name=f"Liftday {athlete.name}: running",
            source=DOMAIN,
            statistic_id=statistic_id,
            unit_class=DurationConverter.UNIT_CLASS,
            unit_of_measurement=UnitOfTime.MINUTES,
        )
        if rows:
            async_add_external_statistics(self._hass, metadata, rows)

    async def _known(self, statistic_id: str) -> dict[datetime, _Row]:
        """Every hour that is stored, in order; what was written a moment ago is waited for."""
        recorder = get_instance(self._hass)
        await recorder.async_block_till_done()
        ask = partial(statistics_during_period, self._hass, EVER, None, {statistic_id}, "hour", None, {"state", "sum"})
        found = await recorder.async_add_executor_job(ask)
        return {
            datetime.fromtimestamp(row["start"], UTC): _Row(row.get("state") or 0.0, row.get("sum") or 0.0)
            for row in found.get(statistic_id, ())
        }


def _news_of(snapshot: Snapshot) -> object:
    """Differs when runs may have become others: those of late, the past that is being read, and once a day anyway."""
    past = tuple((source.name, source.reached, source.progress_done) for source in snapshot.sources)
    return snapshot.today, past, _runs_of(snapshot)


def _runs_of(snapshot: Snapshot) -> tuple[RunTime, ...]:
    """The runs that the snapshot tells."""
    runs = (one for one in snapshot.activities if one.sport.endswith("run"))
    seconds = ((run, (run.end - run.start).total_seconds() if run.moving_s is None else run.moving_s) for run in runs)
    return tuple(RunTime(start=run.start, minutes=moving_s / 60) for run, moving_s in seconds)


def _minutes_by_hour(runs: Iterable[RunTime]) -> dict[datetime, float]:
    """Minutes run, by the full hour in which a run began: statistics know nothing finer."""
    minutes: dict[datetime, float] = defaultdict(float)
    for run in runs:
        minutes[run.start.astimezone(UTC).replace(minute=0, second=0, microsecond=0)] += run.minutes
    return dict(minutes)
