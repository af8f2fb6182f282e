"""The AppArmor profile: its compiler takes it, and it lets the daemon do what it was seen doing.

No kernel enforces it here: what is compared is what the running daemon has mapped and opened.
"""

import re
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest
from tests.fakes.supervisor import APP_TOKEN, Supervisor
from tests.image.container import Container, Network, running
from tests.image.test_app import paired

PROFILE = Path(__file__).parents[2] / "app" / "apparmor.txt"
RULE = re.compile(r"^\s*(?:owner )?(?P<path>[/@]\S*) (?P<rights>[rwkmixl]+),$", re.MULTILINE)
FROM_THE_BASE = ("/dev/null", "/dev/urandom", "/etc/ld.so.cache", "/etc/localtime")


def parsed(text: str) -> subprocess.CompletedProcess[str]:
    words = ["apparmor_parser", "--skip-kernel-load", "--skip-cache", "--debug"]
    return subprocess.run(words, input=text, capture_output=True, text=True, check=False)  # noqa: S603 (the compiler)


def test_its_compiler_takes_it_and_would_notice_a_slip() -> None:
    text = PROFILE.read_text(encoding="utf-8")
    assert parsed(text).returncode == 0, parsed(text).stderr
    assert parsed(text.replace("capability chown", "capability chwon")).returncode != 0


def rights_on(path: str) -> set[str]:
    """What the profile allows for a path, rule by rule."""
    text = PROFILE.read_text(encoding="utf-8").replace("@{PROC}", "/proc").replace("@{sys}", "/sys")
    return {
        right for rule in RULE.finditer(text) if as_pattern(rule["path"]).fullmatch(path) for right in rule["rights"]
    }


def as_pattern(glob: str) -> re.Pattern[str]:
    """AppArmor's globs: `*` within a folder, `**` across folders, and alternatives."""
    glob = glob.replace("@{pid}", "*")
    parts = re.split(r"(\*\*|\*|\{[^}]*\})", glob)
    return re.compile("".join(_translated(part) for part in parts))


def _translated(part: str) -> str:
    match part:
        case "**":
            return ".+"
        case "*":
            return "[^/]+"
        case _ if part.startswith("{"):
            return "(?:" + "|".join(map(re.escape, part[1:-1].split(","))) + ")"
    return re.escape(part)


def test_its_globs_are_read_as_apparmor_reads_them() -> None:
    assert rights_on("/data/liftday.db") == {"r", "w", "k"}
    assert rights_on("/etc/passwd") == {"r"}
    assert "w" not in rights_on("/opt/liftday/bin/python")
    assert rights_on("/home/x") == rights_on("/srv/x") == set()


@pytest.fixture
def app(image: Path, network: Network, folders: Path) -> Container:
    (folders / "data").mkdir()
    (folders / "own").mkdir()
    env = {"SUPERVISOR_TOKEN": APP_TOKEN, "TZ": "Europe/Berlin"}
    return Container(image=image, network=network, data=folders / "data", own=folders / "own", env=env)


def mapped(pid: int) -> Iterator[tuple[str, str]]:
    """Files in the daemon's memory, with the rights that each takes."""
    for line in Path(f"/proc/{pid}/maps").read_text(encoding="utf-8").splitlines():
        words = line.split(maxsplit=5)
        if len(words) == 6 and words[5].startswith("/"):
            yield words[5], "m" if "x" in words[1] else "r"


def opened(pid: int) -> Iterator[tuple[str, str]]:
    """Files that it holds open, with the rights that each takes."""
    for link in Path(f"/proc/{pid}/fd").iterdir():
        path = str(link.readlink())
        flags = re.search(r"flags:\s+(\d+)", Path(f"/proc/{pid}/fdinfo/{link.name}").read_text(encoding="ascii"))
        if path.startswith("/") and flags:
            yield path, "w" if int(flags[1], 8) & 3 else "r"


async def test_it_allows_what_the_running_daemon_does(app: Container, supervisor: Supervisor) -> None:
    async with running(app):
        await paired(supervisor)
        image, log = str(app.image), str(app.data.with_name(f"{app.data.name}.log"))
        seen = {(path.removeprefix(image), right) for path, right in (*mapped(app.pid), *opened(app.pid))}
    inside = {
        (path.replace(str(app.data), "/data"), right)
        for path, right in seen
        if path != log and not path.startswith(("/dev/pts", "/proc/"))
    }
    assert any(path == "/data/liftday.db" for path, _ in inside)
    refused = {(path, right) for path, right in inside if right not in rights_on(path) and path not in FROM_THE_BASE}
    assert refused == set()
