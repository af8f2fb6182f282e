"""The calendar feed in Home Assistant's own Remote Calendar, without our integration."""

import json
from datetime import UTC, date, datetime, time, timedelta, timezone
from typing import Any

import pytest
from tests.e2e import runner
from tests.e2e.harness import Daemon, HomeAssistant
from tests.e2e.programs import until

CALENDAR = "calendar.lifting"


async def test_a_subscribed_calendar_follows_the_plan(
    *,
    daemon: Daemon,
    home: HomeAssistant,
    today: date,
    zone: tuple[str, timezone],
    subtests: pytest.Subtests,
) -> None:
    window = (datetime.combine(today, time(), zone[1]), datetime.combine(today + timedelta(days=20), time(), zone[1]))
    [first, *_] = sessions = await _standing(daemon)

    with subtests.test("it is added by the address that the command line prints"):
        end = await _subscribe(home, json.loads(await daemon.liftday("feed", "--json"))["url"])
        assert (end["type"], end["title"]) == ("create_entry", "Lifting")
        shown = await until(lambda: _events(home, window), "the events")
        assert shown == [(one["title"], _instant(one["start"])) for one in sessions]

    with subtests.test("what is next is its state"):
        state = await home.state(CALENDAR)
        assert state["attributes"]["message"] == first["title"]
        assert first["reason"] in state["attributes"]["description"]

    later = _instant(first["start"]) + timedelta(days=1, minutes=35)
    with subtests.test("a session that is moved is at its new place and not at its old one"):
        await daemon.say(runner.ATHLETE, first["uid"], "move", start=later.isoformat())
        await until(lambda: _is_at(daemon, first["uid"], later), "the move")
        shown = await _looked_again(home, window)
        assert (first["title"], later) in shown
        assert _instant(first["start"]) not in [start for _, start in shown]

    with subtests.test("a session that is skipped is gone"):
        await daemon.say(runner.ATHLETE, first["uid"], "skip")
        await until(lambda: _is_skipped(daemon, first["uid"]), "the skip")
        # it looks at most every ten seconds, however often it is asked
        await until(lambda: _is_gone(home, window, later), "the end of the session", 30)


async def _subscribe(home: HomeAssistant, url: str) -> Any:
    flows = "/api/config/config_entries/flow"
    form = await home.post(flows, {"handler": "remote_calendar", "show_advanced_options": False})
    given = {"calendar_name": "Lifting", "url": url, "verify_ssl": True}
    return await home.post(f"{flows}/{form['flow_id']}", given)


async def _events(home: HomeAssistant, window: tuple[datetime, datetime]) -> list[tuple[str, datetime]]:
    """Title and start of what Home Assistant shows."""
    if not any(state["entity_id"] == CALENDAR for state in await home.get("/api/states")):
        return []
    return [(one["summary"], _instant(one["start"]["dateTime"])) for one in await home.events(CALENDAR, *window)]


async def _looked_again(home: HomeAssistant, window: tuple[datetime, datetime]) -> list[tuple[str, datetime]]:
    """What it shows after a look at the feed; by itself it looks once a day."""
    await home.post("/api/services/homeassistant/update_entity", {"entity_id": CALENDAR})
    return await _events(home, window)


async def _is_gone(home: HomeAssistant, window: tuple[datetime, datetime], start: datetime) -> bool:
    return start not in [one for _, one in await _looked_again(home, window)]


async def _standing(daemon: Daemon) -> list[dict[str, Any]]:
    plan = await daemon.snapshot(runner.ATHLETE)
    return [one for one in plan["sessions"] if one["status"] in {"planned", "locked"}]


async def _is_at(daemon: Daemon, uid: str, start: datetime) -> bool:
    return any(one["uid"] == uid and _instant(one["start"]) == start for one in await _standing(daemon))


async def _is_skipped(daemon: Daemon, uid: str) -> bool:
    return all(one["uid"] != uid for one in await _standing(daemon))


def _instant(text: str) -> datetime:
    return datetime.fromisoformat(text).astimezone(UTC)
