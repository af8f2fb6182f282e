"""Today in one word and one sentence."""

from collections.abc import Sequence
from datetime import date
from zoneinfo import ZoneInfo

from liftday_rules.model import Kind, Plan, PlanState, RunClass
from liftday_sync.contract import Advice, AdviceCode, Change, Session, SessionStatus

OF_THE_CLOCK = {"BUSY"}
"""That the evening is over, or taken, is no advice for the day."""
STANDING = {SessionStatus.PLANNED, SessionStatus.LOCKED}
PAUSING = {"SICK", "INJURY", "PAUSED"}


def advise(plan: Plan, sessions: Sequence[Session], changes: Sequence[Change], today: date, zone: ZoneInfo) -> Advice:
    """What today is for: a session, the run, rest, or unknown while the data are too old to say."""
    todays = [session for session in sessions if session.start.date() == today]
    if done := next((s for s in todays if s.status is SessionStatus.DONE), None):
        return Advice(
            code=AdviceCode.STRENGTH_DONE,
            reason_code="DONE",
            reason="Today's strength is done. Enjoy the evening.",
            session_uid=done.uid,
        )
    if standing := next((s for s in todays if s.status in STANDING), None):
        code = AdviceCode.STRENGTH if standing.kind == Kind.FULL else AdviceCode.STRENGTH_LIGHT
        return Advice(code=code, reason_code=standing.reason_code, reason=standing.reason, session_uid=standing.uid)
    if plan.state is PlanState.STALE:
        return Advice(code=AdviceCode.UNKNOWN, reason_code="STALE", reason=_said(plan, "STALE"))
    left = [c for c in changes if c.start_before and c.start_before.astimezone(zone).date() == today]
    return _without_session(plan, sessions, left, today)


def _without_session(plan: Plan, sessions: Sequence[Session], left: Sequence[Change], today: date) -> Advice:
    """No strength today: what keeps it away for days, why it left, if it did, or what other sessions say of today."""
    day = next(d for d in plan.days if d.date == today)
    code = {RunClass.REST: AdviceCode.REST, RunClass.UNCERTAIN: AdviceCode.UNKNOWN}.get(
        day.run_class, AdviceCode.RUN_ONLY
    )
    said = [(n.code, n.message) for n in plan.warnings if plan.state is PlanState.PAUSED and n.code in PAUSING]
    if any(reason_code == "SICK" for reason_code, _ in said):
        code = AdviceCode.REST  # nobody who is ill is told to run
    said += [(c.reason_code, c.reason) for c in reversed(left)]
    told = [(p.code, p.reason) for s in sessions for p in s.passed_over if p.date == today]
    said += [one for one in told if one[0] not in OF_THE_CLOCK]
    reason_code, reason = said[0] if said else ("NO_SESSION", f"No strength today. {day.because}")
    return Advice(code=code, reason_code=reason_code, reason=reason)


def _said(plan: Plan, code: str) -> str:
    return next((n.message for n in plan.warnings if n.code == code), "The data are too old to plan on.")
