"""Every command, run as a user would, with and without `--json`."""

import json
import stat
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from tests.helpers.fit_writer import write_run
from tests.helpers.household import BERLIN
from tests.sync.cli.conftest import NOW, Done, Liftday, written
from tests.sync.files.reading import EASY
from tests.sync.test_evaluate import row as labelled

from liftday_sync import __version__
from liftday_sync.clock import FixedClock
from liftday_sync.config import load
from liftday_sync.contract import Snapshot, read
from liftday_sync.keys import hash_of
from liftday_sync.store import Store

LUNCH = '{"id": "a1", "source": "file", "sport": "run", "start": "2026-11-26T12:00:00+01:00", "elapsed_s": 2700}'


def mode(path: Path) -> int:
    return stat.S_IMODE(path.stat().st_mode)


def store_of(config: Path) -> Store:
    return Store.open(load(config).database_url)


def snapshots(done: Done) -> list[Snapshot]:
    return [read(Snapshot, document) for document in done.document]


# --- which, and what there is ---


def test_it_says_which_version_it_is(liftday: Liftday) -> None:
    done = liftday("--version")
    assert (done.status, done.out, done.err) == (0, f"liftday {__version__}\n", "")


def test_the_help_lists_every_command_with_a_sentence(liftday: Liftday) -> None:
    listed = liftday("--help").out
    for command in ("serve", "demo", "sync", "plan", "explain", "doctor", "import", "classify", "token", "feed"):
        assert f"  {command} " in listed


# --- the demo ---


@pytest.mark.slow
def test_the_demo_shows_a_week_with_a_session_that_was_just_pushed_back(liftday: Liftday, tmp_path: Path) -> None:
    done = liftday("demo", "--once", "--folder", "demo")
    assert (done.status, done.err) == (0, "")
    assert "Demo runner" in done.out
    assert "• Moved from" in done.out
    assert mode(tmp_path / "demo") == 0o700
    assert mode(tmp_path / "demo/liftday.db") == 0o600


@pytest.mark.slow
def test_the_demo_as_json_is_one_document_and_its_data_are_kept_apart(liftday: Liftday, tmp_path: Path) -> None:
    [snapshot] = snapshots(liftday("demo", "--once", "--json"))
    assert (snapshot.athlete.id, snapshot.athlete.time_zone) == ("demo", "Europe/Berlin")
    assert snapshot.generated_at == NOW
    assert "pushed_back" in {change.change for change in snapshot.changes}
    assert [path.name for path in (tmp_path / "xdg").iterdir()] == ["liftday-demo"]


@pytest.mark.slow
def test_every_command_can_be_tried_on_the_demo(liftday: Liftday, tmp_path: Path) -> None:
    [snapshot] = snapshots(liftday("demo", "--once", "--json", "--folder", "demo", "--port", "9001"))
    config = tmp_path / "demo/config.yaml"
    told = liftday("explain", "tomorrow", "--config", config)
    pushed = [(change.start_before, change.reason) for change in snapshot.changes if change.change == "pushed_back"]
    before, reason = pushed[-1]
    assert before is not None
    left = liftday("explain", before.astimezone(BERLIN).date(), "--config", config)
    done = [one.start.date() for one in snapshot.sessions if one.status == "done"]
    lifted = liftday("explain", done[-1], "--config", config)
    address = liftday("feed", "--config", config)
    assert told.out.startswith("Friday 27 November: ")
    assert reason in left.out
    assert ", a full session: done." in lifted.out
    assert address.out.startswith("http://127.0.0.1:9001/calendar/")
    assert liftday("config", "check", "--config", config).status == 0


# --- sync, plan, explain ---


def test_a_round_prints_the_week_and_publishes_it(liftday: Liftday, config: Path) -> None:
    done = liftday("sync", "--once")
    assert (done.status, done.err) == (0, "")
    assert "Thu 26 Nov" in done.out
    with store_of(config) as store:
        assert store.latest_plan("anna") is not None


def test_a_round_as_json_is_a_list_with_everybodys_snapshot(liftday: Liftday, tmp_path: Path) -> None:
    ben = {"id": "ben", "name": "Ben", "time_zone": "America/New_York", "sources": [{"kind": "demo"}]}
    zoe = {"id": "zoe", "name": "Zoë", "time_zone": "Asia/Kolkata", "sources": []}
    written(tmp_path, athletes=[ben, zoe])
    found = snapshots(liftday("sync", "--json"))
    assert [(snapshot.athlete.name, snapshot.generated_at) for snapshot in found] == [("Ben", NOW), ("Zoë", NOW)]


def test_a_source_in_trouble_is_said_below_the_week(liftday: Liftday, tmp_path: Path) -> None:
    anna = {
        "id": "anna",
        "name": "Anna",
        "time_zone": "Europe/Berlin",
        "sources": [{"kind": "files", "folder": "gone"}],
    }
    written(tmp_path, athletes=[anna])
    done = liftday("sync")
    assert done.status == 0
    assert "! Source files: The folder gone is not there" in done.out


def test_a_plan_is_printed_and_nothing_is_stored(liftday: Liftday, config: Path) -> None:
    liftday("sync")
    with store_of(config) as store:
        before = store.mark("anna")
    done = liftday("plan")
    with store_of(config) as store:
        assert store.mark("anna") == before
        standing = [one.start.astimezone(BERLIN) for one in store.published("anna", since=NOW)]
    assert (done.status, done.err) == (0, "")
    assert [line[:16] for line in done.out.splitlines() if line[:1] not in "•!"] == [
        f"{start:%a %d %b %H:%M}" for start in standing
    ]


def test_a_plan_as_json_holds_the_same_sessions(liftday: Liftday, config: Path) -> None:
    liftday("sync")
    done = liftday("plan", "--json", "--config", config)
    with store_of(config) as store:
        standing = {one.uid for one in store.published("anna", since=NOW)}
    assert {session["uid"] for session in done.document["sessions"]} == standing
    assert {"state", "changes", "days", "activities", "warnings"} <= done.document.keys()


SCENARIO = """
id: S99
title: A quiet week
now: "2026-11-23T09:00:00+01:00"
athlete:
  time_zone: Europe/Berlin
  strength_sessions_logged: 20
  policy: recover_first
  equipment: gym
  slots: {default: ["18:00"]}
  full_min: 45
  light_min: 25
runs:
  - weekly: {first_monday: "2026-11-23", weeks: 2}
    at: "07:00"
    tue: {class: hard, minutes: 60, name: "Intervals [/]"}
"""


def test_a_plan_for_a_scenario_needs_no_configuration_and_no_clock(
    liftday: Liftday, tmp_path: Path, clock: FixedClock
) -> None:
    (tmp_path / "monday.yaml").write_text(SCENARIO, encoding="utf-8")
    first = liftday("plan", "--scenario", "monday.yaml", "--json")
    clock.forward(timedelta(days=365))
    second = liftday("plan", "--scenario", "monday.yaml", "--json")
    for_people = liftday("plan", "--scenario", "monday.yaml")
    assert first.status == 0, first.err
    assert first.out == second.out
    assert first.document["days"][0]["date"] == "2026-11-23"
    assert "Tuesday's intervals [/]" in for_people.out


@pytest.mark.parametrize(
    ("word", "day"),
    [("today", "2026-11-26"), ("tomorrow", "2026-11-27"), ("yesterday", "2026-11-25"), ("2026-12-01", "2026-12-01")],
)
def test_a_day_is_explained_in_sentences_and_as_json(liftday: Liftday, config: Path, word: str, day: str) -> None:
    liftday("sync")
    for_people = liftday("explain", word, "--config", config)
    document = liftday("explain", word, "--json", "--config", config).document
    assert document["date"] == day
    assert for_people.out.splitlines() == document["sentences"]
    assert document["sentences"]


def test_today_is_the_athletes_day_and_not_the_machines(liftday: Liftday, config: Path, clock: FixedClock) -> None:
    clock.forward(datetime(2026, 11, 26, 23, 30, tzinfo=UTC) - NOW)
    assert liftday("explain", "today", "--json", "--config", config).document["date"] == "2026-11-27"


def test_every_place_that_was_passed_over_comes_with_the_rule_that_objects(liftday: Liftday, config: Path) -> None:
    liftday("sync")
    document = liftday("explain", "2026-11-28", "--json", "--config", config).document
    assert document["passed_over"]
    for place in document["passed_over"]:
        assert {"start", "kind", "possible", "objections"} == place.keys()
        for objection in place["objections"]:
            assert objection["because"][1:] in " ".join(document["sentences"])


# --- import, classify ---


def test_an_import_tells_what_was_new_and_the_second_one_that_nothing_is(
    liftday: Liftday, config: Path, tmp_path: Path
) -> None:
    (tmp_path / "runs").mkdir()
    for day in range(2):
        write_run(tmp_path / f"runs/{day}.fit", NOW - timedelta(days=day + 1), EASY)
    first = liftday("import", tmp_path / "runs", "--config", config)
    second = liftday("import", tmp_path / "runs", "--json", "--config", config)
    assert (first.status, first.out) == (0, "2 new, 0 changed, 0 known already.\n")
    assert second.document == {"new": 0, "changed": 0, "same": 2, "problems": []}


def test_a_file_that_cant_be_read_is_named_and_the_others_are_imported(
    liftday: Liftday, config: Path, tmp_path: Path
) -> None:
    (tmp_path / "runs").mkdir()
    write_run(tmp_path / "runs/good.fit", NOW - timedelta(days=1), EASY)
    (tmp_path / "runs/bad.fit").write_bytes(b"junk")
    done = liftday("import", tmp_path / "runs", "--json", "--config", config)
    assert (done.status, done.document["new"]) == (0, 1)
    assert [Path(problem["path"]).name for problem in done.document["problems"]] == ["bad.fit"]


def test_an_import_of_which_nothing_could_be_read_fails_and_does_not_make_the_data_look_fresh(
    liftday: Liftday, config: Path, tmp_path: Path
) -> None:
    (tmp_path / "bad.fit").write_bytes(b"junk")
    done = liftday("import", tmp_path / "bad.fit", "--config", config)
    assert (done.status, done.err) == (2, "")
    assert "bad.fit: " in done.out
    with store_of(config) as store:
        assert store.source_reports("anna") == ()


def test_each_record_is_judged_on_a_line_of_its_own(liftday: Liftday, tmp_path: Path) -> None:
    (tmp_path / "runs.jsonl").write_text(f"{LUNCH}\n{LUNCH.replace('a1', 'a2')}\n", encoding="utf-8")
    (tmp_path / "me.yaml").write_text("threshold_speed_mps: 3.6\n", encoding="utf-8")
    as_json = liftday("classify", "--input", "runs.jsonl", "--athlete", "me.yaml", "--json")
    for_people = liftday("classify", "--input", "runs.jsonl")
    assert [json.loads(line)["id"] for line in as_json.out.splitlines()] == ["a1", "a2"]
    assert for_people.out.splitlines()[0].startswith("a1: uncertain (D), no")


def test_labelled_runs_are_judged_and_the_figures_printed(liftday: Liftday, tmp_path: Path) -> None:
    told = [labelled(n, is_hard=n % 4 == 3, label="hard" if n % 4 == 3 else "easy") for n in range(40)]
    (tmp_path / "runs.jsonl").write_text("".join(json.dumps(one) + "\n" for one in told), encoding="utf-8")
    words = ("evaluate", "--input", "runs.jsonl", "--verdicts", "verdicts.jsonl")
    for_people, document = liftday(*words), liftday(*words, "--json").document
    assert "balanced accuracy" in for_people.out
    assert document["verdicts"] == "verdicts.jsonl"
    assert document["tiers"]["all"]["runs"] == 40
    assert len((tmp_path / "verdicts.jsonl").read_text(encoding="utf-8").splitlines()) == 40


def test_labelled_runs_that_are_not_there_are_an_input_error(liftday: Liftday) -> None:
    done = liftday("evaluate", "--input", "gone.jsonl", "--verdicts", "out.jsonl")
    assert (done.status, done.out, done.err) == (2, "", "There is no file gone.jsonl: check its name.\n")


# --- config, keys ---


def test_a_sound_configuration_is_said_back(liftday: Liftday, config: Path) -> None:
    done = liftday("config", "check")
    assert done.status == 0
    assert "The configuration is sound." in done.out
    assert "Anna (anna), Europe/Berlin: recover_first, sources demo" in done.out
    assert liftday("config", "check", "--json", "--config", config).document["athletes"][0]["id"] == "anna"


def test_the_configuration_may_be_named_by_the_environment(
    liftday: Liftday, config: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    elsewhere = config.rename(config.with_name("household.yaml"))
    monkeypatch.setenv("LIFTDAY_CONFIG", str(elsewhere))
    assert liftday("config", "check").status == 0


def test_a_password_in_the_database_address_is_not_said_back(liftday: Liftday, tmp_path: Path) -> None:
    written(tmp_path, database="postgresql://liftday:s3cr3t@db.example/liftday")
    done = liftday("config", "check", "--json")
    assert done.document["database"] == "postgresql://liftday:***@db.example/liftday"
    assert "s3cr3t" not in done.out


def test_a_token_is_shown_once_and_only_its_hash_is_kept(liftday: Liftday, config: Path) -> None:
    first, second = liftday("token"), liftday("token")
    token = first.out.strip()
    assert (first.status, len(token), second.status, second.out) == (0, 43, 0, "")
    assert "liftday token --new" in second.err
    with store_of(config) as store:
        assert [row.token_hash for row in store.tokens()] == [hash_of(token)]
    assert token.encode() not in (config.parent / "data/liftday.db").read_bytes()


def test_a_new_token_comes_beside_the_old_one_unless_the_others_are_to_end(liftday: Liftday, config: Path) -> None:
    liftday("token")
    second = liftday("token", "--new", "--json").document["token"]
    with store_of(config) as store:
        assert len(store.tokens()) == 2
    third = liftday("token", "--revoke-others", "--json").document["token"]
    with store_of(config) as store:
        assert [row.token_hash for row in store.tokens()] == [hash_of(third)]
    assert second != third
    assert liftday("token", "--json").document == {"token": None}


def test_the_feed_keeps_its_address_until_it_is_rotated(liftday: Liftday, config: Path, tmp_path: Path) -> None:
    first, second = liftday("feed"), liftday("feed", "--json")
    rotated = liftday("feed", "--rotate", "--json", "--config", config).document
    url = first.out.strip()
    assert second.document == {"athlete": "anna", "url": url, "webcal": url.replace("http:", "webcal:", 1)}
    assert rotated["url"] != first.out.strip()
    assert liftday("feed").out.strip() == rotated["url"]
    assert mode(tmp_path / "data/feed.key") == 0o600


@pytest.mark.parametrize(
    ("server", "start", "hint"),
    [
        ({"host": "127.0.0.1", "port": 8098}, "http://127.0.0.1:8098/calendar/", "Only this machine reaches it"),
        ({"host": "localhost", "port": 8098}, "http://localhost:8098/calendar/", "Only this machine reaches it"),
        ({"host": "::1", "port": 8098}, "http://[::1]:8098/calendar/", "Only this machine reaches it"),
        ({"host": "192.168.1.20", "port": 80}, "http://192.168.1.20:80/calendar/", ""),
        ({"host": "127.0.0.1", "port": 0}, "http://127.0.0.1:0/calendar/", "The port is another one at each start"),
    ],
)
def test_the_address_says_who_reaches_it(
    liftday: Liftday, tmp_path: Path, server: dict[str, object], start: str, hint: str
) -> None:
    written(tmp_path, server=server)
    done = liftday("feed")
    assert done.out.startswith(start)
    assert done.err.startswith(hint)
    assert bool(done.err) == bool(hint)


@pytest.mark.parametrize("host", ["0.0.0.0", "::"])  # noqa: S104 (written, never opened)
def test_a_daemon_for_the_whole_network_gives_an_address_that_a_phone_can_use(
    liftday: Liftday, tmp_path: Path, host: str
) -> None:
    written(tmp_path, server={"host": host, "port": 8098})
    address = liftday("feed").out
    assert address.startswith("http://")
    assert "0.0.0.0" not in address  # noqa: S104 (same)
    assert "[::]" not in address


# --- the database ---


def test_a_backup_can_be_put_back(liftday: Liftday, config: Path, tmp_path: Path) -> None:
    token = liftday("token").out.strip()
    made = liftday("db", "backup", "--json").document["backup"]
    liftday("token", "--revoke-others")
    restored = liftday("db", "restore", made, "--json").document
    with store_of(config) as store:
        assert [row.token_hash for row in store.tokens()] == [hash_of(token)]
    assert made == str(tmp_path / "data/backups/liftday-2026-11-26-130000.db")
    assert restored == {"restored": made, "kept": str(tmp_path / "data/liftday-before-restore.db")}
    assert {mode(Path(made)), mode(Path(restored["kept"]))} == {0o600}
    assert mode(tmp_path / "data/backups") == 0o700


def test_the_same_in_words(liftday: Liftday, config: Path) -> None:
    upgraded = liftday("db", "upgrade")
    copied = liftday("db", "backup", "mine.db")
    restored = liftday("db", "restore", "mine.db", "--config", config)
    assert upgraded.out == "The database is up to date.\n"
    assert copied.out == "Copied to mine.db.\n"
    assert restored.out.startswith("The database is the one of mine.db again.\nWhat it was before is kept in ")
    assert liftday("db", "upgrade", "--json").document == {"up_to_date": True}


# --- words from outside ---


def test_names_are_shown_as_they_are_and_never_obeyed(liftday: Liftday, tmp_path: Path) -> None:
    name = "[/] Anna [bold]\\"
    anna = {"id": "anna", "name": name, "time_zone": "Europe/Berlin", "sources": [{"kind": "demo"}]}
    races = [{"name": "Run [red]\x1b[2J[/link]", "date": "2026-11-29", "distance_m": 10_000}]
    written(tmp_path, athletes=[anna | {"races": races}])
    for words in (("config", "check"), ("sync",), ("plan",), ("doctor",), ("explain", "2026-11-28")):
        done = liftday(*words)
        assert done.status in {0, 1}
        assert "\x1b[2J" not in done.out
    assert name in liftday("sync").out
    assert "Run [red] [2J[/link]" in liftday("explain", "2026-11-29").out
