"""The client's errors in Home Assistant's words: translated exceptions and repair issues."""

from collections.abc import Generator
from contextlib import contextmanager

from homeassistant.config_entries import ConfigEntry
from homeassistant.core import HomeAssistant
from homeassistant.exceptions import HomeAssistantError, ServiceValidationError
from homeassistant.helpers import issue_registry as ir

from .client import LiftdayError, Refused, UnsupportedSchema
from .const import DOMAIN


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


def clear_schema_issue(hass: HomeAssistant, entry: ConfigEntry) -> None:
    """Both sides understand each other (again)."""
    ir.async_delete_issue(hass, DOMAIN, _issue_id(entry))


def _issue_id(entry: ConfigEntry) -> str:
    return f"schema_{entry.entry_id}"
