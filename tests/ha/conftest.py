"""Home Assistant in memory, and a daemon that is faked up to its sockets."""

import asyncio
from collections.abc import AsyncGenerator, Callable, Generator
from datetime import timedelta
from unittest.mock import patch

import custom_components.liftday
import freezegun.api
import pytest
from custom_components.liftday.const import DOMAIN
from freezegun.api import FrozenDateTimeFactory
from homeassistant.const import CONF_TOKEN, CONF_URL
from homeassistant.core import HomeAssistant, State
from pytest_homeassistant_custom_component.common import MockConfigEntry, async_fire_time_changed
from pytest_homeassistant_custom_component.syrupy import HomeAssistantSnapshotExtension
from syrupy.assertion import SnapshotAssertion
from tests.ha.fake_daemon import TOKEN, FakeDaemon
from tests.ha.made import NOW_TEXT, SERVER_ID

assert custom_components.liftday.__file__, "ours, and not the folder of that name in the harness, must be found first"


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Every test plays on the same Wednesday, and time passes only when a test says so, in the event loop too.

    The contract compares types, which a frozen clock would swap under its hands; it never asks what time it is.
    """
    for item in items:
        unfrozen = ["custom_components.liftday.contract"]
        item.add_marker(pytest.mark.freeze_time(NOW_TEXT, ignore=unfrozen))


@pytest.fixture
def snapshot(snapshot: SnapshotAssertion) -> SnapshotAssertion:
    return snapshot.use_extension(HomeAssistantSnapshotExtension)


@pytest.fixture(autouse=True)
async def home(hass: HomeAssistant, enable_custom_integrations: None, socket_enabled: None) -> None:
    """A home in Berlin that finds our integration."""
    await hass.config.async_set_time_zone("Europe/Berlin")


@pytest.fixture
def all_entities_enabled() -> Generator[None]:
    """Even those that wait for the user to want them."""
    with patch("homeassistant.helpers.entity.Entity.entity_registry_enabled_default", new=True):
        yield


@pytest.fixture
async def daemon(home: None) -> AsyncGenerator[FakeDaemon]:
    fake = FakeDaemon()
    await fake.start()
    yield fake
    await fake.stop()


@pytest.fixture
def entry(hass: HomeAssistant, daemon: FakeDaemon) -> MockConfigEntry:
    made = MockConfigEntry(
        domain=DOMAIN,
        title="Liftday",
        unique_id=SERVER_ID,
        data={CONF_URL: daemon.url, CONF_TOKEN: TOKEN},
        entry_id="liftday_entry",
    )
    made.add_to_hass(hass)
    return made


@pytest.fixture
async def loaded(hass: HomeAssistant, entry: MockConfigEntry, daemon: FakeDaemon) -> MockConfigEntry:
    """The entry, set up and listening."""
    await hass.config_entries.async_setup(entry.entry_id)
    await hass.async_block_till_done()
    await until(lambda: daemon.streams == len(daemon.snapshots))
    return entry


async def until(true: Callable[[], bool], freezer: FrozenDateTimeFactory | None = None) -> None:
    """Wait for something that comes over a socket. Sleeping would wait for ever, because time stands still.

    With `freezer`, seconds pass meanwhile, for what comes after a pause.
    """
    patience = freezegun.api.real_monotonic() + 5
    while not true():
        assert freezegun.api.real_monotonic() < patience, "it did not come"
        if freezer:
            freezer.tick(0.1)
        await _settle()


async def pass_time(hass: HomeAssistant, freezer: FrozenDateTimeFactory, by: timedelta) -> None:
    """Let Home Assistant's clock go on, and what that sets going over sockets come to its end."""
    freezer.tick(by)
    async_fire_time_changed(hass)
    await hass.async_block_till_done(wait_background_tasks=False)
    await _settle(0.05)


async def _settle(seconds: float = 0.005) -> None:
    """Let the event loop turn for so long in real time."""
    end = freezegun.api.real_monotonic() + seconds
    while freezegun.api.real_monotonic() < end:  # noqa: ASYNC110 (no event tells that real time has passed)
        await asyncio.sleep(0)


def state(hass: HomeAssistant, entity_id: str) -> State:
    found = hass.states.get(entity_id)
    assert found is not None, f"there is no {entity_id}"
    return found
