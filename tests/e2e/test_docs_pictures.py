"""The pictures of Liftday's own page in the documents, renewed when `LIFTDAY_PICTURES` asks for it."""

import json
from pathlib import Path
from typing import Any

import pytest
from playwright.async_api import async_playwright
from tests.e2e.harness import CHROMIUM, CHROMIUM_OPTIONS, Daemon
from tests.e2e.pages import photograph

ATHLETE: dict[str, Any] = {
    "id": "alex",
    "name": "Alex",
    "time_zone": "Europe/Berlin",
    "body": {"age": 38, "hr_max_bpm": 188, "lthr_bpm": 171, "threshold_speed_mps": 3.7},
    "strength": {"sessions_logged": 20},
    "sources": [{"kind": "demo"}, {"kind": "garmin"}, {"kind": "strava", "client_id": 1}],
}


@pytest.mark.asyncio
async def test_the_page_says_where_each_account_is_connected_and_each_step_is_shown(tmp_path: Path) -> None:
    daemon = Daemon.with_config(tmp_path / "daemon", {"athletes": [ATHLETE]})
    await daemon.start()
    try:
        async with async_playwright() as playwright:
            browser = await playwright.chromium.launch(executable_path=CHROMIUM, args=CHROMIUM_OPTIONS)
            page = await browser.new_page(viewport={"width": 900, "height": 720})
            page.set_default_timeout(10_000)
            await page.goto(json.loads(await daemon.liftday("page", "--json"))["url"])
            await page.get_by_role("button", name="Open my plan").click()
            await page.get_by_role("heading", name="This week").wait_for()
            await photograph(page, "page", for_documents=True)
            await page.set_viewport_size({"width": 900, "height": 420})
            for account in ("garmin", "strava"):
                await page.get_by_role("link", name=f"Connect {account}").click()
                await page.get_by_role("heading", name=f"Connect {account}").wait_for()
                await photograph(page, f"connect-{account}", for_documents=True)
                await page.go_back()
            await browser.close()
    finally:
        await daemon.stop()
