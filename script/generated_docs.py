"""The documents that are made from the code, by path; run it to write them, import it to compare them."""

import json
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import yaml

from liftday_rules.content import catalogue as exercises
from liftday_rules.placement.catalogue import catalogue as rules

ROOT = Path(__file__).parents[1]
INTEGRATION = ROOT / "custom_components" / "liftday"


def home_assistant() -> str:
    """Every entity, action and repair of the integration, by the words that Home Assistant shows."""
    words = json.loads((INTEGRATION / "translations" / "en.json").read_text(encoding="utf-8"))
    fields = yaml.safe_load((INTEGRATION / "services.yaml").read_text(encoding="utf-8"))
    return "\n".join(
        [*_entities(words["entity"]), *_actions(words["services"], fields), *_repairs(words["issues"]), ""]
    )


def _entities(platforms: dict[str, Any]) -> Iterator[str]:
    yield from ("# Entities and actions", "", "Made from the integration itself, so that it says what you see.", "")
    yield from ("## Entities", "", "The calendar of sessions carries the name of its device.", "")
    yield from ("| kind | name | values | attributes |", "|---|---|---|---|")
    for platform, entities in sorted(platforms.items()):
        for entity in entities.values():
            attributes = entity.get("state_attributes", {})
            values = ", ".join(entity.get("state", {}).values())
            names = ", ".join(one["name"] for one in attributes.values() if "name" in one)
            yield f"| {platform.replace('_', ' ')} | {entity.get('name', '')} | {values} | {names} |"


def _actions(actions: dict[str, Any], fields: dict[str, Any]) -> Iterator[str]:
    yield from ("", "## Actions")
    for key, action in sorted(actions.items()):
        yield from ("", f"### {action['name']}", "", f"`liftday.{key}`: {action['description']}")
        asked = (fields[key] or {}).get("fields", {})
        if asked:
            yield from ("", "| field | name | needed | meaning |", "|---|---|---|---|")
        for name, field in asked.items():
            said = action["fields"][name]
            needed = "yes" if field.get("required") else "no"
            yield f"| `{name}` | {said['name']} | {needed} | {said['description']} |"


def _repairs(issues: dict[str, Any]) -> Iterator[str]:
    yield from ("", "## Repairs", "", "What may stand under **Settings**, **Repairs**, and what to do:", "")
    for issue in issues.values():
        said = issue.get("description") or issue["fix_flow"]["step"]["confirm"]["description"]
        yield f"- **{_shown(issue['title'])}** {_shown(' '.join(said.split()))}"


def _shown(text: str) -> str:
    """Without the places that Home Assistant fills in."""
    return text.replace("{", "‹").replace("}", "›")


DOCUMENTS: dict[str, Callable[[], str]] = {
    "docs/rules.md": rules,
    "docs/exercises.md": exercises,
    "docs/home-assistant-reference.md": home_assistant,
}

if __name__ == "__main__":
    for name, text in DOCUMENTS.items():
        (ROOT / name).write_text(text(), encoding="utf-8")
