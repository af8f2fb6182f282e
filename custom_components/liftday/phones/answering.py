"""What a tapped button says."""

from dataclasses import dataclass

from custom_components.liftday.client import Verb
from custom_components.liftday.const import DOMAIN

from .sending import VERBS


@dataclass(frozen=True, slots=True, kw_only=True)
class Tap:
    """A button of one of our messages; `revision` is the plan that was looked at."""

    verb: Verb
    uid: str
    revision: int


def tap_of(action: object) -> Tap | None:
    """The tap behind the id of an action; None if the button is not ours."""
    match str(action).split("::"):
        case [domain, verb, *uid, revision] if domain == DOMAIN and verb in VERBS and uid and revision.isdecimal():
            return Tap(verb=Verb(verb), uid="::".join(uid), revision=int(revision))
    return None
