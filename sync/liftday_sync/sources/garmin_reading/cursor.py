"""Where we are with one Garmin account. It is stored with what was read, so that a kill in between loses nothing."""

from datetime import date, datetime, timedelta

from pydantic import BaseModel, Field, ValidationError

WINDOW = timedelta(days=14)
"""Read anew at every look: edits, late uploads and deletions show there."""
NIGHT_WINDOW = timedelta(days=60)
"""Read anew once a night."""


class Stretch(BaseModel):
    """Local days still to be read, both included, newest first; so many of them that came first are read."""

    first: date
    last: date
    offset: int = 0


class Seen(BaseModel):
    """A recent run or strength session, and when its details are to be read next."""

    hash: str
    start: datetime
    is_run: bool
    lacks_zones: bool = False
    """It has heart rate, and the list does not say the time in zones."""
    reads: int = 0
    failures: int = 0
    due: datetime | None = None


class Cursor(BaseModel):
    """All that is remembered from look to look."""

    listed_at: datetime | None = None
    """When the list was last read to its end."""
    listed_day: date | None = None
    """The local day of that."""
    night: date | None = None
    """The local day on which the long window was last read."""
    left: Stretch | None = None
    """What is still to be read of the window."""
    left_is_night: bool = False
    seen: dict[str, Seen] = Field(default_factory=dict)
    since: date | None = None
    """Everything since this day is here."""
    history: Stretch | None = None
    """What is still to be read of the time before."""
    done: int = 0
    """Activities read of the time before."""
    measures: list[str] = Field(default_factory=list)
    """What is still to be read about nights."""
    asked_night_at: datetime | None = None
    night_read: date | None = None
    """The last local day whose night was read whole."""
    months: list[date] = Field(default_factory=list)
    """Calendar months still to be read, by their first day."""
    planned_at: datetime | None = None


def read_cursor(stored: str | None) -> Cursor:
    """The cursor as stored; a fresh one where there is none or an older Liftday's: reading anew does no harm."""
    if stored is None:
        return Cursor()
    try:
        return Cursor.model_validate_json(stored)
    except ValidationError:
        return Cursor()
