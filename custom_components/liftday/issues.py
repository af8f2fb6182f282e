"""The client's errors in Home Assistant's words: translated exceptions and repair issues."""

from collections.abc import Generator
from contextlib import contextmanager

from homeassistant.config_entries import ConfigEntry
from homeassistant.core import HomeAssistant
from homeassistant.exceptions import HomeAssistantError, ServiceValidationError
from homeassistant.helpers import issue_registry as ir

from .client import LiftdayError, Refused, UnsupportedSchema
from .const import DOMAIN
from .contract import Snapshot, SourceState


def translated[E: HomeAssistantError](err: LiftdayError, kind: type[E]) -> E:
    """The error as one of Home Assistant's, with a sentence in the user's language."""
    return kind(translation_domain=DOMAIN, translation_key=err.key, translation_placeholders={"detail": str(err)})


@contextmanager
def telling() -> Generator[None]:
    """Say what went wrong to the person who asked: what the daemon refused is theirs to mend, all else is a failure."""
    try:
        yield
    except LiftdayError as err:
        raise translated(err, ServiceValidationError if isinstance(err, Refused) else HomeAssistantError) from err


def raise_schema_issue(hass: HomeAssistant, entry: ConfigEntry, err: LiftdayError) -> None:
    """Say under Repairs which side to update, if that is what is wrong."""
    if isinstance(err, UnsupportedSchema):
        ir.async_create_issue(
            hass,
            DOMAIN,
            _issue_id(entry),
            is_fixable=False,
            severity=ir.IssueSeverity.ERROR,
            translation_key=err.key,
            translation_placeholders={"name": entry.title, "detail": str(err)},
        )


WANTS_LOGIN = {SourceState.NEEDS_LOGIN, SourceState.NEEDS_KEY}


def tell_logins(hass: HomeAssistant, entry: ConfigEntry, snapshot: Snapshot) -> None:
    """Say under Repairs which accounts want to be connected again, and take away those that answer."""
    for source in snapshot.sources:
        issue_id = f"login_{entry.entry_id}_{snapshot.athlete.id}_{source.name}"
        if source.state not in WANTS_LOGIN or not source.can_login:
            ir.async_delete_issue(hass, DOMAIN, issue_id)
            continue
        ir.async_create_issue(
            hass,
            DOMAIN,
            issue_id,
            is_fixable=True,
            severity=ir.IssueSeverity.WARNING,
            translation_key="login",
            translation_placeholders={"source": source.name, "name": snapshot.athlete.name},
            data={"entry_id": entry.entry_id, "athlete_id": snapshot.athlete.id, "source": source.name},
        )


def clear_logins(hass: HomeAssistant, entry: ConfigEntry) -> None:
    """Nobody asks for these accounts any more."""
    for domain, issue_id in tuple(ir.async_get(hass).issues):
        if domain == DOMAIN and issue_id.startswith(f"login_{entry.entry_id}_"):
            ir.async_delete_issue(hass, DOMAIN, issue_id)


def clear_schema_issue(hass: HomeAssistant, entry: ConfigEntry) -> None:
    """Both sides understand each other (again)."""
    ir.async_delete_issue(hass, DOMAIN, _issue_id(entry))


def _issue_id(entry: ConfigEntry) -> str:
    return f"schema_{entry.entry_id}"
