"""What helps when something is wrong: diagnostics and system health."""

import json
from dataclasses import replace

from custom_components.liftday.const import DOMAIN
from homeassistant.core import HomeAssistant
from homeassistant.setup import async_setup_component
from pytest_homeassistant_custom_component.common import MockConfigEntry, get_system_health_info
from pytest_homeassistant_custom_component.components.diagnostics import get_diagnostics_for_config_entry
from pytest_homeassistant_custom_component.typing import ClientSessionGenerator
from syrupy.assertion import SnapshotAssertion
from syrupy.filters import props
from tests.ha.conftest import until
from tests.ha.fake_daemon import TOKEN, FakeDaemon
from tests.ha.made import athlete, run
from tests.ha.made import snapshot as made


async def test_diagnostics_tell_everything_but_whose_they_are(
    hass: HomeAssistant,
    loaded: MockConfigEntry,
    daemon: FakeDaemon,
    hass_client: ClientSessionGenerator,
    snapshot: SnapshotAssertion,
) -> None:
    told = await get_diagnostics_for_config_entry(hass, hass_client, loaded)
    text = json.dumps(told)
    for secret in (TOKEN, daemon.url, "Lena", "lena", "Tom"):
        assert secret not in text
    assert told == snapshot(exclude=props("entry_id"))


async def test_system_health_tells_who_is_followed(
    hass: HomeAssistant, entry: MockConfigEntry, daemon: FakeDaemon
) -> None:
    daemon.publish(replace(made(), athlete=athlete("tom", "Tom"), activities=(run(),)))
    await hass.config_entries.async_setup(entry.entry_id)
    await until(lambda: daemon.streams == 2)
    assert await async_setup_component(hass, "system_health", {})
    info = await get_system_health_info(hass, DOMAIN)
    reachable = info.pop("can_reach_daemon")
    assert await reachable == "ok"
    await until(lambda: entry.runtime_data.athletes["tom"].is_listening)
    info = await get_system_health_info(hass, DOMAIN)
    assert await info.pop("can_reach_daemon") == "ok"
    assert info == {"schema": 1, "daemon_version": "0.1.0", "athletes": 2, "live": 2}


async def test_system_health_without_a_daemon_has_little_to_tell(hass: HomeAssistant, loaded: MockConfigEntry) -> None:
    assert await async_setup_component(hass, "system_health", {})
    await hass.config_entries.async_unload(loaded.entry_id)
    assert await get_system_health_info(hass, DOMAIN) == {"schema": 1}
