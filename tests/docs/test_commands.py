"""Every command in the documents is run in a home of its own, or belongs to a small set with a reason."""

import os
import shlex
import subprocess
import sys
from pathlib import Path

import pytest
from tests.docs.blocks import PAGES, blocks

NOT_HERE = {
    "docker compose": "needs an engine; the image's tests run the same image",
    "git clone": "needs the project's home",
    "cd": "only moves",
    "export": "what every run here has",
    "script/": "is there and can be run, which another test looks at",
    "uv tool": "installs for the user; the wheel's tests install it elsewhere",
    "install ": "writes into the user's units; the unit files have tests",
    "systemctl": "needs systemd's user manager",
    "loginctl": "needs systemd",
    "rm -r": "deletes",
    "liftday serve": "goes on until it is stopped; the daemon's tests start it",
    "liftday login": "needs an account",
    "liftday strava": "needs an account",
    "liftday notify": "needs an address",
    "liftday db restore": "needs the copy of another machine; tested beside the store",
    "liftday db import": "needs the file of another machine; tested beside the command line",
}
LINES = sorted(
    {line for block in blocks("sh") for line in block.text.splitlines() if line.strip() and not line.startswith("#")}
)
RUN = sorted(line for line in LINES if not line.startswith(tuple(NOT_HERE)) and "--config" not in line)
CONFIG = "athletes: [{id: alex, name: Alex, time_zone: Europe/Berlin, sources: [{kind: demo}]}]\n"


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A home with a configuration and a plan."""
    folder = tmp_path_factory.mktemp("home")
    (folder / "config.yaml").write_text(CONFIG, encoding="utf-8")
    done = liftday("liftday sync", folder)
    assert done.returncode == 0, done.stderr
    return folder


def liftday(line: str, home: Path) -> subprocess.CompletedProcess[str]:
    program, *words = shlex.split(line)
    where = Path(sys.executable).parent
    environment = {
        "HOME": str(home),
        "XDG_DATA_HOME": str(home / "data"),
        "LIFTDAY_CONFIG": str(home / "config.yaml"),
        "PATH": os.defpath,
    }
    return subprocess.run(  # noqa: S603 (lines of our own documents)
        [where / Path(program).name, *words],
        env=environment,
        cwd=home,
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )


@pytest.mark.slow
@pytest.mark.parametrize("line", RUN)
def test_a_command_of_the_documents_does_its_work(line: str, home: Path) -> None:
    assert Path(shlex.split(line)[0]).name == "liftday", f"{line!r} is neither ours nor in the list with a reason"
    done = liftday(line, home)
    # the doctor and the page say what a daemon that does not run means, and that is their work
    assert done.returncode in ({0, 1} if line.split()[1] in {"doctor", "page"} else {0}), done.stderr + done.stdout
    assert "Traceback" not in done.stderr
    assert done.stdout + done.stderr


def test_no_reason_stands_for_a_command_that_nobody_is_told() -> None:
    assert {start for start in NOT_HERE if not any(line.startswith(start) for line in LINES)} <= {"liftday notify"}


def test_the_documents_hold_their_commands_in_blocks_that_are_looked_at() -> None:
    indented = [
        f"{page.name}: {line}"
        for page in PAGES
        for line in page.read_text(encoding="utf-8").splitlines()
        if line.startswith("    liftday ")
    ]
    assert indented == []
