"""What reaches a phone, by the real Home Assistant and its real app integration: blueprints, and taps on buttons."""

from datetime import UTC, datetime, time, timedelta, timezone
from typing import Any

import pytest
from tests.e2e.harness import ROOT, Daemon, HomeAssistant
from tests.e2e.phone import phone
from tests.e2e.programs import until
from tests.e2e.runner import HARD
from tests.e2e.week import Week

BLUEPRINTS = ROOT / "blueprints" / "automation" / "liftday"
CALENDAR = "calendar.liftday_robin"
CHANGES = "event.liftday_kim_plan_changes"


async def test_blueprints_tell_a_phone_and_its_taps_reach_the_daemon(
    *, daemon: Daemon, week: Week, home: HomeAssistant, zone: tuple[str, timezone], subtests: pytest.Subtests
) -> None:
    """Two runners, each with a daemon: one whose Tuesday goes wrong, one who lifts in a minute."""
    for one in (daemon, week.daemon):
        assert (await home.add_liftday(one.url, one.token))["type"] == "create_entry"
    await until(lambda: _has(home, CHANGES), "one runner's entities")
    await until(lambda: _has(home, CALENDAR), "the other's")
    async with phone(home, "Anna's phone") as mine:
        with subtests.test("the plan has changed: fine, push back or skip"):
            await _automate(home, "plan_changed", plan_changes=CHANGES, phone=mine.device_id)
            session = await _surprised(week, home)
            told = await mine.next(lambda one: one["title"].startswith("Strength: Wed"))
            assert told["message"] == await _last_reason(week.daemon, session["uid"])
            assert [one["title"] for one in told["data"]["actions"]] == ["Fine", "Push back", "Skip"]
            await mine.tap(_button(told, "Skip"))
            await until(lambda: _is(week.daemon, session["uid"], "skipped"), "the skip in the daemon", 15)

        with subtests.test("today's session is near: done or push back"):
            [session, *_] = await _sessions(daemon)
            start = _now().replace(second=0, microsecond=0) + timedelta(minutes=2)
            await _say(daemon, session["uid"], "move", start=start.isoformat())
            await until(lambda: _begins(home, start), "the move in the calendar", 15)
            soon = {"seconds": round((start - _now()).total_seconds()) - 6}
            await _automate(home, "session_reminder", calendar=CALENDAR, phone=mine.device_id, before=soon)
            told = await mine.next(lambda one: one["data"]["tag"] == "liftday-reminder")
            assert told["title"].startswith(f"{start.astimezone(zone[1]):%H:%M}: Lift ")
            await mine.tap(_button(told, "Done"))
            await until(lambda: _is(daemon, session["uid"], "done"), "the credit in the daemon", 15)

    with subtests.test("home assistant has nothing to complain about"):
        assert home.complaints() == []


async def _surprised(week: Week, home: HomeAssistant) -> dict[str, Any]:
    """On Tuesday morning a hard run comes in: the evening's session, as it is afterwards."""
    before = next(one for one in await _sessions(week.daemon) if one["start"][:10] == str(week.day(1)))
    week.turn_to(1, time(8, 30), _now())
    await home.post("/api/services/button/press", {"entity_id": "button.liftday_kim_sync_now"})
    week.runs(1, HARD)

    async def has_moved() -> dict[str, Any] | None:
        after = next(one for one in await _sessions(week.daemon) if one["uid"] == before["uid"])
        return after if after["start"] != before["start"] else None

    after: dict[str, Any] = await until(has_moved, "the push-back in the daemon", 15)
    return after


def _now() -> datetime:
    return datetime.now(UTC)  # noqa: TID251 (Home Assistant lives in real time)


async def _automate(home: HomeAssistant, name: str, **inputs: Any) -> None:
    """What the pages do when somebody imports a blueprint and makes an automation of it."""
    text = (BLUEPRINTS / f"{name}.yaml").read_text(encoding="utf-8")
    path = f"liftday/{name}.yaml"
    await home.command(type="blueprint/save", domain="automation", path=path, yaml=text, allow_override=True)
    kept = {"alias": name, "use_blueprint": {"path": path, "input": inputs}}
    await home.post(f"/api/config/automation/config/{name}", kept)
    await until(lambda: _is_on(home, f"automation.{name}"), "the automation", 15)


def _button(message: dict[str, Any], title: str) -> str:
    return str(next(one["action"] for one in message["data"]["actions"] if one["title"] == title))


async def _sessions(daemon: Daemon) -> list[dict[str, Any]]:
    """What is planned for its only athlete, in order."""
    [athlete] = await daemon.athletes()
    sessions: list[dict[str, Any]] = (await daemon.snapshot(athlete["id"]))["sessions"]
    return sorted(sessions, key=lambda one: datetime.fromisoformat(one["start"]))


async def _last_reason(daemon: Daemon, uid: str) -> str:
    [athlete] = await daemon.athletes()
    changes = (await daemon.snapshot(athlete["id"]))["changes"]
    return str([one for one in changes if one["uid"] == uid][-1]["reason"])


async def _is(daemon: Daemon, uid: str, status: str) -> bool:
    return any(one["uid"] == uid and one["status"] == status for one in await _sessions(daemon))


async def _begins(home: HomeAssistant, start: datetime) -> bool:
    return bool(await home.events(CALENDAR, start, start + timedelta(minutes=1)))


async def _say(daemon: Daemon, uid: str, verb: str, **details: str) -> None:
    [athlete] = await daemon.athletes()
    await daemon.say(athlete["id"], uid, verb, **details)


async def _has(home: HomeAssistant, entity_id: str) -> bool:
    return any(state["entity_id"] == entity_id for state in await home.get("/api/states"))


async def _is_on(home: HomeAssistant, entity_id: str) -> bool:
    return await _has(home, entity_id) and (await home.state(entity_id))["state"] == "on"
