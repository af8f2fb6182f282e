"""Sensors: each is one row of a table."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from typing import Any, override

from homeassistant.components.sensor import SensorDeviceClass, SensorEntity, SensorEntityDescription, SensorStateClass
from homeassistant.const import EntityCategory, UnitOfLength, UnitOfTime
from homeassistant.core import HomeAssistant
from homeassistant.helpers.entity_platform import AddConfigEntryEntitiesCallback
from homeassistant.helpers.typing import StateType
from homeassistant.util import dt as dt_util

from .contract import AdviceCode, Effort, PlanState, Session, Snapshot
from .coordinator import LiftdayConfigEntry
from .entity import LiftdayEntity

PARALLEL_UPDATES = 0

LONGEST_STATE = 255
"""Characters that a state may have in Home Assistant."""

RUN_EFFORTS = (Effort.HARD, Effort.EASY, Effort.LONG, Effort.RACE, Effort.UNCERTAIN)
"""What a run can be; a word from elsewhere is unknown, never rest."""


@dataclass(frozen=True, kw_only=True)
class LiftdaySensorDescription(SensorEntityDescription):
    """A row: how the sensor looks and where its value stands in the snapshot."""

    value_fn: Callable[[Snapshot], StateType | datetime]
    attributes_fn: Callable[[Snapshot], Mapping[str, Any] | None] = lambda _: None
    last_reset_fn: Callable[[Snapshot], datetime | None] = lambda _: None
    """When a total began at nought."""


def _options(words: type[AdviceCode | PlanState]) -> list[str]:
    """The words of a closed list; what is unknown is no word in Home Assistant but the lack of one."""
    return [str(word) for word in words if word != "unknown"]


def _known[W: str](word: W, among: tuple[W, ...] | list[str]) -> str | None:
    return str(word) if word in among else None


def _short(sentence: str) -> str:
    return sentence if len(sentence) <= LONGEST_STATE else sentence[: LONGEST_STATE - 1].rstrip() + "…"


def _next_session(snapshot: Snapshot) -> Session | None:
    return snapshot.next_session(dt_util.utcnow())


def _next_session_attributes(snapshot: Snapshot) -> Mapping[str, Any] | None:
    if (session := _next_session(snapshot)) is None:
        return None
    return {
        "title": session.title,
        "kind": session.kind,
        "status": str(session.status),
        "duration_min": round((session.end - session.start).total_seconds() / 60),
    }


def _last_sync(snapshot: Snapshot) -> datetime | None:
    """The latest moment at which a source answered."""
    return max((source.last_ok_at for source in snapshot.sources if source.last_ok_at), default=None)


def _easy_days_week(snapshot: Snapshot) -> int:
    """Days since Monday on which the runs were easy ones; a day whose runs are still to come does not count."""
    monday = snapshot.today - timedelta(days=snapshot.today.weekday())
    return sum(
        day.effort is Effort.EASY and not day.expected for day in snapshot.days if monday <= day.date <= snapshot.today
    )


def _monday(snapshot: Snapshot) -> datetime:
    """The beginning of this week."""
    monday = snapshot.today - timedelta(days=snapshot.today.weekday())
    return datetime.combine(monday, time(), dt_util.get_default_time_zone())


SENSORS: tuple[LiftdaySensorDescription, ...] = (
    LiftdaySensorDescription(
        key="day_advice",
        translation_key="day_advice",
        device_class=SensorDeviceClass.ENUM,
        options=_options(AdviceCode),
        value_fn=lambda snapshot: _known(snapshot.advice.code, _options(AdviceCode)),
    ),
    LiftdaySensorDescription(
        key="advice_reason",
        translation_key="advice_reason",
        value_fn=lambda snapshot: _short(snapshot.advice.reason),
        attributes_fn=lambda snapshot: {"reason_code": snapshot.advice.reason_code},
    ),
    LiftdaySensorDescription(
        key="next_session",
        translation_key="next_session",
        device_class=SensorDeviceClass.TIMESTAMP,
        value_fn=lambda snapshot: session.start if (session := _next_session(snapshot)) else None,
        attributes_fn=_next_session_attributes,
    ),
    LiftdaySensorDescription(
        key="plan_state",
        translation_key="plan_state",
        device_class=SensorDeviceClass.ENUM,
        options=_options(PlanState),
        entity_category=EntityCategory.DIAGNOSTIC,
        value_fn=lambda snapshot: _known(snapshot.state, _options(PlanState)),
    ),
    LiftdaySensorDescription(
        key="last_run_class",
        translation_key="last_run_class",
        device_class=SensorDeviceClass.ENUM,
        options=[str(effort) for effort in RUN_EFFORTS],
        value_fn=lambda snapshot: _known(run.effort, RUN_EFFORTS) if (run := snapshot.last_run) else None,
    ),
    LiftdaySensorDescription(
        key="last_run",
        translation_key="last_run",
        device_class=SensorDeviceClass.TIMESTAMP,
        value_fn=lambda snapshot: run.start if (run := snapshot.last_run) else None,
    ),
    LiftdaySensorDescription(
        key="last_run_distance",
        translation_key="last_run_distance",
        device_class=SensorDeviceClass.DISTANCE,
        native_unit_of_measurement=UnitOfLength.METERS,
        suggested_unit_of_measurement=UnitOfLength.KILOMETERS,
        suggested_display_precision=1,
        entity_registry_enabled_default=False,
        value_fn=lambda snapshot: run.distance_m if (run := snapshot.last_run) else None,
    ),
    LiftdaySensorDescription(
        key="last_run_duration",
        translation_key="last_run_duration",
        device_class=SensorDeviceClass.DURATION,
        native_unit_of_measurement=UnitOfTime.SECONDS,
        suggested_unit_of_measurement=UnitOfTime.MINUTES,
        suggested_display_precision=0,
        entity_registry_enabled_default=False,
        value_fn=lambda snapshot: run.moving_s if (run := snapshot.last_run) else None,
    ),
    LiftdaySensorDescription(
        key="days_since_hard",
        translation_key="days_since_hard",
        device_class=SensorDeviceClass.DURATION,
        native_unit_of_measurement=UnitOfTime.DAYS,
        suggested_display_precision=0,
        state_class=SensorStateClass.MEASUREMENT,
        value_fn=lambda snapshot: snapshot.figures.days_since_hard,
    ),
    LiftdaySensorDescription(
        key="hard_days_week",
        translation_key="hard_days_week",
        state_class=SensorStateClass.MEASUREMENT,
        value_fn=lambda snapshot: snapshot.figures.hard_days_this_week,
    ),
    LiftdaySensorDescription(
        key="easy_days_week",
        translation_key="easy_days_week",
        state_class=SensorStateClass.MEASUREMENT,
        value_fn=_easy_days_week,
    ),
    LiftdaySensorDescription(
        key="run_minutes_week",
        translation_key="run_minutes_week",
        device_class=SensorDeviceClass.DURATION,
        native_unit_of_measurement=UnitOfTime.MINUTES,
        suggested_display_precision=0,
        state_class=SensorStateClass.TOTAL,
        value_fn=lambda snapshot: snapshot.figures.run_min_this_week,
        last_reset_fn=_monday,
    ),
    LiftdaySensorDescription(
        key="run_time_usual_week",
        translation_key="run_time_usual_week",
        device_class=SensorDeviceClass.DURATION,
        native_unit_of_measurement=UnitOfTime.MINUTES,
        suggested_display_precision=0,
        state_class=SensorStateClass.MEASUREMENT,
        entity_registry_enabled_default=False,
        value_fn=lambda snapshot: snapshot.figures.run_min_usual_week,
    ),
    LiftdaySensorDescription(
        key="sessions_done_this_week",
        translation_key="sessions_done_this_week",
        state_class=SensorStateClass.MEASUREMENT,
        value_fn=lambda snapshot: snapshot.figures.sessions_done_this_week,
    ),
    LiftdaySensorDescription(
        key="target_this_week",
        translation_key="target_this_week",
        state_class=SensorStateClass.MEASUREMENT,
        entity_registry_enabled_default=False,
        value_fn=lambda snapshot: snapshot.figures.target_this_week,
    ),
    LiftdaySensorDescription(
        key="last_sync",
        translation_key="last_sync",
        device_class=SensorDeviceClass.TIMESTAMP,
        entity_category=EntityCategory.DIAGNOSTIC,
        value_fn=_last_sync,
    ),
)


async def async_setup_entry(
    _hass: HomeAssistant, entry: LiftdayConfigEntry, async_add_entities: AddConfigEntryEntitiesCallback
) -> None:
    """Add every row for every athlete."""
    async_add_entities(
        LiftdaySensor(athlete, row) for athlete in entry.runtime_data.athletes.values() for row in SENSORS
    )


class LiftdaySensor(LiftdayEntity, SensorEntity):
    """Shows what its row says."""

    entity_description: LiftdaySensorDescription

    @property
    @override
    def native_value(self) -> StateType | datetime:
        """The value in the present snapshot."""
        return self.entity_description.value_fn(self.coordinator.data)

    @property
    @override
    def extra_state_attributes(self) -> Mapping[str, Any] | None:
        """A few words more, where the row has them."""
        return self.entity_description.attributes_fn(self.coordinator.data)

    @property
    @override
    def last_reset(self) -> datetime | None:
        """When a total began at nought."""
        return self.entity_description.last_reset_fn(self.coordinator.data)
