"""Moving house by the command line."""

import json
import stat
import subprocess
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from tests.helpers.remembered import activity, raw
from tests.sync.cli.conftest import NOW, Liftday, written
from tests.sync.cli.test_serving import LIFTDAY

from liftday_sync.config import load
from liftday_sync.store import Incoming, Store


@pytest.fixture
def there(tmp_path: Path) -> Path:
    """The configuration of another machine."""
    (tmp_path / "there").mkdir()
    return written(tmp_path / "there")


@pytest.fixture
def file(liftday: Liftday, config: Path) -> Path:
    """All that is Anna's."""
    assert liftday("sync", "--config", config).status == 0
    done = liftday("db", "export", "--config", config, "--out", "anna.json")
    assert done.status == 0, done.err
    return Path("anna.json")


def plan(liftday: Liftday, config: Path) -> Any:
    return liftday("plan", "--json", "--config", config).document


def test_it_leaves_here_and_goes_on_there(liftday: Liftday, config: Path, there: Path, file: Path) -> None:
    done = liftday("db", "import", file, "--config", there)
    assert (done.status, done.err) == (0, "")
    assert " added, 0 known already, 0 kept as they were here, 0 replaced." in done.out
    assert "Sign in to your accounts here" in done.out
    assert plan(liftday, there) == plan(liftday, config)
    again = liftday("db", "import", file, "--config", there, "--json").document
    assert (again["added"], again["same"] > 50) == (0, True)


@pytest.mark.usefixtures("config")
def test_without_a_name_the_file_is_packed_and_stands_in_the_data_folder(liftday: Liftday, tmp_path: Path) -> None:
    liftday("sync")
    told = liftday("db", "export", "--json").document
    made = Path(told["export"])
    assert made == tmp_path / "data" / "exports" / "liftday-2026-11-26-130000.json.gz"
    assert stat.S_IMODE(made.stat().st_mode) == 0o600
    assert stat.S_IMODE(made.parent.stat().st_mode) == 0o700
    assert told["records"] > 50
    assert made.read_bytes()[:2] == b"\x1f\x8b"


def test_a_file_that_is_there_is_never_overwritten(liftday: Liftday, file: Path) -> None:
    before = file.read_bytes()
    done = liftday("db", "export", "--out", file)
    assert (done.status, done.err) == (2, "anna.json is there already: name a new file.\n")
    assert file.read_bytes() == before


@pytest.mark.usefixtures("config")
def test_a_file_of_another_ending_is_refused(liftday: Liftday) -> None:
    done = liftday("db", "export", "--out", "anna.zip")
    assert (done.status, done.err) == (2, "anna.zip should end in .json, or packed in .json.gz: name it so.\n")


@pytest.mark.slow
@pytest.mark.usefixtures("file")
def test_a_stream_goes_out_and_in_where_no_file_can(config: Path, there: Path, tmp_path: Path) -> None:
    def run(*words: object, given: bytes = b"") -> subprocess.CompletedProcess[bytes]:
        command = [*LIFTDAY, "db", *map(str, words)]
        return subprocess.run(command, input=given, capture_output=True, check=False, timeout=30)  # noqa: S603 (ours)

    packed = run("export", "--config", config, "--out", "-")
    assert (packed.returncode, packed.stderr) == (0, b"")
    done = run("import", "-", "--config", there, given=packed.stdout)
    assert (done.returncode, done.stderr) == (0, b"")
    assert b" added, 0 known already" in done.stdout
    broken = run("import", "-", "--config", there, given=packed.stdout[:-1000])
    assert (broken.returncode, broken.stderr.decode()) == (
        2,
        "The file is damaged or breaks off; nothing was changed here, export it anew.\n",
    )
    assert not list(tmp_path.rglob("*.unfinished"))


def test_where_nothing_can_be_written_the_stream_says_so(liftday: Liftday, tmp_path: Path) -> None:
    (tmp_path / "data").write_text("no folder", encoding="utf-8")
    done = liftday("db", "export", "--config", written(tmp_path), "--out", "-")
    assert done.status == 2
    assert f"The folder {tmp_path / 'data'} can't be written" in done.err


def test_a_terminal_is_not_flooded_with_a_packed_file(
    liftday: Liftday, config: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("sys.stdout.isatty", lambda: True)
    done = liftday("db", "export", "--config", config, "--out", "-")
    assert (done.status, done.out) == (2, "")
    assert done.err == "A terminal can't show a packed file: send it on, such as with `> moving.json.gz`.\n"


def test_what_differs_is_asked_about_and_then_done_as_told(liftday: Liftday, there: Path) -> None:
    liftday("sync", "--config", there)
    with Store.open(load(there).database_url) as store:
        named = activity(1, id="demo:x", name="Renamed")
        store.save_batch("anna", "demo", [Incoming(item=raw(1), meaning=named)], cursor=None, now=NOW)
    liftday("db", "export", "--config", there, "--out", "there.json")
    with Store.open(load(there).database_url) as store:
        again = activity(1, id="demo:x", name="Renamed once more")
        store.save_batch("anna", "demo", [Incoming(item=raw(1, version=2), meaning=again)], cursor=None, now=NOW)
    done = liftday("db", "import", "there.json", "--config", there)
    assert done.status == 2
    assert "(runs and other items: 1; item demo 1), so nothing was changed: say `--different keep`" in done.err
    assert (
        liftday("db", "import", "there.json", "--config", there, "--different", "keep", "--json").document["kept"] == 1
    )
    told = liftday("db", "import", "there.json", "--config", there, "--different", "replace", "--json").document
    assert told["replaced"] == 1
    assert liftday("db", "import", "there.json", "--config", there, "--different", "both").status == 2


def test_a_house_that_has_begun_is_told_to_subscribe_anew(liftday: Liftday, there: Path, file: Path) -> None:
    liftday("sync", "--config", there)
    done = liftday("db", "import", file, "--config", there, "--different", "replace")
    assert "keeps its own id, so subscribe to its calendar anew." in done.out


def test_the_records_of_one_athlete_can_go_into_the_corner_of_another(
    liftday: Liftday, config: Path, there: Path, file: Path
) -> None:
    runner = {"id": "runner", "name": "Runner", "time_zone": "Europe/Berlin", "sources": [{"kind": "demo"}]}
    written(there.parent, athletes=[runner])
    assert "'anna', whom the configuration does not know" in liftday("db", "import", file, "--config", there).err
    assert liftday("db", "import", file, "--config", there, "--athlete", "runner").status == 0
    assert plan(liftday, there)["sessions"] == plan(liftday, config)["sessions"]


def test_a_file_of_several_athletes_goes_to_nobody_alone(liftday: Liftday, tmp_path: Path) -> None:
    people = [
        {"id": name, "name": name, "time_zone": "Europe/Berlin", "sources": [{"kind": "demo"}]}
        for name in ("anna", "ben")
    ]
    config = written(tmp_path, athletes=people)
    liftday("db", "export", "--config", config, "--out", "both.json")
    done = liftday("db", "import", "both.json", "--config", config, "--athlete", "ben")
    assert (done.status, done.err) == (
        2,
        "both.json holds anna, ben: leave `--athlete` out, or export one athlete alone.\n",
    )
    assert liftday("db", "export", "--config", config, "--out", "ben.json", "--athlete", "ben").status == 0
    assert "server_id" not in Path("ben.json").read_text(encoding="utf-8")


def test_what_strava_lent_for_a_week_does_not_leave_after_it(liftday: Liftday, tmp_path: Path) -> None:
    of_strava = {"kind": "strava", "client_id": 1}
    anna = {"id": "anna", "name": "Anna", "time_zone": "Europe/Berlin", "sources": [of_strava]}
    config = written(tmp_path, athletes=[anna])
    liftday("db", "upgrade", "--config", config)
    with Store.open(load(config).database_url) as store:
        for number, days in ((1, 6), (2, 8)):
            run = activity(number, id=f"strava:{number}", source="strava", name=f"Run {number}")
            one = Incoming(item=raw(number), meaning=run)
            store.save_batch("anna", "strava", [one], cursor=None, now=NOW - timedelta(days=days))
    liftday("db", "export", "--config", config, "--out", "anna.json")
    items = json.loads(Path("anna.json").read_text(encoding="utf-8"))["records"]
    assert [("payload" in one, "laps" in one["activity"]) for one in items] == [(True, True), (False, False)]


def test_a_file_that_is_not_ours_ends_with_one_sentence(liftday: Liftday, config: Path) -> None:
    done = liftday("db", "import", config, "--config", config)
    assert (done.status, done.err) == (2, f"{config} is no file of `liftday db export`: name another one.\n")
