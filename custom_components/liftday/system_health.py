"""The lines about Liftday on Home Assistant's system information page."""

from typing import Any

from homeassistant.components import system_health
from homeassistant.const import CONF_URL
from homeassistant.core import HomeAssistant, callback

from .const import DOMAIN
from .contract import API, SCHEMA
from .coordinator import LiftdayConfigEntry


@callback
def async_register(_hass: HomeAssistant, register: system_health.SystemHealthRegistration) -> None:
    """Offer the lines."""
    register.async_register_info(_lines)


async def _lines(hass: HomeAssistant) -> dict[str, Any]:
    """Whether the daemon can be reached, and who follows whom in which words."""
    entries: list[LiftdayConfigEntry] = hass.config_entries.async_loaded_entries(DOMAIN)
    lines: dict[str, Any] = {"schema": SCHEMA}
    if entries:
        lines["can_reach_daemon"] = system_health.async_check_can_reach_url(
            hass, f"{entries[0].data[CONF_URL]}{API}/info"
        )
        lines["daemon_version"] = ", ".join(sorted({entry.runtime_data.info.version for entry in entries}))
        athletes = [athlete for entry in entries for athlete in entry.runtime_data.athletes.values()]
        lines["athletes"] = len(athletes)
        lines["live"] = sum(athlete.is_listening for athlete in athletes)
    return lines
