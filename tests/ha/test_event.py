"""The event entity: every change once, nothing of what was there before."""

from dataclasses import replace
from typing import Any

import pytest
from custom_components.liftday.contract import Change, Effort, SessionStatus
from homeassistant.const import EVENT_STATE_CHANGED, STATE_UNKNOWN
from homeassistant.core import Event, EventStateChangedData, HomeAssistant, callback
from pytest_homeassistant_custom_component.common import MockConfigEntry
from tests.ha.conftest import state, until
from tests.ha.fake_daemon import FakeDaemon
from tests.ha.made import NOW, run, session, snapshot

EVENT = "event.liftday_lena_plan_changes"
MOVED = Change(
    uid="s1",
    change="pushed_back",
    at=NOW,
    revision=8,
    start_before=session().start,
    start_after=session(start="2026-11-19T18:00").start,
    reason_code="HARD_RUN",
    reason="This morning's run was hard, so strength waits for Thursday.",
)


@pytest.fixture
def heard(hass: HomeAssistant) -> list[dict[str, Any]]:
    """What an automation would see of the entity."""
    states: list[dict[str, Any]] = []

    @callback
    def hear(event: Event[EventStateChangedData]) -> None:
        new = event.data["new_state"]
        if event.data["entity_id"] == EVENT and new and new.attributes.get("event_type"):
            states.append(dict(new.attributes))

    hass.bus.async_listen(EVENT_STATE_CHANGED, hear)
    return states


async def _publish(entry: MockConfigEntry, daemon: FakeDaemon, **changes: Any) -> None:
    revision = changes.setdefault("revision", 8)
    daemon.publish(snapshot(**changes))
    await until(lambda: entry.runtime_data.athletes["lena"].data.revision == revision)


async def test_a_session_that_moves_is_told_with_its_reason(
    hass: HomeAssistant, loaded: MockConfigEntry, daemon: FakeDaemon, heard: list[dict[str, Any]]
) -> None:
    assert state(hass, EVENT).state == STATE_UNKNOWN
    await _publish(loaded, daemon, changes=(MOVED,))
    await hass.async_block_till_done(wait_background_tasks=False)
    shown = state(hass, EVENT).attributes
    assert {key: shown[key] for key in ("event_type", "session_uid", "old_start", "new_start", "rule", "revision")} == {
        "event_type": "session_moved",
        "session_uid": "s1",
        "old_start": "2026-11-18T18:00:00+01:00",
        "new_start": "2026-11-19T18:00:00+01:00",
        "rule": "HARD_RUN",
        "revision": 8,
    }
    assert shown["reason"] == MOVED.reason
    assert len(heard) == 1


@pytest.mark.parametrize(
    ("changes", "kinds"),
    [
        pytest.param({"changes": (replace(MOVED, change="added"),)}, ["session_proposed"], id="proposed"),
        pytest.param(
            {"changes": (replace(MOVED, change="dropped", start_after=None),)}, ["session_dropped"], id="gone"
        ),
        pytest.param({"changes": (replace(MOVED, change="lightened"),)}, [], id="lighter on the same day"),
        pytest.param({"changes": (replace(MOVED, change="a new word"),)}, [], id="a word of a newer daemon"),
        pytest.param({"sessions": (session(is_confirmed=True),)}, ["session_confirmed"], id="agreed to"),
        pytest.param({"sessions": (session(status=SessionStatus.LOCKED),)}, ["session_confirmed"], id="pinned"),
        pytest.param({"sessions": (session(status=SessionStatus.DONE),)}, ["session_completed"], id="done"),
        pytest.param({"activities": (run(), run(id="a2", effort=Effort.EASY))}, ["run_classified"], id="a new run"),
        pytest.param({"activities": (run(effort=Effort.EASY),)}, ["run_classified"], id="judged anew"),
        pytest.param({"activities": (run(), run(id="a2", sport="ride"))}, [], id="a ride is no run"),
        pytest.param(
            {"changes": (replace(MOVED, uid="s2"), MOVED), "activities": (run(), run(id="a2"))},
            ["session_moved", "session_moved", "run_classified"],
            id="several at once",
        ),
    ],
)
async def test_each_kind_of_change_has_its_own_event(
    *,
    hass: HomeAssistant,
    loaded: MockConfigEntry,
    daemon: FakeDaemon,
    heard: list[dict[str, Any]],
    changes: dict[str, Any],
    kinds: list[str],
) -> None:
    await _publish(loaded, daemon, **changes)
    await hass.async_block_till_done(wait_background_tasks=False)
    assert [one["event_type"] for one in heard] == kinds


async def test_nothing_is_told_twice(
    hass: HomeAssistant, loaded: MockConfigEntry, daemon: FakeDaemon, heard: list[dict[str, Any]]
) -> None:
    await _publish(loaded, daemon, changes=(MOVED,))
    await _publish(loaded, daemon, changes=(MOVED,), revision=9)
    await hass.async_block_till_done(wait_background_tasks=False)
    assert {one["revision"] for one in heard} == {8}


async def test_what_was_there_before_a_restart_is_not_told_after_it(
    hass: HomeAssistant, loaded: MockConfigEntry, daemon: FakeDaemon, heard: list[dict[str, Any]]
) -> None:
    await hass.config_entries.async_unload(loaded.entry_id)
    daemon.snapshots["lena"] = snapshot(revision=8, changes=(MOVED,), sessions=(session(status=SessionStatus.DONE),))
    await hass.config_entries.async_setup(loaded.entry_id)
    await hass.async_block_till_done(wait_background_tasks=False)
    assert heard == []
