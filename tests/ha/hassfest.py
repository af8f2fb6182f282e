"""The rules by which Home Assistant's own checker (hassfest) reads an integration, in our words: a list of objections.

Only what applies to a custom integration of our kind; the checker itself is no part of any release.
"""

import re
from collections.abc import Callable, Iterator, Mapping
from typing import Any

SLUG = re.compile(r"(?!.*[_-]{2})[a-z0-9](?:[a-z0-9_-]*[a-z0-9])?")
DOMAIN = re.compile(r"[a-z][a-z0-9_]*")
VERSION = re.compile(r"\d+\.\d+(\.\d+)?((a|b|rc|\.dev)\d+)?")
ICON = re.compile(r"mdi:[a-z0-9-]+")
SERVICE_TYPE = re.compile(r"_[a-z0-9-]+\._(tcp|udp)\.local\.")
HTML = re.compile(r"<[a-zA-Z/][^>]*>")
ADDRESS = re.compile(r"https?://")

REQUIRED = frozenset({"domain", "name", "codeowners", "documentation", "issue_tracker", "integration_type", "version"})
OPTIONAL = frozenset(
    {
        "after_dependencies",
        "config_flow",
        "dependencies",
        "iot_class",
        "loggers",
        "quality_scale",
        "requirements",
        "zeroconf",
    }
)
TYPES = frozenset({"device", "hub", "service"})
CLASSES = frozenset({"assumed_state", "calculated", "cloud_polling", "cloud_push", "local_polling", "local_push"})
TIERS = ("bronze", "silver", "gold", "platinum")

TEXT = "text"
"""Stands for a text in the shapes below; a `*` stands for any slug, `?` behind a key for a key that may be missing."""
STEP: dict[str, Any] = {
    "title?": TEXT,
    "description?": TEXT,
    "submit?": TEXT,
    "data?": {"*": TEXT},
    "data_description?": {"*": TEXT},
    "menu_options?": {"*": TEXT},
    "menu_option_descriptions?": {"*": TEXT},
    "sections?": {"*": {"name?": TEXT, "description?": TEXT, "data?": {"*": TEXT}, "data_description?": {"*": TEXT}}},
}
FLOW: dict[str, Any] = {
    "flow_title?": TEXT,
    "step?": {"*": STEP},
    "error?": {"*": TEXT},
    "abort?": {"*": TEXT},
    "progress?": {"*": TEXT},
    "create_entry?": {"*": TEXT},
}
ENTITY: dict[str, Any] = {
    "name?": TEXT,
    "state?": {"*": TEXT},
    "state_attributes?": {"*": {"name?": TEXT, "state?": {"*": TEXT}}},
    "unit_of_measurement?": TEXT,
}
TRANSLATIONS: dict[str, Any] = {
    "title?": TEXT,
    "config?": FLOW,
    "options?": FLOW,
    "config_subentries?": {"*": FLOW | {"entry_type?": TEXT, "initiate_flow?": {"*": TEXT}}},
    "device?": {"*": {"name": TEXT}},
    "device_automation?": {"action_type?": {"*": TEXT}, "condition_type?": {"*": TEXT}, "trigger_type?": {"*": TEXT}},
    "entity?": {"*": {"*": ENTITY}},
    "exceptions?": {"*": {"message": TEXT}},
    "issues?": {"*": {"title": TEXT, "description?": TEXT, "fix_flow?": FLOW}},
    "selector?": {"*": {"options?": {"*": TEXT}, "choices?": {"*": TEXT}, "fields?": {"*": TEXT}}},
    "services?": {
        "*": {
            "name": TEXT,
            "description": TEXT,
            "fields?": {"*": {"name": TEXT, "description?": TEXT, "example?": TEXT}},
            "sections?": {"*": {"name": TEXT, "description?": TEXT}},
        }
    },
    "system_health?": {"info?": {"*": TEXT}},
}
ICONS: dict[str, Any] = {
    "entity?": {"*": {"*": {"default": TEXT, "state?": {"*": TEXT}, "state_attributes?": {"*": {"default?": TEXT}}}}},
    "services?": {"*": {"service": TEXT, "sections?": {"*": TEXT}}},
}


def of_manifest(manifest: Mapping[str, Any]) -> Iterator[str]:
    """What the checker would object to in manifest.json."""
    keys = list(manifest)
    if keys != ["domain", "name", *sorted(set(keys) - {"domain", "name"})]:
        yield f"order of the keys: {keys}"
    yield from (f"{key} is missing" for key in REQUIRED - manifest.keys())
    yield from (f"{key} is unknown" for key in manifest.keys() - REQUIRED - OPTIONAL)
    fits: dict[str, Callable[[Any], object]] = {
        "domain": DOMAIN.fullmatch,
        "version": VERSION.fullmatch,
        "documentation": re.compile(r"https://[^\s#]+").fullmatch,
        "issue_tracker": re.compile(r"https://\S+").fullmatch,
        "integration_type": TYPES.__contains__,
        "iot_class": CLASSES.__contains__,
        "quality_scale": TIERS.__contains__,
    }
    for key, is_good in fits.items():
        if key in manifest and not is_good(manifest[key]):
            yield f"{key} can't be {manifest[key]!r}"
    yield from (f"{one!r} is no code owner" for one in manifest["codeowners"] if not re.fullmatch(r"@[\w-]+", one))
    for key in ("dependencies", "after_dependencies"):
        named = manifest.get(key, [])
        if named != sorted(set(named)):
            yield f"{key} are not in order: {named}"
    if both := set(manifest.get("dependencies", [])) & set(manifest.get("after_dependencies", [])):
        yield f"{both} is needed twice"
    yield from (
        f"{one!r} is no service type" for one in manifest.get("zeroconf", []) if not SERVICE_TYPE.fullmatch(one)
    )


def of_shape(tree: Any, shape: Any, at: str = "") -> Iterator[str]:
    """Where a tree of texts has another shape."""
    if shape is TEXT:
        if not isinstance(tree, str) or not tree:
            yield f"{at}: there should be a text"
        return
    if not isinstance(tree, dict):
        yield f"{at}: there should be a group"
        return
    known = {key.removesuffix("?"): (part, key.endswith("?")) for key, part in shape.items()}
    yield from (
        f"{at}.{key} is missing"
        for key, (_, may_miss) in known.items()
        if not may_miss and key not in tree and key != "*"
    )
    for key, branch in tree.items():
        if key in known:
            yield from of_shape(branch, known[key][0], f"{at}.{key}")
        elif "*" not in known:
            yield f"{at}.{key} is unknown"
        elif not SLUG.fullmatch(key):
            yield f"{at}.{key} is no slug"
        else:
            yield from of_shape(branch, known["*"][0], f"{at}.{key}")


def of_text(text: str) -> Iterator[str]:
    """What the checker would object to in a text for people."""
    if text != text.strip():
        yield "blanks at its ends"
    if HTML.search(text):
        yield "HTML"
    if ADDRESS.search(text):
        yield "an address, which belongs into a placeholder"
    if re.search(r"'\{\w+\}'", text):
        yield "a placeholder in single quotes"
    if "[%key" in text:
        yield "a reference that only core resolves"


def of_icons(icons: Mapping[str, Any]) -> Iterator[str]:
    """What the checker would object to in icons.json."""
    yield from of_shape(icons, ICONS)
    for platform, entities in icons.get("entity", {}).items():
        for key, one in entities.items():
            at = f"{platform}.{key}"
            yield from (
                f"{at}: {state} looks like the default"
                for state, icon in one.get("state", {}).items()
                if icon == one["default"]
            )
            drawn = [one["default"], *one.get("state", {}).values()]
            yield from (f"{at}: {icon} is no icon" for icon in drawn if not ICON.fullmatch(icon))
    for name, one in icons.get("services", {}).items():
        if not ICON.fullmatch(one["service"]):
            yield f"{name}: {one['service']} is no icon"


def of_services(services: Mapping[str, Any]) -> Iterator[str]:
    """What the checker would object to in services.yaml."""
    for name, service in services.items():
        yield from (f"{name}.{key} is unknown" for key in service.keys() - {"fields", "target"})
        for field, told in service.get("fields", {}).items():
            at = f"{name}.{field}"
            yield from (
                f"{at}.{key} is unknown"
                for key in told.keys() - {"advanced", "default", "example", "filter", "required", "selector"}
            )
            if not SLUG.fullmatch(field):
                yield f"{at} is no slug"
            if len(told.get("selector", {})) != 1:
                yield f"{at} has no selector"
