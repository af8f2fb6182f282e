"""The folder as Home Assistant's own checker reads it, and every word where the code needs it."""

import ast
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from homeassistant.const import Platform
from homeassistant.helpers.selector import validate_selector
from homeassistant.util.yaml import load_yaml_dict
from tests.ha import hassfest

FOLDER = Path(__file__).parents[2] / "custom_components" / "liftday"
SOURCES = {file: ast.parse(file.read_text(encoding="utf-8")) for file in sorted(FOLDER.rglob("*.py"))}

ALWAYS_THERE = {platform.value for platform in Platform} | {
    "diagnostics",
    "homeassistant",
    "repairs",
    "system_health",
    "websocket_api",
}
"""Parts of Home Assistant that may be used without being named in the manifest."""
OF_HOME_ASSISTANT = {
    "already_configured",
    "already_in_progress",
    "reauth_successful",
    "reconfigure_successful",
    "unique_id_mismatch",
}
"""Reasons that its own methods give; their words are ours."""
RAISED = ("Error", "Failed", "NotReady", "Unauthorized")


def _json(path: Path) -> Any:
    return json.loads(path.read_text(encoding="utf-8"))


def _texts(tree: Any, at: str = "") -> Iterator[tuple[str, str]]:
    if isinstance(tree, str):
        yield at, tree
        return
    for key, branch in tree.items():
        yield from _texts(branch, f"{at}.{key}")


def _calls() -> Iterator[tuple[str, dict[str, str]]]:
    """Every call in our code: what is called, and its keywords that are plain words."""
    for tree in SOURCES.values():
        for node in ast.walk(tree):
            if isinstance(node, ast.Call):
                name = node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")
                words = {
                    keyword.arg: keyword.value.value
                    for keyword in node.keywords
                    if keyword.arg and isinstance(keyword.value, ast.Constant) and isinstance(keyword.value.value, str)
                }
                yield name, words


def _constants() -> set[str]:
    """Every plain word in our code."""
    nodes = (node for tree in SOURCES.values() for node in ast.walk(tree))
    return {node.value for node in nodes if isinstance(node, ast.Constant) and isinstance(node.value, str)}


def _steps() -> set[str]:
    """Every step of every dialog in our code."""
    functions = (node for tree in SOURCES.values() for node in ast.walk(tree) if isinstance(node, ast.AsyncFunctionDef))
    return {one.name.removeprefix("async_step_") for one in functions if one.name.startswith("async_step_")}


@pytest.fixture(scope="module")
def english() -> dict[str, Any]:
    read: dict[str, Any] = _json(FOLDER / "translations" / "en.json")
    return read


def _flows(english: dict[str, Any]) -> Iterator[tuple[str, dict[str, Any]]]:
    """Every dialog that has words, by its place."""
    for place in ("config", "options"):
        if place in english:
            yield place, english[place]
    yield from english.get("config_subentries", {}).items()
    yield from (
        (f"issue {key}", one["fix_flow"]) for key, one in english.get("issues", {}).items() if "fix_flow" in one
    )


def test_nothing_in_the_manifest_is_objected_to() -> None:
    assert list(hassfest.of_manifest(_json(FOLDER / "manifest.json"))) == []


def test_the_checker_here_does_object() -> None:
    """A check that cannot fail is none."""
    manifest = _json(FOLDER / "manifest.json")
    assert list(hassfest.of_manifest({"version": "1.0", **manifest, "zeroconf": ["liftday"], "iot_class": "x"}))
    assert list(hassfest.of_shape({"config": {"step": {"Bad Key": {}}}}, hassfest.TRANSLATIONS))
    assert list(hassfest.of_shape({"exceptions": {"a": {}}, "other": "x"}, hassfest.TRANSLATIONS)) == [
        ".exceptions.a.message is missing",
        ".other is unknown",
    ]
    assert len(list(hassfest.of_text(" <b>http://x</b> '{a}'[%key"))) == 5
    assert list(hassfest.of_icons({"entity": {"sensor": {"a": {"default": "mdi:a", "state": {"b": "mdi:a"}}}}}))
    assert list(hassfest.of_services({"a": {"fields": {"b": {}}}})) == ["a.b has no selector"]


def test_what_is_used_of_home_assistant_is_named_in_the_manifest() -> None:
    manifest = _json(FOLDER / "manifest.json")
    named = {*manifest["dependencies"], *manifest["after_dependencies"]} | ALWAYS_THERE
    modules = {
        node.module
        for tree in SOURCES.values()
        for node in ast.walk(tree)
        if isinstance(node, ast.ImportFrom) and (node.module or "").startswith("homeassistant.components.")
    }
    assert {str(module).split(".")[2] for module in modules} <= named


@pytest.mark.parametrize("file", sorted((FOLDER / "translations").glob("*.json")), ids=lambda file: file.stem)
def test_no_translation_is_objected_to(file: Path) -> None:
    words = _json(file)
    assert list(hassfest.of_shape(words, hassfest.TRANSLATIONS)) == []
    assert [(at, found) for at, text in _texts(words) for found in hassfest.of_text(text)] == []


def test_no_icon_and_no_action_is_objected_to() -> None:
    assert list(hassfest.of_icons(_json(FOLDER / "icons.json"))) == []
    services = load_yaml_dict(str(FOLDER / "services.yaml"))
    assert list(hassfest.of_services(services)) == []
    for service in services.values():
        for field in service.get("fields", {}).values():
            validate_selector(field["selector"])


def test_every_step_of_every_dialog_has_its_words_and_no_other_has(english: dict[str, Any]) -> None:
    steps = {step for _, flow in _flows(english) for step in flow.get("step", {})}
    assert steps <= _steps()
    shown = {words["step_id"] for _, words in _calls() if "step_id" in words}
    assert shown <= steps
    for place, flow in _flows(english):
        for name, step in flow.get("step", {}).items():
            assert step.get("title"), f"{place}.{name} has no title"
            assert step.get("description") or step.get("menu_options"), f"{place}.{name} says nothing"
            assert step.get("data", {}).keys() == step.get("data_description", {}).keys(), f"{place}.{name}"


def test_every_reason_to_break_off_and_every_error_is_a_sentence(english: dict[str, Any]) -> None:
    given = {
        words["reason"]
        for name, words in _calls()
        if name.startswith(("async_abort", "_abort_if")) and "reason" in words
    }
    told = {key for _, flow in _flows(english) for key in flow.get("abort", {})}
    assert given <= told
    assert told <= _constants() | OF_HOME_ASSISTANT
    assert {key for _, flow in _flows(english) for key in flow.get("error", {})} <= _constants()


def test_every_exception_and_every_issue_is_a_sentence(english: dict[str, Any]) -> None:
    raised = {
        words["translation_key"] for name, words in _calls() if name.endswith(RAISED) and "translation_key" in words
    }
    assert raised
    assert raised <= set(english["exceptions"])
    assert set(english["exceptions"]) <= _constants()
    issues = {
        words["translation_key"]
        for name, words in _calls()
        if name == "async_create_issue" and "translation_key" in words
    }
    assert issues <= set(english["issues"])
    assert set(english["issues"]) <= _constants()


def test_a_client_error_has_words_wherever_it_can_be_shown(english: dict[str, Any]) -> None:
    """The client's errors carry their key; dialogs and exceptions show it."""
    keys = {"cannot_connect", "invalid_auth", "invalid_answer", "daemon_too_old", "integration_too_old"}
    assert keys <= _constants()
    assert keys <= set(english["config"]["error"])
    assert keys <= set(english["exceptions"])
    assert {"daemon_too_old", "integration_too_old"} <= set(english["issues"])
