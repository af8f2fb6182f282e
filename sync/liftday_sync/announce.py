"""Says in the network at home that the daemon is there, so that Home Assistant offers to connect it."""

import ipaddress
import logging
import socket
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import timedelta
from importlib import import_module
from typing import TYPE_CHECKING

from liftday_sync import __version__
from liftday_sync.config import ServerConfig
from liftday_sync.contract import SCHEMA
from liftday_sync.publish.address import is_loopback, own_address
from liftday_sync.threads import in_thread

if TYPE_CHECKING:
    from zeroconf.asyncio import AsyncServiceInfo, AsyncZeroconf

LOGGER = logging.getLogger(__name__)
KIND = "_liftday._tcp.local."
"""What the integration's manifest listens for."""
LOOK_EVERY = timedelta(minutes=1)
"""How soon another address of this machine is noticed, and how soon another attempt is made."""
NAME_LENGTH = 40
"""Of a machine's name at most so many letters are shown; the whole must stay below 64 bytes."""
IPV4 = 4

type Pause = Callable[[timedelta], Awaitable[bool]]
"""Waits so long; says whether we are to stop."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Announcement:
    """What everybody in the network may hear: where we are and who, and nothing that opens a door."""

    server_id: str
    host: str
    """An IP address."""
    port: int

    @property
    def name(self) -> str:
        """`Liftday on nas (0123)._liftday._tcp.local.`: the first letters of the id tell two on one machine apart."""
        machine = socket.gethostname().partition(".")[0]
        plain = "".join(letter for letter in machine if (letter.isascii() and letter.isalnum()) or letter in "-_")
        where = f" on {plain[:NAME_LENGTH]}" if plain else ""
        return f"Liftday{where} ({self.server_id[:4]}).{KIND}"

    @property
    def properties(self) -> dict[str, str]:
        """The TXT record, which says no more than `/info` says to everybody; `version` is for people."""
        return {
            "id": self.server_id,
            "version": __version__,
            "schema_oldest": str(SCHEMA),
            "schema_newest": str(SCHEMA),
        }


class CannotAnnounce(Exception):
    """The network does not let us; the message is a half sentence."""


class Voice:
    """Says one announcement at a time, and takes it back with a goodbye."""

    def __init__(self) -> None:
        self.said: Announcement | None = None
        self._line: AsyncZeroconf | None = None

    async def say(self, announcement: Announcement) -> None:
        """Say this from now on, in the place of what was said before. Raises `CannotAnnounce`."""
        if announcement == self.said:
            return
        await self.hush()
        zeroconf = await in_thread(import_module, "zeroconf.asyncio")  # 20 MB, for those alone who announce
        strange: type[Exception] = import_module("zeroconf").Error
        try:
            self._line = zeroconf.AsyncZeroconf(interfaces=[announcement.host])
            await self._line.zeroconf.async_wait_for_start()
            if not self._line.zeroconf.engine.senders:
                raise CannotAnnounce(f"{announcement.host} takes no multicast")
            told: AsyncServiceInfo = zeroconf.AsyncServiceInfo(
                KIND,
                announcement.name,
                port=announcement.port,
                properties=announcement.properties,
                server=f"liftday-{announcement.server_id[:12]}.local.",
                parsed_addresses=[announcement.host],
            )
            await (await self._line.async_register_service(told, allow_name_change=True))
            self.said = announcement
        except OSError as error:
            raise CannotAnnounce(error.strerror or type(error).__name__) from error
        except (strange, RuntimeError, ValueError) as error:
            raise CannotAnnounce(type(error).__name__) from error
        finally:
            if self.said is None:
                await self.hush()

    async def hush(self) -> None:
        """Say goodbye, and nothing any more."""
        self.said, line, self._line = None, self._line, None
        if line is not None:
            await line.async_close()


def is_wanted(server: ServerConfig, bound: str) -> bool:
    """Whether to announce a daemon that listens there: as configured, else when others reach it and nobody told them.

    In Home Assistant's app the Supervisor tells.
    """
    if server.announce is not None:
        return server.announce
    return not server.ingress and not is_loopback(bound)


def address_of(bound: str) -> str | None:
    """The address to name for a daemon that listens there; None while there is no network. Blocks."""
    asked = ipaddress.ip_address(bound)
    if not asked.is_unspecified:
        return bound
    found = own_address(socket.AF_INET if asked.version == IPV4 else socket.AF_INET6)
    return None if is_loopback(found) else found


async def keep_announcing(server_id: str, bound: str, port: int, pause: Pause) -> None:
    """Announce the daemon that listens there until a pause says that we are to stop; then say goodbye.

    A network that is not there yet, refuses, or changes is looked at again every minute. Trouble is one warning for as
    long as it lasts, and hurts nobody.
    """
    voice, trouble = Voice(), ""
    try:
        while True:
            try:
                await _say(voice, server_id, bound, port)
                trouble = ""
            except CannotAnnounce as error:
                if not trouble:
                    LOGGER.warning(
                        "Liftday can't make itself known in the network (%s): type its address into Home Assistant, or "
                        "set server.announce: false.",
                        error,
                    )
                trouble = str(error)
            if await pause(LOOK_EVERY):
                return
    finally:
        await voice.hush()


async def _say(voice: Voice, server_id: str, bound: str, port: int) -> None:
    host = await in_thread(address_of, bound)
    if host is None:
        await voice.hush()
        raise CannotAnnounce("this machine has no address in a network")
    before = voice.said
    await voice.say(Announcement(server_id=server_id, host=host, port=port))
    if voice.said != before:
        LOGGER.info("Home Assistant finds this daemon by itself: Settings, Devices & services offers to add Liftday.")
