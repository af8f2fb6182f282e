"""Setting up, tearing down, and a household that changes."""

from dataclasses import replace
from datetime import timedelta

import pytest
from custom_components.liftday.const import DOMAIN, POLL_S
from freezegun.api import FrozenDateTimeFactory
from homeassistant.config_entries import SOURCE_REAUTH, ConfigEntryState
from homeassistant.const import __version__ as ha_version
from homeassistant.core import HomeAssistant
from homeassistant.helpers import device_registry as dr
from homeassistant.helpers import entity_registry as er
from homeassistant.helpers import issue_registry as ir
from pytest_homeassistant_custom_component.common import MockConfigEntry
from tests.ha.conftest import pass_time, state, until
from tests.ha.fake_daemon import FakeDaemon, with_schema
from tests.ha.made import INFO, SERVER_ID, athlete, snapshot


def test_the_harness_runs_the_home_assistant_that_was_chosen() -> None:
    assert ha_version == "2026.10.4"


async def test_an_entry_loads_unloads_and_loads_again(
    hass: HomeAssistant, loaded: MockConfigEntry, daemon: FakeDaemon
) -> None:
    assert loaded.state is ConfigEntryState.LOADED
    assert await hass.config_entries.async_unload(loaded.entry_id)
    await until(lambda: daemon.streams == 0)
    assert state(hass, "calendar.liftday_lena").state == "unavailable"
    assert await hass.config_entries.async_setup(loaded.entry_id)
    await until(lambda: daemon.streams == 1)


async def test_each_athlete_is_one_service_device(
    hass: HomeAssistant, entry: MockConfigEntry, daemon: FakeDaemon
) -> None:
    daemon.publish(replace(snapshot(), athlete=athlete("tom", "Tom")))
    await hass.config_entries.async_setup(entry.entry_id)
    await hass.async_block_till_done()
    devices = dr.async_entries_for_config_entry(dr.async_get(hass), entry.entry_id)
    assert {device.name for device in devices} == {"Liftday Lena", "Liftday Tom"}
    assert all(device.entry_type is dr.DeviceEntryType.SERVICE for device in devices)
    assert {device.sw_version for device in devices} == {"0.1.0"}


async def test_every_entity_has_an_id_that_lasts(hass: HomeAssistant, loaded: MockConfigEntry) -> None:
    entities = er.async_entries_for_config_entry(er.async_get(hass), loaded.entry_id)
    assert len(entities) > 15
    assert all(entity.unique_id.startswith(f"{SERVER_ID}_lena_") for entity in entities)


@pytest.mark.parametrize("status", [500, 503, 429])
async def test_a_daemon_in_trouble_is_tried_again(
    hass: HomeAssistant, entry: MockConfigEntry, daemon: FakeDaemon, status: int
) -> None:
    daemon.trouble = status
    await hass.config_entries.async_setup(entry.entry_id)
    assert entry.state is ConfigEntryState.SETUP_RETRY
    assert entry.reason is not None
    assert "as the test wants it" in entry.reason


async def test_a_daemon_that_has_no_plan_yet_is_tried_again(
    hass: HomeAssistant, entry: MockConfigEntry, daemon: FakeDaemon
) -> None:
    daemon.snapshots = {"lena": replace(snapshot(), schema=0)}
    await hass.config_entries.async_setup(entry.entry_id)
    assert entry.state is ConfigEntryState.SETUP_RETRY


async def test_an_absent_daemon_is_tried_again_without_noise_of_ours(
    hass: HomeAssistant, entry: MockConfigEntry, daemon: FakeDaemon, caplog: pytest.LogCaptureFixture
) -> None:
    await daemon.stop()
    await hass.config_entries.async_setup(entry.entry_id)
    assert entry.state is ConfigEntryState.SETUP_RETRY
    assert not [record for record in caplog.records if record.name.startswith("custom_components.liftday")]


async def test_a_refused_token_asks_for_a_new_one(
    hass: HomeAssistant, entry: MockConfigEntry, daemon: FakeDaemon
) -> None:
    daemon.token = "another"
    await hass.config_entries.async_setup(entry.entry_id)
    await hass.async_block_till_done()
    assert entry.state is ConfigEntryState.SETUP_ERROR
    [flow] = hass.config_entries.flow.async_progress()
    assert flow["context"]["source"] == SOURCE_REAUTH


@pytest.mark.parametrize(
    ("oldest", "newest", "key"), [(0, 0, "daemon_too_old"), (2, 3, "integration_too_old")], ids=["old", "new"]
)
async def test_a_daemon_without_a_common_schema_raises_a_repair_that_says_which_side_to_update(
    *, hass: HomeAssistant, entry: MockConfigEntry, daemon: FakeDaemon, oldest: int, newest: int, key: str
) -> None:
    daemon.info = with_schema(INFO, oldest, newest)
    await hass.config_entries.async_setup(entry.entry_id)
    [issue] = ir.async_get(hass).issues.values()
    assert (issue.domain, issue.translation_key) == (DOMAIN, key)

    daemon.info = INFO
    assert await hass.config_entries.async_reload(entry.entry_id)
    assert not ir.async_get(hass).issues


async def test_removing_the_entry_takes_its_repair_along(
    hass: HomeAssistant, entry: MockConfigEntry, daemon: FakeDaemon
) -> None:
    daemon.info = with_schema(INFO, 2, 3)
    await hass.config_entries.async_setup(entry.entry_id)
    await hass.config_entries.async_remove(entry.entry_id)
    assert not ir.async_get(hass).issues


async def test_an_athlete_who_joins_and_one_who_leaves_are_noticed(
    hass: HomeAssistant, loaded: MockConfigEntry, daemon: FakeDaemon, freezer: FrozenDateTimeFactory
) -> None:
    daemon.publish(replace(snapshot(), athlete=athlete("tom", "Tom")))
    await pass_time(hass, freezer, timedelta(seconds=POLL_S + 1))
    await until(lambda: hass.states.get("calendar.liftday_tom") is not None)
    await until(lambda: daemon.streams == 2)

    del daemon.snapshots["lena"]
    await pass_time(hass, freezer, timedelta(seconds=POLL_S + 1))
    await until(lambda: hass.states.get("calendar.liftday_lena") is None)
    [device] = dr.async_entries_for_config_entry(dr.async_get(hass), loaded.entry_id)
    assert device.name == "Liftday Tom"
    await hass.async_block_till_done()


async def test_a_household_that_cannot_be_read_just_now_changes_nothing(
    hass: HomeAssistant, loaded: MockConfigEntry, daemon: FakeDaemon, freezer: FrozenDateTimeFactory
) -> None:
    daemon.trouble = 500
    await pass_time(hass, freezer, timedelta(seconds=POLL_S + 1))
    await until(lambda: "GET /api/v1/athletes" in daemon.asked[-3:])
    assert loaded.state is ConfigEntryState.LOADED
