"""How a file is laid out: one JSON document with one record a line, so that any program reads it and we never hold it.

Beginning and end tell what is missing; a checksum tells what was changed on the way.
"""

import fcntl
import gzip
import hashlib
import json
import os
import shutil
import zlib
from collections.abc import Generator, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import IO, Any, cast

from pydantic import BaseModel, ValidationError

from liftday_sync.errors import InputError
from liftday_sync.moving.records import RECORDS, VERSION, End, Head, Record
from liftday_sync.private import private_folder

HEAD = b'{"liftday_export":'
RECORDS_BEGIN = b'"records":['
RECORDS_END = b"],"
END = b'"end":'
PACKED = b"\x1f\x8b"
LEVEL = 5
LONGEST = 64_000_000
"""Bytes of a line: a day's run at every second takes less than one of them."""


class Busy(InputError):
    """Another file is on its way."""


@contextmanager
def room(data: Path) -> Generator[Path]:
    """A place for a file on its way, beside the database, where there is room; copies of the folder leave it out.

    For one at a time, so that what somebody has left who was killed can be cleared away. What is wrong with the file is
    told without its name, which nobody gave it. Raises `Busy`.
    """
    try:
        lock = os.open(private_folder(data) / "moving.lock", os.O_WRONLY | os.O_CREAT, 0o600)
    except OSError as error:
        raise InputError(f"The folder {data} can't be written ({error.strerror}): give this user the place.") from error
    try:
        fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        for left in data.glob("moving-*.unfinished"):
            shutil.rmtree(left)
        with TemporaryDirectory(prefix="moving-", suffix=".unfinished", dir=data) as folder:
            path = Path(folder) / "own.json.gz"
            try:
                yield path
            except InputError as error:
                error.args = (str(error).replace(f"{path}, line", "In the file, line").replace(str(path), "The file"),)
                raise
    except BlockingIOError as error:
        raise Busy("Another file is on its way in or out; try again in a moment.") from error
    finally:
        os.close(lock)


# --- writing -----------------------------------------------------------------------------------------------------


def write(path: Path, head: Head, records: Iterable[Record]) -> int:
    """Write a new file that only this user can read; how many records. It has its name only once it is whole."""
    unfinished = path.with_name(path.name + ".unfinished")
    try:
        private_folder(path.parent)
        handle = os.open(unfinished, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
        with os.fdopen(handle, "wb") as raw:
            raw.flush()
            with _packing(raw, path) as file:
                count = _write(file, head, records)
            raw.flush()
            os.fsync(raw.fileno())
        unfinished.replace(path)
    except OSError as error:
        raise InputError(f"{path} can't be written ({error.strerror}): name another place.") from error
    finally:
        unfinished.unlink(missing_ok=True)
    return count


@contextmanager
def _packing(raw: IO[bytes], path: Path) -> Generator[IO[bytes]]:
    if path.suffix != ".gz":
        yield raw
        return
    # without a name and a time inside, so that the same data give the same bytes
    with gzip.GzipFile(filename="", mode="wb", compresslevel=LEVEL, fileobj=raw, mtime=0) as packed:
        yield cast("IO[bytes]", packed)


def _write(file: IO[bytes], head: Head, records: Iterable[Record]) -> int:
    count, digest = 0, hashlib.sha256()
    file.write(HEAD + _line(head) + b",\n" + RECORDS_BEGIN)
    for record in records:
        line = _line(record)
        digest.update(line + b"\n")
        file.write((b",\n" if count else b"\n") + line)
        count += 1
    end = End(records=count, sha256=digest.hexdigest())
    file.write(b"\n" + RECORDS_END + b"\n" + END + _line(end) + b"}\n")
    return count


def _line(model: BaseModel) -> bytes:
    return model.model_dump_json(exclude_none=True).encode()


# --- reading -----------------------------------------------------------------------------------------------------


@dataclass(slots=True)
class Reader:
    """One pass through a file. `records` may be asked for once; `end` is known afterwards."""

    path: Path
    head: Head
    _lines: Iterator[bytes]
    number: int = 1
    """The line that was read last."""
    end: End | None = None
    _digest: Any = field(default_factory=hashlib.sha256)

    def records(self) -> Iterator[Record]:
        """Record after record. Raises `InputError` with the line and the mend."""
        if self._next() != RECORDS_BEGIN:
            raise self.wrong("is not laid out as Liftday writes it, with one record a line")
        count = 0
        while (line := self._next()) != RECORDS_END:
            text = line.removesuffix(b",")
            self._digest.update(text + b"\n")
            yield self._read(text)
            count += 1
        self.end = self._read_end()
        if self.end.records != count or self.end.sha256 != self._digest.hexdigest():
            raise self.wrong("tells of other records than the file holds: it was changed after it was written")
        if next(self._lines, b""):
            raise self.wrong("is followed by something else")

    def wrong(self, what: str) -> InputError:
        """What is wrong with the line that was read last."""
        return InputError(f"{self.path}, line {self.number} {what}; nothing was changed here, export it anew.")

    def _next(self) -> bytes:
        line = next(self._lines, b"")
        self.number += 1
        if not line.endswith(b"\n"):
            raise self.wrong("is where the file breaks off, or longer than any record")
        return line.strip()

    def _read(self, text: bytes) -> Record:
        try:
            return RECORDS.validate_json(text)
        except ValidationError as error:
            raise self.wrong(_said(error)) from error

    def _read_end(self) -> End:
        line = self._next()
        if not (line.startswith(END) and line.endswith(b"}}")):
            raise self.wrong("should be the end of the file, and is not")
        try:
            return End.model_validate_json(line[len(END) : -1])
        except ValidationError as error:
            raise self.wrong(_said(error)) from error


@contextmanager
def opened(path: Path) -> Generator[Reader]:
    """Begin to read a file, packed or not. Raises `InputError`, also while it is being read."""
    try:
        with path.open("rb") as raw:
            is_packed = raw.read(len(PACKED)) == PACKED
            raw.seek(0)
            lines = _lines(gzip.GzipFile(fileobj=raw) if is_packed else raw)
            yield Reader(path, _head(path, next(lines, b"").strip()), lines)
    except (EOFError, zlib.error, gzip.BadGzipFile) as error:
        raise InputError(f"{path} is damaged or breaks off; nothing was changed here, export it anew.") from error
    except OSError as error:
        raise InputError(f"{path} can't be read ({error.strerror}): check its name.") from error


def _lines(file: Any) -> Iterator[bytes]:
    while line := file.readline(LONGEST):
        yield line


def _head(path: Path, line: bytes) -> Head:
    """The first line. A newer format is told from a damaged file."""
    try:
        given = json.loads(line.removesuffix(b",") + b"}")["liftday_export"]
        version = int(given["version"])
    except (ValueError, KeyError, TypeError) as error:
        raise InputError(f"{path} is no file of `liftday db export`: name another one.") from error
    if version > VERSION:
        raise InputError(
            f"{path} was written by a newer Liftday (format {version}, this one reads up to {VERSION}): "
            "bring Liftday up to date here first."
        )
    try:
        return Head.model_validate_json(json.dumps(given))
    except ValidationError as error:
        raise InputError(f"{path}, line 1 {_said(error)}; nothing was changed here, export it anew.") from error


def _said(error: ValidationError) -> str:
    """The first thing that is wrong, with its place; what stands there is not repeated, for it is somebody's life."""
    first = error.errors(include_url=False, include_input=False, include_context=False)[0]
    place = ".".join(str(part) for part in first["loc"]) or "record"
    return f"can't be taken: {place}: {first['msg'].removeprefix('Value error, ').rstrip('.')}"
