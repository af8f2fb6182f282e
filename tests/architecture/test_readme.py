"""What the documents say exists: commands, options, scripts, files. A sentence that names a mend names a real one."""

import os
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from typer.main import get_command

from liftday_sync.cli import app

ROOT = Path(__file__).parents[2]
PAGES = [
    *(
        ROOT / name
        for name in ("README.md", "CONTRIBUTING.md", "ARCHITECTURE.md", "SECURITY.md", "config.example.yaml")
    ),
    *sorted((ROOT / "docs").rglob("*.md")),
]
SOURCES = [
    *sorted((ROOT / "sync").rglob("*.py")),
    *sorted((ROOT / "rules").rglob("*.py")),
    *sorted((ROOT / "custom_components").rglob("*.json")),
]
MADE_BY_USERS = {"config.yaml", "liftday.yaml"}
TREE = get_command(app)


def quoted(text: str) -> Iterator[str]:
    """What stands between backticks, and the lines of code blocks."""
    blocks = re.findall(r"^```\w*\n(.*?)^```", text, re.DOTALL | re.MULTILINE)
    yield from (line for block in blocks for line in block.splitlines() if line)
    yield from re.findall(r"`([^`\n]+)`", text)


def said(paths: list[Path], pattern: str) -> list[tuple[str, str]]:
    """Each quotation that has the pattern, with the file it is from."""
    found = (
        (path.relative_to(ROOT).as_posix(), quotation)
        for path in paths
        for quotation in quoted(path.read_text(encoding="utf-8"))
        if re.search(pattern, quotation)
    )
    return sorted(set(found))


def resolved(words: list[str]) -> tuple[Any, list[str]]:
    """The command that the words lead to, and the words that are left."""
    command: Any = TREE
    while words and words[0] in getattr(command, "commands", {}):
        command, words = command.commands[words[0]], words[1:]
    return command, words


def leaves(command: Any, name: str) -> Iterator[tuple[str, Any]]:
    inside = getattr(command, "commands", {})
    if not inside:
        yield name, command
    for word, child in inside.items():
        yield from leaves(child, f"{name} {word}")


@pytest.mark.parametrize(("page", "line"), said([*PAGES, *SOURCES], r"^(\.local/venv/bin/)?liftday(?= [a-z-])"))
def test_a_command_that_somebody_is_told_to_type_exists_with_its_options(page: str, line: str) -> None:
    words = re.sub(r"\{.*?\}", "", line).split()[1:]
    command, rest = resolved(words)
    options = {option for parameter in command.params for option in parameter.opts} | {"--help"}
    assert not hasattr(command, "commands") or rest[:1] in (["--help"], ["--version"]), f"{page}: no command {line!r}"
    assert {word for word in rest if word.startswith("-")} <= options, f"{page}: no such option in {line!r}"


@pytest.mark.parametrize(("name", "command"), [*leaves(TREE, "liftday")], ids=str)
def test_every_command_takes_json_as_the_readme_says_and_has_a_manual(name: str, command: Any) -> None:
    assert "--json" in {option for parameter in command.params for option in parameter.opts}, name
    assert command.help.strip().endswith("."), name


@pytest.mark.parametrize(("page", "line"), said(PAGES, r"^(script|\.ci)/\w"))
def test_a_script_that_is_named_is_there_and_can_be_run(page: str, line: str) -> None:
    path = ROOT / line.partition(" ")[0]
    assert path.is_file(), f"{page}: there is no {line}"
    assert os.access(path, os.X_OK), f"{page}: {line} can't be run"


def test_every_script_that_people_run_has_its_line_in_contributing() -> None:
    listed = {Path(line).name for _, line in said([ROOT / "CONTRIBUTING.md"], r"^script/\w+$")}
    there = {path.name for path in (ROOT / "script").iterdir() if os.access(path, os.X_OK) and path.is_file()}
    assert there - listed <= {"setup", "python314"}, "helpers of the others, that nobody runs by hand"


@pytest.mark.parametrize(("page", "line"), said(PAGES, r"^[\w.-]+(/[\w.-]+)+/?$|^\w+\.(md|yaml|toml|json)$"))
def test_a_file_that_is_named_is_there(page: str, line: str) -> None:
    inside = [
        ROOT,
        *(ROOT / place for place in ("sync/liftday_sync", "rules/liftday_rules", "custom_components/liftday")),
    ]
    assert line in MADE_BY_USERS or any((place / line).exists() for place in inside), f"{page}: there is no {line}"


@pytest.mark.parametrize("page", [page for page in PAGES if page.suffix == ".md"], ids=lambda page: page.name)
def test_every_link_leads_somewhere(page: Path) -> None:
    links = re.findall(r"\]\((?!https?://|#)([^)#]+)", page.read_text(encoding="utf-8"))
    assert [link for link in links if not (page.parent / link).exists()] == []
