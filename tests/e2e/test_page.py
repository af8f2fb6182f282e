"""The page at `/` as a runner meets it: the real daemon, a real browser, scripts switched off."""

import json
from collections.abc import AsyncGenerator
from pathlib import Path
from typing import Any, Literal

import pytest
import pytest_asyncio
from axe_playwright_python.async_playwright import Axe
from playwright.async_api import (
    Browser,
    BrowserContext,
    ConsoleMessage,
    Page,
    StorageState,
    ViewportSize,
    async_playwright,
)
from tests.e2e.harness import CHROMIUM, CHROMIUM_OPTIONS, ROOT, Daemon

ARTEFACTS = ROOT / "artefacts"
ATHLETE: dict[str, Any] = {
    "id": "alex",
    "name": "Alex",
    "time_zone": "Europe/Berlin",
    "body": {"age": 38, "hr_max_bpm": 188, "lthr_bpm": 171, "threshold_speed_mps": 3.7},
    "strength": {"sessions_logged": 20},
    "sources": [{"kind": "demo"}, {"kind": "strava", "name": "my-strava", "client_id": 1}],
}
PHONE, DESK = ViewportSize(width=390, height=844), ViewportSize(width=1280, height=900)


pytestmark = pytest.mark.asyncio(loop_scope="module")


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def daemon(tmp_path_factory: pytest.TempPathFactory) -> AsyncGenerator[Daemon]:
    made = Daemon.with_config(tmp_path_factory.mktemp("page") / "daemon", {"athletes": [ATHLETE]})
    await made.start()
    yield made
    await made.stop()


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def browser() -> AsyncGenerator[Browser]:
    async with async_playwright() as playwright:
        opened = await playwright.chromium.launch(executable_path=CHROMIUM, args=CHROMIUM_OPTIONS)
        yield opened
        await opened.close()


async def signed_in(daemon: Daemon, context: BrowserContext) -> Page:
    """In by the link that the command prints, and the button behind it."""
    context.set_default_timeout(5000)
    page = await context.new_page()
    await page.goto(json.loads(await daemon.liftday("page", "--json"))["url"])
    await page.get_by_role("button", name="Open my plan").click()
    await page.get_by_role("heading", name="This week").wait_for()
    return page


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def state(daemon: Daemon, browser: Browser) -> StorageState:
    """The cookie of somebody who is signed in."""
    page = await signed_in(daemon, await browser.new_context())
    return await page.context.storage_state()


async def sessions(daemon: Daemon) -> dict[str, dict[str, Any]]:
    return {one["uid"]: one for one in (await daemon.snapshot("alex"))["sessions"]}


async def next_uid(page: Page) -> str:
    return await page.locator(".next input[name=uid]").input_value()


async def test_a_runner_signs_in_by_link_pushes_back_and_marks_done_without_scripts(
    daemon: Daemon, browser: Browser
) -> None:
    context = await browser.new_context(java_script_enabled=False, viewport=DESK)
    asked: list[str] = []
    context.on("request", lambda request: asked.append(request.url))
    page = await signed_in(daemon, context)
    uid = await next_uid(page)
    before = (await sessions(daemon))[uid]

    await page.locator(".next").get_by_role("button", name="Push back").click()
    told = await page.get_by_role("status").inner_text()
    moved = (await sessions(daemon))[uid]
    assert told.endswith(".")
    assert moved["start"] > before["start"]
    await page.reload()
    assert await page.get_by_role("status").count() == 0

    uid = await next_uid(page)
    await page.locator(".next").get_by_role("button", name="Done").click()
    await page.get_by_role("status").wait_for()
    assert (await sessions(daemon))[uid]["status"] == "done"
    assert {address.split("/")[2] for address in asked} == {daemon.url.removeprefix("http://")}


async def test_why_stands_behind_every_day_and_opens_by_keyboard_without_scripts(
    daemon: Daemon, browser: Browser, state: StorageState
) -> None:
    context = await browser.new_context(java_script_enabled=False, viewport=PHONE, storage_state=state)
    page = await context.new_page()
    await page.goto(f"{daemon.url}/")
    days = {one["date"]: one for one in (await daemon.snapshot("alex"))["days"]}
    assert await page.locator(".day").count() == len(days) == 14
    for number, day in enumerate(days.values()):
        summary = page.locator(".day").nth(number).locator("summary").last
        await summary.focus()
        await page.keyboard.press("Enter")
        assert day["because"] in await page.locator(".day").nth(number).inner_text()


@pytest.mark.parametrize("scheme", ["light", "dark"])
async def test_the_page_fits_every_width_and_has_no_barrier(
    daemon: Daemon, browser: Browser, state: StorageState, scheme: Literal["light", "dark"]
) -> None:
    others = ("/athlete/alex/connect/my-strava", "/nowhere", "/sign-in", "/open/a-link")
    ARTEFACTS.mkdir(exist_ok=True)
    for size in (PHONE, DESK):
        context = await browser.new_context(storage_state=state, color_scheme=scheme, viewport=size)
        page = await context.new_page()
        complaints: list[str] = []

        def note(message: ConsoleMessage, kept: list[str] = complaints) -> None:
            if message.type == "error":
                kept.append(message.text)

        page.on("console", note)
        await page.goto(f"{daemon.url}/")
        await page.screenshot(path=ARTEFACTS / f"page-{scheme}-{size['width']}.png", full_page=True)
        await page.evaluate("document.querySelectorAll('details').forEach(one => { one.open = true })")
        await no_barrier(page)
        for path in others if size is PHONE else ():
            await page.goto(daemon.url + path)
            await no_barrier(page)
        assert [one for one in complaints if "404" not in one] == []
        await context.close()


async def no_barrier(page: Page) -> None:
    assert await page.evaluate("document.documentElement.scrollWidth <= window.innerWidth")
    found = await Axe().run(page)
    assert not [
        (one["id"], node["html"], node["failureSummary"])
        for one in found.response["violations"]
        for node in one["nodes"]
    ]


async def test_a_wrong_address_is_told_in_words_and_a_stranger_sees_no_plan(daemon: Daemon, browser: Browser) -> None:
    page = await browser.new_page()
    await page.goto(f"{daemon.url}/nowhere")
    assert await page.get_by_role("heading").inner_text() == "Nothing here"
    await page.goto(f"{daemon.url}/athlete/alex")
    assert page.url == f"{daemon.url}/sign-in"
    await page.get_by_label("Or the API token").fill(daemon.token)
    await page.get_by_role("button", name="Sign in").click()
    await page.get_by_role("heading", name="This week").wait_for()
    await page.get_by_role("button", name="Sign out").click()
    assert page.url == f"{daemon.url}/sign-in"


async def test_an_answer_from_another_site_finds_the_visitor_still_signed_in(
    daemon: Daemon, browser: Browser, state: StorageState, tmp_path: Path
) -> None:
    """The cookie does not travel with a click elsewhere, so the way back from Strava asks once more from here."""
    page = await (await browser.new_context(java_script_enabled=False, storage_state=state)).new_page()
    elsewhere = tmp_path / "elsewhere.html"
    back = f"{daemon.url}/athlete/alex/connect/my-strava/back?state=x&code=y"
    elsewhere.write_text(f'<!doctype html><title>Strava</title><a href="{back}">Agree</a>', encoding="utf-8")
    await page.goto(elsewhere.as_uri())
    await page.get_by_role("link", name="Agree").click()
    await page.get_by_text("This login is over; begin a new one.").wait_for()
