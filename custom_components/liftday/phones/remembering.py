"""What phones were told and what waits for the morning; survives a restart."""

from typing import Any

from homeassistant.core import HomeAssistant
from homeassistant.helpers.storage import Store

from custom_components.liftday.const import DOMAIN

TOLD, ANSWERED, WAITING, REMINDED, SEEN = "told", "answered", "waiting", "reminded", "seen"

type Kept = dict[str, dict[str, dict[str, Any]]]


class Memory:
    """By athlete and session: the revision last told, the revision last answered, and what waits for the morning.

    What waits is the start (ISO 8601, or None) that its reader still believes in. `reminded` has the start of what
    they were reminded of, `seen` the newest revision of the plan that was looked at.
    """

    def __init__(self, hass: HomeAssistant, entry_id: str) -> None:
        """Prepare; nothing is read yet."""
        self._store: Store[Kept] = Store(hass, 1, f"{DOMAIN}.{entry_id}.phones", private=True)
        self._kept: Kept = {}

    async def load(self) -> None:
        """Remember."""
        self._kept = await self._store.async_load() or {}

    async def save(self) -> None:
        """Write it down."""
        await self._store.async_save(self._kept)

    async def remove(self) -> None:
        """Forget all of it, on disk too."""
        await self._store.async_remove()

    def of(self, athlete_id: str, what: str) -> dict[str, Any]:
        """One part of what is kept for this athlete, to read and to change."""
        return self._kept.setdefault(athlete_id, {}).setdefault(what, {})
