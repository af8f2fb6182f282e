"""Connecting an account step by step, as the daemon asks: the same walk from the options and from Repairs."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import probatio
from homeassistant.helpers.selector import TextSelector, TextSelectorConfig, TextSelectorType

from .client import LiftdayClient
from .contract import LoginStep, Question

STEPS_DONE = "connected"
SERVICES = {"garmin": "Garmin", "strava": "Strava"}
"""Names of services are the same in every language."""


@dataclass(slots=True)
class Walk:
    """One login to one account. Every call may raise `LiftdayError`."""

    client: LiftdayClient
    athlete_id: str
    source: str
    step: LoginStep | None = None

    async def begin(self) -> LoginStep:
        """The first step; an earlier login to this account ends."""
        self.step = await self.client.begin_login(self.athlete_id, self.source)
        return self.step

    async def answer(self, given: Mapping[str, str]) -> LoginStep:
        """The next step, after these answers to the last one's questions."""
        if self.step is None or self.step.login is None:
            return await self.begin()
        self.step = await self.client.answer_login(self.athlete_id, self.source, self.step.login, given)
        return self.step

    @property
    def name(self) -> str:
        """What to call the account."""
        return SERVICES.get(self.source, self.source)

    @property
    def placeholders(self) -> dict[str, str]:
        """What the form says: the daemon's own words, and the page to visit if there is one."""
        visit = self.step.visit_url if self.step else None
        return {
            "service": self.name,
            "message": self.step.message if self.step else "",
            "visit": f"[{self.name}]({visit})" if visit else "",
        }

    @property
    def schema(self) -> probatio.Schema:
        """A field for each question."""
        questions = self.step.questions if self.step else ()
        return probatio.Schema({_marker(one): _field(one) for one in questions})


def _marker(question: Question) -> Any:
    return probatio.Required(probatio.Secret(question.name) if question.is_secret else question.name)


def _field(question: Question) -> TextSelector:
    kind = TextSelectorType.PASSWORD if question.is_secret else TextSelectorType.TEXT
    return TextSelector(TextSelectorConfig(type=kind, autocomplete="off"))
