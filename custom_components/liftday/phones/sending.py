"""Messages on their way to phones. One that is gone never keeps the others from hearing."""

import asyncio
from collections.abc import Collection, Mapping
from typing import Any

from homeassistant.core import HomeAssistant
from homeassistant.exceptions import HomeAssistantError
from homeassistant.helpers import device_registry as dr

from custom_components.liftday.const import LOGGER, TIMEOUT_S

from .address import address_of
from .words import Words

CLEAR = "clear_notification"
VERBS = ("done", "push_back", "skip")
"""At most three: Android shows no more."""


class Sender:
    """Sends, and says once in the log that a phone cannot be reached."""

    def __init__(self, hass: HomeAssistant) -> None:
        """Every phone is believed to be there."""
        self._hass = hass
        self._lost: set[str] = set()

    async def send(self, phones: Collection[str], message: Mapping[str, Any]) -> None:
        """Send to all of them at once."""
        await asyncio.gather(*(self._send_to(phone, message) for phone in phones))

    async def clear(self, phones: Collection[str], uid: str) -> None:
        """Take the message about a session away."""
        await self.send(phones, {"message": CLEAR, "data": {"tag": tag(uid)}})

    async def _send_to(self, phone: str, message: Mapping[str, Any]) -> None:
        try:
            async with asyncio.timeout(TIMEOUT_S):
                await self._hand_over(phone, message)
        except (HomeAssistantError, TimeoutError) as err:
            if phone not in self._lost:
                LOGGER.warning(
                    "%s cannot be told anything now: %s", self._name_of(phone), str(err) or type(err).__name__
                )
            self._lost.add(phone)
        else:
            self._lost.discard(phone)

    async def _hand_over(self, phone: str, message: Mapping[str, Any]) -> None:
        address = address_of(self._hass, phone)
        if address is None:
            raise HomeAssistantError("its app takes no messages")
        said = {**message, "target": [address.webhook]}
        await self._hass.services.async_call("notify", address.action, said, blocking=True)

    def _name_of(self, phone: str) -> str:
        device = dr.async_get(self._hass).async_get(phone)
        return (device.name_by_user or device.name if device else None) or "A phone that is gone"


def tag(uid: str) -> str:
    """What makes a later message about a session replace the earlier one."""
    return f"liftday-{uid}"


def message(
    words: Words, uid: str, title: str, text: str, *, revision: int | None = None, answerable: bool = True
) -> dict[str, Any]:
    """A message as the app takes it, on both kinds of phone; `revision` is the plan that its buttons are about."""
    data: dict[str, Any] = {
        "tag": tag(uid),
        "group": "liftday",
        "channel": words.of("channel"),
        "push": {"interruption-level": "active"},
        "url": "/calendar",
        "clickAction": "/calendar",
    }
    if answerable and revision is not None:
        data["actions"] = [{"action": f"liftday::{v}::{uid}::{revision}", "title": words.of(v)} for v in VERBS]
    return {"title": title, "message": text, "data": data}
