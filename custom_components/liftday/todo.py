"""The list of this week's sessions: to tick one is to have done it, to delete it is to skip it."""

from datetime import date, timedelta
from typing import override

from homeassistant.components.todo import (
    TodoItem,
    TodoItemStatus,
    TodoListEntity,
    TodoListEntityFeature,
)
from homeassistant.core import HomeAssistant
from homeassistant.exceptions import ServiceValidationError
from homeassistant.helpers.entity import EntityDescription
from homeassistant.helpers.entity_platform import AddConfigEntryEntitiesCallback
from homeassistant.util import dt as dt_util

from .calendar import wanted_start
from .client import Verb
from .const import DOMAIN
from .contract import Exercise, Session, SessionStatus
from .coordinator import LiftdayConfigEntry
from .entity import LiftdayEntity

PARALLEL_UPDATES = 1

STRENGTH_WEEK = EntityDescription(key="strength_week", translation_key="strength_week")


async def async_setup_entry(
    _hass: HomeAssistant, entry: LiftdayConfigEntry, async_add_entities: AddConfigEntryEntitiesCallback
) -> None:
    """Add the list of every athlete."""
    async_add_entities(StrengthWeek(athlete, STRENGTH_WEEK) for athlete in entry.runtime_data.athletes.values())


class StrengthWeek(LiftdayEntity, TodoListEntity):
    """From Monday to Sunday. What was skipped, missed or dropped is on it no longer."""

    # The page sends a text back as it was when something else is changed, so texts must be allowed to come.
    _attr_supported_features = (
        TodoListEntityFeature.UPDATE_TODO_ITEM
        | TodoListEntityFeature.DELETE_TODO_ITEM
        | TodoListEntityFeature.SET_DUE_DATE_ON_ITEM
        | TodoListEntityFeature.SET_DUE_DATETIME_ON_ITEM
        | TodoListEntityFeature.SET_DESCRIPTION_ON_ITEM
    )

    @property
    @override
    def todo_items(self) -> list[TodoItem]:
        """The sessions of this week, in order."""
        today = self.coordinator.data.today
        monday = today - timedelta(days=today.weekday())
        week = (one for one in self.coordinator.data.sessions if one.status.is_live and _is_in(one, monday))
        return [_item(session) for session in sorted(week, key=lambda session: session.start)]

    @override
    async def async_update_todo_item(self, item: TodoItem) -> None:
        """Take what became different as what the athlete says; names and exercises are the daemon's."""
        assert item.uid
        session = self.coordinator.session(item.uid)
        shown = _item(session)
        if (item.summary, item.description) != (shown.summary, shown.description):
            raise ServiceValidationError(translation_domain=DOMAIN, translation_key="only_its_time")
        start = wanted_start(session, item.due) if item.due else session.start
        if start != session.start:
            await self.coordinator.say(session.uid, Verb.MOVE, start=start)
        if item.status != shown.status:  # an action sends the bare word
            await self.coordinator.say(session.uid, Verb.DONE if item.status == TodoItemStatus.COMPLETED else Verb.UNDO)

    @override
    async def async_delete_todo_items(self, uids: list[str]) -> None:
        """Skip these sessions."""
        for uid in uids:
            await self.coordinator.say(uid, Verb.SKIP)


def _is_in(session: Session, monday: date) -> bool:
    return monday <= session.start.date() < monday + timedelta(days=7)


def _item(session: Session) -> TodoItem:
    is_done = session.status is SessionStatus.DONE
    return TodoItem(
        uid=session.uid,
        summary=session.title,
        status=TodoItemStatus.COMPLETED if is_done else TodoItemStatus.NEEDS_ACTION,
        due=dt_util.as_local(session.start),
        description=" · ".join(_line(one) for one in session.exercises) or session.description,
    )


def _line(exercise: Exercise) -> str:
    """An exercise in a few words: the page puts all of them on one line."""
    return f"{exercise.name} {exercise.sets} × {exercise.reps}"
