"""Repairs that can be done in Home Assistant: an account that wants to be connected again."""

from typing import Any

from homeassistant.components.repairs import RepairsFlow, RepairsFlowResult
from homeassistant.core import HomeAssistant
from homeassistant.data_entry_flow import AbortFlow

from .accounts import Walk
from .client import LiftdayError
from .coordinator import LiftdayConfigEntry


class ConnectAgain(RepairsFlow):
    """Walks through the login; at its end the issue goes, as the daemon says that the account answers."""

    def __init__(self, entry_id: str, athlete_id: str, source: str) -> None:
        """Nothing is asked yet."""
        self._entry_id, self._athlete_id, self._source = entry_id, athlete_id, source
        self._walk: Walk | None = None

    async def async_step_init(self, _user_input: dict[str, str] | None = None) -> RepairsFlowResult:
        """Begin the login."""
        entry: LiftdayConfigEntry | None = self.hass.config_entries.async_get_entry(self._entry_id)
        if entry is None or not hasattr(entry, "runtime_data"):
            raise AbortFlow("not_connected")
        self._walk = Walk(entry.runtime_data.client, self._athlete_id, self._source)
        return await self.async_step_login()

    async def async_step_login(self, user_input: dict[str, str] | None = None) -> RepairsFlowResult:
        """Pass on what was answered, and ask what is asked next."""
        walk, errors = self._walk, {}
        assert walk is not None  # `init` comes first
        try:
            step = await (walk.begin() if user_input is None else walk.answer(user_input))
        except LiftdayError as err:
            if walk.step is None:
                raise AbortFlow("not_connected") from err
            errors["base"] = "not_reached"
        else:
            if step.is_done:
                return self.async_create_entry(data={})
            if step.is_over:
                raise AbortFlow("login_over", description_placeholders=walk.placeholders)
        return self.async_show_form(
            step_id="login", data_schema=walk.schema, errors=errors, description_placeholders=walk.placeholders
        )


async def async_create_fix_flow(_hass: HomeAssistant, _issue_id: str, data: dict[str, Any] | None) -> RepairsFlow:
    """The flow of an issue; the only ones that can be fixed are accounts."""
    assert data is not None
    return ConnectAgain(data["entry_id"], data["athlete_id"], data["source"])
