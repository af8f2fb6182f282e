"""How many sessions each week is meant to have, and why: phase, running volume, load, races, illness, and the wish.

A wish stands in place of the rule. The rule changes by at most one a week, except where a race or an illness asks.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from statistics import mean, median, stdev

from liftday_rules.model import Facts, FlagKind, Phase, Priority, Race
from liftday_rules.phrases import number
from liftday_rules.placement.hard.lift_near_race import windows_after
from liftday_rules.placement.hard.lift_while_ill_or_hurt import stops_strength
from liftday_rules.placement.parameters import Settings
from liftday_rules.placement.season import phase_on
from liftday_rules.placement.situation import Week
from liftday_rules.timeline import Timeline

MOST = 3
DAYS = 7
MOSTLY_BLOCKED_DAYS = 5
PARTLY_BLOCKED_DAYS = 3
HARD_MINUTE, EASY_MINUTE = 1.3, 0.8
STAYS_RATIO = 0.15
"""A session that a quiet week made room for stays until the week is no longer quiet by this much."""
HEAVY_SHARE = 0.90
HEAVY_WEEKS = 8
PHASE_WORDS = {
    Phase.OFF_SEASON: "in the off-season",
    Phase.BASE: "in the base phase",
    Phase.BUILD: "in the build phase",
    Phase.PEAK: "in the peak phase",
    Phase.IN_SEASON: "in the racing season",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class _Rule:
    """What one week comes to, before the step from week to week is limited."""

    target: int
    code: str
    reason: str
    most_full: int = MOST
    cap: int | None = None
    is_sudden: bool = False
    """A race, an illness or the athlete's wish: no step is limited."""


def targets(
    facts: Facts, timeline: Timeline, mondays: Sequence[date], settings: Settings, spent: Mapping[date, int]
) -> dict[date, Week]:
    """The week of each Monday. `spent` counts the sessions that the athlete skipped."""
    before = facts.history.target_last_week if facts.history else None
    weeks: dict[date, Week] = {}
    run_days = timeline.run_days
    today = facts.now.astimezone(facts.athlete.zone).date()
    for monday in mondays:
        rule = _rule(facts, timeline, monday, today, settings)
        if before is not None and not rule.is_sudden:
            step = int(settings["most_step"])
            rule = replace(rule, target=max(before - step, min(before + step, rule.target)))
        weeks[monday] = Week(
            monday=monday,
            target=rule.target,
            cap=rule.target if rule.cap is None else rule.cap,
            most_full=rule.most_full,
            code=rule.code,
            reason=rule.reason,
            demanding_days=sum(timeline.expected_before.get(monday + timedelta(days=n), False) for n in range(DAYS)),
            spent=spent.get(monday, 0),
            rest_days=frozenset(monday + timedelta(days=n) for n in range(DAYS)) - run_days,
        )
        before = rule.target if not rule.is_sudden or rule.code == "WISH" else None
    return weeks


def _rule(facts: Facts, timeline: Timeline, monday: date, today: date, settings: Settings) -> _Rule:
    paused = _flagged_week(facts, monday, today, settings)
    if paused is not None:
        return paused
    wish = facts.athlete.target_by_monday.get(monday, facts.athlete.target_per_week)
    raced = _race_week(facts, monday, settings)
    if wish is not None:
        reason = f"You asked for {number(wish)} a week."
        if raced is not None and raced.cap is not None:  # a race week keeps its limits whatever was asked
            return replace(raced, target=min(wish, raced.cap))
        most_full = raced.most_full if raced else MOST
        return _Rule(target=min(wish, MOST), code="WISH", reason=reason, most_full=most_full, is_sudden=True)
    if raced is not None:
        return raced
    return _ordinary(facts, timeline, monday, today, settings)


def _flagged_week(facts: Facts, monday: date, today: date, settings: Settings) -> _Rule | None:
    """A week whose remaining days are all kept free by a flag."""
    days = [day for day in (monday + timedelta(days=n) for n in range(DAYS)) if day >= today]
    zone = facts.athlete.zone
    for flag in facts.flags:
        if not stops_strength(flag) or not days or flag.since.astimezone(zone).date() > days[0]:
            continue
        wait_h = settings["after_sick_light_h"] if flag.kind is FlagKind.SICK else 0.0
        until = flag.until + timedelta(hours=wait_h) if flag.until else None
        if until is None or until.astimezone(zone).date() > days[-1]:
            code = {FlagKind.SICK: "SICK", FlagKind.INJURY: "INJURY"}.get(flag.kind, "PAUSED")
            return _Rule(target=0, code=code, reason="Strength rests this week.", is_sudden=True)
    return None


def _race_week(facts: Facts, monday: date, settings: Settings) -> _Rule | None:
    """A race week, the week before an A race, or a week after a race; the strictest of them."""
    found = [rule for race in facts.races for rule in _around(race, facts, monday, settings)]
    return min(found, key=lambda rule: (rule.target, rule.most_full), default=None)


def _around(race: Race, facts: Facts, monday: date, settings: Settings) -> list[_Rule]:
    day = race.start.astimezone(facts.athlete.zone).date()
    weeks = (day - timedelta(days=day.weekday()) - monday).days // DAYS
    rules = []
    if race.priority is Priority.A and weeks == 0:
        reason = f"{race.name} is this week: at most one light session."
        rules.append(_Rule(target=0, cap=1, most_full=0, code="RACE_TAPER", reason=reason, is_sudden=True))
    if race.priority is Priority.A and weeks == 1:
        reason = f"{race.name} is next week: two sessions, at most one of them full."
        rules.append(_Rule(target=2, most_full=1, code="RACE_TAPER", reason=reason, is_sudden=True))
    none_days = int(windows_after(race.distance_m, settings)[0])
    blocked = _blocked_days(day, none_days, monday)
    if blocked >= MOSTLY_BLOCKED_DAYS:
        reason = f"Strength pauses after the {race.name}."
        rules.append(_Rule(target=0, code="POST_RACE", reason=reason, is_sudden=True))
    elif (
        blocked >= PARTLY_BLOCKED_DAYS
        or _blocked_days(day, none_days, monday - timedelta(days=DAYS)) >= MOSTLY_BLOCKED_DAYS
    ):
        reason = f"One session this week: the {race.name} is still in the legs."
        rules.append(_Rule(target=1, code="POST_RACE", reason=reason, is_sudden=True))
    return rules


def _blocked_days(race_day: date, none_days: int, monday: date) -> int:
    """How many days of the week lie in the window without strength that follows the race."""
    return sum(0 < (monday + timedelta(days=n) - race_day).days <= none_days for n in range(DAYS))


def _ordinary(facts: Facts, timeline: Timeline, monday: date, today: date, settings: Settings) -> _Rule:
    phase = phase_on(facts, max(today, monday))
    base = int(settings[f"target_{phase.value}"])
    each = "session" if base == 1 else "sessions"
    rule = _Rule(target=base, code="PLACED", reason=f"{number(base).capitalize()} {each} a week {PHASE_WORDS[phase]}.")
    rule = _by_volume(rule, facts, timeline, monday, settings)
    if monday <= today and _is_monotonous(timeline, monday, settings):
        reason = "Every day of the last week was alike and heavy: one session less."
        rule = replace(rule, target=rule.target - 1, code="HIGH_LOAD", reason=reason)
    return replace(rule, target=max(1, min(MOST, rule.target))) if base else rule


def _by_volume(rule: _Rule, facts: Facts, timeline: Timeline, monday: date, settings: Settings) -> _Rule:
    today = facts.now.astimezone(facts.athlete.zone).date()
    usual = median(timeline.weekly_min) if len(timeline.weekly_min) >= settings["normal_weeks"] else 0.0
    is_stated = any(not run.cancelled and _is_in(run.start, monday, facts) for run in facts.runs)
    # What habits foretell is the usual week, and a difference would be chance: without a plan only what was run counts,
    # and as that shows late in the week, it adds nothing rather than taking away what is published.
    expected = timeline.expected_min.get(monday) if is_stated else _run_min(timeline, monday)
    if not usual or expected is None:
        return rule
    ratio = expected / usual
    when = "this week" if monday <= today else "next week"
    room = settings["low_volume_ratio"] + (STAYS_RATIO if _stand_in(facts, monday) > rule.target else 0.0)
    if ratio <= room and is_stated and not _has_another_cause(facts, monday):
        ordinal = {2: "second", 3: "third"}.get(min(MOST, rule.target + 1), "further")
        reason = f"Running is at {ratio:.0%} of usual: room for a {ordinal} session {when}.".replace("%", " %")
        return replace(rule, target=rule.target + 1, code="LOW_VOLUME", reason=reason)
    if ratio >= settings["high_volume_ratio"] and (is_stated or _stand_in(facts, monday) < rule.target):
        reason = f"Running is at {ratio:.0%} of usual: one session less {when}.".replace("%", " %")
        return replace(rule, target=rule.target - 1, code="HIGH_LOAD", reason=reason)
    return rule


def _run_min(timeline: Timeline, monday: date) -> float:
    """What was run in the week so far."""
    week = (run for run in timeline.runs if run.is_run and not run.expected)
    return sum(
        run.minutes if run.moving_min is None else run.moving_min
        for run in week
        if 0 <= (run.local_date - monday).days < DAYS
    )


def _is_in(instant: datetime, monday: date, facts: Facts) -> bool:
    """Whether it lies in the week."""
    return 0 <= (instant.astimezone(facts.athlete.zone).date() - monday).days < DAYS


def _stand_in(facts: Facts, monday: date) -> int:
    """How many sessions the week has, published or done."""
    starts = {one.uid: one.start for one in facts.published}
    done = [one.start for one in facts.strength_done if one.uid not in starts]
    return sum(_is_in(start, monday, facts) for start in (*starts.values(), *done))


def _has_another_cause(facts: Facts, monday: date) -> bool:
    """Whether the week is short because of illness, injury, a taper or a race just run."""
    zone, sunday = facts.athlete.zone, monday + timedelta(days=DAYS - 1)
    for flag in facts.flags:
        if flag.kind is FlagKind.TRAVEL:
            continue
        until = flag.until.astimezone(zone).date() if flag.until else sunday
        if flag.since.astimezone(zone).date() <= sunday and until >= monday - timedelta(days=DAYS):
            return True
    for race in facts.races:
        apart = (race.start.astimezone(zone).date() - monday).days
        taper = 2 * DAYS if race.priority is Priority.A else DAYS
        if -2 * DAYS <= apart < taper + DAYS:
            return True
    return False


def _is_monotonous(timeline: Timeline, monday: date, settings: Settings) -> bool:
    """Whether the seven days before this Monday were all alike and, together, among the heaviest weeks known.

    Asked of whole weeks, so that the target does not change from day to day.
    """
    loads: dict[date, float] = {}
    for run in timeline.runs:
        if run.is_run and not run.expected and run.local_date < monday:
            load = run.minutes * (HARD_MINUTE if run.is_demanding else EASY_MINUTE)
            loads[run.local_date] = loads.get(run.local_date, 0.0) + load
    if not loads:
        return False
    last = [loads.get(monday - timedelta(days=n), 0.0) for n in range(1, DAYS + 1)]
    spread = stdev(last)
    weeks = (monday - min(loads)).days // DAYS
    if weeks < HEAVY_WEEKS or not spread or mean(last) / spread <= settings["monotony_high"]:
        return False
    sums = sorted(
        sum(loads.get(monday - timedelta(days=DAYS * k + n), 0.0) for n in range(1, DAYS + 1)) for k in range(weeks)
    )
    return sum(last) >= sums[round(HEAVY_SHARE * (len(sums) - 1))]
