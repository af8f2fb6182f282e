"""The documents that are made from the code, by path; run it to write them, import it to compare them."""

import inspect
import json
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import yaml
from pydantic import BaseModel, TypeAdapter

from liftday_rules.content import catalogue as exercises
from liftday_rules.model import Activity, Content, Plan
from liftday_rules.placement.catalogue import catalogue as rules
from liftday_sync.moving import records
from liftday_sync.store.meanings import CODECS

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
        said = issue.get("description") or "It leads you through the steps."
        yield f"- **{_shown(issue['title'])}** {_shown(' '.join(said.split()))}"


def _shown(text: str) -> str:
    """Without the places that Home Assistant fills in."""
    return text.replace("{", "‹").replace("}", "›")


HOW_IT_IS_LAID_OUT = """# The file of your own data

Made from the program itself, so that it says what a file holds. `liftday db export` writes it, `liftday db import`
reads it; [moving house](moving.md) tells of both. This page is for programs and for those who write them.

## Layout

A file is one JSON document in UTF-8, plain (`.json`) or packed with gzip (`.json.gz`). Any JSON program reads it.
Liftday reads it line by line and holds none of it in memory, so a file for Liftday keeps this layout:

```json
{"liftday_export":{"version":1, …},
"records":[
{"record":"item", …},
{"record":"fact", …}
],
"end":{"records":2,"sha256":"…"}}
```

One record a line; the last one has no comma behind it. The same data give the same bytes, apart from `made_at` on
top. Records stand in the order of this page, athlete by athlete, and are sorted by their keys. What a record has no
value for is left out; there is no other key than those below.

The version is VERSION_HERE. It rises with every change that an older Liftday could not read whole; an older one
refuses a newer file and says so.

## What is not in it

Tokens, passwords and whatever else opens something; the addresses of calendars and phones; where you ran, which
Liftday never kept; what came from Strava and had to go after a week; the configuration.

## When a file comes in

It is read through first. Whatever is wrong with it is told with its line, and nothing is changed. Then all of it is
written in one step: an interruption leaves nothing half done.

- What is not here is added.
- What is the same is left. A file that comes in twice changes nothing the second time. When something was last
  seen, and how a source was doing, is no difference: what is here stays.
- What is here and says something else stops everything, until you say which word holds: `--different keep` or
  `--different replace`. Nothing that is only here is ever removed. A session that is replaced keeps its `uid`, and
  its `sequence` rises above both, so that calendars take it over.
- Sessions that were only planned here, and that you said nothing of, give way to those of the file. Plans by the same
  number, cursors and reports stay as they are here: a plan is made anew at once.
- Things said are laid together in the order of `created_at`, changes in that of `at`.
- `server_id` is taken over by an installation that has none yet; with it, calendars know the sessions by the same
  names.
""".replace("VERSION_HERE", str(records.VERSION))


SHOWN_AS = {"Owner": "below", "MeaningPart": "meaning"}
"""Where the page tells of a model."""


def export_format() -> str:
    """Every record of a file of one's own data, by the models that read it."""
    lines = [HOW_IT_IS_LAID_OUT, "## The first and the last line", ""]
    lines += ["`liftday_export`:", "", *_table(records.Head), "", "Each of `athletes`:", "", *_table(records.Owner)]
    lines += ["", "`end`:", "", *_table(records.End), "", "## Records", ""]
    lines += ["Every record has `record`, its kind, and `athlete`, the id of whose it is.", ""]
    for kind in records.KINDS:
        name = kind.model_fields["record"].default
        lines += [f"### {name}", "", inspect.getdoc(kind) or "", "", *_table(kind, ("record", "athlete")), ""]
    lines += ["### meaning", "", "Inside an item.", "", *_table(records.MeaningPart), "", "## Nouns", ""]
    lines += ["What stands in `activity`, `detail`, `content` and `document`. Units are in the names.", ""]
    nouns: dict[str, Any] = {}
    kinds: tuple[type[Any], ...] = (Activity, *CODECS, Content, Plan)
    for cls in kinds:
        schema = TypeAdapter[Any](cls).json_schema(mode="serialization")
        nouns |= schema.pop("$defs", {}) | {cls.__name__: schema}
    for name, schema in sorted(nouns.items()):
        if "properties" in schema and name != "Stream":
            lines += [f"### {name}", "", *_noun_table(schema, nouns), ""]
    return "\n".join(lines)


def _table(model: type[BaseModel], without: tuple[str, ...] = ()) -> Iterator[str]:
    schema = model.model_json_schema(mode="validation")
    yield from ("| key | kind | needed | what |", "|---|---|---|---|")
    for name, field in schema["properties"].items():
        if name not in without:
            needed = "yes" if name in schema.get("required", ()) else "no"
            said = field.get("description", "")
            yield f"| `{name}` | {_kind(field, schema.get('$defs', {}))} | {needed} | {said} |"


def _noun_table(schema: dict[str, Any], nouns: dict[str, Any]) -> Iterator[str]:
    yield from ("| key | kind | needed |", "|---|---|---|")
    for name, field in schema["properties"].items():
        if name != "stream":  # it stands beside the payload
            needed = "yes" if "default" not in field and name in schema.get("required", ()) else "no"
            yield f"| `{name}` | {_kind(field, nouns)} | {needed} |"


def _kind(field: dict[str, Any], nouns: dict[str, Any]) -> str:
    """What a value is, in words."""
    if "$ref" in field:
        name = field["$ref"].rpartition("/")[2]
        there = nouns.get(name, {})
        return _kind(there, nouns) if "properties" not in there else f"object, see {SHOWN_AS.get(name, name)}"
    if "anyOf" in field:
        null = " or null" if "default" not in field else ""
        return ", or ".join(_kind(one, nouns) for one in field["anyOf"] if one.get("type") != "null") + null
    if "enum" in field or "const" in field:
        return "one of " + ", ".join(f"`{one}`" for one in field.get("enum", [field.get("const")]))
    if field.get("type") == "array":
        return f"list of: {_kind(field.get('items', {}), nouns)}"
    formats = {"date": "day", "date-time": "time with offset", "time": "time of day"}
    plain = {"string": "text", "integer": "whole number", "number": "number", "boolean": "true or false"}
    return formats.get(field.get("format", "")) or plain.get(field.get("type", ""), "object")


DOCUMENTS: dict[str, Callable[[], str]] = {
    "docs/rules.md": rules,
    "docs/exercises.md": exercises,
    "docs/home-assistant-reference.md": home_assistant,
    "docs/export-format.md": export_format,
}

if __name__ == "__main__":
    for name, text in DOCUMENTS.items():
        (ROOT / name).write_text(text(), encoding="utf-8")
