"""The folder as Home Assistant and HACS want it: manifest, translations, icons, quality scale, brand."""

import ast
import json
import re
import struct
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from custom_components.liftday import PLATFORMS
from custom_components.liftday.binary_sensor import BINARY_SENSORS
from custom_components.liftday.button import PUSH_NEXT_SESSION, SYNC_NOW
from custom_components.liftday.calendar import PLAN, RUNS
from custom_components.liftday.const import DOMAIN
from custom_components.liftday.event import PLAN_CHANGES
from custom_components.liftday.sensor import SENSORS
from custom_components.liftday.switch import PAUSE_PLAN
from custom_components.liftday.todo import STRENGTH_WEEK
from homeassistant.const import Platform
from homeassistant.helpers.entity import EntityDescription
from homeassistant.util.yaml import load_yaml_dict

FOLDER = Path(__file__).parents[2] / "custom_components" / "liftday"
ROOT = FOLDER.parents[1]

ROWS: dict[Platform, tuple[EntityDescription, ...]] = {
    Platform.BINARY_SENSOR: BINARY_SENSORS,
    Platform.BUTTON: (SYNC_NOW, PUSH_NEXT_SESSION),
    Platform.CALENDAR: (PLAN, RUNS),
    Platform.EVENT: (PLAN_CHANGES,),
    Platform.SENSOR: SENSORS,
    Platform.SWITCH: (PAUSE_PLAN,),
    Platform.TODO: (STRENGTH_WEEK,),
}

REQUIRED = {"domain", "name", "codeowners", "documentation", "issue_tracker", "version"}
ALLOWED = REQUIRED | {
    "after_dependencies",
    "config_flow",
    "dependencies",
    "integration_type",
    "iot_class",
    "loggers",
    "quality_scale",
    "requirements",
    "zeroconf",
}

BRONZE = """action-setup appropriate-polling brands common-modules config-flow config-flow-test-coverage
    dependency-transparency docs-actions docs-conditions docs-high-level-description docs-installation-instructions
    docs-removal-instructions docs-triggers entity-event-setup entity-unique-id has-entity-name runtime-data
    test-before-configure test-before-setup unique-config-entry"""
SILVER = """action-exceptions config-entry-unloading docs-configuration-parameters docs-installation-parameters
    entity-unavailable integration-owner log-when-unavailable parallel-updates reauthentication-flow test-coverage"""
GOLD = """devices diagnostics discovery discovery-update-info docs-data-update docs-examples docs-known-limitations
    docs-supported-devices docs-supported-functions docs-troubleshooting docs-use-cases dynamic-devices entity-category
    entity-device-class entity-disabled-by-default entity-translations exception-translations icon-translations
    reconfiguration-flow repair-issues stale-devices"""
PLATINUM = "async-dependency inject-websession strict-typing"
DOCUMENTED = {
    "docs-actions": "action",
    "docs-configuration-parameters": "option",
    "docs-data-update": "updat|how soon|stays current",
    "docs-examples": "example|automation",
    "docs-high-level-description": "home assistant",
    "docs-installation-instructions": "install|set it up|set up",
    "docs-installation-parameters": "address|token|asks for|parameter",
    "docs-known-limitations": "limit",
    "docs-removal-instructions": "remov",
    "docs-supported-functions": "entit|what you get|function",
    "docs-troubleshooting": "trouble|does not work|goes wrong",
    "docs-use-cases": "use case|what for|what it is good for",
}
"""What a heading of the documents says where the text of a rule stands."""


def _json(path: Path) -> Any:
    return json.loads(path.read_text(encoding="utf-8"))


def _keys(tree: Any, at: str = "") -> Iterator[str]:
    """Every path to a text."""
    if isinstance(tree, str):
        yield at
        return
    for key, branch in tree.items():
        yield from _keys(branch, f"{at}.{key}")


def _at(tree: Any, path: str) -> str:
    """The text at a path."""
    for key in path.strip(".").split("."):
        tree = tree[key]
    return str(tree)


def _placeholders(text: str) -> set[str]:
    return set(re.findall(r"\{\w+\}", text))


@pytest.fixture(scope="module")
def manifest() -> dict[str, Any]:
    read: dict[str, Any] = _json(FOLDER / "manifest.json")
    return read


@pytest.fixture(scope="module")
def english() -> dict[str, Any]:
    read: dict[str, Any] = _json(FOLDER / "translations" / "en.json")
    return read


def test_the_manifest_has_what_hassfest_and_hacs_want(manifest: dict[str, Any]) -> None:
    assert manifest.keys() >= REQUIRED
    assert manifest.keys() <= ALLOWED
    assert list(manifest) == ["domain", "name", *sorted(manifest.keys() - {"domain", "name"})]
    assert manifest["domain"] == DOMAIN == FOLDER.name
    assert manifest["integration_type"] in {"device", "hub", "service"}
    assert manifest["iot_class"] == "local_push"
    assert manifest["requirements"] == []
    assert manifest["config_flow"] is True
    assert all(re.fullmatch(r"@[\w-]+", owner) for owner in manifest["codeowners"])
    assert all(manifest[key].startswith("https://") for key in ("documentation", "issue_tracker"))


def test_the_integration_has_the_daemons_version(manifest: dict[str, Any]) -> None:
    source = (ROOT / "sync" / "liftday_sync" / "__init__.py").read_text(encoding="utf-8")
    [version] = re.findall(r'^__version__ = "(.+)"$', source, re.MULTILINE)
    assert manifest["version"] == version


def test_hacs_knows_the_oldest_home_assistant() -> None:
    assert _json(ROOT / "hacs.json") == {"name": "Liftday", "homeassistant": "2026.10.0"}


def test_the_integration_imports_neither_the_daemon_nor_anything_to_install() -> None:
    known = {"aiohttp", "homeassistant", "probatio", "yarl"}
    for file in FOLDER.glob("*.py"):
        for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
            names = [node.module or ""] if isinstance(node, ast.ImportFrom) and node.level == 0 else []
            names += [alias.name for alias in node.names] if isinstance(node, ast.Import) else []
            for name in names:
                top = name.split(".")[0]
                assert top in known | sys.stdlib_module_names, f"{file.name} imports {name}"


@pytest.mark.parametrize("platform", PLATFORMS)
def test_every_platform_says_how_many_calls_may_run_at_once(platform: Platform) -> None:
    source = (FOLDER / f"{platform}.py").read_text(encoding="utf-8")
    assert re.search(r"^PARALLEL_UPDATES = [01]$", source, re.MULTILINE)


def test_every_row_has_a_name_an_icon_and_words_for_its_states(english: dict[str, Any]) -> None:
    assert set(ROWS) == set(PLATFORMS)
    icons = _json(FOLDER / "icons.json")["entity"]
    for platform, rows in ROWS.items():
        assert len({row.key for row in rows}) == len(rows)
        for row in rows:
            assert row.translation_key == row.key
            words = english["entity"].get(platform, {}).get(row.key, {})
            assert ("name" in words) == (row is not PLAN), f"{platform}.{row.key}: the main entity alone has no name"
            assert set(words.get("state", {})) == set(getattr(row, "options", None) or [])
            icon = icons.get(platform, {}).get(row.key)
            assert icon or getattr(row, "device_class", None), f"{platform}.{row.key} looks like nothing"
            assert set((icon or {}).get("state", {})) <= set(words.get("state", {})) | {"on", "off"}


def test_no_word_and_no_icon_is_left_over(english: dict[str, Any]) -> None:
    icons = _json(FOLDER / "icons.json")["entity"]
    for platform, rows in ROWS.items():
        keys = {row.key for row in rows}
        assert set(english["entity"].get(platform, {})) <= keys
        assert set(icons.get(platform, {})) <= keys
    assert set(english["entity"]) <= set(PLATFORMS)
    assert set(icons) <= set(PLATFORMS)


def test_every_action_and_every_field_has_its_words_and_its_icon(english: dict[str, Any]) -> None:
    actions = load_yaml_dict(str(FOLDER / "services.yaml"))
    assert set(english["services"]) == set(_json(FOLDER / "icons.json")["services"]) == set(actions)
    for name, action in actions.items():
        fields = action["fields"]
        assert set(english["services"][name]["fields"]) == set(fields), name
        for field in fields.values():
            [(_, settings)] = field["selector"].items()
            if settings and (key := settings.get("translation_key")):
                assert set(english["selector"][key]["options"]) == set(settings["options"])


def test_icons_are_icons() -> None:
    for path in _keys(icons := _json(FOLDER / "icons.json")):
        assert re.fullmatch(r"mdi:[a-z0-9-]+", _at(icons, path)), path


@pytest.mark.parametrize("file", sorted((FOLDER / "translations").glob("*.json")), ids=lambda file: file.stem)
def test_a_language_is_complete_or_absent(file: Path, english: dict[str, Any]) -> None:
    language = _json(file)
    assert set(_keys(language)) == set(_keys(english))
    assert "[%key" not in file.read_text(encoding="utf-8")
    for path in _keys(english):
        assert _placeholders(_at(language, path)) == _placeholders(_at(english, path)), path


@pytest.fixture(scope="module")
def scale() -> dict[str, tuple[str, str]]:
    """Status and comment of every rule."""
    rules = load_yaml_dict(str(FOLDER / "quality_scale.yaml"))["rules"]
    return {
        name: (answer, "") if isinstance(answer, str) else (answer["status"], answer.get("comment", ""))
        for name, answer in rules.items()
    }


def test_every_rule_of_the_quality_scale_has_an_honest_answer(scale: dict[str, tuple[str, str]]) -> None:
    assert set(scale) == set(f"{BRONZE} {SILVER} {GOLD} {PLATINUM}".split())
    for name, (status, comment) in scale.items():
        assert status in {"done", "todo", "exempt"}, name
        assert status == "done" or comment, f"{name}: say why"


def test_what_the_scale_calls_documented_is_documented(scale: dict[str, tuple[str, str]]) -> None:
    asked = {name for name in scale if name.startswith("docs-")}
    assert set(DOCUMENTED) <= asked
    done = {name for name in asked if scale[name][0] == "done"}
    assert done <= set(DOCUMENTED)
    pages = [
        page.read_text(encoding="utf-8") for page in (ROOT / "docs").rglob("*.md") if "home-assistant" in page.stem
    ]
    headings = [line.lstrip("# ") for page in pages for line in page.splitlines() if line.startswith("#")]
    missing = [name for name in done if not any(re.search(DOCUMENTED[name], one, re.IGNORECASE) for one in headings)]
    assert missing == [], f"no heading in the documents about Home Assistant speaks of {missing}"


def test_the_manifest_claims_the_tier_that_the_rules_reach(
    manifest: dict[str, Any], scale: dict[str, tuple[str, str]]
) -> None:
    reached = None
    for tier, rules in (("bronze", BRONZE), ("silver", SILVER), ("gold", GOLD), ("platinum", PLATINUM)):
        if any(scale[rule][0] == "todo" for rule in rules.split()):
            break
        reached = tier
    assert manifest.get("quality_scale") == reached


@pytest.mark.parametrize(("name", "side"), [("icon.png", 256), ("icon@2x.png", 512)])
def test_the_brand_is_square_and_of_the_right_size(name: str, side: int) -> None:
    head = (FOLDER / "brand" / name).read_bytes()[:24]
    assert head[:8] == b"\x89PNG\r\n\x1a\n"
    assert struct.unpack(">II", head[16:24]) == (side, side)


def test_the_package_is_typed() -> None:
    assert (FOLDER / "py.typed").exists()
