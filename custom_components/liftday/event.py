"""The event entity: one event for every change of the plan, and for every run that was judged."""

from collections.abc import Iterator
from typing import Any, override

from homeassistant.components.event import EventEntity, EventEntityDescription
from homeassistant.core import HomeAssistant, callback
from homeassistant.helpers.entity_platform import AddConfigEntryEntitiesCallback

from .contract import Activity, Change, Session, SessionStatus, Snapshot
from .coordinator import AthleteCoordinator, LiftdayConfigEntry
from .entity import LiftdayEntity

PARALLEL_UPDATES = 0

PROPOSED, MOVED, DROPPED = "session_proposed", "session_moved", "session_dropped"
CONFIRMED, COMPLETED, CLASSIFIED = "session_confirmed", "session_completed", "run_classified"

PLAN_CHANGES = EventEntityDescription(
    key="plan_changes",
    translation_key="plan_changes",
    event_types=[PROPOSED, MOVED, DROPPED, CONFIRMED, COMPLETED, CLASSIFIED],
)

TYPES = {
    "added": PROPOSED,
    "pushed_back": MOVED,
    "brought_forward": MOVED,
    "moved": MOVED,
    "dropped": DROPPED,
    "paused": DROPPED,
    "missed": DROPPED,
}
"""What a change in the daemon's words is here; one that is not named tells only how long or hard a session is."""

type News = tuple[str, dict[str, Any]]


async def async_setup_entry(
    _hass: HomeAssistant, entry: LiftdayConfigEntry, async_add_entities: AddConfigEntryEntitiesCallback
) -> None:
    """Add the event entity of every athlete."""
    async_add_entities(PlanChanges(athlete, PLAN_CHANGES) for athlete in entry.runtime_data.athletes.values())


class PlanChanges(LiftdayEntity, EventEntity):
    """Tells what is different from the snapshot before. What happened while nobody looked is not told afterwards."""

    def __init__(self, coordinator: AthleteCoordinator, description: EventEntityDescription) -> None:
        """Begin with what stands now, so that nothing of it is told again after a restart."""
        super().__init__(coordinator, description)
        self._seen = coordinator.data

    @callback
    @override
    def _handle_coordinator_update(self) -> None:
        before, self._seen = self._seen, self.coordinator.data
        for kind, attributes in _news(before, self._seen):
            self._trigger_event(kind, attributes)
            self.async_write_ha_state()
        super()._handle_coordinator_update()


def _news(before: Snapshot, after: Snapshot) -> Iterator[News]:
    """What is new in `after`, in the order in which it came about."""
    if before is after:
        return
    known = set(before.changes)
    sessions = {session.uid: session for session in before.sessions}
    for change in after.changes:
        if change not in known and change.change in TYPES:
            yield TYPES[change.change], _told(change)
    for session in after.sessions:
        earlier = sessions.get(session.uid)
        if session.status is SessionStatus.DONE and earlier and earlier.status is not SessionStatus.DONE:
            yield COMPLETED, _state_of(session, after)
        elif _is_agreed(session) and earlier and not _is_agreed(earlier):
            yield CONFIRMED, _state_of(session, after)
    judged = {run.id: run.effort for run in before.activities}
    for run in after.activities:
        if run.sport.endswith("run") and judged.get(run.id) is not run.effort:
            yield CLASSIFIED, _judged(run, after)


def _is_agreed(session: Session) -> bool:
    return session.status is SessionStatus.LOCKED or (session.status is SessionStatus.PLANNED and session.is_confirmed)


def _told(change: Change) -> dict[str, Any]:
    return {
        "session_uid": change.uid,
        "old_start": change.start_before.isoformat() if change.start_before else None,
        "new_start": change.start_after.isoformat() if change.start_after else None,
        "change": change.change,
        "rule": change.reason_code,
        "reason": change.reason,
        "revision": change.revision,
    }


def _state_of(session: Session, snapshot: Snapshot) -> dict[str, Any]:
    return {
        "session_uid": session.uid,
        "new_start": (session.credited_start or session.start).isoformat(),
        "rule": session.reason_code,
        "reason": session.reason,
        "revision": snapshot.revision,
    }


def _judged(run: Activity, snapshot: Snapshot) -> dict[str, Any]:
    return {
        "activity_id": run.id,
        "start": run.start.isoformat(),
        "effort": str(run.effort),
        "reason": " ".join(run.evidence),
        "revision": snapshot.revision,
    }
