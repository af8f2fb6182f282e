"""The switch that pauses, and the button that pushes back."""

from datetime import timedelta
from typing import Any

import pytest
from custom_components.liftday.contract import Flag, PlanState
from homeassistant.core import HomeAssistant
from pytest_homeassistant_custom_component.common import MockConfigEntry
from tests.ha.conftest import state, until
from tests.ha.fake_daemon import FakeDaemon
from tests.ha.made import NOW, snapshot

SWITCH = "switch.liftday_lena_pause_the_plan"


@pytest.mark.parametrize(
    ("plan", "shown"), [(PlanState.OK, "off"), (PlanState.PAUSED, "on"), (PlanState.UNKNOWN, "unknown")]
)
async def test_the_switch_shows_whether_the_plan_is_paused(
    *, hass: HomeAssistant, loaded: MockConfigEntry, daemon: FakeDaemon, plan: PlanState, shown: str
) -> None:
    daemon.publish(snapshot(revision=8, state=plan))
    await until(lambda: loaded.runtime_data.athletes["lena"].data.revision == 8)
    assert state(hass, SWITCH).state == shown


@pytest.mark.parametrize(("action", "path"), [("turn_on", "flags"), ("turn_off", "flags/4")])
async def test_the_switch_puts_a_pause_up_and_takes_it_down(
    *, hass: HomeAssistant, loaded: MockConfigEntry, daemon: FakeDaemon, action: str, path: str
) -> None:
    daemon.flags = (Flag(id="4", kind="pause", since=NOW - timedelta(days=1)),)
    await hass.services.async_call("switch", action, {"entity_id": SWITCH}, blocking=True)
    assert [said["path"] for said in daemon.said] == [path]


async def test_the_button_pushes_the_next_session_back(
    hass: HomeAssistant, loaded: MockConfigEntry, daemon: FakeDaemon
) -> None:
    data: dict[str, Any] = {"entity_id": "button.liftday_lena_push_back_the_next_session"}
    await hass.services.async_call("button", "press", data, blocking=True)
    assert [said["path"] for said in daemon.said] == ["sessions/s1/push_back"]
