"""The household: every athlete of the configuration with their own sources, in one store."""

from collections.abc import Mapping

from liftday_sync.config import AthleteConfig, Config
from liftday_sync.cycle import Home
from liftday_sync.publish.hub import Hub
from liftday_sync.sources import open_source
from liftday_sync.store import Store


def open_homes(config: Config, store: Store, hub: Hub) -> Mapping[str, Home]:
    """A home for each athlete, by id."""
    return {athlete.id: open_home(athlete, store, hub) for athlete in config.athletes}


def open_home(athlete: AthleteConfig, store: Store, hub: Hub) -> Home:
    """One athlete's home; the athlete is known to the store from now on."""
    store.ensure_athlete(athlete.id, name=athlete.name, time_zone=athlete.time_zone)
    sources = tuple(open_source(source, athlete.to_athlete()) for source in athlete.sources)
    return Home(athlete=athlete, sources=sources, store=store, hub=hub)
