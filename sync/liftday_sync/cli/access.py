"""Commands for keys: the API token and the calendar address."""

from typing import Annotated

import typer

from liftday_sync.cli.common import AthleteOption, ConfigOption, JsonOption, as_json, clock, opened, read_config


def token(
    *,
    config: ConfigOption = None,
    new: Annotated[bool, typer.Option("--new", help="Make one more, even if there is one.")] = False,
    revoke_others: Annotated[bool, typer.Option("--revoke-others", help="End all the others.")] = False,
    json: JsonOption = False,
) -> None:
    """Make the API token that Home Assistant asks for. It is shown once: only its hash is kept."""
    from liftday_sync.publish.access import ensure_token, new_token

    settings = read_config(config)
    with opened(settings) as store:
        now = clock().now()
        made = new_token(store, now, alone=revoke_others) if new or revoke_others else ensure_token(store, now)
    if json:
        as_json({"token": made})
    elif made:
        typer.echo(made)
        typer.echo("Keep it: it is not shown again.", err=True)
    else:
        typer.echo(
            "There is a token already, and only its hash is kept; `liftday token --new` makes another.", err=True
        )


def feed(
    *,
    config: ConfigOption = None,
    athlete: AthleteOption = None,
    rotate: Annotated[bool, typer.Option("--rotate", help="Make a new address and end the old one.")] = False,
    json: JsonOption = False,
) -> None:
    """Print the address of the calendar subscription."""
    from liftday_sync.keys import feed_keys
    from liftday_sync.publish.access import ensure_feed, feed_path, rotate_feed
    from liftday_sync.publish.address import base_url, who_reaches

    settings = read_config(config)
    who = settings.athlete(athlete)
    with opened(settings) as store:
        now, keys = clock().now(), feed_keys(settings.folder)
        key = rotate_feed(store, keys, who.id, now) if rotate else ensure_feed(store, keys, who.id, now)
    address = base_url(settings.server.host, settings.server.port) + feed_path(key)
    if json:
        as_json({"athlete": who.id, "url": address})
        return
    typer.echo(address)
    if hint := who_reaches(settings.server.host, settings.server.port):
        typer.echo(hint, err=True)
