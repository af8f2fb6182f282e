"""Buttons: ask the daemon for something."""

from typing import override

from homeassistant.components.button import ButtonEntity, ButtonEntityDescription
from homeassistant.const import EntityCategory
from homeassistant.core import HomeAssistant
from homeassistant.exceptions import ServiceValidationError
from homeassistant.helpers.entity_platform import AddConfigEntryEntitiesCallback
from homeassistant.util import dt as dt_util

from .client import Verb
from .const import DOMAIN
from .coordinator import LiftdayConfigEntry
from .entity import LiftdayEntity
from .issues import telling

PARALLEL_UPDATES = 1

SYNC_NOW = ButtonEntityDescription(key="sync_now", translation_key="sync_now", entity_category=EntityCategory.CONFIG)
PUSH_NEXT_SESSION = ButtonEntityDescription(key="push_next_session", translation_key="push_next_session")


async def async_setup_entry(
    _hass: HomeAssistant, entry: LiftdayConfigEntry, async_add_entities: AddConfigEntryEntitiesCallback
) -> None:
    """Add the buttons of every athlete."""
    for athlete in entry.runtime_data.athletes.values():
        async_add_entities([SyncNowButton(athlete, SYNC_NOW), PushNextSessionButton(athlete, PUSH_NEXT_SESSION)])


class SyncNowButton(LiftdayEntity, ButtonEntity):
    """Pulls runs and plans anew; what comes of it arrives by the stream."""

    @override
    async def async_press(self) -> None:
        """Ask for a cycle now."""
        with telling():
            await self.coordinator.client.sync()


class PushNextSessionButton(LiftdayEntity, ButtonEntity):
    """Not this time: the next session looks for a later day."""

    @override
    async def async_press(self) -> None:
        """Push the next session back."""
        session = self.coordinator.data.next_session(dt_util.utcnow())
        if session is None:
            raise ServiceValidationError(translation_domain=DOMAIN, translation_key="no_session")
        await self.coordinator.say(session.uid, Verb.PUSH_BACK)
