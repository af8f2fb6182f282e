"""The dialogs: every error recovers, no daemon is added twice."""

from collections.abc import AsyncGenerator, Callable
from dataclasses import replace
from typing import Any

import pytest
from custom_components.liftday.client import base_url
from custom_components.liftday.const import DOMAIN
from homeassistant.config_entries import SOURCE_USER, ConfigEntryState
from homeassistant.const import CONF_TOKEN, CONF_URL
from homeassistant.core import HomeAssistant
from homeassistant.data_entry_flow import FlowResultType
from pytest_homeassistant_custom_component.common import MockConfigEntry
from tests.ha.fake_daemon import TOKEN, FakeDaemon, with_schema
from tests.ha.made import INFO, SERVER_ID

NOBODY = "http://127.0.0.1:9"


def _no_answer(_: FakeDaemon) -> None:
    """The address is wrong instead."""


def _broken(daemon: FakeDaemon) -> None:
    daemon.trouble = 503


def _other_token(daemon: FakeDaemon) -> None:
    daemon.token = "another"


def _web_page(daemon: FakeDaemon) -> None:
    daemon.body = b"<html>router login</html>"


def _bytes(daemon: FakeDaemon) -> None:
    daemon.body = b"\xff\xfe\xff"


def _other_json(daemon: FakeDaemon) -> None:
    daemon.body = b'{"name": "something else"}'


def _not_found(daemon: FakeDaemon) -> None:
    daemon.trouble = 404


def _old(daemon: FakeDaemon) -> None:
    daemon.info = with_schema(INFO, 0, 0)


def _new(daemon: FakeDaemon) -> None:
    daemon.info = with_schema(INFO, 2, 2)


MISHAPS = [
    pytest.param(_no_answer, NOBODY, {CONF_URL: "cannot_connect"}, id="nobody there"),
    pytest.param(_no_answer, "ftp://127.0.0.1", {CONF_URL: "invalid_url"}, id="no web address"),
    pytest.param(_no_answer, "http://", {CONF_URL: "invalid_url"}, id="no host"),
    pytest.param(_no_answer, "http://127.0.0.1:99999", {CONF_URL: "invalid_url"}, id="no such port"),
    pytest.param(_broken, None, {CONF_URL: "cannot_connect"}, id="daemon in trouble"),
    pytest.param(_other_token, None, {CONF_TOKEN: "invalid_auth"}, id="wrong token"),
    pytest.param(_web_page, None, {CONF_URL: "invalid_answer"}, id="a web page"),
    pytest.param(_bytes, None, {CONF_URL: "invalid_answer"}, id="no text"),
    pytest.param(_other_json, None, {CONF_URL: "invalid_answer"}, id="another api"),
    pytest.param(_not_found, None, {CONF_URL: "invalid_answer"}, id="not found"),
    pytest.param(_old, None, {CONF_URL: "daemon_too_old"}, id="old daemon"),
    pytest.param(_new, None, {CONF_URL: "integration_too_old"}, id="new daemon"),
]


def _heal(daemon: FakeDaemon) -> None:
    daemon.trouble, daemon.body, daemon.token, daemon.info = None, None, TOKEN, INFO


@pytest.fixture
async def moved(daemon: FakeDaemon) -> AsyncGenerator[FakeDaemon]:
    """The same daemon under another address."""
    other = FakeDaemon()
    await other.start()
    yield other
    await other.stop()


async def _start(hass: HomeAssistant) -> Any:
    return await hass.config_entries.flow.async_init(DOMAIN, context={"source": SOURCE_USER})


async def test_pairing_by_address_and_token_makes_an_entry(hass: HomeAssistant, daemon: FakeDaemon) -> None:
    form = await _start(hass)
    assert (form["type"], form["step_id"], form["errors"]) == (FlowResultType.FORM, "user", {})
    made = await hass.config_entries.flow.async_configure(
        form["flow_id"], {CONF_URL: f" {daemon.url}/api/v1/ ", CONF_TOKEN: f" {TOKEN}\n"}
    )
    await hass.async_block_till_done()
    assert made["type"] is FlowResultType.CREATE_ENTRY
    assert made["title"] == "Liftday"
    assert made["data"] == {CONF_URL: daemon.url, CONF_TOKEN: TOKEN}
    assert made["result"].unique_id == SERVER_ID
    assert made["result"].state is ConfigEntryState.LOADED


@pytest.mark.parametrize(("mishap", "url", "errors"), MISHAPS)
async def test_each_mishap_is_named_and_mended(
    hass: HomeAssistant,
    daemon: FakeDaemon,
    mishap: Callable[[FakeDaemon], None],
    url: str | None,
    errors: dict[str, str],
) -> None:
    mishap(daemon)
    form = await _start(hass)
    form = await hass.config_entries.flow.async_configure(
        form["flow_id"], {CONF_URL: url or daemon.url, CONF_TOKEN: TOKEN}
    )
    assert (form["type"], form["errors"]) == (FlowResultType.FORM, errors)

    _heal(daemon)
    made = await hass.config_entries.flow.async_configure(form["flow_id"], {CONF_URL: daemon.url, CONF_TOKEN: TOKEN})
    await hass.async_block_till_done()
    assert made["type"] is FlowResultType.CREATE_ENTRY


async def test_a_form_with_an_error_keeps_the_address_and_forgets_the_token(
    hass: HomeAssistant, daemon: FakeDaemon
) -> None:
    form = await _start(hass)
    form = await hass.config_entries.flow.async_configure(form["flow_id"], {CONF_URL: NOBODY, CONF_TOKEN: TOKEN})
    assert form["data_schema"]
    suggested = {str(key): (key.description or {}).get("suggested_value") for key in form["data_schema"].schema}
    assert suggested == {CONF_URL: NOBODY, CONF_TOKEN: None}


async def test_one_daemon_is_not_added_twice_under_two_addresses(
    hass: HomeAssistant, entry: MockConfigEntry, moved: FakeDaemon
) -> None:
    form = await _start(hass)
    end = await hass.config_entries.flow.async_configure(form["flow_id"], {CONF_URL: moved.url, CONF_TOKEN: TOKEN})
    assert (end["type"], end["reason"]) == (FlowResultType.ABORT, "already_configured")


async def test_a_new_token_brings_the_entry_back(
    hass: HomeAssistant, loaded: MockConfigEntry, daemon: FakeDaemon
) -> None:
    daemon.token = "second-token"
    form = await loaded.start_reauth_flow(hass)
    assert form["step_id"] == "reauth_confirm"
    form = await hass.config_entries.flow.async_configure(form["flow_id"], {CONF_TOKEN: "guess"})
    assert form["errors"] == {CONF_TOKEN: "invalid_auth"}

    end = await hass.config_entries.flow.async_configure(form["flow_id"], {CONF_TOKEN: "second-token"})
    await hass.async_block_till_done()
    assert (end["type"], end["reason"]) == (FlowResultType.ABORT, "reauth_successful")
    assert loaded.data == {CONF_URL: daemon.url, CONF_TOKEN: "second-token"}
    assert loaded.state is ConfigEntryState.LOADED


async def test_while_the_daemon_is_away_the_token_dialog_says_so_and_waits(
    hass: HomeAssistant, loaded: MockConfigEntry, daemon: FakeDaemon
) -> None:
    await daemon.stop()
    form = await loaded.start_reauth_flow(hass)
    form = await hass.config_entries.flow.async_configure(form["flow_id"], {CONF_TOKEN: TOKEN})
    assert form["errors"] == {"base": "cannot_connect"}


async def test_another_daemon_behind_the_address_takes_no_token(
    hass: HomeAssistant, loaded: MockConfigEntry, daemon: FakeDaemon
) -> None:
    daemon.info = replace(INFO, server_id="somebody-else")
    form = await loaded.start_reauth_flow(hass)
    end = await hass.config_entries.flow.async_configure(form["flow_id"], {CONF_TOKEN: TOKEN})
    assert (end["type"], end["reason"]) == (FlowResultType.ABORT, "other_daemon")


async def test_a_daemon_that_moved_is_followed_with_its_old_token(
    hass: HomeAssistant, loaded: MockConfigEntry, moved: FakeDaemon
) -> None:
    form = await loaded.start_reconfigure_flow(hass)
    assert form["step_id"] == "reconfigure"
    form = await hass.config_entries.flow.async_configure(form["flow_id"], {CONF_URL: NOBODY})
    assert form["errors"] == {CONF_URL: "cannot_connect"}
    end = await hass.config_entries.flow.async_configure(form["flow_id"], {CONF_URL: moved.url})
    await hass.async_block_till_done()
    assert (end["type"], end["reason"]) == (FlowResultType.ABORT, "reconfigure_successful")
    assert loaded.data == {CONF_URL: moved.url, CONF_TOKEN: TOKEN}


async def test_reconfigure_refuses_another_daemon(
    hass: HomeAssistant, loaded: MockConfigEntry, daemon: FakeDaemon
) -> None:
    daemon.info = replace(INFO, server_id="somebody-else")
    form = await loaded.start_reconfigure_flow(hass)
    end = await hass.config_entries.flow.async_configure(
        form["flow_id"], {CONF_URL: daemon.url, CONF_TOKEN: "right-token"}
    )
    assert (end["type"], end["reason"]) == (FlowResultType.ABORT, "other_daemon")


@pytest.mark.parametrize(
    ("pasted", "address"),
    [
        ("http://nas:8098", "http://nas:8098"),
        ("nas:8098", "http://nas:8098"),
        (" https://home.example/liftday/api/v1/ ", "https://home.example/liftday"),
        ("http://nas:8098/?a=b#c", "http://nas:8098"),
        ("http://[fe80::1]:8098", "http://[fe80::1]:8098"),
    ],
)
def test_what_a_person_pastes_becomes_an_address(pasted: str, address: str) -> None:
    assert base_url(pasted) == address
