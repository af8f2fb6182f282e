import json
from pathlib import Path

from tests.helpers.api import openapi

DOCUMENT = Path(__file__).parents[2] / "docs/openapi.v1.json"


def test_the_openapi_document_is_current() -> None:
    assert json.loads(DOCUMENT.read_text()) == openapi(), "run script/contract"


def test_every_address_says_what_it_does_and_every_name_is_used_once() -> None:
    operations = [one for path in openapi()["paths"].values() for one in path.values()]
    names = [one["operationId"] for one in operations]
    assert len(set(names)) == len(names) > 20
    assert all(one["summary"].endswith(".") for one in operations)


def test_only_who_answers_and_whether_all_is_well_are_told_to_everybody() -> None:
    opened = {path for path, methods in openapi()["paths"].items() for one in methods.values() if not one["security"]}
    assert opened == {"/api/v1/info", "/api/v1/health"}
