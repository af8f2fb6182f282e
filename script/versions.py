"""The version: one place says it, a few others must repeat it. `script/release` is the way in."""

import re
import sys
from pathlib import Path

ROOT = Path(__file__).parents[1]
PLAIN = re.compile(r"\d+\.\d+\.\d+")
HOME = ("sync/liftday_sync/__init__.py", r'^__version__ = "(.+)"$')
REPEATED = (
    ("custom_components/liftday/manifest.json", r'^  "version": "(.+)",?$'),
    ("app/config.yaml", r'^version: "(.+)"$'),
    ("compose.yaml", r"^    image: ghcr\.io/liftday/liftday:(.+)$"),
    ("docs/openapi.v1.json", r'^    "version": "(.+)",?$'),
)
CHANGELOGS = (("CHANGELOG.md", "## [{}]"), ("app/CHANGELOG.md", "## {}"))


def said(name: str, pattern: str) -> str:
    """The version that a file says."""
    found = re.search(pattern, (ROOT / name).read_text(encoding="utf-8"), re.MULTILINE)
    if found is None:
        sys.exit(f"error: {name} says no version where it should: look at script/versions.py.")
    return found[1]


def notes(version: str) -> str:
    """What the changelog says of a version; empty when nothing."""
    text = (ROOT / "CHANGELOG.md").read_text(encoding="utf-8")
    found = re.search(rf"^## \[{re.escape(version)}\].*?\n(.*?)(?=^## \[|\Z)", text, re.DOTALL | re.MULTILINE)
    return found[1].strip() if found else ""


def set_all(version: str) -> None:
    """Write it everywhere, once each changelog tells of it. Ends with a sentence when it is no step ahead."""
    present = said(*HOME)
    if not PLAIN.fullmatch(version) or numbers(version) <= numbers(present):
        sys.exit(f"error: {version} is no version after {present}: give three numbers, such as 1.2.0.")
    for name, heading in CHANGELOGS:
        if heading.format(version) not in (ROOT / name).read_text(encoding="utf-8"):
            sys.exit(f"error: {name} says nothing of {version}: write its section first.")
    if not notes(version):
        sys.exit(f"error: the section of {version} in CHANGELOG.md is empty: say what changed.")
    for name, pattern in (HOME, *REPEATED):
        path = ROOT / name
        text = path.read_text(encoding="utf-8")
        start, end = re.search(pattern, text, re.MULTILINE).span(1)  # type: ignore[union-attr]  # said() has looked
        path.write_text(text[:start] + version + text[end:], encoding="utf-8")


def check(version: str) -> None:
    """End with a sentence when a file says another version."""
    for name, pattern in (HOME, *REPEATED):
        if said(name, pattern) != version:
            sys.exit(f"error: {name} says {said(name, pattern)}, not {version}: run script/release.")
    if not notes(version):
        sys.exit(f"error: CHANGELOG.md says nothing of {version}.")


def numbers(version: str) -> tuple[int, ...]:
    """To compare by."""
    return tuple(map(int, version.split(".")))


def main(words: list[str]) -> None:
    """Do what the words say."""
    match words:
        case ["--check", version]:
            check(version)
        case ["--notes", version]:
            print(notes(version))
        case [version] if not version.startswith("-"):
            for name, pattern in (HOME, *REPEATED):
                said(name, pattern)
            set_all(version)
        case _:
            sys.exit("usage: script/release VERSION | --check VERSION | --notes VERSION")


if __name__ == "__main__":
    main(sys.argv[1:])
