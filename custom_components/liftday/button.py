"""Buttons: ask the daemon for something."""

from typing import override

from homeassistant.components.button import ButtonEntity, ButtonEntityDescription
from homeassistant.const import EntityCategory
from homeassistant.core import HomeAssistant
from homeassistant.exceptions import HomeAssistantError
from homeassistant.helpers.entity_platform import AddConfigEntryEntitiesCallback

from .client import LiftdayError
from .coordinator import LiftdayConfigEntry
from .entity import LiftdayEntity
from .issues import translated

PARALLEL_UPDATES = 1

SYNC_NOW = ButtonEntityDescription(key="sync_now", translation_key="sync_now", entity_category=EntityCategory.CONFIG)


async def async_setup_entry(
    _hass: HomeAssistant, entry: LiftdayConfigEntry, async_add_entities: AddConfigEntryEntitiesCallback
) -> None:
    """Add the buttons of every athlete."""
    async_add_entities(SyncNowButton(athlete, SYNC_NOW) for athlete in entry.runtime_data.athletes.values())


class SyncNowButton(LiftdayEntity, ButtonEntity):
    """Pulls runs and plans anew; what comes of it arrives by the stream."""

    @override
    async def async_press(self) -> None:
        """Ask for a cycle now."""
        try:
            await self.coordinator.client.sync()
        except LiftdayError as err:
            raise translated(err, HomeAssistantError) from err
