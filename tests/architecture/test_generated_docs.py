import runpy
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
DOCUMENTS = runpy.run_path(str(ROOT / "script/generated_docs.py"))["DOCUMENTS"]


@pytest.mark.parametrize("name", DOCUMENTS)
def test_a_generated_document_is_what_the_code_says(name: str) -> None:
    assert (ROOT / name).read_text(encoding="utf-8") == DOCUMENTS[name](), "run script/docs"
