"""What the athlete says about days and runs: sick, hurt, travelling, pausing; what a run was, what not to believe.

Like the verbs, each is one more fact, known by its key, and the next cycle decides.
"""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from liftday_rules.model import Doubt, Equipment, Flag, FlagKind, RunClass
from liftday_sync.config import AthleteConfig
from liftday_sync.gather import MEMORY
from liftday_sync.said import flags_of
from liftday_sync.store import Store
from liftday_sync.store.api import NewFact
from liftday_sync.verbs import Outcome, Refusal, Refused, check_key, known_by, repeated

LONGEST = timedelta(days=366)
REGION_LENGTH = 80
SAYABLE = (RunClass.HARD, RunClass.EASY, RunClass.LONG, RunClass.RACE)
NAMES = {
    FlagKind.SICK: "Sick",
    FlagKind.INJURY: "Injury",
    FlagKind.TRAVEL: "Travel",
    FlagKind.PAUSE: "Pause",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Raised:
    """A flag that was raised and not taken back as a mistake."""

    id: str
    flag: Flag


def raise_flag(store: Store, athlete: AthleteConfig, flag: Flag, *, key: str, now: datetime) -> Outcome:
    """Say that something keeps strength away or changes it; the outcome's subject is the flag's id. May refuse."""
    check_key(key)
    if (known := store.fact_by_key(athlete.id, key)) is not None:
        return repeated(known, "flag", None)
    check(flag, now)
    message = f"{NAMES[flag.kind]}: noted. {_what_follows(flag)}"
    fact = NewFact(kind="flag", subject=None, payload={**_payload(flag), "message": message}, key=key)
    stored = store.say(athlete.id, fact, now)
    if stored is None:  # the same word came twice at once
        return repeated(known_by(store, athlete.id, key), "flag", None)
    return Outcome(subject=str(stored.id), verb="flag", message=message, is_new=True)


def lower_flag(store: Store, athlete: AthleteConfig, flag_id: str, *, now: datetime, mistake: bool = False) -> Outcome:
    """Say that it is over; as a `mistake` it counts as never said. Doing it twice is no error. May refuse."""
    found = next((one for one in store.facts(athlete.id, kinds=["flag"]) if str(one.id) == flag_id), None)
    if found is None:
        raise Refused(Refusal.UNKNOWN, "There is no such flag; look at the list again.")
    kind = NAMES[FlagKind(found.payload["kind"])]
    message = f"{kind}: {'taken back' if mistake else 'over'}. The plan takes it into account."
    if mistake:
        fact = NewFact(kind="mistake", subject=flag_id, payload={}, key=f"mistake:{found.id}")
        is_new = store.say(athlete.id, fact, now, ends=(found.id,)) is not None
    else:
        is_new = store.end_fact(athlete.id, found.id, now)
    return Outcome(subject=flag_id, verb="flag", message=message, is_new=is_new)


def flags(store: Store, athlete: AthleteConfig, now: datetime) -> tuple[Raised, ...]:
    """The flags that hold now or will, oldest first."""
    told = flags_of(store.facts(athlete.id, kinds=["flag", "mistake"]))
    return tuple(Raised(id=str(i), flag=flag) for i, flag in told if flag.until is None or flag.until > now)


def classify(
    store: Store, athlete: AthleteConfig, activity_id: str, run_class: RunClass | None, *, key: str, now: datetime
) -> Outcome:
    """Say what a run was, or with None leave it to the classifier again. May refuse."""
    check_key(key)
    if (known := store.fact_by_key(athlete.id, key)) is not None:
        return repeated(known, "override", activity_id)
    if run_class is not None and run_class not in SAYABLE:
        raise Refused(Refusal.INVALID, f"Say one of {', '.join(SAYABLE)}.")
    word = run_class.value if run_class else None
    message = f"Noted: that run was {word}." if word else "Noted: Liftday judges that run by itself again."
    fact = NewFact(kind="override", subject=activity_id, payload={"class": word, "message": message}, key=key)
    return _of_run(store, athlete, activity_id, fact, key=key, now=now)


def doubt(
    store: Store, athlete: AthleteConfig, activity_id: str, doubts: Collection[Doubt], *, key: str, now: datetime
) -> Outcome:
    """Say what can't be believed of a run; nothing: all of it can be believed again. May refuse."""
    check_key(key)
    if (known := store.fact_by_key(athlete.id, key)) is not None:
        return repeated(known, "doubt", activity_id)
    names = sorted({one.value for one in doubts})
    what = " and ".join(one.replace("_", " ") for one in names)
    message = f"Noted: the {what} of that run is left out." if what else "Noted: that run is believed as it is."
    fact = NewFact(kind="doubt", subject=activity_id, payload={"ignore": names, "message": message}, key=key)
    return _of_run(store, athlete, activity_id, fact, key=key, now=now)


def _of_run(
    store: Store, athlete: AthleteConfig, activity_id: str, fact: NewFact, *, key: str, now: datetime
) -> Outcome:
    """Keep a word about a run in the place of the last one of its kind."""
    today = now.astimezone(athlete.zone).date()
    run = next((one for one in store.activities(athlete.id, since=today - MEMORY) if one.id == activity_id), None)
    if run is None or not run.sport.is_run:
        raise Refused(Refusal.UNKNOWN, "There is no such run in the last half year; look at the list again.")
    earlier = [one.id for one in store.facts(athlete.id, kinds=[fact.kind]) if one.subject == activity_id]
    if store.say(athlete.id, fact, now, ends=earlier) is None:  # the same word came twice at once
        return repeated(known_by(store, athlete.id, key), fact.kind, activity_id)
    return Outcome(subject=activity_id, verb=fact.kind, message=str(fact.payload["message"]), is_new=True)


def check(flag: Flag, now: datetime) -> None:
    """Refuse a flag that says too little, or nonsense."""
    moments = [moment for moment in (flag.since, flag.until) if moment is not None]
    if any(moment.tzinfo is None for moment in moments):
        raise Refused(Refusal.INVALID, "Times need their offset, such as 2026-11-27T00:00:00+01:00.")
    if any(abs(moment - now) > LONGEST for moment in moments):
        raise Refused(Refusal.INVALID, "Choose times within a year of now.")
    if flag.until is not None and flag.until <= flag.since:
        raise Refused(Refusal.INVALID, "It must end after it begins.")
    if flag.kind is FlagKind.TRAVEL and flag.equipment is None:
        raise Refused(Refusal.INVALID, "Say what there is to lift with on the way: none, band, dumbbells or gym.")
    if flag.kind is FlagKind.INJURY and not flag.region:
        raise Refused(Refusal.INVALID, "Say where it hurts, such as knee or back.")
    if flag.region and len(flag.region) > REGION_LENGTH:
        raise Refused(Refusal.INVALID, f"Say where it hurts in at most {REGION_LENGTH} characters.")


def _what_follows(flag: Flag) -> str:
    if flag.kind is FlagKind.TRAVEL:
        return f"Sessions on these days use {'no equipment' if flag.equipment is Equipment.NONE else flag.equipment}."
    if flag.kind is FlagKind.INJURY:
        return "What loads it is left out until you say it is over."
    return "Strength rests" + ("." if flag.until else " until you say it is over.")


def _payload(flag: Flag) -> dict[str, str | bool | None]:
    return {
        "kind": flag.kind.value,
        "since": flag.since.astimezone(UTC).isoformat(),
        "until": flag.until.astimezone(UTC).isoformat() if flag.until else None,
        "region": flag.region,
        "side": flag.side.value if flag.side else None,
        "allow_upper": flag.allow_upper,
        "equipment": flag.equipment.value if flag.equipment else None,
    }
