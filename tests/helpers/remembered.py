"""Things to remember, for tests of the store: items of a source, sessions and plans."""

import json
from collections.abc import Iterable
from datetime import UTC, date, datetime, timedelta
from types import MappingProxyType
from typing import Any

from liftday_rules.model import (
    Activity,
    ActivityId,
    Change,
    ChangeKind,
    Content,
    Day,
    Dose,
    Focus,
    Kind,
    Lap,
    Pattern,
    Plan,
    PlanState,
    RunClass,
    Session,
    SessionState,
    SessionUid,
    Sport,
    Stream,
)
from liftday_sync.sources import streams
from liftday_sync.sources.base import ItemKind, RawItem
from liftday_sync.store import Incoming, Store

ME = "anna"
NOW = datetime(2026, 11, 26, 12, 0, tzinfo=UTC)
MONDAY = date(2026, 11, 23)
SAMPLES = Stream(time_s=(0.0, 1.0, 2.0), hr_bpm=(120.0, None, 130.0))


def activity(number: int, **changes: Any) -> Activity:
    """A run that began `number` days before today."""
    start = NOW - timedelta(days=number, hours=6)
    fields: dict[str, Any] = {
        "id": ActivityId(f"demo:{number}"),
        "source": "demo",
        "sport": Sport.RUN,
        "start": start,
        "local_date": start.date(),
        "elapsed_s": 3000.0,
        "distance_m": 10_000.0,
        "laps": tuple(Lap(elapsed_s=300.0, distance_m=1000.0, avg_hr_bpm=140.0) for _ in range(10)),
    }
    return Activity(**(fields | changes))


def raw(number: int, *, version: int = 1, kind: ItemKind = ItemKind.ACTIVITY, stream: Stream | None = None) -> RawItem:
    """What a source gave; another version has another hash."""
    payload = json.dumps({"number": number, "version": version}, sort_keys=True).encode()
    return RawItem(
        external_id=str(number), kind=kind, payload=payload, stream=None if stream is None else streams.pack(stream)
    )


def read(number: int, *, version: int = 1, stream: Stream | None = None, **changes: Any) -> Incoming:
    """An item with what it means."""
    return Incoming(item=raw(number, version=version, stream=stream), meaning=activity(number, **changes))


def unread(number: int, problem: str, *, version: int = 1) -> Incoming:
    """An item that could not be read."""
    return Incoming(item=raw(number, version=version), meaning=None, problem=problem)


def save(store: Store, items: Iterable[Incoming], *, cursor: str | None = None, now: datetime = NOW) -> Any:
    """A batch of the demo source."""
    return store.save_batch(ME, "demo", list(items), cursor=cursor, now=now)


def ids(found: Iterable[Activity]) -> list[str]:
    """The ids, for short comparisons."""
    return [one.id for one in found]


def session(uid: str, start: datetime, **changes: Any) -> Session:
    """A session to come."""
    fields: dict[str, Any] = {
        "uid": SessionUid(uid),
        "sequence": 0,
        "kind": Kind.FULL,
        "state": SessionState.PLANNED,
        "focus": Focus.GENERAL,
        "start": start,
        "end": start + timedelta(minutes=45),
        "original_date": start.date(),
        "content": Content(dose=Dose.BASE, equipment="gym", patterns=(Pattern.SQUAT, Pattern.HINGE)),
        "reason_code": "PLACED",
        "reason": "Friday is an easy day.",
    }
    return Session(**(fields | changes))


def change(uid: str, kind: ChangeKind, before: datetime | None, after: datetime | None, code: str = "X") -> Change:
    """What a plan says became of a session."""
    return Change(
        uid=SessionUid(uid),
        change=kind,
        start_before=before,
        start_after=after,
        reason_code=code,
        reason=f"It was {kind.value.replace('_', ' ')}.",
    )


def plan(*sessions: Session, changes: tuple[Change, ...] = (), **fields: Any) -> Plan:
    """A plan of this week and the next."""
    days = tuple(
        Day(
            date=MONDAY + timedelta(days=number),
            run_class=RunClass.EASY,
            p_hard=0.1,
            expected=True,
            run_min=40.0,
            because="An easy run, as in most weeks.",
        )
        for number in range(14)
    )
    given: dict[str, Any] = {
        "state": PlanState.OK,
        "target_per_week": MappingProxyType({MONDAY: 2, MONDAY + timedelta(days=7): 2}),
        "sessions": sessions,
        "changes": changes,
        "days": days,
        "verdicts": (),
        "warnings": (),
    }
    return Plan(**(given | fields))
