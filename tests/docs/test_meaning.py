"""What the documents say of classes, states, codes and colours is all there is, and nothing else."""

import ast
import re
from enum import StrEnum
from pathlib import Path

import pytest

from liftday_rules.model import ChangeKind, Confidence
from liftday_rules.placement import HARD, SOFT
from liftday_sync import contract, errors
from liftday_sync.page import view
from liftday_sync.sources.base import SourceState

ROOT = Path(__file__).parents[2]
MEANING = (ROOT / "docs/meaning.md").read_text(encoding="utf-8")
TROUBLE = (ROOT / "docs/troubleshooting.md").read_text(encoding="utf-8")


def rows(text: str, heading: str) -> list[list[str]]:
    """The cells of the first table after a heading."""
    part = re.split(r"^#+ ", text.split(f"# {heading}\n", 1)[1], maxsplit=1, flags=re.MULTILINE)[0]
    lines = [line for line in part.splitlines() if line.startswith("|")][2:]
    return [[cell.strip(" `") for cell in line.strip("|").split("|")] for line in lines]


def codes() -> set[str]:
    """Each code that a reason or a notice of the rules is made with."""
    found = {code for rule in (*HARD, *SOFT) for code in rule.codes}
    for path in (ROOT / "rules").rglob("*.py"):
        for call in (
            node for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))) if isinstance(node, ast.Call)
        ):
            said = [keyword.value for keyword in call.keywords if keyword.arg == "code"]
            if isinstance(call.func, ast.Name) and call.func.id == "Reason":
                said += call.args[:1]
            found |= {one.value for one in said if isinstance(one, ast.Constant) and isinstance(one.value, str)}
    return {code for code in found if code}


@pytest.mark.parametrize(
    ("heading", "words"),
    [
        ("Days and runs", contract.Effort),
        ("How sure", Confidence),
        ("Today in one word", contract.AdviceCode),
        ("The plan", contract.PlanState),
        ("A session", contract.SessionStatus),
    ],
)
def test_every_word_has_its_row_and_no_row_is_made_up(heading: str, words: type[StrEnum]) -> None:
    assert [row[0] for row in rows(MEANING, heading)] == [word.value for word in words]


def test_every_reason_code_has_its_row_and_no_row_is_made_up() -> None:
    assert {row[0] for row in rows(MEANING, "Why: the reasons and their codes")} == codes()


def test_every_kind_of_change_is_named() -> None:
    assert [kind for kind in ChangeKind if f"`{kind.value}`" not in MEANING] == []


def test_the_colours_are_those_of_the_card() -> None:
    styles = (ROOT / "card/src/styles.ts").read_text(encoding="utf-8")
    colours = dict(re.findall(r"--liftday-(hard|easy|long|race): var\(--([a-z-]+)-color", styles))
    told = {row[0]: row[1] for row in rows(MEANING, "Days and runs")}
    assert {name: told[name].replace(" ", "-") for name in colours} == colours
    assert len(colours) == 4


def test_every_state_of_a_source_has_a_mend_and_the_words_of_the_page() -> None:
    table = rows(TROUBLE, "What each state of a source means")
    assert {row[0] for row in table} == {state.value for state in contract.SourceState}
    assert {state.value for state in SourceState} <= {row[0] for row in table}
    assert {row[0]: row[1] for row in table} == {state.value: words for state, words in view.SOURCES.items()}


def test_every_exit_code_is_told() -> None:
    kinds = [one for one in vars(errors).values() if isinstance(one, type) and issubclass(one, errors.LiftdayError)]
    assert {row[0] for row in rows(TROUBLE, "What a command ends with")} == {
        "0",
        *(str(one.exit_code) for one in kinds),
    }


@pytest.mark.parametrize("row", rows(TROUBLE, "The daemon's own sentences"), ids=lambda row: row[0])
def test_a_sentence_that_is_quoted_is_one_that_the_daemon_says(row: list[str]) -> None:
    words = row[0].strip("* …").removesuffix(" on")
    said = "".join(path.read_text(encoding="utf-8") for path in (ROOT / "sync").rglob("*.py"))
    pieces = re.split(r"\band are\b", words)
    assert all(piece.strip() in said for piece in pieces), words
