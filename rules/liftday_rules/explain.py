"""Why a day looks as it does: what it holds, what stands on it and why, and what speaks against every other place."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from liftday_rules.model import Change, Day, Facts, Kind, Objection, Plan, Session, SlotLook
from liftday_rules.phrases import a_kind, capital, clock, weekday
from liftday_rules.placement.parameters import settings_of

NAMES = {Kind.FULL: "a full session", Kind.LIGHT: "a light session", Kind.MICRO: "a ten-minute session"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Explanation:
    """Everything that is to be said about one day."""

    date: date
    day: Day | None
    """None outside the two weeks of the plan."""
    sessions: tuple[Session, ...]
    changes: tuple[Change, ...]
    slots: tuple[SlotLook, ...]
    """The places of the day where nothing stands, objections strongest first, those of other sessions among them."""
    sentences: tuple[str, ...]


def explain_day(plan: Plan, facts: Facts, day: date) -> Explanation:
    """The explanation of one day of the plan."""
    sessions = tuple(session for session in plan.sessions if session.start.date() == day)
    taken = {(session.start, session.kind) for session in sessions}
    looks = tuple(
        _with_neighbours(look, plan, facts)
        for look in plan.slots
        if look.date == day and (look.start, look.kind) not in taken
    )
    changes = tuple(change for change in plan.changes if day in _dates(change, facts))
    said = next((one for one in plan.days if one.date == day), None)
    return Explanation(
        date=day,
        day=said,
        sessions=sessions,
        changes=changes,
        slots=looks,
        sentences=tuple(_sentences(day, said=said, sessions=sessions, changes=changes, looks=looks, facts=facts)),
    )


def _dates(change: Change, facts: Facts) -> set[date]:
    zone = facts.athlete.zone
    return {moment.astimezone(zone).date() for moment in (change.start_before, change.start_after) if moment}


def _with_neighbours(look: SlotLook, plan: Plan, facts: Facts) -> SlotLook:
    """The same place, with what other sessions of the plan have against it."""
    least = settings_of(facts.athlete)["spacing_days"]
    found = list(look.objections)
    for session in plan.sessions:
        other = session.start.date()
        if abs((other - look.date).days) < least:
            there = f"there is {a_kind(session.kind)} on {weekday(other)}"
            because = f"{there}, and strength days should not be back to back"
            found.append(Objection(rule="lift_on_consecutive_days", code="SPACING", because=because, points=None))
    found.sort(key=lambda objection: -objection.weight)
    return SlotLook(date=look.date, start=look.start, kind=look.kind, objections=tuple(found))


def _sentences(
    day: date,
    *,
    said: Day | None,
    sessions: Sequence[Session],
    changes: Sequence[Change],
    looks: Sequence[SlotLook],
    facts: Facts,
) -> Iterator[str]:
    name = f"{weekday(day)} {day.day} {day:%B}"
    if said is None:
        yield f"{name} is outside this plan, which covers this week and the next."
        return
    expected = "expected to be " if said.expected else ""
    yield f"{name}: {expected}{said.run_class.value}. {said.because}"
    for session in sessions:
        yield f"{clock(session.start, facts.athlete.zone)}, {NAMES[session.kind]}: {session.reason}"
    yield from (change.reason for change in changes)
    for look in looks:
        yield _of_slot(look, facts)
    if not sessions and not looks:
        yield "There is no slot of yours to look at on that day."


def _of_slot(look: SlotLook, facts: Facts) -> str:
    place = f"{clock(look.start, facts.athlete.zone)}, {NAMES[look.kind]}"
    why = [capital(objection.because) for objection in look.objections]
    if not why:
        return f"{place}: possible; other days are enough, or suit a little better."
    verdict = "possible, at a price" if look.is_possible else "no"
    return f"{place}: {verdict}. {'. '.join(dict.fromkeys(why))}."
