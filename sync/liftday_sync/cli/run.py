"""Commands that run the daemon, or one round of it."""

import asyncio
import logging
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from liftday_sync.cli.common import ConfigOption, JsonOption, as_json, console, opened, read_config
from liftday_sync.clock import SystemClock

if TYPE_CHECKING:
    from liftday_sync.config import Config
    from liftday_sync.contract import Snapshot
    from liftday_sync.store import Store


def serve(config: ConfigOption = None) -> None:
    """Run the daemon: look, decide, publish, again and again, until Ctrl-C."""
    settings = read_config(config)
    with opened(settings) as store:
        _serve(settings, store)


def demo(
    *,
    folder: Annotated[Path | None, typer.Option(help="Where the demo keeps its data.")] = None,
    port: Annotated[int, typer.Option(help="Port of the API; 0 takes any free one.")] = 8098,
    once: Annotated[bool, typer.Option("--once", help="Print the week and stop.")] = False,
    json: JsonOption = False,
) -> None:
    """Meet Liftday without an account: a made-up runner, with a session that was just pushed back."""
    from liftday_sync.demo import demo_config, rehearse

    settings = demo_config(folder, port)
    with opened(settings) as store:
        asyncio.run(rehearse(settings, store, SystemClock()))
        if once or json:
            _once(settings, store, as_document=json)
        else:
            _serve(settings, store)


def sync(
    *,
    config: ConfigOption = None,
    once: Annotated[bool, typer.Option("--once", help="One round, then stop (the daemon is `liftday serve`).")] = True,
    json: JsonOption = False,
) -> None:
    """Look at every source once, decide, and print the plan."""
    if not once:
        raise typer.BadParameter("To look again and again, run `liftday serve`.")
    settings = read_config(config)
    with opened(settings) as store:
        _once(settings, store, as_document=json)


def _once(settings: Config, store: Store, *, as_document: bool) -> None:
    from liftday_sync.cli.week import print_week
    from liftday_sync.contract import write

    snapshots = asyncio.run(_round(settings, store))
    if as_document:
        as_json([write(snapshot) for snapshot in snapshots])
        return
    for snapshot in snapshots:
        print_week(console, snapshot)


async def _round(settings: Config, store: Store) -> list[Snapshot]:
    from liftday_sync.cycle import cycle
    from liftday_sync.house import open_homes
    from liftday_sync.publish.hub import Hub
    from liftday_sync.threads import in_thread

    now = SystemClock().now()
    homes = await in_thread(open_homes, settings, store, Hub())
    return [await cycle(home, now, trigger="asked") for home in homes.values()]


def _serve(settings: Config, store: Store) -> None:
    logging.basicConfig(level=logging.INFO, format="%(asctime)s %(levelname)s %(message)s", datefmt="%H:%M:%S")
    logging.getLogger("apscheduler").setLevel(logging.WARNING)
    asyncio.run(_serve_async(settings, store))


async def _serve_async(settings: Config, store: Store) -> None:
    from liftday_sync.cli.week import print_week
    from liftday_sync.daemon import serve as serve_daemon
    from liftday_sync.keys import feed_keys
    from liftday_sync.publish.access import ensure_feed, ensure_token
    from liftday_sync.publish.hub import Hub
    from liftday_sync.threads import in_thread

    clock = SystemClock()
    new_token = await in_thread(ensure_token, store, clock.now())
    keys = await in_thread(feed_keys, settings.folder)
    feeds = {a.id: await in_thread(ensure_feed, store, keys, a.id, clock.now()) for a in settings.athletes}
    hub = Hub()

    def ready(address: str) -> None:
        for athlete in settings.athletes:
            if document := hub.latest(athlete.id):
                print_week(console, document.snapshot)
        console.print(f"[bold]API[/]    {address}/api/v1/info", soft_wrap=True)
        for athlete in settings.athletes:
            console.print(
                f"[bold]Feed[/]   {address}/calendar/{feeds[athlete.id]}.ics  ({athlete.name})", soft_wrap=True
            )
        shown = new_token or "was shown at the first start; `liftday token --new` makes another"
        console.print(f"[bold]Token[/]  {shown}", soft_wrap=True)
        console.print("Stop with Ctrl-C.")

    await serve_daemon(settings, store, clock, hub=hub, ready=ready)
