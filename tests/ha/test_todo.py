"""This week's sessions as a list, and what to tick, to shift and to delete one means."""

from dataclasses import replace
from typing import Any

import pytest
from custom_components.liftday.contract import SessionStatus
from homeassistant.core import HomeAssistant
from homeassistant.exceptions import ServiceValidationError
from pytest_homeassistant_custom_component.common import MockConfigEntry
from tests.ha.conftest import state, until
from tests.ha.fake_daemon import FakeDaemon
from tests.ha.made import session, snapshot

LIST = "todo.liftday_lena_strength_this_week"
WEEK = (
    session("mon", "2026-11-16T18:00", status=SessionStatus.DONE),
    session("wed", "2026-11-18T18:00", title="Lift 45 min"),
    session("thu", "2026-11-19T18:00", status=SessionStatus.SKIPPED),
    session("next", "2026-11-23T18:00"),
)


@pytest.fixture(autouse=True)
async def week(hass: HomeAssistant, loaded: MockConfigEntry, daemon: FakeDaemon) -> None:
    daemon.publish(snapshot(revision=8, sessions=WEEK))
    await until(lambda: loaded.runtime_data.athletes["lena"].data.revision == 8)


async def _change(hass: HomeAssistant, item: str, **changes: Any) -> None:
    await hass.services.async_call("todo", "update_item", {"entity_id": LIST, "item": item, **changes}, blocking=True)


async def _items(hass: HomeAssistant) -> list[dict[str, Any]]:
    told = await hass.services.async_call("todo", "get_items", {"entity_id": LIST}, blocking=True, return_response=True)
    items: list[dict[str, Any]] = told[LIST]["items"]  # type: ignore[index,assignment,call-overload]
    return items


async def test_the_list_has_this_week_s_sessions_with_their_exercises(hass: HomeAssistant) -> None:
    done, open_ = await _items(hass)
    assert (done["uid"], done["status"]) == ("mon", "completed")
    assert open_ == {
        "uid": "wed",
        "summary": "Lift 45 min",
        "status": "needs_action",
        "due": "2026-11-18T18:00:00+01:00",
        "description": "Deadlift 3 × 6-8",
    }
    assert state(hass, LIST).state == "1"


async def test_a_session_without_exercises_says_what_it_has(
    hass: HomeAssistant, loaded: MockConfigEntry, daemon: FakeDaemon
) -> None:
    daemon.publish(snapshot(revision=9, sessions=(replace(WEEK[1], exercises=(), description="As last time."),)))
    await until(lambda: loaded.runtime_data.athletes["lena"].data.revision == 9)
    assert (await _items(hass))[0]["description"] == "As last time."


@pytest.mark.parametrize(
    ("item", "changes", "said"),
    [
        ("wed", {"status": "completed"}, [("wed/done", None)]),
        ("mon", {"status": "needs_action"}, [("mon/undo", None)]),
        ("wed", {"due_date": "2026-11-20"}, [("wed/move", "2026-11-20T18:00:00+01:00")]),
        ("wed", {"due_datetime": "2026-11-20T07:30:00"}, [("wed/move", "2026-11-20T07:30:00+01:00")]),
        ("wed", {"due_datetime": "2026-11-18T18:00:00", "description": "Deadlift 3 × 6-8"}, []),
        ("wed", {"due_date": None}, []),
    ],
)
async def test_what_is_changed_on_the_list_is_said_to_the_daemon(
    *, hass: HomeAssistant, daemon: FakeDaemon, item: str, changes: dict[str, Any], said: list[tuple[str, str | None]]
) -> None:
    await _change(hass, item, **changes)
    assert [(one["path"].removeprefix("sessions/"), one.get("start")) for one in daemon.said] == said


@pytest.mark.parametrize("changes", [{"rename": "Bench day"}, {"description": "Bench"}])
async def test_names_and_exercises_are_the_daemon_s(
    hass: HomeAssistant, daemon: FakeDaemon, changes: dict[str, str]
) -> None:
    with pytest.raises(ServiceValidationError) as refused:
        await _change(hass, "wed", **changes)
    assert refused.value.translation_key == "only_its_time"
    assert daemon.said == []


async def test_to_delete_a_session_is_to_skip_it(hass: HomeAssistant, daemon: FakeDaemon) -> None:
    await hass.services.async_call("todo", "remove_item", {"entity_id": LIST, "item": ["wed"]}, blocking=True)
    assert [one["path"] for one in daemon.said] == ["sessions/wed/skip"]
