"""Daemons that announce themselves: one click with the app, the token alone in a network, and no daemon twice."""

import json
from dataclasses import replace
from ipaddress import ip_address
from pathlib import Path
from typing import Any

import pytest
from custom_components.liftday.const import DOMAIN
from homeassistant.config_entries import SOURCE_HASSIO, SOURCE_USER, SOURCE_ZEROCONF, ConfigEntryState
from homeassistant.const import CONF_TOKEN, CONF_URL
from homeassistant.core import HomeAssistant
from homeassistant.data_entry_flow import FlowResultType
from homeassistant.helpers.service_info.hassio import HassioServiceInfo
from homeassistant.helpers.service_info.zeroconf import ZeroconfServiceInfo
from homeassistant.loader import async_get_integration
from pytest_homeassistant_custom_component.common import MockConfigEntry
from tests.ha.fake_daemon import TOKEN, FakeDaemon, with_schema
from tests.ha.made import SERVER_ID
from yarl import URL

ANNOUNCEMENT = json.loads((Path(__file__).parents[1] / "contract/announcement.json").read_text())
"""What the daemon's own tests prove to be announced."""


def announced(daemon: FakeDaemon, **different: str | None) -> ZeroconfServiceInfo:
    """What the network hears from the daemon."""
    url = URL(daemon.url)
    properties = ANNOUNCEMENT["properties"] | {"id": SERVER_ID} | different
    return ZeroconfServiceInfo(
        ip_address=ip_address(url.host or ""),
        ip_addresses=[ip_address(url.host or "")],
        port=url.port,
        hostname="liftday.local.",
        type=ANNOUNCEMENT["type"],
        name=f"Liftday on nas (0123).{ANNOUNCEMENT['type']}",
        properties={name: value for name, value in properties.items() if value is not None},
    )


def told(daemon: FakeDaemon, token: str = TOKEN) -> HassioServiceInfo:
    """What the app tells the Supervisor."""
    url = URL(daemon.url)
    config = {"host": url.host, "port": url.port, "token": token, "server_id": SERVER_ID}
    return HassioServiceInfo(config=config, name="Liftday", slug="liftday", uuid="1234")


async def discover(hass: HomeAssistant, source: str, data: object) -> Any:
    return await hass.config_entries.flow.async_init(DOMAIN, context={"source": source}, data=data)


async def test_a_daemon_in_the_network_needs_only_its_token(hass: HomeAssistant, daemon: FakeDaemon) -> None:
    form = await discover(hass, SOURCE_ZEROCONF, announced(daemon))
    assert (form["type"], form["step_id"]) == (FlowResultType.FORM, "zeroconf_confirm")
    assert form["description_placeholders"]["url"] == daemon.url
    form = await hass.config_entries.flow.async_configure(form["flow_id"], {CONF_TOKEN: "guess"})
    assert form["errors"] == {CONF_TOKEN: "invalid_auth"}
    made = await hass.config_entries.flow.async_configure(form["flow_id"], {CONF_TOKEN: TOKEN})
    await hass.async_block_till_done()
    assert made["type"] is FlowResultType.CREATE_ENTRY
    assert made["result"].unique_id == SERVER_ID


async def test_what_the_daemon_announces_is_what_home_assistant_listens_for(hass: HomeAssistant) -> None:
    integration = await async_get_integration(hass, DOMAIN)
    assert integration.manifest["zeroconf"] == [ANNOUNCEMENT["type"]]
    assert set(ANNOUNCEMENT["properties"]) >= {"id", "schema_oldest", "schema_newest"}


async def test_a_discovery_is_called_as_the_daemon_calls_itself(hass: HomeAssistant, daemon: FakeDaemon) -> None:
    await discover(hass, SOURCE_ZEROCONF, announced(daemon))
    [flow] = hass.config_entries.flow.async_progress()
    assert flow["context"]["title_placeholders"] == {"name": "Liftday on nas (0123)"}


@pytest.mark.parametrize(
    ("oldest", "newest", "errors"),
    [
        ("1", "1", {}),
        ("1", "2", {}),
        ("0", "0", {"base": "daemon_too_old"}),
        ("2", "3", {"base": "integration_too_old"}),
        ("x", "1", {}),
        (None, None, {}),
    ],
)
async def test_a_daemon_that_is_not_understood_says_which_side_to_update_before_its_token_is_looked_for(
    *, hass: HomeAssistant, daemon: FakeDaemon, oldest: str | None, newest: str | None, errors: dict[str, str]
) -> None:
    info = announced(daemon, schema_oldest=oldest, schema_newest=newest)
    form = await discover(hass, SOURCE_ZEROCONF, info)
    assert form["errors"] == errors
    form = await hass.config_entries.flow.async_configure(form["flow_id"])  # somebody opens the dialog
    assert form["errors"] == errors
    made = await hass.config_entries.flow.async_configure(form["flow_id"], {CONF_TOKEN: TOKEN})
    assert made["type"] is FlowResultType.CREATE_ENTRY, "what it answers counts, it may have been updated meanwhile"
    await hass.async_block_till_done()


@pytest.mark.parametrize("schema", [1, 2], ids=["understood", "too new for us"])
async def test_an_address_that_still_answers_is_not_replaced_by_the_one_that_is_announced(
    hass: HomeAssistant, daemon: FakeDaemon, schema: int
) -> None:
    entry = MockConfigEntry(domain=DOMAIN, unique_id=SERVER_ID, data={CONF_URL: daemon.url, CONF_TOKEN: TOKEN})
    entry.add_to_hass(hass)
    daemon.info = with_schema(daemon.info, schema, schema)
    end = await discover(hass, SOURCE_ZEROCONF, replace(announced(daemon), port=9))
    assert (end["type"], end["reason"]) == (FlowResultType.ABORT, "already_configured")
    assert entry.data[CONF_URL] == daemon.url


async def test_an_address_where_another_daemon_answers_now_is_replaced(hass: HomeAssistant, daemon: FakeDaemon) -> None:
    entry = MockConfigEntry(domain=DOMAIN, unique_id="moved-away", data={CONF_URL: daemon.url, CONF_TOKEN: TOKEN})
    entry.add_to_hass(hass)
    info = replace(announced(daemon, id="moved-away"), port=9)
    end = await discover(hass, SOURCE_ZEROCONF, info)
    await hass.async_block_till_done()
    assert (end["type"], end["reason"]) == (FlowResultType.ABORT, "already_configured")
    assert URL(entry.data[CONF_URL]).port == 9


async def test_the_app_is_connected_with_one_click(hass: HomeAssistant, daemon: FakeDaemon) -> None:
    form = await discover(hass, SOURCE_HASSIO, told(daemon))
    assert (form["type"], form["step_id"]) == (FlowResultType.FORM, "hassio_confirm")
    made = await hass.config_entries.flow.async_configure(form["flow_id"], {})
    await hass.async_block_till_done()
    assert made["type"] is FlowResultType.CREATE_ENTRY
    assert made["data"] == {CONF_URL: daemon.url, CONF_TOKEN: TOKEN}
    assert made["result"].state is ConfigEntryState.LOADED


async def test_an_app_that_is_still_starting_is_connected_by_another_click(
    hass: HomeAssistant, daemon: FakeDaemon
) -> None:
    daemon.trouble = 503
    form = await discover(hass, SOURCE_HASSIO, told(daemon))
    form = await hass.config_entries.flow.async_configure(form["flow_id"], {})
    assert form["errors"] == {"base": "cannot_connect"}
    daemon.trouble = None
    made = await hass.config_entries.flow.async_configure(form["flow_id"], {})
    await hass.async_block_till_done()
    assert made["type"] is FlowResultType.CREATE_ENTRY


@pytest.mark.parametrize("source", [SOURCE_ZEROCONF, SOURCE_HASSIO])
async def test_a_daemon_that_moved_is_followed_without_asking(
    hass: HomeAssistant, daemon: FakeDaemon, source: str
) -> None:
    entry = MockConfigEntry(
        domain=DOMAIN, unique_id=SERVER_ID, data={CONF_URL: "http://127.0.0.1:9", CONF_TOKEN: TOKEN}
    )
    entry.add_to_hass(hass)
    end = await discover(hass, source, announced(daemon) if source == SOURCE_ZEROCONF else told(daemon))
    await hass.async_block_till_done()
    assert (end["type"], end["reason"]) == (FlowResultType.ABORT, "already_configured")
    assert entry.data == {CONF_URL: daemon.url, CONF_TOKEN: TOKEN}


async def test_an_app_with_a_new_token_brings_its_entry_up_to_date(
    hass: HomeAssistant, loaded: MockConfigEntry, daemon: FakeDaemon
) -> None:
    daemon.token = "second-token"
    await discover(hass, SOURCE_HASSIO, told(daemon, "second-token"))
    await hass.async_block_till_done()
    assert loaded.data[CONF_TOKEN] == "second-token"
    assert loaded.state is ConfigEntryState.LOADED


async def test_what_is_no_daemon_is_let_go(hass: HomeAssistant, daemon: FakeDaemon) -> None:
    end = await discover(hass, SOURCE_ZEROCONF, announced(daemon, id=None))
    assert (end["type"], end["reason"]) == (FlowResultType.ABORT, "no_daemon")


async def test_somebody_may_pair_by_hand_while_a_discovery_waits(hass: HomeAssistant, daemon: FakeDaemon) -> None:
    await discover(hass, SOURCE_ZEROCONF, announced(daemon))
    form = await hass.config_entries.flow.async_init(DOMAIN, context={"source": SOURCE_USER})
    made = await hass.config_entries.flow.async_configure(form["flow_id"], {CONF_URL: daemon.url, CONF_TOKEN: TOKEN})
    await hass.async_block_till_done()
    assert made["type"] is FlowResultType.CREATE_ENTRY
    assert not hass.config_entries.flow.async_progress()
