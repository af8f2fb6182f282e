"""Daemon and integration that no longer understand each other: a repair says which side to update, until it was."""

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta

import pytest
from custom_components.liftday import client
from custom_components.liftday.const import DOMAIN, POLL_S, RETRY_WRONG_S
from freezegun.api import FrozenDateTimeFactory
from homeassistant.config_entries import ConfigEntryState
from homeassistant.core import HomeAssistant
from homeassistant.helpers import issue_registry as ir
from homeassistant.helpers.translation import async_get_translations
from pytest_homeassistant_custom_component.common import MockConfigEntry
from tests.ha.conftest import pass_time, state, until
from tests.ha.fake_daemon import FakeDaemon, with_schema
from tests.ha.made import INFO, snapshot

SIDES = pytest.mark.parametrize(
    ("schema", "key", "side"),
    [(0, "daemon_too_old", "**daemon**"), (2, "integration_too_old", "**Liftday integration**")],
    ids=["an old daemon", "an old integration"],
)


def repair(hass: HomeAssistant) -> ir.IssueEntry | None:
    """The repair that stands there now, if one does."""
    issues = [one for one in ir.async_get(hass).issues.values() if one.domain == DOMAIN]
    assert len(issues) <= 1
    return issues[0] if issues else None


async def read(hass: HomeAssistant, issue: ir.IssueEntry) -> str:
    """The repair as a person reads it."""
    words = await async_get_translations(hass, "en", "issues", {DOMAIN})
    path = f"component.{DOMAIN}.issues.{issue.translation_key}"
    text = f"{words[f'{path}.title']}\n{words[f'{path}.description']}"
    return text.format(**issue.translation_placeholders or {})


@SIDES
async def test_at_the_start_a_repair_says_which_side_to_update_and_goes_once_the_daemon_is_another(
    *,
    hass: HomeAssistant,
    entry: MockConfigEntry,
    daemon: FakeDaemon,
    freezer: FrozenDateTimeFactory,
    schema: int,
    key: str,
    side: str,
) -> None:
    daemon.info = with_schema(INFO, schema, schema)
    await hass.config_entries.async_setup(entry.entry_id)
    assert entry.state is ConfigEntryState.SETUP_RETRY
    found = repair(hass)
    assert found is not None
    assert (found.translation_key, found.severity, found.is_persistent) == (key, ir.IssueSeverity.ERROR, False)
    text = await read(hass, found)
    assert side in text
    assert f"speaks schema {schema}" in text

    daemon.info = INFO
    await pass_time(hass, freezer, timedelta(seconds=POLL_S))
    await until(lambda: entry.state is ConfigEntryState.LOADED)
    assert repair(hass) is None


@SIDES
async def test_while_it_runs_a_repair_says_which_side_to_update_and_goes_once_the_daemon_is_another(
    *,
    hass: HomeAssistant,
    loaded: MockConfigEntry,
    daemon: FakeDaemon,
    freezer: FrozenDateTimeFactory,
    schema: int,
    key: str,
    side: str,
) -> None:
    daemon.publish(replace(snapshot(), schema=schema))
    await until(_stands(hass, key))
    found = repair(hass)
    assert found is not None
    assert side in await read(hass, found)
    assert state(hass, "calendar.liftday_lena").state == "unavailable"

    daemon.snapshots["lena"] = snapshot()
    await pass_time(hass, freezer, timedelta(seconds=RETRY_WRONG_S))
    await until(lambda: repair(hass) is None)
    await until(lambda: state(hass, "calendar.liftday_lena").state != "unavailable")


async def test_once_the_integration_was_updated_the_repair_is_gone(
    hass: HomeAssistant, entry: MockConfigEntry, daemon: FakeDaemon, monkeypatch: pytest.MonkeyPatch
) -> None:
    daemon.info = with_schema(INFO, 2, 2)
    daemon.snapshots = {"lena": replace(snapshot(), schema=2)}
    await hass.config_entries.async_setup(entry.entry_id)
    assert repair(hass) is not None

    monkeypatch.setattr(client, "SCHEMA", 2)
    assert await hass.config_entries.async_reload(entry.entry_id)
    await hass.async_block_till_done()
    assert repair(hass) is None
    assert entry.state is ConfigEntryState.LOADED


async def test_a_daemon_that_was_updated_too_far_turns_the_repair_round(
    hass: HomeAssistant, entry: MockConfigEntry, daemon: FakeDaemon, freezer: FrozenDateTimeFactory
) -> None:
    daemon.info = with_schema(INFO, 0, 0)
    await hass.config_entries.async_setup(entry.entry_id)
    assert _stands(hass, "daemon_too_old")()

    daemon.info = with_schema(INFO, 2, 3)
    await pass_time(hass, freezer, timedelta(seconds=POLL_S))
    await until(_stands(hass, "integration_too_old"))


@pytest.mark.parametrize(("oldest", "newest"), [(0, 1), (1, 2), (0, 7)])
async def test_one_schema_in_common_is_enough(
    hass: HomeAssistant, entry: MockConfigEntry, daemon: FakeDaemon, oldest: int, newest: int
) -> None:
    daemon.info = with_schema(INFO, oldest, newest)
    assert await hass.config_entries.async_setup(entry.entry_id)
    await hass.async_block_till_done()
    assert repair(hass) is None


def _stands(hass: HomeAssistant, key: str) -> Callable[[], bool]:
    def stands() -> bool:
        found = repair(hass)
        return found is not None and found.translation_key == key

    return stands
