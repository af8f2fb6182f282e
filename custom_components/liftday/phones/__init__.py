"""Messages on phones with the Home Assistant app: what has changed in the plan, with buttons for the answer."""

from homeassistant.core import HomeAssistant

from custom_components.liftday.coordinator import LiftdayConfigEntry

from .remembering import Memory
from .reminding import Reminder
from .telling import Teller

__all__ = ["async_follow_with_phones", "async_forget_phones"]


async def async_follow_with_phones(hass: HomeAssistant, entry: LiftdayConfigEntry) -> None:
    """Tell the phones of every athlete what changes from now on, and listen to their buttons."""
    memory = Memory(hass, entry.entry_id)
    await memory.load()
    for coordinator in entry.runtime_data.athletes.values():
        teller = Teller(hass, coordinator, memory)
        teller.follow()
        Reminder(hass, coordinator, memory, teller).follow()


async def async_forget_phones(hass: HomeAssistant, entry_id: str) -> None:
    """Leave nothing behind of what was told."""
    await Memory(hass, entry_id).remove()
