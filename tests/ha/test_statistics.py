"""Running time in the long-term statistics, in a real recorder."""

from datetime import UTC, datetime
from typing import Any

import pytest
from homeassistant.components.recorder import Recorder, get_instance
from homeassistant.components.recorder.statistics import list_statistic_ids, statistics_during_period
from homeassistant.core import HomeAssistant
from pytest_homeassistant_custom_component.common import MockConfigEntry
from pytest_homeassistant_custom_component.components.recorder.common import async_wait_recording_done
from tests.ha.conftest import until
from tests.ha.fake_daemon import FakeDaemon
from tests.ha.made import run, snapshot

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
    await async_wait_recording_done(hass)
    since = datetime(2026, 11, 1, tzinfo=UTC)
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
