"""The list of sources: a new one is one file (or folder) and one line here.

A source's module is imported only when somebody configured it, so that nobody pays for a vendor's library in vain.
"""

from importlib import import_module

from liftday_sync.sources.base import Capability, Source, Surroundings
from liftday_sync.sources.login import Login
from liftday_sync.sources.settings import DemoConfig, FilesConfig, SourceConfig

__all__ = [
    "SOURCES",
    "Capability",
    "DemoConfig",
    "FilesConfig",
    "Source",
    "SourceConfig",
    "Surroundings",
    "open_login",
    "open_source",
]

SOURCES = {
    "demo": "liftday_sync.sources.demo",
    "files": "liftday_sync.sources.files.source",
    "garmin": "liftday_sync.sources.garmin",
    "garmin_personal": "liftday_sync.sources.garmin_personal",
    "ics": "liftday_sync.sources.ics",
    "intervals_icu": "liftday_sync.sources.intervals_icu",
    "strava": "liftday_sync.sources.strava",
}
"""By kind: the module that has `open_source(config, around) -> Source` and, where one can log in, `open_login`."""

WITH_LOGIN = frozenset({"garmin", "strava"})


def open_source(config: SourceConfig, around: Surroundings) -> Source:
    """The source that was configured, for this athlete. Does no work in the world and reads no secret yet."""
    source: Source = import_module(SOURCES[config.kind]).open_source(config, around)
    return source


def open_login(config: SourceConfig, around: Surroundings) -> Login | None:
    """A fresh login to this source; None when it has nothing to log in to."""
    if config.kind not in WITH_LOGIN:
        return None
    login: Login = import_module(SOURCES[config.kind]).open_login(config, around)
    return login
