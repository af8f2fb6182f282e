"""No text anywhere promises anything about injuries or medicine: the evidence does not carry it."""

import ast
import json
import re
from collections.abc import Iterator
from itertools import product
from pathlib import Path

import pytest
from tests.rules.content.asked import session

from liftday_rules.content import PROGRAMMES, catalogue, description
from liftday_rules.content.regions import Region
from liftday_rules.model import Dose, Equipment, Focus, Kind

ROOT = Path(__file__).parents[3]
PROMISE = re.compile(
    r"(prevent|protect|lower|reduc|avoid|fewer|less)\w*\W+(\w+\W+){0,3}injur(y|ies)\b"
    r"|injury[- ](free|proof|prevention|risk)|bullet-?proof|risk of injury|stay (healthy|pain[- ]free)",
    re.IGNORECASE,
)
"""What no text of the program says, in any voice."""
MEDICAL = re.compile(
    r"\b(injur\w+|heal(s|ed|ing)?|cur(e|es|ed|ing)|rehab\w*|therap\w+|treat(s|ment|ments)?|diagnos\w+|medic\w+"
    r"|prescri\w+|guarantee\w*|pain[- ]?free|prehab\w*)\b",
    re.IGNORECASE,
)
"""What an exercise or a session has no reason to say at all."""


def python_texts(path: Path) -> Iterator[str]:
    """String literals that are not docstrings."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    bare = {id(node.value) for node in ast.walk(tree) if isinstance(node, ast.Expr)}
    for node in ast.walk(tree):
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in bare:
            yield node.value


def json_texts(value: object) -> Iterator[str]:
    match value:
        case str():
            yield value
        case dict():
            for part in value.values():
                yield from json_texts(part)
        case list():
            for part in value:
                yield from json_texts(part)
        case _:
            return


def test_no_sentence_of_the_program_promises_anything_about_injuries() -> None:
    paths = [path for room in ("rules", "sync", "custom_components") for path in (ROOT / room).rglob("*.py")]
    assert len(paths) > 20
    promises = [(path.name, text) for path in paths for text in python_texts(path) if PROMISE.search(text)]
    assert promises == []


def test_no_translation_does_so_either() -> None:
    paths = sorted((ROOT / "custom_components").rglob("*.json"))
    texts = [text for path in paths for text in json_texts(json.loads(path.read_text(encoding="utf-8")))]
    assert [text for text in texts if PROMISE.search(text)] == []


@pytest.mark.parametrize("programme", PROGRAMMES)
def test_no_session_speaks_of_medicine(programme: str) -> None:
    for dose, equipment, focus in product(Dose, Equipment, Focus):
        text = description(session(programme=programme, dose=dose, equipment=equipment, focus=focus, with_strides=True))
        assert not MEDICAL.search(text)


@pytest.mark.parametrize("region", Region)
def test_a_session_around_an_injury_offers_no_cure_for_it(region: Region) -> None:
    for kind, dose in ((Kind.FULL, Dose.DELOAD), (Kind.LIGHT, Dose.LIGHT)):
        assert not MEDICAL.search(
            description(session(kind=kind, dose=dose, excluded_regions=frozenset({region.value})))
        )


def test_the_catalogue_speaks_of_exercises_only() -> None:
    assert not MEDICAL.search(catalogue())


@pytest.mark.parametrize(
    "claim",
    ["This prevents injuries.", "Lowers your risk of injury", "Stay injury-free", "reduce the number of injuries"],
)
def test_the_net_catches_what_it_is_for(claim: str) -> None:
    assert PROMISE.search(claim)
