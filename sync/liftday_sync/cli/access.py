"""Commands for keys: the API token and the calendar address."""

import sys
from enum import StrEnum
from io import StringIO
from typing import TYPE_CHECKING, Annotated

import typer

from liftday_sync.cli.common import AthleteOption, ConfigOption, JsonOption, as_json, clock, opened, read_config, tell

if TYPE_CHECKING:
    from liftday_sync.store import Store


class TokenScope(StrEnum):
    """What a token may do."""

    READ = "read"
    FULL = "full"


def token(
    *,
    config: ConfigOption = None,
    new: Annotated[bool, typer.Option("--new", help="Make one more, even if there is one.")] = False,
    scope: Annotated[TokenScope, typer.Option(help="Of a new one: read looks, full also changes.")] = TokenScope.FULL,
    athlete: Annotated[
        str | None, typer.Option("--athlete", help="Of a new one: whose alone; else everybody's.")
    ] = None,
    revoke_others: Annotated[bool, typer.Option("--revoke-others", help="Make one and end all the others.")] = False,
    listed: Annotated[bool, typer.Option("--list", help="Show which there are; not the tokens themselves.")] = False,
    rotate: Annotated[str | None, typer.Option(help="Make one in the place of this one of the list.")] = None,
    revoke: Annotated[str | None, typer.Option(help="End this one of the list.")] = None,
    json: JsonOption = False,
) -> None:
    """Make the API token that Home Assistant asks for. It is shown once: only its hash is kept."""
    from liftday_sync.publish.access import ensure_token, find_token, new_token, rotate_token

    settings = read_config(config)
    who = settings.athlete(athlete).id if athlete else None
    narrowed = who is not None or scope is not TokenScope.FULL
    with opened(settings) as store:
        now = clock().now()
        if listed or revoke is not None:
            if revoke is not None:
                store.revoke_token(find_token(store, revoke).token_hash)
            _show_tokens(store, json=json)
            return
        if rotate is not None:
            made: str | None = rotate_token(store, now, rotate)
        elif new or revoke_others or narrowed:
            made = new_token(store, now, scope=scope, athlete_id=who, alone=revoke_others)
        else:
            made = ensure_token(store, now)
    if json:
        as_json({"token": made})
    elif made:
        typer.echo(made)
        typer.echo("Keep it: it is not shown again.", err=True)
    else:
        typer.echo(
            "There is a token already, and only its hash is kept; `liftday token --new` makes another.", err=True
        )


def _show_tokens(store: Store, *, json: bool) -> None:
    """Which tokens there are."""
    from liftday_sync.publish.access import api_tokens, called

    rows = api_tokens(store)
    if json:
        as_json(
            [
                {
                    "name": called(row),
                    "scope": row.scope,
                    "athlete": row.athlete_id,
                    "made": row.created_at.isoformat(),
                    "used": row.used_at and row.used_at.isoformat(),
                }
                for row in rows
            ]
        )
        return
    for row in rows:
        used = f"last used {row.used_at:%Y-%m-%d}" if row.used_at else "never used"
        tell(f"{called(row)}  {row.scope:4}  {row.athlete_id or 'everybody'}  made {row.created_at:%Y-%m-%d}, {used}")
    if not rows:
        typer.echo("There is no token; `liftday token` makes one.", err=True)


def feed(
    *,
    config: ConfigOption = None,
    athlete: AthleteOption = None,
    busy: Annotated[
        bool, typer.Option("--busy", help="The one to share: it tells when you are taken, and not what it is.")
    ] = False,
    rotate: Annotated[bool, typer.Option("--rotate", help="Make a new address and end the old one.")] = False,
    qr: Annotated[
        bool | None, typer.Option("--qr/--no-qr", help="Draw the code for a phone; else in terminals.")
    ] = None,
    json: JsonOption = False,
) -> None:
    """Print the address of the calendar subscription, with a code that a phone subscribes by."""
    from liftday_sync.keys import feed_keys
    from liftday_sync.publish.access import BUSY, FEED, ensure_feed, feed_path, rotate_feed, subscribe_link
    from liftday_sync.publish.address import base_url, who_reaches

    settings = read_config(config)
    who = settings.athlete(athlete)
    scope = BUSY if busy else FEED
    with opened(settings) as store:
        now, keys = clock().now(), feed_keys(settings.folder)
        make = rotate_feed if rotate else ensure_feed
        key = make(store, keys, who.id, now, scope)
    address = (settings.server.url or base_url(settings.server.host, settings.server.port)) + feed_path(key, scope)
    link = subscribe_link(address)
    if json:
        as_json({"athlete": who.id, "url": address, "webcal": link})
        return
    typer.echo(address)
    if sys.stdout.isatty() if qr is None else qr:
        _draw(link)
    if hint := who_reaches(settings.server.host, settings.server.port):
        typer.echo(hint, err=True)


def _draw(link: str) -> None:
    """The link as a code of blocks, two rows of it in one line of text."""
    import segno

    typer.echo(link)
    drawn = StringIO()
    segno.make(link, error="l", micro=False).terminal(drawn, compact=True)
    typer.echo(drawn.getvalue())


def page(*, config: ConfigOption = None, athlete: AthleteOption = None, json: JsonOption = False) -> None:
    """Print a link that opens the page in a browser, once, within ten minutes; of one athlete, or of everybody."""
    from liftday_sync.page.visitors import make_link
    from liftday_sync.publish.address import base_url

    settings = read_config(config)
    with opened(settings) as store:
        path = make_link(store, clock().now(), settings.athlete(athlete).id if athlete else None)
    address = (settings.server.url or base_url(settings.server.host, settings.server.port)) + path
    if json:
        as_json({"url": address})
    else:
        typer.echo(address)
