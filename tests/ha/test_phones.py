"""Phones hear of each change once, at a decent hour, and the first tap on any of them counts."""

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from custom_components.liftday.contract import Change, SessionStatus
from custom_components.liftday.phones.address import Address
from custom_components.liftday.phones.answering import tap_of
from freezegun.api import FrozenDateTimeFactory
from homeassistant.core import HomeAssistant, ServiceCall
from homeassistant.exceptions import HomeAssistantError
from pytest_homeassistant_custom_component.common import MockConfigEntry, async_mock_service
from tests.ha.conftest import pass_time, until
from tests.ha.fake_daemon import FakeDaemon
from tests.ha.made import NOW, session, snapshot

THURSDAY = session(start="2026-11-19T18:00")
MOVED = Change(
    uid="s1",
    change="pushed_back",
    at=NOW,
    revision=8,
    start_before=session().start,
    start_after=THURSDAY.start,
    reason_code="HARD_RUN",
    reason="This morning's run was hard, so strength waits for Thursday.",
)
LIGHTER = replace(MOVED, change="lightened", revision=10, start_before=THURSDAY.start, reason="Light on Thursday.")
OTHER = replace(MOVED, uid="s2", revision=10)
TAPPED = "mobile_app_notification_action"
DONE = "liftday::done::s1::8"


@pytest.fixture
def app(monkeypatch: pytest.MonkeyPatch) -> dict[str, Address]:
    """The phones that Home Assistant's app knows, by device: the app itself is not in this harness."""
    phones: dict[str, Address] = {}
    monkeypatch.setattr("custom_components.liftday.phones.sending.address_of", lambda _hass, device: phones.get(device))
    return phones


def _phone(hass: HomeAssistant, app: dict[str, Address], name: str, **behaviour: Any) -> list[ServiceCall]:
    app[name] = Address(action=f"mobile_app_{name}", webhook=f"hook of {name}")
    calls: list[ServiceCall] = async_mock_service(hass, "notify", f"mobile_app_{name}", **behaviour)
    return calls


@pytest.fixture
def mine(hass: HomeAssistant, app: dict[str, Address]) -> list[ServiceCall]:
    return _phone(hass, app, "mine")


@pytest.fixture
def other(hass: HomeAssistant, app: dict[str, Address]) -> list[ServiceCall]:
    return _phone(hass, app, "other")


def _choose(hass: HomeAssistant, entry: MockConfigEntry, *names: str, **changes: Any) -> None:
    choice = {"phones": list(names or ("mine", "other")), **changes}
    hass.config_entries.async_update_entry(entry, options={"phones": {"lena": choice}})


def _move(daemon: FakeDaemon, revision: int = 8) -> None:
    daemon.publish(snapshot(revision=revision, sessions=(THURSDAY,), changes=(MOVED,)))


async def test_a_move_is_told_once_on_every_phone_with_three_buttons(
    hass: HomeAssistant, loaded: MockConfigEntry, daemon: FakeDaemon, mine: list[ServiceCall], other: list[ServiceCall]
) -> None:
    _choose(hass, loaded)
    _move(daemon)
    await until(lambda: bool(mine and other))
    told = mine[0].data
    assert (told["title"], told["message"]) == ("Strength: Thursday 18:00", MOVED.reason)
    assert told["data"]["tag"] == "liftday-s1"
    assert [one["action"] for one in told["data"]["actions"]] == [
        DONE,
        "liftday::push_back::s1::8",
        "liftday::skip::s1::8",
    ]
    _move(daemon, revision=9)
    await until(lambda: loaded.runtime_data.athletes["lena"].data.revision == 9)
    await hass.config_entries.async_reload(loaded.entry_id)
    daemon.publish(snapshot(revision=10, sessions=(THURSDAY,), changes=(MOVED, LIGHTER)))
    await until(lambda: len(mine) == len(other) == 2)  # the next news comes, and between them nothing did
    assert other[1].data["message"] == LIGHTER.reason


async def test_what_happens_at_night_is_told_in_the_morning(
    hass: HomeAssistant,
    loaded: MockConfigEntry,
    daemon: FakeDaemon,
    mine: list[ServiceCall],
    freezer: FrozenDateTimeFactory,
) -> None:
    _choose(hass, loaded, "mine", quiet_from="11:00:00", quiet_until="13:00:00")
    _move(daemon)
    await until(lambda: loaded.runtime_data.athletes["lena"].data.revision == 8)
    await pass_time(hass, freezer, timedelta(minutes=30))
    assert mine == []
    await pass_time(hass, freezer, timedelta(minutes=31))
    await until(lambda: len(mine) == 1)


async def test_the_first_tap_reaches_the_daemon_and_clears_every_phone_and_the_second_is_told_so(
    hass: HomeAssistant, loaded: MockConfigEntry, daemon: FakeDaemon, mine: list[ServiceCall], other: list[ServiceCall]
) -> None:
    _choose(hass, loaded)
    _move(daemon)
    await until(lambda: bool(mine and other))
    hass.bus.async_fire(TAPPED, {"action": DONE})
    await until(lambda: len(other) == 2)
    assert [(one["path"], one["revision"]) for one in daemon.said] == [("sessions/s1/done", 8)]
    assert other[1].data["message"] == "clear_notification"
    assert other[1].data["data"] == {"tag": "liftday-s1"}
    hass.bus.async_fire(TAPPED, {"action": "liftday::skip::s1::8"})
    await until(lambda: len(other) == 3)
    assert other[2].data["message"].startswith("This was answered already")
    assert len(daemon.said) == 1


async def test_a_daemon_in_trouble_is_told_on_the_phone_and_the_next_tap_works(
    hass: HomeAssistant, loaded: MockConfigEntry, daemon: FakeDaemon, mine: list[ServiceCall]
) -> None:
    _choose(hass, loaded, "mine")
    _move(daemon)
    await until(lambda: len(mine) == 1)
    daemon.trouble = 503
    hass.bus.async_fire(TAPPED, {"action": DONE})
    await until(lambda: len(mine) == 2)
    assert mine[1].data["message"].startswith("The Liftday daemon does not answer")
    daemon.trouble = None
    hass.bus.async_fire(TAPPED, {"action": DONE})
    await until(lambda: len(mine) == 3)
    assert mine[2].data["message"] == "clear_notification"


@pytest.fixture
def broken(hass: HomeAssistant, app: dict[str, Address]) -> None:
    _phone(hass, app, "mine", raise_exception=HomeAssistantError("no push"))


@pytest.mark.usefixtures("broken")
async def test_a_phone_that_fails_does_not_keep_the_other_from_hearing(
    hass: HomeAssistant,
    loaded: MockConfigEntry,
    daemon: FakeDaemon,
    other: list[ServiceCall],
    caplog: pytest.LogCaptureFixture,
) -> None:
    _choose(hass, loaded)
    _move(daemon)
    await until(lambda: len(other) == 1)
    hass.bus.async_fire(TAPPED, {"action": DONE})
    await until(lambda: len(other) == 2)
    assert caplog.text.count("A phone that is gone cannot be told anything now") == 1


async def test_a_dropped_session_has_no_buttons_and_a_daemon_that_began_anew_is_followed(
    hass: HomeAssistant, loaded: MockConfigEntry, daemon: FakeDaemon, mine: list[ServiceCall]
) -> None:
    _choose(hass, loaded, "mine")
    daemon.publish(snapshot(revision=2, sessions=()))
    await until(lambda: loaded.runtime_data.athletes["lena"].data.revision == 2)
    dropped = replace(MOVED, change="dropped", revision=3, start_after=None)
    daemon.publish(snapshot(revision=3, sessions=(), changes=(dropped,)))
    await until(lambda: len(mine) == 1)
    assert mine[0].data["title"] == "Strength: not this time"
    assert "actions" not in mine[0].data["data"]


async def test_what_the_athlete_did_alone_is_no_news(
    hass: HomeAssistant, loaded: MockConfigEntry, daemon: FakeDaemon, mine: list[ServiceCall]
) -> None:
    _choose(hass, loaded, "mine")
    skipped = replace(THURSDAY, status=SessionStatus.SKIPPED)
    daemon.publish(snapshot(revision=8, sessions=(skipped,), changes=(MOVED,)))
    await until(lambda: loaded.runtime_data.athletes["lena"].data.revision == 8)
    daemon.publish(snapshot(revision=10, sessions=(skipped, replace(THURSDAY, uid="s2")), changes=(MOVED, OTHER)))
    await until(lambda: bool(mine))
    assert [told.data["data"]["tag"] for told in mine] == ["liftday-s2"]


async def test_what_changed_while_home_assistant_was_down_is_told_when_it_is_back(
    hass: HomeAssistant, loaded: MockConfigEntry, daemon: FakeDaemon, mine: list[ServiceCall]
) -> None:
    _choose(hass, loaded, "mine")
    await hass.config_entries.async_reload(loaded.entry_id)
    daemon.publish(snapshot(revision=8, sessions=(replace(THURSDAY, uid="s2"),), changes=(OTHER,)))
    await until(lambda: len(mine) == 1)
    await hass.config_entries.async_unload(loaded.entry_id)
    old = replace(OTHER, uid="s3", revision=11, at=NOW - timedelta(hours=30))
    both = (THURSDAY, replace(THURSDAY, uid="s2"), replace(THURSDAY, uid="s3"))
    daemon.snapshots["lena"] = snapshot(revision=11, sessions=both, changes=(OTHER, replace(MOVED, revision=11), old))
    await hass.config_entries.async_setup(loaded.entry_id)
    await until(lambda: len(mine) == 2)
    await hass.async_block_till_done(wait_background_tasks=False)
    assert [told.data["data"]["tag"] for told in mine] == ["liftday-s2", "liftday-s1"]


async def test_a_session_is_reminded_of_once_with_buttons(
    hass: HomeAssistant,
    loaded: MockConfigEntry,
    daemon: FakeDaemon,
    mine: list[ServiceCall],
    freezer: FrozenDateTimeFactory,
) -> None:
    _choose(hass, loaded, "mine", reminds=True, remind_min=60)
    daemon.publish(snapshot(revision=8, valid_until=NOW + timedelta(days=2)))
    await until(lambda: loaded.runtime_data.athletes["lena"].data.revision == 8)
    await pass_time(hass, freezer, timedelta(hours=4, minutes=59))
    assert mine == []
    await pass_time(hass, freezer, timedelta(minutes=2))
    await until(lambda: len(mine) == 1)
    assert (mine[0].data["title"], mine[0].data["message"]) == ("Strength: Wednesday 18:00", session().title)
    await pass_time(hass, freezer, timedelta(minutes=10))
    await hass.config_entries.async_reload(loaded.entry_id)
    assert len(mine) == 1
    hass.bus.async_fire(TAPPED, {"action": mine[0].data["data"]["actions"][0]["action"]})
    await until(lambda: len(mine) == 2)
    assert [one["path"] for one in daemon.said] == ["sessions/s1/done"]


async def test_a_reminder_waits_for_the_end_of_quiet_hours_but_not_beyond_the_session(
    hass: HomeAssistant,
    loaded: MockConfigEntry,
    daemon: FakeDaemon,
    mine: list[ServiceCall],
    freezer: FrozenDateTimeFactory,
) -> None:
    quiet = {"reminds": True, "remind_min": 120, "quiet_from": "15:00:00", "quiet_until": "17:30:00"}
    _choose(hass, loaded, "mine", **quiet)
    daemon.publish(snapshot(revision=8, valid_until=NOW + timedelta(days=2)))
    await until(lambda: loaded.runtime_data.athletes["lena"].data.revision == 8)
    await pass_time(hass, freezer, timedelta(hours=4, minutes=30))
    await pass_time(hass, freezer, timedelta(minutes=30))
    assert mine == []
    await pass_time(hass, freezer, timedelta(minutes=31))
    await until(lambda: len(mine) == 1)


async def test_a_phone_that_is_gone_is_said_once_in_the_log(
    hass: HomeAssistant,
    loaded: MockConfigEntry,
    daemon: FakeDaemon,
    other: list[ServiceCall],
    caplog: pytest.LogCaptureFixture,
) -> None:
    choice = {"phones": ["gone", "other"]}
    hass.config_entries.async_update_entry(loaded, options={"phones": {"lena": choice}})
    _move(daemon)
    await until(lambda: len(other) == 1)
    assert caplog.text.count("A phone that is gone cannot be told anything now") == 1


@pytest.mark.parametrize("action", ["liftday::done::s1", "liftday::pin::s1::8", "other::done::s1::8", None])
def test_buttons_of_others_are_none_of_ours(action: str | None) -> None:
    assert tap_of(action) is None
