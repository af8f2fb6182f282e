"""The page about Home Assistant has what its quality scale asks for, and quotes only what the integration says."""

import json
import re
from pathlib import Path
from typing import Any

import pytest
import yaml
from pydantic import BaseModel

from liftday_sync.config import ServerConfig, SyncConfig

ROOT = Path(__file__).parents[2]
PAGE = (ROOT / "docs/home-assistant.md").read_text(encoding="utf-8")
INTEGRATION = ROOT / "custom_components" / "liftday"


def words() -> dict[str, Any]:
    read: dict[str, Any] = json.loads((INTEGRATION / "translations" / "en.json").read_text(encoding="utf-8"))
    return read


@pytest.mark.parametrize(
    "heading",
    [
        "Use cases",
        "Installation",
        "What it asks for",
        "Supported functions",
        "Notifications",
        "Data update",
        "Examples",
        "Known limitations",
        "Troubleshooting",
        "Removal",
    ],
)
def test_each_part_that_the_quality_scale_asks_for_is_there_and_says_something(heading: str) -> None:
    part = re.split(r"^#+ ", PAGE.split(f"# {heading}\n", 1)[1], maxsplit=1, flags=re.MULTILINE)[0]
    assert len(part.split()) > 4


def test_each_field_of_the_first_dialog_is_explained() -> None:
    for name in words()["config"]["step"]["user"]["data"].values():
        assert f"| {name} |" in PAGE


def test_a_sentence_that_is_quoted_is_one_that_the_integration_says() -> None:
    said = (INTEGRATION / "translations" / "en.json").read_text(encoding="utf-8")
    quoted = re.findall(r"^\| \*(.+?)\*", PAGE, re.MULTILINE)
    assert len(quoted) >= 3
    assert [one for one in quoted if one not in said] == []


def test_the_reference_names_every_action_and_every_field() -> None:
    reference = (ROOT / "docs/home-assistant-reference.md").read_text(encoding="utf-8")
    for key, action in yaml.safe_load((INTEGRATION / "services.yaml").read_text(encoding="utf-8")).items():
        assert f"`liftday.{key}`" in reference
        assert all(f"| `{field}` |" in reference for field in action["fields"])


def test_the_versions_that_are_named_are_those_of_the_package() -> None:
    least = json.loads((ROOT / "hacs.json").read_text(encoding="utf-8"))["homeassistant"]
    assert f"Home Assistant {least.removesuffix('.0')} and newer" in PAGE


@pytest.mark.parametrize("page", ["home-assistant.md", "privacy.md"])
def test_an_option_that_is_named_is_one_of_the_configuration(page: str) -> None:
    named = re.findall(r"`(server|sync)\.(\w+)", (ROOT / "docs" / page).read_text(encoding="utf-8"))
    assert ("server", "announce") in named
    parts: dict[str, type[BaseModel]] = {"server": ServerConfig, "sync": SyncConfig}
    assert [name for part, name in named if name not in parts[part].model_fields] == []
