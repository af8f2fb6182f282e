"""The documents that are made from the code, by path; run it to write them, import it to compare them."""

from collections.abc import Callable
from pathlib import Path

from liftday_rules.content import catalogue as exercises
from liftday_rules.placement.catalogue import catalogue as rules

DOCUMENTS: dict[str, Callable[[], str]] = {"docs/rules.md": rules, "docs/exercises.md": exercises}

if __name__ == "__main__":
    root = Path(__file__).parents[1]
    for name, text in DOCUMENTS.items():
        (root / name).write_text(text(), encoding="utf-8")
