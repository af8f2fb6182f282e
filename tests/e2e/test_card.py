"""The built card in a real browser, with a made-up Home Assistant around it: what it shows, says and sends."""

import base64
import hashlib
import json
import re
from collections.abc import AsyncGenerator
from datetime import date, timedelta
from typing import Any

import pytest
from axe_playwright_python.async_playwright import Axe
from playwright.async_api import Page, async_playwright, expect
from tests.e2e.harness import CHROMIUM, CHROMIUM_OPTIONS, ROOT

BUILT = ROOT / "custom_components" / "liftday" / "frontend" / "liftday-week.js"
GOLDEN = ROOT / "tests" / "contract" / "golden" / "v1" / "0001-a-push-back.json"
ARTEFACTS = ROOT / "artefacts"
PAGE = """<!doctype html><html lang="LANGUAGE"><title>card</title><meta name="viewport" content="width=device-width">
<style>body { font-family: sans-serif; margin: 16px; background: #fafafa } ha-card { display: block; background: #fff;
border: 1px solid #ddd; border-radius: 12px } body.dark { background: #111; color: #e6e6e6 }
body.dark ha-card { background: #1c1c1c; border-color: #333 } body.dark { --primary-text-color: #e6e6e6;
--secondary-text-color: #b0b0b0; --divider-color: #444; --secondary-background-color: #2a2a2a;
--card-background-color: #1c1c1c; --red-color: #ff8a80; --green-color: #81c784; --purple-color: #b39ddb;
--deep-orange-color: #ffab91; --primary-color: #64b5f6 }</style>
<body><main><h1 style="position:absolute;left:-999px">Dashboard</h1><liftday-week-card></liftday-week-card></main>
<script type="module">
import "BUILT";
window.sent = [];
window.refusal = null;
window.refusals = REFUSALS;
const card = document.querySelector("liftday-week-card");
card.setConfig({ type: "custom:liftday-week-card", entity: "calendar.liftday_alex", weeks: 2 });
card.hass = {
  language: "LANGUAGE", locale: { language: "LANGUAGE" }, states: {}, entities: {},
  connection: {
    subscribeMessage: async (callback, message) => {
      window.sent.push(message);
      if (window.refusals-- > 0) throw new Error("Unknown command.");
      window.push = callback;
      return () => { window.ended = true; };
    },
    addEventListener: (event, callback) => { window[`on_${event}`] = callback; },
    removeEventListener: (event) => { delete window[`on_${event}`]; },
  },
  callService: async (domain, service, data) => {
    window.sent.push({ domain, service, data });
    if (window.refusal) throw new Error(window.refusal);
  },
};
</script>"""


@pytest.fixture
async def page() -> AsyncGenerator[Page]:
    async with async_playwright() as playwright:
        browser = await playwright.chromium.launch(executable_path=CHROMIUM, args=CHROMIUM_OPTIONS)
        opened = await browser.new_page(viewport={"width": 1180, "height": 900})
        opened.set_default_timeout(5000)
        opened.on("pageerror", lambda error: pytest.fail(str(error)))
        yield opened
        await browser.close()


def week(*, available: bool = True) -> dict[str, Any]:
    """What the integration sends: the contract's own example, with all of its two weeks."""
    snapshot = json.loads(GOLDEN.read_text(encoding="utf-8"))
    [day] = snapshot["days"]
    monday = date.fromisoformat(day["date"]) - timedelta(days=date.fromisoformat(day["date"]).weekday())
    efforts = ["easy", "hard", "easy", "easy", "uncertain", "rest", "long", "easy", "hard", "easy", "race", "rest"]
    snapshot["days"] = [
        day | {"date": str(monday + timedelta(days=n)), "effort": effort, "expected": n > 3}
        for n, effort in enumerate([*efforts, "unknown", "long"])
    ]
    return {"device_id": "abc", "available": available, "snapshot": snapshot}


def _as_module() -> str:
    """The built file as an address that asks no server."""
    return "data:text/javascript;base64," + base64.b64encode(BUILT.read_bytes()).decode()


async def show(page: Page, sent: dict[str, Any], language: str = "en", *, refusals: int = 0) -> None:
    """Open the card with this week, in a Home Assistant that first refuses so many times."""
    content = PAGE.replace("LANGUAGE", language).replace("BUILT", _as_module()).replace("REFUSALS", str(refusals))
    await page.set_content(content)
    await page.wait_for_function("typeof window.push === 'function'")
    await page.evaluate("week => window.push(week)", sent)
    await page.wait_for_selector("liftday-week-card .day")


async def click(page: Page, selector: str) -> None:
    """Click something inside the card."""
    await page.locator(f"liftday-week-card {selector}").first.click()


async def texts(page: Page, selector: str) -> list[str]:
    """The visible words of each match."""
    found = await page.locator(f"liftday-week-card {selector}").all_inner_texts()
    return [" ".join(text.split()) for text in found]


def moved(sent: dict[str, Any]) -> dict[str, Any]:
    """The session of the example that stands on another day than it was first given."""
    return next(
        one
        for one in sent["snapshot"]["sessions"]
        if one["status"] == "planned" and one["start"][:10] != one["original_date"]
    )


async def test_the_committed_card_was_built_from_the_sources_beside_it() -> None:
    folder = ROOT / "card"
    files = sorted(path for path in (folder / "src").rglob("*") if path.is_file())
    digest = hashlib.sha256()
    for path in [*files, folder / "package-lock.json"]:
        digest.update(path.read_bytes())
    told = re.match(r"/\* liftday-week, built by script/card from (\w+) \*/", BUILT.read_text(encoding="utf-8"))
    assert told
    assert told[1] == digest.hexdigest(), "run script/card and commit what it built"


async def test_the_card_shows_fourteen_days_and_where_a_session_came_from(page: Page) -> None:
    sent = week()
    await show(page, sent)
    assert len(await texts(page, ".day")) == 14
    assert await page.locator("liftday-week-card [aria-current=date]").count() == 1
    assert any("moved from" in text for text in await texts(page, ".session .moved"))
    assert await texts(page, ".advice") == [sent["snapshot"]["advice"]["reason"]]


async def test_a_tap_on_a_day_says_why_and_lets_the_athlete_push_the_session_back(page: Page) -> None:
    sent = week()
    session = moved(sent)
    await show(page, sent)
    await click(page, f'[data-date="{session["start"][:10]}"]')
    assert session["reason"] in (await texts(page, ".details"))[0]
    [change] = [one for one in sent["snapshot"]["changes"] if one["uid"] == session["uid"]]
    assert await texts(page, ".details .changed") == [f"↪ Thu 26 · {change['reason']}"]
    await click(page, "[data-verb=push_back]")
    assert await page.evaluate("window.sent.at(-1)") == {
        "domain": "liftday",
        "service": "push_back",
        "data": {"device_id": "abc", "session": session["uid"]},
    }


async def test_a_refusal_is_said_where_the_athlete_looks_and_another_try_is_possible(page: Page) -> None:
    sent = week()
    await show(page, sent)
    await click(page, f'[data-date="{moved(sent)["start"][:10]}"]')
    await page.evaluate("window.refusal = 'The plan has changed.'")
    await click(page, "[data-verb=done]")
    await page.wait_for_selector("liftday-week-card [role=alert]")
    assert await texts(page, "[role=alert]") == ["That did not work: The plan has changed."]
    await page.evaluate("window.refusal = null")
    await click(page, "[data-verb=done]")
    await page.wait_for_selector("liftday-week-card [role=alert]", state="detached")


async def test_the_card_follows_what_is_pushed_and_says_when_the_daemon_is_gone(page: Page) -> None:
    await show(page, week())
    assert await page.locator("liftday-week-card .notice").count() == 0
    await page.evaluate("week => window.push(week)", week(available=False))
    await page.wait_for_selector("liftday-week-card .notice")
    await page.evaluate("week => window.push(week)", week())
    await page.wait_for_selector("liftday-week-card .notice", state="detached")


async def test_the_card_asks_again_while_home_assistant_is_still_starting(page: Page) -> None:
    await show(page, week(), refusals=2)
    assert [one["type"] for one in await page.evaluate("window.sent")] == ["liftday/subscribe"] * 3


async def test_the_card_says_what_is_wrong_when_it_is_refused_for_long_and_goes_on_asking(page: Page) -> None:
    await page.clock.install()
    content = PAGE.replace("LANGUAGE", "en").replace("BUILT", _as_module()).replace("REFUSALS", "3")
    await page.set_content(content)
    card = page.locator("liftday-week-card")
    await expect(card).to_contain_text("Waiting for the plan")
    await page.clock.run_for(3_500)
    await expect(card).to_contain_text("That did not work: Unknown command.")
    await page.clock.run_for(4_500)
    await page.wait_for_function("typeof window.push === 'function'")
    await page.evaluate("week => window.push(week)", week())
    await expect(card).not_to_contain_text("That did not work")


async def test_the_card_asks_anew_when_the_connection_is_back(page: Page) -> None:
    await show(page, week())
    await page.evaluate("delete window.push; window.on_ready()")
    await page.evaluate("week => window.push(week)", week(available=False))
    await page.wait_for_selector("liftday-week-card .notice")
    await page.evaluate("document.querySelector('liftday-week-card').remove()")
    assert await page.evaluate("window.ended && window.on_ready === undefined")


async def test_the_card_can_be_used_by_keyboard_alone(page: Page) -> None:
    sent = week()
    await show(page, sent)
    day = moved(sent)["start"][:10]
    await page.locator(f'liftday-week-card [data-date="{day}"]').focus()
    await page.keyboard.press("Enter")
    await page.wait_for_selector("liftday-week-card .details")
    await page.keyboard.press("Enter")
    await page.wait_for_selector("liftday-week-card .details", state="detached")
    assert await page.evaluate("document.activeElement.shadowRoot.activeElement.dataset.date") == day


@pytest.mark.parametrize("language", ["de", "fr", "es", "it", "nl"])
async def test_the_card_speaks_the_language_of_home_assistant(page: Page, language: str) -> None:
    await show(page, week(), language)
    assert "Push back" not in await page.locator("liftday-week-card").inner_text()
    assert "expected" not in await page.locator("liftday-week-card").inner_text()


@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize("width", [380, 1180, 1900])
async def test_the_card_fits_every_width_and_has_no_barrier(page: Page, theme: str, width: int) -> None:
    sent = week()
    await page.set_viewport_size({"width": width, "height": 1000})
    await show(page, sent)
    await page.evaluate("theme => document.body.classList.add(theme)", theme)
    await click(page, f'[data-date="{moved(sent)["start"][:10]}"]')
    await page.wait_for_timeout(200)
    assert await page.evaluate("document.documentElement.scrollWidth <= window.innerWidth")
    ARTEFACTS.mkdir(exist_ok=True)
    await page.screenshot(path=ARTEFACTS / f"card-{theme}-{width}.png", full_page=True)
    found = await Axe().run(page)
    assert not [
        (one["id"], node["html"], node["failureSummary"])
        for one in found.response["violations"]
        for node in one["nodes"]
    ]


async def test_the_card_asks_no_other_server_for_anything(page: Page) -> None:
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    await show(page, week())
    assert asked == []
    assert "http" not in re.sub(r"http://www\.w3\.org/\S+", "", BUILT.read_text(encoding="utf-8"))
