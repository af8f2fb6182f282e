"""The watched folder as a source."""

from datetime import datetime, timedelta
from pathlib import Path
from threading import Event
from zoneinfo import ZoneInfo

from liftday_rules.model import Activity
from liftday_sync.sources import FilesConfig
from liftday_sync.sources.base import Capability, Pull, RawItem, SourceState, Surroundings
from liftday_sync.sources.files.folder import look
from liftday_sync.sources.files.meaning import joined, to_activity
from liftday_sync.sources.files.reading import without_stream
from liftday_sync.threads import in_thread

__all__ = ["FilesSource", "open_source"]

NAME = "files"


def open_source(config: FilesConfig, around: Surroundings) -> FilesSource:
    """The watched folder of this athlete, or none."""
    folder = Path(config.folder).expanduser() if config.folder else None
    return FilesSource(folder=folder, zone=around.athlete.zone, name=config.called)


class FilesSource:
    """Reads files. `zone` is the athlete's home, for files that tell the time in UTC alone."""

    capabilities = frozenset({Capability.ACTIVITIES})
    is_near = True
    keeps_raw_for: timedelta | None = None

    def __init__(self, *, folder: Path | None, zone: ZoneInfo, name: str = NAME) -> None:
        self.name = name
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
