"""A plan as the one JSON document that answers a scenario."""

import json
from datetime import datetime
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from liftday_rules.decide import decide
from liftday_rules.model import Change, Day, Plan, Session
from liftday_sync.classify_input import verdict_json
from liftday_sync.errors import InputError
from liftday_sync.scenario.reader import read_scenario


def answer(path: Path) -> str:
    """The answer to a scenario file, ending with a line feed. Raises InputError with one sentence."""
    facts = read_scenario(path)
    try:
        plan = decide(facts)
    except ValueError as error:
        raise InputError(str(error)) from error
    return json.dumps(plan_json(plan, facts.athlete.zone), indent=2, ensure_ascii=False, allow_nan=False) + "\n"


def plan_json(plan: Plan, zone: ZoneInfo) -> dict[str, Any]:
    """The document; every moment carries the offset of the athlete's zone on its date."""
    return {
        "state": plan.state.value,
        "target_per_week": {monday.isoformat(): count for monday, count in plan.target_per_week.items()},
        "target_reasons": {monday.isoformat(): plan.target_reasons[monday].sentence for monday in plan.target_per_week},
        "sessions": [_session(session, zone) for session in plan.sessions],
        "changes": [_change(change, zone) for change in plan.changes],
        "days": [_day(day) for day in plan.days],
        "activities": [verdict_json(verdict) for verdict in plan.verdicts],
        "warnings": [
            {"code": one.code, "message": one.message, **({"subject": one.subject} if one.subject else {})}
            for one in plan.warnings
        ],
    }


def _session(session: Session, zone: ZoneInfo) -> dict[str, Any]:
    content = session.content
    return {
        "uid": session.uid,
        "sequence": session.sequence,
        "kind": session.kind.value,
        "state": session.state.value,
        "focus": session.focus.value,
        "start": _moment(session.start, zone),
        "end": _moment(session.end, zone),
        "original_date": session.original_date.isoformat(),
        "content": {
            "dose": content.dose.value,
            "equipment": str(content.equipment),
            "patterns": [pattern.value for pattern in content.patterns],
        },
        "reason_code": session.reason_code,
        "reason": session.reason,
        "passed_over": [
            {"date": one.date.isoformat(), "code": one.code, "reason": one.reason} for one in session.passed_over
        ],
    }


def _change(change: Change, zone: ZoneInfo) -> dict[str, Any]:
    return {
        "uid": change.uid,
        "change": change.change.value,
        "from": _moment(change.start_before, zone) if change.start_before else None,
        "to": _moment(change.start_after, zone) if change.start_after else None,
        "reason_code": change.reason_code,
        "reason": change.reason,
    }


def _day(day: Day) -> dict[str, Any]:
    return {
        "date": day.date.isoformat(),
        "class": day.run_class.value,
        "p_hard": day.p_hard,
        "expected": day.expected,
        "run_min": day.run_min,
        "because": day.because,
    }


def _moment(instant: datetime, zone: ZoneInfo) -> str:
    return instant.astimezone(zone).isoformat(timespec="seconds")
