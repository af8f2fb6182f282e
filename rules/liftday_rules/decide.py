"""The whole decision, on one screen: from everything that is known at one moment to a plan with its reasons."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date, timedelta
from types import MappingProxyType

from liftday_rules.classify import judge
from liftday_rules.dedupe import merge
from liftday_rules.model import Facts, FlagKind, Plan, Reason, SlotLook
from liftday_rules.placement.asked import left_free, spent
from liftday_rules.placement.books import Books, as_lifted, lifts, settle
from liftday_rules.placement.notices import is_stale, notices, state_of
from liftday_rules.placement.outcome import outcome, untouched
from liftday_rules.placement.parameters import Settings, settings_of
from liftday_rules.placement.place import Placement, place
from liftday_rules.placement.readiness import judge as judge_morning
from liftday_rules.placement.season import down_weeks, is_deload
from liftday_rules.placement.situation import Lifted, Situation, Week, monday_of
from liftday_rules.placement.soft.full_on_changeable_day import surprise_share
from liftday_rules.placement.targets import targets
from liftday_rules.timeline import Timeline, build, usual_week_min

RESTART_SESSIONS = 2
"""After an injury of legs or back, that many sessions count as a novice's."""


def decide(facts: Facts) -> Plan:
    """The plan. The same function serves the daemon, the scenarios, what-if and the replay of a history."""
    settings = settings_of(facts.athlete)
    records = merge(facts.activities)
    verdicts = judge(records, facts.athlete, facts.overrides, facts.doubts, facts.measures)
    last_day = last_day_of(facts)
    timeline = build(facts, records, verdicts, last_day)
    weeks = targets(facts, timeline, _mondays(facts, last_day), settings, spent(facts))
    done = lifts(facts, records, settings)
    books = settle(facts, done, weeks, settings)
    situation = _situation(facts, settings=settings, timeline=timeline, weeks=weeks, books=books, done=done)
    placement = _placement(facts, situation, books, last_day)
    shown = outcome(facts, situation, books, placement)
    said = notices(
        facts,
        situation,
        books=books,
        placement=placement,
        records=records,
        verdicts=verdicts,
        sessions=shown.sessions,
    )
    return Plan(
        state=state_of(facts, said, shown.changes),
        target_per_week=MappingProxyType({monday: week.target for monday, week in sorted(weeks.items())[:2]}),
        sessions=shown.sessions,
        changes=shown.changes,
        days=timeline.days[:14],
        verdicts=verdicts,
        warnings=said,
        slots=_looks(placement),
        target_reasons=MappingProxyType({monday: Reason(week.code, week.reason) for monday, week in weeks.items()}),
        runs=timeline.runs,
        usual_week_min=usual_week_min(timeline, settings["normal_weeks"]),
        foretold=timeline.foretold,
    )


def last_day_of(facts: Facts) -> date:
    """The last day to plan: the Sunday of next week, or as many days as were asked for."""
    today = facts.now.astimezone(facts.athlete.zone).date()
    if facts.horizon_days is not None:
        return today + timedelta(days=facts.horizon_days - 1)
    return monday_of(today) + timedelta(days=13)


def _mondays(facts: Facts, last_day: date) -> Sequence[date]:
    """Every week to plan, and every week in which something published stands."""
    zone = facts.athlete.zone
    first = monday_of(facts.now.astimezone(zone).date())
    last = max([last_day, *(one.start.astimezone(zone).date() for one in facts.published)])
    return [first + timedelta(weeks=n) for n in range(max(2, (last - first).days // 7 + 1))]


def _situation(
    facts: Facts,
    *,
    settings: Settings,
    timeline: Timeline,
    weeks: Mapping[date, Week],
    books: Books,
    done: Sequence[Lifted],
) -> Situation:
    today = facts.now.astimezone(facts.athlete.zone).date()
    return Situation(
        now=facts.now,
        today=today,
        athlete=facts.athlete,
        settings=settings,
        runs=timeline.runs,
        run_days=timeline.run_days,
        weeks=weeks,
        busy=facts.busy,
        flags=facts.flags,
        races=facts.races,
        lifted=books.lifted,
        readiness=judge_morning(facts.readiness, today, settings),
        is_novice=_is_novice(facts, settings, done, today),
        standing=books.standing,
        edits_last_day=facts.edits_last_day,
        not_before=facts.not_before,
        left_free=left_free(facts),
        deload_weeks=_deload_weeks(facts, timeline, weeks, today),
        surprise_share=surprise_share(timeline.runs, today, settings),
        cancelled=frozenset(run.start.astimezone(facts.athlete.zone).date() for run in facts.runs if run.cancelled),
    )


def _deload_weeks(facts: Facts, timeline: Timeline, weeks: Mapping[date, Week], today: date) -> frozenset[date]:
    """The Mondays of easier weeks; they go with the running plan's down week where that is right beside them."""
    down = down_weeks(timeline, today, facts)
    return frozenset(monday for monday in weeks if is_deload(facts, today, monday, down))


def _is_novice(facts: Facts, settings: Settings, done: Sequence[Lifted], today: date) -> bool:
    """New to the weight room, back from a long break, or just back from an injury."""
    if facts.athlete.strength_sessions_logged < settings["novice_sessions"]:
        return True
    if done and (today - done[-1].day).days >= settings["layoff_days"]:
        return True
    cleared = [f.until for f in facts.flags if f.kind is FlagKind.INJURY and f.until and f.until <= facts.now]
    return any(sum(lift.start >= until for lift in done) < RESTART_SESSIONS for until in cleared)


def _placement(facts: Facts, situation: Situation, books: Books, last_day: date) -> Placement:
    """The placement; with data too old to plan on, everything stays but what the athlete asked to go."""
    placement = place(situation, books.standing, last_day)
    if not is_stale(facts, situation):
        return placement
    asked = [one for one in books.standing if one.start < situation.not_before.get(one.uid, one.start)]
    others = [one for one in books.standing if one not in asked]
    if not asked:
        return untouched(situation, others, placement, None)
    around = replace(situation, lifted=(*situation.lifted, *map(as_lifted, others)))
    return untouched(situation, others, placement, place(around, asked, last_day))


def _looks(placement: Placement) -> tuple[SlotLook, ...]:
    return tuple(
        SlotLook(
            date=priced.candidate.day,
            start=priced.candidate.start,
            kind=priced.candidate.kind,
            objections=priced.objections,
        )
        for priced in placement.places
    )
