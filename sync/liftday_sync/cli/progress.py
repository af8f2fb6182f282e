"""`liftday progress`: what was done of what was planned, and how strong it has made."""

from datetime import timedelta
from typing import TYPE_CHECKING, Any

from liftday_sync.cli.common import AthleteOption, ConfigOption, JsonOption, as_json, clock, opened, read_config, tell

if TYPE_CHECKING:
    from datetime import date

    from liftday_rules.content import Adherence
    from liftday_rules.model import ExerciseDone
    from liftday_sync.config import AthleteConfig
    from liftday_sync.lift_tests import Tested
    from liftday_sync.store.api import StoredSession

BLOCK = timedelta(weeks=4)
WEEKS = 12


def progress(*, config: ConfigOption = None, athlete: AthleteOption = None, json: JsonOption = False) -> None:
    """Say what was done of what was planned in twelve weeks, and what the log and the tests say of strength."""
    from liftday_sync.gather import gather
    from liftday_sync.lift_tests import TEST, results

    settings, now = read_config(config), clock().now()
    who = settings.athlete(athlete)
    today = now.astimezone(who.zone).date()
    with opened(settings) as store:
        facts = gather(store, who, now)
        sessions = store.sessions(who.id, since=now - timedelta(weeks=WEEKS + 1))
        tested = results(store.facts(who.id, kinds=[TEST]))
    kept = _adherence(facts.strength_days, sessions, who, today)
    strength = _strength(facts.log, today)
    tests = _tests(tested)
    if json:
        weeks = [{"monday": w.monday.isoformat(), "done": w.done, "planned": w.target} for w in kept.weeks]
        as_json({"share": kept.share, "sentence": kept.sentence, "weeks": weeks, "strength": strength, "tests": tests})
        return
    tell(kept.sentence)
    for sentence in (*(one["sentence"] for one in strength), *tests):
        tell(sentence)


def _adherence(
    days: tuple[date, ...], sessions: tuple[StoredSession, ...], who: AthleteConfig, today: date
) -> Adherence:
    """Days of strength against the sessions that stood in each week at its end."""
    from liftday_rules.content import SessionDone, adherence
    from liftday_rules.model import Kind
    from liftday_sync.store.api import SessionStatus

    aimed = {SessionStatus.DONE, SessionStatus.MISSED, SessionStatus.SKIPPED}
    targets: dict[date, int] = {}
    for session in sessions:
        day = session.start.astimezone(who.zone).date()
        if session.status in aimed:
            monday = day - timedelta(days=day.weekday())
            targets[monday] = targets.get(monday, 0) + 1
    return adherence([SessionDone(on=day, kind=Kind.FULL) for day in days], targets, today, WEEKS)


def _strength(log: tuple[ExerciseDone, ...], today: date) -> list[dict[str, Any]]:
    """The best estimate of these four weeks for each exercise, and what it was in the four before."""
    from liftday_rules.content import LIBRARY, best_e1rm_kg
    from liftday_rules.content.baseline import Measured, compare

    found: list[dict[str, Any]] = []
    for key in dict.fromkeys(done.key for done in log if done.key in LIBRARY):
        now = best_e1rm_kg(log, key, today - BLOCK + timedelta(days=1), today)
        before = best_e1rm_kg(log, key, today - 2 * BLOCK + timedelta(days=1), today - BLOCK)
        if now is None:
            continue
        name = LIBRARY[key].name
        sentence = f"{name}: about {now:.0f} kg for one repetition."
        if before is not None:
            said = compare(Measured.STRENGTH_KG, round(before), round(now)).sentence
            sentence = f"{name}: {said[0].lower()}{said[1:]}"
        found.append({"exercise": key, "e1rm_kg": round(now, 1), "before_kg": before and round(before, 1)})
        found[-1]["sentence"] = sentence
    return found


def _tests(tested: tuple[Tested, ...]) -> list[str]:
    """The last result of each test, against the one before."""
    from liftday_sync.lift_tests import against_the_last

    last = {one.measured: one for one in tested}
    told = []
    for one in last.values():
        first = f"{one.measured.value[0].upper()}{one.measured.value[1:]}: {one.left} left, {one.right} right."
        told.append(against_the_last(one, tested) or first)
    return told
