"""The commands for Strava's hints, which tell the daemon at once of a new run. Without them it looks every hour."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Annotated

import typer

from liftday_sync.cli.common import ConfigOption, JsonOption, as_json, clock, read_config, tell
from liftday_sync.errors import ConfigError

if TYPE_CHECKING:
    from liftday_sync.config import Config
    from liftday_sync.sources.strava.account import Account


@dataclass(frozen=True, slots=True, kw_only=True)
class Application:
    """An API application, its public address, and the runners of the household who use it."""

    client_id: int
    callback: str
    names: tuple[str, ...]
    accounts: Sequence[Account]


def subscribe(*, config: ConfigOption = None, json: JsonOption = False) -> None:
    """Ask Strava to tell of new runs at once. `liftday serve` has to run, reachable at the address of `callback`."""
    from liftday_sync.sources.strava.subscription import subscribe as ask

    for one in _applications(read_config(config)):
        hints = ask(one.accounts, one.callback, clock().now())
        if json:
            as_json({"client_id": one.client_id, "callback": one.callback, "subscription": hints.subscription})
        else:
            tell(f"Strava tells {one.callback} of the runs of {' and '.join(one.names)} from now on.")


def unsubscribe(
    *,
    config: ConfigOption = None,
    number: Annotated[
        int | None, typer.Option("--number", min=1, help="Of a subscription that was begun elsewhere.")
    ] = None,
    json: JsonOption = False,
) -> None:
    """Ask Strava to tell no more. Runs still come, with the looks that are taken every hour."""
    from liftday_sync.sources.strava.subscription import unsubscribe as end

    for one in _applications(read_config(config)):
        ended = end(one.accounts, clock().now(), number)
        if json:
            as_json({"client_id": one.client_id, "subscription": None, "ended": ended})
        else:
            tell("Strava sends no more hints." if ended is not None else "There was no subscription to end.")


def status(*, config: ConfigOption = None, json: JsonOption = False) -> None:
    """Say where Strava sends its hints, as far as this machine knows. Asks nobody."""
    from liftday_sync.sources.strava.subscription import kept

    for one in _applications(read_config(config)):
        hints = kept(one.accounts)
        number = hints.subscription if hints is not None else None
        told = hints.callback if hints is not None and number is not None else None
        if json:
            as_json({"client_id": one.client_id, "callback": told, "subscription": number})
        elif told is None:
            tell("Strava sends no hints; ask for them with `liftday strava subscribe`.")
        elif told != one.callback:
            tell(f"Strava sends hints to {told}, and the configuration says {one.callback}.")
            tell("Change it with `liftday strava unsubscribe`, then `liftday strava subscribe`.")
        else:
            tell(f"Strava tells {told} of the runs of {' and '.join(one.names)} (subscription {number}).")


def _applications(config: Config) -> list[Application]:
    """Every application with a public address. Raises `ConfigError` when there is none."""
    from liftday_sync.house import surroundings
    from liftday_sync.sources.settings import StravaConfig

    used = [
        (athlete, source)
        for athlete in config.athletes
        for source in athlete.sources
        if isinstance(source, StravaConfig)
    ]
    callbacks = {source.client_id: source.callback for _, source in reversed(used) if source.callback}
    if not callbacks:
        raise ConfigError(
            "No Strava source has a callback; write the public https address of this daemon there, or do without: "
            "Liftday looks every hour by itself."
        )
    from liftday_sync.sources.strava.account import Account

    return [
        Application(
            client_id=client_id,
            callback=callback.rstrip("/"),
            names=tuple(athlete.name for athlete, source in used if source.client_id == client_id),
            accounts=[
                Account(source, surroundings(athlete, source, config.folder))
                for athlete, source in used
                if source.client_id == client_id
            ],
        )
        for client_id, callback in callbacks.items()
    ]
