"""Diagnostics: everything that helps to find a fault, nothing that tells whose it is."""

from typing import Any

from homeassistant.components.diagnostics import async_redact_data
from homeassistant.const import CONF_TOKEN, CONF_URL
from homeassistant.core import HomeAssistant

from .contract import SCHEMA, write
from .coordinator import AthleteCoordinator, LiftdayConfigEntry

REDACTED_IN_ENTRY = {CONF_TOKEN, CONF_URL}
REDACTED_IN_ATHLETE = {"id", "name"}
REDACTED_IN_ACTIVITY = {"name"}


async def async_get_config_entry_diagnostics(_hass: HomeAssistant, entry: LiftdayConfigEntry) -> dict[str, Any]:
    """The connection, the daemon and each athlete's present answer."""
    data = entry.runtime_data
    return {
        "entry": async_redact_data(dict(entry.data), REDACTED_IN_ENTRY),
        "schema": SCHEMA,
        "server": write(data.info),
        "athletes": [_athlete(coordinator) for coordinator in data.athletes.values()],
    }


def _athlete(coordinator: AthleteCoordinator) -> dict[str, Any]:
    snapshot = write(coordinator.data)
    snapshot["athlete"] = async_redact_data(snapshot["athlete"], REDACTED_IN_ATHLETE)
    snapshot["activities"] = async_redact_data(snapshot["activities"], REDACTED_IN_ACTIVITY)
    return {
        "last_update_success": coordinator.last_update_success,
        "is_current": coordinator.is_current,
        "is_listening": coordinator.is_listening,
        "snapshot": snapshot,
    }
