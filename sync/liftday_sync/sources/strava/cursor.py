"""What the source remembers from one look to the next; the store keeps it beside the items, in one transaction."""

from datetime import date, datetime
from typing import Self

from pydantic import BaseModel, ConfigDict, ValidationError


class History(BaseModel):
    """How far back the history was read, newest first."""

    model_config = ConfigDict(frozen=True)

    before: int | None = None
    page: int = 1
    done: int = 0
    reached: date | None = None
    is_done: bool = False


class Wanted(BaseModel):
    """A run whose details are to be read."""

    model_config = ConfigDict(frozen=True)

    id: str
    tries: int = 0


class Cursor(BaseModel):
    """All of it. What an older version wrote and this one can't read begins anew: nothing is lost but time."""

    model_config = ConfigDict(frozen=True, extra="ignore")

    next_look: datetime | None = None
    wide_on: date | None = None
    """The local day of the last look at sixty days."""
    seen: dict[str, tuple[date, str]] = {}
    """Activities of the last sixty days: their day and a fingerprint, so that only what changed is passed on."""
    wanted: tuple[Wanted, ...] = ()
    again: dict[str, datetime] = {}
    """Runs whose details are read once more from then on: how hard it felt is often told a day later."""
    history: History = History()

    @classmethod
    def of(cls, text: str | None) -> Self:
        """Read it back."""
        try:
            return cls.model_validate_json(text or "{}")
        except ValidationError:
            return cls()

    def text(self) -> str:
        """As it is kept."""
        return self.model_dump_json(exclude_defaults=True)
