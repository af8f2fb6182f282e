"""What a user gets: the wheel, built from the source distribution, in an environment of its own."""

import os
import subprocess
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
UV = ROOT / ".local" / "tools" / "bin" / "uv"


def uv(*words: str | Path) -> None:
    """Run uv as script/setup does; what it took from the network then lies in its cache."""
    done = subprocess.run([UV, *map(str, words)], cwd=ROOT, capture_output=True, text=True, check=False)  # noqa: S603 (ours)
    assert done.returncode == 0, done.stderr


@dataclass(frozen=True, slots=True)
class Done:
    """What a command left behind."""

    status: int
    out: str
    err: str


type Liftday = Callable[..., Done]


@pytest.fixture(scope="session")
def distributions(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with the source distribution, and the wheel that was built from it."""
    folder = tmp_path_factory.mktemp("dist")
    uv(
        "build",
        "--quiet",
        "--python",
        sys.executable,
        "--build-constraint",
        "requirements/build.txt",
        "-o",
        folder,
        ".",
    )
    return folder


@pytest.fixture(scope="session")
def program(distributions: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """`liftday` in an environment that holds the wheel, what the lock says for it, and nothing else."""
    environment = tmp_path_factory.mktemp("empty") / "venv"
    python = environment / "bin" / "python"
    [wheel] = distributions.glob("*.whl")
    uv("venv", "--quiet", "--python", sys.executable, environment)
    uv("pip", "install", "--quiet", "--python", python, "--require-hashes", "-r", "requirements/daemon.txt")
    uv("pip", "install", "--quiet", "--python", python, "--offline", "--no-deps", wheel)
    return environment / "bin" / "liftday"


@pytest.fixture
def liftday(program: Path, tmp_path: Path) -> Liftday:
    """Run a command of the installed program, in a folder of its own."""
    kept = {name: os.environ[name] for name in ("PATH", "SSL_CERT_FILE") if name in os.environ}
    env = kept | {"HOME": str(tmp_path), "TZ": "Europe/Berlin", "COLUMNS": "200"}

    def run(*words: str | Path) -> Done:
        done = subprocess.run(  # noqa: S603 (our own program)
            [program, *map(str, words)], cwd=tmp_path, env=env, capture_output=True, text=True, check=False, timeout=120
        )
        return Done(done.returncode, done.stdout, done.stderr)

    return run
