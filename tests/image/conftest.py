"""An image that was just built, a network for it, and a Supervisor in that network."""

import os
import shutil
import subprocess
from collections.abc import AsyncGenerator, Generator
from pathlib import Path

import pytest
from tests.fakes.supervisor import Supervisor, listening
from tests.image.container import INSIDE, PORT, SUPERVISOR, Network

ROOT = Path(__file__).parents[2]


@pytest.fixture(scope="session")
def image() -> Path:
    """The image's files."""
    done = subprocess.run([ROOT / "script" / "image"], stdout=subprocess.PIPE, text=True, check=True)  # noqa: S603 (ours)
    return Path(done.stdout.strip())


@pytest.fixture
def network() -> Generator[Network]:
    """A wire to where the containers are."""
    made = Network(f"lift{os.getpid() % 10000}")
    made.make()
    yield made
    made.remove()


@pytest.fixture
async def supervisor(network: Network) -> AsyncGenerator[Supervisor]:
    """At the address and port where apps look for it."""
    assert network.name
    async with listening(Supervisor(app_url=f"http://{INSIDE}:{PORT}", address=SUPERVISOR), port=80) as answering:
        yield answering


@pytest.fixture
def folders(tmp_path: Path) -> Generator[Path]:
    """A place for a container's folders that everybody may enter: its user is not the one who runs the tests."""
    for folder in (tmp_path, *tmp_path.parents):
        if folder.stat().st_uid == os.getuid() and folder.is_relative_to(tmp_path.parents[1]):
            folder.chmod(0o755)
    yield tmp_path
    shutil.rmtree(tmp_path)
