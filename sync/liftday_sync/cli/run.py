"""Commands that run the daemon, or one round of it."""

import asyncio
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from liftday_sync.cli.common import ConfigOption, JsonOption, as_json, clock, console, opened, read_config, tell
from liftday_sync.logs import LogFormat, LogLevel, set_up

if TYPE_CHECKING:
    from liftday_sync.config import Config
    from liftday_sync.contract import Snapshot
    from liftday_sync.publish.hub import Hub
    from liftday_sync.store import Store


def serve(
    *,
    config: ConfigOption = None,
    log_format: Annotated[
        LogFormat,
        typer.Option(envvar="LIFTDAY_LOG_FORMAT", help="One line an event: for people, or JSON for programs."),
    ] = LogFormat.TEXT,
    log_level: Annotated[
        LogLevel, typer.Option(envvar="LIFTDAY_LOG_LEVEL", help="The least that is worth a line.")
    ] = LogLevel.INFO,
    json: JsonOption = False,
) -> None:
    """Run the daemon: look, decide, publish, again and again, until Ctrl-C."""
    settings = read_config(config)
    with opened(settings) as store:
        set_up(log_format, log_level)
        _serve(settings, store, config, as_document=json)


def demo(
    *,
    folder: Annotated[Path | None, typer.Option(help="Where the demo keeps its data.")] = None,
    port: Annotated[int, typer.Option(min=0, max=65535, help="Port of the API; 0 takes any free one.")] = 8098,
    once: Annotated[bool, typer.Option("--once", help="Print the week and stop.")] = False,
    json: JsonOption = False,
) -> None:
    """Meet Liftday without an account: a made-up runner, with a session that was just pushed back."""
    from liftday_sync.demo import demo_config, rehearse, write_config

    settings = demo_config(folder, port)
    with opened(settings) as store:
        written = write_config(settings)
        asyncio.run(rehearse(settings, store, clock()))
        if once or json:
            _once(settings, store, as_document=json)
        else:
            set_up(LogFormat.TEXT)
            _serve(settings, store, written, as_document=False)


def sync(
    *,
    config: ConfigOption = None,
    _only: Annotated[bool, typer.Option("--once", help="One round, which is all it does; to go on: `serve`.")] = True,
    json: JsonOption = False,
) -> None:
    """Look at every source once, decide, and print the plan."""
    settings = read_config(config)
    with opened(settings) as store:
        _once(settings, store, as_document=json)


def _once(settings: Config, store: Store, *, as_document: bool) -> None:
    from liftday_sync.cli.week import print_week
    from liftday_sync.contract import write
    from liftday_sync.cycle import cycle
    from liftday_sync.house import open_homes
    from liftday_sync.publish.hub import Hub

    homes, now = open_homes(settings, store, Hub()), clock().now()

    async def one_round() -> list[Snapshot]:
        return [await cycle(home, now, trigger="asked") for home in homes.values()]

    snapshots = asyncio.run(one_round())
    if as_document:
        as_json([write(snapshot) for snapshot in snapshots])
        return
    for snapshot in snapshots:
        print_week(console, snapshot)


def _serve(settings: Config, store: Store, config: Path | None, *, as_document: bool) -> None:
    from liftday_sync.daemon import serve as serve_daemon
    from liftday_sync.keys import feed_keys
    from liftday_sync.publish.access import ensure_feed, ensure_token
    from liftday_sync.publish.hub import Hub

    keys, now = feed_keys(settings.folder), clock().now()
    feeds = {athlete.id: ensure_feed(store, keys, athlete.id, now) for athlete in settings.athletes}
    token = ensure_token(store, now)
    hub = Hub()
    welcome = _Welcome(settings=settings, hub=hub, feeds=feeds, token=token, config=config, as_document=as_document)
    try:
        while asyncio.run(serve_daemon(settings, store, clock(), hub=hub, ready=welcome.say)):
            settings, hub = read_config(config), Hub()
    finally:
        welcome.say_token_at_least()


@dataclass(slots=True, kw_only=True)
class _Welcome:
    """What the daemon says once it is up. A new token is shown whatever happens, for only its hash is kept."""

    settings: Config
    hub: Hub
    feeds: Mapping[str, str]
    token: str | None
    config: Path | None
    as_document: bool
    _said: bool = field(default=False, init=False)

    def say(self, listening: str) -> None:
        """The week of everybody, and where to find it from now on; `listening` is the address with the real port."""
        from liftday_sync.publish.access import feed_path
        from liftday_sync.publish.address import base_url

        if self._said:
            return
        self._said = True
        address = base_url(self.settings.server.host, int(listening.rpartition(":")[2]))
        feeds = {name: (self.settings.server.url or address) + feed_path(key) for name, key in self.feeds.items()}
        if self.as_document:
            as_json({"url": address, "feeds": feeds, "token": self.token})
        else:
            self._print(address, feeds)

    def _print(self, address: str, feeds: Mapping[str, str]) -> None:
        from liftday_sync.cli.week import print_week
        from liftday_sync.contract import API

        for athlete in self.settings.athletes:
            if document := self.hub.latest(athlete.id):
                print_week(console, document.snapshot)
        tell(("API", "bold"), f"    {address}{API}/info")
        for athlete in self.settings.athletes:
            tell(("Feed", "bold"), f"   {feeds[athlete.id]}  ({athlete.name})")
        tell(("Token", "bold"), f"  {self.token or self._another()}")
        tell("Stop with Ctrl-C.")

    def _another(self) -> str:
        where = f" --config {self.config}" if self.config else ""
        return f"was shown at the first start; `liftday token --new{where}` makes another"

    def say_token_at_least(self) -> None:
        """When the start failed half-way."""
        if self.token and not self._said:
            typer.echo(f"Token  {self.token}", err=self.as_document)
