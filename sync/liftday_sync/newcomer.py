"""The first login to an account that no configuration names: at its end the account is a source of the athlete's."""

import os
from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime
from pathlib import Path
from types import MappingProxyType
from typing import Any
from urllib.parse import urlsplit

from liftday_sync.config import AthleteConfig
from liftday_sync.connected import connect, source_of
from liftday_sync.house import surroundings
from liftday_sync.private import private_folder
from liftday_sync.sources import SourceConfig, open_login
from liftday_sync.sources.login import Login, Question, Step
from liftday_sync.threads import in_thread

AT_FIRST: Mapping[str, Mapping[str, Any]] = MappingProxyType({})
"""By kind: what a source begins with besides its kind; tests name their own servers here."""
STRAVA = "strava"
SECRET = "application.secret"  # noqa: S105 (the name of its file)
CLIENT_ID = Question(name="client_id", label="Client ID")
CLIENT_SECRET = Question(name="client_secret", label="Client secret", is_secret=True)
APPLICATION = (
    "Strava asks for an API application of your own: make one at https://www.strava.com/settings/api with {domain} as "
    "its callback domain, and copy its two values here."
)
NO_NUMBER = "The client ID is a number, and the client secret is the long word below it; fill in both."
SOON = "Runs arrive within a minute or two."


class Newcomer:
    """Goes the way of the service's own login, and remembers the account when that is done."""

    def __init__(self, athlete: AthleteConfig, kind: str, data: Path) -> None:
        """`data` is the data folder; nothing is written before something was given."""
        self._athlete = athlete
        self._kind = kind
        self._data = data
        self._redirect_url: str | None = None
        self._source: SourceConfig | None = None
        self._login: Login | None = None

    async def begin(self, now: datetime, *, redirect_url: str | None = None) -> Step:
        """The first step; for Strava that is the question for the application."""
        self._redirect_url = redirect_url
        if self._kind == STRAVA:
            domain = urlsplit(redirect_url or "").hostname or "localhost"
            return _ask_application(APPLICATION.format(domain=domain))
        return await self._open({}, now)

    async def answer(self, given: Mapping[str, str], now: datetime) -> Step:
        """The next step."""
        if self._login is None or self._source is None:
            return await self._application(given, now)
        step = await self._login.answer(given, now)
        if not step.is_done:
            return step
        await in_thread(connect, self._data, self._athlete.id, self._source)
        return replace(step, message=f"{step.message} {SOON}")

    async def _application(self, given: Mapping[str, str], now: datetime) -> Step:
        number, secret = (given.get(one.name, "").strip() for one in (CLIENT_ID, CLIENT_SECRET))
        if not number.isdecimal() or not secret:
            return _ask_application(NO_NUMBER)
        place = await in_thread(self._keep, secret)
        return await self._open({"client_id": int(number), "client_secret": place}, now)

    async def _open(self, said: Mapping[str, Any], now: datetime) -> Step:
        self._source = source_of({"kind": self._kind, **AT_FIRST.get(self._kind, {}), **said})
        around = surroundings(self._athlete, self._source, self._data)
        self._login = await in_thread(open_login, self._source, around)
        assert self._login is not None  # its kind has one
        return await self._login.begin(now, redirect_url=self._redirect_url)

    def _keep(self, secret: str) -> str:
        """Put the secret beside the tokens to come; gives its place."""
        folder = Path("accounts") / self._athlete.id / self._kind
        path = private_folder(self._data / folder) / SECRET
        with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "w", encoding="utf-8") as file:
            file.write(secret)
        return f"file:{folder / SECRET}"


def _ask_application(message: str) -> Step:
    return Step(message=message, questions=(CLIENT_ID, CLIENT_SECRET))
