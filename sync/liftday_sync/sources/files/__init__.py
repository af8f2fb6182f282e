"""Files: a watched folder, and the archives that the import command reads.

`unpack` gets bytes out safely, `walk` finds what there is, `fit`, `tcx` and `gpx` read one format each, `strava_export`
and `garmin_export` the lists of the big archives, `reading` puts it together for one file, `pool` for many, `meaning`
says what a stored payload means.
"""

from datetime import datetime
from pathlib import Path
from threading import Event
from zoneinfo import ZoneInfo

from liftday_rules.model import Activity, Athlete
from liftday_sync.sources import FilesConfig
from liftday_sync.sources.base import Capability, Pull, RawItem, SourceState
from liftday_sync.sources.files.folder import look
from liftday_sync.sources.files.meaning import joined, to_activity
from liftday_sync.sources.files.reading import without_stream
from liftday_sync.threads import in_thread

__all__ = ["FilesSource", "open_source"]

NAME = "files"


def open_source(config: FilesConfig, athlete: Athlete) -> FilesSource:
    """The watched folder of this athlete, or none."""
    folder = Path(config.folder).expanduser() if config.folder else None
    return FilesSource(folder=folder, zone=athlete.zone)


class FilesSource:
    """Reads files. `zone` is the athlete's home, for files that tell the time in UTC alone."""

    name = NAME
    capabilities = frozenset({Capability.ACTIVITIES})
    is_near = True

    def __init__(self, *, folder: Path | None, zone: ZoneInfo) -> None:
        self.folder = folder
        self.zone = zone

    async def pull(self, cursor: str | None, now: datetime) -> Pull:
        """What is new in the watched folder; without one there is never anything."""
        if self.folder is None:
            return Pull(state=SourceState.OK, looked=False)
        stop = Event()
        try:
            return await in_thread(look, self.folder, cursor, now, self.zone, stop)
        finally:
            stop.set()

    def join(self, known: RawItem, item: RawItem) -> RawItem:
        """A file adds to what is known of its recording and takes nothing away."""
        return joined(known, item)

    def normalise(self, item: RawItem) -> Activity:
        """What a stored item means; its samples are summed up in the digest. Raises `BadPayload`."""
        return without_stream(to_activity(item, self.zone))
