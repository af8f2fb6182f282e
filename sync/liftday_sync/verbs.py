"""What the athlete says about a session: done, skip, push back, … Each is one more fact; the next cycle decides.

A word is known by its key: said again with the same key it changes nothing and answers the same.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from enum import StrEnum
from types import MappingProxyType
from typing import Any

from liftday_rules.phrases import clock, weekday
from liftday_sync.config import AthleteConfig
from liftday_sync.errors import LiftdayError
from liftday_sync.store import Store
from liftday_sync.store.api import NewFact, SessionStatus, StoredFact, StoredSession
from liftday_sync.store.saying import Changed, Touch

BACK = timedelta(days=8)
"""A session that began longer ago is settled for good."""
AHEAD = timedelta(days=60)
KEY_LENGTH = 200


class Verb(StrEnum):
    """What can be said about a session."""

    DONE = "done"
    SKIP = "skip"
    PUSH_BACK = "push_back"
    """Another day, please: the next one or a later one that suits."""
    MOVE = "move"
    """To this very start; it is pinned there."""
    CONFIRM = "confirm"
    """Seen and agreed to where it stands. A hard run may still push it back."""
    PIN = "pin"
    """It stays where it is, whatever comes."""
    UNPIN = "unpin"
    UNDO = "undo"
    """Take back the last word about it."""


class Refusal(StrEnum):
    """Why a word was not taken."""

    UNKNOWN = "unknown"
    OVER = "over"
    STALE = "stale"
    KEY_REUSED = "key_reused"
    INVALID = "invalid"


class Refused(LiftdayError):
    """A word that can't be taken; nothing was written. The message says what to do instead."""

    exit_code = 2

    def __init__(self, why: Refusal, message: str) -> None:
        super().__init__(message)
        self.why = why


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """A word was taken."""

    subject: str
    """The uid, activity or flag that it was about."""
    verb: str
    message: str
    """One sentence for the athlete."""
    is_new: bool
    """False: it had been said before, with the same key."""


@dataclass(frozen=True, slots=True, kw_only=True)
class _Ask:
    """One word about one session, and all that it is judged by."""

    athlete: AthleteConfig
    session: StoredSession
    words: tuple[StoredFact, ...]
    """What was said of the session and still holds, oldest first."""
    start: datetime | None
    now: datetime

    @property
    def day(self) -> date:
        """Where it stands."""
        return self.session.start.astimezone(self.athlete.zone).date()

    @property
    def named(self) -> str:
        """The session in a sentence."""
        return f"{weekday(self.day)}'s session"


@dataclass(frozen=True, slots=True, kw_only=True)
class _Said:
    """What a verb comes to."""

    message: str
    payload: Mapping[str, Any]
    ends: tuple[int, ...] = ()
    touch: Touch | None = None


def act(
    store: Store,
    athlete: AthleteConfig,
    uid: str,
    verb: Verb,
    *,
    start: datetime | None = None,
    key: str,
    now: datetime,
    revision: int | None = None,
) -> Outcome:
    """Say something about a session; ask for a cycle afterwards. Blocks.

    `start` (aware): when it was done, where it moves to, or before when it should not be pushed back. `revision`: the
    plan that the athlete looked at; a word about a session that is different by now is refused. Raises `Refused`.
    """
    check_key(key)
    if (known := store.fact_by_key(athlete.id, key)) is not None:
        return repeated(known, verb, uid)
    session = store.session(athlete.id, uid)
    if session is None:
        raise Refused(Refusal.UNKNOWN, "There is no such session; look at the plan again.")
    words = tuple(
        fact
        for fact in store.facts(athlete.id, kinds=[str(one) for one in Verb])
        if fact.subject == uid and fact.ended_at is None
    )
    _check_fresh(store, athlete, session, words, revision)
    if start is not None and start.tzinfo is None:
        raise Refused(Refusal.INVALID, "The time needs its offset, such as 2026-11-27T18:00:00+01:00.")
    ask = _Ask(athlete=athlete, session=session, words=words, start=start, now=now)
    if session.start < now - BACK:
        raise Refused(Refusal.OVER, f"{ask.named} was more than a week ago; it stays as it is.")
    said = HANDLERS[verb](ask)
    fact = NewFact(kind=verb, subject=uid, payload={**said.payload, "message": said.message}, key=key)
    try:
        stored = store.say(athlete.id, fact, now, ends=said.ends, touch=said.touch)
    except Changed:
        raise _stale() from None
    if stored is None:  # another word came at the same moment, with the same key
        return repeated(known_by(store, athlete.id, key), verb, uid)
    return Outcome(subject=uid, verb=verb, message=said.message, is_new=True)


def check_key(key: str) -> None:
    """A key is 1 to 200 printable ASCII characters. Raises `Refused`."""
    if not 1 <= len(key) <= KEY_LENGTH or not (key.isascii() and key.isprintable()):
        raise Refused(Refusal.INVALID, f"The key must be 1 to {KEY_LENGTH} plain characters; a UUID is a good one.")


def check_near(moment: datetime, now: datetime) -> None:
    """Refuse a moment that is no sensible place for a session."""
    if not now - BACK < moment < now + AHEAD:
        raise Refused(Refusal.INVALID, "Choose a time within two months from now.")


def repeated(known: StoredFact, kind: str, subject: str | None) -> Outcome:
    """The answer to a word that was said before. Raises `Refused` when the key stood for something else."""
    if known.kind != kind or (subject is not None and known.subject != subject):
        raise Refused(Refusal.KEY_REUSED, "This key was used for something else; give every new word a key of its own.")
    message = str(known.payload.get("message", "Noted."))
    return Outcome(subject=known.subject or str(known.id), verb=kind, message=message, is_new=False)


def known_by(store: Store, athlete_id: str, key: str) -> StoredFact:
    """The word that was said under this key, which is known to be there."""
    found = store.fact_by_key(athlete_id, key)
    assert found is not None
    return found


def _stale() -> Refused:
    return Refused(Refusal.STALE, "The plan has changed since you looked; look again and then decide.")


def _check_fresh(
    store: Store, athlete: AthleteConfig, session: StoredSession, words: tuple[StoredFact, ...], revision: int | None
) -> None:
    """The first tap wins: whoever looked at an older plan of this session is asked to look again."""
    if revision is None:
        return
    made_at = store.plan_made_at(athlete.id, revision)
    if made_at is None:
        raise _stale()
    changed = session.last_change is not None and session.last_change.revision > revision
    answered = any(fact.kind in SETTLING and fact.created_at > made_at for fact in words)
    if changed or answered:
        raise _stale()


# --- the verbs ---------------------------------------------------------------------------------------------------


def _done(ask: _Ask) -> _Said:
    session, length = ask.session, ask.session.end - ask.session.start
    if session.status is SessionStatus.DONE:
        raise Refused(Refusal.OVER, f"{ask.named} is done already.")
    start = ask.start or min(session.start, ask.now - length)
    if start > ask.now or start < ask.now - BACK:
        raise Refused(Refusal.INVALID, "It can only have been done within the last eight days.")
    # One that stands is credited by the next cycle; one that was given up is taken up again here.
    touch = None if session.status.is_live else _touch(ask, SessionStatus.DONE)
    payload = {"start": _utc(start), "minutes": length.total_seconds() / 60, "kind": session.kind.value}
    return _Said(message=f"Done and noted: {ask.named}.", payload=payload, ends=_of(ask, *CLOSING), touch=touch)


def _skip(ask: _Ask) -> _Said:
    _check_live(ask)
    message = f"Skipped: {ask.named}. It is not made up for this week."
    return _Said(message=message, payload={}, ends=_of(ask, *CLOSING), touch=_touch(ask, SessionStatus.SKIPPED))


def _push_back(ask: _Ask) -> _Said:
    _check_to_come(ask)
    tomorrow = max(ask.day, ask.now.astimezone(ask.athlete.zone).date()) + timedelta(days=1)
    until = ask.start or datetime.combine(tomorrow, time(), ask.athlete.zone)
    if not ask.now < until < ask.now + AHEAD or until <= ask.session.start:
        raise Refused(Refusal.INVALID, "Push it back to a time after the one it has, within two months.")
    day = until.astimezone(ask.athlete.zone).date()
    message = f"Pushed back: {ask.named} looks for a place from {weekday(day)} on."
    touch = _touch(ask, SessionStatus.PLANNED) if ask.session.status is SessionStatus.LOCKED else None
    return _Said(message=message, payload={"not_before": _utc(until)}, ends=_of(ask, *PLACING), touch=touch)


def _move(ask: _Ask) -> _Said:
    _check_live(ask)
    if ask.start is None:
        raise Refused(Refusal.INVALID, "Say where it should go: `start` with a time such as 2026-11-27T18:00:00+01:00.")
    if not ask.now < ask.start < ask.now + AHEAD:
        raise Refused(Refusal.INVALID, "Move it to a time to come, within two months.")
    start = ask.start.astimezone(UTC).replace(second=0, microsecond=0)
    day = start.astimezone(ask.athlete.zone).date()
    message = f"Moved to {weekday(day)}, {clock(start, ask.athlete.zone)}, and pinned there."
    touch = _touch(ask, SessionStatus.LOCKED, start)
    return _Said(message=message, payload={"start": _utc(start)}, ends=_of(ask, *PLACING), touch=touch)


def _confirm(ask: _Ask) -> _Said:
    _check_to_come(ask)
    start = ask.session.start
    message = f"Agreed: {weekday(ask.day)}, {clock(start, ask.athlete.zone)}."
    return _Said(message=message, payload={"start": _utc(start)}, ends=_of(ask, Verb.CONFIRM), touch=_touch(ask))


def _pin(ask: _Ask) -> _Said:
    _check_to_come(ask)
    start = ask.session.start
    message = f"Pinned: {weekday(ask.day)}, {clock(start, ask.athlete.zone)}, whatever comes."
    touch = None if ask.session.status is SessionStatus.LOCKED else _touch(ask, SessionStatus.LOCKED)
    return _Said(message=message, payload={"start": _utc(start)}, ends=_of(ask, *PLACING), touch=touch)


def _unpin(ask: _Ask) -> _Said:
    _check_live(ask)
    if ask.session.status is not SessionStatus.LOCKED:
        raise Refused(Refusal.OVER, f"{ask.named} is not pinned.")
    message = f"Free again: {ask.named} may move when your runs do."
    return _Said(message=message, payload={}, ends=_of(ask, *PLACING), touch=_touch(ask, SessionStatus.PLANNED))


def _undo(ask: _Ask) -> _Said:
    held = [fact for fact in ask.words if fact.kind not in {Verb.UNDO, Verb.UNPIN}]
    if not held:
        raise Refused(Refusal.OVER, f"There is nothing to take back about {ask.named}.")
    last = held[-1]
    back = ask.session.status is not SessionStatus.PLANNED and last.kind in {*CLOSING, Verb.MOVE, Verb.PIN}
    touch = _touch(ask, SessionStatus.PLANNED) if back else _touch(ask) if last.kind == Verb.CONFIRM else None
    return _Said(
        message=f"Taken back: {ask.named} is open again.",
        payload={"undone": last.kind},
        ends=(last.id,),
        touch=touch,
    )


CLOSING = (Verb.DONE, Verb.SKIP)
PLACING = (Verb.PUSH_BACK, Verb.MOVE, Verb.PIN, Verb.UNPIN, Verb.CONFIRM)
SETTLING = frozenset({Verb.DONE, Verb.SKIP, Verb.PUSH_BACK, Verb.MOVE})
"""After one of these, an answer to the plan before it is stale."""
HANDLERS: Mapping[Verb, Callable[[_Ask], _Said]] = MappingProxyType(
    {
        Verb.DONE: _done,
        Verb.SKIP: _skip,
        Verb.PUSH_BACK: _push_back,
        Verb.MOVE: _move,
        Verb.CONFIRM: _confirm,
        Verb.PIN: _pin,
        Verb.UNPIN: _unpin,
        Verb.UNDO: _undo,
    }
)


def _check_live(ask: _Ask) -> None:
    if not ask.session.status.is_live:
        became = ask.session.status.value
        raise Refused(Refusal.OVER, f"{ask.named} is {became} already; look at the plan again.")


def _check_to_come(ask: _Ask) -> None:
    _check_live(ask)
    if ask.session.start <= ask.now:
        raise Refused(Refusal.OVER, f"{ask.named} has begun already: say done or skip, or move it.")


def _of(ask: _Ask, *kinds: Verb) -> tuple[int, ...]:
    return tuple(fact.id for fact in ask.words if fact.kind in kinds)


def _touch(ask: _Ask, status: SessionStatus | None = None, start: datetime | None = None) -> Touch:
    return Touch(uid=ask.session.uid, seen=ask.session.status, status=status, start=start)


def _utc(instant: datetime) -> str:
    return instant.astimezone(UTC).isoformat()
