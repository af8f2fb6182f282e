"""What a person does on the pages of Home Assistant, by the words that stand on them."""

import asyncio
import io
import os
from collections.abc import AsyncGenerator, Mapping
from contextlib import asynccontextmanager
from datetime import date
from typing import Any

from axe_playwright_python.async_playwright import Axe
from PIL import Image
from playwright.async_api import Page, Route, ViewportSize, expect
from tests.e2e.harness import PASSWORD, ROOT, USER

PHONE, TABLET, WALL = (
    ViewportSize(width=390, height=844),
    ViewportSize(width=1024, height=768),
    ViewportSize(width=1600, height=1000),
)
SHOWN_WITHIN_MS = 60_000
MOST_BYTES = 200_000
"""A picture in a document is no larger."""
ARTEFACTS, DOCUMENTS = ROOT / "artefacts", ROOT / "docs" / "pictures"
CARD = "liftday-week-card"


async def photograph(page: Page, name: str, *, for_documents: bool = False) -> None:
    """A picture of few colours and few bytes, with no blinking cursor and nothing half-drawn.

    It is kept beside the other artefacts; one for the documents is renewed there when `LIFTDAY_PICTURES` asks for it.
    """
    await page.wait_for_timeout(1_500)  # tiles, graphs and icons draw themselves
    shot = Image.open(io.BytesIO(await page.screenshot(animations="disabled", caret="hide"))).convert("RGB")
    folder = DOCUMENTS if for_documents and os.environ.get("LIFTDAY_PICTURES") else ARTEFACTS
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / f"{name}.png"
    shot.quantize(256, dither=Image.Dither.NONE).save(path, optimize=True)
    assert path.stat().st_size < MOST_BYTES, f"{path.name} has {path.stat().st_size} bytes"


async def log_in(page: Page, url: str) -> None:
    """The login page, as it greets somebody new."""
    await page.goto(url)
    await page.get_by_role("textbox", name="Username").fill(USER, timeout=SHOWN_WITHIN_MS)
    await page.get_by_role("textbox", name="Password").fill(PASSWORD)
    await page.get_by_role("button", name="Log in").click()
    await page.get_by_role("link", name="Settings").wait_for(timeout=SHOWN_WITHIN_MS)


async def add_integration(page: Page, address: str, token: str) -> None:
    """Settings, devices and services, add integration, Liftday, where it is, done."""
    await page.get_by_role("link", name="Settings").click()
    await page.get_by_role("link", name="Devices & services").or_(page.get_by_text("Devices & services")).first.click()
    await page.get_by_role("button", name="Add integration").click(timeout=SHOWN_WITHIN_MS)
    await page.get_by_placeholder("Search for a brand name").fill("Liftday")
    await page.get_by_role("button", name="Liftday").click()
    await page.get_by_role("textbox", name="Address*").fill(address)
    await page.get_by_role("textbox", name="Token*").fill(token)
    await page.get_by_role("button", name="Submit").click()
    await page.get_by_role("button", name="Skip and finish").click()


async def add_dashboard(page: Page, url: str, choice: str, title: str | None = None) -> None:
    """The dialog for a new dashboard; without a title the one that it proposes."""
    await page.goto(f"{url}/config/lovelace/dashboards")
    await page.get_by_role("button", name="Add dashboard").click(timeout=SHOWN_WITHIN_MS)
    await page.get_by_role("button", name=choice).first.click()
    if title:
        await page.get_by_role("textbox", name="Title*").fill(title)
    await page.get_by_role("button", name="Create").click()
    await page.get_by_role("link", name=title or choice, exact=True).first.click()


async def add_card(page: Page, title: str) -> None:
    """Edit the dashboard, pick the card, give it a title and one week in its own editor, and finish."""
    await page.get_by_role("button", name="Edit dashboard").click(timeout=SHOWN_WITHIN_MS)
    await page.get_by_role("button", name="Add card").click()
    await page.get_by_role("tab", name="By card").click()
    await page.get_by_placeholder("Search cards").last.fill("Liftday")
    await page.get_by_text("Liftday week", exact=True).first.click(force=True)  # a pane over the preview takes it
    await page.get_by_role("textbox", name="Title").fill(title)
    await page.get_by_role("spinbutton", name="Weeks").fill("1")
    await expect(page.locator(f"{CARD} .day").locator("visible=true")).to_have_count(7)
    await page.get_by_role("button", name="Save").click()
    await page.get_by_role("button", name="Done").click()


async def days_are_shown(page: Page, count: int) -> None:
    """The card has drawn so many days; a picture shows what there is instead."""
    try:
        await expect(page.locator(f"{CARD} .day")).to_have_count(count, timeout=SHOWN_WITHIN_MS)
    except AssertionError:
        ARTEFACTS.mkdir(exist_ok=True)
        await page.screenshot(path=ARTEFACTS / "dashboard-without-card.png")
        raise


async def edit_event(page: Page, url: str, title: str, to: date, hour: str) -> None:
    """Open the event in the calendar's list, edit it, another day and hour, save."""
    await page.goto(f"{url}/calendar")
    await page.get_by_role("button", name="List (7 days)").click(timeout=SHOWN_WITHIN_MS)
    await page.get_by_text(title).first.click()
    await page.get_by_role("button", name="Edit event").click()
    await page.wait_for_timeout(1_000)  # the dialog fades in
    await page.locator("ha-date-input").first.click()
    await page.get_by_role("button", name=f"{to.day} {to:%B}", exact=True).click()
    await page.get_by_role("button", name="OK").click()
    await page.wait_for_timeout(1_000)  # the day is taken over, and the dialog drawn again
    begins = page.locator("ha-time-input input").first
    await begins.fill(hour)
    await begins.press("Tab")
    save = page.get_by_role("button", name="Save event")
    await save.click()
    await expect(save).to_have_count(0)  # a page that is left before would ask whether to keep the change


async def tab_to(page: Page, attribute: str, value: str, most: int = 80) -> None:
    """Press Tab until the focus is on the card's button with this data attribute."""
    ask = """([name, value]) => {
        let at = document.activeElement;
        while (at?.shadowRoot?.activeElement) at = at.shadowRoot.activeElement;
        return at?.dataset?.[name] === value;
    }"""
    for _ in range(most):
        if await page.evaluate(ask, [attribute, value]):
            return
        await page.keyboard.press("Tab")
    raise AssertionError(f"{most} times Tab did not reach {attribute} {value}")


async def barriers(page: Page) -> list[tuple[str, str]]:
    """What axe finds in our card; the pages around it are Home Assistant's."""
    found = await Axe().run(page)
    rules = [rule for rule in found.response["violations"] if rule["id"] != "region"]  # landmarks are the page's
    nodes = [(rule["id"], node) for rule in rules for node in rule["nodes"]]
    return [(rule, _told(node)) for rule, node in nodes if CARD in str(node["target"])]


def _told(node: Mapping[str, Any]) -> str:
    return f"{node['html'][:200]} {node['failureSummary']}"


async def fits(page: Page) -> bool:
    """Whether nothing of the card hangs over its edge."""
    return bool(
        await page.locator(CARD).first.evaluate(
            """card => [...card.shadowRoot.querySelectorAll('.day *')].every(
                one => one.closest('.unseen') || one.scrollWidth <= one.clientWidth + 1 || !one.clientWidth)"""
        )
    )


@asynccontextmanager
async def slow_card(page: Page, seconds: float) -> AsyncGenerator[None]:
    """The card's file takes so long to arrive."""

    async def late(route: Route) -> None:
        await asyncio.sleep(seconds)
        await route.continue_()

    await page.route("**/liftday-week.js*", late)
    yield
    await page.unroute_all(behavior="wait")
