"""Logins that are under way: in memory, for a few minutes, a few at a time."""

import secrets
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from liftday_sync.sources.login import Login, Step

LASTS = timedelta(minutes=10)
AT_ONCE = 8


class TooManyLogins(Exception):
    """No room for one more login now; the oldest ends within ten minutes."""


class NoSuchLogin(LookupError):
    """It is over, or there never was one."""


@dataclass(slots=True, kw_only=True)
class _Running:
    athlete_id: str
    source: str
    login: Login
    until: datetime
    is_busy: bool = field(default=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """A step with the login it belongs to; `id` None: nothing is left to answer."""

    id: str | None
    step: Step


class Logins:
    """The logins under way. What the athlete types is passed on and kept nowhere."""

    def __init__(self) -> None:
        self._running: dict[str, _Running] = {}

    async def begin(
        self, athlete_id: str, source: str, login: Login, now: datetime, *, redirect_url: str | None = None
    ) -> Told:
        """Begin a login; another one to the same account ends. Raises `TooManyLogins`."""
        self._forget(now)
        for login_id, one in tuple(self._running.items()):
            if (one.athlete_id, one.source) == (athlete_id, source):
                del self._running[login_id]
        if len(self._running) >= AT_ONCE:
            raise TooManyLogins
        login_id = secrets.token_urlsafe(16)
        running = _Running(athlete_id=athlete_id, source=source, login=login, until=now + LASTS)
        self._running[login_id] = running
        return await self._next(login_id, running, now, None, redirect_url)

    async def answer(
        self, athlete_id: str, source: str, login_id: str, given: Mapping[str, str], now: datetime
    ) -> Told:
        """The next step. Raises `NoSuchLogin`; so does a second answer while one is being looked at."""
        self._forget(now)
        running = self._running.get(login_id)
        if running is None or (running.athlete_id, running.source) != (athlete_id, source) or running.is_busy:
            raise NoSuchLogin(login_id)
        return await self._next(login_id, running, now, given, None)

    def under_way(self, athlete_id: str, source: str, now: datetime) -> str | None:
        """The id of the login to this account, if there is one."""
        self._forget(now)
        ids = (
            login_id for login_id, one in self._running.items() if (one.athlete_id, one.source) == (athlete_id, source)
        )
        return next(ids, None)

    def _forget(self, now: datetime) -> None:
        for login_id in [login_id for login_id, one in self._running.items() if one.until <= now]:
            del self._running[login_id]

    async def _next(
        self, login_id: str, running: _Running, now: datetime, given: Mapping[str, str] | None, redirect: str | None
    ) -> Told:
        running.is_busy = True
        is_open = False
        try:
            login = running.login
            step = await (login.begin(now, redirect_url=redirect) if given is None else login.answer(given, now))
            is_open = not (step.is_done or step.is_over)
        finally:
            running.is_busy = False
            if not is_open:
                self._running.pop(login_id, None)
        return Told(id=login_id if is_open else None, step=step)
