"""The command that tries the way to the phone."""

import asyncio

import typer

from liftday_sync.cli.common import AthleteOption, ConfigOption, JsonOption, as_json, read_config, tell
from liftday_sync.errors import ConfigError, LiftdayError


def try_out(*, config: ConfigOption = None, athlete: AthleteOption = None, json: JsonOption = False) -> None:
    """Send one message to each address of an athlete, also in the quiet hours; ends with 1 if one does not arrive."""
    from liftday_sync.notify.send import NotSent, send
    from liftday_sync.notify.words import TEST
    from liftday_sync.strict import read_secret

    settings = read_config(config)
    who = settings.athlete(athlete)
    if not who.notify.urls:
        raise ConfigError(f"{who.name} has no address for messages; write one under notify.urls, as file:NAME.")

    def attempt(place: str) -> str | None:
        try:
            asyncio.run(send(read_secret(place, settings.folder), *TEST))
        except NotSent as error:
            return error.reason
        except LiftdayError as error:
            return str(error)
        return None

    results = {place: attempt(place) for place in who.notify.urls}
    if json:
        as_json([{"address": place, "sent": not why, "reason": why or ""} for place, why in results.items()])
    else:
        for place, why in results.items():
            tell(("✗", "red"), f" {place}: {why}") if why else tell(
                ("✓", "green"), f" {place}: sent; look at your phone."
            )
    if any(results.values()):
        raise typer.Exit(1)
