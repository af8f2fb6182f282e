"""What automations and pages ask of the integration in the real Home Assistant, and the daemon agrees."""

from datetime import date, datetime, time, timedelta, timezone
from typing import Any

import pytest
from tests.e2e import runner
from tests.e2e.harness import Daemon, HomeAssistant
from tests.e2e.programs import until

CALENDAR = "calendar.liftday_robin"
SET_UP_WITHIN_S = 0.5
PAUSE = "switch.liftday_robin_pause_the_plan"
TODO = "todo.liftday_robin_strength_this_week"


async def test_what_is_asked_and_said_reaches_the_daemon(  # one story, told in order
    *, daemon: Daemon, home: HomeAssistant, today: date, zone: tuple[str, timezone], subtests: pytest.Subtests
) -> None:
    end = await home.add_liftday(daemon.url, daemon.token)
    assert end["type"] == "create_entry"
    await until(lambda: _has(home, CALENDAR), "the calendar")
    took = {one["domain"]: one["seconds"] for one in await home.command(type="integration/setup_info")}
    print(f"\nset up in {took['liftday']:.2f} s")
    assert took["liftday"] < SET_UP_WITHIN_S
    [before] = [one for one in await _sessions(daemon) if one["start"][:10] == today.isoformat()]
    uid = before["uid"]

    with subtests.test("the card was made known to dashboards without copying a file"):
        [row] = await home.command(type="lovelace/resources")
        assert row["type"] == "module"
        assert row["url"].startswith("/liftday/liftday-week.js?v=")

    with subtests.test("the runs of before begin a statistic of running time"):
        await until(lambda: _has_statistic(home, f"liftday:{runner.ATHLETE}_run_minutes"), "the statistic")

    with subtests.test("a session that is dragged in the calendar is moved and pinned by the daemon"):
        start = datetime.combine(today, time(20), zone[1])
        event = {
            "dtstart": start.isoformat(),
            "dtend": (start + timedelta(minutes=45)).isoformat(),
            "summary": before["title"],
        }
        await home.command(type="calendar/event/update", entity_id=CALENDAR, uid=uid, event=event)
        await until(lambda: _stands(daemon, uid, start, "locked"), "the move in the daemon", 10)
        await until(lambda: _shown_at(home, uid, start), "the move in the calendar", 10)

    with subtests.test("what is ticked on the list is done"):
        done = {"entity_id": TODO, "item": uid, "status": "completed"}
        await home.post("/api/services/todo/update_item", done)
        await until(lambda: _is_done(daemon, uid), "the credit in the daemon", 10)

    with subtests.test("the daemon answers every action that asks"):
        await _ask_everything(home, uid)

    with subtests.test("a pause is seen on the switch, and its end too"):
        await _pause_and_resume(home)

    with subtests.test("home assistant has nothing to complain about"):
        assert home.complaints() == []


async def _ask_everything(home: HomeAssistant, uid: str) -> None:
    plan = await _asked(home, "get_plan")
    assert uid in {one["uid"] for one in plan["sessions"]}
    assert (await _asked(home, "explain"))["sentences"]
    ahead = next(one["uid"] for one in plan["sessions"] if one["status"] == "planned")
    assert (await _asked(home, "preview", change={"skipped": [ahead]}))["changes_anything"]
    assert (await _asked(home, "confirm", session=ahead))["message"].startswith("Agreed: ")
    assert (await _asked(home, "classify", effort="easy"))["message"].endswith("that run was easy.")
    assert (await _asked(home, "classify", effort="auto"))["is_new"]


async def _pause_and_resume(home: HomeAssistant) -> None:
    assert (await _asked(home, "pause"))["message"].startswith("Pause: noted.")
    await until(lambda: _is(home, PAUSE, "on"), "the pause", 10)
    await home.post("/api/services/switch/turn_off", {"entity_id": PAUSE})
    await until(lambda: _is(home, PAUSE, "off"), "its end", 10)


async def _asked(home: HomeAssistant, action: str, **data: Any) -> Any:
    """What an action answers."""
    return (await home.post(f"/api/services/liftday/{action}?return_response", data))["service_response"]


async def _is(home: HomeAssistant, entity_id: str, value: str) -> bool:
    return bool((await home.state(entity_id))["state"] == value)


async def _sessions(daemon: Daemon) -> list[dict[str, Any]]:
    sessions: list[dict[str, Any]] = (await daemon.snapshot(runner.ATHLETE))["sessions"]
    return sessions


async def _one(daemon: Daemon, uid: str) -> dict[str, Any]:
    return next(one for one in await _sessions(daemon) if one["uid"] == uid)


async def _stands(daemon: Daemon, uid: str, start: datetime, status: str) -> bool:
    one = await _one(daemon, uid)
    return bool(one["status"] == status and datetime.fromisoformat(one["start"]) == start)


async def _shown_at(home: HomeAssistant, uid: str, start: datetime) -> bool:
    events = await home.events(CALENDAR, start, start + timedelta(minutes=1))
    return any(event["uid"] == uid and event["status"] == "confirmed" for event in events)


async def _is_done(daemon: Daemon, uid: str) -> bool:
    return bool((await _one(daemon, uid))["status"] == "done")


async def _has(home: HomeAssistant, entity_id: str) -> bool:
    return any(state["entity_id"] == entity_id for state in await home.get("/api/states"))


async def _has_statistic(home: HomeAssistant, statistic_id: str) -> bool:
    known = await home.command(type="recorder/list_statistic_ids", statistic_type="sum")
    return any(one["statistic_id"] == statistic_id for one in known)
