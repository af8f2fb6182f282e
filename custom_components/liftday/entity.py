"""What all entities share: one service device an athlete, and when its answer may be shown."""

from typing import override

from homeassistant.helpers.device_registry import DeviceEntryType, DeviceInfo
from homeassistant.helpers.entity import EntityDescription
from homeassistant.helpers.update_coordinator import CoordinatorEntity

from .const import DOMAIN
from .coordinator import AthleteCoordinator


def device_identifier(server_id: str, athlete_id: str) -> tuple[str, str]:
    """The name of an athlete's device for life."""
    return (DOMAIN, f"{server_id}_{athlete_id}")


class LiftdayEntity(CoordinatorEntity[AthleteCoordinator]):
    """One thing to know about one athlete."""

    _attr_has_entity_name = True

    def __init__(self, coordinator: AthleteCoordinator, description: EntityDescription) -> None:
        """Belong to the athlete's device."""
        super().__init__(coordinator)
        self.entity_description = description
        snapshot = coordinator.data
        identifier = device_identifier(snapshot.server_id, coordinator.athlete.id)
        self._attr_unique_id = f"{identifier[1]}_{description.key}"
        self._attr_device_info = DeviceInfo(
            identifiers={identifier},
            entry_type=DeviceEntryType.SERVICE,
            name=f"Liftday {coordinator.athlete.name}",
            manufacturer="Liftday",
            model="Athlete",
            sw_version=snapshot.daemon_version,
        )

    @property
    @override
    def available(self) -> bool:
        """The daemon is there, and its answer is not past its time."""
        return self.coordinator.is_shown
