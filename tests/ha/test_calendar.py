"""The calendar: ranges, midnight, both nights on which clocks change, and live updates."""

from dataclasses import replace
from datetime import timedelta
from http import HTTPStatus
from typing import Any

import pytest
from custom_components.liftday.contract import Effort, PlannedRun, SessionStatus
from freezegun.api import FrozenDateTimeFactory
from homeassistant.core import HomeAssistant
from homeassistant.helpers import entity_registry as er
from pytest_homeassistant_custom_component.common import MockConfigEntry
from pytest_homeassistant_custom_component.typing import ClientSessionGenerator, WebSocketGenerator
from tests.ha.conftest import pass_time, state, until
from tests.ha.fake_daemon import FakeDaemon
from tests.ha.made import NOW, run, session, snapshot

CALENDAR = "calendar.liftday_lena"


@pytest.fixture
async def plan(hass: HomeAssistant, loaded: MockConfigEntry, daemon: FakeDaemon) -> Any:
    """Publish these sessions and wait until they have arrived."""

    async def publish(*sessions: Any) -> None:
        daemon.publish(snapshot(revision=8, sessions=sessions))
        await until(lambda: loaded.runtime_data.athletes["lena"].data.revision == 8)
        await hass.async_block_till_done(wait_background_tasks=False)

    return publish


async def _events(hass_client: ClientSessionGenerator, start: str, end: str) -> list[dict[str, Any]]:
    client = await hass_client()
    response = await client.get(f"/api/calendars/{CALENDAR}", params={"start": start, "end": end})
    assert response.status == HTTPStatus.OK
    events: list[dict[str, Any]] = await response.json()
    return events


async def test_an_event_says_what_when_why_and_how_sure(plan: Any, hass_client: ClientSessionGenerator) -> None:
    await plan(session())
    [event] = await _events(hass_client, "2026-11-18T00:00:00+01:00", "2026-11-19T00:00:00+01:00")
    assert event == {
        "start": {"dateTime": "2026-11-18T18:00:00+01:00"},
        "end": {"dateTime": "2026-11-18T18:45:00+01:00"},
        "summary": "Strength: hips and hamstrings",
        "description": "Wednesday is the first day with two easy days around it.\n\nDeadlift 3 × 6-8",
        "location": None,
        "uid": "s1",
        "recurrence_id": None,
        "rrule": None,
        "status": "tentative",
    }


@pytest.mark.parametrize(
    ("status", "shown"),
    [
        (SessionStatus.PLANNED, ["tentative"]),
        (SessionStatus.LOCKED, ["confirmed"]),
        (SessionStatus.DONE, ["confirmed"]),
        (SessionStatus.MISSED, []),
        (SessionStatus.SKIPPED, []),
        (SessionStatus.DROPPED, []),
        (SessionStatus.PAUSED, []),
        (SessionStatus.UNKNOWN, []),
    ],
)
async def test_a_suggestion_is_tentative_and_what_will_not_be_is_not_shown(
    plan: Any, hass_client: ClientSessionGenerator, status: SessionStatus, shown: list[str]
) -> None:
    await plan(session(status=status))
    events = await _events(hass_client, "2026-11-01T00:00:00+01:00", "2026-12-01T00:00:00+01:00")
    assert [event["status"] for event in events] == shown


@pytest.mark.parametrize(
    ("start", "end", "uids"),
    [
        pytest.param("2026-11-18T00:00", "2026-11-25T00:00", ["s1", "s2"], id="a week"),
        pytest.param("2026-11-18T18:10", "2026-11-18T18:20", ["s1"], id="in the middle of it"),
        pytest.param("2026-11-18T17:00", "2026-11-18T18:00", [], id="ends as it begins"),
        pytest.param("2026-11-18T18:45", "2026-11-18T20:00", [], id="begins as it ends"),
        pytest.param("2026-11-18T18:44", "2026-11-18T20:00", ["s1"], id="its last minute"),
        pytest.param("2026-11-01T00:00", "2026-11-18T00:00", ["past"], id="the past"),
        pytest.param("2026-12-01T00:00", "2026-12-31T00:00", [], id="nothing there"),
    ],
)
async def test_a_range_has_the_sessions_that_overlap_it(
    plan: Any, hass_client: ClientSessionGenerator, start: str, end: str, uids: list[str]
) -> None:
    await plan(
        session("s2", "2026-11-20T18:00"),
        session("s1"),
        session("past", "2026-11-12T18:00", status=SessionStatus.DONE),
    )
    events = await _events(hass_client, f"{start}:00+01:00", f"{end}:00+01:00")
    assert [event["uid"] for event in events] == uids


async def test_a_session_over_midnight_is_on_both_days(plan: Any, hass_client: ClientSessionGenerator) -> None:
    await plan(session("late", "2026-11-18T23:30"))
    for start, end in (("18", "19"), ("19", "20")):
        events = await _events(hass_client, f"2026-11-{start}T00:00:00+01:00", f"2026-11-{end}T00:00:00+01:00")
        assert [event["uid"] for event in events] == ["late"]


@pytest.mark.parametrize(
    ("begin", "start", "end"),
    [
        pytest.param("2027-03-27T18:00", "2027-03-27T18:00:00+01:00", "2027-03-27T18:45:00+01:00", id="the eve"),
        pytest.param("2027-03-28T18:00", "2027-03-28T18:00:00+02:00", "2027-03-28T18:45:00+02:00", id="summer begins"),
        pytest.param("2027-03-28T01:30", "2027-03-28T01:30:00+01:00", "2027-03-28T03:15:00+02:00", id="over the gap"),
        pytest.param("2027-10-31T18:00", "2027-10-31T18:00:00+01:00", "2027-10-31T18:45:00+01:00", id="winter begins"),
    ],
)
async def test_a_session_keeps_its_wall_time_when_clocks_change(
    plan: Any, hass_client: ClientSessionGenerator, begin: str, start: str, end: str
) -> None:
    await plan(session("dst", begin))
    [event] = await _events(hass_client, f"{begin[:10]}T00:00:00+01:00", f"{begin[:10]}T23:00:00+01:00")
    assert event["start"] == {"dateTime": start}
    assert event["end"] == {"dateTime": end}


async def test_the_state_is_on_during_a_session(hass: HomeAssistant, plan: Any, freezer: FrozenDateTimeFactory) -> None:
    await plan(session())
    assert state(hass, CALENDAR).state == "off"
    assert state(hass, CALENDAR).attributes["message"] == "Strength: hips and hamstrings"
    await pass_time(hass, freezer, timedelta(hours=6, seconds=1))
    assert state(hass, CALENDAR).state == "on"
    await pass_time(hass, freezer, timedelta(minutes=45))
    assert state(hass, CALENDAR).state == "off"
    assert "message" not in state(hass, CALENDAR).attributes


async def test_an_open_calendar_page_sees_a_session_move(
    hass: HomeAssistant, plan: Any, hass_ws_client: WebSocketGenerator
) -> None:
    await plan(session())
    client = await hass_ws_client(hass)
    await client.send_json_auto_id(
        {
            "type": "calendar/event/subscribe",
            "entity_id": CALENDAR,
            "start": "2026-11-16T00:00:00+01:00",
            "end": "2026-11-23T00:00:00+01:00",
        }
    )
    assert (await client.receive_json())["success"]
    before = await client.receive_json()
    assert [event["start"] for event in before["event"]["events"]] == ["2026-11-18T18:00:00+01:00"]

    await plan_moved(plan)
    after = await client.receive_json()
    assert [event["start"] for event in after["event"]["events"]] == ["2026-11-19T18:00:00+01:00"]


async def plan_moved(plan: Any) -> None:
    await plan(session(start="2026-11-19T18:00", sequence=1))


async def test_a_plan_that_is_too_old_is_refused_instead_of_shown(
    hass: HomeAssistant,
    loaded: MockConfigEntry,
    daemon: FakeDaemon,
    hass_client: ClientSessionGenerator,
    freezer: FrozenDateTimeFactory,
) -> None:
    soon = NOW + timedelta(minutes=1)
    daemon.publish(snapshot(valid_until=soon))
    await until(lambda: loaded.runtime_data.athletes["lena"].data.valid_until == soon)
    await pass_time(hass, freezer, timedelta(minutes=2))
    client = await hass_client()
    window = {"start": "2026-11-18T00:00:00Z", "end": "2026-11-19T00:00:00Z"}
    response = await client.get(f"/api/calendars/{CALENDAR}", params=window)
    assert response.status == HTTPStatus.INTERNAL_SERVER_ERROR
    assert "too old to show" in (await response.json())["message"]


async def test_the_calendar_has_a_colour_of_its_own(
    loaded: MockConfigEntry, entity_registry: er.EntityRegistry
) -> None:
    entity = entity_registry.async_get(CALENDAR)
    assert entity is not None
    assert entity.options["calendar"]["color"].lower() == "#e8590c"


async def _edit(hass: HomeAssistant, hass_ws_client: WebSocketGenerator, kind: str, **more: Any) -> Any:
    """Edit an event as the calendar page does."""
    client = await hass_ws_client(hass)
    await client.send_json_auto_id({"type": f"calendar/event/{kind}", "entity_id": CALENDAR, **more})
    return await client.receive_json()


@pytest.mark.parametrize(
    ("start", "end", "told"),
    [
        ("2026-11-20T07:30:00", "2026-11-20T08:15:00", "2026-11-20T07:30:00+01:00"),
        ("2026-11-20T07:30:00+00:00", "2026-11-20T08:15:00+00:00", "2026-11-20T08:30:00+01:00"),
        ("2026-11-20", "2026-11-21", "2026-11-20T18:00:00+01:00"),
    ],
)
async def test_a_session_that_is_dragged_is_moved_and_pinned(
    *,
    hass: HomeAssistant,
    loaded: MockConfigEntry,
    daemon: FakeDaemon,
    hass_ws_client: WebSocketGenerator,
    start: str,
    end: str,
    told: str,
) -> None:
    event = {"dtstart": start, "dtend": end, "summary": "Strength: hips and hamstrings"}
    assert (await _edit(hass, hass_ws_client, "update", uid="s1", event=event))["success"]
    assert [(said["path"], said["start"]) for said in daemon.said] == [("sessions/s1/move", told)]


async def test_a_session_that_is_deleted_is_skipped(
    hass: HomeAssistant, loaded: MockConfigEntry, daemon: FakeDaemon, hass_ws_client: WebSocketGenerator
) -> None:
    assert (await _edit(hass, hass_ws_client, "delete", uid="s1"))["success"]
    assert [said["path"] for said in daemon.said] == ["sessions/s1/skip"]


@pytest.mark.parametrize(
    ("uid", "start", "sentence"),
    [
        ("s1", "2026-11-18T18:00:00", "Only the time of a session can be changed here"),
        ("gone", "2026-11-20T18:00:00", "There is no such session"),
    ],
)
async def test_what_cannot_be_edited_says_why(
    *,
    hass: HomeAssistant,
    loaded: MockConfigEntry,
    daemon: FakeDaemon,
    hass_ws_client: WebSocketGenerator,
    uid: str,
    start: str,
    sentence: str,
) -> None:
    event = {"dtstart": start, "dtend": "2026-11-20T19:00:00", "summary": "Bench"}
    answer = await _edit(hass, hass_ws_client, "update", uid=uid, event=event)
    assert not answer["success"]
    assert answer["error"]["message"].startswith(sentence)
    assert daemon.said == []


async def test_a_session_that_was_agreed_to_is_confirmed(plan: Any, hass_client: ClientSessionGenerator) -> None:
    await plan(session(is_confirmed=True))
    [event] = await _events(hass_client, "2026-11-18T00:00:00+01:00", "2026-11-19T00:00:00+01:00")
    assert event["status"] == "confirmed"


async def test_the_runs_calendar_has_what_was_run_and_what_is_to_be_run(
    *,
    hass: HomeAssistant,
    all_entities_enabled: None,
    loaded: MockConfigEntry,
    daemon: FakeDaemon,
    hass_client: ClientSessionGenerator,
) -> None:
    begin = NOW + timedelta(days=1)
    coming = PlannedRun(start=begin, end=begin + timedelta(hours=1), effort=Effort.HARD, p_hard=0.9, name="6 × 800 m")
    guess = replace(coming, start=begin + timedelta(days=1), end=begin + timedelta(days=1, hours=1), is_guess=True)
    guess = replace(guess, effort=Effort.UNKNOWN, name=None)
    tomorrow = replace(snapshot().days[0], date=begin.date(), planned=(coming, guess))
    past = replace(tomorrow, date=begin.date() - timedelta(days=3))
    daemon.publish(snapshot(revision=8, days=(past, tomorrow), activities=(run(), run(id="a2", sport="ride"))))
    await until(lambda: loaded.runtime_data.athletes["lena"].data.revision == 8)
    client = await hass_client()
    window = {"start": "2026-11-16T00:00:00Z", "end": "2026-11-23T00:00:00Z"}
    events = await (await client.get("/api/calendars/calendar.liftday_lena_runs", params=window)).json()
    assert [(event["summary"], event["status"]) for event in events] == [
        ("Hard: Track with Tom", "confirmed"),
        ("Hard: 6 × 800 m", "confirmed"),
        ("–", "tentative"),
    ]
    assert events[0]["description"] == "Five fast laps of 1000 m."
    assert state(hass, "calendar.liftday_lena_runs").attributes["message"] == "Hard: 6 × 800 m"
