"""The card on dashboards of the real Home Assistant: there without a copied file, clicked, and the daemon agrees."""

import os
import re
from datetime import date, datetime, time, timedelta, timezone
from typing import Any

import pytest
from playwright.async_api import Page, expect
from tests.e2e import runner
from tests.e2e.conftest import ARTEFACTS
from tests.e2e.harness import Daemon, HomeAssistant
from tests.e2e.programs import until

CALENDAR = "calendar.liftday_robin"
PAUSE = "switch.liftday_robin_pause_the_plan"
TODO = "todo.liftday_robin_strength_this_week"
DASHBOARDS: dict[str, dict[str, Any]] = {
    "lift-card": {
        "views": [{"title": "Week", "cards": [{"type": "custom:liftday-week-card", "entity": CALENDAR, "weeks": 2}]}]
    },
    "lift-whole": {"strategy": {"type": "custom:liftday"}},
}
TITLE = re.compile(r"\bLift (light )?\d+ min")
SHOWN_WITHIN_MS = 60_000

pytestmark = pytest.mark.skipif("LIFTDAY_SKIP_BROWSER" in os.environ, reason=os.environ.get("LIFTDAY_SKIP_BROWSER", ""))


async def test_a_week_is_lived_on_the_wall(  # one story, told in order
    *, daemon: Daemon, home: HomeAssistant, today: date, zone: tuple[str, timezone], subtests: pytest.Subtests
) -> None:
    end = await home.add_liftday(daemon.url, daemon.token)
    assert end["type"] == "create_entry"
    await until(lambda: _has(home, CALENDAR), "the calendar")
    took = {one["domain"]: one["seconds"] for one in await home.command(type="integration/setup_info")}
    print(f"\nset up in {took['liftday']:.2f} s")
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

    async with home.browser(width=1280, height=1000) as page:
        with subtests.test("the card shows two weeks and pushes a session back by a click"):
            await _make_dashboards(home)
            await _open(page, f"{home.url}/lift-card")
            card = page.locator("liftday-week-card")
            await card.locator(f'[data-date="{today}"]').click()
            await card.locator("[data-verb=push_back]").click()
            await until(lambda: _has_left(daemon, uid, today), "the push-back in the daemon", 10)
            await expect(card.locator(f'[data-date="{today}"] .session')).to_have_count(0, timeout=10_000)
            await _photograph(page, "dashboard-card")

        with subtests.test("the calendar page edits a session's time"):
            await _edit_hour(page, home, "07")
            await until(lambda: _begins(daemon, uid, "T07:00"), "the edit in the daemon", 10)

        with subtests.test("the whole dashboard is drawn by the strategy"):
            await _open(page, f"{home.url}/lift-whole")
            await expect(page.locator("hui-todo-list-card")).to_be_visible()
            await expect(page.locator("hui-error-card")).to_have_count(0)
            await page.wait_for_timeout(1_500)  # tiles and graphs draw themselves
            await _photograph(page, "dashboard-whole")

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


async def _edit_hour(page: Page, home: HomeAssistant, hour: str) -> None:
    """What a person does on the calendar page: open the event, edit it, another hour, save."""
    await page.goto(f"{home.url}/calendar")
    await page.get_by_text(TITLE).first.click(timeout=SHOWN_WITHIN_MS)
    await page.get_by_role("button", name="Edit event").click()
    await page.wait_for_timeout(1_000)  # the dialog fades in
    begins = page.locator("ha-time-input input").first
    await begins.fill(hour)
    await begins.press("Tab")
    await page.get_by_role("button", name="Save event").click()


async def _begins(daemon: Daemon, uid: str, text: str) -> bool:
    return text in (await _one(daemon, uid))["start"]


async def _make_dashboards(home: HomeAssistant) -> None:
    for path, config in DASHBOARDS.items():
        await home.command(
            type="lovelace/dashboards/create", url_path=path, title=path, mode="storage", show_in_sidebar=True
        )
        await home.command(type="lovelace/config/save", url_path=path, config=config)


async def _open(page: Page, url: str) -> None:
    """Open a dashboard and wait for the card's two weeks; a picture shows what there is instead."""
    await page.goto(url)
    try:
        await expect(page.locator("liftday-week-card .day")).to_have_count(14, timeout=SHOWN_WITHIN_MS)
    except AssertionError:
        await _photograph(page, "dashboard-without-card")
        raise


async def _photograph(page: Page, name: str) -> None:
    ARTEFACTS.mkdir(exist_ok=True)
    await page.screenshot(path=ARTEFACTS / f"{name}.png", animations="disabled")


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


async def _has_left(daemon: Daemon, uid: str, today: date) -> bool:
    """It stands on a later day; on a Sunday the week has no later day, and it is given up."""
    one = await _one(daemon, uid)
    return bool(one["start"][:10] > today.isoformat() or one["status"] == "dropped")


async def _is_done(daemon: Daemon, uid: str) -> bool:
    return bool((await _one(daemon, uid))["status"] == "done")


async def _has(home: HomeAssistant, entity_id: str) -> bool:
    return any(state["entity_id"] == entity_id for state in await home.get("/api/states"))


async def _has_statistic(home: HomeAssistant, statistic_id: str) -> bool:
    known = await home.command(type="recorder/list_statistic_ids", statistic_type="sum")
    return any(one["statistic_id"] == statistic_id for one in known)
