"""Accounts connected from Home Assistant: from the options, and from Repairs when a login has run out."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

import pytest
from custom_components.liftday.const import DOMAIN
from custom_components.liftday.contract import LoginStep, Question, Source, SourceState
from homeassistant.config_entries import ConfigFlowResult
from homeassistant.core import HomeAssistant
from homeassistant.data_entry_flow import FlowResultType
from homeassistant.helpers import issue_registry as ir
from homeassistant.setup import async_setup_component
from pytest_homeassistant_custom_component.common import MockConfigEntry
from pytest_homeassistant_custom_component.typing import ClientSessionGenerator
from tests.ha.conftest import until
from tests.ha.fake_daemon import FakeDaemon
from tests.ha.made import snapshot

WHO = LoginStep(
    message="E-mail and password of your Garmin account.",
    login="L1",
    questions=(Question(name="email", label="E-mail"), Question(name="password", label="Password", is_secret=True)),
)
CODE = LoginStep(message="Garmin has sent you a code.", login="L1", questions=(Question(name="code", label="Code"),))
DONE = LoginStep(message="The Garmin account is connected.", is_done=True)
OVER = LoginStep(message="Garmin refuses; wait an hour.", is_over=True)
VISIT = replace(CODE, message="Open this page.", visit_url="https://www.strava.com/oauth/authorize?client_id=1")
GARMIN = Source(name="garmin", kind="garmin", state=SourceState.OK, can_login=True)
EXPIRED = replace(GARMIN, state=SourceState.NEEDS_KEY)


async def _begin(hass: HomeAssistant, entry: MockConfigEntry, account: str) -> ConfigFlowResult:
    options = hass.config_entries.options
    menu = await options.async_init(entry.entry_id)
    form = await options.async_configure(menu["flow_id"], {"next_step_id": "account"})
    if form["type"] is not FlowResultType.FORM:
        return form
    return await options.async_configure(form["flow_id"], {"account": account})


async def _answer(hass: HomeAssistant, form: ConfigFlowResult, **given: str) -> ConfigFlowResult:
    return await hass.config_entries.options.async_configure(form["flow_id"], given)


def _told(form: ConfigFlowResult) -> Mapping[str, str]:
    told = form["description_placeholders"]
    assert told is not None
    return told


def _asked(form: ConfigFlowResult) -> list[str]:
    assert form["data_schema"] is not None
    return [str(key) for key in form["data_schema"].schema]


async def test_garmin_is_connected_by_answering_what_the_daemon_asks(
    hass: HomeAssistant, loaded: MockConfigEntry, daemon: FakeDaemon
) -> None:
    daemon.connectable, daemon.steps = ("garmin", "strava"), [WHO, CODE, DONE]
    form = await _begin(hass, loaded, "garmin")
    assert _asked(form) == ["email", "password"]
    assert form["description_placeholders"] == {"service": "Garmin", "message": WHO.message, "visit": ""}
    form = await _answer(hass, form, email="lena@example.org", password="secret words")
    assert _asked(form) == ["code"]
    end = await _answer(hass, form, code="123456")
    assert (end["type"], end["reason"]) == (FlowResultType.ABORT, "account_connected")
    assert _told(end)["message"] == DONE.message
    assert [one["path"] for one in daemon.said] == [
        "sources/garmin/login",
        "sources/garmin/login/L1",
        "sources/garmin/login/L1",
    ]


async def test_strava_shows_the_page_to_visit(hass: HomeAssistant, loaded: MockConfigEntry, daemon: FakeDaemon) -> None:
    daemon.connectable, daemon.steps = ("strava",), [VISIT]
    form = await _begin(hass, loaded, "strava")
    assert _told(form)["visit"] == f"[Strava]({VISIT.visit_url})"


async def test_a_login_that_the_service_ends_says_what_to_do(
    hass: HomeAssistant, loaded: MockConfigEntry, daemon: FakeDaemon
) -> None:
    daemon.connectable, daemon.steps = ("garmin",), [WHO, OVER]
    end = await _answer(hass, await _begin(hass, loaded, "garmin"), email="a", password="b")
    assert (end["reason"], _told(end)["message"]) == ("login_over", OVER.message)


async def test_a_daemon_that_is_away_for_a_moment_is_asked_again(
    hass: HomeAssistant, loaded: MockConfigEntry, daemon: FakeDaemon
) -> None:
    daemon.connectable, daemon.steps = ("garmin",), [WHO, DONE]
    form = await _begin(hass, loaded, "garmin")
    daemon.trouble = 503
    form = await _answer(hass, form, email="a", password="b")
    assert form["errors"] == {"base": "not_reached"}
    daemon.trouble = None
    assert (await _answer(hass, form, email="a", password="b"))["reason"] == "account_connected"


async def test_without_the_daemon_or_an_account_there_is_nothing_to_connect(
    hass: HomeAssistant, loaded: MockConfigEntry, daemon: FakeDaemon
) -> None:
    assert (await _begin(hass, loaded, ""))["reason"] == "no_account"
    daemon.connectable = ("garmin",)
    menu = await hass.config_entries.options.async_init(loaded.entry_id)
    form = await hass.config_entries.options.async_configure(menu["flow_id"], {"next_step_id": "account"})
    daemon.trouble = 503
    end = await hass.config_entries.options.async_configure(form["flow_id"], {"account": "garmin"})
    assert end["reason"] == "not_connected"


@pytest.fixture
async def repairs(hass: HomeAssistant) -> None:
    assert await async_setup_component(hass, "repairs", {})


@pytest.mark.usefixtures("repairs")
async def test_an_account_whose_login_ran_out_is_repaired_by_the_same_walk(
    hass: HomeAssistant, loaded: MockConfigEntry, daemon: FakeDaemon, hass_client: ClientSessionGenerator
) -> None:
    issue_id = f"login_{loaded.entry_id}_lena_garmin"
    daemon.publish(snapshot(revision=8, sources=(EXPIRED,)))
    await until(lambda: (DOMAIN, issue_id) in ir.async_get(hass).issues)

    web = await hass_client()

    async def post(path: str, body: dict[str, Any]) -> dict[str, Any]:
        async with web.post(path, json=body) as answer:
            told: dict[str, Any] = await answer.json()
            return told

    daemon.steps = [WHO, DONE]
    flows = "/api/repairs/issues/fix"
    form = await post(flows, {"handler": DOMAIN, "issue_id": issue_id})
    assert (form["step_id"], form["description_placeholders"]["message"]) == ("login", WHO.message)
    daemon.trouble = 503
    form = await post(f"{flows}/{form['flow_id']}", {"email": "a", "password": "b"})
    assert form["errors"] == {"base": "not_reached"}
    daemon.trouble = None
    end = await post(f"{flows}/{form['flow_id']}", {"email": "a", "password": "b"})
    assert end["type"] == "create_entry"
    assert (DOMAIN, issue_id) not in ir.async_get(hass).issues

    daemon.publish(snapshot(revision=9, sources=(EXPIRED,)))
    await until(lambda: (DOMAIN, issue_id) in ir.async_get(hass).issues)
    daemon.steps = [OVER]
    assert (await post(flows, {"handler": DOMAIN, "issue_id": issue_id}))["reason"] == "login_over"
    daemon.trouble = 503
    assert (await post(flows, {"handler": DOMAIN, "issue_id": issue_id}))["reason"] == "not_connected"
    daemon.trouble = None
    daemon.publish(snapshot(revision=10, sources=(GARMIN,)))
    await until(lambda: (DOMAIN, issue_id) not in ir.async_get(hass).issues)


async def test_an_issue_about_an_account_goes_with_the_daemon(
    hass: HomeAssistant, loaded: MockConfigEntry, daemon: FakeDaemon
) -> None:
    daemon.publish(snapshot(revision=8, sources=(EXPIRED,)))
    issue = (DOMAIN, f"login_{loaded.entry_id}_lena_garmin")
    await until(lambda: issue in ir.async_get(hass).issues)
    await hass.config_entries.async_remove(loaded.entry_id)
    assert issue not in ir.async_get(hass).issues
