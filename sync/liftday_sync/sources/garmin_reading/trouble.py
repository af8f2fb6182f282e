"""What can go wrong with Garmin whichever way it is asked, told apart by what it means for the athlete."""

from datetime import datetime, timedelta
from http import HTTPStatus

from liftday_sync.sources.base import SourceState
from liftday_sync.sources.web import Trouble, retry_at

QUIET_TIME = timedelta(hours=1)
"""How long to leave Garmin alone when it turns us away without saying until when."""

OUT_OF_REACH = "Garmin can't be reached; Liftday tries again by itself."
TOO_SLOW = "Garmin takes too long to answer; Liftday tries again by itself."
TOO_OFTEN = "Garmin asks us to come back later; Liftday waits and goes on by itself."
A_PAGE = "Garmin shows a web page where data should be, perhaps for maintenance; Liftday tries again by itself."
TURNED_AWAY = "Garmin turns our requests away for now; Liftday waits a while and tries again by itself."
STRANGE = "Garmin's answers look different from what Liftday knows; is there a newer Liftday?"


class Refusal(Trouble):
    """Garmin answered, but not this one request: others may go well."""


class Missing(Refusal):
    """There is no such thing, or no longer."""

    def __init__(self) -> None:
        super().__init__(SourceState.OK, "Garmin has no such thing.")


def by_status(status: int, retry_after: str | None, now: datetime) -> Trouble:
    """What an answer with this status means, whatever was asked for."""
    if status == HTTPStatus.TOO_MANY_REQUESTS:
        until = retry_at(retry_after, now) or now + QUIET_TIME
        return Trouble(SourceState.RATE_LIMITED, TOO_OFTEN, retry_at=until)
    if status in {HTTPStatus.NOT_FOUND, HTTPStatus.GONE}:
        return Missing()
    if status == HTTPStatus.FORBIDDEN:
        return Refusal(SourceState.OFFLINE, TURNED_AWAY, retry_at=now + QUIET_TIME)
    if status >= HTTPStatus.INTERNAL_SERVER_ERROR:
        return Refusal(SourceState.OFFLINE, OUT_OF_REACH, retry_at=retry_at(retry_after, now))
    return Refusal(SourceState.SCHEMA_DRIFT, STRANGE)
