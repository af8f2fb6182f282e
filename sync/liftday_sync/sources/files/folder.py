"""Watches a folder: a file that is new there, or has changed, is read once.

The cursor is the list of files with their size and time of change, so that nothing is missed that was copied in with an
old date, and nothing is read twice.
"""

import json
import os
from collections.abc import Sequence
from datetime import datetime, timedelta
from pathlib import Path
from threading import Event
from zoneinfo import ZoneInfo

from liftday_sync.sources.base import Pull, RawItem, SourceState
from liftday_sync.sources.files.pool import read_all
from liftday_sync.sources.files.reading import Outcome, tell_row
from liftday_sync.sources.files.walk import find

AT_ONCE = 200
"""Files read in one look; the others wait for the next, so that a plan never waits for a whole archive."""
SETTLED = timedelta(seconds=2)
"""A file that changed less than this ago may still be on its way."""
SHOWN = 3
WATCHED = (".fit", ".tcx", ".gpx", ".gz", ".zip")

type Seen = dict[str, list[int]]


def look(folder: Path, cursor: str | None, now: datetime, zone: ZoneInfo, stop: Event) -> Pull:
    """What is new in the folder since `cursor`. It blocks, for as long as reading takes."""
    if not folder.is_dir():
        detail = f"The folder {folder} is not there: create it, or mend its path in the configuration."
        return Pull(state=SourceState.OFFLINE, detail=detail)
    seen: Seen = json.loads(cursor) if cursor else {}
    there = _files(folder, now)
    fresh = [name for name, stamp in there.items() if seen.get(name) != stamp][:AT_ONCE]
    items, remarks = _read([folder / name for name in fresh], zone, stop)
    known = {name: stamp for name, stamp in seen.items() if name in there} | {name: there[name] for name in fresh}
    return Pull(state=SourceState.OK, items=tuple(items), cursor=_compact(known), detail=_in_one(remarks))


def _files(folder: Path, now: datetime) -> Seen:
    """Size and time of change of each file that may hold an activity, by its name within the folder."""
    found: Seen = {}
    for top, folders, names in os.walk(folder):
        folders[:] = sorted(name for name in folders if not name.startswith("."))
        for name in sorted(names):
            path = Path(top, name)
            if name.startswith(".") or path.suffix.casefold() not in WATCHED or not path.is_file():
                continue
            status = path.stat()
            if now.timestamp() - status.st_mtime >= SETTLED.total_seconds():
                found[path.relative_to(folder).as_posix()] = [status.st_size, status.st_mtime_ns]
    return found


def _read(paths: Sequence[Path], zone: ZoneInfo, stop: Event) -> tuple[list[RawItem], list[tuple[str, str]]]:
    found = find(paths)
    told = [tell_row(zone, strava=row) for row in found.strava_rows]
    told += [tell_row(zone, garmin=row) for row in found.garmin_rows]
    outcomes: list[Outcome] = list(read_all(found.jobs, zone, stop))
    told += [one for outcome in outcomes for one in outcome.told]
    remarks = found.problems + [(outcome.path, remark) for outcome in outcomes for remark in outcome.remarks]
    return [one.item for one in told], remarks


def _in_one(remarks: Sequence[tuple[str, str]]) -> str:
    """All remarks in a line, the first few in full."""
    shown = [f"{Path(path).name}: {sentence}" for path, sentence in remarks[:SHOWN]]
    more = len(remarks) - len(shown)
    return " ".join(shown) + (f" And {more} more." if more else "")


def _compact(seen: Seen) -> str:
    return json.dumps(seen, sort_keys=True, separators=(",", ":"))
