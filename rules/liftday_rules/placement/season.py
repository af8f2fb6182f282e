"""Where the athlete stands: the phase of training, the week of the strength block, and what a session's dose is."""

from datetime import date, timedelta

from liftday_rules.model import Dose, Facts, Kind, Phase, Priority, Race, RunState
from liftday_rules.placement.situation import monday_of

PEAK_WEEKS = 6
BUILD_WEEKS = 12
OFF_SEASON_WEEKS = 20
BLOCK_WEEKS = 4
BLOCKS = 3
DELOAD_WEEK = 4
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
    """1 to 4, the week of the strength block that contains the day; None when the athlete has not said."""
    if facts.athlete.block_week is None:
        return None
    weeks = (monday_of(day) - monday_of(today)).days // 7
    return (facts.athlete.block_week - 1 + weeks) % BLOCK_WEEKS + 1


def block_of(facts: Facts, today: date, day: date) -> int:
    """1 to 3, which block of exercises the day belongs to; it changes when a strength block begins."""
    week = block_week(facts, today, day)
    begun = monday_of(day) - timedelta(weeks=(week or 1) - 1)
    return _weeks_since_epoch(begun) // BLOCK_WEEKS % BLOCKS + 1


def dose_on(
    facts: Facts, today: date, day: date, *, kind: Kind, sessions_done: int, returning: bool, deload: bool
) -> Dose:
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
    if deload or block_week(facts, today, day) == DELOAD_WEEK:
        return Dose.DELOAD
    return DOSE_OF_PHASE[phase_on(facts, day)]


LEARN_SESSIONS = 4
