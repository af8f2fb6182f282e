"""Finds what there is to import: files, folders, zips, and the two kinds of archive that bring a list of their own."""

import os
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import IO

from liftday_sync.sources.files import garmin_export, strava_export
from liftday_sync.sources.files.problems import Refused
from liftday_sync.sources.files.recording import GarminRow, StravaRow
from liftday_sync.sources.files.unpack import CUT, MAX_LIST, UNREADABLE, Archives, Place, is_zip

TRACKS = (".fit", ".tcx", ".gpx")
PACKED = ".gz"
ARCHIVE = ".zip"
CLUTTER = "__MACOSX"
NOTHING = "It holds no FIT, TCX or GPX file."


@dataclass(frozen=True, slots=True)
class Job:
    """One file to read. `row` is what a Strava list says of it; `named` when the athlete gave its very path."""

    place: Place
    row: StravaRow | None = None
    named: bool = False


@dataclass(slots=True)
class Found:
    """What a search brought."""

    jobs: list[Job] = field(default_factory=list)
    strava_rows: list[StravaRow] = field(default_factory=list)
    """Rows without a file: entered by hand, or their file is missing."""
    garmin_rows: list[GarminRow] = field(default_factory=list)
    problems: list[tuple[str, str]] = field(default_factory=list)
    """Path and sentence."""

    @property
    def total(self) -> int:
        """How many things there are to import."""
        return len(self.jobs) + len(self.strava_rows) + len(self.garmin_rows)


@dataclass(slots=True)
class _Shelf:
    """The files that lie together, on disk or in one zip, by their names relative to it."""

    base: Place
    files: dict[str, Place] = field(default_factory=dict)


def find(paths: Iterable[Path]) -> Found:
    """Everything to import at these paths. Nothing is unpacked to disk under its own name."""
    found = Found()
    with Archives() as archives:
        for path in paths:
            before = found.total + len(found.problems)
            _look(path, found, archives)
            if found.total + len(found.problems) == before:
                found.problems.append((str(path), NOTHING))
    return found


def _look(path: Path, found: Found, archives: Archives) -> None:
    if not path.exists():
        found.problems.append((str(path), "There is no such file or folder."))
    elif path.is_dir():
        _take_shelf(_folder(path, found), found, archives)
    elif path.name.casefold() == strava_export.LIST_NAME:
        _take_shelf(_folder(path.parent, found), found, archives)
    elif path.suffix.casefold() == ARCHIVE or (path.is_file() and is_zip(_head(path))):
        _take_zip(Place(str(path)), found, archives)
    elif garmin_export.LIST_NAME.search(path.name):
        _take_garmin_list(Place(str(path)), found, archives)
    else:
        found.jobs.append(Job(Place(str(path)), named=True))


def _head(path: Path) -> bytes:
    try:
        with path.open("rb") as file:
            return file.read(4)
    except OSError:
        return b""


def _folder(top: Path, found: Found) -> _Shelf:
    """All files below a folder; a link that leads back into itself is passed over with a sentence."""
    shelf = _Shelf(Place(str(top)))
    _descend(top, (), shelf, found)
    return shelf


def _descend(folder: Path, above: tuple[str, ...], shelf: _Shelf, found: Found) -> None:
    real = os.path.realpath(folder)
    if real in above:
        found.problems.append((str(folder), "This link leads back to a folder it lies in, so it was passed over."))
        return
    try:
        entries = sorted(os.scandir(folder), key=lambda entry: entry.name)
    except OSError as error:
        found.problems.append((str(folder), f"It can't be opened ({error.strerror})."))
        return
    for entry in entries:
        if entry.name.startswith("."):
            continue
        if entry.is_dir():
            _descend(Path(entry.path), (*above, real), shelf, found)
        elif entry.is_file():
            name = Path(entry.path).relative_to(shelf.base.path).as_posix()
            shelf.files[name] = Place(entry.path)


def _take_zip(place: Place, found: Found, archives: Archives) -> None:
    try:
        members = archives.members(place)
    except Refused as refused:
        found.problems.append((place.shown, str(refused)))
        return
    shelf = _Shelf(place)
    for member in members:
        name = member.filename.replace("\\", "/")
        if CLUTTER not in name and not name.rsplit("/", 1)[-1].startswith("."):
            shelf.files[name] = place.inside(member.filename)
    _take_shelf(shelf, found, archives)


def _take_shelf(shelf: _Shelf, found: Found, archives: Archives) -> None:
    linked = _take_strava_lists(shelf, found, archives)
    for name, place in shelf.files.items():
        lower = name.casefold()
        if garmin_export.LIST_NAME.search(lower):
            _take_garmin_list(place, found, archives)
        elif lower.endswith(ARCHIVE):
            _take_zip(place, found, archives)
        elif lower.removesuffix(PACKED).endswith(TRACKS):
            found.jobs.append(Job(place, row=linked.get(name)))


def _take_strava_lists(shelf: _Shelf, found: Found, archives: Archives) -> dict[str, StravaRow]:
    """What the lists say of the files on this shelf, by file; rows without a file go to `found` at once."""
    linked: dict[str, StravaRow] = {}
    for name, place in shelf.files.items():
        if name.rsplit("/", 1)[-1].casefold() != strava_export.LIST_NAME:
            continue
        listed = _read_list(place, found, archives, strava_export.read_list)
        above = name[: -len(strava_export.LIST_NAME)]
        missing = 0
        for entry in listed:
            file = above + entry.file.replace("\\", "/") if entry.file else None
            if file in shelf.files:
                assert file is not None
                linked[file] = entry.row
                continue
            missing += file is not None
            if entry.row.start is not None:
                found.strava_rows.append(entry.row)
        if missing:
            files = "One file that it names is" if missing == 1 else f"{missing} files that it names are"
            sentence = f"{files} missing; what the list itself says was imported."
            found.problems.append((place.shown, sentence))
    return linked


def _take_garmin_list(place: Place, found: Found, archives: Archives) -> None:
    found.garmin_rows += _read_list(place, found, archives, garmin_export.read_list)


def _read_list[T](
    place: Place, found: Found, archives: Archives, read: Callable[[IO[bytes]], tuple[list[T], int]]
) -> Sequence[T]:
    try:
        with archives.stream(place, MAX_LIST) as stream:
            rows, unread = read(stream)
    except Refused as refused:
        found.problems.append((place.shown, str(refused)))
        return ()
    except UNREADABLE:
        found.problems.append((place.shown, CUT))
        return ()
    if unread:
        found.problems.append((place.shown, f"{unread} of its rows can't be read; all others were imported."))
    return rows
