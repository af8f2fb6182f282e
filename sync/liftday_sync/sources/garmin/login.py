"""Connecting a Garmin account: e-mail and password, then, where the account is so protected, a code."""

from collections.abc import Mapping
from datetime import datetime
from pathlib import Path

from liftday_sync.sources.garmin import trouble
from liftday_sync.sources.garmin.client import GarminClient
from liftday_sync.sources.garmin.session import token_path
from liftday_sync.sources.garmin.trouble import Blocked, WrongCode, WrongPassword
from liftday_sync.sources.login import Question, Step
from liftday_sync.sources.web import Trouble
from liftday_sync.threads import in_thread

SIGN_IN_S = 300.0
"""The library tries several ways in and waits between them as a person would."""
CODE_S = 90.0

WHO = "E-mail and password of your Garmin account; they are passed on and never kept."
CODE = "Garmin has sent you a code, or your authenticator app shows one."
DONE = "The Garmin account is connected."
NOT_ALL = "Fill in all of it."
EMAIL = Question(name="email", label="E-mail")
PASSWORD = Question(name="password", label="Password", is_secret=True)
CODE_ASKED = Question(name="code", label="Code")


class GarminLogin:
    """One attempt. Between two steps it remembers Garmin's cookies, in memory alone, and nothing that was typed."""

    def __init__(self, folder: Path, server: str | None = None) -> None:
        self._folder = folder
        self._server = server
        self._waiting: GarminClient | None = None
        """The client that waits for a code."""

    async def begin(self, now: datetime, *, redirect_url: str | None = None) -> Step:  # noqa: ARG002 (no page to visit)
        """Ask for e-mail and password."""
        self._waiting = None
        return _ask_who(WHO)

    async def answer(self, given: Mapping[str, str], now: datetime) -> Step:
        """Pass on what was typed; a wrong password or code is asked for again."""
        asked = (CODE_ASKED,) if self._waiting else (EMAIL, PASSWORD)
        typed = [_typed(given, question) for question in asked]
        if not all(typed):
            return Step(message=NOT_ALL, questions=asked)
        try:
            return await (self._code(*typed) if self._waiting else self._sign_in(*typed))
        except (WrongPassword, WrongCode) as wrong:
            return Step(message=str(wrong), questions=asked)
        except Blocked as blocked:
            self._waiting = None
            return Step(message=str(blocked), is_over=True, retry_at=now + trouble.LOGIN_QUIET_TIME)
        except Trouble as failed:
            return self._again(str(failed))
        except TimeoutError:
            return self._again(trouble.LOGIN_UNREACHED)

    def _again(self, why: str) -> Step:
        """The same step once more: the network may be back. A code stays good for a while."""
        return Step(message=why, questions=(CODE_ASKED,)) if self._waiting else _ask_who(why)

    async def _sign_in(self, email: str, password: str) -> Step:
        client = await in_thread(GarminClient, self._server)
        if await in_thread(client.sign_in, email, password, timeout_s=SIGN_IN_S):
            self._waiting = client
            return Step(message=CODE, questions=(CODE_ASKED,))
        return await self._done(client)

    async def _code(self, code: str) -> Step:
        assert self._waiting is not None
        await in_thread(self._waiting.finish, code.replace(" ", ""), timeout_s=CODE_S)
        return await self._done(self._waiting)

    async def _done(self, client: GarminClient) -> Step:
        await in_thread(_keep, client, self._folder)
        self._waiting = None
        return Step(message=DONE, is_done=True)


def _typed(given: Mapping[str, str], question: Question) -> str:
    """What was typed, without the blanks around it; only in a password they may be meant."""
    typed = given.get(question.name, "")
    return typed if question.is_secret else typed.strip()


def _keep(client: GarminClient, folder: Path) -> None:
    client.keep(token_path(folder))


def _ask_who(message: str) -> Step:
    return Step(message=message, questions=(EMAIL, PASSWORD))
