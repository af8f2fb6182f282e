"""From a placement to what is published: sessions with uid and sequence, and one change for each difference."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from zoneinfo import ZoneInfo

from liftday_rules.model import (
    Change,
    ChangeKind,
    Facts,
    FlagKind,
    Kind,
    Reason,
    Session,
    SessionState,
    SessionUid,
)
from liftday_rules.placement.asked import name_of
from liftday_rules.placement.books import Books
from liftday_rules.placement.hard.lift_while_ill_or_hurt import RULE as ILL_OR_HURT
from liftday_rules.placement.place import Placement
from liftday_rules.placement.prescribe import prescribe
from liftday_rules.placement.price import Priced
from liftday_rules.placement.situation import Candidate, Looker, Situation, Standing, monday_of
from liftday_rules.placement.solver import Choice
from liftday_rules.placement.story import SET_ASIDE, Storyteller

FLAG_CODES = {FlagKind.SICK: "SICK", FlagKind.INJURY: "INJURY", FlagKind.PAUSE: "PAUSED"}

BACK_AGAIN = "Strength is on again, and this session stands where you put it."


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """What will be shown, and what differs from what was."""

    sessions: tuple[Session, ...]
    changes: tuple[Change, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class _Row:
    """One session to be: its place, who it is, and who it was."""

    priced: Priced
    uid: SessionUid
    standing: Standing | None
    locked: bool


def outcome(facts: Facts, situation: Situation, books: Books, placement: Placement) -> Outcome:
    """Sessions after now in order of start, and changes in order of time."""
    return _Writer(facts, situation, books, placement).write()


class _Writer:
    """Writes the outcome, a part a method."""

    def __init__(self, facts: Facts, situation: Situation, books: Books, placement: Placement) -> None:
        self._facts, self._situation, self._books, self._placement = facts, situation, books, placement
        self._story = Storyteller(situation=situation, placement=placement)
        self._rows = self._all_rows()

    def write(self) -> Outcome:
        """Everything."""
        sessions = tuple(self._session(row) for row in self._rows)
        found = [*self._settled(), *self._gone()]
        for row, session in zip(self._rows, sessions, strict=True):
            change = self._change(row, session)
            if change is not None:
                found.append(change)
        found.sort(key=lambda change: (change.start_before or change.start_after or self._facts.now, change.uid))
        return Outcome(sessions=sessions, changes=tuple(found))

    # --- sessions ---

    def _all_rows(self) -> list[_Row]:
        by_uid = {one.uid: one for one in self._books.standing}
        looker = Looker(self._situation)
        rows = [
            _Row(
                priced=self._placement.book.price(looker.look(one.start, one.kind, stands=one.uid)),
                uid=one.uid,
                standing=one,
                locked=True,
            )
            for one in self._books.pinned
        ]
        names = _Names(self._facts)
        for choice in self._placement.choices:
            uid = choice.uid or names.new(choice.priced.candidate.day)
            rows.append(_Row(priced=choice.priced, uid=uid, standing=by_uid.get(uid), locked=False))
        return sorted(rows, key=lambda row: row.priced.candidate.start)

    def _session(self, row: _Row) -> Session:
        candidate, zone = row.priced.candidate, self._situation.zone
        earlier = [
            (lift.day, lift.kind)
            for lift in self._situation.lifted
            if lift.start < candidate.start and lift.uid != row.uid
        ]
        earlier += [
            (other.priced.candidate.day, other.priced.candidate.kind)
            for other in self._rows
            if other.priced.candidate.start < candidate.start and not other.locked
        ]
        given = prescribe(candidate, self._facts, self._situation, earlier=sorted(earlier, key=_by_day))
        reason = self._reason(row, nth=1 + sum(monday_of(day) == monday_of(candidate.day) for day, _ in earlier))
        others = [other.priced.candidate.day for other in self._rows if other.uid != row.uid]
        others += [lift.day for lift in self._situation.lifted if lift.uid != row.uid]
        old = row.standing
        return Session(
            uid=row.uid,
            sequence=self._sequence(row),
            kind=candidate.kind,
            state=SessionState.LOCKED if row.locked else SessionState.PLANNED,
            focus=given.focus,
            start=candidate.start.astimezone(zone),
            end=candidate.end.astimezone(zone),
            original_date=old.original_date if old else candidate.day,
            content=given.content,
            reason_code=reason.code,
            reason=reason.sentence,
            passed_over=self._story.passed_over(candidate, others, old.day if old else None),
        )

    @staticmethod
    def _sequence(row: _Row) -> int:
        old, candidate = row.standing, row.priced.candidate
        if old is None:
            return 0
        return old.sequence + (candidate.key != (old.start, old.kind))

    def _reason(self, row: _Row, nth: int) -> Reason:
        if row.locked:
            return Reason("LOCKED", "You put it there, so it stays.")
        placed = self._story.placed(row.priced, nth=nth)
        moved = row.standing is not None and self._kind_of_change(row.standing, row.priced.candidate) is not None
        if row.standing is None or not moved:
            return placed
        why = self._changed(row.standing, row.priced.candidate)
        return Reason(why.code, placed.sentence)

    # --- changes ---

    def _change(self, row: _Row, session: Session) -> Change | None:
        old, candidate = row.standing, row.priced.candidate
        if old is None:
            return self._told(
                row.uid, ChangeKind.ADDED, None, candidate.start, Reason(session.reason_code, session.reason)
            )
        if old.set_aside:
            return self._told(old.uid, ChangeKind.ADDED, None, candidate.start, Reason("LOCKED", BACK_AGAIN))
        kind = self._kind_of_change(old, candidate)
        if kind is None:
            return None
        return self._told(old.uid, kind, old.start, candidate.start, self._changed(old, candidate))

    def _changed(self, old: Standing, candidate: Candidate) -> Reason:
        kind = self._kind_of_change(old, candidate)
        assert kind is not None
        return self._story.changed(old, candidate, kind)

    @staticmethod
    def _kind_of_change(old: Standing, candidate: Candidate) -> ChangeKind | None:
        if candidate.kind is not old.kind:
            order = tuple(Kind)
            lighter = order.index(candidate.kind) > order.index(old.kind)
            return ChangeKind.LIGHTENED if lighter else ChangeKind.MADE_FULL
        if candidate.day != old.day:
            return ChangeKind.PUSHED_BACK if candidate.day > old.day else ChangeKind.BROUGHT_FORWARD
        return ChangeKind.MOVED if candidate.start != old.start else None

    def _gone(self) -> list[Change]:
        """Published sessions that found no place."""
        found = []
        for one in self._books.standing:
            if one.uid not in self._placement.removed:
                continue
            reason = self._story.dropped(one)
            kind = ChangeKind.PAUSED if reason.code in SET_ASIDE else ChangeKind.DROPPED
            found.append(self._told(one.uid, kind, one.start, None, reason))
        return found

    def _settled(self) -> list[Change]:
        """Credits, misses, pauses and skips."""
        books, story = self._books, self._story
        found = []
        for uid, lift in books.credited.items():
            one = books.published[uid]
            found.append(self._told(uid, ChangeKind.CREDITED, one.start, lift.start, story.credited(one, lift)))
        free = [row.priced.candidate for row in self._rows if row.standing is None]
        for published in books.missed:
            one = books.published[published.uid]
            instead = next((c for c in free if monday_of(c.day) == monday_of(one.day)), None)
            free = [c for c in free if c is not instead]
            found.append(self._told(one.uid, ChangeKind.MISSED, one.start, None, story.missed(one, instead)))
        looker = Looker(self._situation)
        for one, flag in books.paused:
            if one.set_aside:
                continue
            check = ILL_OR_HURT.on_slot
            objection = check(looker.look(one.start, one.kind), self._situation) if check else None
            because = objection.because if objection else "strength rests"
            reason = Reason(FLAG_CODES.get(flag.kind, "PAUSED"), story.paused(one, because))
            found.append(self._told(one.uid, ChangeKind.PAUSED, one.start, None, reason))
        for one in books.skipped:
            if one.start > self._facts.now:
                reason = Reason("SKIPPED", "You skipped it; it is not made up for.")
                found.append(self._told(one.uid, ChangeKind.DROPPED, one.start, None, reason))
        return found

    def _told(
        self, uid: SessionUid, kind: ChangeKind, before: datetime | None, after: datetime | None, reason: Reason
    ) -> Change:
        zone: ZoneInfo = self._situation.zone
        return Change(
            uid=uid,
            change=kind,
            start_before=before.astimezone(zone) if before else None,
            start_after=after.astimezone(zone) if after else None,
            reason_code=reason.code,
            reason=reason.sentence,
        )


def _by_day(entry: tuple[date, Kind | None]) -> date:
    return entry[0]


class _Names:
    """Gives new sessions names that were never given: year, week and a number."""

    def __init__(self, facts: Facts) -> None:
        self._used = {*facts.used_uids, *facts.skipped, *(published.uid for published in facts.published)}
        self._used |= {done.uid for done in facts.strength_done if done.uid}

    def new(self, day: date) -> SessionUid:
        """The next free name of the day's week."""
        count = 1
        while (uid := name_of(day, count)) in self._used:
            count += 1
        self._used.add(uid)
        return uid


def untouched(
    situation: Situation, standing: Sequence[Standing], placement: Placement, asked: Placement | None
) -> Placement:
    """Every published session where it stands, whatever the rules say: for data too old to plan on.

    `asked` is where those go that the athlete pushed back.
    """
    looker = Looker(situation)
    priced = [placement.book.price(looker.look(one.start, one.kind, stands=one.uid)) for one in standing]
    choices = [Choice(priced=there, uid=one.uid, points=0) for there, one in zip(priced, standing, strict=True)]
    moved = [choice for choice in asked.choices if choice.uid] if asked else []
    every = sorted([*choices, *moved], key=lambda choice: choice.priced.candidate.start)
    return replace(placement, choices=tuple(every), removed=asked.removed if asked else ())
