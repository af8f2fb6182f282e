"""Looking after a daemon that runs: copies are made and put back beside it, and it may be stopped at any moment."""

import json
import sqlite3
import subprocess
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any
from urllib.request import Request, urlopen

import pytest
from tests.sync.cli.conftest import written
from tests.sync.cli.test_serving import LIFTDAY, PATIENCE_S, Program, get, running

pytestmark = pytest.mark.slow
SLOW_DECISION = """
import pathlib, sys, threading
import liftday_sync.cycle as cycle
from liftday_sync.cli import main
decide = cycle.decide
def slowly(facts):
    plan = decide(facts)
    if pathlib.Path("slowly").exists():
        pathlib.Path("in-cycle").touch()
        threading.Event().wait(1.5)
    return plan
cycle.decide = slowly
main()
"""


def liftday(folder: Path, *words: str) -> str:
    done = subprocess.run([*LIFTDAY, *words], cwd=folder, capture_output=True, text=True, check=True)  # noqa: S603 (ours)
    return done.stdout


def post(url: str, token: str, body: Any) -> Any:
    headers = {"Authorization": f"Bearer {token}", "Content-Type": "application/json"}
    with urlopen(Request(url, json.dumps(body).encode(), headers), timeout=PATIENCE_S) as answer:  # noqa: S310 (ours)
        return json.loads(answer.read() or "null")


def soon(holds: Callable[[], bool]) -> None:
    until = time.monotonic() + PATIENCE_S
    while not holds():
        assert time.monotonic() < until
        time.sleep(0.05)  # noqa: TID251 (waits for another program)


def where(daemon: Program) -> tuple[str, str]:
    """Its athlete's address, and a token."""
    daemon.says(r"^}$")
    said = json.loads(daemon.out.read_text(encoding="utf-8"))
    return f"{said['url']}/api/v1/athletes/anna", said["token"]


def flags(folder: Path) -> list[str]:
    """What is known of being sick and the like, straight from the file."""
    with sqlite3.connect(folder / "data" / "liftday.db") as store:
        found = [row[0] for row in store.execute("SELECT payload FROM facts WHERE kind = 'flag' AND ended_at IS NULL")]
    store.close()
    return [json.loads(payload)["kind"] for payload in found]


def test_a_copy_is_made_and_put_back_while_the_daemon_runs(tmp_path: Path) -> None:
    written(tmp_path)
    with running(tmp_path, "serve", "--json") as daemon:
        anna, token = where(daemon)

        def state() -> str:
            return str(json.loads(get(f"{anna}/snapshot", token))["state"])

        assert state() == "ok"
        liftday(tmp_path, "db", "backup", "copy.db")
        post(f"{anna}/flags", token, {"kind": "sick", "key": "one"})
        soon(lambda: state() == "paused")
        told = json.loads(liftday(tmp_path, "db", "restore", "copy.db", "--json"))
        soon(lambda: state() == "ok")
        assert flags(tmp_path) == []
        assert Path(told["kept"]).is_file()
        post(f"{anna}/flags", token, {"kind": "sick", "key": "two"})
        soon(lambda: state() == "paused")
        assert daemon.stop() == 0
    assert flags(tmp_path) == ["sick"]
    assert "Traceback" not in daemon.err.read_text(encoding="utf-8")


def test_told_to_stop_in_the_middle_of_a_cycle_it_finishes_it_and_loses_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    written(tmp_path)
    monkeypatch.setattr("tests.sync.cli.test_serving.LIFTDAY", (LIFTDAY[0], "-c", SLOW_DECISION))
    with running(tmp_path, "serve", "--json", "--log-format", "json") as daemon:
        anna, token = where(daemon)
        (tmp_path / "slowly").touch()
        post(f"{anna}/flags", token, {"kind": "sick", "key": "one"})
        soon((tmp_path / "in-cycle").exists)
        assert daemon.stop() == 0
    lines = [json.loads(line) for line in daemon.err.read_text(encoding="utf-8").splitlines()]
    cycles = [line for line in lines if line.get("event") == "cycle"]
    with sqlite3.connect(tmp_path / "data" / "liftday.db") as store:
        stored = store.execute("SELECT max(revision) FROM plan_revisions").fetchone()[0]
        assert store.execute("PRAGMA integrity_check").fetchone()[0] == "ok"
    store.close()
    assert flags(tmp_path) == ["sick"]
    assert cycles[-1]["state"] == "paused"
    assert cycles[-1]["ms"] >= 1500
    assert cycles[-1]["revision"] == stored
    assert token not in daemon.err.read_text(encoding="utf-8")
