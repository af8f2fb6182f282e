"""Offers: what the athlete's own history suggests about settings. They are said with their evidence, and never made."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from statistics import median

from liftday_rules.model import Activity, Facts, Kind, Notice, Policy, Record, RunClass, Verdict
from liftday_rules.phrases import number
from liftday_rules.placement.books import Books
from liftday_rules.placement.hard import lift_before_hard_run, lift_soon_after_hard_run, lift_soon_after_long_run
from liftday_rules.placement.parameters import BY_NAME
from liftday_rules.placement.situation import Candidate, Lifted, Looker, Situation, instants, monday_of
from liftday_rules.placement.soft.lift_against_policy import without_a_night

LOOKED_BACK = timedelta(weeks=8)
FEWEST_LIFTS = 6
MOSTLY = 0.5
"""A larger share of lifts after a hard run of the same day is a habit."""
WEEKS_LOOKED_BACK, WEEKS_SHORT = 4, 2
"""So many of the last weeks without room for all sessions, and hard days are offered."""
AROUND_RUNS = (lift_before_hard_run.check, lift_soon_after_hard_run.check, lift_soon_after_long_run.check)
FEWEST_PAIRS = 6
HEART_RATE_SHIFT, EFFORT_SHIFT = 0.03, 1.0
"""Smaller shifts, as a share and in points out of 10, are the usual ups and downs."""
HOURS_MORE = 12
FELT_DAYS = frozenset({1, 2})
"""Days after a full session in which a run may feel it."""
ALIKE_SPEED, ALIKE_DAYS = 0.03, 28
FEWEST_RUN_S = 1200.0
FLAT_M_PER_KM = 15.0


def offers(
    facts: Facts, situation: Situation, books: Books, records: Sequence[Record], verdicts: Sequence[Verdict]
) -> Iterator[Notice]:
    """A policy that suits how the athlete lifts anyway, and more hours before hard runs where legs ask for them."""
    lifts = [one for one in books.lifted if one.is_done and one.kind in {Kind.FULL, None}]
    yield from _stack_hard(situation, lifts)
    easy_ids = {verdict.activity_id for verdict in verdicts if verdict.run_class is RunClass.EASY}
    easy = [record.activity for record in records if record.activity.id in easy_ids]
    yield from _more_hours(situation, [lift.day for lift in lifts], [run for run in easy if _is_plain(run, facts)])


# --- lifting on hard days ----------------------------------------------------------------------------------------


def _stack_hard(situation: Situation, lifts: Sequence[Lifted]) -> Iterator[Notice]:
    if situation.athlete.policy is Policy.STACK_HARD:
        return
    said = next(_stacks_anyway(situation, lifts), None) or next(_short_of_room(situation), None)
    if said:
        yield said


def _stacks_anyway(situation: Situation, lifts: Sequence[Lifted]) -> Iterator[Notice]:
    recent = [lift for lift in lifts if situation.today - LOOKED_BACK <= lift.day <= situation.today]
    stacked = sum(_follows_hard_run(lift, situation) for lift in recent)
    if len(recent) >= FEWEST_LIFTS and stacked > MOSTLY * len(recent):
        message = (
            f"{stacked} of your last {len(recent)} strength sessions followed a hard run of the same day. If you like "
            "it so, the policy stack_hard plans that way and keeps easy days easy."
        )
        yield Notice(code="STACK_HARD", message=message)


def _follows_hard_run(lift: Lifted, situation: Situation) -> bool:
    return any(
        run.local_date == lift.day and run.end <= lift.start and not run.expected and run.run_class is RunClass.HARD
        for run in situation.runs
    )


def _short_of_room(situation: Situation) -> Iterator[Notice]:
    """Weeks in which the runs, as they were run, left fewer safe evenings than the week is meant to have."""
    if situation.is_novice or situation.flags:
        return
    this = monday_of(situation.today)
    wanted = situation.weeks[this].target
    short, most = 0, 0
    for monday in (this - timedelta(weeks=n) for n in range(1, WEEKS_LOOKED_BACK + 1)):
        safe = list(_safe_places(situation, monday))
        rested = _fit([one for one in safe if not without_a_night(one, situation)], situation)
        if rested < wanted <= _fit(safe, situation):
            short, most = short + 1, max(most, rested)
    if short >= WEEKS_SHORT:
        full = "full session" if most == 1 else "full sessions"
        which = "each" if short == WEEKS_LOOKED_BACK else number(short)
        message = (
            f"In {which} of the last {number(WEEKS_LOOKED_BACK)} weeks hard runs left room for {number(most)} "
            f"{full} instead of {number(wanted)}. Lifting on hard days, after the run, would make room: that is the "
            "policy stack_hard."
        )
        yield Notice(code="STACK_HARD", message=message)


def _safe_places(situation: Situation, monday: date) -> Iterator[Candidate]:
    """Where a full session could have stood in a past week, as far as runs go."""
    looker = Looker(situation)
    for day in (monday + timedelta(days=n) for n in range(7)):
        for start in instants(day, situation.athlete.slots.on(day), situation.zone):
            there = looker.look(start, Kind.FULL)
            if there.meets is None and not any(check(there, situation) for check in AROUND_RUNS):
                yield there


def _fit(places: Sequence[Candidate], situation: Situation) -> int:
    """How many sessions fit on these days, with the days between that they need."""
    count, last = 0, date.min
    for day in sorted({place.day for place in places}):
        if (day - last).days >= situation.settings["spacing_days"]:
            count, last = count + 1, day
    return count


# --- heavy legs --------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True, kw_only=True)
class _Pair:
    """An easy run soon after strength against one like it without; None: not known of both."""

    heart_rate: float | None
    """Share by which it was higher."""
    effort: float | None


def _is_plain(run: Activity, facts: Facts) -> bool:
    """Whether heart rate and speed of the run can be compared: long enough, flat enough, believed."""
    if run.speed_mps is None or run.duration_s < FEWEST_RUN_S or run.id in facts.doubts or not run.distance_m:
        return False
    return run.ascent_m is None or run.ascent_m <= FLAT_M_PER_KM * run.distance_m / 1000


def _more_hours(situation: Situation, lift_days: Sequence[date], easy: Sequence[Activity]) -> Iterator[Notice]:
    felt = [run for run in easy if any((run.local_date - day).days in FELT_DAYS for day in lift_days)]
    rested = [run for run in easy if not any(0 <= (run.local_date - day).days <= max(FELT_DAYS) for day in lift_days)]
    pairs = [_compared(run, control) for run in felt if (control := _control(run, rested)) is not None]
    hours = situation.settings["before_hard_pref_h"] + HOURS_MORE
    if hours > BY_NAME["before_hard_pref_h"].high:
        return
    rates = [pair.heart_rate for pair in pairs if pair.heart_rate is not None]
    efforts = [pair.effort for pair in pairs if pair.effort is not None]
    if len(rates) >= FEWEST_PAIRS and median(rates) >= HEART_RATE_SHIFT:
        yield _said(f"your heart rate was {median(rates):.0%} higher at the same speed", len(rates), hours)
    elif len(efforts) >= FEWEST_PAIRS and median(efforts) >= EFFORT_SHIFT:
        yield _said(f"they felt {median(efforts):.1g} of 10 harder", len(efforts), hours)


def _said(what: str, pairs: int, hours: float) -> Notice:
    message = (
        f"On easy runs in the two days after strength {what} than on runs like them without ({pairs} pairs). "
        f"If your legs agree, set before_hard_pref_h to {hours:g}; nothing changes by itself."
    )
    return Notice(code="FEEDBACK", message=message)


def _control(run: Activity, rested: Sequence[Activity]) -> Activity | None:
    """The nearest run of the same speed without strength before it."""
    speed = run.speed_mps or 0.0
    alike = [
        one
        for one in rested
        if abs((one.speed_mps or 0.0) / speed - 1) <= ALIKE_SPEED
        and abs((one.local_date - run.local_date).days) <= ALIKE_DAYS
    ]
    return min(alike, key=lambda one: (abs(one.start - run.start), one.id), default=None)


def _compared(run: Activity, control: Activity) -> _Pair:
    rate, usual = run.avg_hr_bpm, control.avg_hr_bpm
    felt, before = _effort(run), _effort(control)
    return _Pair(
        heart_rate=rate / usual - 1 if rate and usual else None,
        effort=felt - before if felt and before else None,
    )


def _effort(run: Activity) -> float | None:
    said = (run.garmin and run.garmin.rpe_0_10) or (run.strava and run.strava.perceived_exertion)
    return said or None
