"""Where one source of one athlete puts its items."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, Table, and_


@dataclass(frozen=True, slots=True)
class Shelf:
    """Names the rows of one source of one athlete, and nobody else's."""

    athlete_id: str
    source: str

    @property
    def name(self) -> dict[str, Any]:
        """The columns that name the shelf."""
        return {"athlete_id": self.athlete_id, "source": self.source}

    def key(self, external_id: str) -> dict[str, Any]:
        """The columns that name one item."""
        return {**self.name, "external_id": external_id}

    def holds(self, table: Table, external_ids: Sequence[str] | None = None) -> ColumnElement[bool]:
        """The rows of this shelf, or of some items on it."""
        ours = and_(table.c.athlete_id == self.athlete_id, table.c.source == self.source)
        return ours if external_ids is None else ours & table.c.external_id.in_(external_ids)
