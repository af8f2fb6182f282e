"""The house that a user would have: a daemon with eight weeks of runs, and a Home Assistant."""

from collections.abc import AsyncGenerator
from datetime import UTC, date, datetime, timezone
from pathlib import Path

import pytest
from tests.e2e import runner
from tests.e2e.harness import ROOT, Daemon, HomeAssistant
from tests.e2e.week import Week

ARTEFACTS = ROOT / "artefacts"


@pytest.fixture(scope="session")
def zone() -> tuple[str, timezone]:
    """Where the runner lives."""
    return runner.home_of(datetime.now(UTC))  # noqa: TID251 (the real daemon lives in real time)


@pytest.fixture(scope="session")
def today(zone: tuple[str, timezone]) -> date:
    """The runner's date."""
    return datetime.now(zone[1]).date()  # noqa: TID251 (as above)


@pytest.fixture
async def daemon(tmp_path: Path, zone: tuple[str, timezone], today: date) -> AsyncGenerator[Daemon]:
    """The real daemon, with eight weeks of imported files."""
    (tmp_path / "watched").mkdir()
    made = Daemon.with_config(tmp_path / "daemon", runner.config(zone[0], today, tmp_path / "watched"))
    written = runner.write_history(tmp_path / "history", today, zone[1])
    told = await made.liftday("import", tmp_path / "history")
    assert f"{written} new, 0 changed, 0 known already." in told
    await made.start()
    yield made
    await made.stop()


@pytest.fixture
async def week(tmp_path: Path, zone: tuple[str, timezone]) -> AsyncGenerator[Week]:
    """Another runner's house, where it is early on the coming Monday."""
    made = await Week.prepared(tmp_path / "week", zone, datetime.now(UTC))  # noqa: TID251 (its clock stands so far ahead)
    await made.daemon.start()
    yield made
    await made.daemon.stop()


@pytest.fixture
async def home(tmp_path: Path, zone: tuple[str, timezone]) -> AsyncGenerator[HomeAssistant]:
    """The real Home Assistant, from an empty folder, past its first pages."""
    async with HomeAssistant(folder=tmp_path / "home", time_zone=zone[0]) as started:
        await started.onboard()
        yield started
