"""Strava by its API: runs, their laps and samples. Nothing of stravalib is loaded before the first request.

`source` decides what to look at, `looks` reads recent days, details and history, `pages` walks the list, `payload` and
`meaning` read what came, `account` keeps tokens and limits, `session` alone knows the library, `login` connects.
"""

from liftday_sync.sources.base import Surroundings
from liftday_sync.sources.settings import StravaConfig
from liftday_sync.sources.strava.account import Account
from liftday_sync.sources.strava.login import StravaLogin
from liftday_sync.sources.strava.source import StravaSource


def open_source(config: StravaConfig, around: Surroundings) -> StravaSource:
    """The athlete's Strava."""
    return StravaSource(config, around, Account(config, around))


def open_login(config: StravaConfig, around: Surroundings) -> StravaLogin:
    """An attempt to connect it."""
    return StravaLogin(Account(config, around))
