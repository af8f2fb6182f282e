"""One athlete's way to Strava: tokens renewed in time and saved at once, limits kept, every request with an end."""

import threading
from collections.abc import Callable
from contextlib import suppress
from dataclasses import replace
from datetime import datetime
from http import HTTPStatus
from importlib import import_module
from typing import TYPE_CHECKING, Any

from liftday_sync.errors import ConfigError
from liftday_sync.sources.base import SourceState, Surroundings
from liftday_sync.sources.settings import StravaConfig
from liftday_sync.sources.strava.limits import Limits
from liftday_sync.sources.strava.tokens import EAR_NAME, App, Hints, Kept, Tokens, hints_in, tokens_in
from liftday_sync.sources.strava.trouble import Trouble, not_connected, rate_limited, refused
from liftday_sync.strict import read_secret

if TYPE_CHECKING:
    from liftday_sync.sources.strava.session import Session

RENEW_BEFORE_S = 15 * 60.0
REFUSALS = {HTTPStatus.BAD_REQUEST, HTTPStatus.UNAUTHORIZED}


class Account:
    """Blocks: call it in a thread. Raises `Trouble`, and `ConfigError` for what is wrong on this machine.

    The library is loaded with the first request: nobody who only reads what is stored pays for it.
    """

    def __init__(
        self, config: StravaConfig, around: Surroundings, *, timeout_s: tuple[float, float] | None = None
    ) -> None:
        self.config = config
        self.limits = Limits()
        self.tokens = tokens_in(around.folder)
        self.hints = hints_in(around.folder)
        self.lock = threading.Lock()
        """Held through a look, so that one left behind by its time-out and the next don't both renew the tokens."""
        self._data_dir = around.data_dir
        self._timeout_s = timeout_s
        self._session: Session | None = None

    @property
    def session(self) -> Session:
        """The library's session, made when first needed."""
        if self._session is None:
            session = import_module("liftday_sync.sources.strava.session")

            timeout_s = self._timeout_s or (session.CONNECT_S, session.READ_S)
            made: Session = session.Session(session.Web(self.config.server, timeout_s=timeout_s), self.limits)
            self._session = made
        return self._session

    def app(self) -> App:
        """The API application, its secret read anew each time it is needed."""
        try:
            secret = read_secret(self.config.client_secret, self._data_dir)
        except ConfigError as error:
            raise Trouble(SourceState.NEEDS_KEY, str(error)) from error
        return App(client_id=self.config.client_id, secret=secret)

    def get(self, path: str, now: datetime, **params: Any) -> Any:
        """The answer to one GET. An access that is refused is renewed once, for clocks may differ."""
        if (until := self.limits.free_at(now)) is not None:
            raise rate_limited(until)
        tokens = self.standing()
        if tokens.ends_within(RENEW_BEFORE_S, now):
            tokens = self.renew(tokens, now)
        try:
            return self.session.get(path, tokens.access, now, **params)
        except Trouble as trouble:
            if trouble.status != HTTPStatus.UNAUTHORIZED or trouble.is_of_scope:
                raise
        tokens = self.renew(tokens, now)
        try:
            return self.session.get(path, tokens.access, now, **params)
        except Trouble as trouble:
            if trouble.status == HTTPStatus.UNAUTHORIZED:
                self.tokens.save(replace(tokens, refused=True))
            raise

    def renew(self, tokens: Tokens, now: datetime) -> Tokens:
        """The next tokens, saved before anything else is done: the old ones may count no more."""
        known = self.tokens.load()
        if known is not None and known.refresh != tokens.refresh and not known.ends_within(RENEW_BEFORE_S, now):
            return known  # another program was quicker
        app = self.app()
        try:
            renewed = self.session.renew(app, tokens, now)
        except Trouble as trouble:
            if trouble.status in REFUSALS:
                return self._after_refusal(tokens, trouble)
            raise
        self.tokens.save(renewed)
        return renewed

    def _after_refusal(self, tokens: Tokens, trouble: Trouble) -> Tokens:
        """Refused: because of the application, because another program was quicker, or for good."""
        if trouble.is_of_application:
            raise self.sorted(trouble) from trouble
        known = self.tokens.load()
        if known is not None and known.refresh != tokens.refresh:
            return known
        self.tokens.save(replace(tokens, refused=True))
        raise refused() from trouble

    def sorted(self, trouble: Trouble) -> Trouble:
        """The trouble, told as one of client ID and secret where it is that."""
        if not trouble.is_of_application:
            return trouble
        return Trouble(
            SourceState.NEEDS_KEY,
            "Strava does not know this client ID and secret; compare them with your API application's page.",
        )

    def consent_url(self, client_id: int, redirect_url: str, state: str) -> str:
        """Where the athlete agrees."""
        address = self.session.consent_url(client_id, redirect_url, state)
        server = self.config.server
        return address if server is None else server.rstrip("/") + address.removeprefix("https://www.strava.com")

    def is_revoked(self, now: datetime) -> bool:
        """Whether Strava really took the connection back; whoever says so may not be Strava."""
        tokens = self.tokens.load()
        if tokens is None or tokens.refused:
            return True
        try:
            self.get("athlete", now)
        except Trouble as trouble:
            if trouble.status == HTTPStatus.UNAUTHORIZED:
                return True
            raise
        return False

    def leave(self, now: datetime) -> None:
        """Forget the tokens and where hints came from; the last one of the household ends the subscription."""
        self.tokens.drop()
        known = self.hints.load()
        self.hints.drop()
        if known is None or known.subscription is None or self._is_shared(known):
            return
        with suppress(Trouble):  # then `liftday strava unsubscribe --number` still can
            self.session.unsubscribe(self.app(), known.subscription, now)

    def _is_shared(self, known: Hints) -> bool:
        """Whether another athlete of the household takes hints by the same subscription."""
        others = (Kept(Hints, path).load() for path in self._data_dir.glob(f"accounts/*/*/{EAR_NAME}"))
        return any(other is not None and other.subscription == known.subscription for other in others)

    def standing(self) -> Tokens:
        """The tokens that still count, as far as is known."""
        tokens = self.tokens.load()
        if tokens is None:
            raise not_connected()
        if tokens.refused:
            raise refused()
        return tokens


type Get = Callable[..., Any]
"""`Account.get` of one moment: path and parameters in, JSON out."""
