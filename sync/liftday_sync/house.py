"""The household: every athlete of the configuration with their own sources, in one store."""

from collections.abc import Mapping
from pathlib import Path

from liftday_sync.config import AthleteConfig, Config
from liftday_sync.cycle import Home
from liftday_sync.publish.hub import Hub
from liftday_sync.sources import SourceConfig, Surroundings, open_source
from liftday_sync.store import Store


def open_homes(config: Config, store: Store, hub: Hub) -> Mapping[str, Home]:
    """A home for each athlete, by id."""
    return {athlete.id: open_home(athlete, store, hub, config.folder) for athlete in config.athletes}


def open_home(athlete: AthleteConfig, store: Store, hub: Hub, folder: Path) -> Home:
    """One athlete's home; the athlete is known to the store from now on."""
    store.ensure_athlete(athlete.id, name=athlete.name, time_zone=athlete.time_zone)
    sources = tuple(open_source(source, surroundings(athlete, source, folder)) for source in athlete.sources)
    return Home(athlete=athlete, sources=sources, store=store, hub=hub)


def surroundings(athlete: AthleteConfig, source: SourceConfig, data_dir: Path) -> Surroundings:
    """Where a source of this athlete lives; its private folder is not made yet."""
    folder = data_dir / "accounts" / athlete.id / source.called
    return Surroundings(athlete_id=athlete.id, athlete=athlete.to_athlete(), data_dir=data_dir, folder=folder)
