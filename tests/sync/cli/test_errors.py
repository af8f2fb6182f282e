"""Whatever goes wrong ends in one sentence that names the mend, and a status by its class. Never in a traceback."""

import contextlib
import socket
import sqlite3
from collections.abc import Generator
from pathlib import Path

import pytest
from tests.sync.cli.conftest import Liftday, written

from liftday_sync import cli
from liftday_sync.errors import LiftdayError, StoreError

INPUT, CONFIG, STORE = 2, 3, 4

NEED_A_CONFIG = [
    ("serve",),
    ("sync", "--once"),
    ("plan",),
    ("explain", "today"),
    ("doctor",),
    ("token",),
    ("feed",),
    ("config", "check"),
    ("db", "upgrade"),
    ("db", "backup", "copy.db"),
]
NEED_A_STORE = [words for words in NEED_A_CONFIG if words not in {("doctor",), ("config", "check")}]


def one_sentence(err: str) -> str:
    [sentence] = err.splitlines()
    assert sentence[-1] in ".!?"
    return sentence


@pytest.mark.parametrize("words", NEED_A_CONFIG, ids=" ".join)
def test_without_a_configuration_the_mend_is_to_copy_the_example(liftday: Liftday, words: tuple[str, ...]) -> None:
    done = liftday(*words)
    assert (done.status, done.out) == (CONFIG, "")
    assert "copy config.example.yaml there" in one_sentence(done.err)


def test_broken_yaml_is_named_with_its_line(liftday: Liftday, tmp_path: Path) -> None:
    (tmp_path / "config.yaml").write_text("athletes: [\nid: anna", encoding="utf-8")
    done = liftday("plan")
    assert (done.status, done.out) == (CONFIG, "")
    assert "config.yaml is no YAML" in one_sentence(done.err)
    assert "line 2" in done.err


def test_a_misspelt_key_is_named_with_its_place(liftday: Liftday, tmp_path: Path) -> None:
    written(tmp_path, sevrer={"port": 1})
    done = liftday("config", "check")
    assert done.status == CONFIG
    assert "sevrer: is not a known key" in one_sentence(done.err)


@pytest.mark.parametrize("words", [("plan",), ("explain", "today"), ("feed",), ("import", ".")], ids=" ".join)
def test_an_athlete_that_nobody_knows_is_an_error_that_names_those_who_are(
    liftday: Liftday, config: Path, words: tuple[str, ...]
) -> None:
    done = liftday(*words, "--athlete", "zoe", "--config", config)
    assert (done.status, done.out) == (CONFIG, "")
    assert one_sentence(done.err) == "There is no athlete 'zoe'; the configuration knows anna."


@pytest.mark.parametrize("day", ["tomorow", "27.11.2026", "2026-02-30", ""])
def test_a_date_that_is_none_says_how_to_write_one(liftday: Liftday, config: Path, day: str) -> None:
    done = liftday("explain", day, "--config", config)
    assert (done.status, done.out) == (INPUT, "")
    assert "write it like 2026-11-27, or today" in one_sentence(done.err)


def test_importing_what_is_not_there_imports_nothing_at_all(liftday: Liftday, config: Path, tmp_path: Path) -> None:
    (tmp_path / "run.gpx").write_text("<gpx/>", encoding="utf-8")
    done = liftday("import", "run.gpx", "no/such.zip", "--config", config)
    assert (done.status, done.out) == (INPUT, "")
    assert "no/such.zip" in one_sentence(done.err)


@pytest.mark.parametrize("words", [("classify", "--input", "gone"), ("plan", "--scenario", "gone")], ids=" ".join)
def test_an_input_file_that_is_not_there_is_an_input_error(liftday: Liftday, words: tuple[str, ...]) -> None:
    done = liftday(*words)
    assert (done.status, done.out) == (INPUT, "")
    assert "gone" in one_sentence(done.err)


@pytest.mark.parametrize("words", NEED_A_STORE, ids=" ".join)
def test_a_database_that_is_none_is_a_store_error(
    liftday: Liftday, config: Path, tmp_path: Path, words: tuple[str, ...]
) -> None:
    (tmp_path / "data").mkdir()
    (tmp_path / "data/liftday.db").write_text("Dear diary, today I ran.\n" * 100, encoding="utf-8")
    done = liftday(*words, "--config", config)
    assert (done.status, done.out) == (STORE, "")
    assert "is no Liftday database" in one_sentence(done.err)


def test_a_database_of_another_program_is_left_alone(liftday: Liftday, config: Path, tmp_path: Path) -> None:
    (tmp_path / "data").mkdir()
    with contextlib.closing(sqlite3.connect(tmp_path / "data/liftday.db")) as other:
        other.execute("CREATE TABLE recipes (name)")
    done = liftday("plan", "--config", config)
    assert done.status == STORE
    assert "belongs to another program" in one_sentence(done.err)
    with contextlib.closing(sqlite3.connect(tmp_path / "data/liftday.db")) as other:
        assert other.execute("SELECT name FROM sqlite_master").fetchall() == [("recipes",)]


@pytest.mark.parametrize("words", NEED_A_STORE, ids=" ".join)
def test_a_data_folder_that_cant_be_made_says_so(liftday: Liftday, tmp_path: Path, words: tuple[str, ...]) -> None:
    (tmp_path / "wall").write_text("a file where a folder should be", encoding="utf-8")
    config = written(tmp_path, data_dir=str(tmp_path / "wall/data"))
    done = liftday(*words, "--config", config)
    assert (done.status, done.out) == (STORE, "")
    assert "name another data_dir" in one_sentence(done.err)


@pytest.fixture
def taken_port() -> Generator[int]:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        yield taken.getsockname()[1]


def test_a_port_that_is_taken_asks_for_another_and_the_new_token_is_not_lost(
    liftday: Liftday, tmp_path: Path, taken_port: int
) -> None:
    config = written(tmp_path, server={"port": taken_port})
    done = liftday("serve", "--config", config)
    assert done.status == CONFIG
    assert "choose another server.port" in one_sentence(done.err)
    token = done.out.removeprefix("Token ").strip()
    assert len(token) == 43
    again = liftday("serve", "--config", config)
    assert (again.status, again.out) == (CONFIG, "")


@pytest.mark.parametrize("port", ["-1", "70000", "many"])
def test_a_port_that_is_none_is_refused(liftday: Liftday, port: str) -> None:
    done = liftday("demo", "--once", "--port", port)
    assert (done.status, done.out) == (INPUT, "")
    assert "--port" in done.err


def test_a_backup_never_writes_over_a_file(liftday: Liftday, config: Path) -> None:
    before = config.read_bytes()
    done = liftday("db", "backup", config, "--config", config)
    assert (done.status, config.read_bytes()) == (INPUT, before)
    assert "name a new file" in one_sentence(done.err)


def test_a_backup_that_is_none_is_not_restored(liftday: Liftday, config: Path, tmp_path: Path) -> None:
    (tmp_path / "no.db").write_text("no database", encoding="utf-8")
    damaged = liftday("db", "restore", tmp_path / "no.db", "--config", config)
    missing = liftday("db", "restore", tmp_path / "gone.db", "--config", config)
    assert (damaged.status, missing.status) == (STORE, STORE)
    assert "name another file" in one_sentence(damaged.err)
    assert "There is no backup" in one_sentence(missing.err)


def test_a_feed_secret_that_is_damaged_says_what_to_delete(liftday: Liftday, config: Path, tmp_path: Path) -> None:
    assert liftday("feed", "--config", config).status == 0
    (tmp_path / "data/feed.key").write_bytes(b"short")
    done = liftday("feed", "--config", config)
    assert (done.status, done.out) == (STORE, "")
    assert "delete it" in one_sentence(done.err)


def test_several_athletes_that_fail_for_one_cause_are_one_sentence(
    liftday: Liftday, monkeypatch: pytest.MonkeyPatch
) -> None:
    full = "The disk is full: make room."

    def fails() -> None:
        raise ExceptionGroup("side by side", [StoreError(full), ExceptionGroup("inside", [StoreError(full)])])

    monkeypatch.setattr(cli, "app", fails)
    done = liftday("serve")
    assert (done.status, done.err) == (STORE, f"{full}\n")


def test_a_mistake_of_ours_keeps_its_traceback(liftday: Liftday, monkeypatch: pytest.MonkeyPatch) -> None:
    def fails() -> None:
        raise ExceptionGroup("side by side", [LiftdayError("known"), ZeroDivisionError("ours")])

    monkeypatch.setattr(cli, "app", fails)
    with pytest.raises(ExceptionGroup) as caught:
        liftday("serve")
    assert caught.group_contains(ZeroDivisionError, match="ours")


@pytest.mark.parametrize("words", [("frobnicate",), ("explain",), ("import",), ("plan", "--frob")], ids=" ".join)
def test_a_command_that_does_not_exist_or_lacks_a_word_points_to_the_help(
    liftday: Liftday, words: tuple[str, ...]
) -> None:
    done = liftday(*words)
    assert (done.status, done.out) == (INPUT, "")
    assert "--help" in done.err
