"""What to do in each session: its focus, its dose, the day's equipment, and what hurts; the content room fills it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from liftday_rules.content import PROGRAMMES, Gate, Programme, compose, with_log
from liftday_rules.model import Athlete, Content, Facts, FlagKind, Focus, Kind
from liftday_rules.placement.hard.lift_near_race import windows_after
from liftday_rules.placement.hard.lift_while_ill_or_hurt import hurts_below
from liftday_rules.placement.hard.lift_without_equipment import equipment_at
from liftday_rules.placement.readiness import Level
from liftday_rules.placement.season import block_of, dose_on
from liftday_rules.placement.situation import Candidate, Situation, monday_of

CYCLE = (Focus.POSTERIOR_CHAIN, Focus.STABILITY)
RETURN_DAYS = 14
"""How long after an illness, an injury or a race the first full session is still a return."""
RETURN_SESSIONS_INJURY = 2
WORN_DAYS = 7
STRIDES_BEFORE_H = 48.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Prescription:
    """One session's focus and content."""

    focus: Focus
    content: Content


def prescribe(
    candidate: Candidate, facts: Facts, situation: Situation, *, earlier: Sequence[tuple[date, Kind | None]]
) -> Prescription:
    """The session's content. `earlier` are the strength days before it, done and planned, in order."""
    full_before = [day for day, kind in earlier if kind in {Kind.FULL, None}]
    done = facts.athlete.strength_sessions_logged + sum(day >= situation.today for day, _ in earlier)
    focus = _focus(candidate, situation, earlier)
    dose = dose_on(
        facts,
        candidate.day,
        kind=candidate.kind,
        sessions_done=done,
        returning=_is_return(candidate, facts, situation, full_before),
        deload=_is_worn(candidate, situation) or monday_of(candidate.day) in situation.deload_weeks,
    )
    content = compose(
        kind=candidate.kind,
        focus=focus,
        dose=dose,
        equipment=equipment_at(candidate, situation),
        minutes=situation.minutes(candidate.kind),
        block=block_of(facts, situation.today, candidate.day),
        excluded_regions=_hurting(candidate.start, situation),
        sessions_done=done,
        programme=_programme(facts.athlete),
        week_parity=candidate.day.isocalendar().week % 2,
        weeks_done=_weeks_done(facts, candidate.day),
        allowed=_allowed(facts.athlete),
        refused=frozenset() if facts.athlete.jumps else frozenset({Gate.JUMPS}),
        per_week=situation.week_of(candidate.day).target,
        with_test=facts.athlete.with_test and _is_first_full_of(candidate.day, full_before),
        with_strides=facts.athlete.with_strides and _may_stride(candidate, situation),
    )
    return Prescription(focus=focus, content=with_log(content, facts.log, candidate.day))


def _programme(athlete: Athlete) -> Programme:
    """Theirs, or ours by its name. Raises ValueError for a name that is none."""
    chosen = athlete.programme
    if isinstance(chosen, Programme):
        return chosen
    name = chosen if isinstance(chosen, str) else chosen.name
    if name not in PROGRAMMES:
        raise ValueError(f"There is no programme {name!r}; there are {', '.join(PROGRAMMES)}")
    return PROGRAMMES[name]


def _allowed(athlete: Athlete) -> frozenset[Gate]:
    said = {Gate.COACHED: athlete.olympic_lifts, Gate.MOBILITY: athlete.overhead_squat}
    return frozenset(gate for gate, is_said in said.items() if is_said)


def _weeks_done(facts: Facts, day: date) -> int | None:
    return (day - facts.strength_days[0]).days // 7 if facts.strength_days else None


def _is_first_full_of(day: date, full_before: Sequence[date]) -> bool:
    """The test stands once in its week."""
    return not any(monday_of(one) == monday_of(day) for one in full_before)


def _may_stride(candidate: Candidate, situation: Situation) -> bool:
    """Whether legs are fresh and nothing demanding follows within two days."""
    fresh = situation.readiness.level is Level.USUAL or candidate.day != situation.today
    return fresh and not any(gap.run.is_demanding and gap.hours < STRIDES_BEFORE_H for gap in candidate.before)


def _is_worn(candidate: Candidate, situation: Situation) -> bool:
    """Whether so many mornings were poor that the next seven days should be lighter."""
    soon = (candidate.day - situation.today).days < WORN_DAYS
    return soon and situation.readiness.poor_days >= situation.settings["poor_days_for_deload"]


def _focus(candidate: Candidate, situation: Situation, earlier: Sequence[tuple[date, Kind | None]]) -> Focus:
    """Posterior chain and stability in turns within the week; with one session a week, week by week."""
    if candidate.kind is not Kind.FULL:
        return Focus.GENERAL
    monday = monday_of(candidate.day)
    if situation.weeks[monday].target == 1:
        return CYCLE[candidate.day.isocalendar().week % 2]
    return CYCLE[sum(monday_of(day) == monday for day, _ in earlier) % 2]


def _hurting(start: datetime, situation: Situation) -> frozenset[str]:
    """The regions that hurt at that time."""
    return frozenset(
        flag.region or "leg"
        for flag in situation.flagged(FlagKind.INJURY)
        if flag.since <= start and (flag.until is None or start < flag.until)
    )


def _is_return(candidate: Candidate, facts: Facts, situation: Situation, full_before: Sequence[date]) -> bool:
    """Whether it is among the first full sessions after an illness, a leg or back injury, or a race."""
    span = timedelta(days=RETURN_DAYS)
    for flag in facts.flags:
        needed = {FlagKind.SICK: 1, FlagKind.INJURY: RETURN_SESSIONS_INJURY if hurts_below(flag) else 0}.get(
            flag.kind, 0
        )
        if flag.until is None or not flag.until <= candidate.start < flag.until + span:
            continue
        cleared = situation.day_of(flag.until)
        if sum(day >= cleared for day in full_before) < needed:
            return True
    for race in facts.races:
        raced = situation.day_of(race.start)
        none_full = int(windows_after(race.distance_m, situation.settings)[1])
        over = raced + timedelta(days=none_full)
        if none_full > RETURN_SESSIONS_INJURY and over < candidate.day <= over + span:
            return not any(day > raced for day in full_before)
    return False
