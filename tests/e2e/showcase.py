"""The daemon and a real Home Assistant side by side, connected, for anyone to look at. Run by `script/ha`."""

import argparse
import asyncio
import signal
import socket
import sys
import tempfile
from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager, suppress
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[2]))

from homeassistant.util.yaml import load_yaml_dict
from tests.e2e.harness import PASSWORD, ROOT, USER, Daemon, HomeAssistant
from tests.e2e.programs import free_port

HOME_ASSISTANT_PORT = 8123
DAEMON_PORT = 8098
DASHBOARD = "dashboard-liftday"


def arguments() -> argparse.Namespace:
    """What the user wants."""
    parser = argparse.ArgumentParser(prog="script/ha", description=__doc__)
    parser.add_argument("--config", type=Path, help="your configuration; else config.yaml here, else the demo athlete")
    parser.add_argument("--host", default="127.0.0.1", help="0.0.0.0 lets a phone in the same network look, too")
    parser.add_argument("--port", type=int, help="Home Assistant's port; else 8123 if it is free")
    parser.add_argument("--check", action="store_true", help="stop as soon as everything runs")
    return parser.parse_args()


def free_or_any(port: int) -> int:
    """This port if nobody has it, else any free one."""
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        with suppress(OSError):
            probe.bind(("127.0.0.1", port))
            return port
    return free_port()


def daemon_for(config: Path | None, folder: Path) -> Daemon:
    """The demo athlete's daemon, or one for the user's configuration, on the port that it names."""
    if config is None:
        return Daemon(folder=folder, port=free_or_any(DAEMON_PORT))
    server = load_yaml_dict(str(config)).get("server") or {}
    port = server.get("port", DAEMON_PORT)
    return Daemon(folder=folder, config_file=config, port=port)


@asynccontextmanager
async def serving(daemon: Daemon) -> AsyncGenerator[None]:
    """The daemon, from start to stop."""
    try:
        await daemon.start()
        yield
    finally:
        await daemon.stop()


async def show(wish: argparse.Namespace, folder: Path) -> None:
    """Start both, connect them, say where they are, and wait for Ctrl-C or for one of them to end."""
    this = asyncio.current_task()
    assert this
    asyncio.get_running_loop().add_signal_handler(signal.SIGTERM, this.cancel)  # Ctrl-C does so by itself
    own = ROOT / "config.yaml"
    daemon = daemon_for(wish.config or (own if own.exists() else None), folder)
    say("the daemon: starting" + ("" if daemon.config_file else " with the demo athlete"))
    async with serving(daemon):
        zone = (await daemon.athletes())[0]["time_zone"]
        home = HomeAssistant(
            folder=folder / "home", host=wish.host, port=wish.port or free_or_any(HOME_ASSISTANT_PORT), time_zone=zone
        )
        say("Home Assistant: starting from an empty folder, which takes a moment")
        async with home:
            await home.onboard()
            await home.add_liftday(daemon.url, daemon.token)
            await home.add_dashboard(DASHBOARD, "Liftday", {"strategy": {"type": "custom:liftday"}})
            say("Home Assistant: running, with Liftday added")
            print(f"\n  Dashboard {home.url}/{DASHBOARD}")
            print(f"  Calendar  {home.url}/calendar")
            print(f"  Device    {home.url}/config/integrations/integration/liftday")
            print(f"  Login     {USER}\n  Password  {PASSWORD}")
            print(f"  Daemon    {daemon.url}/api/v1/info\n  Logs      {folder}")
            print("\nStop with Ctrl-C; nothing is kept.", flush=True)
            if not wish.check:
                raise RuntimeError(await first_to_end(daemon, home))


async def first_to_end(daemon: Daemon, home: HomeAssistant) -> str:
    """Wait until one of them stops by itself, which it should not; says which."""
    async with asyncio.TaskGroup() as group:
        ends = {
            group.create_task(daemon.ended()): f"the daemon stopped:\n{daemon.tail()}",
            group.create_task(home.ended()): f"Home Assistant stopped:\n{home.tail()}",
        }
        done, running = await asyncio.wait(ends, return_when=asyncio.FIRST_COMPLETED)
        for task in running:
            task.cancel()
    return ends[done.pop()]


def say(words: str) -> None:
    """One step, in the words of all scripts."""
    print(f"==> {words}", flush=True)


def main() -> None:
    """Run until stopped; the folder goes with it."""
    wish = arguments()
    with tempfile.TemporaryDirectory(prefix="liftday-ha-", ignore_cleanup_errors=True) as folder:
        try:
            asyncio.run(show(wish, Path(folder)))
        except KeyboardInterrupt, asyncio.CancelledError:
            say("stopped both")
        except (RuntimeError, TimeoutError, OSError) as error:
            raise SystemExit(f"error: {error}") from error


if __name__ == "__main__":
    main()
