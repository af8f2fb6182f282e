"""The automations of the documents are what Home Assistant accepts, and speak of entities and actions that exist."""

import json
import re
from pathlib import Path
from typing import Any

import pytest
from homeassistant.components.automation.config import PLATFORM_SCHEMA
from homeassistant.helpers import config_validation as cv
from homeassistant.util import slugify
from homeassistant.util.yaml import load_yaml_dict, parse_yaml

ROOT = Path(__file__).parents[2]
PAGE = (ROOT / "docs" / "automations.md").read_text(encoding="utf-8")
BLOCKS = re.findall(r"^```yaml\n(.*?)^```", PAGE, re.DOTALL | re.MULTILINE)


def known() -> set[str]:
    """The entity ids of a runner called Alex."""
    words: dict[str, Any] = json.loads((ROOT / "custom_components/liftday/translations/en.json").read_text("utf-8"))
    return {
        f"{platform}.liftday_alex_{slugify(entity['name'])}"
        for platform, entities in words["entity"].items()
        for entity in entities.values()
        if "name" in entity
    }


@pytest.mark.parametrize("text", BLOCKS, ids=lambda text: text.splitlines()[0])
def test_an_automation_to_copy_is_one_that_home_assistant_takes(text: str) -> None:
    read = PLATFORM_SCHEMA(parse_yaml(text))
    assert read["alias"]
    assert cv.SCRIPT_SCHEMA(read["actions"])


@pytest.mark.parametrize("text", BLOCKS, ids=lambda text: text.splitlines()[0])
def test_it_speaks_of_entities_and_actions_that_there_are(text: str) -> None:
    services = load_yaml_dict(ROOT / "custom_components" / "liftday" / "services.yaml")
    assert set(re.findall(r"\w+\.liftday_alex\w*", text)) <= known()
    assert set(re.findall(r"action: liftday\.(\w+)", text)) <= set(services)


def test_there_are_automations() -> None:
    assert len(BLOCKS) >= 5
