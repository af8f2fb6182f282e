"""The calendar of strength sessions. The plan is the daemon's; here it is read, not edited."""

from datetime import datetime
from typing import override

from homeassistant.components.calendar import (
    CalendarEntity,
    CalendarEntityDescription,
    CalendarEvent,
    CalendarEventStatus,
)
from homeassistant.core import HomeAssistant
from homeassistant.exceptions import HomeAssistantError
from homeassistant.helpers.entity_platform import AddConfigEntryEntitiesCallback
from homeassistant.util import dt as dt_util

from .const import DOMAIN
from .contract import Session, SessionStatus
from .coordinator import LiftdayConfigEntry
from .entity import LiftdayEntity

PARALLEL_UPDATES = 0

PLAN = CalendarEntityDescription(key="plan", translation_key="plan", initial_color="#E8590C")


async def async_setup_entry(
    _hass: HomeAssistant, entry: LiftdayConfigEntry, async_add_entities: AddConfigEntryEntitiesCallback
) -> None:
    """Add the calendar of every athlete."""
    async_add_entities(PlanCalendar(athlete, PLAN) for athlete in entry.runtime_data.athletes.values())


class PlanCalendar(LiftdayEntity, CalendarEntity):
    """The main entity of an athlete. State, events and live updates all come from the one snapshot in memory."""

    _attr_name = None  # it is the athlete's main entity and bears the device's name

    @property
    @override
    def event(self) -> CalendarEvent | None:
        """The session that is on, or else the next one."""
        session = self.coordinator.data.next_session(dt_util.utcnow())
        return _event(session) if session else None

    @override
    async def async_get_events(
        self, hass: HomeAssistant, start_date: datetime, end_date: datetime
    ) -> list[CalendarEvent]:
        """The sessions that overlap [start_date, end_date), in order."""
        if not self.available:
            raise HomeAssistantError(translation_domain=DOMAIN, translation_key="plan_unavailable")
        sessions = sorted((s for s in self.coordinator.data.sessions if s.status.is_live), key=lambda s: s.start)
        return [_event(s) for s in sessions if s.start < end_date and s.end > start_date]


def _event(session: Session) -> CalendarEvent:
    """A session as an event: a suggestion is tentative, what was accepted or done is confirmed."""
    planned = session.status is SessionStatus.PLANNED
    return CalendarEvent(
        start=session.start,
        end=session.end,
        summary=session.title,
        description=f"{session.reason}\n\n{session.description}".strip(),
        uid=session.uid,
        status=CalendarEventStatus.TENTATIVE if planned else CalendarEventStatus.CONFIRMED,
    )
