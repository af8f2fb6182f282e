"""Gets bytes out of files, gzip and zip, in memory or in a nameless temporary file, never under a name from an archive.

Every limit is here. A file that breaks one is refused with a sentence, and the next one is read.
"""

import shutil
import stat
import tempfile
import zipfile
import zlib
from dataclasses import dataclass, field
from pathlib import Path
from typing import IO, Self

from liftday_sync.sources.files.problems import Refused

MB = 1 << 20
MAX_FILE = 64 * MB
"""A day-long recording with every sensor is under 20 MB."""
MAX_LIST = 512 * MB
"""A list of activities (CSV, JSON) is read as it streams, so it may be larger."""
MAX_INNER_ARCHIVE = 4096 * MB
MAX_IN_MEMORY = 16 * MB
"""An archive within an archive that is larger goes to a temporary file."""
MAX_MEMBERS = 500_000
MAX_RATIO, RATIO_COUNTS_FROM = 200, MB
"""Tracks shrink to a thirtieth at best; what shrinks to a two-hundredth is nothing but repetition."""
MAX_DEPTH = 3
"""An account export holds zips that hold the files."""

GZIP = b"\x1f\x8b"
ZIP = (b"PK\x03\x04", b"PK\x05\x06")
ENCRYPTED = 0x1
UNREADABLE = (zipfile.BadZipFile, zlib.error, EOFError, OSError)
"""What reading from a damaged archive or disk raises."""

TOO_LARGE = f"It is larger than {MAX_FILE // MB} MB, which no recording is, so it was not read."
BOMB = f"It unpacks to more than {MAX_RATIO} times its size, as only a trap does, so it was not opened."
CUT = "It breaks off in the middle, and nothing in it can be read: copy or export it again."
LOCKED = "It is locked with a password: unpack it yourself and import the folder."
NOT_A_ZIP = "It is no zip archive, or a damaged one: download it again."
TOO_DEEP = f"It lies in an archive in an archive, more than {MAX_DEPTH} deep, so it was not opened."


@dataclass(frozen=True, slots=True)
class Place:
    """Where a file is: on disk, or in a zip on disk, or in a zip in that zip."""

    path: str
    members: tuple[str, ...] = ()

    @property
    def name(self) -> str:
        """The file's own name, without folders."""
        return (self.members[-1] if self.members else self.path).replace("\\", "/").rsplit("/", 1)[-1]

    @property
    def shown(self) -> str:
        """The whole way to it, for the athlete."""
        return "/".join((self.path, *self.members))

    def inside(self, member: str) -> Place:
        """A member of the archive at this place."""
        return Place(self.path, (*self.members, member))

    @property
    def points_outside(self) -> bool:
        """Whether a member's name would lead out of the folder it is unpacked in."""
        parts = [part for member in self.members for part in member.replace("\\", "/").split("/")]
        return ".." in parts or any(member.startswith(("/", "\\")) or member[1:2] == ":" for member in self.members)


@dataclass(frozen=True, slots=True)
class _Opened:
    place: Place
    archive: zipfile.ZipFile
    file: IO[bytes]

    def close(self) -> None:
        self.archive.close()
        self.file.close()


@dataclass(slots=True)
class Archives:
    """Opens zips and keeps the last way in open, for neighbours are read one after the other."""

    _open: list[_Opened] = field(default_factory=list)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """Let all of them go."""
        while self._open:
            self._open.pop().close()

    def at(self, place: Place) -> zipfile.ZipFile:
        """The zip at this place. Raises `Refused`."""
        while self._open and not _is_above(self._open[-1].place, place):
            self._open.pop().close()
        if not self._open or self._open[-1].place != place:
            self._open.append(self._enter(place))
        return self._open[-1].archive

    def members(self, place: Place) -> list[zipfile.ZipInfo]:
        """The files in the zip at this place. Raises `Refused`."""
        members = [member for member in self.at(place).infolist() if not member.is_dir()]
        if len(members) > MAX_MEMBERS:
            raise Refused(f"It holds more than {MAX_MEMBERS:,} files, so it was not opened.")
        return members

    def read(self, place: Place, limit: int = MAX_FILE) -> bytes:
        """The bytes there, unpacked when it is a .gz. Raises `Refused`."""
        with self.stream(place, limit) as stream:
            data = _read_up_to(stream, limit)
        return gunzip(data) if data.startswith(GZIP) else data

    def stream(self, place: Place, limit: int = MAX_FILE) -> IO[bytes]:
        """The bytes there, to be read as they come. Raises `Refused`."""
        if place.members:
            return self._member(place, limit)
        return _open_regular(place.path, limit)

    def _member(self, place: Place, limit: int) -> IO[bytes]:
        archive = self.at(Place(place.path, place.members[:-1]))
        try:
            member = archive.getinfo(place.members[-1])
            check_member(member, limit)
            return archive.open(member)
        except (zipfile.BadZipFile, KeyError, NotImplementedError, RuntimeError, OSError) as error:
            raise Refused(NOT_A_ZIP) from error

    def _enter(self, place: Place) -> _Opened:
        if len(place.members) >= MAX_DEPTH:
            raise Refused(TOO_DEEP)
        if place.members:
            with self._member(place, MAX_INNER_ARCHIVE) as stream:
                source: IO[bytes] = _spooled(stream)
        else:
            source = _open_regular(place.path, None)
        try:
            return _Opened(place, zipfile.ZipFile(source), source)
        except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError) as error:
            source.close()
            raise Refused(NOT_A_ZIP) from error


def check_member(member: zipfile.ZipInfo, limit: int) -> None:
    """Raise `Refused` for a member that is locked, too large, or packed as only a trap is."""
    if member.flag_bits & ENCRYPTED:
        raise Refused(LOCKED)
    if member.file_size > RATIO_COUNTS_FROM and member.file_size > MAX_RATIO * max(member.compress_size, 1):
        raise Refused(BOMB)
    if member.file_size > limit:
        raise Refused(TOO_LARGE)


def gunzip(data: bytes) -> bytes:
    """What a gzip holds; of one that breaks off, what there is. Raises `Refused`."""
    cap = min(MAX_FILE, max(MAX_RATIO * len(data), RATIO_COUNTS_FROM))
    unpacked = bytearray()
    rest = data
    while rest.startswith(GZIP):
        inflater = zlib.decompressobj(wbits=zlib.MAX_WBITS | 16)
        try:
            unpacked += inflater.decompress(rest, cap + 1 - len(unpacked))
        except zlib.error as error:
            if not unpacked:
                raise Refused(CUT) from error
            break
        if len(unpacked) > cap:
            raise Refused(TOO_LARGE if cap == MAX_FILE else BOMB)
        rest = inflater.unused_data
    if not unpacked:
        raise Refused("It is empty: export it again." if data else CUT)
    return bytes(unpacked)


def is_zip(head: bytes) -> bool:
    """Whether a file that begins with these bytes is a zip."""
    return head.startswith(ZIP)


def _is_above(above: Place, place: Place) -> bool:
    return above.path == place.path and place.members[: len(above.members)] == above.members


def _open_regular(path: str, limit: int | None) -> IO[bytes]:
    """A file on disk, if it is one: a pipe or a device would never end."""
    try:
        status = Path(path).stat()
        if not stat.S_ISREG(status.st_mode):
            raise Refused("It is no regular file, so it was not read.")
        if limit is not None and status.st_size > limit:
            raise Refused(TOO_LARGE)
        return Path(path).open("rb")
    except OSError as error:
        raise Refused(f"It can't be opened ({error.strerror}).") from error


def _read_up_to(stream: IO[bytes], limit: int) -> bytes:
    try:
        data = stream.read(limit + 1)
    except UNREADABLE as error:
        raise Refused(CUT) from error
    if len(data) > limit:
        raise Refused(TOO_LARGE)
    if not data:
        raise Refused("It is empty: export it again.")
    return data


def _spooled(stream: IO[bytes]) -> IO[bytes]:
    """All of a stream where it can be searched: in memory, or in a temporary file without a name."""
    spool = tempfile.SpooledTemporaryFile(max_size=MAX_IN_MEMORY)  # noqa: SIM115 (the archive closes it)
    try:
        # No more than the size the archive states comes out, and that was checked.
        shutil.copyfileobj(stream, spool, MB)
    except UNREADABLE as error:
        spool.close()
        raise Refused(CUT) from error
    spool.seek(0)
    return spool
