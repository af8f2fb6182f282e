"""Two real daemons on one real PostgreSQL: killed, put to sleep, woken; each message goes out once."""

import json
import re
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Generator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any
from urllib.request import Request, urlopen

import pytest
from tests.helpers.postgres import PostgreSQL

from liftday_sync.store import Store

pytestmark = [pytest.mark.postgres, pytest.mark.slow]
LIFTDAY = (sys.executable, "-c", "from liftday_sync.cli import main; main()")
LEASE_S = 2
PATIENCE_S = 30.0


@dataclass(slots=True)
class Phone:
    """Counts what arrives, and answers only while it is not told to hold still."""

    url: str = ""
    arrived: list[str] = field(default_factory=list)
    answers: threading.Event = field(default_factory=threading.Event)


@pytest.fixture
def phone() -> Generator[Phone]:
    told = Phone()
    told.answers.set()

    class Taking(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            told.arrived.append(self.rfile.read(int(self.headers["Content-Length"])).decode())
            told.answers.wait(PATIENCE_S)
            try:
                self.send_response(200)
                self.end_headers()
            except ConnectionError:
                return  # it was killed meanwhile

        def log_message(self, *_: object) -> None:
            """Say nothing."""

    with ThreadingHTTPServer(("127.0.0.1", 0), Taking) as server:
        told.url = f"json://127.0.0.1:{server.server_address[1]}/"
        thread = threading.Thread(target=server.serve_forever)
        thread.start()
        yield told
        told.answers.set()
        server.shutdown()
        thread.join()


@dataclass(slots=True)
class Daemon:
    process: subprocess.Popen[bytes]
    out: Path
    err: Path
    token: str = ""

    def log(self) -> str:
        return self.err.read_text(encoding="utf-8")

    def said(self) -> dict[str, Any]:
        soon(lambda: self.out.read_text(encoding="utf-8").endswith("}\n"), self.log)
        told: dict[str, Any] = json.loads(self.out.read_text(encoding="utf-8"))
        return told

    def looks_after(self) -> set[str]:
        """Whom it has taken and not lost since."""
        held: dict[str, bool] = {}
        for who, what in re.findall(r"INFO (\w+) is looked after (from here|by another)", self.log()):
            held[who] = what == "from here"
        return {who for who, is_held in held.items() if is_held}

    def ask(self, path: str, body: object = None) -> Any:
        data = None if body is None else json.dumps(body).encode()
        headers = {"Authorization": f"Bearer {self.token}", "Content-Type": "application/json"}
        address = f"{self.said()['url']}/api/v1/athletes/{path}"
        with urlopen(Request(address, data=data, headers=headers), timeout=PATIENCE_S) as answer:  # noqa: S310 (ours)
            return json.loads(answer.read())


def soon(holds: Callable[[], bool], tell: Callable[[], str], within_s: float = PATIENCE_S) -> float:
    """Wait until it holds; how long that took, in seconds."""
    began = time.monotonic()
    while not holds():
        assert time.monotonic() - began < within_s, tell()
        time.sleep(0.05)  # noqa: TID251 (waits for another program)
    return time.monotonic() - began


@dataclass(slots=True)
class Household:
    folder: Path
    url: str

    @contextmanager
    def daemon(self, name: str, token: str = "") -> Generator[Daemon]:
        out, err = self.folder / f"{name}.out", self.folder / f"{name}.err"
        with out.open("wb") as stdout, err.open("wb") as stderr:
            words = [*LIFTDAY, "serve", "--json", "--config", str(self.folder / "config.yaml")]
            process = subprocess.Popen(words, cwd=self.folder, stdout=stdout, stderr=stderr)  # noqa: S603 (our own)
            try:
                daemon = Daemon(process, out, err)
                daemon.token = token or daemon.said()["token"]
                yield daemon
            finally:
                process.kill()
                process.wait()

    def revision(self, athlete_id: str = "anna") -> int:
        with Store.open(self.url) as store:
            latest = store.latest_plan(athlete_id)
        return latest.revision if latest else 0


def household(folder: Path, url: str, phone: Phone, *athletes: str) -> Household:
    """Each athlete has a source without a key: that is worth one message."""
    data = folder / "data"
    data.mkdir(mode=0o700)
    (data / "phone.secret").write_text(phone.url)
    (data / "phone.secret").chmod(0o600)
    notify = {"urls": ["file:phone.secret"], "quiet_from": "03:00", "quiet_until": "03:00", "topics": ["sources"]}
    sources = [{"kind": "demo"}, {"kind": "intervals_icu", "key": "file:missing.secret"}]
    runners = [
        {"id": who, "name": who.title(), "time_zone": "Europe/Berlin", "sources": sources, "notify": notify}
        for who in athletes
    ]
    server, sync = {"port": 0, "announce": False}, {"lease_s": LEASE_S}
    config = {"data_dir": str(data), "database": url, "server": server, "sync": sync, "athletes": runners}
    (folder / "config.yaml").write_text(json.dumps(config))
    return Household(folder, url)


@pytest.fixture
def url(postgresql: PostgreSQL) -> str:
    return postgresql.fresh()


def test_two_share_the_athletes_answer_for_all_and_one_takes_over_when_the_other_is_killed(
    tmp_path: Path, url: str, phone: Phone
) -> None:
    home = household(tmp_path, url, phone, "anna", "ben")
    with home.daemon("one") as one:
        soon(lambda: len(phone.arrived) == 2, one.log)
        with home.daemon("two", one.token) as two:
            soon(lambda: len(one.looks_after()) == len(two.looks_after()) == 1, two.log)
            assert one.looks_after() | two.looks_after() == {"anna", "ben"}
            [anothers] = two.looks_after()
            one.ask(f"{anothers}/flags", {"kind": "sick"})  # said to the daemon that does not look after this one
            soon(lambda: one.ask(f"{anothers}/snapshot")["state"] == "paused", one.log)
            soon(lambda: two.ask(f"{anothers}/snapshot")["state"] == "paused", two.log)
            one.process.kill()
            took_s = soon(lambda: two.looks_after() == {"anna", "ben"}, two.log)
            assert took_s < 2 * LEASE_S + 2
            [orphan] = {"anna", "ben"} - {anothers}
            two.ask(f"{orphan}/flags", {"kind": "sick"})
            soon(lambda: two.ask(f"{orphan}/snapshot")["state"] == "paused", two.log)
            two.process.send_signal(signal.SIGTERM)
            assert two.process.wait(PATIENCE_S) == 0
    assert len(phone.arrived) == 2


def test_one_that_was_put_to_sleep_wakes_as_a_bystander(tmp_path: Path, url: str, phone: Phone) -> None:
    home = household(tmp_path, url, phone, "anna")
    with home.daemon("one") as one, home.daemon("two", one.token) as two:
        soon(lambda: one.looks_after() == {"anna"} and len(phone.arrived) == 1, one.log)
        assert two.looks_after() == set()
        one.process.send_signal(signal.SIGSTOP)
        soon(lambda: two.looks_after() == {"anna"}, two.log)
        two.ask("anna/flags", {"kind": "sick"})
        soon(lambda: two.ask("anna/snapshot")["state"] == "paused", two.log)
        revision = home.revision()
        one.process.send_signal(signal.SIGCONT)
        soon(lambda: one.looks_after() == set(), one.log)
        soon(lambda: one.ask("anna/snapshot")["state"] == "paused", one.log)
        assert (two.looks_after(), home.revision()) == ({"anna"}, revision)
        assert one.process.poll() is None
    assert len(phone.arrived) == 1


def test_a_message_is_not_sent_again_when_its_daemon_is_killed_while_sending(
    tmp_path: Path, url: str, phone: Phone
) -> None:
    phone.answers.clear()
    home = household(tmp_path, url, phone, "anna")
    with home.daemon("one") as one:
        soon(lambda: len(phone.arrived) == 1, one.log)
        one.process.kill()
    with home.daemon("two", one.token) as two:
        soon(lambda: two.looks_after() == {"anna"}, two.log)
        two.ask("anna/flags", {"kind": "sick"})
        soon(lambda: two.ask("anna/snapshot")["state"] == "paused", two.log)
        phone.answers.set()
    assert len(phone.arrived) == 1


def test_a_second_daemon_on_one_file_ends_with_a_sentence(tmp_path: Path, phone: Phone) -> None:
    home = household(tmp_path, f"sqlite:///{tmp_path}/data/liftday.db", phone, "anna")
    with home.daemon("one"):
        words = [*LIFTDAY, "serve", "--config", str(tmp_path / "config.yaml")]
        second = subprocess.run(words, capture_output=True, text=True, timeout=PATIENCE_S, check=False)  # noqa: S603 (our own)
    assert second.returncode == 4
    assert "Another Liftday already serves from" in second.stderr
    assert "Traceback" not in second.stderr
