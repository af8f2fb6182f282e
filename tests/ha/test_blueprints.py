"""The blueprints are what Home Assistant accepts, and speak only of actions and events that exist."""

from pathlib import Path

import pytest
from homeassistant.components.automation.config import AUTOMATION_BLUEPRINT_SCHEMA
from homeassistant.components.blueprint.models import Blueprint, BlueprintInputs
from homeassistant.util.yaml import load_yaml_dict

FOLDER = Path(__file__).parents[2] / "blueprints" / "automation" / "liftday"
INPUTS = {
    "plan_changed": {"plan_changes": "event.liftday_anna_plan_changes", "phone": "0123456789abcdef"},
    "session_reminder": {"calendar": "calendar.liftday_anna", "phone": "0123456789abcdef"},
}


def blueprint(name: str) -> Blueprint:
    """One of ours, as Home Assistant reads it."""
    path = FOLDER / f"{name}.yaml"
    return Blueprint(
        load_yaml_dict(path), expected_domain="automation", path=str(path), schema=AUTOMATION_BLUEPRINT_SCHEMA
    )


def test_every_blueprint_is_tried_here() -> None:
    assert {path.stem for path in FOLDER.glob("*.yaml")} == set(INPUTS)


@pytest.mark.parametrize("name", INPUTS)
def test_a_blueprint_asks_for_what_it_uses_and_uses_what_it_asks_for(name: str) -> None:
    found = blueprint(name)
    assert found.validate() is None
    used = BlueprintInputs(found, {"use_blueprint": {"path": f"liftday/{name}.yaml", "input": INPUTS[name]}})
    used.validate()
    config = used.async_substitute()
    assert config["triggers"]
    assert INPUTS[name]["phone"] in str(config["actions"])
    for wanted in found.inputs:
        assert f"!input {wanted}\n" in (FOLDER / f"{name}.yaml").read_text(encoding="utf-8")


def test_the_actions_that_the_blueprints_call_exist() -> None:
    services = load_yaml_dict(Path(__file__).parents[2] / "custom_components" / "liftday" / "services.yaml")
    text = "".join(path.read_text(encoding="utf-8") for path in FOLDER.glob("*.yaml"))
    called = {line.split("liftday.")[1].strip() for line in text.splitlines() if "action: liftday." in line}
    assert called
    assert called <= set(services)
