import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from pydantic import TypeAdapter

from liftday_sync import contract
from liftday_sync.contract import ContractError, Snapshot, read, write

ROOT = Path(__file__).parents[2]
GOLDENS = sorted((Path(__file__).parent / "golden").glob("v*/*.json"))
COPY = ROOT / "custom_components/liftday/contract.py"
SCHEMA_FILE = ROOT / "docs/snapshot.v1.schema.json"


def test_the_integration_has_the_same_bytes() -> None:
    assert COPY.read_bytes() == Path(contract.__file__).read_bytes(), "run script/contract"


def test_the_copy_needs_nothing_but_the_standard_library() -> None:
    program = f"import runpy; print(runpy.run_path({str(COPY)!r})['SCHEMA'])"
    done = subprocess.run([sys.executable, "-S", "-I", "-c", program], capture_output=True, text=True, check=True)  # noqa: S603 (our own program)
    assert done.stdout.strip() == str(contract.SCHEMA)


@pytest.mark.parametrize("golden", GOLDENS, ids=lambda path: path.stem)
def test_every_document_that_was_ever_sent_can_still_be_read(golden: Path) -> None:
    document = json.loads(golden.read_text())
    assert within(document, write(read(Snapshot, document)))


def within(old: Any, new: Any) -> bool:
    """Whether everything that was said is said again; fields that came later may be there too."""
    if isinstance(old, dict):
        return all(key in new and within(value, new[key]) for key, value in old.items())
    if isinstance(old, list):
        return len(old) == len(new) and all(map(within, old, new, strict=True))
    return bool(old == new)


def test_a_field_that_is_lost_or_differs_is_noticed() -> None:
    assert within({"a": [{"b": 1}]}, {"a": [{"b": 1, "c": 2}]})
    assert not within({"a": [{"b": 1}]}, {"a": [{"c": 2}]})
    assert not within({"a": [1]}, {"a": [2]})


def test_there_are_goldens() -> None:
    assert GOLDENS


def test_the_json_schema_is_current() -> None:
    schema = TypeAdapter(Snapshot).json_schema(mode="serialization")
    assert json.loads(SCHEMA_FILE.read_text()) == schema, "run script/contract"


def test_a_field_of_a_newer_daemon_is_left_out() -> None:
    document = golden_document() | {"moon_phase": "full"}
    assert read(Snapshot, document) == read(Snapshot, golden_document())


def test_a_word_of_a_newer_daemon_is_unknown_and_no_error() -> None:
    document = golden_document() | {"state": "dreaming"}
    assert read(Snapshot, document).state is contract.PlanState.UNKNOWN


@pytest.mark.parametrize(
    ("field", "value", "place"),
    [
        ("revision", "7", r"Snapshot\.revision"),
        ("revision", True, r"Snapshot\.revision"),
        ("days", {}, r"Snapshot\.days"),
        ("today", "yesterday", r"Snapshot\.today"),
        ("generated_at", "2026-11-26T05:00:00", "has no offset"),
        ("athlete", {"id": "a", "name": "A"}, r"Snapshot\.athlete\.time_zone"),
    ],
)
def test_a_broken_document_says_where(field: str, value: object, place: str) -> None:
    with pytest.raises(ContractError, match=place):
        read(Snapshot, golden_document() | {field: value})


def test_a_missing_field_is_named() -> None:
    document = golden_document()
    del document["advice"]
    with pytest.raises(ContractError, match=r"Snapshot\.advice: missing"):
        read(Snapshot, document)


def test_when_it_was_made_is_not_news() -> None:
    later = golden_document() | {
        "generated_at": "2030-01-01T00:00:00+00:00",
        "valid_until": "2030-01-02T00:00:00+00:00",
    }
    assert read(Snapshot, later) == read(Snapshot, golden_document())


def golden_document() -> dict[str, object]:
    document: dict[str, object] = json.loads(GOLDENS[0].read_text())
    return document
