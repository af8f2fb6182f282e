"""Running time in the long-term statistics, in a real recorder."""

from collections.abc import Generator
from datetime import UTC, datetime, timedelta
from typing import Any
from unittest.mock import patch

import pytest
from custom_components.liftday.const import DOMAIN
from custom_components.liftday.contract import RunTime, Source, SourceState
from homeassistant.components.recorder import Recorder, get_instance
from homeassistant.components.recorder.models import StatisticData, StatisticMetaData
from homeassistant.components.recorder.statistics import (
    async_add_external_statistics,
    list_statistic_ids,
    statistics_during_period,
)
from homeassistant.core import HomeAssistant
from pytest_homeassistant_custom_component.common import MockConfigEntry
from pytest_homeassistant_custom_component.components.recorder.common import async_wait_recording_done
from tests.ha.conftest import until
from tests.ha.fake_daemon import FakeDaemon
from tests.ha.made import TODAY, run, snapshot

ID = "liftday:lena_run_minutes"


@pytest.fixture
async def home(
    recorder_mock: Recorder, hass: HomeAssistant, enable_custom_integrations: None, socket_enabled: None
) -> None:
    """As everywhere, with a recorder, which must be there before anything else."""
    await hass.config.async_set_time_zone("Europe/Berlin")


async def _rows(hass: HomeAssistant) -> list[tuple[str, float | None, float | None]]:
    """Every hour that is stored: when, its minutes, and the sum up to its end."""
    await hass.async_block_till_done(wait_background_tasks=False)
    [entry] = hass.config_entries.async_entries(DOMAIN)
    await until(lambda: not any("running time" in repr(task) for task in entry._background_tasks))
    await async_wait_recording_done(hass)
    since = datetime(2024, 1, 1, tzinfo=UTC)
    told = await get_instance(hass).async_add_executor_job(
        statistics_during_period, hass, since, None, {ID}, "hour", None, {"state", "sum"}
    )
    rows: list[Any] = list(told.get(ID, []))
    return [(datetime.fromtimestamp(row["start"], UTC).isoformat()[:13], row["state"], row["sum"]) for row in rows]


async def _publish(entry: MockConfigEntry, daemon: FakeDaemon, revision: int, *runs: Any) -> None:
    daemon.publish(snapshot(revision=revision, activities=runs))
    await until(lambda: entry.runtime_data.athletes["lena"].data.revision == revision)


async def test_runs_of_before_the_installation_are_there_from_the_start(
    hass: HomeAssistant, entry: MockConfigEntry, daemon: FakeDaemon
) -> None:
    twice = run("2026-11-17T07:55", id="a2", moving_s=600.0)
    timeless = run("2026-11-16T18:30", id="a0", moving_s=None)
    daemon.snapshots["lena"] = snapshot(activities=(timeless, run(), twice, run(id="a3", sport="ride")))
    await hass.config_entries.async_setup(entry.entry_id)
    await hass.async_block_till_done(wait_background_tasks=False)
    assert await _rows(hass) == [("2026-11-16T17", 50.0, 50.0), ("2026-11-17T06", 59.0, 109.0)]
    [known] = await get_instance(hass).async_add_executor_job(list_statistic_ids, hass, {ID})
    assert (known["name"], known["statistics_unit_of_measurement"], known["unit_class"]) == (
        "Liftday Lena: running",
        "min",
        "duration",
    )
    assert known["has_sum"]


async def test_what_is_written_again_is_not_counted_again(
    hass: HomeAssistant, loaded: MockConfigEntry, daemon: FakeDaemon
) -> None:
    first, later = run("2026-11-10T07:00", id="old"), run()
    await _publish(loaded, daemon, 8, first, later)
    assert [total for _, _, total in await _rows(hass)] == [49.0, 98.0]

    # The old run has left the snapshot; the one that stays turned out shorter.
    await _publish(loaded, daemon, 9, run(moving_s=1200.0), run("2026-11-18T07:00", id="new", moving_s=600.0))
    assert await _rows(hass) == [
        ("2026-11-10T06", 49.0, 49.0),
        ("2026-11-17T06", 20.0, 69.0),
        ("2026-11-18T06", 10.0, 79.0),
    ]


async def test_without_runs_nothing_is_written(hass: HomeAssistant, entry: MockConfigEntry, daemon: FakeDaemon) -> None:
    daemon.snapshots["lena"] = snapshot(activities=())
    await hass.config_entries.async_setup(entry.entry_id)
    await hass.async_block_till_done(wait_background_tasks=False)
    assert await _rows(hass) == []


def years(weeks: int = 104, minutes: float = 30.0) -> tuple[RunTime, ...]:
    """A run a week, the last one a week ago."""
    last = datetime(2026, 11, 11, 6, 10, tzinfo=UTC)
    return tuple(RunTime(start=last - timedelta(weeks=week), minutes=minutes) for week in reversed(range(weeks)))


@pytest.fixture
def imports() -> Generator[list[int]]:
    """How many hours each writing held."""
    lengths: list[int] = []

    def count(hass: HomeAssistant, metadata: StatisticMetaData, rows: list[StatisticData]) -> None:
        lengths.append(len(rows))
        async_add_external_statistics(hass, metadata, rows)

    with patch("custom_components.liftday.statistics.async_add_external_statistics", count):
        yield lengths


async def test_two_years_of_runs_are_there_from_the_start_and_are_not_written_again(
    hass: HomeAssistant, entry: MockConfigEntry, daemon: FakeDaemon, imports: list[int]
) -> None:
    daemon.runs = years()
    await hass.config_entries.async_setup(entry.entry_id)
    rows = await _rows(hass)
    assert (len(rows), rows[0], rows[-1]) == (
        104,
        ("2024-11-20T06", 30.0, 30.0),
        ("2026-11-11T06", 30.0, 104 * 30.0),
    )

    assert await hass.config_entries.async_reload(entry.entry_id)
    assert await _rows(hass) == rows
    assert imports == [104]


async def test_a_past_that_is_still_being_read_is_written_as_it_grows(
    hass: HomeAssistant, imports: list[int], loaded: MockConfigEntry, daemon: FakeDaemon
) -> None:
    assert await _rows(hass) == [("2026-11-17T06", 49.0, 49.0)]

    daemon.runs = (*years(3), RunTime(start=run().start, minutes=49.0))
    reading = Source(name="garmin", state=SourceState.OK, progress_done=40, progress_total=400)
    daemon.publish(snapshot(revision=8, sources=(reading,)))
    await until(lambda: loaded.runtime_data.athletes["lena"].data.revision == 8)
    assert [total for _, _, total in await _rows(hass)] == [30.0, 60.0, 90.0, 139.0]
    assert imports == [1, 4]

    daemon.publish(snapshot(revision=9, sources=(reading,)))
    await until(lambda: loaded.runtime_data.athletes["lena"].data.revision == 9)
    await _rows(hass)
    assert imports == [1, 4], "another plan of the same runs is no news"


async def test_a_run_that_is_there_no_longer_counts_no_longer(
    hass: HomeAssistant, entry: MockConfigEntry, daemon: FakeDaemon, imports: list[int]
) -> None:
    daemon.runs = years(3)
    await hass.config_entries.async_setup(entry.entry_id)
    assert [total for _, _, total in await _rows(hass)] == [30.0, 60.0, 90.0]

    daemon.runs = (daemon.runs[0], daemon.runs[2])
    daemon.publish(snapshot(revision=8, today=TODAY + timedelta(days=1)))  # looked at once a day, whatever else is new
    await until(lambda: entry.runtime_data.athletes["lena"].data.revision == 8)
    assert [(minutes, total) for _, minutes, total in await _rows(hass)] == [(30.0, 30.0), (0.0, 30.0), (30.0, 60.0)]
    assert imports == [3, 2]


async def test_years_that_the_daemon_knows_no_longer_stay(
    hass: HomeAssistant, entry: MockConfigEntry, daemon: FakeDaemon
) -> None:
    daemon.runs = years(10)
    await hass.config_entries.async_setup(entry.entry_id)
    await _rows(hass)
    daemon.runs = years(3, minutes=40.0)
    assert await hass.config_entries.async_reload(entry.entry_id)
    assert [total for _, _, total in await _rows(hass)][-4:] == [210.0, 250.0, 290.0, 330.0]


async def test_a_history_that_did_not_come_is_asked_for_with_the_next_answer(
    hass: HomeAssistant, entry: MockConfigEntry, daemon: FakeDaemon
) -> None:
    daemon.runs, daemon.runs_trouble = years(3), 503
    await hass.config_entries.async_setup(entry.entry_id)
    assert await _rows(hass) == [("2026-11-17T06", 49.0, 49.0)]

    daemon.runs_trouble = None
    daemon.publish(snapshot(revision=8))
    await until(lambda: entry.runtime_data.athletes["lena"].data.revision == 8)
    assert [total for _, _, total in await _rows(hass)] == [30.0, 60.0, 90.0, 90.0]
