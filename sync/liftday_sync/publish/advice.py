"""Today's advice for the document: the rules decide it, this hands them what is stored of today."""

from collections.abc import Iterator, Sequence
from datetime import date
from zoneinfo import ZoneInfo

from liftday_rules import advice as rules
from liftday_rules.model import Kind, Plan, Reason, SessionUid
from liftday_sync.contract import Advice, AdviceCode, Change, Session, SessionStatus

STANDING = {SessionStatus.PLANNED, SessionStatus.LOCKED}


def advise(plan: Plan, sessions: Sequence[Session], changes: Sequence[Change], today: date, zone: ZoneInfo) -> Advice:
    """What today is for, from the plan, the sessions and the latest changes."""
    said = [*_why_left(changes, today, zone), *_why_not(sessions, today)]
    found = rules.advise(plan, today, list(_of_today(sessions, today, zone)), said)
    return Advice(
        code=AdviceCode(found.code),
        reason_code=found.reason.code,
        reason=found.reason.sentence,
        session_uid=found.session_uid,
    )


def _of_today(sessions: Sequence[Session], today: date, zone: ZoneInfo) -> Iterator[rules.OfToday]:
    """What stands today, and what was done today on whichever day it stood."""
    for session in sessions:
        is_done = session.status is SessionStatus.DONE
        when = session.credited_start if is_done and session.credited_start else session.start
        if when.astimezone(zone).date() == today and (is_done or session.status in STANDING):
            yield rules.OfToday(
                uid=SessionUid(session.uid),
                kind=Kind(session.kind),
                is_done=is_done,
                reason=Reason(session.reason_code, session.reason),
            )


def _why_left(changes: Sequence[Change], today: date, zone: ZoneInfo) -> Iterator[Reason]:
    """Why sessions left today, the latest first."""
    for change in reversed(changes):
        if change.start_before and change.start_before.astimezone(zone).date() == today:
            yield Reason(change.reason_code, change.reason)


def _why_not(sessions: Sequence[Session], today: date) -> Iterator[Reason]:
    """What the other sessions say of today."""
    for session in sessions:
        yield from (Reason(one.code, one.reason) for one in session.passed_over if one.date == today)
