"""What can go wrong with a Garmin account, told apart by what it means for the athlete."""

from datetime import timedelta

from liftday_sync.sources.base import SourceState
from liftday_sync.sources.garmin_reading.trouble import (
    A_PAGE,
    OUT_OF_REACH,
    STRANGE,
    TOO_SLOW,
    Missing,
    Refusal,
    by_status,
)
from liftday_sync.sources.web import Trouble

__all__ = [
    "A_PAGE",
    "LOGIN_AGAIN",
    "LOGIN_FIRST",
    "LOGIN_QUIET_TIME",
    "LOGIN_UNREACHED",
    "NO_LOGIN_NOW",
    "OUT_OF_REACH",
    "STRANGE",
    "TOO_SLOW",
    "UNREADABLE",
    "UNWRITABLE",
    "Blocked",
    "Missing",
    "Refusal",
    "WrongCode",
    "WrongPassword",
    "by_status",
]

LOGIN_QUIET_TIME = timedelta(hours=6)
"""Blocked logins stay blocked for hours, and each attempt starts the time anew."""

LOGIN_FIRST = "This Garmin account is not connected yet: run `liftday login garmin`."
LOGIN_AGAIN = "Garmin no longer accepts our access: run `liftday login garmin` once more; nothing is lost meanwhile."
UNREADABLE = "Our access to Garmin can't be read from its file: run `liftday login garmin` once more."
UNWRITABLE = "Our access to Garmin can't be saved; make room on the disk and let this user write to data_dir."
NO_LOGIN_NOW = "Garmin lets nobody log in from here for now: wait some hours, for each attempt makes it longer."
LOGIN_UNREACHED = "Garmin can't be reached: look at the internet connection, then try again."


class WrongPassword(Trouble):
    """E-mail or password were not right."""

    def __init__(self) -> None:
        super().__init__(SourceState.NEEDS_LOGIN, "Garmin does not know this e-mail and password: try again.")


class WrongCode(Trouble):
    """The code was not right, or no longer."""

    def __init__(self) -> None:
        super().__init__(SourceState.NEEDS_LOGIN, "Garmin did not accept this code: type the newest one.")


class Blocked(Trouble):
    """Garmin lets nobody log in from here for now."""
