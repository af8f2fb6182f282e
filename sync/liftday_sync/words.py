"""Words that came from outside: names of runs, athletes and files, before they go to a terminal or a calendar."""

import unicodedata

UNWRITABLE = {"Cc", "Zl", "Zp"}
"""Control characters, and the two that split lines and paragraphs."""


def plain(words: str) -> str:
    """The same words with nothing in them that steers a terminal, or ends a line where no reader expects it."""
    lines = words.replace("\r\n", "\n").replace("\r", "\n")
    return "".join(" " if c not in "\n\t" and unicodedata.category(c) in UNWRITABLE else c for c in lines)
