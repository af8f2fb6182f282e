"""A programme for the gym: one of ours by its name, or the athlete's own from a YAML file."""

import re
from functools import lru_cache
from pathlib import Path

import yaml

from liftday_rules.content import PROGRAMMES, Programme, ProgrammeError, audit, read_programme

FILE_ENDINGS = (".yaml", ".yml")
PLACE = re.compile(r"(?P<part>Session|Exercise) (?P<number>\d+)(?:, line (?P<slot>\d+))?")
MOST_TOLD = 5
"""A programme that is wrong in one place is wrong in dozens of combinations; the first few say which."""


def find_programme(said: str) -> str | Programme:
    """The name of one of ours, or the programme in the file. Raises ValueError with the place and the mend."""
    if said in PROGRAMMES:
        return said
    if not said.endswith(FILE_ENDINGS):
        known = ", ".join(PROGRAMMES)
        raise ValueError(f"there is no programme {said!r}; choose {known}, or give the path of your own .yaml file")
    path = Path(said).expanduser()
    try:
        text = path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise ValueError(f"the programme {path} can't be read; give its whole path") from error
    return _read(text, str(path))


@lru_cache(maxsize=8)
def _read(text: str, where: str) -> Programme:
    """Read and try out: the same text is tried once."""
    try:
        programme = read_programme(yaml.safe_load(text))
    except yaml.YAMLError as error:
        raise ValueError(f"{where} is no YAML: {' '.join(str(error).split())}") from error
    except ProgrammeError as error:
        raise ValueError(
            "; ".join(f"{where}{_line(text, problem)}: {problem}" for problem in error.problems)
        ) from error
    if found := audit(programme):
        more = f" (and {len(found) - MOST_TOLD} more like these)" if len(found) > MOST_TOLD else ""
        raise ValueError(f"{where}: {' '.join(found[:MOST_TOLD])}{more}")
    return programme


def _line(text: str, problem: str) -> str:
    """`, line 12`, where the problem names a session or an exercise."""
    place = PLACE.match(problem)
    if place is None:
        return ""
    node = _child(yaml.compose(text), "sessions" if place["part"] == "Session" else "exercises")
    node = _item(node, int(place["number"]))
    if place["slot"]:
        node = _item(_child(node, "slots"), int(place["slot"]))
    return f", line {node.start_mark.line + 1}" if node is not None else ""


def _child(node: yaml.Node | None, key: str) -> yaml.Node | None:
    if not isinstance(node, yaml.MappingNode):
        return None
    return next((value for name, value in node.value if name.value == key), None)


def _item(node: yaml.Node | None, number: int) -> yaml.Node | None:
    if not isinstance(node, yaml.SequenceNode) or number > len(node.value):
        return None
    found: yaml.Node = node.value[number - 1]
    return found
