"""Tells Home Assistant's Supervisor that this app is there, so that the integration is paired by one click."""

import logging
import os
import socket
from collections.abc import Awaitable, Callable, Mapping
from contextlib import suppress
from dataclasses import asdict, dataclass, field
from datetime import datetime, timedelta
from http import HTTPStatus
from itertools import chain, repeat
from pathlib import Path

from aiohttp import ClientError, ClientSession, ClientTimeout

from liftday_sync.config import Config
from liftday_sync.keys import hash_of
from liftday_sync.publish.access import FULL, new_token
from liftday_sync.store import Store
from liftday_sync.threads import in_thread

LOGGER = logging.getLogger(__name__)
SERVICE = "liftday"
"""Also the integration's name: Home Assistant sends what is told here to the integration that is called so."""
TOKEN_VARIABLE = "SUPERVISOR_TOKEN"  # noqa: S105 (its name)
TOKEN_FILE = "home_assistant.token"  # noqa: S105 (its place)
PAUSES_S = (1.0, 5.0, 15.0, 60.0, 300.0)
"""Between attempts; the last one again and again."""
ASK_S = 10.0
LASTING = {HTTPStatus.BAD_REQUEST, HTTPStatus.UNAUTHORIZED, HTTPStatus.FORBIDDEN}
"""Refusals that another attempt does not change."""

type Pause = Callable[[timedelta], Awaitable[bool]]
"""Waits so long; says whether we are to stop."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Supervisor:
    """Whom to tell."""

    token: str = field(repr=False)
    address: str = "http://supervisor"

    @classmethod
    def around(cls, environment: Mapping[str, str]) -> Supervisor | None:
        """The one that started us; None: nobody did."""
        token = environment.get(TOKEN_VARIABLE)
        return cls(token=token) if token else None


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """Where the integration finds us, and what opens."""

    host: str
    port: int
    token: str = field(repr=False)
    server_id: str


def what_to_tell(store: Store, folder: Path, port: int, now: datetime) -> Told:
    """Our name in the network of apps, and the integration's token. Blocks."""
    token = pairing_token(store, folder, now)
    return Told(host=socket.gethostname(), port=port, token=token, server_id=store.server_id())


def pairing_token(store: Store, folder: Path, now: datetime) -> str:
    """The integration's own token: the same at each start, until somebody ends it. Blocks."""
    path = folder / TOKEN_FILE
    with suppress(FileNotFoundError):
        kept = path.read_text(encoding="ascii", errors="replace").strip()
        row = store.token(hash_of(kept))
        if row is not None and row.scope == FULL and not row.feed:
            return kept
    made = new_token(store, now)
    unfinished = path.with_suffix(".unfinished")
    with os.fdopen(os.open(unfinished, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "w", encoding="ascii") as file:
        file.write(made)
    unfinished.replace(path)
    return made


async def introduce(config: Config, store: Store, now: datetime, port: int, pause: Pause) -> None:
    """Tell the Supervisor that started us, if one did. What goes wrong is logged, and hurts nobody."""
    supervisor = Supervisor.around(os.environ)
    if supervisor is None:
        return
    try:
        told = await in_thread(what_to_tell, store, config.folder, port, now)
    except OSError as error:
        LOGGER.warning("The token for Home Assistant can't be kept (%s); make room in %s.", error, config.folder)
        return
    await announce(supervisor, told, pause)


async def announce(supervisor: Supervisor, told: Told, pause: Pause) -> None:
    """Tell it, again and again until it has heard, or until a pause says that we are to stop."""
    last = ""
    for pause_s in chain(PAUSES_S, repeat(PAUSES_S[-1])):
        status, problem = await _post(supervisor, told)
        if status == HTTPStatus.OK:
            LOGGER.info("Home Assistant knows of this app: Settings, Devices & services offers to add Liftday.")
            return
        if problem != last:
            LOGGER.warning("Home Assistant was not told of this app: %s", problem)
            last = problem
        if status in LASTING or await pause(timedelta(seconds=pause_s)):
            return


async def _post(supervisor: Supervisor, told: Told) -> tuple[int | None, str]:
    """The status of the answer, None for no answer; and in words what went wrong."""
    headers = {"Authorization": f"Bearer {supervisor.token}"}
    message = {"service": SERVICE, "config": asdict(told)}
    try:
        async with (
            ClientSession(timeout=ClientTimeout(total=ASK_S), headers=headers) as session,
            session.post(f"{supervisor.address}/discovery", json=message) as response,
        ):
            return response.status, f"the Supervisor answered {response.status}; reinstall the app if this stays."
    except (ClientError, TimeoutError, OSError) as error:
        return None, f"the Supervisor can't be reached ({type(error).__name__}); Liftday keeps trying."
