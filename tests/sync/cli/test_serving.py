"""The daemon as a program of its own: what it says, what it leaves on the disk, and how it ends."""

import json
import os
import re
import signal
import stat
import subprocess
import sys
import time
from collections.abc import Generator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from urllib.request import Request, urlopen

import pytest
from icalendar import Calendar
from tests.sync.cli.conftest import written

pytestmark = pytest.mark.slow
LIFTDAY = (sys.executable, "-c", "from liftday_sync.cli import main; main()")
PATIENCE_S = 60


@dataclass(slots=True)
class Program:
    process: subprocess.Popen[str]
    out: Path
    err: Path

    def says(self, pattern: str) -> re.Match[str]:
        """Wait until its output has this."""
        until = time.monotonic() + PATIENCE_S
        while not (found := re.search(pattern, self.out.read_text(encoding="utf-8"), re.MULTILINE)):
            assert self.process.poll() is None, self.err.read_text(encoding="utf-8")
            assert time.monotonic() < until, self.err.read_text(encoding="utf-8")
            time.sleep(0.05)  # noqa: TID251 (waits for another program)
        return found

    def stop(self) -> int:
        self.process.send_signal(signal.SIGTERM)
        return self.process.wait(PATIENCE_S)


@contextmanager
def running(folder: Path, *words: str) -> Generator[Program]:
    out, err = folder / "out.txt", folder / "err.txt"
    with out.open("w", encoding="utf-8") as stdout, err.open("w", encoding="utf-8") as stderr:
        process = subprocess.Popen([*LIFTDAY, *words], cwd=folder, stdout=stdout, stderr=stderr, text=True)  # noqa: S603 (our own program)
        try:
            yield Program(process, out, err)
        finally:
            process.kill()
            process.wait()


def get(url: str, token: str = "") -> bytes:
    with urlopen(Request(url, headers={"Authorization": f"Bearer {token}"}), timeout=PATIENCE_S) as answer:  # noqa: S310 (ours)
        body: bytes = answer.read()
    return body


def test_a_daemon_as_json_says_in_one_document_where_it_is_and_stops_when_told(tmp_path: Path) -> None:
    written(tmp_path)
    with running(tmp_path, "serve", "--json") as daemon:
        daemon.says(r"^}$")
        said = json.loads(daemon.out.read_text(encoding="utf-8"))
        snapshot = json.loads(get(f"{said['url']}/api/v1/athletes/anna/snapshot", said["token"]))
        calendar = Calendar.from_ical(get(said["feeds"]["anna"]).decode())
        status = daemon.stop()
    assert status == 0
    assert len(calendar.walk("VEVENT")) == len(snapshot["sessions"])
    assert json.loads(daemon.out.read_text(encoding="utf-8")) == said
    assert "Traceback" not in daemon.err.read_text(encoding="utf-8")


def test_what_the_daemon_keeps_is_for_its_user_alone(tmp_path: Path) -> None:
    written(tmp_path)
    old = os.umask(0)
    try:
        with running(tmp_path, "serve") as daemon:
            daemon.says("Stop with Ctrl-C")
            modes = {path.name: stat.S_IMODE(path.stat().st_mode) for path in (tmp_path / "data").iterdir()}
    finally:
        os.umask(old)
    assert stat.S_IMODE((tmp_path / "data").stat().st_mode) == 0o700
    assert {"liftday.db", "feed.key"} <= modes.keys()
    assert set(modes.values()) == {0o600}


def test_a_quiet_log_leaves_out_the_line_of_each_plan(tmp_path: Path) -> None:
    written(tmp_path)
    logs = {}
    for level in ("info", "warning"):
        with running(tmp_path, "serve", "--log-level", level) as daemon:
            daemon.says("Stop with Ctrl-C")
            daemon.stop()
        logs[level] = daemon.err.read_text(encoding="utf-8")
    assert "INFO anna: start" in logs["info"]
    assert logs["warning"] == ""


def test_the_token_is_shown_at_the_first_start_only_and_then_the_command_for_another_one_works(tmp_path: Path) -> None:
    demo = ("demo", "--folder", str(tmp_path / "demo"), "--port", "0")
    with running(tmp_path, *demo) as first:
        token = first.says(r"^Token +(\S{43})$")[1]
        first.says(r"^Feed +http://127\.0\.0\.1:\d+/calendar/\S+\.ics  \(Demo runner\)$")
        assert first.stop() == 0
    with running(tmp_path, *demo) as second:
        hint = second.says(r"^Token +was shown at the first start; `liftday (.*)` makes another$")[1]
        assert token not in second.out.read_text(encoding="utf-8")
        other = subprocess.run(  # noqa: S603 (our own program)
            [*LIFTDAY, *hint.split()], cwd=tmp_path, capture_output=True, text=True, check=True
        )
        address = second.says(r"^API +(\S+)/info$")[1]
        assert json.loads(get(f"{address}/athletes", other.stdout.strip()))["athletes"][0]["id"] == "demo"


def test_a_small_command_needs_none_of_the_large_libraries() -> None:
    program = (
        "import sys, liftday_sync.cli; print(sorted({'sqlalchemy', 'aiohttp', 'numpy', 'icalendar'} & {*sys.modules}))"
    )
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)  # noqa: S603 (ours)
    assert done.stdout == "[]\n"
