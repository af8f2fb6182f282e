"""The calendars: strength sessions, which may be moved and skipped here, and runs, which are only shown."""

from abc import abstractmethod
from datetime import date, datetime
from typing import Any, override

from homeassistant.components.calendar import (
    CalendarEntity,
    CalendarEntityDescription,
    CalendarEntityFeature,
    CalendarEvent,
    CalendarEventStatus,
)
from homeassistant.core import HomeAssistant, callback
from homeassistant.exceptions import HomeAssistantError, ServiceValidationError
from homeassistant.helpers.entity_platform import AddConfigEntryEntitiesCallback
from homeassistant.helpers.translation import async_get_cached_translations
from homeassistant.util import dt as dt_util

from .client import Verb
from .const import DOMAIN
from .contract import Activity, Effort, PlannedRun, Session, SessionStatus
from .coordinator import LiftdayConfigEntry
from .entity import LiftdayEntity

PARALLEL_UPDATES = 1

PLAN = CalendarEntityDescription(key="plan", translation_key="plan", initial_color="#E8590C")
RUNS = CalendarEntityDescription(
    key="runs", translation_key="runs", initial_color="#1C7ED6", entity_registry_enabled_default=False
)


async def async_setup_entry(
    _hass: HomeAssistant, entry: LiftdayConfigEntry, async_add_entities: AddConfigEntryEntitiesCallback
) -> None:
    """Add the calendars of every athlete."""
    for athlete in entry.runtime_data.athletes.values():
        async_add_entities([PlanCalendar(athlete, PLAN), RunsCalendar(athlete, RUNS)])


class LiftdayCalendar(LiftdayEntity, CalendarEntity):
    """State, events and live updates all come from the one snapshot in memory."""

    @abstractmethod
    def _events(self) -> list[CalendarEvent]:
        """Everything that is to be shown, in any order."""

    @property
    @override
    def event(self) -> CalendarEvent | None:
        """What is on, or else what comes next."""
        now = dt_util.utcnow()
        return min((e for e in self._events() if e.end > now), key=_start, default=None)

    @override
    async def async_get_events(
        self, hass: HomeAssistant, start_date: datetime, end_date: datetime
    ) -> list[CalendarEvent]:
        """What overlaps [start_date, end_date), in order."""
        if not self.available:
            raise HomeAssistantError(translation_domain=DOMAIN, translation_key="plan_unavailable")
        return sorted((e for e in self._events() if e.start < end_date and e.end > start_date), key=_start)

    @callback
    @override
    def _handle_coordinator_update(self) -> None:
        """An open calendar follows although the state may be the same."""
        super()._handle_coordinator_update()
        if self.available:
            self.async_update_event_listeners()


class PlanCalendar(LiftdayCalendar):
    """The main entity of an athlete.

    To drag a session is to move and pin it, to delete it is to skip it. There is nothing to create: which sessions
    there are is the daemon's to decide, and it takes no others.
    """

    _attr_name = None  # it is the athlete's main entity and bears the device's name
    _attr_supported_features = CalendarEntityFeature.UPDATE_EVENT | CalendarEntityFeature.DELETE_EVENT

    @property
    @override
    def event(self) -> CalendarEvent | None:
        """The session that is on, or else the next one; what is done is over."""
        session = self.coordinator.data.next_session(dt_util.utcnow())
        return _session_event(session) if session else None

    @override
    def _events(self) -> list[CalendarEvent]:
        return [_session_event(session) for session in self.coordinator.data.sessions if session.status.is_live]

    @override
    async def async_update_event(
        self,
        uid: str,
        event: dict[str, Any],
        recurrence_id: str | None = None,
        recurrence_range: str | None = None,
    ) -> None:
        """Move the session to the event's new start. Its length and its words are the daemon's."""
        session = self.coordinator.session(uid)
        start = wanted_start(session, event["dtstart"])
        if start == session.start:
            raise ServiceValidationError(translation_domain=DOMAIN, translation_key="only_its_time")
        await self.coordinator.say(uid, Verb.MOVE, start=start)

    @override
    async def async_delete_event(
        self, uid: str, recurrence_id: str | None = None, recurrence_range: str | None = None
    ) -> None:
        """Skip the session."""
        await self.coordinator.say(uid, Verb.SKIP)


class RunsCalendar(LiftdayCalendar):
    """What was run, with what it was, and what is to be run."""

    @override
    def _events(self) -> list[CalendarEvent]:
        snapshot, words = self.coordinator.data, self._words()
        done = [_run_event(one, words) for one in snapshot.activities if one.sport.endswith("run")]
        coming = (run for day in snapshot.days if day.date >= snapshot.today for run in day.planned)
        return done + [_planned_event(one, words) for one in coming]

    def _words(self) -> dict[Effort, str]:
        """How demanding a run was, in the language of this home."""
        known = async_get_cached_translations(self.hass, self.hass.config.language, "entity", DOMAIN)
        place = f"component.{DOMAIN}.entity.sensor.last_run_class.state"
        return {effort: known[f"{place}.{effort}"] for effort in Effort if f"{place}.{effort}" in known}


def wanted_start(session: Session, wanted: date | datetime) -> datetime:
    """A new start as a page sends it: an instant, or a day, on which the session keeps its hour."""
    if isinstance(wanted, datetime):
        return dt_util.as_local(wanted)
    return datetime.combine(wanted, dt_util.as_local(session.start).time(), dt_util.get_default_time_zone())


def _start(event: CalendarEvent) -> datetime:
    assert isinstance(event.start, datetime)
    return event.start


def _session_event(session: Session) -> CalendarEvent:
    """A session as an event: a suggestion is tentative, what was accepted or done is confirmed."""
    suggested = session.status is SessionStatus.PLANNED and not session.is_confirmed
    return CalendarEvent(
        start=session.start,
        end=session.end,
        summary=session.title,
        description=f"{session.reason}\n\n{session.description}".strip(),
        uid=session.uid,
        status=CalendarEventStatus.TENTATIVE if suggested else CalendarEventStatus.CONFIRMED,
    )


def _run_event(run: Activity, words: dict[Effort, str]) -> CalendarEvent:
    return CalendarEvent(
        start=run.start,
        end=run.end,
        summary=_titled(run.name, words.get(run.effort)),
        description="\n".join(run.evidence),
        uid=run.id,
        status=CalendarEventStatus.CONFIRMED,
    )


def _planned_event(run: PlannedRun, words: dict[Effort, str]) -> CalendarEvent:
    """A run of a training plan is settled; one that the learnt week expects is a guess."""
    return CalendarEvent(
        start=run.start,
        end=run.end,
        summary=_titled(run.name, words.get(run.effort)),
        uid=f"planned-{run.start.isoformat()}",
        status=CalendarEventStatus.TENTATIVE if run.is_guess else CalendarEventStatus.CONFIRMED,
    )


def _titled(name: str | None, effort: str | None) -> str:
    """A run in a line: how demanding, and what it is called; nothing known is a plain dash."""
    return ": ".join(word for word in (effort, name) if word) or "–"
