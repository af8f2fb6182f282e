"""The units that ship: systemd itself reads them, and says how much a daemon that was taken over could reach."""

import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
UNITS = ROOT / "packaging" / "systemd"
ANALYZE = shutil.which("systemd-analyze")
needs_systemd = pytest.mark.skipif(ANALYZE is None, reason="systemd-analyze is not installed")
EXECUTABLE = re.compile(r"^ExecStart=(\S+)", re.MULTILINE)


def analyze(tmp_path: Path, *words: object) -> subprocess.CompletedProcess[str]:
    assert ANALYZE
    return subprocess.run(  # noqa: S603 (systemd's own)
        [ANALYZE, *map(str, words)],
        capture_output=True,
        text=True,
        check=False,
        env={"XDG_RUNTIME_DIR": str(tmp_path), "HOME": str(tmp_path), "SYSTEMD_PAGER": "", "LC_ALL": "C.UTF-8"},
    )


def installed(name: str, tmp_path: Path) -> Path:
    """The unit with a program that is there, for systemd looks."""
    path = tmp_path / name
    text = (UNITS / name).read_text(encoding="utf-8")
    path.write_text(EXECUTABLE.sub(f"ExecStart={sys.executable}", text, count=1), encoding="utf-8")
    return path


@needs_systemd
@pytest.mark.parametrize(("name", "manager"), [("liftday.service", "--system"), ("liftday-user.service", "--user")])
def test_systemd_finds_nothing_wrong_with_the_unit(tmp_path: Path, name: str, manager: str) -> None:
    done = analyze(tmp_path, manager, "verify", "--man=no", installed(name, tmp_path))
    assert (done.returncode, done.stderr) == (0, "")


@needs_systemd
def test_systemd_would_notice_a_misspelt_line(tmp_path: Path) -> None:
    unit = installed("liftday.service", tmp_path)
    unit.write_text(unit.read_text(encoding="utf-8").replace("ProtectHome=", "ProtectHomes="), encoding="utf-8")
    assert "ProtectHomes" in analyze(tmp_path, "--system", "verify", "--man=no", unit).stderr


@needs_systemd
@pytest.mark.parametrize(("name", "at_most"), [("liftday.service", 1.5), ("liftday-user.service", 6.5)])
def test_a_daemon_that_was_taken_over_reaches_little(tmp_path: Path, name: str, at_most: float) -> None:
    """Exposure by systemd's own marks, 0 to 10; most of what is left is that it must reach the network."""
    done = analyze(tmp_path, "security", "--offline=true", installed(name, tmp_path))
    found = re.search(r"Overall exposure level for \S+: ([\d.]+)", done.stdout)
    assert found, done.stderr
    assert float(found[1]) <= at_most


def test_the_units_start_a_command_that_there_is() -> None:
    for unit in sorted(UNITS.glob("*.service")):
        found = EXECUTABLE.search(unit.read_text(encoding="utf-8"))
        assert found
        assert Path(found[1]).name == "liftday"
    done = subprocess.run(
        [sys.executable, "-c", "from liftday_sync.cli import main; main()", "serve", "--help"],
        capture_output=True,
        text=True,
        check=True,
        env={"COLUMNS": "200", "TERM": "dumb"},
    )
    assert {"--config", "--log-format"} <= set(re.findall(r"--[\w-]+", done.stdout))
