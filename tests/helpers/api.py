"""A server for tests, over a household in a temporary folder."""

from collections.abc import Callable
from datetime import datetime, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from tests.helpers.household import NOW, config_of, store_of

from liftday_sync.clock import Clock, FixedClock
from liftday_sync.config import Config
from liftday_sync.publish.health import Health
from liftday_sync.publish.http import Server
from liftday_sync.publish.hub import Hub
from liftday_sync.publish.openapi import document
from liftday_sync.publish.route import nothing
from liftday_sync.store import Store


def _nobody(_: str) -> None:
    """Nobody to wake."""


def server_of(
    config: Config,
    store: Store,
    *,
    hub: Hub | None = None,
    clock: Clock | None = None,
    wake: Callable[[str], None] = _nobody,
    decide: Callable[[str], None] = _nobody,
    renew: Callable[[], None] = nothing,
    now: datetime = NOW,
) -> Server:
    """The server of that household, its clock standing still at `now`."""
    health = Health(patience=timedelta(minutes=45), started_at=now)
    for athlete in config.athletes:
        health.expect(athlete.id)
    return Server(
        config=config,
        store=store,
        hub=hub or Hub(),
        health=health,
        clock=clock or FixedClock(now),
        wake=wake,
        decide=decide,
        renew=renew,
    )


def openapi() -> dict[str, Any]:
    """The document that the present table makes."""
    with TemporaryDirectory() as folder:
        config = config_of(Path(folder))
        with store_of(config) as store:
            return document(server_of(config, store).table())
