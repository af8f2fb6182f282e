"""The only file that knows stravalib: one request at a time, each with an end, each error sorted by what comes next.

Of the library only its protocol is loaded (addresses, OAuth, errors). Its models and units cost much memory, one odd
value in them loses a whole page, and its limiter sleeps. Ours are in `payload` and `limits`.
"""

import importlib
import importlib.util
import logging
import sys
import threading
import warnings
from collections.abc import Callable, Mapping
from datetime import datetime
from http import HTTPStatus
from types import ModuleType
from typing import Any

import requests

from liftday_sync.sources.strava.limits import Limits
from liftday_sync.sources.strava.tokens import App, Tokens
from liftday_sync.sources.strava.trouble import Trouble, of_answer, offline, rate_limited, refused, strange

HOST = "https://www.strava.com"
CONNECT_S, READ_S = 10.0, 30.0
SCOPES = ("read", "activity:read", "activity:read_all", "profile:read_all")
_loading = threading.Lock()
logging.getLogger("stravalib").setLevel(logging.WARNING)  # it tells of each request


def _library() -> tuple[ModuleType, ModuleType]:
    """Stravalib's protocol and errors, without the rest, and without what importing it does to the whole program."""
    with _loading:
        if "stravalib.protocol" in sys.modules and "stravalib.exc" in sys.modules:
            return sys.modules["stravalib.protocol"], sys.modules["stravalib.exc"]
        spec = importlib.util.find_spec("stravalib")
        assert spec is not None
        assert spec.submodule_search_locations is not None
        shell = ModuleType("stravalib")
        shell.__path__ = list(spec.submodule_search_locations)
        shown, was_captured = warnings.showwarning, getattr(logging, "_warnings_showwarning", None) is not None
        with warnings.catch_warnings():
            sys.modules["stravalib"] = shell
            try:
                parts = (importlib.import_module("stravalib.protocol"), importlib.import_module("stravalib.exc"))
            finally:
                del sys.modules["stravalib"]
        if not was_captured:
            logging.captureWarnings(capture=False)
        warnings.showwarning = shown
        return parts


class Web(requests.Session):
    """A session in which every request ends, goes to the right server, and carries our token alone."""

    def __init__(self, server: str | None = None, *, timeout_s: tuple[float, float] = (CONNECT_S, READ_S)) -> None:
        super().__init__()
        self._server = (server or HOST).rstrip("/")
        self._timeout_s = timeout_s
        self.auth = _as_it_is  # else a ~/.netrc would put its own password over the token

    def request(self, method: str | bytes, url: str | bytes, *args: Any, **kwargs: Any) -> requests.Response:
        """As `requests` does it, with an end, and without following anybody elsewhere."""
        address = url.decode() if isinstance(url, bytes) else url
        if address.startswith(HOST):
            address = self._server + address.removeprefix(HOST)
        kwargs["timeout"] = kwargs.get("timeout") or self._timeout_s
        kwargs["allow_redirects"] = False
        return super().request(method, address, *args, **kwargs)


def _asks_nobody(_api: object) -> None:
    """In place of a look into the environment: with credentials it would renew tokens by itself and tell nobody."""


def _as_it_is(request: requests.PreparedRequest) -> requests.PreparedRequest:
    return request


class Session:
    """Strava, one request at a time. Blocks: call it in a thread. Raises `Trouble`."""

    def __init__(self, web: Web, limits: Limits) -> None:
        protocol, errors = _library()
        self._errors = errors
        self._limits = limits
        self._now: datetime | None = None
        self._api = type(
            "Api", (protocol.ApiV3,), {"_check_credentials": _asks_nobody, "__module__": protocol.__name__}
        )(requests_session=web, rate_limiter=self._record)

    def get(self, path: str, access: str, now: datetime, **params: Any) -> Any:
        """The answer to a GET of this path under /api/v3."""
        self._api.access_token = access
        return self._ask(lambda: self._api.get(path, **params), now)

    def exchange(self, app: App, code: str, now: datetime) -> Tokens:
        """The tokens for the code of a login."""
        info, athlete = self._ask(
            lambda: self._api.exchange_code_for_token(app.client_id, app.secret, code, return_athlete=True), now
        )
        return _tokens(info, athlete=(athlete or {}).get("id"))

    def renew(self, app: App, tokens: Tokens, now: datetime) -> Tokens:
        """The tokens that come after these; the old ones may count no more."""
        info = self._ask(lambda: self._api.refresh_access_token(app.client_id, app.secret, tokens.refresh), now)
        return _tokens(info, athlete=tokens.athlete, scope=tokens.scope)

    def consent_url(self, client_id: int, redirect_url: str, state: str) -> str:
        """Where the athlete agrees."""
        address: str = self._api.authorization_url(client_id, redirect_url, scope=list(SCOPES), state=state)
        return address

    def subscribe(self, app: App, callback_url: str, verify_token: str, now: datetime) -> int:
        """Ask for hints; the id of the subscription. Strava looks at the address before it answers."""
        form = {
            "client_id": app.client_id,
            "client_secret": app.secret,
            "callback_url": callback_url,
            "verify_token": verify_token,
        }
        answer = self._ask(lambda: self._api.post("push_subscriptions", data=form), now)
        if not isinstance(answer, Mapping) or not isinstance(answer.get("id"), int):
            raise strange("a subscription without an id")
        number: int = answer["id"]
        return number

    def unsubscribe(self, app: App, subscription: int, now: datetime) -> None:
        """Ask for no more hints; one that is gone already is as good."""
        form = {"client_id": app.client_id, "client_secret": app.secret}
        try:
            self._ask(lambda: self._api.delete("push_subscriptions/{number}", number=subscription, data=form), now)
        except Trouble as trouble:
            if trouble.status != HTTPStatus.NOT_FOUND:
                raise

    def _record(self, headers: Mapping[str, str], _method: str) -> None:
        if self._now is not None:
            self._limits.record(headers, self._now)

    def _ask[T](self, ask: Callable[[], T], now: datetime) -> T:
        """Do it, and turn whatever goes wrong into a `Trouble`."""
        self._now = now
        try:
            return ask()
        except self._errors.Fault as fault:
            raise self._sorted(fault.response, now) from fault
        except requests.exceptions.JSONDecodeError as error:
            raise offline("sent something that is no data") from error
        except requests.exceptions.RequestException as error:
            raise offline() from error
        except (KeyError, TypeError, AttributeError) as error:
            raise strange("a field is missing") from error

    def _sorted(self, response: requests.Response, now: datetime) -> Trouble:
        status = response.status_code
        if status == HTTPStatus.TOO_MANY_REQUESTS:
            return rate_limited(self._limits.refuse(now, response.headers.get("Retry-After")))
        try:
            body = response.json()
        except ValueError:
            body = None
        trouble = of_answer(status, body, response.text)
        if status == HTTPStatus.UNAUTHORIZED and not (trouble.is_of_scope or trouble.is_of_application):
            return refused()
        return trouble


def _tokens(info: Any, *, athlete: int | None = None, scope: str = "") -> Tokens:
    return Tokens(
        access=info["access_token"],
        refresh=info["refresh_token"],
        expires_at=int(info["expires_at"]),
        athlete=athlete,
        scope=scope,
    )
