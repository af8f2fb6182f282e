"""The doctor tells a newcomer the truth at every point of the way, with the mend; ends with 0 only if all is well."""

import json
import shutil
import sqlite3
import threading
from collections.abc import Callable, Generator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from datetime import timedelta
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path
from typing import Any

import pytest
from tests.helpers.fit_writer import write_run
from tests.helpers.remembered import raw
from tests.sync.cli.conftest import NOW, Liftday, written
from tests.sync.files.reading import EASY

from liftday_sync import __version__
from liftday_sync.clock import FixedClock
from liftday_sync.config import load
from liftday_sync.contract import SCHEMA
from liftday_sync.sources.base import SourceState
from liftday_sync.store import Store
from liftday_sync.store.api import Incoming, NewFact, SourceReport

type Doctor = Callable[[], "Report"]
BY_HAND = {"id": "anna", "name": "Anna", "time_zone": "Europe/Berlin", "sources": [{"kind": "files"}]}


@dataclass(frozen=True, slots=True, kw_only=True)
class Report:
    status: int
    good: list[str]
    note: list[str]
    bad: list[str]


@pytest.fixture
def doctor(liftday: Liftday) -> Doctor:
    """What the doctor finds, by what it means."""

    def ask() -> Report:
        done = liftday("doctor", "--json")
        document = done.document
        by_health: dict[str, list[str]] = {"good": [], "note": [], "bad": []}
        for found in document["findings"]:
            by_health[found["health"]].append(found["sentence"])
        assert document["well"] == (done.status == 0) == (not by_health["bad"])
        return Report(status=done.status, **by_health)

    return ask


def store_of(config: Path) -> Store:
    return Store.open(load(config).database_url)


def said(sentences: list[str], words: str) -> bool:
    return any(words in sentence for sentence in sentences)


# --- the way of a newcomer ---


@pytest.mark.usefixtures("config")
def test_before_anything_was_done_there_is_no_folder_and_the_doctor_makes_none(doctor: Doctor, tmp_path: Path) -> None:
    report = doctor()
    assert report.status == 1
    assert said(report.bad, "the first `liftday import PATH` or `liftday serve` makes it")
    assert not (tmp_path / "data").exists()


def test_with_an_empty_database_it_says_what_to_import_read_and_plan(
    doctor: Doctor, liftday: Liftday, config: Path
) -> None:
    liftday("db", "upgrade", "--config", config)
    report = doctor()
    assert report.status == 1
    assert said(report.bad, "Anna: no activities yet: run `liftday import PATH`")
    assert said(report.bad, "Anna: source demo was never read: run `liftday serve`")
    assert said(report.bad, "Anna: no plan yet: run `liftday serve`")


def test_after_an_import_by_hand_the_plan_is_what_is_missing(doctor: Doctor, liftday: Liftday, tmp_path: Path) -> None:
    written(tmp_path, athletes=[BY_HAND])
    write_run(tmp_path / "run.fit", NOW - timedelta(days=1), EASY)
    liftday("import", "run.fit")
    report = doctor()
    assert report.bad == ["Anna: no plan yet: run `liftday serve`, or `liftday sync`."]
    assert said(report.good, "Anna: 1 activity, the last on Wednesday 25 November 2026.")
    assert said(report.good, "Anna: source files was read 0 min ago.")


def test_with_a_plan_all_is_well_even_while_the_daemon_rests(doctor: Doctor, liftday: Liftday, config: Path) -> None:
    liftday("sync", "--config", config)
    report = doctor()
    assert (report.status, report.bad) == (0, [])
    assert said(report.good, "Anna: plan 1 of Thursday 26 November, 14:00.")


@pytest.mark.usefixtures("config")
def test_for_people_every_finding_is_a_line_and_the_last_one_sums_up(liftday: Liftday) -> None:
    ill = liftday("doctor")
    liftday("sync")
    well = liftday("doctor")
    assert (ill.status, ill.out.splitlines()[-1]) == (1, "To mend: 1.")
    assert (well.status, well.out.splitlines()[-1]) == (0, "All is well.")
    assert {line[0] for line in well.out.splitlines()[:-1]} == {"✓", "•"}
    assert "✗ There is no folder" in ill.out


# --- time goes by ---


def test_a_source_that_nobody_reads_any_more_grows_stale_after_a_day_and_a_half(
    doctor: Doctor, liftday: Liftday, config: Path, clock: FixedClock
) -> None:
    liftday("sync", "--config", config)
    clock.forward(timedelta(hours=35))
    assert doctor().status == 0
    clock.forward(timedelta(hours=1))
    report = doctor()
    assert report.bad == [
        (
            "Anna: source demo is stale. It was last read 36 h ago, and after 36 h nothing is moved any more: "
            "run `liftday serve`."
        )
    ]


def test_an_old_import_by_hand_asks_for_the_next_one(
    doctor: Doctor, liftday: Liftday, tmp_path: Path, clock: FixedClock
) -> None:
    written(tmp_path, athletes=[BY_HAND])
    write_run(tmp_path / "run.fit", NOW - timedelta(days=1), EASY)
    liftday("import", "run.fit")
    liftday("sync")
    clock.forward(timedelta(days=3))
    report = doctor()
    assert said(report.bad, "last read 3 days ago")
    assert said(report.bad, "import what is new with `liftday import PATH`")


def test_a_plan_of_last_week_is_no_plan(doctor: Doctor, liftday: Liftday, config: Path, clock: FixedClock) -> None:
    liftday("sync", "--config", config)
    clock.forward(timedelta(days=5))
    assert said(doctor().bad, "is not of this week: run `liftday serve`")


def test_a_pause_is_worth_a_note_and_nothing_to_mend(doctor: Doctor, liftday: Liftday, config: Path) -> None:
    liftday("sync", "--config", config)
    with store_of(config) as store:
        fact = NewFact(kind="flag", subject=None, payload={"kind": "pause", "since": NOW.isoformat()})
        store.add_fact("anna", fact, NOW)
    liftday("sync", "--config", config)
    report = doctor()
    assert (report.status, report.bad) == (0, [])
    assert said(report.note, "is paused.")


# --- sources ---


def test_a_source_in_trouble_says_why_and_how_to_mend_it(doctor: Doctor, liftday: Liftday, tmp_path: Path) -> None:
    written(tmp_path, athletes=[BY_HAND | {"sources": [{"kind": "files", "folder": str(tmp_path / "gone")}]}])
    liftday("sync")
    report = doctor()
    assert said(report.bad, f"Anna: source files is offline. The folder {tmp_path / 'gone'} is not there: create it")


def test_a_remark_of_a_source_that_works_is_a_note(doctor: Doctor, liftday: Liftday, config: Path) -> None:
    liftday("sync", "--config", config)
    with store_of(config) as store:
        store.save_source_report(
            "anna", SourceReport(source="demo", state=SourceState.OK, detail="a.fit: cut off.", last_ok_at=NOW)
        )
    report = doctor()
    assert (report.status, said(report.note, "source demo was read 0 min ago. a.fit: cut off.")) == (0, True)


def test_items_that_could_not_be_read_are_counted_and_the_first_ones_named(
    doctor: Doctor, liftday: Liftday, config: Path
) -> None:
    liftday("sync", "--config", config)
    with store_of(config) as store:
        items = [Incoming(item=raw(n), meaning=None, problem=f"It has no start ({n}).") for n in range(5)]
        store.save_batch("anna", "demo", items, cursor=None, now=NOW)
    [sentence] = doctor().bad
    assert "5 items could not be read and are kept aside; importing the original again may mend it." in sentence
    assert sentence.count("It has no start") == 3
    assert sentence.endswith("And 2 more.")


# --- the machine ---


def test_a_folder_or_a_key_that_others_can_read_comes_with_the_command_that_mends_it(
    doctor: Doctor, liftday: Liftday, config: Path, tmp_path: Path
) -> None:
    liftday("feed", "--config", config)
    liftday("sync", "--config", config)
    (tmp_path / "data").chmod(0o755)
    (tmp_path / "data/feed.key").chmod(0o644)
    bad = doctor().bad
    assert bad == [
        f"{path} can be read by others: run `chmod go= {path}`."
        for path in (tmp_path / "data", tmp_path / "data/feed.key")
    ]


def test_whatever_lies_under_accounts_is_to_be_private_also_of_a_source_that_is_gone_and_nothing_else(
    doctor: Doctor, liftday: Liftday, config: Path, tmp_path: Path
) -> None:
    liftday("sync", "--config", config)
    ben = tmp_path / "data/accounts/ben"
    (ben / "garmin-2/deep").mkdir(parents=True)
    for name in ("garmin-2/tokens.json", "garmin-2/deep/.hidden", "accounts.json"):
        (ben / name).write_text("secret", encoding="utf-8")
        (ben / name).chmod(0o600)
    (ben / "garmin-2/gone").symlink_to("nowhere")
    (tmp_path / "data/runs").mkdir(mode=0o755)
    for folder in (ben.parent, ben, ben / "garmin-2", ben / "garmin-2/deep"):
        folder.chmod(0o700)
    assert doctor().bad == []
    opened = [ben / "accounts.json", ben / "garmin-2/deep", ben / "garmin-2/deep/.hidden"]
    for path in opened:
        path.chmod(0o755)
    assert doctor().bad == [f"{path} can be read by others: run `chmod go= {path}`." for path in opened]


def test_a_damaged_feed_secret_is_found(doctor: Doctor, liftday: Liftday, config: Path, tmp_path: Path) -> None:
    liftday("sync", "--config", config)
    (tmp_path / "data/feed.key").write_bytes(b"short")
    (tmp_path / "data/feed.key").chmod(0o600)
    assert said(doctor().bad, "feed.key is damaged; delete it")


def test_a_full_disk_is_found_before_it_hurts(
    doctor: Doctor, liftday: Liftday, config: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    liftday("sync", "--config", config)
    usage = shutil.disk_usage(config.parent)
    monkeypatch.setattr(shutil, "disk_usage", lambda _: usage._replace(free=12_000_000))
    assert said(doctor().bad, "Only 12 MB are free")


def test_a_copy_of_the_database_is_named_and_its_lack_is_a_note(doctor: Doctor, liftday: Liftday, config: Path) -> None:
    liftday("sync", "--config", config)
    without = doctor()
    made = liftday("db", "backup", "--json", "--config", config).document["backup"]
    assert said(without.note, "`liftday db backup` makes one")
    assert said(doctor().good, f"The latest copy of the database is {made}.")


def test_damage_inside_the_database_is_found_though_it_opens(
    doctor: Doctor, liftday: Liftday, config: Path, tmp_path: Path
) -> None:
    liftday("sync", "--config", config)
    path = tmp_path / "data/liftday.db"
    with closing(sqlite3.connect(path)) as database:
        [page] = database.execute("SELECT rootpage FROM sqlite_master WHERE name = 'raw_payloads'").fetchone()
        [size] = database.execute("PRAGMA page_size").fetchone()
    with path.open("r+b") as file:
        file.seek((page - 1) * size)
        file.write(b"\xff" * 100)
    report = doctor()
    assert report.status == 1
    assert said(report.bad, "is damaged")
    assert said(report.bad, "put a backup back with `liftday db restore`")


@pytest.mark.usefixtures("config")
def test_a_database_that_is_none_is_a_finding_among_others(doctor: Doctor, tmp_path: Path) -> None:
    (tmp_path / "data").mkdir(mode=0o700)
    (tmp_path / "data/liftday.db").write_text("no database" * 1000, encoding="utf-8")
    report = doctor()
    assert said(report.bad, "is no Liftday database")
    assert report.status == 1
    assert said(report.good, "Data are in")


# --- the daemon ---


@contextmanager
def answering(answers: dict[str, Any]) -> Generator[int]:
    """Something on a port of this machine, with these JSON answers by path."""

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            body = json.dumps(answers.get(self.path, "what?")).encode()
            self.send_response(200 if self.path in answers else 404)
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *_: object) -> None:
            """Quietly."""

    with HTTPServer(("127.0.0.1", 0), Handler) as server:
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
        thread.start()
        try:
            yield server.server_address[1]
        finally:
            server.shutdown()
            thread.join()


def answers(server_id: str, *reasons: str, version: str = __version__) -> dict[str, Any]:
    info = {"name": "Liftday", "version": version, "server_id": server_id, "schema_oldest": 1, "schema_newest": SCHEMA}
    return {"/api/v1/info": info, "/api/v1/health": {"ok": not reasons, "reasons": reasons}}


@pytest.fixture
def server_id(liftday: Liftday, config: Path) -> str:
    liftday("sync", "--config", config)
    with store_of(config) as store:
        return store.server_id()


def test_a_daemon_that_runs_is_good_news(doctor: Doctor, tmp_path: Path, server_id: str) -> None:
    with answering(answers(server_id)) as port:
        written(tmp_path, server={"port": port})
        report = doctor()
    assert (report.status, said(report.good, f"The daemon answers on 127.0.0.1:{port}.")) == (0, True)


def test_a_daemon_that_complains_is_quoted(doctor: Doctor, tmp_path: Path, server_id: str) -> None:
    with answering(answers(server_id, "The last plan for anna was made 60 min ago; see the log.")) as port:
        written(tmp_path, server={"port": port})
        assert said(doctor().bad, "runs, but: The last plan for anna was made 60 min ago; see the log.")


def test_a_daemon_from_before_an_upgrade_is_to_be_started_again(doctor: Doctor, tmp_path: Path, server_id: str) -> None:
    with answering(answers(server_id, version="0.0.9")) as port:
        written(tmp_path, server={"port": port})
        assert said(doctor().bad, "is still Liftday 0.0.9: stop it and start it again")


@pytest.mark.usefixtures("server_id")
def test_another_liftday_on_the_port_is_not_taken_for_ours(doctor: Doctor, tmp_path: Path) -> None:
    with answering(answers("f" * 32)) as port:
        written(tmp_path, server={"port": port})
        assert said(doctor().bad, "Another Liftday, with other data, answers")


@pytest.mark.usefixtures("server_id")
@pytest.mark.parametrize("found", [{}, {"/api/v1/info": {"name": "coffee machine"}}])
def test_another_program_on_the_port_is_named_as_such(doctor: Doctor, tmp_path: Path, found: dict[str, Any]) -> None:
    with answering(found) as port:
        written(tmp_path, server={"port": port})
        assert said(doctor().bad, f"Another program answers on 127.0.0.1:{port}: choose another server.port")


@pytest.mark.usefixtures("server_id")
def test_a_daemon_that_does_not_run_is_a_note_with_the_command_that_starts_it(doctor: Doctor, tmp_path: Path) -> None:
    with answering({}) as port:
        pass
    written(tmp_path, server={"port": port})
    report = doctor()
    assert (report.status, said(report.note, "The daemon is not running; `liftday serve` starts it")) == (0, True)
