"""The card is there without a copied file: served, one row among the resources, gone with the last daemon."""

from http import HTTPStatus
from typing import Any

import pytest
from custom_components.liftday.card import FILE, PATH, URL
from homeassistant.components.frontend import DATA_EXTRA_MODULE_URL, UrlManager
from homeassistant.components.lovelace import LOVELACE_DATA, LovelaceData
from homeassistant.components.lovelace.dashboard import LovelaceStorage
from homeassistant.components.lovelace.resources import ResourceStorageCollection, ResourceYAMLCollection
from homeassistant.core import HomeAssistant
from homeassistant.setup import async_setup_component
from pytest_homeassistant_custom_component.common import MockConfigEntry
from pytest_homeassistant_custom_component.typing import ClientSessionGenerator
from tests.ha.fake_daemon import FakeDaemon


@pytest.fixture
def extra(hass: HomeAssistant) -> UrlManager:
    """Pages, as far as they matter here: the harness has no files for them."""
    manager = UrlManager(lambda _change, _url: None, [])
    hass.data[DATA_EXTRA_MODULE_URL] = manager
    hass.config.components.add("frontend")
    return manager


@pytest.fixture
def resources(hass: HomeAssistant) -> ResourceStorageCollection:
    """Home Assistant's own list of resources."""
    stored = ResourceStorageCollection(hass, LovelaceStorage(hass, None))
    hass.data[LOVELACE_DATA] = LovelaceData("storage", {}, stored, {})
    hass.config.components.add("lovelace")
    return stored


async def _load(hass: HomeAssistant, entry: MockConfigEntry) -> None:
    await hass.config_entries.async_setup(entry.entry_id)
    await hass.async_block_till_done(wait_background_tasks=False)


async def test_the_card_is_served_and_may_be_kept(
    hass: HomeAssistant, loaded: MockConfigEntry, hass_client_no_auth: ClientSessionGenerator
) -> None:
    client = await hass_client_no_auth()
    response = await client.get(hass.data[URL])
    assert response.status == HTTPStatus.OK
    assert await response.read() == FILE.read_bytes()
    assert "max-age" in response.headers["Cache-Control"]


async def test_the_card_is_one_row_among_the_resources_and_loads_with_the_page(
    hass: HomeAssistant, entry: MockConfigEntry, resources: ResourceStorageCollection, extra: UrlManager
) -> None:
    await _load(hass, entry)
    [row] = resources.async_items()
    assert (row["type"], row["url"]) == ("module", hass.data[URL])
    [url] = extra.urls
    assert url.startswith(hass.data[URL])
    assert url != row["url"]

    await hass.config_entries.async_reload(entry.entry_id)
    await hass.async_block_till_done(wait_background_tasks=False)
    assert len(resources.async_items()) == len(extra.urls) == 1


async def test_a_row_of_an_older_version_is_brought_up_to_date_and_others_are_left_alone(
    hass: HomeAssistant, entry: MockConfigEntry, resources: ResourceStorageCollection, extra: UrlManager
) -> None:
    for url in ("/local/other.js", f"{PATH}?v=old", f"{PATH}?v=older"):
        await resources.async_create_item({"res_type": "module", "url": url})
    await _load(hass, entry)
    assert [row["url"] for row in resources.async_items()] == ["/local/other.js", hass.data[URL]]


async def test_the_card_leaves_with_the_last_daemon_and_comes_with_the_next(
    *,
    hass: HomeAssistant,
    entry: MockConfigEntry,
    resources: ResourceStorageCollection,
    extra: UrlManager,
    daemon: FakeDaemon,
) -> None:
    await _load(hass, entry)
    await hass.config_entries.async_unload(entry.entry_id)
    assert len(resources.async_items()) == 1, "an entry that is only switched off keeps its card"
    await hass.config_entries.async_remove(entry.entry_id)
    assert resources.async_items() == []
    assert extra.urls == frozenset()

    again = MockConfigEntry(domain="liftday", unique_id="again", data=dict(entry.data))
    again.add_to_hass(hass)
    await _load(hass, again)
    assert [row["url"] for row in resources.async_items()] == [hass.data[URL]]
    assert len(extra.urls) == 1


async def test_resources_in_a_file_are_the_user_s_own(
    hass: HomeAssistant, entry: MockConfigEntry, extra: UrlManager
) -> None:
    written: list[dict[str, Any]] = []
    hass.data[LOVELACE_DATA] = LovelaceData("yaml", {}, ResourceYAMLCollection(written), {})
    hass.config.components.add("lovelace")
    await _load(hass, entry)
    assert written == []
    assert len(extra.urls) == 1
    await hass.config_entries.async_remove(entry.entry_id)
    assert extra.urls == frozenset()


async def test_a_home_without_pages_is_no_trouble(hass: HomeAssistant, loaded: MockConfigEntry) -> None:
    assert await async_setup_component(hass, "liftday", {})
    assert await hass.config_entries.async_remove(loaded.entry_id) == {"require_restart": False}
