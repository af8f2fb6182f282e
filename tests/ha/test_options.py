"""The options: phones, chosen athlete by athlete."""

from typing import Any

from custom_components.liftday.const import DOMAIN
from custom_components.liftday.phones.choose import DEFAULTS, PHONES
from homeassistant.config_entries import ConfigEntryState, ConfigFlowResult
from homeassistant.core import HomeAssistant
from homeassistant.data_entry_flow import FlowResultType
from pytest_homeassistant_custom_component.common import MockConfigEntry
from tests.ha.fake_daemon import FakeDaemon
from tests.ha.made import athlete, snapshot

CHOSEN: dict[str, Any] = {**DEFAULTS, PHONES: ["device"], "reminds": True, "remind_min": 90}


async def _go(hass: HomeAssistant, menu: ConfigFlowResult, step: str) -> ConfigFlowResult:
    return await hass.config_entries.options.async_configure(menu["flow_id"], {"next_step_id": step})


async def test_with_one_athlete_nobody_has_to_be_chosen_first(hass: HomeAssistant, loaded: MockConfigEntry) -> None:
    menu = await hass.config_entries.options.async_init(loaded.entry_id)
    assert (menu["type"], menu["menu_options"]) == (FlowResultType.MENU, ["phones", "account"])
    form = await _go(hass, menu, "phones")
    assert form["type"] is FlowResultType.FORM
    assert form["step_id"] == "phones"
    assert form["description_placeholders"] == {"name": "Lena"}

    done = await hass.config_entries.options.async_configure(form["flow_id"], CHOSEN)
    await hass.async_block_till_done()

    assert done["type"] is FlowResultType.CREATE_ENTRY
    assert loaded.options == {PHONES: {"lena": CHOSEN}}
    assert loaded.state is ConfigEntryState.LOADED


async def test_in_a_household_everybody_chooses_for_themselves(
    hass: HomeAssistant, daemon: FakeDaemon, entry: MockConfigEntry
) -> None:
    daemon.snapshots["bo"] = snapshot(athlete=athlete("bo", "Bo"))
    hass.config_entries.async_update_entry(entry, options={PHONES: {"lena": CHOSEN}})
    await hass.config_entries.async_setup(entry.entry_id)

    form = await hass.config_entries.options.async_init(entry.entry_id)
    assert form["step_id"] == "init"
    menu = await hass.config_entries.options.async_configure(form["flow_id"], {"athlete": "bo"})
    form = await _go(hass, menu, "phones")
    assert form["description_placeholders"] == {"name": "Bo"}
    theirs = {**CHOSEN, PHONES: [], "is_on": False}
    await hass.config_entries.options.async_configure(form["flow_id"], theirs)
    await hass.async_block_till_done()

    assert entry.options[PHONES] == {"lena": CHOSEN, "bo": theirs}


async def test_what_was_chosen_before_is_offered_again(hass: HomeAssistant, loaded: MockConfigEntry) -> None:
    hass.config_entries.async_update_entry(loaded, options={PHONES: {"lena": CHOSEN}})
    form = await _go(hass, await hass.config_entries.options.async_init(loaded.entry_id), "phones")
    assert form["data_schema"] is not None
    offered = {str(key): key.description["suggested_value"] for key in form["data_schema"].schema}
    assert offered == CHOSEN


async def test_without_a_daemon_nobody_can_be_chosen(hass: HomeAssistant) -> None:
    entry = MockConfigEntry(domain=DOMAIN, unique_id="x", data={})
    entry.add_to_hass(hass)
    form = await hass.config_entries.options.async_init(entry.entry_id)
    assert form["type"] is FlowResultType.ABORT
    assert form["reason"] == "not_connected"


async def test_removing_the_daemon_takes_the_notes_away(
    hass: HomeAssistant, loaded: MockConfigEntry, hass_storage: dict[str, Any]
) -> None:
    key = f"{DOMAIN}.{loaded.entry_id}.phones"
    hass_storage[key] = {"version": 1, "minor_version": 1, "key": key, "data": {"lena": {}}}
    await hass.config_entries.async_remove(loaded.entry_id)
    assert key not in hass_storage
