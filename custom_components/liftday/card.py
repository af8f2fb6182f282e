"""The week card: served from this folder and made known to every dashboard, so that nobody copies a file."""

from hashlib import sha256
from pathlib import Path
from typing import Final

from homeassistant.components.frontend import DATA_EXTRA_MODULE_URL, add_extra_js_url, remove_extra_js_url
from homeassistant.components.http import StaticPathConfig
from homeassistant.components.lovelace import LOVELACE_DATA
from homeassistant.components.lovelace.resources import ResourceStorageCollection
from homeassistant.core import HomeAssistant
from homeassistant.setup import async_when_setup
from homeassistant.util.hass_dict import HassKey

from .const import DOMAIN

FILE: Final = Path(__file__).parent / "frontend" / "liftday-week.js"
PATH: Final = f"/{DOMAIN}/{FILE.name}"
URL: HassKey[str] = HassKey(f"{DOMAIN}_card")
"""The card's address with the hash of what is served there: a new version is fetched at once."""


async def async_serve_card(hass: HomeAssistant) -> None:
    """Answer under the card's address; once, for there is no taking it back."""
    digest = sha256(await hass.async_add_executor_job(FILE.read_bytes)).hexdigest()
    hass.data[URL] = f"{PATH}?v={digest[:12]}"
    await hass.http.async_register_static_paths([StaticPathConfig(PATH, str(FILE), cache_headers=True)])


def offer_card(hass: HomeAssistant) -> None:
    """Load the card with every dashboard, now or as soon as there are dashboards. Doing it twice does no harm."""
    async_when_setup(hass, "frontend", _offer_everywhere)
    async_when_setup(hass, "lovelace", _offer_as_resource)


async def async_withdraw_card(hass: HomeAssistant) -> None:
    """Nobody loads the card any more."""
    if (url := _extra(hass)) in _extra_urls(hass):
        remove_extra_js_url(hass, url)
    if resources := _stored_resources(hass):
        for item in await _ours(resources):
            await resources.async_delete_item(item["id"])


async def _offer_everywhere(hass: HomeAssistant, _component: str) -> None:
    """Load it with the page: for dashboards written in YAML, and for the dialog that makes a new dashboard."""
    if (url := _extra(hass)) not in _extra_urls(hass):
        add_extra_js_url(hass, url)


async def _offer_as_resource(hass: HomeAssistant, _component: str) -> None:
    """Load it before any dashboard is drawn: one row among the resources, brought up to date."""
    resources = _stored_resources(hass)
    if resources is None:
        return
    rows = await _ours(resources)
    if not rows:
        await resources.async_create_item({"res_type": "module", "url": hass.data[URL]})
    for row in rows[:1]:
        if row["url"] != hass.data[URL]:
            await resources.async_update_item(row["id"], {"res_type": "module", "url": hass.data[URL]})
    for row in rows[1:]:
        await resources.async_delete_item(row["id"])


def _extra(hass: HomeAssistant) -> str:
    """Another address for the same file: a page that is given one address twice would run it only once.

    The registry of elements may have been exchanged between the two, and then it must run again.
    """
    return f"{hass.data[URL]}&with=page"


def _extra_urls(hass: HomeAssistant) -> frozenset[str]:
    manager = hass.data.get(DATA_EXTRA_MODULE_URL)
    return manager.urls if manager else frozenset()


def _stored_resources(hass: HomeAssistant) -> ResourceStorageCollection | None:
    """Resources that the pages manage; those in a file are the user's own."""
    data = hass.data.get(LOVELACE_DATA)
    resources = data.resources if data else None
    return resources if isinstance(resources, ResourceStorageCollection) else None


async def _ours(resources: ResourceStorageCollection) -> list[dict[str, str]]:
    await resources.async_get_info()  # loads them
    return [item for item in resources.async_items() if item["url"].partition("?")[0] == PATH]
