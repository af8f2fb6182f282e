"""A source without a network: a made-up history in portions, newest first, with faults when they are told."""

import json
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta

from liftday_rules.model import Activity, ActivityId, Sport
from liftday_sync.errors import BadPayload
from liftday_sync.sources.base import Capability, ItemKind, Listing, Progress, Pull, RawItem, SourceState

FIRST = datetime(2026, 11, 20, 6, tzinfo=UTC)


def item(number: int) -> RawItem:
    """The run that many days before the first."""
    payload = json.dumps({"start": (FIRST - timedelta(days=number)).isoformat()}).encode()
    return RawItem(external_id=str(number), kind=ItemKind.ACTIVITY, payload=payload)


@dataclass(slots=True)
class ScriptedSource:
    """Reads `total` runs, `portion` at a time; the cursor is how many were read."""

    name: str = "scripted"
    total: int = 100
    portion: int = 10
    faults: list[Pull | Exception] = field(default_factory=list)
    """What the next looks bring instead."""
    gone: set[int] = field(default_factory=set)
    asked: int = 0
    is_near: bool = False
    keeps_raw_for: timedelta | None = None
    capabilities: frozenset[Capability] = frozenset({Capability.ACTIVITIES})

    async def pull(self, cursor: str | None, now: datetime) -> Pull:  # noqa: ARG002 (a script knows no time)
        """The next portion; once all is read, a listing of what there is."""
        self.asked += 1
        if self.faults:
            fault = self.faults.pop(0)
            if isinstance(fault, Exception):
                raise fault
            return fault
        read = int(cursor or 0)
        until = min(read + self.portion, self.total)
        there = [n for n in range(read, until) if n not in self.gone]
        listings = (self._listing(),) if read >= self.total else ()
        return Pull(
            state=SourceState.OK,
            items=tuple(item(n) for n in there),
            cursor=str(until),
            more=until < self.total,
            listings=listings,
            progress=Progress(done=until, total=self.total, reached=_day(until - 1)) if until > read else None,
        )

    def _listing(self) -> Listing:
        ids = frozenset(str(n) for n in range(self.total) if n not in self.gone)
        return Listing(kind=ItemKind.ACTIVITY, first=_day(self.total), last=_day(0), external_ids=ids)

    def join(self, known: RawItem, item: RawItem) -> RawItem:  # noqa: ARG002 (the new one tells all)
        """The new one."""
        return item

    def normalise(self, item: RawItem) -> Activity:
        """An easy hour."""
        try:
            start = datetime.fromisoformat(json.loads(item.payload)["start"])
        except (ValueError, KeyError) as error:
            raise BadPayload("It has no start.") from error
        return Activity(
            id=ActivityId(f"{self.name}:{item.external_id}"),
            source=self.name,
            sport=Sport.RUN,
            start=start,
            local_date=start.date(),
            elapsed_s=3600,
            moving_s=3600,
            distance_m=10_000,
        )


def _day(number: int) -> date:
    return (FIRST - timedelta(days=number)).date()
