"""Where the athlete stands: the phase of training, the week of the strength block, and what a session's dose is."""

from collections.abc import Collection, Sequence
from datetime import date, timedelta
from itertools import pairwise
from statistics import median

from liftday_rules.content.dose import ROTATION
from liftday_rules.content.progress import LONG_LAYOFF_DAYS
from liftday_rules.model import Dose, Facts, Kind, Phase, Priority, Race, RunState
from liftday_rules.placement.situation import monday_of
from liftday_rules.timeline import Timeline

PEAK_WEEKS = 6
BUILD_WEEKS = 12
OFF_SEASON_WEEKS = 20
BLOCK_WEEKS = 4
DELOAD_WEEK = 4
A_WEEK = timedelta(weeks=1)
DOWN_SHARE = 0.8
"""Of the usual running; a plan's easier week is about that much."""
FEWEST_WEEKS = 4
TAPER_DAYS = 14
DOSE_OF_PHASE = {
    Phase.OFF_SEASON: Dose.BASE,
    Phase.BASE: Dose.BASE,
    Phase.BUILD: Dose.BUILD,
    Phase.PEAK: Dose.PEAK,
    Phase.IN_SEASON: Dose.MAINTAIN,
}


def next_a_race(facts: Facts, day: date) -> Race | None:
    """The next A race on the day or after it."""
    zone = facts.athlete.zone
    to_come = (
        race
        for race in facts.races
        if race.priority is Priority.A and race.state is not RunState.DONE and race.start.astimezone(zone).date() >= day
    )
    return min(to_come, key=lambda race: race.start, default=None)


def phase_on(facts: Facts, day: date) -> Phase:
    """What the athlete says, else what the distance to the next A race says, else base and build in turns."""
    if facts.athlete.phase is not None:
        return facts.athlete.phase
    race = next_a_race(facts, day)
    if race is None:
        return Phase.BUILD if _weeks_since_epoch(day) // BLOCK_WEEKS % 2 and not facts.races else Phase.BASE
    weeks = (race.start.astimezone(facts.athlete.zone).date() - day).days / 7
    if weeks > OFF_SEASON_WEEKS:
        return Phase.OFF_SEASON
    return Phase.PEAK if weeks <= PEAK_WEEKS else Phase.BUILD if weeks <= BUILD_WEEKS else Phase.BASE


def _weeks_since_epoch(day: date) -> int:
    return (monday_of(day).toordinal() - 1) // 7


def block_week(facts: Facts, today: date, day: date) -> int | None:
    """1 to 4, the week of the strength block that contains the day; None when nobody has lifted or said anything."""
    if facts.athlete.block_week is not None:
        weeks = (monday_of(day) - monday_of(today)).days // 7
        return (facts.athlete.block_week - 1 + weeks) % BLOCK_WEEKS + 1
    begun = facts.athlete.block_start or _took_up(facts.strength_days, day)
    return None if begun is None else (monday_of(day) - monday_of(begun)).days // 7 % BLOCK_WEEKS + 1


def _took_up(days: Sequence[date], day: date) -> date | None:
    """The first strength day since the last break that was long enough to begin anew; None during such a break."""
    before = [one for one in days if one <= day]
    if not before or (day - before[-1]).days >= LONG_LAYOFF_DAYS:
        return None
    again = [later for earlier, later in pairwise(before) if (later - earlier).days >= LONG_LAYOFF_DAYS]
    return again[-1] if again else before[0]


def down_weeks(timeline: Timeline, today: date, facts: Facts) -> frozenset[date]:
    """Mondays of weeks, the last one among them, with clearly less running than usual."""
    if len(timeline.weekly_min) < FEWEST_WEEKS:
        return frozenset()
    usual = median(timeline.weekly_min)
    minutes = dict(timeline.expected_min)
    if facts.history is None:
        minutes[monday_of(today) - A_WEEK] = timeline.weekly_min[-1]
    return frozenset(monday for monday, known in minutes.items() if known is not None and known <= DOWN_SHARE * usual)


def is_deload(facts: Facts, today: date, monday: date, down_weeks: Collection[date]) -> bool:
    """Whether the week is the easier one of its block: the fourth, or the running plan's down week right beside it."""
    fourth = {n: block_week(facts, today, monday + n * A_WEEK) == DELOAD_WEEK for n in (-1, 0, 1)}
    if fourth[0]:
        beside = (monday - A_WEEK in down_weeks, monday + A_WEEK in down_weeks)
        return monday in down_weeks or not any(beside)
    if monday not in down_weeks:
        return False
    # Of two down weeks around one fourth week the earlier gives way to the fourth week itself, if that is down too.
    earlier = fourth[1] and monday + A_WEEK not in down_weeks
    later = fourth[-1] and monday - A_WEEK not in down_weeks and monday - 2 * A_WEEK not in down_weeks
    return earlier or later


def block_of(facts: Facts, today: date, day: date) -> int:
    """1 to 3, which block of exercises the day belongs to; it changes when a strength block begins."""
    week = block_week(facts, today, day)
    begun = monday_of(day) - timedelta(weeks=(week or 1) - 1)
    return _weeks_since_epoch(begun) // BLOCK_WEEKS % ROTATION + 1


def dose_on(facts: Facts, day: date, *, kind: Kind, sessions_done: int, returning: bool, deload: bool) -> Dose:
    """How much a session on that day asks for: the most careful of what applies."""
    if kind is not Kind.FULL:
        return Dose.LIGHT
    if returning:
        return Dose.RETURN
    if sessions_done < LEARN_SESSIONS:
        return Dose.LEARN
    race = next_a_race(facts, day)
    if race is not None and (race.start.astimezone(facts.athlete.zone).date() - day).days <= TAPER_DAYS:
        return Dose.TAPER
    if deload:
        return Dose.DELOAD
    return DOSE_OF_PHASE[phase_on(facts, day)]


LEARN_SESSIONS = 4
