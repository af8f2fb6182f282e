"""The folder of the Home Assistant app: all that the Supervisor reads, and that it says the same everywhere."""

import json
import re
import struct
import subprocess
from pathlib import Path
from typing import Any

import pytest
import yaml

from liftday_sync import __version__
from liftday_sync.contract import API
from liftday_sync.home_app.__main__ import main
from liftday_sync.home_app.options import PORT, AthleteOptions, Options
from liftday_sync.supervisor import SERVICE

ROOT = Path(__file__).parents[2]
APP = ROOT / "app"
LANGUAGES = ("en", "de", "es", "fr", "it", "nl")
ELEMENT = re.compile(
    r"(?:bool|email|url|port|str(?:\(\d*,\d*\))?|password(?:\(\d*,\d*\))?|int(?:\(-?\d*,-?\d*\))?"
    r"|float(?:\(-?[\d.]*,-?[\d.]*\))?|match\(.*\)|list\(.+\))\??"
)
"""What the Supervisor takes in a schema."""
WATCHDOG = re.compile(r"(?:https?|tcp)://\[HOST\]:\[PORT:(\d+)\](/.*)?")


def read(path: Path) -> Any:
    return yaml.safe_load(path.read_text(encoding="utf-8"))


@pytest.fixture(scope="module")
def config() -> dict[str, Any]:
    said: dict[str, Any] = read(APP / "config.yaml")
    return said


def test_no_other_file_of_the_repository_could_be_taken_for_an_app() -> None:
    listed = subprocess.run(
        ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"],  # noqa: S607 - the git of the PATH
        cwd=ROOT,
        check=True,
        capture_output=True,
        text=True,
    )
    names = [Path(name) for name in listed.stdout.split("\0") if name]
    taken = [str(path) for path in names if path.name in {"config.yaml", "config.yml", "config.json"}]
    assert taken == ["app/config.yaml"]
    assert set(read(ROOT / "repository.yaml")) == {"name", "url", "maintainer"}


def test_every_part_says_the_same_version(config: dict[str, Any]) -> None:
    compose = read(ROOT / "compose.yaml")["services"]["liftday"]
    manifest = json.loads((ROOT / "custom_components" / "liftday" / "manifest.json").read_text(encoding="utf-8"))
    assert config["version"] == manifest["version"] == __version__
    assert compose["image"] == f"{config['image']}:{__version__}"
    headings = re.findall(r"(?m)^## (.+)$", (APP / "CHANGELOG.md").read_text(encoding="utf-8"))
    assert headings[0] == __version__


def test_it_asks_for_no_right_that_it_does_not_need(config: dict[str, Any]) -> None:
    assert set(config) == {
        "arch",
        "backup",
        "backup_exclude",
        "backup_post",
        "backup_pre",
        "boot",
        "description",
        "discovery",
        "homeassistant",
        "image",
        "ingress",
        "ingress_port",
        "ingress_stream",
        "map",
        "name",
        "options",
        "panel_icon",
        "panel_title",
        "ports",
        "schema",
        "slug",
        "startup",
        "timeout",
        "url",
        "version",
        "watchdog",
    }
    assert config["arch"] == ["amd64", "aarch64"]
    assert config["ports"] == {f"{PORT}/tcp": None}
    assert config["map"] == [{"type": "addon_config", "read_only": False}]


def test_the_names_that_others_look_for_are_the_right_ones(config: dict[str, Any]) -> None:
    manifest = json.loads((ROOT / "custom_components" / "liftday" / "manifest.json").read_text(encoding="utf-8"))
    assert config["discovery"] == [SERVICE] == [manifest["domain"]]
    assert config["ingress_port"] == PORT
    found = WATCHDOG.fullmatch(config["watchdog"])
    assert found
    assert (int(found[1]), found[2]) == (PORT, f"{API}/health")


def test_the_commands_around_a_backup_exist(
    config: dict[str, Any], monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr("liftday_sync.home_app.__main__.DATA", tmp_path)
    monkeypatch.setattr("liftday_sync.home_app.__main__.become_user", list)
    start = "/opt/liftday/bin/python -m liftday_sync.home_app "
    assert json.dumps(start.split()) in (APP / "Dockerfile").read_text(encoding="utf-8")
    for command in (config["backup_pre"], config["backup_post"]):
        assert command.startswith(start)
        main(command.removeprefix(start).split())


def elements(schema: Any) -> list[str]:
    if isinstance(schema, str):
        return [schema]
    return [one for part in (schema.values() if isinstance(schema, dict) else schema) for one in elements(part)]


def test_the_schema_is_in_the_supervisor_s_words_and_asks_what_the_daemon_reads(config: dict[str, Any]) -> None:
    schema = config["schema"]
    assert [one for one in elements(schema) if not ELEMENT.fullmatch(one)] == []
    [athlete] = schema["athletes"]
    assert set(schema) == set(Options.model_fields)
    assert set(athlete) == set(AthleteOptions.model_fields)
    assert Options.model_validate(config["options"]) == Options()


@pytest.mark.parametrize(
    ("key", "good", "bad"),
    [
        ("id", ["anna", "a-1"], ["Anna", "-a", ""]),
        ("lift_at", ["06:30", "18:00"], ["6:30", "24:00", "18.00"]),
        ("time_zone", ["Europe/Lisbon", "America/Argentina/Ushuaia", "Etc/GMT+3"], ["Lisbon", "Europe/", "../etc"]),
    ],
)
def test_what_an_option_takes_is_what_the_daemon_takes(
    config: dict[str, Any], key: str, good: list[str], bad: list[str]
) -> None:
    [athlete] = config["schema"]["athletes"]
    found = re.fullmatch(r"match\((.*)\)\??", athlete[key])
    assert found
    assert all(re.match(found[1], text) for text in good)
    assert not any(re.match(found[1], text) for text in bad)


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_language_has_every_word(config: dict[str, Any], language: str) -> None:
    said = read(APP / "translations" / f"{language}.yaml")
    athletes = said["configuration"]["athletes"]
    [athlete] = config["schema"]["athletes"]
    assert set(said) == {"configuration", "network"}
    assert set(said["configuration"]) == set(config["schema"])
    assert set(athletes) == {"name", "description", "fields"}
    assert set(athletes["fields"]) == set(athlete)
    assert set(said["network"]) == set(config["ports"])
    entries = [*athletes["fields"].values(), said["configuration"]["log_level"], athletes]
    assert all(entry["name"] and entry["description"].endswith(".") for entry in entries)


def test_there_is_no_language_that_this_test_does_not_read() -> None:
    assert {path.stem for path in (APP / "translations").iterdir()} == set(LANGUAGES)


@pytest.mark.parametrize(("name", "size"), [("icon", (128, 128)), ("logo", (250, 100))])
def test_the_pictures_have_the_size_that_home_assistant_shows(name: str, size: tuple[int, int]) -> None:
    data = (APP / f"{name}.png").read_bytes()
    assert data[:8] == b"\x89PNG\r\n\x1a\n"
    assert struct.unpack(">II", data[16:24]) == size
    assert len(data) < 20_000


def test_every_option_is_explained_in_the_app_s_document(config: dict[str, Any]) -> None:
    text = (APP / "DOCS.md").read_text(encoding="utf-8")
    [athlete] = config["schema"]["athletes"]
    told = set(re.findall(r"(?m)^\| `(\w+)` \|", text))
    assert told == {*athlete, *config["schema"]} - {"athletes"}


def test_the_image_is_made_of_files_that_reach_its_builder() -> None:
    let_through = {
        line[1:] for line in (ROOT / ".dockerignore").read_text(encoding="utf-8").splitlines() if line[:1] == "!"
    }
    text = (APP / "Dockerfile").read_text(encoding="utf-8")
    copied = [word for line in re.findall(r"(?m)^COPY (?!--from)(.+) \S+$", text) for word in line.split()]
    assert {"rules", "sync"} <= set(copied)
    for name in copied:
        assert any(one == name or one.startswith(f"{name}/") for one in let_through), f"{name} is left out"
        assert (ROOT / name).exists()


def test_compose_shuts_the_daemon_in_and_keeps_one_volume() -> None:
    document = read(ROOT / "compose.yaml")
    daemon = document["services"]["liftday"]
    assert daemon["read_only"] is True
    assert daemon["cap_drop"] == ["ALL"]
    assert daemon["security_opt"] == ["no-new-privileges:true"]
    assert daemon["volumes"] == ["liftday:/data"]
    assert set(document["volumes"]) == {"liftday", "homeassistant"}
    assert {"privileged", "network_mode", "cap_add", "devices"} & set(daemon) == set()
    assert f"127.0.0.1:{PORT}{API}/health" in daemon["healthcheck"]["test"][-1]
    assert all(port.startswith("127.0.0.1:") for port in daemon["ports"])
    build = ROOT / daemon["build"]["context"] / daemon["build"]["dockerfile"]
    assert build == ROOT / "app" / "Dockerfile"


def test_compose_mounts_the_integration_that_is_here() -> None:
    home = read(ROOT / "compose.yaml")["services"]["homeassistant"]
    here = [volume.split(":")[0] for volume in home["volumes"] if volume.startswith("./")]
    assert [(ROOT / path / "manifest.json").is_file() for path in here] == [True]
    assert home["depends_on"] == {"liftday": {"condition": "service_healthy"}}
