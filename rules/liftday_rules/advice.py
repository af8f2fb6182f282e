"""Advice is today in one word and one sentence."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from liftday_rules.model import Kind, Plan, PlanState, Reason, RunClass, SessionUid

OF_THE_CLOCK = frozenset({"BUSY"})
"""That the evening is over, or taken, is no advice for the day."""
PAUSING = frozenset({"SICK", "INJURY", "PAUSED"})


class AdviceCode(StrEnum):
    """What today is for."""

    STRENGTH = "strength"
    STRENGTH_LIGHT = "strength_light"
    STRENGTH_DONE = "strength_done"
    RUN_ONLY = "run_only"
    REST = "rest"
    UNKNOWN = "unknown"
    """The data are too old, or too few, to say."""


@dataclass(frozen=True, slots=True, kw_only=True)
class OfToday:
    """A session of today that stands, or was done."""

    uid: SessionUid
    kind: Kind
    is_done: bool
    reason: Reason


@dataclass(frozen=True, slots=True, kw_only=True)
class Advice:
    """The word, and why."""

    code: AdviceCode
    reason: Reason
    session_uid: SessionUid | None = None


def advise(plan: Plan, today: date, sessions: Sequence[OfToday], said: Sequence[Reason]) -> Advice:
    """What today is for. `said` holds why a session left today and why others are not on it, most telling first."""
    if done := next((session for session in sessions if session.is_done), None):
        reason = Reason("DONE", "Today's strength is done. Enjoy the evening.")
        return Advice(code=AdviceCode.STRENGTH_DONE, reason=reason, session_uid=done.uid)
    if sessions:
        code = AdviceCode.STRENGTH if sessions[0].kind is Kind.FULL else AdviceCode.STRENGTH_LIGHT
        return Advice(code=code, reason=sessions[0].reason, session_uid=sessions[0].uid)
    if plan.state is PlanState.STALE:
        too_old = [Reason(notice.code, notice.message) for notice in plan.warnings if notice.code == "STALE"]
        return Advice(
            code=AdviceCode.UNKNOWN,
            reason=next(iter(too_old), Reason("STALE", "The data are too old to plan on.")),
        )
    return _without_session(plan, today, said)


def _without_session(plan: Plan, today: date, said: Sequence[Reason]) -> Advice:
    """No strength today: what keeps it away for days, or what was said of today, or how the day looks."""
    day = next(day for day in plan.days if day.date == today)
    paused = plan.state is PlanState.PAUSED
    reasons = [Reason(n.code, n.message) for n in plan.warnings if paused and n.code in PAUSING]
    is_ill = any(reason.code == "SICK" for reason in reasons)
    reasons += [reason for reason in said if reason.code not in OF_THE_CLOCK]
    return Advice(
        code=AdviceCode.REST if is_ill else _OF_DAY.get(day.run_class, AdviceCode.RUN_ONLY),
        reason=next(iter(reasons), Reason("NO_SESSION", f"No strength today. {day.because}")),
    )


_OF_DAY = {RunClass.REST: AdviceCode.REST, RunClass.UNCERTAIN: AdviceCode.UNKNOWN}
