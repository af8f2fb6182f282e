"""What lies in a container's folders once it has begun."""

import json
import re
import stat
from pathlib import Path
from typing import Any

import pytest
import yaml

from liftday_sync.config import Config, load
from liftday_sync.errors import ConfigError
from liftday_sync.home_app.begin import prepare
from liftday_sync.home_app.options import Surroundings

ROOT = Path(__file__).parents[3]
HERE = Surroundings(zone="Europe/Berlin", is_app=True)


def begun(
    folder: Path, options: dict[str, Any] | None = None, own: str | None = None, around: Surroundings = HERE
) -> Config:
    """The configuration that the daemon then reads."""
    (folder / "data").mkdir(exist_ok=True)
    (folder / "own").mkdir(exist_ok=True)
    if own is not None:
        (folder / "own" / "liftday.yaml").write_text(own, encoding="utf-8")
    asked = None if options is None else json.dumps(options)
    environment = prepare(asked, data=folder / "data", own=folder / "own", around=around)
    return load(Path(environment["LIFTDAY_CONFIG"]))


def test_an_app_that_nobody_asked_anything_yet_has_one_runner_and_lives_in_the_machine_s_zone(tmp_path: Path) -> None:
    config = begun(tmp_path)
    [athlete] = config.athletes
    assert (athlete.id, athlete.name, athlete.time_zone) == ("runner", "Runner", "Europe/Berlin")
    assert (config.server.host, config.server.port, config.server.ingress) == ("0.0.0.0", 8098, True)  # noqa: S104 (its own network)
    assert config.folder == tmp_path / "data"


def test_the_options_that_the_app_comes_with_are_those_that_hold_without_any(tmp_path: Path) -> None:
    app = yaml.safe_load((ROOT / "app" / "config.yaml").read_text(encoding="utf-8"))
    assert begun(tmp_path, app["options"]) == begun(tmp_path)


def test_every_answer_reaches_the_configuration(tmp_path: Path) -> None:
    anna = {
        "id": "anna",
        "name": "Anna",
        "time_zone": "Europe/Vienna",
        "lift_at": "17:30",
        "not_on": ["sun", "wed"],
        "equipment": "dumbbells",
    }
    [athlete] = begun(tmp_path, {"athletes": [anna], "log_level": "debug"}).athletes
    assert (athlete.name, athlete.time_zone, athlete.strength.equipment) == ("Anna", "Europe/Vienna", "dumbbells")
    assert [str(one) for one in athlete.strength.slots.default] == ["17:30:00"]
    assert (athlete.strength.slots.sun, athlete.strength.slots.wed, athlete.strength.slots.mon) == ((), (), None)


def test_the_log_is_as_loud_as_the_options_say(tmp_path: Path) -> None:
    (tmp_path / "data").mkdir()
    asked = '{"log_level": "warning"}'
    environment = prepare(asked, data=tmp_path / "data", own=tmp_path / "data", around=HERE)
    assert environment["LIFTDAY_LOG_LEVEL"] == "warning"


def test_every_runner_has_a_folder_for_files_beside_their_own_file(tmp_path: Path) -> None:
    config = begun(tmp_path, {"athletes": [{"id": "anna", "name": "Anna"}, {"id": "ben", "name": "Ben"}]})
    watched = [source.folder for one in config.athletes for source in one.sources if source.kind == "files"]
    assert watched == [str(tmp_path / "own" / "runs" / name) for name in ("anna", "ben")]
    assert all(Path(folder).is_dir() for folder in watched if folder)


def test_the_own_file_counts_more_key_by_key_and_may_name_one_more_runner(tmp_path: Path) -> None:
    own = """
        sync: {interval_min: 30}
        server: {names: [lift.example.org]}
        athletes:
          - id: anna
            strength: {full_min: 60, slots: {tue: ["06:30"]}}
            sources: [{kind: demo}]
          - {id: ben, name: Ben, time_zone: Europe/Paris, sources: []}
    """
    config = begun(tmp_path, {"athletes": [{"id": "anna", "name": "Anna", "lift_at": "17:30"}]}, own)
    anna, ben = config.athletes
    assert (anna.name, anna.strength.full_min, ben.id) == ("Anna", 60, "ben")
    assert [str(one) for one in (*anna.strength.slots.default, *(anna.strength.slots.tue or ()))] == [
        "17:30:00",
        "06:30:00",
    ]
    assert [source.kind for source in anna.sources] == ["demo"]
    assert (config.sync.interval_min, config.server.names, config.server.port) == (30, ("lift.example.org",), 8098)


def test_a_file_to_fill_in_is_offered_once_and_reads_as_it_is_and_with_its_signs_taken_away(tmp_path: Path) -> None:
    plain = begun(tmp_path)
    path = tmp_path / "own" / "liftday.yaml"
    offered = path.read_text(encoding="utf-8")
    example = offered[offered.index("# athletes:") : offered.index("\n#\n# All of it")]
    filled = begun(tmp_path, own="\n".join(line.removeprefix("# ") for line in example.splitlines()))
    assert filled.athletes[0].races[0].name == "City Marathon"
    assert filled.athletes[0].name == plain.athletes[0].name
    assert path.read_text(encoding="utf-8") != offered, "what the athlete wrote is kept"


@pytest.mark.parametrize(
    ("own", "says"),
    [
        ("data_dir: /elsewhere", "data_dir is the container's own matter"),
        ("server: {port: 1}", "server.port is the container's own matter"),
        ("athletes: [{id: runner, nme: x}]", "nme"),
        ("athletes: [runner]", "compare the two"),
        ("- 1", "compare the two"),
        ("a: [", "is no YAML"),
    ],
)
def test_what_can_t_be_used_is_said_with_the_file_and_the_place(tmp_path: Path, own: str, says: str) -> None:
    with pytest.raises(ConfigError, match=says) as told:
        begun(tmp_path, own=own)
    assert "liftday.yaml" in str(told.value)


def test_options_that_are_none_are_said_in_the_app_s_own_words(tmp_path: Path) -> None:
    with pytest.raises(ConfigError, match="open its Configuration tab and save"):
        begun(tmp_path, {"athletes": []})


def test_what_it_wrote_is_for_its_user_alone_and_says_where_to_change_it(tmp_path: Path) -> None:
    begun(tmp_path)
    path = tmp_path / "data" / "settings.yaml"
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert "a change here is lost" in path.read_text(encoding="utf-8").splitlines()[0]


def test_outside_home_assistant_nobody_is_let_in_by_ingress_and_the_address_may_be_told(tmp_path: Path) -> None:
    config = begun(tmp_path, around=Surroundings(zone="Europe/Berlin", url="http://localhost:8098"))
    assert (config.server.ingress, config.server.url) == (False, "http://localhost:8098")
    mine = begun(
        tmp_path, own="server: {url: https://lift.example.org}", around=Surroundings(zone="UTC", url="http://x:1")
    )
    assert mine.server.url == "https://lift.example.org"


def snippets() -> list[str]:
    text = (ROOT / "app" / "DOCS.md").read_text(encoding="utf-8")
    return re.findall(r"(?ms)^```yaml\n(.*?)^```$", text)


@pytest.mark.parametrize("snippet", snippets())
def test_what_the_app_s_document_says_to_write_can_be_written(tmp_path: Path, snippet: str) -> None:
    assert begun(tmp_path, own=snippet) != begun(tmp_path / "data")
