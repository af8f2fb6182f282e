"""Connecting Strava: the athlete agrees on Strava's page, and a code comes back, by itself or pasted."""

import hmac
import secrets
from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime
from urllib.parse import parse_qs, urlsplit

from liftday_sync.errors import ConfigError
from liftday_sync.sources.base import SourceState
from liftday_sync.sources.login import Question, Step
from liftday_sync.sources.strava.account import Account
from liftday_sync.sources.strava.trouble import Trouble
from liftday_sync.threads import in_thread

LONGEST_S = 90.0
ANYWHERE = "http://localhost/"
"""Where the browser ends without a way back: the page does not open, and its address holds the code."""
CODE = Question(name="code", label="The code, or the whole address that the browser ended on")
ONE_OF = ("activity:read", "activity:read_all")
LOST = {
    "activity:read_all": "runs that only you can see and the parts in your privacy zones stay unknown",
    "profile:read_all": "your heart rate zones at Strava stay unknown",
}


class StravaLogin:
    """One attempt. The steps are `begin` and `answer`; a failed answer may be repeated."""

    def __init__(self, account: Account) -> None:
        self._account = account
        self._state: str | None = None
        self._url: str | None = None

    async def begin(self, now: datetime, *, redirect_url: str | None = None) -> Step:
        """The page to visit. `redirect_url` must lie under the callback domain of the API application."""
        del now
        self._state = secrets.token_urlsafe(24)
        try:
            self._url = await in_thread(self._consent_url, redirect_url or ANYWHERE, self._state, timeout_s=LONGEST_S)
        except (Trouble, ConfigError) as trouble:
            return Step(message=str(trouble), is_over=True)
        return self._ask("Open this page, agree, and leave the boxes ticked.")

    async def answer(self, given: Mapping[str, str], now: datetime) -> Step:
        """`code`: bare, or the whole address; or `url`. With `state` and `scope` where the redirect brought them."""
        if self._state is None:
            return Step(message="This login was not begun; begin anew.", is_over=True)
        told = _told(given)
        scopes = set(told["scope"].replace(",", " ").split()) if "scope" in told else None
        if (problem := _problem(told, self._state, scopes)) is not None:
            return self._ask(problem)
        return await self._exchange(told["code"], scopes, now)

    async def _exchange(self, code: str, scopes: set[str] | None, now: datetime) -> Step:
        try:
            await in_thread(self._connect, code, ",".join(sorted(scopes or ())), now, timeout_s=LONGEST_S)
        except Trouble as trouble:
            return self._failed(trouble)
        except TimeoutError:
            return self._ask("Strava takes too long to answer; try the same again in a minute.")
        except ConfigError as error:
            return Step(message=str(error), is_over=True)
        self._state = None
        lost = [words for scope, words in LOST.items() if scopes is not None and scope not in scopes]
        return Step(message=" ".join(("Strava is connected.", *_lost(lost))), is_done=True)

    def _ask(self, message: str) -> Step:
        return Step(message=message, questions=(CODE,), visit_url=self._url)

    def _failed(self, trouble: Trouble) -> Step:
        if trouble.state is SourceState.NEEDS_KEY:
            return Step(message=str(trouble), is_over=True)
        if trouble.state is SourceState.RATE_LIMITED:
            return Step(message=str(trouble), is_over=True, retry_at=trouble.retry_at)
        if trouble.state is SourceState.OFFLINE:
            return self._ask("Strava can't be reached; try the same again in a minute.")
        return self._ask("Strava does not take this code: it counts once and for minutes; open the page for a new one.")

    def _consent_url(self, redirect_url: str, state: str) -> str:
        app = self._account.app()
        return self._account.consent_url(app.client_id, redirect_url, state)

    def _connect(self, code: str, scope: str, now: datetime) -> None:
        app = self._account.app()
        with self._account.lock:
            try:
                tokens = self._account.session.exchange(app, code, now)
            except Trouble as trouble:
                raise self._account.sorted(trouble) from trouble
            self._account.tokens.save(replace(tokens, scope=scope))


def _problem(told: Mapping[str, str], state: str, scopes: set[str] | None) -> str | None:
    """Why this answer does not do; None: it may."""
    if "error" in told:
        return "Strava was not allowed; open the page again and agree."
    if "state" in told and not hmac.compare_digest(told["state"].encode(), state.encode()):
        return "This answer belongs to another login; open the page again and use its answer."
    if not told.get("code"):
        return "There is no code in this; paste the whole address that the browser ended on."
    if scopes is not None and scopes.isdisjoint(ONE_OF):
        return "Strava may not show your activities yet; open the page again and leave the box ticked."
    return None


def _lost(lost: list[str]) -> list[str]:
    return [f"Without the boxes that were not ticked {' and '.join(lost)}."] if lost else []


def _told(given: Mapping[str, str]) -> dict[str, str]:
    """What was given, and what stands in an address among it."""
    told = {name: value.strip() for name, value in given.items() if value.strip()}
    address = told.pop("url", None) or (told["code"] if "://" in told.get("code", "") else None)
    if address is None and "code=" in told.get("code", ""):
        address = f"{ANYWHERE}?{told['code'].lstrip('?')}"
    if address is not None:
        told.pop("code", None)
        told |= {name: values[0] for name, values in parse_qs(urlsplit(address).query).items()}
    return told
