"""Binary sensors: yes or no, for automations."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, override

from homeassistant.components.binary_sensor import (
    BinarySensorDeviceClass,
    BinarySensorEntity,
    BinarySensorEntityDescription,
)
from homeassistant.const import EntityCategory
from homeassistant.core import HomeAssistant
from homeassistant.helpers.entity_platform import AddConfigEntryEntitiesCallback

from .contract import AdviceCode, Snapshot, SourceState
from .coordinator import LiftdayConfigEntry
from .entity import LiftdayEntity

PARALLEL_UPDATES = 0

HEALTHY = (SourceState.OK, SourceState.RATE_LIMITED)
"""A source that was asked to wait is no problem: it mends itself."""


@dataclass(frozen=True, kw_only=True)
class LiftdayBinarySensorDescription(BinarySensorEntityDescription):
    """A row: how the sensor looks and how its answer follows from the snapshot; None is unknown."""

    is_on_fn: Callable[[Snapshot], bool | None]
    attributes_fn: Callable[[Snapshot], Mapping[str, Any] | None] = lambda _: None


def _strength_advised(snapshot: Snapshot) -> bool | None:
    if snapshot.advice.code is AdviceCode.UNKNOWN:
        return None
    return snapshot.advice.code in {AdviceCode.STRENGTH, AdviceCode.STRENGTH_LIGHT}


def _troubled(snapshot: Snapshot) -> dict[str, str]:
    return {source.name: str(source.state) for source in snapshot.sources if source.state not in HEALTHY}


BINARY_SENSORS: tuple[LiftdayBinarySensorDescription, ...] = (
    LiftdayBinarySensorDescription(
        key="strength_advised", translation_key="strength_advised", is_on_fn=_strength_advised
    ),
    LiftdayBinarySensorDescription(
        key="sync_problem",
        translation_key="sync_problem",
        device_class=BinarySensorDeviceClass.PROBLEM,
        entity_category=EntityCategory.DIAGNOSTIC,
        is_on_fn=lambda snapshot: bool(_troubled(snapshot)),
        attributes_fn=lambda snapshot: {"sources": _troubled(snapshot)},
    ),
)


async def async_setup_entry(
    _hass: HomeAssistant, entry: LiftdayConfigEntry, async_add_entities: AddConfigEntryEntitiesCallback
) -> None:
    """Add every row for every athlete."""
    athletes = entry.runtime_data.athletes.values()
    async_add_entities(LiftdayBinarySensor(athlete, row) for athlete in athletes for row in BINARY_SENSORS)


class LiftdayBinarySensor(LiftdayEntity, BinarySensorEntity):
    """Answers what its row asks."""

    entity_description: LiftdayBinarySensorDescription

    @property
    @override
    def is_on(self) -> bool | None:
        """The answer in the present snapshot."""
        return self.entity_description.is_on_fn(self.coordinator.data)

    @property
    @override
    def extra_state_attributes(self) -> Mapping[str, Any] | None:
        """Which source is in trouble, where that is the question."""
        return self.entity_description.attributes_fn(self.coordinator.data)
