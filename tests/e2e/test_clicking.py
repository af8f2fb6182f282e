"""Set up and used by clicking only, as a newcomer does in the real Home Assistant; the daemon agrees each time."""

import os
import re
from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager
from datetime import date, datetime, timezone
from pathlib import Path
from typing import Any

import pytest
from playwright.async_api import Locator, Page, expect
from tests.e2e import pages
from tests.e2e.harness import Daemon, HomeAssistant
from tests.e2e.pages import CARD, PHONE, TABLET, WALL
from tests.e2e.programs import until

ATHLETE = "demo"
CALENDAR = "calendar.liftday_demo_runner"
TODO = "todo.liftday_demo_runner_strength_this_week"
DOCUMENTED = {("week", "light"), ("week", "dark"), ("phone", "light")}

pytestmark = pytest.mark.skipif("LIFTDAY_SKIP_BROWSER" in os.environ, reason=os.environ.get("LIFTDAY_SKIP_BROWSER", ""))


@pytest.fixture
async def demo(tmp_path: Path, zone: tuple[str, timezone]) -> AsyncGenerator[Daemon]:
    """The demo athlete's daemon: two weeks lived through, late in the morning."""
    (tmp_path / "daemon").mkdir()
    made = Daemon(folder=tmp_path / "daemon", time_zone=zone[0])
    await made.start()
    yield made
    await made.stop()


async def test_a_newcomer_sets_it_up_and_lives_with_it_by_clicking_only(
    *, demo: Daemon, home: HomeAssistant, today: date, subtests: pytest.Subtests
) -> None:
    expect.set_options(timeout=20_000)
    async with home.browser(width=WALL["width"], height=WALL["height"], is_logged_in=False) as page:
        page.set_default_timeout(40_000)
        async with _chapter(subtests, page, "logged in, added, and the athlete is a device with its entities"):
            await _set_up(page, home, demo)

        async with _chapter(subtests, page, "the dashboard is one choice in the dialog for a new one"):
            await pages.add_dashboard(page, home.url, "Liftday")
            await pages.days_are_shown(page, 14)
            await expect(page.locator("hui-error-card")).to_have_count(0)
            await expect(page.locator("hui-statistics-graph-card canvas").first).to_be_visible()
            whole = page.url

        async with _chapter(subtests, page, "the card comes from the card picker, and its editor shows what it does"):
            await pages.add_dashboard(page, home.url, "New dashboard from scratch", "Wall")
            await pages.add_card(page, "My week")
            await pages.days_are_shown(page, 7)
            await expect(page.locator(CARD).get_by_role("heading", name="My week")).to_be_visible()

        async with _chapter(subtests, page, "it fits phone, tablet and wall, by day and by night, and has no barrier"):
            await _look_everywhere(page, whole)

        async with _chapter(subtests, page, "the calendar tells why a session stands where it does"):
            await _read_in_calendar(page, home, demo)

        async with _chapter(subtests, page, "a session is pushed back without a mouse"):
            await _open(page, whole)
            await _push_back_by_keyboard(page, demo)

        session = await _first_open(demo)
        async with _chapter(subtests, page, "a session that is moved in the calendar is pinned there"):
            await pages.edit_event(page, home.url, session["title"], today, "20")
            await until(lambda: _is(demo, session["uid"], "locked", f"{today}T20:00"), "the move in the daemon", 10)

        async with _chapter(subtests, page, "what is ticked on the to-do list is done"):
            await page.goto(f"{home.url}/todo?entity_id={TODO}")
            item = page.locator("ha-check-list-item").filter(has_text=session["title"]).first
            await item.locator("ha-checkbox").click()
            await until(lambda: _is(demo, session["uid"], "done"), "the credit in the daemon", 10)

        async with _chapter(subtests, page, "a session that is skipped on the card is gone"):
            await _open(page, whole)
            skipped = await _skip(page, demo)

        async with _chapter(subtests, page, "an open card goes on by itself when home assistant is started again"):
            await home.restart()
            await until(lambda: _has(home, CALENDAR), "the calendar")
            await demo.say(ATHLETE, skipped["uid"], "undo")
            await expect(_day(page, skipped).locator(".session.planned")).to_have_count(1, timeout=60_000)

        async with (
            _chapter(subtests, page, "a card that comes after home assistant gave up is shown all the same"),
            pages.slow_card(page, 6),
        ):
            await _open(page, whole)

    with subtests.test("home assistant has nothing to complain about"):
        assert home.complaints() == []


@asynccontextmanager
async def _chapter(subtests: pytest.Subtests, page: Page, tells: str) -> AsyncGenerator[None]:
    """A part of the story; when it does not end well, a picture shows where it was."""
    with subtests.test(tells):
        try:
            yield
        except BaseException:
            pages.ARTEFACTS.mkdir(exist_ok=True)
            await page.screenshot(path=pages.ARTEFACTS / f"failed-{tells.replace(' ', '-')[:40]}.png")
            raise


async def _set_up(page: Page, home: HomeAssistant, demo: Daemon) -> None:
    await pages.log_in(page, home.url)
    await pages.add_integration(page, demo.url, demo.token)
    await until(lambda: _has(home, CALENDAR), "the calendar")
    await page.goto(f"{home.url}/config/integrations/integration/liftday")
    await page.get_by_role("link", name="1 service").click()
    await expect(page.get_by_text("Advice reason")).to_be_visible()
    await expect(page.get_by_text("Push back the next session")).to_be_visible()


async def _open(page: Page, dashboard: str) -> None:
    await page.goto(dashboard)
    await pages.days_are_shown(page, 14)


async def _read_in_calendar(page: Page, home: HomeAssistant, demo: Daemon) -> None:
    session = await _first_open(demo)
    await page.goto(f"{home.url}/calendar")
    day = datetime.fromisoformat(session["start"])
    event = page.get_by_role("cell", name=f"{day.day} {day:%B %Y}").get_by_text(session["title"])
    await event.wait_for(timeout=pages.SHOWN_WITHIN_MS)
    await pages.photograph(page, "calendar", for_documents=True)
    await event.click()
    await expect(page.get_by_text(session["reason"])).to_be_visible()
    await pages.photograph(page, "session", for_documents=True)


async def _skip(page: Page, demo: Daemon) -> dict[str, Any]:
    """The next session, by a click; gives it as it was."""
    ahead = await _first_open(demo)
    await _day(page, ahead).click()
    await page.locator(CARD).locator("[data-verb=skip]").first.click()
    await until(lambda: _is(demo, ahead["uid"], "skipped"), "the skip in the daemon", 10)
    await expect(_day(page, ahead).locator(".session.planned")).to_have_count(0)
    return ahead


def _day(page: Page, session: dict[str, Any]) -> Locator:
    """The day on the card on which this session stands."""
    return page.locator(CARD).locator(f'[data-date="{session["start"][:10]}"]')


async def _look_everywhere(page: Page, whole: str) -> None:
    card = page.locator(CARD)
    for size, name in ((WALL, "week"), (TABLET, "tablet"), (PHONE, "phone")):
        await page.set_viewport_size(size)
        for scheme in ("dark", "light"):
            await page.emulate_media(color_scheme="dark" if scheme == "dark" else "light")
            await _open(page, whole)
            assert await pages.fits(page), (name, scheme)
            is_shown = (name, scheme) in DOCUMENTED
            await pages.photograph(page, name if scheme == "light" else f"{name}-dark", for_documents=is_shown)
            await card.locator(".day").filter(has=page.locator(".session.planned")).first.click()
            await expect(card.get_by_role("region")).to_be_visible()
            assert await pages.barriers(page) == [], (name, scheme)
            if (name, scheme) == ("week", "light"):
                await pages.photograph(page, "why", for_documents=True)
    await page.set_viewport_size(WALL)


async def _push_back_by_keyboard(page: Page, demo: Daemon) -> None:
    session = await _first_open(demo)
    day = session["start"][:10]
    await pages.tab_to(page, "date", day)
    await page.keyboard.press("Enter")
    await expect(page.locator(CARD).get_by_role("region")).to_contain_text(session["reason"])
    await pages.tab_to(page, "verb", "push_back")
    await page.keyboard.press("Enter")
    await until(lambda: _has_left(demo, session["uid"], day), "the push-back in the daemon", 10)
    await expect(_day(page, session).locator(".session.planned")).to_have_count(0)


async def _sessions(demo: Daemon) -> list[dict[str, Any]]:
    sessions: list[dict[str, Any]] = (await demo.snapshot(ATHLETE))["sessions"]
    return sorted(sessions, key=lambda one: datetime.fromisoformat(one["start"]))


async def _first_open(demo: Daemon) -> dict[str, Any]:
    """The next session that is still a suggestion."""
    return next(one for one in await _sessions(demo) if one["status"] == "planned")


async def _is(demo: Daemon, uid: str, status: str, start: str = "") -> bool:
    one = next(one for one in await _sessions(demo) if one["uid"] == uid)
    return bool(one["status"] == status and re.match(start, one["start"]))


async def _has_left(demo: Daemon, uid: str, day: str) -> bool:
    """It stands on a later day, or its week has no later day and it is given up."""
    one = next(one for one in await _sessions(demo) if one["uid"] == uid)
    return bool(one["start"][:10] > day or one["status"] == "dropped")


async def _has(home: HomeAssistant, entity_id: str) -> bool:
    return any(state["entity_id"] == entity_id for state in await home.get("/api/states"))
