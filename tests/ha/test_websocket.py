"""What the card hears: the snapshot now, every change, the loss of the daemon, and all of it after a reload too."""

from collections.abc import Awaitable, Callable
from dataclasses import replace
from typing import Any

import pytest
from homeassistant.core import HomeAssistant
from homeassistant.helpers import device_registry as dr
from pytest_homeassistant_custom_component.common import MockConfigEntry, MockUser
from pytest_homeassistant_custom_component.typing import WebSocketGenerator
from tests.ha.fake_daemon import FakeDaemon
from tests.ha.made import snapshot

CALENDAR = "calendar.liftday_lena"

type Next = Callable[[], Awaitable[Any]]


@pytest.fixture
async def client(hass: HomeAssistant, loaded: MockConfigEntry, hass_ws_client: WebSocketGenerator) -> Any:
    return await hass_ws_client(hass)


async def _subscribed(client: Any, entity_id: str = CALENDAR) -> tuple[int, Any]:
    """The subscription's number and what it tells at first."""
    await client.send_json_auto_id({"type": "liftday/subscribe", "entity_id": entity_id})
    answer = await client.receive_json()
    assert answer["success"], answer
    return answer["id"], (await client.receive_json())["event"]


async def test_a_card_has_the_week_at_once_and_every_change_of_it(
    hass: HomeAssistant, client: Any, daemon: FakeDaemon, device_registry: dr.DeviceRegistry
) -> None:
    _, first = await _subscribed(client)
    device = device_registry.async_get(first["device_id"])
    assert device is not None
    assert device.name == "Liftday Lena"
    assert first["available"] is True
    assert first["snapshot"]["revision"] == 7
    daemon.publish(snapshot(revision=8))
    assert (await client.receive_json())["event"]["snapshot"]["revision"] == 8


async def test_any_entity_of_the_athlete_will_do(client: Any) -> None:
    _, first = await _subscribed(client, "sensor.liftday_lena_advice_today")
    assert first["snapshot"]["athlete"]["id"] == "lena"


async def test_a_card_hears_that_the_daemon_is_gone_and_that_it_is_back(client: Any, daemon: FakeDaemon) -> None:
    await _subscribed(client)
    await daemon.stop()
    assert (await client.receive_json())["event"]["available"] is False


async def test_a_card_follows_through_a_reload_of_the_entry(
    hass: HomeAssistant, loaded: MockConfigEntry, client: Any, daemon: FakeDaemon
) -> None:
    await _subscribed(client)
    await hass.config_entries.async_unload(loaded.entry_id)
    gone = (await client.receive_json())["event"]
    assert (gone["available"], gone["snapshot"]["revision"]) == (False, 7)
    await hass.config_entries.async_setup(loaded.entry_id)
    back = (await client.receive_json())["event"]
    assert back["available"] is True
    daemon.publish(replace(snapshot(), revision=9))
    assert (await client.receive_json())["event"]["snapshot"]["revision"] == 9


async def test_a_card_that_is_taken_away_leaves_no_listener(
    hass: HomeAssistant, loaded: MockConfigEntry, client: Any
) -> None:
    coordinator = loaded.runtime_data.athletes["lena"]
    before = len(coordinator._listeners)
    number, _ = await _subscribed(client)
    assert len(coordinator._listeners) == before + 1
    await client.send_json_auto_id({"type": "unsubscribe_events", "subscription": number})
    assert (await client.receive_json())["success"]
    assert len(coordinator._listeners) == before


@pytest.mark.parametrize("entity_id", ["calendar.nobody", "sun.sun"])
async def test_what_is_no_athlete_of_ours_cannot_be_followed(client: Any, entity_id: str) -> None:
    await client.send_json_auto_id({"type": "liftday/subscribe", "entity_id": entity_id})
    answer = await client.receive_json()
    assert (answer["success"], answer["error"]["code"]) == (False, "not_found")


@pytest.mark.parametrize(("policy", "may"), [({"entities": True}, True), ({}, False)])
async def test_whoever_may_see_the_calendar_may_follow_it(
    client: Any, hass_admin_user: MockUser, policy: dict[str, Any], *, may: bool
) -> None:
    hass_admin_user.groups = []
    hass_admin_user.mock_policy(policy)
    await client.send_json_auto_id({"type": "liftday/subscribe", "entity_id": CALENDAR})
    assert (await client.receive_json())["success"] is may


async def test_a_card_that_is_there_first_waits_for_the_entry(
    hass: HomeAssistant, loaded: MockConfigEntry, client: Any
) -> None:
    await hass.config_entries.async_unload(loaded.entry_id)
    await client.send_json_auto_id({"type": "liftday/subscribe", "entity_id": CALENDAR})
    assert (await client.receive_json())["success"]
    await hass.config_entries.async_setup(loaded.entry_id)
    assert (await client.receive_json())["event"]["available"] is True
