"""What can go wrong with Strava, sorted by what the athlete or the daemon does next."""

from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from http import HTTPStatus
from typing import Any

from liftday_sync.errors import SourceError
from liftday_sync.sources.base import SourceState

QUARTER = timedelta(minutes=15)
SUBSCRIBE_URL = "https://www.strava.com/settings/api"


class Trouble(SourceError):
    """Strava did not give what was asked for. The message is for the athlete and holds no secret."""

    def __init__(
        self,
        state: SourceState,
        sentence: str,
        *,
        status: int | None = None,
        retry_at: datetime | None = None,
        is_of_application: bool = False,
        is_of_scope: bool = False,
        codes: frozenset[str] = frozenset(),
    ) -> None:
        super().__init__(sentence)
        self.state = state
        self.status = status
        self.retry_at = retry_at
        self.is_of_application = is_of_application
        """Client ID or secret are wrong, not the athlete's tokens."""
        self.is_of_scope = is_of_scope
        """The tokens are good, and not allowed to do this."""
        self.codes = codes
        """What Strava calls the problems, such as `already exists`."""

    @property
    def is_of_one_item(self) -> bool:
        """Whether it may be about the one thing that was asked for, while the service as a whole is well."""
        return self.status in {HTTPStatus.NOT_FOUND, HTTPStatus.FORBIDDEN, HTTPStatus.PAYMENT_REQUIRED} or (
            self.status is not None and self.status >= HTTPStatus.INTERNAL_SERVER_ERROR
        )


def not_connected() -> Trouble:
    """There are no tokens, or Strava took them back."""
    return Trouble(SourceState.NEEDS_LOGIN, "Strava is not connected; connect it with `liftday login strava`.")


def refused() -> Trouble:
    """The tokens count no more."""
    return Trouble(
        SourceState.NEEDS_LOGIN,
        "Strava no longer accepts the connection; connect it again with `liftday login strava`.",
        status=HTTPStatus.UNAUTHORIZED,
    )


def offline(why: str = "can't be reached") -> Trouble:
    """The network or the service is down; it passes."""
    return Trouble(SourceState.OFFLINE, f"Strava {why}; Liftday tries again by itself.")


def strange(what: str) -> Trouble:
    """It answered in a form that we do not know."""
    return Trouble(
        SourceState.SCHEMA_DRIFT, f"Strava answered in a form that Liftday does not know ({what}); look for an update."
    )


def rate_limited(until: datetime) -> Trouble:
    """No more requests for a while."""
    return Trouble(
        SourceState.RATE_LIMITED,
        f"Strava allows no more requests until {until:%H:%M} UTC; Liftday goes on by itself then.",
        status=HTTPStatus.TOO_MANY_REQUESTS,
        retry_at=until,
    )


def of_answer(status: int, body: Any, text: str) -> Trouble:
    """The trouble behind an answer that is none. 401, 404 and 429 are told apart by whoever asked."""
    problems = [one for one in _list(body) if isinstance(one, Mapping)]
    if status == HTTPStatus.FORBIDDEN and any(
        (one.get("resource"), one.get("field"), one.get("code")) == ("Application", "Status", "Inactive")
        for one in problems
    ):
        return Trouble(
            SourceState.INACTIVE_SUBSCRIPTION,
            "Strava has put your API application to sleep: its owner needs a Strava subscription and wakes it at "
            f"{SUBSCRIBE_URL}. Your connection stays as it is.",
        )
    if any(one.get("code") == "missing" and "permission" in str(one.get("field")) for one in problems):
        return Trouble(
            SourceState.NEEDS_LOGIN,
            "Strava was not allowed to show your activities; run `liftday login strava` and leave the boxes ticked.",
            status=status,
            is_of_scope=True,
        )
    if text.lstrip()[:1] == "<" and status < HTTPStatus.INTERNAL_SERVER_ERROR:
        return offline("answers with a web page instead of data")
    if status >= HTTPStatus.INTERNAL_SERVER_ERROR:
        trouble = offline(f"has a fault of its own ({status})")
    else:
        trouble = strange(f"status {status}")
    trouble.status = status
    trouble.codes = frozenset(str(one.get("code")) for one in problems)
    trouble.is_of_application = any(one.get("resource") == "Application" for one in problems)
    return trouble


def _list(body: Any) -> list[Any]:
    errors = body.get("errors") if isinstance(body, Mapping) else None
    return errors if isinstance(errors, list) else [errors] if errors else []


def next_quarter(now: datetime) -> datetime:
    """When Strava's short count begins anew."""
    now = now.astimezone(UTC)
    return now.replace(minute=now.minute // 15 * 15, second=0, microsecond=0) + QUARTER


def next_midnight(now: datetime) -> datetime:
    """When Strava's daily count begins anew."""
    return now.astimezone(UTC).replace(hour=0, minute=0, second=0, microsecond=0) + timedelta(days=1)
