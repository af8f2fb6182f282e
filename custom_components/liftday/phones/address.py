"""How a phone is reached: as Home Assistant's app itself finds it, so that renaming a phone changes nothing."""

from dataclasses import dataclass

from homeassistant.core import HomeAssistant


@dataclass(frozen=True, slots=True, kw_only=True)
class Address:
    """The action of `notify` that stands for a phone, and the phone's own name for it."""

    action: str
    webhook: str


def address_of(hass: HomeAssistant, device_id: str) -> Address | None:
    """Where messages to this device of the app go; None if it is gone or takes none."""
    # Imported late: the app draws half of Home Assistant after it, and where there is a phone, it is there already.
    from homeassistant.components.mobile_app.util import (  # noqa: PLC0415
        get_notify_service,
        webhook_id_from_device_id,
    )

    webhook = webhook_id_from_device_id(hass, device_id)
    action = get_notify_service(hass, webhook) if webhook else None
    return Address(action=action, webhook=webhook) if action and webhook else None
