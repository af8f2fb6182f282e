"""The version is one, a release is a step ahead that the changelog tells of, and workflows call what exists."""

import os
import re
import runpy
from pathlib import Path
from shutil import copy2
from typing import Any

import pytest
import yaml

from liftday_sync import __version__

ROOT = Path(__file__).parents[2]
SCRIPT = ROOT / "script" / "versions.py"
WORKFLOWS = sorted((ROOT / ".github" / "workflows").glob("*.yml"))


@pytest.fixture
def tree(tmp_path: Path) -> tuple[Path, dict[str, Any]]:
    """The files that say a version, somewhere else, with the script that changes them."""
    here = runpy.run_path(str(SCRIPT))
    names = [name for name, _ in (here["HOME"], *here["REPEATED"], *here["CHANGELOGS"])]
    for name in [*names, "script/versions.py"]:
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        copy2(ROOT / name, tmp_path / name)
    return tmp_path, runpy.run_path(str(tmp_path / "script" / "versions.py"))


def tell(folder: Path, version: str) -> None:
    for name, heading in (("CHANGELOG.md", f"## [{version}] - 2027-01-01"), ("app/CHANGELOG.md", f"## {version}")):
        with (folder / name).open("a", encoding="utf-8") as file:
            file.write(f"\n{heading}\n\n### Added\n\n- A thing.\n")


def test_every_file_that_repeats_the_version_says_the_one_of_the_daemon() -> None:
    here = runpy.run_path(str(SCRIPT))
    assert {name: here["said"](name, pattern) for name, pattern in here["REPEATED"]} == dict.fromkeys(
        (name for name, _ in here["REPEATED"]), __version__
    )


def test_a_release_sets_the_version_everywhere_and_its_notes_are_the_changelogs(
    tree: tuple[Path, dict[str, Any]], capsys: pytest.CaptureFixture[str]
) -> None:
    folder, script = tree
    tell(folder, "9.1.0")
    script["main"](["9.1.0"])
    script["main"](["--check", "9.1.0"])
    script["main"](["--notes", "9.1.0"])
    assert capsys.readouterr().out == "### Added\n\n- A thing.\n"
    for name, _ in script["REPEATED"]:
        assert "9.1.0" in (folder / name).read_text(encoding="utf-8")


@pytest.mark.parametrize("version", [__version__, "0.0.1", "1", "v2.0.0"])
def test_a_version_that_is_no_step_ahead_changes_nothing(version: str, tree: tuple[Path, dict[str, Any]]) -> None:
    folder, script = tree
    tell(folder, version)
    with pytest.raises(SystemExit, match="is no version after"):
        script["main"]([version])
    assert script["said"](*script["HOME"]) == __version__


def test_a_version_of_which_nothing_is_told_is_refused(tree: tuple[Path, dict[str, Any]]) -> None:
    _, script = tree
    with pytest.raises(SystemExit, match="write its section first"):
        script["main"](["9.1.0"])


@pytest.mark.parametrize("path", WORKFLOWS, ids=lambda path: path.stem)
def test_a_workflow_has_few_rights_a_time_limit_and_calls_what_exists(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    read: dict[Any, Any] = yaml.safe_load(text)
    assert read["permissions"] == {"contents": "read"}
    assert all("timeout-minutes" in job for job in read["jobs"].values())
    runs = [step["run"] for job in read["jobs"].values() for step in job["steps"] if "run" in step]
    for script in re.findall(r"(?<![\w/.])(?:script|\.ci)/\w+", "\n".join(runs)):
        assert os.access(ROOT / script, os.X_OK), script
    # what comes from a person never stands in a command; the runner's own variables do
    assert not [run for run in runs if "${{" in run]
    for uses in re.findall(r"uses: (\S+)", text):
        assert re.fullmatch(r"[\w.-]+/[\w./-]+@(v\d+|main|master|[0-9a-f]{40})", uses), uses


def test_there_is_a_workflow_for_each_promise() -> None:
    assert {path.stem for path in WORKFLOWS} == {"ci", "hacs", "hassfest", "nightly", "release"}


@pytest.mark.parametrize("path", sorted((ROOT / ".github").rglob("*.yml")), ids=lambda path: path.stem)
def test_whatever_the_forge_reads_is_yaml(path: Path) -> None:
    assert isinstance(yaml.safe_load(path.read_text(encoding="utf-8")), dict)
