"""Which athlete is meant: by the device of an action, or by the entity of a card."""

from homeassistant.config_entries import ConfigEntryState
from homeassistant.core import HomeAssistant, callback
from homeassistant.exceptions import ServiceValidationError
from homeassistant.helpers import device_registry as dr
from homeassistant.helpers import entity_registry as er

from .const import DOMAIN
from .coordinator import AthleteCoordinator, LiftdayConfigEntry
from .entity import device_identifier


@callback
def athlete_of_device(hass: HomeAssistant, device_id: str | None) -> AthleteCoordinator:
    """The athlete that a device stands for; without a device the only one there is. Raises what the user reads."""
    athletes = _athletes(hass)
    if device_id is None:
        if len(athletes) == 1:
            return next(iter(athletes.values()))
        raise _refusal("no_athlete" if not athletes else "which_athlete")
    if device_id in athletes:
        return athletes[device_id]
    raise _refusal("not_an_athlete")


@callback
def device_of_entity(hass: HomeAssistant, entity_id: str) -> str | None:
    """The athlete's device that one of our entities belongs to, loaded or not."""
    entity = er.async_get(hass).async_get(entity_id)
    return entity.device_id if entity and entity.platform == DOMAIN else None


@callback
def loaded_athlete(hass: HomeAssistant, device_id: str) -> AthleteCoordinator | None:
    """The athlete of this device, while its daemon's entry is loaded."""
    return _athletes(hass).get(device_id)


def _athletes(hass: HomeAssistant) -> dict[str, AthleteCoordinator]:
    """Every athlete that is followed now, by device."""
    devices = dr.async_get(hass)
    entries: list[LiftdayConfigEntry] = hass.config_entries.async_entries(DOMAIN)
    return {
        device.id: coordinator
        for entry in entries
        if entry.state is ConfigEntryState.LOADED
        for athlete_id, coordinator in entry.runtime_data.athletes.items()
        for device in [
            devices.async_get_device_by_identifier(
                device_identifier(entry.runtime_data.info.server_id, athlete_id), entry.entry_id
            )
        ]
        if device
    }


def _refusal(key: str) -> ServiceValidationError:
    return ServiceValidationError(translation_domain=DOMAIN, translation_key=key)
