"""The only file that knows garminconnect: its client, made to say what really happened.

No password is held for longer than one call, so it can't log in again by itself, which would lock the account. The
library's retries and its login with stored tokens are passed by: they sleep, ask thirteen times where once will do, and
call every trouble a failed login.
"""

import logging
import re
from pathlib import Path
from typing import Any

from garminconnect import (
    GarminConnectAuthenticationError,
    GarminConnectConnectionError,
    GarminConnectTooManyRequestsError,
)
from garminconnect.client import Client

from liftday_sync.private import private_folder
from liftday_sync.sources.base import SourceState
from liftday_sync.sources.garmin import trouble
from liftday_sync.sources.garmin.trouble import Blocked, WrongCode, WrongPassword
from liftday_sync.sources.web import Trouble

__all__ = ["GarminClient", "GarminConnectAuthenticationError", "GarminConnectConnectionError"]

CALL_S = 15.0
"""For each step of a request."""
BLOCKED = re.compile(r"\b(403|427|429)\b|captcha|cloudflare", re.IGNORECASE)
UNREACHED = re.compile(
    r"connection error|ConnectionError|Timeout|could not connect|failed to connect|HTTP 5\d\d", re.IGNORECASE
)
UNKNOWN = re.compile(r"invalid username|unauthorized", re.IGNORECASE)

logging.getLogger("garminconnect").setLevel(logging.CRITICAL)  # what it would say is told by our states


class GarminClient(Client):
    """A client of one account, pointed at another server than Garmin's own where one is given."""

    renewal: Any = None
    """How the last renewal of the token went: the answer, or the exception; None: there was none."""
    _state: Any = None

    def __init__(self, server: str | None = None) -> None:
        super().__init__()
        if server is not None:
            base = server.rstrip("/")
            self._connectapi = self._sso = self._connect = base
            self._di_token_url = f"{base}/di-oauth2-service/oauth/token"
            self._ios_service_url = f"{base}/gcm/ios"
            self._mobile_sso_service_url = f"{base}/gcm/android"
            self._portal_service_url = f"{base}/app"

    def _http_post(self, url: str, **kwargs: Any) -> Any:
        kwargs["timeout"] = CALL_S
        try:
            self.renewal = super()._http_post(url, **kwargs)
        except Exception as error:
            self.renewal = error
            raise
        return self.renewal

    def keep(self, path: Path) -> None:
        """Write the tokens: 0600 in a folder of 0700, at no time half a file. Raises `Trouble`.

        From then on the library also writes there as soon as it has renewed them, for only the newest ones work.
        """
        try:
            private_folder(path.parent)
            self.dump(str(path))
        except (OSError, ValueError) as error:
            raise Trouble(SourceState.OFFLINE, trouble.UNWRITABLE) from error
        self._tokenstore_path = str(path)

    def sign_in(self, email: str, password: str) -> bool:
        """Whether Garmin asks for a code now. Raises `WrongPassword`, `Blocked` or another `Trouble`."""
        try:
            asked, self._state = self.login(email, password, return_on_mfa=True)
        except GarminConnectTooManyRequestsError as error:
            raise Blocked(SourceState.RATE_LIMITED, trouble.NO_LOGIN_NOW) from error
        except GarminConnectAuthenticationError as error:
            raise (WrongPassword() if UNKNOWN.search(str(error)) else _not_let_in(error)) from error
        except GarminConnectConnectionError as error:
            raise _not_let_in(error) from error
        return self._asked_or_done(is_asked=asked is not None)

    def finish(self, code: str) -> None:
        """Hand in the code that Garmin sent. Raises `WrongCode`, which may be tried again, or another `Trouble`."""
        try:
            self.resume_login(self._state, code)
        except GarminConnectTooManyRequestsError as error:
            raise Blocked(SourceState.RATE_LIMITED, trouble.NO_LOGIN_NOW) from error
        except GarminConnectAuthenticationError as error:
            said = str(error)
            is_wrong = "verification failed" in said and not BLOCKED.search(said) and not UNREACHED.search(said)
            raise (WrongCode() if is_wrong else _not_let_in(error)) from error
        except GarminConnectConnectionError as error:
            raise _not_let_in(error) from error
        self._asked_or_done(is_asked=False)

    def _asked_or_done(self, *, is_asked: bool) -> bool:
        """Without a token of its own kind the login would be lost at the next start; that is no login."""
        if not is_asked and not self.di_refresh_token:
            raise Blocked(SourceState.OFFLINE, trouble.NO_LOGIN_NOW)
        return is_asked


def _not_let_in(error: Exception) -> Trouble:
    """Why it did not go, by the library's words: there is nothing else to tell by."""
    said = str(error)
    if BLOCKED.search(said):
        return Blocked(SourceState.RATE_LIMITED, trouble.NO_LOGIN_NOW)
    if UNREACHED.search(said):
        return Trouble(SourceState.OFFLINE, trouble.LOGIN_UNREACHED)
    return Blocked(SourceState.OFFLINE, trouble.NO_LOGIN_NOW)
