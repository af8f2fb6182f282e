"""Moving house on the page: everything that is an athlete's as a file, and such a file brought in."""

import asyncio
import os
from collections.abc import AsyncGenerator, Awaitable, Callable
from contextlib import asynccontextmanager
from http import HTTPStatus
from pathlib import Path
from typing import BinaryIO

from aiohttp import BodyPartReader, hdrs, web

from liftday_sync.config import AthleteConfig
from liftday_sync.errors import InputError
from liftday_sync.house import open_home
from liftday_sync.moving.arrive import Brought, Differs, bring_in, owners
from liftday_sync.moving.leave import export
from liftday_sync.moving.merge import Different
from liftday_sync.moving.paper import Busy, room
from liftday_sync.page.answers import HEADERS, check, html
from liftday_sync.page.visitors import Visitor
from liftday_sync.publish.route import Desk
from liftday_sync.publish.silence import PATIENCE_S
from liftday_sync.threads import in_thread

LARGEST = 2_000_000_000
"""Bytes of a file; twenty years of runs at every second take a twentieth."""
FIELD = 200
PIECE = 256 * 1024
DIFFERS = (
    "The file says something else than what is here ({}), so nothing was changed. Choose below which word holds, and "
    "send it again."
)
SEVERAL = "This file holds several runners; sign in for the whole household to bring it in, or export one alone."
UNKNOWN = "This file holds runners who are not of this household: name them in the configuration first."

type Say = Callable[[Visitor, AthleteConfig, str], web.Response]


class Moving:
    """The addresses of an athlete's own data."""

    def __init__(self, desk: Desk, say: Say) -> None:
        self._desk = desk
        self._say = say

    async def show(self, request: web.Request, who: Visitor, athlete: AthleteConfig) -> web.StreamResponse:  # noqa: ARG002 (as every room)
        """What can be done."""
        return await self._page(who, athlete)

    async def download(self, request: web.Request, who: Visitor, athlete: AthleteConfig) -> web.StreamResponse:
        """Everything that is theirs, as one packed file."""
        try:
            file = await in_thread(_export, self._desk, athlete)
        except InputError as error:
            status = HTTPStatus.CONFLICT if isinstance(error, Busy) else HTTPStatus.INSUFFICIENT_STORAGE
            return await self._page(who, athlete, str(error), status)
        with file:  # closed at once, also when the browser goes away
            return await self._send(request, athlete, file)

    async def _send(self, request: web.Request, athlete: AthleteConfig, file: BinaryIO) -> web.StreamResponse:
        day = self._desk.clock.now().astimezone(athlete.zone).date()
        name = f"liftday-{athlete.id}-{day}.json.gz"
        response = web.StreamResponse(headers={**HEADERS, hdrs.CONTENT_DISPOSITION: f'attachment; filename="{name}"'})
        response.content_type = "application/gzip"
        response.content_length = os.fstat(file.fileno()).st_size
        await response.prepare(request)
        while piece := await in_thread(file.read, PIECE):
            await response.write(piece)
        await response.write_eof()
        return response

    async def bring_in(self, request: web.Request, who: Visitor, athlete: AthleteConfig) -> web.StreamResponse:
        """A file that such a page or `liftday db export` gave."""
        try:
            async with _room(self._desk.config.folder) as path:
                different = await _receive(request, who, path)
                corners = await in_thread(self._corners, who, athlete, path)
                brought = await in_thread(bring_in, self._desk.store, path, corners, different)
        except Differs as error:
            return await self._page(who, athlete, DIFFERS.format(error.counted), HTTPStatus.CONFLICT)
        except InputError as error:
            status = HTTPStatus.CONFLICT if isinstance(error, Busy) else HTTPStatus.BAD_REQUEST
            return await self._page(who, athlete, str(error), status)
        for corner in corners.values():
            self._desk.decide(corner)
        return self._say(who, athlete, _told(brought))

    def _corners(self, who: Visitor, athlete: AthleteConfig, path: Path) -> dict[str, str]:
        """Whose corner each athlete of the file goes to: one alone goes to whoever's page this is."""
        names = owners(path)
        if len(names) == 1:
            return {names[0]: athlete.id}
        if who.athlete_id is not None:
            raise InputError(SEVERAL)
        if any(self._desk.athlete(name) is None for name in names):
            raise InputError(UNKNOWN)
        return {name: name for name in names}

    async def _page(
        self, who: Visitor, athlete: AthleteConfig, message: str = "", status: int = HTTPStatus.OK
    ) -> web.StreamResponse:
        values = {"message": message, "prefix": who.prefix, "form_key": who.form_key, "athlete": athlete}
        return await html("moving.html", values, status)


@asynccontextmanager
async def _room(data: Path) -> AsyncGenerator[Path]:
    place = room(data)
    path = await in_thread(place.__enter__)
    try:
        yield path
    except BaseException as error:
        await in_thread(place.__exit__, type(error), error, error.__traceback__)
        raise
    await in_thread(place.__exit__, None, None, None)


def _export(desk: Desk, athlete: AthleteConfig) -> BinaryIO:
    """Everything that is theirs, in a file that has no name any more: it is gone once it is closed. Blocks."""
    home = open_home(athlete, desk.store, desk.hub, desk.config.folder)
    with room(desk.config.folder) as path:
        export([home], path, desk.clock.now(), is_whole=len(desk.config.athletes) == 1)
        return path.open("rb")


async def _receive(request: web.Request, who: Visitor, path: Path) -> Different | None:
    """Write the sent file down piece by piece, from a form of ours alone; what is to become of what differs."""
    if not request.content_type.startswith("multipart/"):
        raise web.HTTPUnsupportedMediaType
    fields: dict[str, str] = {}
    has_file = False
    try:
        parts = await request.multipart()
        while (part := await _soon(parts.next())) is not None:
            if not isinstance(part, BodyPartReader) or part.name is None:
                raise web.HTTPBadRequest
            if part.name == "file":
                check(who, fields)  # it stands before the file, so that nobody else's file is ever written down
                await _keep(part, path)
                has_file = True
            else:
                fields[part.name] = (await _soon(part.read_chunk(FIELD))).decode()
                if await _soon(part.read_chunk(FIELD)):
                    raise web.HTTPBadRequest
    except ValueError as error:
        raise web.HTTPBadRequest from error
    check(who, fields)
    if not has_file or not await in_thread(_size, path):
        raise InputError("Choose a file first.")
    told = fields.get("different", "")
    return Different(told) if told in set(Different) else None


async def _keep(part: BodyPartReader, path: Path) -> None:
    file = await in_thread(_made, path)
    try:
        size = 0
        while piece := await _soon(part.read_chunk(PIECE)):
            size += len(piece)
            if size > LARGEST:
                raise web.HTTPRequestEntityTooLarge(max_size=LARGEST, actual_size=size)
            await in_thread(file.write, piece)
    except OSError as error:
        raise InputError(f"There is no room for the file ({error.strerror}): make some and send it again.") from error
    finally:
        await in_thread(file.close)


def _made(path: Path) -> BinaryIO:
    return os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb")


def _size(path: Path) -> int:
    return path.stat().st_size


async def _soon[T](piece: Awaitable[T]) -> T:
    """The next piece; who falls silent is not waited for."""
    try:
        async with asyncio.timeout(PATIENCE_S):
            return await piece
    except TimeoutError as error:
        raise web.HTTPRequestTimeout from error


def _told(brought: Brought) -> str:
    if brought.added + brought.replaced == 0:
        return "Everything in the file was here already."
    kept = f" {brought.kept} stayed as they were here." if brought.kept else ""
    replaced = f" {brought.replaced} were replaced." if brought.replaced else ""
    return f"It is all here: {brought.added} records were added.{replaced}{kept} Connect your accounts below."
