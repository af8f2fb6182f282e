"""The switch that pauses the plan."""

from typing import Any, override

from homeassistant.components.switch import SwitchEntity, SwitchEntityDescription
from homeassistant.const import EntityCategory
from homeassistant.core import HomeAssistant
from homeassistant.helpers.entity_platform import AddConfigEntryEntitiesCallback

from .contract import PlanState
from .coordinator import LiftdayConfigEntry
from .entity import LiftdayEntity
from .issues import telling

PARALLEL_UPDATES = 1

PAUSE_PLAN = SwitchEntityDescription(
    key="pause_plan", translation_key="pause_plan", entity_category=EntityCategory.CONFIG
)


async def async_setup_entry(
    _hass: HomeAssistant, entry: LiftdayConfigEntry, async_add_entities: AddConfigEntryEntitiesCallback
) -> None:
    """Add the switch of every athlete."""
    async_add_entities(PausePlan(athlete, PAUSE_PLAN) for athlete in entry.runtime_data.athletes.values())


class PausePlan(LiftdayEntity, SwitchEntity):
    """On while nothing is planned because the athlete said so: a pause, an illness or an injury."""

    @property
    @override
    def is_on(self) -> bool | None:
        """Whether the plan is paused."""
        state = self.coordinator.data.state
        return None if state is PlanState.UNKNOWN else state is PlanState.PAUSED

    @override
    async def async_turn_on(self, **kwargs: Any) -> None:
        """Pause until further notice."""
        with telling():
            await self.coordinator.client.raise_flag(self.coordinator.athlete.id, {"kind": "pause"})

    @override
    async def async_turn_off(self, **kwargs: Any) -> None:
        """Go on: whatever kept strength away is over."""
        await self.coordinator.resume()
