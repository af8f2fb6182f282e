"""Every language says all that English says, with the same placeholders, and in its own words."""

import json
import re
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

ROOT = Path(__file__).parents[2]
FOLDER = ROOT / "custom_components" / "liftday" / "translations"
CARD = ROOT / "card" / "src" / "languages"
LANGUAGES = ("de", "es", "fr", "it", "nl")

SAME = {
    "de": {"Code", "Pause", "Status", "Token", "Training"},
    "es": {"Token"},
    "fr": {"Code", "E-mail", "Long", "Minutes", "Pause"},
    "it": {"Account", "E-mail", "Password", "Token"},
    "nl": {"Account", "Code", "Dumbbells", "E-mail", "Status", "Token", "Training"},
}
"""Words that are the same in both languages; beside them, only texts that are nothing but names and placeholders."""
NAMES = {"Garmin", "Google", "Home Assistant", "Liftday", "Outlook", "Runalyze", "Strava", "intervals.icu"}
ENGLISH = re.compile(
    r"\b(the|this|that|with|your|you|daemon|session|sessions|run|runs|strength|lift|athlete|phone|when|left out"
    r"|settings|workout|deload)\b",
    re.IGNORECASE,
)
"""What can stand in none of the five languages, outside of commands, links and placeholders."""
LONGEST_NAME = 42
"""Signs of an entity's name; a row of a dashboard on a phone shows about as many."""
ROOM = 1.9
"""How much longer than the English text another may be, once it is more than a few words."""


def _texts(tree: Any, at: str = "") -> Iterator[tuple[str, str]]:
    """Every text with its place, in the order of the file."""
    if isinstance(tree, str):
        yield at, tree
        return
    for key, branch in tree.items():
        yield from _texts(branch, f"{at}.{key}".lstrip("."))


def _read(language: str) -> dict[str, str]:
    return dict(_texts(json.loads((FOLDER / f"{language}.json").read_text(encoding="utf-8"))))


def _unchangeable(text: str) -> Counter[str]:
    """What no language may change, and how often it stands there: placeholders, addresses of links, commands."""
    return Counter(re.findall(r"\{\w+\}|\[\w+\](?!\()|\]\([^)]*\)|`[^`]+`|https?://\S+", text))


def _shape(text: str) -> tuple[int, int, int]:
    """Paragraphs, bold words and list items."""
    return text.count("\n\n"), text.count("**"), len(re.findall(r"^[-*] ", text, re.MULTILINE))


def _words(text: str) -> str:
    """What is left of a text without all that no language translates."""
    bare = re.sub(r"\{\w+\}|\[\w+\](?!\()|\]\([^)]*\)|`[^`]+`", " ", text)
    for name in NAMES:
        bare = bare.replace(name, " ")
    return re.sub(r"\b[a-z]+_[a-z_]+\b", " ", bare)  # an action's own name, such as get_plan


@pytest.fixture(scope="module")
def english() -> dict[str, str]:
    return _read("en")


@pytest.fixture(scope="module", params=LANGUAGES)
def language(request: pytest.FixtureRequest) -> str:
    return str(request.param)


@pytest.fixture(scope="module")
def texts(language: str) -> dict[str, str]:
    return _read(language)


def test_the_integration_speaks_the_languages_of_the_card() -> None:
    assert {file.stem for file in FOLDER.glob("*.json")} == {"en", *LANGUAGES}
    assert {file.stem for file in CARD.glob("*.ts")} == {"en", *LANGUAGES}


def test_a_language_has_every_text_in_the_order_of_english(texts: dict[str, str], english: dict[str, str]) -> None:
    assert list(texts) == list(english)
    assert [at for at, text in texts.items() if not text.strip()] == []


def test_placeholders_links_and_commands_are_those_of_english(texts: dict[str, str], english: dict[str, str]) -> None:
    differ = [at for at, text in texts.items() if _unchangeable(text) != _unchangeable(english[at])]
    assert differ == []
    assert [at for at, text in texts.items() if _shape(text) != _shape(english[at])] == []


def test_nothing_is_left_in_english(language: str, texts: dict[str, str], english: dict[str, str]) -> None:
    same = {text for at, text in texts.items() if text == english[at] and re.search(r"\w", _words(text))}
    assert same == SAME[language] & set(english.values())
    stray = {at: found[0] for at, text in texts.items() if (found := ENGLISH.search(_words(text)))}
    assert stray == {}


def test_a_text_ends_as_its_english_one_does(texts: dict[str, str], english: dict[str, str]) -> None:
    """A sentence stays a sentence, a question a question, a label a label."""
    assert [at for at, text in texts.items() if _end(text) != _end(english[at])] == []


def _end(text: str) -> str:
    return text[-1] if text[-1] in ".?!:…" else ""


def test_names_of_entities_fit_on_a_phone(texts: dict[str, str]) -> None:
    names = {at: text for at, text in texts.items() if re.fullmatch(r"entity\.\w+\.\w+\.name", at)}
    assert len(names) > 20
    assert {at: text for at, text in names.items() if len(text) > LONGEST_NAME} == {}
    for platform in {at.split(".")[1] for at in names}:
        of_platform = [text for at, text in names.items() if at.split(".")[1] == platform]
        assert len(set(of_platform)) == len(of_platform), f"two entities of {platform} have one name"


def test_no_text_is_far_longer_than_english(texts: dict[str, str], english: dict[str, str]) -> None:
    assert [at for at, text in texts.items() if len(text) > 20 + ROOM * len(english[at])] == []


def test_one_english_sentence_is_one_sentence(texts: dict[str, str], english: dict[str, str]) -> None:
    """What many actions share is not said in two ways."""
    said: dict[str, set[str]] = {}
    for at, text in english.items():
        if text.endswith("."):
            said.setdefault(text, set()).add(texts[at])
    assert {text: ways for text, ways in said.items() if len(ways) > 1} == {}


def test_the_integration_and_the_card_call_a_run_the_same(language: str, texts: dict[str, str]) -> None:
    card = (CARD / f"{language}.ts").read_text(encoding="utf-8")
    for effort in ("hard", "easy", "long", "race", "uncertain"):
        [word] = re.findall(rf'^  {effort}: "(.+)",$', card, re.MULTILINE)
        assert texts[f"entity.sensor.last_run_class.state.{effort}"] == word
        assert texts[f"entity.event.plan_changes.state_attributes.effort.state.{effort}"] == word


def test_a_file_is_written_like_the_english_one(language: str) -> None:
    """Two blanks, real letters instead of escapes, one end of line at the end."""
    text = (FOLDER / f"{language}.json").read_text(encoding="utf-8")
    assert text == json.dumps(json.loads(text), ensure_ascii=False, indent=2) + "\n"


def test_typography_is_that_of_the_language(language: str, texts: dict[str, str]) -> None:
    """French keeps its signs on the line, French and Italian have curved apostrophes, nobody has two blanks."""
    assert [at for at, text in texts.items() if "  " in text] == []
    if language == "fr":
        assert [at for at, text in texts.items() if re.search(r"(?<!\u00a0)[?!;](\s|$)|[^\u00a0]:\s", text)] == []
    if language in {"fr", "it"}:
        assert [at for at, text in texts.items() if "'" in _words(text)] == []
    if language == "es":
        assert [at for at, text in texts.items() if text.count("?") != text.count("¿")] == []
