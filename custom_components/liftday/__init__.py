"""Liftday in Home Assistant: a thin client of the daemon that decides which day to lift."""

import asyncio
from datetime import datetime, timedelta

from homeassistant.const import CONF_TOKEN, CONF_URL, Platform
from homeassistant.core import HomeAssistant, callback
from homeassistant.exceptions import ConfigEntryAuthFailed, ConfigEntryNotReady
from homeassistant.helpers import config_validation as cv
from homeassistant.helpers import device_registry as dr
from homeassistant.helpers.aiohttp_client import async_get_clientsession
from homeassistant.helpers.event import async_track_time_interval
from homeassistant.helpers.typing import ConfigType

from .card import async_serve_card, async_withdraw_card, offer_card
from .client import InvalidAuth, LiftdayClient, LiftdayError
from .const import DOMAIN, LOGGER, POLL_S
from .coordinator import AthleteCoordinator, LiftdayConfigEntry, LiftdayData
from .entity import device_identifier
from .issues import clear_logins, clear_schema_issue, raise_schema_issue, tell_logins, translated
from .phones import async_follow_with_phones, async_forget_phones
from .services import async_setup_services
from .statistics import keep_running_time
from .websocket import async_setup_websocket

CONFIG_SCHEMA = cv.config_entry_only_config_schema(DOMAIN)

PLATFORMS = [
    Platform.BINARY_SENSOR,
    Platform.BUTTON,
    Platform.CALENDAR,
    Platform.EVENT,
    Platform.SENSOR,
    Platform.SWITCH,
    Platform.TODO,
]


async def async_setup(hass: HomeAssistant, _config: ConfigType) -> bool:
    """Register what does not depend on any daemon: the actions, the card's address and what the card listens to."""
    async_setup_services(hass)
    async_setup_websocket(hass)
    await async_serve_card(hass)
    return True


async def async_setup_entry(hass: HomeAssistant, entry: LiftdayConfigEntry) -> bool:
    """Get to know the daemon and its athletes, then follow each of them."""
    client = LiftdayClient(async_get_clientsession(hass), entry.data[CONF_URL], entry.data[CONF_TOKEN])
    try:
        info, athletes = await asyncio.gather(client.info(), client.athletes())
    except LiftdayError as err:
        raise_schema_issue(hass, entry, err)
        kind = ConfigEntryAuthFailed if isinstance(err, InvalidAuth) else ConfigEntryNotReady
        raise translated(err, kind) from err
    clear_schema_issue(hass, entry)

    coordinators = {athlete.id: AthleteCoordinator(hass, entry, client, athlete) for athlete in athletes}
    await asyncio.gather(*(c.async_config_entry_first_refresh() for c in coordinators.values()))
    entry.runtime_data = LiftdayData(client=client, info=info, athletes=coordinators)
    _remove_gone_athletes(hass, entry)
    await hass.config_entries.async_forward_entry_setups(entry, PLATFORMS)

    await async_follow_with_phones(hass, entry)
    for coordinator in coordinators.values():
        coordinator.listen()
        keep_running_time(hass, coordinator)
        _watch_logins(hass, coordinator)
    offer_card(hass)
    _watch_household(hass, entry)
    return True


async def async_unload_entry(hass: HomeAssistant, entry: LiftdayConfigEntry) -> bool:
    """Take the entities away; streams and timers end with the entry."""
    return await hass.config_entries.async_unload_platforms(entry, PLATFORMS)


async def async_remove_entry(hass: HomeAssistant, entry: LiftdayConfigEntry) -> None:
    """Leave no repair issue and no notes behind, and with the last daemon no card."""
    clear_schema_issue(hass, entry)
    clear_logins(hass, entry)
    await async_forget_phones(hass, entry.entry_id)
    if not hass.config_entries.async_entries(DOMAIN):
        await async_withdraw_card(hass)


def _remove_gone_athletes(hass: HomeAssistant, entry: LiftdayConfigEntry) -> None:
    """Remove the devices of athletes that the daemon no longer knows."""
    data, devices = entry.runtime_data, dr.async_get(hass)
    known = {device_identifier(data.info.server_id, athlete_id) for athlete_id in data.athletes}
    for device in dr.async_entries_for_config_entry(devices, entry.entry_id):
        if not device.identifiers & known:
            devices.async_remove_device(device.id)


def _watch_logins(hass: HomeAssistant, athlete: AthleteCoordinator) -> None:
    """Say which accounts want to be connected again, now and after every new answer."""

    @callback
    def look() -> None:
        if athlete.is_shown:
            tell_logins(hass, athlete.config_entry, athlete.data)

    look()
    athlete.config_entry.async_on_unload(athlete.async_add_listener(look))


def _watch_household(hass: HomeAssistant, entry: LiftdayConfigEntry) -> None:
    """Load the entry anew when an athlete joins or leaves."""

    async def look(_now: datetime) -> None:
        try:
            athletes = await entry.runtime_data.client.athletes()
        except LiftdayError as err:
            LOGGER.debug("The list of athletes could not be read: %s", err)  # the coordinators say it aloud
            return
        if {athlete.id for athlete in athletes} != set(entry.runtime_data.athletes):
            hass.config_entries.async_schedule_reload(entry.entry_id)

    entry.async_on_unload(async_track_time_interval(hass, look, timedelta(seconds=POLL_S), cancel_on_shutdown=True))
