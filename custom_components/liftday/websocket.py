"""What the card listens to: an athlete's snapshot, now and whenever it changes, through reloads and restarts."""

from typing import Any

import probatio
from homeassistant.auth.permissions.const import POLICY_READ
from homeassistant.components import websocket_api
from homeassistant.config_entries import SIGNAL_CONFIG_ENTRY_CHANGED, ConfigEntry, ConfigEntryChange
from homeassistant.core import CALLBACK_TYPE, HomeAssistant, callback
from homeassistant.exceptions import Unauthorized
from homeassistant.helpers import config_validation as cv
from homeassistant.helpers.dispatcher import async_dispatcher_connect

from .const import DOMAIN
from .contract import write
from .coordinator import AthleteCoordinator
from .household import device_of_entity, loaded_athlete


@callback
def async_setup_websocket(hass: HomeAssistant) -> None:
    """Register the command."""
    websocket_api.async_register_command(hass, subscribe)


@websocket_api.websocket_command(
    {probatio.Required("type"): f"{DOMAIN}/subscribe", probatio.Required("entity_id"): cv.entity_id}
)
@callback
def subscribe(hass: HomeAssistant, connection: websocket_api.ActiveConnection, msg: dict[str, Any]) -> None:
    """Follow the athlete of an entity; for everybody who may see the entity."""
    if not connection.user.permissions.check_entity(msg["entity_id"], POLICY_READ):
        raise Unauthorized(entity_id=msg["entity_id"])
    if (device_id := device_of_entity(hass, msg["entity_id"])) is None:
        connection.send_error(msg["id"], websocket_api.ERR_NOT_FOUND, "This is no entity of a Liftday athlete.")
        return
    following = _Following(hass, connection, msg["id"], device_id)
    connection.subscriptions[msg["id"]] = following.stop
    connection.send_result(msg["id"])
    following.start()


class _Following:
    """One card that listens. It outlives the coordinator, which is made anew when the entry is loaded again."""

    def __init__(
        self, hass: HomeAssistant, connection: websocket_api.ActiveConnection, number: int, device_id: str
    ) -> None:
        self._hass = hass
        self._connection = connection
        self._number = number
        self._device_id = device_id
        self._athlete: AthleteCoordinator | None = None
        self._leave: CALLBACK_TYPE | None = None
        self._end: CALLBACK_TYPE | None = None

    @callback
    def start(self) -> None:
        """Send what there is, and follow."""
        self._end = async_dispatcher_connect(self._hass, SIGNAL_CONFIG_ENTRY_CHANGED, self._entry_changed)
        self._attach()

    @callback
    def stop(self) -> None:
        """Listen no more."""
        self._detach()
        if self._end:
            self._end()
            self._end = None

    @callback
    def _entry_changed(self, _change: ConfigEntryChange, entry: ConfigEntry) -> None:
        if entry.domain == DOMAIN and loaded_athlete(self._hass, self._device_id) is not self._athlete:
            self._attach()

    def _attach(self) -> None:
        """Follow the athlete that is loaded now; without one the last snapshot stands as not available."""
        last = self._athlete
        self._detach()
        self._athlete = loaded_athlete(self._hass, self._device_id)
        if self._athlete:
            self._leave = self._athlete.async_add_listener(self._send)
            self._send()
        elif last:
            self._push(last, available=False)

    def _detach(self) -> None:
        if self._leave:
            self._leave()
            self._leave = None
        self._athlete = None

    @callback
    def _send(self) -> None:
        assert self._athlete
        self._push(self._athlete, available=self._athlete.is_shown)

    def _push(self, athlete: AthleteCoordinator, *, available: bool) -> None:
        event = {"device_id": self._device_id, "available": available, "snapshot": write(athlete.data)}
        self._connection.send_event(self._number, event)
