"""What an entry of a calendar means: a run, a race, a time that is taken, or nothing that counts."""

import json
import re
from datetime import UTC, date, datetime, time, timedelta
from typing import Literal
from zoneinfo import ZoneInfo

from pydantic import BaseModel, ConfigDict, ValidationError

from liftday_rules.classify.names import of_name
from liftday_rules.model import Busy, PlannedRun, RunClass, RunState
from liftday_sync.errors import BadPayload
from liftday_sync.sources.base import RawItem
from liftday_sync.sources.plan_words import What, Words, words

type Means = Literal["runs", "busy"]
type Planned = PlannedRun | Busy

CANCELLED = "CANCELLED"
TAKEN_ALL_DAY = frozenset({"BUSY", "OOF"})
FREE = frozenset({"FREE", "TENTATIVE", "WORKINGELSEWHERE"})
LONGEST_RUN_MIN = 12 * 60.0
"""A timed entry that lasts longer says nothing about the run in it."""

# Some apps say what a workout is in the entry's id, which no language and no nickname can spoil.
TYPED_UID = re.compile(r"^(?P<state>UPCOMING|COMPLETED)_(?P<plan>PLAN_WORKOUT|NON_PLAN_WORKOUT|ACTIVITY)-(?P<rest>.*)$")
TYPE = re.compile(r"_week_\d+_(?P<type>[A-Z_]+?)(?:_\d+)?$")
CLASS_OF_TYPE = (
    (re.compile(r"EASY|RECOVERY|WALK"), RunClass.EASY),
    (re.compile(r"LONG"), RunClass.LONG),
    (re.compile(r"RACE"), RunClass.RACE),
    (re.compile(r"TEMPO|INTERVAL|REPEAT|FARTLEK|HILL|TRACK|SPEED|THRESHOLD|TIME_TRIAL|PROGRESS"), RunClass.HARD),
)
NO_RUN = re.compile(r"STRENGTH|LEGS|CORE|BODY|MOBILITY|PILATES|YOGA|STRETCH|CROSS")


class _Entry(BaseModel):
    """An entry as it was stored."""

    model_config = ConfigDict(extra="allow")

    start: str
    end: str
    uid: str = ""
    title: str = ""
    description: str = ""
    status: str = ""
    transparency: str = ""
    busy_status: str = ""
    estimate_s: int | None = None

    @property
    def is_all_day(self) -> bool:
        """Whether only the day is said."""
        return "T" not in self.start

    def span(self, zone: ZoneInfo) -> tuple[datetime, datetime]:
        """Start and end as instants."""
        return _instant(self.start, zone), _instant(self.end, zone)


def to_meaning(item: RawItem, zone: ZoneInfo, means: Means) -> Planned | None:
    """What a stored entry means where the athlete lives; None: nothing that counts. Raises `BadPayload`."""
    try:
        entry = _Entry.model_validate(json.loads(item.payload))
        return _busy(entry, zone) if means == "busy" else _run(entry, item.external_id, zone)
    except (ValueError, ValidationError, OverflowError) as error:
        raise BadPayload("A calendar entry can't be read; open it in your calendar and save it again.") from error


def _busy(entry: _Entry, zone: ZoneInfo) -> Busy | None:
    """Taken, unless the entry is called off or shown as free; a whole day only where it says so itself."""
    if entry.status == CANCELLED or entry.transparency == "TRANSPARENT" or entry.busy_status in FREE:
        return None
    if entry.is_all_day and entry.transparency != "OPAQUE" and entry.busy_status not in TAKEN_ALL_DAY:
        return None
    start, end = entry.span(zone)
    if entry.is_all_day and end <= start:
        end = _instant((date.fromisoformat(entry.start) + timedelta(days=1)).isoformat(), zone)
    return Busy(start=start, end=end) if end > start else None


def _run(entry: _Entry, uid: str, zone: ZoneInfo) -> PlannedRun | None:
    said = words(entry.title, entry.description)
    typed = TYPED_UID.match(entry.uid)
    kind = TYPE.search(typed["rest"]) if typed else None
    what, run_class, p_hard = _judged(said, kind["type"] if kind else None, entry)
    if what is What.OTHER:
        return None
    start, end = entry.span(zone)
    if what is What.REST:
        return PlannedRun(
            uid=uid,
            start=start,
            minutes=0.0,
            run_class=RunClass.REST,
            state=RunState.PLANNED,
            name=said.name or None,
            cancelled=entry.status == CANCELLED,
            all_day=True,
        )
    return PlannedRun(
        uid=uid,
        start=start,
        minutes=_minutes(entry, said, (end - start).total_seconds() / 60),
        run_class=run_class,
        p_hard=p_hard,
        state=RunState.DONE if typed and typed["state"] == "COMPLETED" else RunState.PLANNED,
        name=said.name or None,
        distance_m=said.distance_m,
        cancelled=entry.status == CANCELLED,
        all_day=entry.is_all_day,
    )


def _judged(said: Words, kind: str | None, entry: _Entry) -> tuple[What, RunClass | None, float | None]:
    """The id's word first, then the description's first line where the title is silent, then the title's."""
    if kind is None:
        return said.what, said.run_class, said.p_hard
    if NO_RUN.search(kind):
        return What.OTHER, None, None
    for pattern, run_class in CLASS_OF_TYPE:
        if pattern.search(kind):
            hard_too = (
                run_class is RunClass.LONG and (named := of_name(entry.title)) and named.run_class is RunClass.HARD
            )
            return What.RUN, RunClass.HARD if hard_too else run_class, None
    return What.RUN if said.what is What.OTHER else said.what, said.run_class, said.p_hard


def _minutes(entry: _Entry, said: Words, timed_min: float) -> float:
    """The app's own figure, the words', or the length of a timed entry; 0: nobody says."""
    if entry.estimate_s:
        return entry.estimate_s / 60
    if said.minutes:
        return said.minutes
    return timed_min if not entry.is_all_day and 0 < timed_min <= LONGEST_RUN_MIN else 0.0


def _instant(written: str, zone: ZoneInfo) -> datetime:
    """A date is its local midnight; a wall time without a zone is the athlete's."""
    if "T" not in written:
        return datetime.combine(date.fromisoformat(written), time(0), zone).astimezone(UTC)
    moment = datetime.fromisoformat(written)
    return (moment if moment.tzinfo else moment.replace(tzinfo=zone)).astimezone(UTC)
