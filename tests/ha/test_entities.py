"""What entities show."""

from dataclasses import replace
from datetime import timedelta
from typing import Any
from unittest.mock import patch

import pytest
from custom_components.liftday import PLATFORMS
from custom_components.liftday.contract import (
    Advice,
    AdviceCode,
    Effort,
    Figures,
    PlanState,
    SessionStatus,
    Source,
    SourceState,
)
from homeassistant.const import STATE_UNKNOWN, Platform
from homeassistant.core import HomeAssistant
from homeassistant.exceptions import HomeAssistantError
from homeassistant.helpers import entity_registry as er
from pytest_homeassistant_custom_component.common import MockConfigEntry, snapshot_platform
from syrupy.assertion import SnapshotAssertion
from tests.ha.conftest import state, until
from tests.ha.fake_daemon import FakeDaemon
from tests.ha.made import NOW, run, session
from tests.ha.made import snapshot as made


@pytest.mark.parametrize("platform", PLATFORMS)
async def test_every_entity_looks_as_it_did(
    *,
    hass: HomeAssistant,
    entry: MockConfigEntry,
    snapshot: SnapshotAssertion,
    entity_registry: er.EntityRegistry,
    all_entities_enabled: None,
    platform: Platform,
) -> None:
    with patch("custom_components.liftday.PLATFORMS", [platform]):
        await hass.config_entries.async_setup(entry.entry_id)
    await hass.async_block_till_done()
    await snapshot_platform(hass, entity_registry, snapshot, entry.entry_id)


async def test_the_rare_ones_wait_to_be_enabled(
    hass: HomeAssistant, loaded: MockConfigEntry, entity_registry: er.EntityRegistry
) -> None:
    entities = er.async_entries_for_config_entry(entity_registry, loaded.entry_id)
    assert {entity.translation_key for entity in entities if entity.disabled} == {
        "last_run_distance",
        "last_run_duration",
        "run_time_usual_week",
        "runs",
        "target_this_week",
    }


def _advice(code: AdviceCode, reason: str = "Because.") -> dict[str, Any]:
    return {"advice": Advice(code=code, reason_code="X", reason=reason)}


@pytest.mark.parametrize(
    ("changes", "entity", "expected"),
    [
        (_advice(AdviceCode.STRENGTH_LIGHT), "sensor.liftday_lena_advice_today", "strength_light"),
        (_advice(AdviceCode.STRENGTH_DONE), "sensor.liftday_lena_advice_today", "strength_done"),
        (_advice(AdviceCode.RUN_ONLY), "sensor.liftday_lena_advice_today", "run_only"),
        (_advice(AdviceCode.UNKNOWN), "sensor.liftday_lena_advice_today", STATE_UNKNOWN),
        (_advice(AdviceCode.REST, "Rest today."), "sensor.liftday_lena_advice_reason", "Rest today."),
        (_advice(AdviceCode.STRENGTH), "binary_sensor.liftday_lena_strength_advised_today", "on"),
        (_advice(AdviceCode.STRENGTH_LIGHT), "binary_sensor.liftday_lena_strength_advised_today", "on"),
        (_advice(AdviceCode.STRENGTH_DONE), "binary_sensor.liftday_lena_strength_advised_today", "off"),
        (_advice(AdviceCode.UNKNOWN), "binary_sensor.liftday_lena_strength_advised_today", STATE_UNKNOWN),
        ({"state": PlanState.STALE}, "sensor.liftday_lena_plan_state", "stale"),
        ({"state": PlanState.UNKNOWN}, "sensor.liftday_lena_plan_state", STATE_UNKNOWN),
        ({"sessions": ()}, "sensor.liftday_lena_next_strength_session", STATE_UNKNOWN),
        ({"activities": ()}, "sensor.liftday_lena_last_run_class", STATE_UNKNOWN),
        ({"activities": ()}, "sensor.liftday_lena_last_run", STATE_UNKNOWN),
        ({"activities": (run(effort=Effort.UNCERTAIN),)}, "sensor.liftday_lena_last_run_class", "uncertain"),
        ({"activities": (run(effort=Effort.REST),)}, "sensor.liftday_lena_last_run_class", STATE_UNKNOWN),
        ({"activities": (run(sport="ride"),)}, "sensor.liftday_lena_last_run_class", STATE_UNKNOWN),
        ({"figures": Figures()}, "sensor.liftday_lena_days_since_a_hard_run", STATE_UNKNOWN),
        ({"sources": ()}, "sensor.liftday_lena_last_sync", STATE_UNKNOWN),
        ({"sources": (Source(name="demo", state=SourceState.OK),)}, "sensor.liftday_lena_last_sync", STATE_UNKNOWN),
    ],
)
async def test_what_is_known_is_shown_and_what_is_not_is_unknown(
    *,
    hass: HomeAssistant,
    loaded: MockConfigEntry,
    daemon: FakeDaemon,
    changes: dict[str, Any],
    entity: str,
    expected: str,
) -> None:
    daemon.publish(made(revision=8, **changes))
    coordinator = loaded.runtime_data.athletes["lena"]
    await until(lambda: coordinator.data.revision == 8)
    assert state(hass, entity).state == expected


async def test_a_long_reason_is_cut_to_what_a_state_can_hold(
    hass: HomeAssistant, loaded: MockConfigEntry, daemon: FakeDaemon
) -> None:
    daemon.publish(made(**_advice(AdviceCode.REST, "Rest, because " + "it was hard and " * 40)))
    await until(lambda: state(hass, "sensor.liftday_lena_advice_today").state == "rest")
    shown = state(hass, "sensor.liftday_lena_advice_reason").state
    assert len(shown) <= 255
    assert shown.endswith("…")


@pytest.mark.parametrize(
    ("word", "problem"),
    [
        (SourceState.OK, "off"),
        (SourceState.RATE_LIMITED, "off"),
        (SourceState.STALE, "on"),
        (SourceState.OFFLINE, "on"),
        (SourceState.NEEDS_LOGIN, "on"),
        (SourceState.UNKNOWN, "on"),
    ],
)
async def test_a_source_in_trouble_is_a_problem_with_a_name(
    hass: HomeAssistant, loaded: MockConfigEntry, daemon: FakeDaemon, word: SourceState, problem: str
) -> None:
    sources = (Source(name="garmin", state=word, last_ok_at=NOW), Source(name="files", state=SourceState.OK))
    daemon.publish(made(revision=8, sources=sources))
    await until(lambda: loaded.runtime_data.athletes["lena"].data.revision == 8)
    shown = state(hass, "binary_sensor.liftday_lena_sync_problem")
    assert shown.state == problem
    assert shown.attributes["sources"] == ({"garmin": str(word)} if problem == "on" else {})


async def test_a_session_that_was_skipped_is_not_the_next_one(
    hass: HomeAssistant, loaded: MockConfigEntry, daemon: FakeDaemon
) -> None:
    skipped = session(status=SessionStatus.SKIPPED)
    daemon.publish(made(sessions=(skipped, session("s2", "2026-11-20T18:00", status=SessionStatus.LOCKED))))
    next_session = "sensor.liftday_lena_next_strength_session"
    await until(lambda: state(hass, next_session).state == "2026-11-20T17:00:00+00:00")
    assert state(hass, next_session).attributes["status"] == "locked"
    assert state(hass, next_session).attributes["duration_min"] == 45


async def _press(hass: HomeAssistant) -> None:
    await hass.services.async_call("button", "press", {"entity_id": "button.liftday_lena_sync_now"}, blocking=True)


async def test_the_button_asks_the_daemon_for_a_cycle(
    hass: HomeAssistant, loaded: MockConfigEntry, daemon: FakeDaemon
) -> None:
    await _press(hass)
    assert daemon.syncs == 1


async def test_a_button_that_could_not_do_it_says_why(
    hass: HomeAssistant, loaded: MockConfigEntry, daemon: FakeDaemon
) -> None:
    daemon.trouble = 503
    with pytest.raises(HomeAssistantError) as failed:
        await _press(hass)
    assert failed.value.translation_key == "cannot_connect"
    assert failed.value.translation_placeholders == {"detail": "as the test wants it"}


async def test_an_update_from_a_newer_daemon_version_is_no_trouble(
    hass: HomeAssistant, loaded: MockConfigEntry, daemon: FakeDaemon
) -> None:
    newer = replace(made(), daemon_version="0.2.0", valid_until=NOW + timedelta(hours=40))
    daemon.publish(replace(newer, **_advice(AdviceCode.REST)))
    await until(lambda: state(hass, "sensor.liftday_lena_advice_today").state == "rest")
