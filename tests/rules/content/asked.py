"""A session as the tests ask for it: an experienced runner with a gym, unless they say otherwise."""

from typing import Any

from liftday_rules.content import compose
from liftday_rules.model import Content, Dose, Equipment, Focus, Kind


def session(**asked: Any) -> Content:
    usual: dict[str, Any] = {
        "kind": Kind.FULL,
        "focus": Focus.GENERAL,
        "dose": Dose.BASE,
        "equipment": Equipment.GYM,
        "minutes": 45,
        "block": 1,
        "excluded_regions": frozenset(),
        "sessions_done": 30,
    }
    return compose(**usual | asked)
