"""What reaches a phone, by the real Home Assistant and its real app integration: blueprints, and taps on buttons."""

from collections.abc import Callable
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
    async with (
        phone(home, "Anna's phone") as mine,
        phone(home, "Kim's phone") as kims,
        phone(home, "Kim's tablet") as tablet,
    ):
        await _choose(home, week.daemon, [kims.device_id, tablet.device_id])
        with subtests.test("the plan has changed: fine, push back or skip"):
            await _automate(home, "plan_changed", plan_changes=CHANGES, phone=mine.device_id)
            session = await _surprised(week, home)
            told = await mine.next(lambda one: one["title"].startswith("Strength: Wed"))
            assert told["message"] == await _last_reason(week.daemon, session["uid"])
            assert [one["title"] for one in told["data"]["actions"]] == ["Fine", "Push back", "Skip"]
            await mine.tap(_button(told, "Fine"))
            await until(lambda: _is_agreed(week.daemon, session["uid"]), "the agreement in the daemon", 15)

        with subtests.test("the phones of the options hear it too: the first tap counts and clears the other's"):
            heard = await kims.next(_is_about("Wednesday"))
            assert heard["message"] == told["message"]
            assert [button["title"] for button in heard["data"]["actions"]] == ["Done", "Push back", "Skip"]
            old = await tablet.next(_is_about("Wednesday"))
            await kims.tap(_button(heard, "Skip"))
            cleared = await tablet.next(lambda one: one["message"] == "clear_notification")
            assert cleared["data"]["tag"] == old["data"]["tag"]
            await tablet.tap(_button(old, "Done"))
            late = await tablet.next(lambda one: one.get("title") == "Strength")
            assert late["message"].startswith("This was answered already")
            assert await _is(week.daemon, session["uid"], "skipped")

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


def _is_about(day: str) -> Callable[[dict[str, Any]], bool]:
    return lambda one: one.get("title", "").startswith(f"Strength: {day}")


async def _choose(home: HomeAssistant, daemon: Daemon, phones: list[str]) -> None:
    """Walk through the options as the page does; it is never quiet, whatever time it is."""
    entries = await home.command(type="config_entries/get", domain="liftday")
    title = (await daemon.athletes())[0]["name"]
    flows = "/api/config/config_entries/options/flow"
    for entry in entries:
        menu = await home.post(flows, {"handler": entry["entry_id"]})
        form = await home.post(f"{flows}/{menu['flow_id']}", {"next_step_id": "phones"})
        assert (form["type"], form["step_id"]) == ("form", "phones"), form
        if form["description_placeholders"]["name"] == title:
            kept = {field["name"]: field["description"]["suggested_value"] for field in form["data_schema"]}
            kept |= {"phones": phones, "quiet_from": "00:00:00", "quiet_until": "00:00:00"}
            done = await home.post(f"{flows}/{form['flow_id']}", kept)
            assert done["type"] == "create_entry", done


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


async def _is_agreed(daemon: Daemon, uid: str) -> bool:
    return any(one["uid"] == uid and one["is_confirmed"] for one in await _sessions(daemon))


async def _begins(home: HomeAssistant, start: datetime) -> bool:
    return bool(await home.events(CALENDAR, start, start + timedelta(minutes=1)))


async def _say(daemon: Daemon, uid: str, verb: str, **details: str) -> None:
    [athlete] = await daemon.athletes()
    await daemon.say(athlete["id"], uid, verb, **details)


async def _has(home: HomeAssistant, entity_id: str) -> bool:
    return any(state["entity_id"] == entity_id for state in await home.get("/api/states"))


async def _is_on(home: HomeAssistant, entity_id: str) -> bool:
    return await _has(home, entity_id) and (await home.state(entity_id))["state"] == "on"
