"""What is worth saying now, decided from the document and from what was said before.

So nothing is lost in a restart or a failed attempt, and nothing is said twice.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from itertools import groupby
from zoneinfo import ZoneInfo

from liftday_rules.model import ASKED_FOR, ChangeKind
from liftday_sync.config.notify import NotifyConfig, Topic
from liftday_sync.contract import Change, Session, SessionStatus, Snapshot, SourceState
from liftday_sync.notify import words

STALE = timedelta(hours=24)
"""A change that could not be told for so long is in the calendar, and no news any more."""
LATE = timedelta(hours=3)
"""How long after its time a message of the morning is still one."""
SUNDAY = 6
STANDING = {SessionStatus.PLANNED, SessionStatus.LOCKED}
NEEDS_YOU = {SourceState.NEEDS_LOGIN, SourceState.NEEDS_KEY, SourceState.INACTIVE_SUBSCRIPTION}


@dataclass(frozen=True, slots=True, kw_only=True)
class Message:
    """One thing to say."""

    keys: tuple[str, ...]
    """What is remembered once it was said."""
    title: str
    body: str


def worth_saying(
    snapshot: Snapshot, wishes: NotifyConfig, told: Mapping[str, datetime], now: datetime
) -> Message | None:
    """Everything that is to be said now, as one message; None: nothing, or not now.

    `told` maps the keys of what was said to when. What must wait (quiet hours, enough said today) is found again later.
    """
    here = now.astimezone(ZoneInfo(snapshot.athlete.time_zone))
    if now > snapshot.valid_until or is_quiet(here.time(), wishes) or _said_today(told, here) >= wishes.most_a_day:
        return None
    makers = {Topic.CHANGES: _changes, Topic.SOURCES: _sources, Topic.MORNING: _morning, Topic.WEEKLY: _weekly}
    wanted = [maker for topic, maker in makers.items() if topic in wishes.topics]
    return _joined([message for maker in wanted for message in maker(snapshot, wishes, told, here)])


def over(snapshot: Snapshot, told: Mapping[str, datetime]) -> frozenset[str]:
    """Keys to forget: of sources that are well again, so that the next trouble is told anew."""
    well = {source.name for source in snapshot.sources if source.state is SourceState.OK}
    return frozenset(key for key in told if key.startswith("source:") and key.split(":")[1] in well)


def is_quiet(wall: time, wishes: NotifyConfig) -> bool:
    """Whether nothing is to ring at this wall time; the quiet hours may lie across midnight."""
    begin, end = wishes.quiet_from, wishes.quiet_until
    return begin <= wall < end if begin <= end else wall >= begin or wall < end


def _said_today(told: Mapping[str, datetime], here: datetime) -> int:
    """Messages of this local day; what went out together has one instant."""
    return len({at for at in told.values() if at.astimezone(here.tzinfo).date() == here.date()})


def _joined(messages: Sequence[Message]) -> Message | None:
    if len(messages) <= 1:
        return messages[0] if messages else None
    return Message(
        keys=tuple(key for message in messages for key in message.keys),
        title=messages[0].title,
        body="\n\n".join([messages[0].body, *(f"{m.title}\n{m.body}".strip() for m in messages[1:])]),
    )


# --- changes -----------------------------------------------------------------------------------------------------


def _changes(snapshot: Snapshot, _: NotifyConfig, told: Mapping[str, datetime], here: datetime) -> Iterator[Message]:
    news = [c for c in snapshot.changes if here - c.at < STALE and _key(c) not in told and _is_news(c)]
    moves = []
    for _uid, group in groupby(sorted(news, key=lambda c: (c.uid, c.at, c.revision)), key=lambda c: c.uid):
        own = list(group)
        move = words.Move(before=own[0].start_before, after=own[-1].start_after, last=own[-1])
        if _is_seen(move, here):
            moves.append((move, [_key(change) for change in own]))
    if moves:
        moves.sort(key=lambda pair: pair[0].after or pair[0].before or here)
        title, body = words.of_changes([move for move, _ in moves], here)
        yield Message(keys=tuple(key for _, keys in moves for key in keys), title=title, body=body)


def _is_news(change: Change) -> bool:
    """Somebody who looks at the calendar sees it, and did not ask for it."""
    kinds = {kind.value: kind for kind in ChangeKind}
    return change.change in kinds and kinds[change.change].is_edit and change.reason_code not in ASKED_FOR


def _is_seen(move: words.Move, here: datetime) -> bool:
    """All steps together make a difference, to something that is still to come."""
    is_ahead = any(moment is not None and moment > here for moment in (move.before, move.after))
    return is_ahead and (move.before != move.after or move.last.change in words.SIZES)


def _key(change: Change) -> str:
    return f"change:{change.uid}:{change.revision}:{change.change}"


# --- the session of the day, the week, sources -------------------------------------------------------------------


def _morning(
    snapshot: Snapshot, wishes: NotifyConfig, told: Mapping[str, datetime], here: datetime
) -> Iterator[Message]:
    due = datetime.combine(here.date(), wishes.morning_at, here.tzinfo)
    late = max(LATE, _quiet_rest(wishes))
    key = f"morning:{here.date()}"
    ahead = [
        session for session in _standing(snapshot, here) if session.start.astimezone(here.tzinfo).date() == here.date()
    ]
    if key not in told and due <= here < due + late and ahead:
        title, body = words.of_morning(ahead, here)
        yield Message(keys=(key,), title=title, body=body)


def _quiet_rest(wishes: NotifyConfig) -> timedelta:
    """How long the quiet hours go on after the morning's time, and a little more."""
    minutes = [60 * wall.hour + wall.minute for wall in (wishes.morning_at, wishes.quiet_until)]
    return timedelta(minutes=minutes[1] - minutes[0]) + LATE


def _weekly(
    snapshot: Snapshot, wishes: NotifyConfig, told: Mapping[str, datetime], here: datetime
) -> Iterator[Message]:
    year, week, _ = here.date().isocalendar()
    key = f"weekly:{year}-W{week:02}"
    if key not in told and here.weekday() == SUNDAY and here.time() >= wishes.weekly_at:
        title, body = words.of_week(snapshot.figures, next(_standing(snapshot, here), None), here)
        yield Message(keys=(key,), title=title, body=body)


def _sources(snapshot: Snapshot, _: NotifyConfig, told: Mapping[str, datetime], __: datetime) -> Iterator[Message]:
    for source in snapshot.sources:
        key = f"source:{source.name}:{source.state}"
        if source.state in NEEDS_YOU and key not in told:
            title, body = words.of_source(source)
            yield Message(keys=(key,), title=title, body=body)


def _standing(snapshot: Snapshot, here: datetime) -> Iterator[Session]:
    """What is still to be done, next first."""
    ahead = (session for session in snapshot.sessions if session.status in STANDING and session.start > here)
    return iter(sorted(ahead, key=lambda session: session.start))
