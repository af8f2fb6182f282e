"""Connecting an account, one step at a time: the same steps serve the command line, the web page and Home Assistant.

A login lives in memory for a few minutes. What the athlete types is passed on and forgotten; only what the service
hands out in return is kept, in the source's private folder.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """Something to fill in."""

    name: str
    """Key of the answer: `email`, `password`, `code`, …"""
    label: str
    is_secret: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """What comes next: questions to answer, perhaps after a visit to `visit_url`, or the end."""

    message: str
    """One sentence for the athlete; of a failed attempt, why and what to do."""
    questions: tuple[Question, ...] = ()
    visit_url: str | None = None
    """A page of the service where the athlete agrees; the answer comes back by the redirect, or is pasted as `code`."""
    is_done: bool = False
    is_over: bool = False
    """It ended without success; begin anew, not before `retry_at`."""
    retry_at: datetime | None = None


class Login(Protocol):
    """One attempt to connect one account."""

    async def begin(self, now: datetime, *, redirect_url: str | None = None) -> Step:
        """The first step. `redirect_url`: where the service may send the browser back to."""

    async def answer(self, given: Mapping[str, str], now: datetime) -> Step:
        """The next step. Never raises for what the service or the athlete did; the step says what to do."""
