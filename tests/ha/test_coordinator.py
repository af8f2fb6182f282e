"""Push, poll, lost and found again."""

import logging
from dataclasses import replace
from datetime import timedelta

import pytest
from custom_components.liftday.const import DEAD_AFTER_S, POLL_S, RETRY_ABSENT_S, RETRY_WRONG_S
from custom_components.liftday.contract import Advice, AdviceCode
from freezegun.api import FrozenDateTimeFactory
from homeassistant.config_entries import SOURCE_REAUTH
from homeassistant.const import STATE_UNAVAILABLE
from homeassistant.core import Event, EventStateChangedData, HomeAssistant, callback
from homeassistant.helpers import issue_registry as ir
from pytest_homeassistant_custom_component.common import MockConfigEntry
from tests.ha.conftest import pass_time, state, until
from tests.ha.fake_daemon import FakeDaemon
from tests.ha.made import NOW, session, snapshot

ADVICE = "sensor.liftday_lena_advice_today"
REST = snapshot(
    advice=Advice(code=AdviceCode.REST, reason_code="REST", reason="Rest today."),
    sessions=(session("s2", "2026-11-20T18:00"),),
)


def _is(hass: HomeAssistant, value: str) -> bool:
    return state(hass, ADVICE).state == value


def _ours(caplog: pytest.LogCaptureFixture) -> list[tuple[int, str]]:
    """Lines of ours at info or worse."""
    return [
        (record.levelno, record.getMessage())
        for record in caplog.records
        if record.name.startswith("custom_components.liftday")
        and record.levelno >= logging.INFO
        and "Lena" in record.getMessage()
    ]


async def _lose(hass: HomeAssistant, daemon: FakeDaemon) -> None:
    await daemon.stop()
    await until(lambda: _is(hass, STATE_UNAVAILABLE))


async def test_a_change_is_pushed(hass: HomeAssistant, loaded: MockConfigEntry, daemon: FakeDaemon) -> None:
    assert _is(hass, "strength")
    polls = len(daemon.asked)
    daemon.publish(REST)
    await until(lambda: _is(hass, "rest"))
    assert len(daemon.asked) == polls


async def test_what_says_nothing_new_writes_no_state(
    hass: HomeAssistant, loaded: MockConfigEntry, daemon: FakeDaemon
) -> None:
    written: list[str] = []

    @callback
    def note(event: Event[EventStateChangedData]) -> None:
        written.append(event.data["entity_id"])

    hass.bus.async_listen("state_changed", note)
    coordinator = loaded.runtime_data.athletes["lena"]
    later = replace(snapshot(), valid_until=NOW + timedelta(hours=30))
    daemon.publish(later)
    await until(lambda: coordinator.data.valid_until == later.valid_until)
    assert written == []


async def test_noise_on_the_stream_is_not_heard(
    hass: HomeAssistant, loaded: MockConfigEntry, daemon: FakeDaemon
) -> None:
    daemon.say(b": heartbeat\n\n")
    daemon.say(b"event: source\ndata: {}\n\n")
    daemon.publish(REST)
    await until(lambda: _is(hass, "rest"))
    assert daemon.streams == 1


async def test_the_poll_is_the_net_under_a_stream_that_cannot_be_had(
    hass: HomeAssistant, loaded: MockConfigEntry, daemon: FakeDaemon, freezer: FrozenDateTimeFactory
) -> None:
    daemon.stream_trouble = 404
    daemon.hang_up()
    await until(lambda: daemon.streams == 0)
    daemon.snapshots["lena"] = REST
    await pass_time(hass, freezer, timedelta(seconds=POLL_S + 1))
    await until(lambda: _is(hass, "rest"))


async def test_an_unchanged_snapshot_is_not_sent_again(
    hass: HomeAssistant, loaded: MockConfigEntry, daemon: FakeDaemon, freezer: FrozenDateTimeFactory
) -> None:
    await pass_time(hass, freezer, timedelta(seconds=POLL_S + 1))
    await until(lambda: daemon.not_modified > 0)
    assert _is(hass, "strength")


async def test_a_daemon_that_stops_makes_entities_unavailable_and_back_without_a_reload(
    hass: HomeAssistant,
    loaded: MockConfigEntry,
    daemon: FakeDaemon,
    freezer: FrozenDateTimeFactory,
    caplog: pytest.LogCaptureFixture,
) -> None:
    coordinator = loaded.runtime_data.athletes["lena"]
    await _lose(hass, daemon)
    for _ in range(6):
        await pass_time(hass, freezer, timedelta(seconds=RETRY_ABSENT_S))
    await daemon.start()
    await pass_time(hass, freezer, timedelta(seconds=RETRY_ABSENT_S))
    await until(lambda: _is(hass, "strength"))
    assert loaded.runtime_data.athletes["lena"] is coordinator
    assert [level for level, _ in _ours(caplog)] == [logging.INFO, logging.INFO]
    assert "is not available" in _ours(caplog)[0][1]
    assert "is available again" in _ours(caplog)[1][1]


async def test_a_poll_may_find_the_daemon_first(
    hass: HomeAssistant,
    loaded: MockConfigEntry,
    daemon: FakeDaemon,
    freezer: FrozenDateTimeFactory,
    caplog: pytest.LogCaptureFixture,
) -> None:
    await _lose(hass, daemon)
    daemon.stream_trouble = 503
    await daemon.start()
    await pass_time(hass, freezer, timedelta(seconds=POLL_S + 1))
    await until(lambda: _is(hass, "strength"))
    assert [level for level, _ in _ours(caplog)] == [logging.INFO, logging.INFO]


async def test_a_stream_that_falls_silent_is_opened_again(
    hass: HomeAssistant, loaded: MockConfigEntry, daemon: FakeDaemon, freezer: FrozenDateTimeFactory
) -> None:
    daemon.heartbeat_s = 10_000
    daemon.hang_up()
    await until(lambda: daemon.streams == 0)
    await until(lambda: daemon.streams == 1, freezer)
    opened = daemon.asked.count("GET /api/v1/athletes/lena/events")

    await pass_time(hass, freezer, timedelta(seconds=DEAD_AFTER_S + 1))
    await until(lambda: not loaded.runtime_data.athletes["lena"].is_listening)
    assert _is(hass, "strength")
    await until(lambda: daemon.asked.count("GET /api/v1/athletes/lena/events") == opened + 1, freezer)


async def test_a_heartbeat_keeps_a_quiet_stream(
    hass: HomeAssistant, loaded: MockConfigEntry, daemon: FakeDaemon, freezer: FrozenDateTimeFactory
) -> None:
    opened = daemon.asked.count("GET /api/v1/athletes/lena/events")
    for _ in range(5):
        await pass_time(hass, freezer, timedelta(seconds=16))
    assert daemon.asked.count("GET /api/v1/athletes/lena/events") == opened
    assert loaded.runtime_data.athletes["lena"].is_listening


async def test_a_token_refused_while_running_asks_for_a_new_one_and_stops_asking(
    hass: HomeAssistant, loaded: MockConfigEntry, daemon: FakeDaemon, freezer: FrozenDateTimeFactory
) -> None:
    daemon.token = "another"
    daemon.hang_up()
    await until(lambda: bool(hass.config_entries.flow.async_progress()))
    [flow] = hass.config_entries.flow.async_progress()
    assert flow["context"]["source"] == SOURCE_REAUTH
    assert _is(hass, STATE_UNAVAILABLE)
    asked = len(daemon.asked)
    await pass_time(hass, freezer, timedelta(seconds=60))
    assert len(daemon.asked) == asked


async def test_a_daemon_that_comes_back_with_other_tokens_asks_at_once(
    hass: HomeAssistant, loaded: MockConfigEntry, daemon: FakeDaemon, freezer: FrozenDateTimeFactory
) -> None:
    await _lose(hass, daemon)
    daemon.token = "another"
    await daemon.start()
    await pass_time(hass, freezer, timedelta(seconds=RETRY_ABSENT_S))
    await until(lambda: bool(hass.config_entries.flow.async_progress()))


async def test_a_daemon_updated_past_us_raises_a_repair_and_one_put_back_clears_it(
    hass: HomeAssistant, loaded: MockConfigEntry, daemon: FakeDaemon, freezer: FrozenDateTimeFactory
) -> None:
    daemon.publish(replace(snapshot(), schema=2))
    await until(lambda: _is(hass, STATE_UNAVAILABLE))
    [issue] = ir.async_get(hass).issues.values()
    assert issue.translation_key == "integration_too_old"

    daemon.snapshots["lena"] = snapshot()
    await pass_time(hass, freezer, timedelta(seconds=RETRY_WRONG_S))
    await until(lambda: _is(hass, "strength"))
    assert not ir.async_get(hass).issues


@pytest.mark.parametrize(
    "raw",
    [
        b"event: snapshot\ndata: {not json\n\n",
        b'event: snapshot\ndata: {"schema": 1}\n\n',
        b"event: snapshot\ndata: 7\n\n",
        b"data: x" * 2_000_000,
    ],
)
async def test_rubbish_on_the_stream_is_dropped_and_the_answer_kept(
    hass: HomeAssistant, loaded: MockConfigEntry, daemon: FakeDaemon, freezer: FrozenDateTimeFactory, raw: bytes
) -> None:
    daemon.say(raw)
    await until(lambda: daemon.streams == 0)
    assert _is(hass, "strength")
    await until(lambda: daemon.streams == 1, freezer)


async def test_an_answer_past_its_time_is_not_shown(
    hass: HomeAssistant, loaded: MockConfigEntry, daemon: FakeDaemon, freezer: FrozenDateTimeFactory
) -> None:
    daemon.publish(snapshot(valid_until=NOW + timedelta(minutes=2)))
    coordinator = loaded.runtime_data.athletes["lena"]
    await until(lambda: coordinator.data.valid_until == NOW + timedelta(minutes=2))
    await pass_time(hass, freezer, timedelta(minutes=2, seconds=1))
    assert _is(hass, STATE_UNAVAILABLE)
    assert state(hass, "calendar.liftday_lena").state == STATE_UNAVAILABLE

    daemon.snapshots["lena"] = snapshot(valid_until=NOW + timedelta(hours=30))
    await pass_time(hass, freezer, timedelta(seconds=POLL_S))
    await until(lambda: _is(hass, "strength"))


async def test_the_next_session_is_the_next_one_as_soon_as_this_one_is_over(
    hass: HomeAssistant, loaded: MockConfigEntry, daemon: FakeDaemon, freezer: FrozenDateTimeFactory
) -> None:
    assert state(hass, "sensor.liftday_lena_next_strength_session").state == "2026-11-18T17:00:00+00:00"
    await pass_time(hass, freezer, timedelta(hours=6, minutes=30))
    assert state(hass, "sensor.liftday_lena_next_strength_session").state == "2026-11-18T17:00:00+00:00"
    assert state(hass, "calendar.liftday_lena").state == "on"
    await pass_time(hass, freezer, timedelta(minutes=16))
    assert state(hass, "sensor.liftday_lena_next_strength_session").state == "2026-11-20T17:00:00+00:00"
    assert state(hass, "calendar.liftday_lena").attributes["start_time"] == "2026-11-20 18:00:00"
