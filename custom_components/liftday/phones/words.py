"""Words for phones, in the language of the home."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from homeassistant.core import HomeAssistant
from homeassistant.helpers.translation import async_get_translations
from homeassistant.util import dt as dt_util

from custom_components.liftday.client import LiftdayError
from custom_components.liftday.const import DOMAIN

WEEKDAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")


@dataclass(frozen=True, slots=True, kw_only=True)
class Words:
    """Everything that a phone may be told."""

    texts: Mapping[str, str]

    def of(self, key: str, **placeholders: str) -> str:
        """A short text."""
        return self.texts[f"component.{DOMAIN}.selector.phone_text.options.{key}"].format(**placeholders)

    def when(self, start: datetime) -> str:
        """Day of the week and time, as the clock of the home has it."""
        local = dt_util.as_local(start)
        day = self.texts[f"component.{DOMAIN}.selector.weekday.options.{WEEKDAYS[local.weekday()]}"]
        return f"{day} {local:%H:%M}"

    def trouble(self, err: LiftdayError) -> str:
        """What went wrong, as it is said everywhere else."""
        return self.texts[f"component.{DOMAIN}.exceptions.{err.key}.message"].format(detail=err)


async def words_of(hass: HomeAssistant) -> Words:
    """The words in the language of the home, and in English where that has none."""
    texts: dict[str, str] = {}
    for category in ("selector", "exceptions"):
        texts |= await async_get_translations(hass, hass.config.language, category, [DOMAIN])
    return Words(texts=texts)
