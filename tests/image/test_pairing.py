"""App, Supervisor and a real Home Assistant with its own Supervisor integration: found, and paired by one click."""

import re
from collections.abc import AsyncGenerator
from pathlib import Path
from typing import Any

import pytest
from aiohasupervisor.models import InstalledAddonComplete
from tests.e2e.harness import HomeAssistant
from tests.e2e.programs import until
from tests.fakes.supervisor import ABOUT, APP_TOKEN, CORE_TOKEN, Supervisor
from tests.image.container import INSIDE, SUPERVISOR, Container, Network, running

FLOWS = "/api/config/config_entries/flow"
ADVICE = {"strength", "strength_light", "easy_only", "rest", "unknown_data"}


@pytest.fixture
async def app(image: Path, network: Network, folders: Path, supervisor: Supervisor) -> AsyncGenerator[Container]:
    """The app as it comes, running. This machine knows no names of apps, so its name is its address."""
    (folders / "data").mkdir()
    (folders / "own").mkdir()
    env = {"SUPERVISOR_TOKEN": APP_TOKEN, "TZ": "Europe/Berlin"}
    made = Container(image=image, network=network, data=folders / "data", own=folders / "own", env=env, hostname=INSIDE)
    async with running(made):

        async def told() -> bool:
            return bool(supervisor.told)

        await until(told, "the discovery")
        yield made


@pytest.fixture
async def home(app: Container, folders: Path, monkeypatch: pytest.MonkeyPatch) -> AsyncGenerator[HomeAssistant]:
    """Home Assistant as the Supervisor starts it, after the app."""
    assert app.is_running
    monkeypatch.setenv("SUPERVISOR", SUPERVISOR)
    monkeypatch.setenv("SUPERVISOR_TOKEN", CORE_TOKEN)
    async with HomeAssistant(folder=folders / "home") as started:
        await started.onboard()
        yield started


async def offered(home: HomeAssistant) -> dict[str, Any]:
    """The flow that Home Assistant offers for us."""

    async def listed() -> dict[str, Any] | None:
        found: list[dict[str, Any]] = await home.command(type="config_entries/flow/progress")
        return next((one for one in found if one["handler"] == "liftday"), None)

    offer: dict[str, Any] = await until(listed, "the offer")
    return offer


async def test_home_assistant_offers_the_app_and_one_click_pairs_it(app: Container, home: HomeAssistant) -> None:
    flow = await offered(home)
    assert flow["context"]["source"] == "hassio"
    end = await home.post(f"{FLOWS}/{flow['flow_id']}", {})
    assert (end["type"], end["title"]) == ("create_entry", "Liftday")

    async def advice() -> bool:
        entities = await home.command(type="config/entity_registry/list")
        ours = {one["entity_id"] for one in entities if one["platform"] == "liftday" and not one["disabled_by"]}
        states = {one["entity_id"]: one["state"] for one in await home.get("/api/states")}
        return any(states.get(name) in ADVICE for name in ours)

    await until(advice, "the day's advice in Home Assistant")
    assert [one for one in home.complaints() if "hassio" not in one] == []
    assert "Traceback" not in app.log


async def test_the_page_is_in_home_assistant_for_who_is_signed_in_there(app: Container, home: HomeAssistant) -> None:
    assert app.is_running
    page = await text(home, "/api/hassio_ingress/some-key/")
    assert "This week" in page
    assert 'href="/api/hassio_ingress/some-key/look.css"' in page
    assert not re.search(r'(?:href|action)="/(?!api/hassio_ingress/some-key/)', page), "every way stays inside"


async def text(home: HomeAssistant, path: str) -> str:
    assert home._session
    async with home._session.get(home.url + path, headers={"Accept": "text/html"}, raise_for_status=True) as answer:
        return await answer.text()


def test_the_fake_tells_what_the_real_one_would() -> None:
    """Home Assistant's own reader takes it."""
    about = InstalledAddonComplete.from_dict(ABOUT | {"slug": "a1b2c3d4_liftday"})
    assert (about.name, about.discovery) == ("Liftday", ["liftday"])
