"""The fenced blocks of the documents that people follow."""

import re
from pathlib import Path
from textwrap import dedent
from typing import NamedTuple

ROOT = Path(__file__).parents[2]
PAGES = [
    ROOT / "README.md",
    *(page for page in sorted((ROOT / "docs").rglob("*.md")) if page.parent.name != "decisions"),
]
FENCE = re.compile(r"^( *)```(\w+)\n(.*?)^\1```", re.DOTALL | re.MULTILINE)


class Block(NamedTuple):
    """One fenced block."""

    page: str
    text: str


def blocks(language: str) -> list[Block]:
    """All of one language; what is included from another file is that file's own matter."""
    return [
        Block(page.relative_to(ROOT).as_posix(), dedent(text))
        for page in PAGES
        for _, said, text in FENCE.findall(page.read_text(encoding="utf-8"))
        if said == language and "--8<--" not in text
    ]
