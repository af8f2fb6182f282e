"""The feed as programs use it that other people wrote: subscribed by vdirsyncer, shown by khal."""

import json
import os
import subprocess
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any
from urllib.request import Request, urlopen

import pytest
from tests.sync.cli.conftest import written
from tests.sync.cli.test_serving import PATIENCE_S, get, running

pytestmark = pytest.mark.slow
TOOLS = Path(sys.executable).parent
SYNC = """
[general]
status_path = "{folder}/status"

[pair lifting]
a = "feed"
b = "vdir"
collections = null
conflict_resolution = "a wins"

[storage feed]
type = "http"
url = "{url}"

[storage vdir]
type = "filesystem"
path = "{folder}/vdir"
fileext = ".ics"
"""
SHOW = """
[calendars]
[[lifting]]
path = {folder}/vdir
readonly = True

[sqlite]
path = {folder}/khal.db

[locale]
local_timezone = Europe/Berlin
default_timezone = Europe/Berlin
timeformat = %H:%M
dateformat = %Y-%m-%d
longdateformat = %Y-%m-%d
datetimeformat = %Y-%m-%d %H:%M
longdatetimeformat = %Y-%m-%d %H:%M
"""
LINE = "{start-long}|{title}|{cancelled}"
LOOKS = "%Y-%m-%d %H:%M"


@dataclass(frozen=True, slots=True, kw_only=True)
class Subscriber:
    """Somebody who subscribed to one address."""

    folder: Path

    @classmethod
    def of(cls, folder: Path, url: str) -> Subscriber:
        (folder / "vdir").mkdir(parents=True)
        (folder / "sync.ini").write_text(SYNC.format(folder=folder, url=url), encoding="utf-8")
        (folder / "khal.ini").write_text(SHOW.format(folder=folder), encoding="utf-8")
        made = cls(folder=folder)
        made._run("vdirsyncer", "-c", folder / "sync.ini", "discover")
        return made

    def shown(self) -> list[tuple[str, bool]]:
        """Fetch, and give where sessions are shown from today on (`2026-11-27 18:00`), and whether as called off."""
        self._run("vdirsyncer", "-c", self.folder / "sync.ini", "sync")
        words = ("list", "--day-format", "", "--format", LINE, "today", "60d")
        rows = [line.split("|") for line in self._run("khal", "-c", self.folder / "khal.ini", *words).splitlines()]
        assert all(title.startswith("Lift") for _, title, _ in rows)
        return sorted((start, bool(cancelled.strip())) for start, _, cancelled in rows)

    def _run(self, tool: str, *words: str | Path) -> str:
        done = subprocess.run(  # noqa: S603 (installed beside us)
            [TOOLS / tool, *words],
            cwd=self.folder,
            env=os.environ | {"TZ": "Europe/Berlin"},
            capture_output=True,
            text=True,
            timeout=PATIENCE_S,
            check=False,
        )
        assert done.returncode == 0, done.stderr
        return done.stdout


@dataclass(frozen=True, slots=True, kw_only=True)
class Api:
    """The running daemon, as Home Assistant talks to it."""

    url: str
    token: str

    def sessions(self) -> list[dict[str, Any]]:
        found: list[dict[str, Any]] = json.loads(get(f"{self._anna}/snapshot", self.token))["sessions"]
        return found

    def standing(self) -> list[tuple[str, bool]]:
        """Where the sessions are, and whether they are off."""
        off = {"skipped", "dropped", "paused", "missed"}
        starts = [(datetime.fromisoformat(one["start"]), one["status"] in off) for one in self.sessions()]
        return sorted((f"{start:{LOOKS}}", is_off) for start, is_off in starts)

    def say(self, uid: str, verb: str, **details: str) -> None:
        asked = Request(  # noqa: S310 (ours)
            f"{self._anna}/sessions/{uid}/{verb}",
            data=json.dumps(details).encode(),
            headers={"Authorization": f"Bearer {self.token}", "Content-Type": "application/json"},
        )
        with urlopen(asked, timeout=PATIENCE_S) as answer:  # noqa: S310 (ours)
            assert answer.status == 200

    def until(self, uid: str, true: Callable[[dict[str, Any]], bool]) -> None:
        """Wait until the plan says so of that session."""
        patience = time.monotonic() + PATIENCE_S
        while not any(one["uid"] == uid and true(one) for one in self.sessions()):
            assert time.monotonic() < patience, self.sessions()
            time.sleep(0.05)  # noqa: TID251 (waits for another program)

    @property
    def _anna(self) -> str:
        return f"{self.url}/api/v1/athletes/anna"


def test_a_subscriber_sees_a_session_where_it_was_moved_to_and_a_skipped_one_called_off(tmp_path: Path) -> None:
    written(tmp_path)
    with running(tmp_path, "serve", "--json") as daemon:
        daemon.says(r"^}$")
        said = json.loads(daemon.out.read_text(encoding="utf-8"))
        api = Api(url=said["url"], token=said["token"])
        phone = Subscriber.of(tmp_path / "phone", said["feeds"]["anna"])
        assert phone.shown() == api.standing()

        last = api.sessions()[-1]
        uid, start = last["uid"], datetime.fromisoformat(last["start"])
        later = (start + timedelta(days=1)).replace(hour=12, minute=35)
        api.say(uid, "move", start=later.isoformat())
        api.until(uid, lambda one: datetime.fromisoformat(one["start"]) == later)
        seen = phone.shown()
        assert (f"{later:{LOOKS}}", False) in seen
        assert f"{start:{LOOKS}}" not in {place for place, _ in seen}
        assert seen == api.standing()

        api.say(uid, "skip")
        api.until(uid, lambda one: one["status"] == "skipped")
        seen = phone.shown()
        assert (f"{later:{LOOKS}}", True) in seen
        assert [one for one in seen if not one[1]] == [one for one in api.standing() if not one[1]]
        assert daemon.stop() == 0
