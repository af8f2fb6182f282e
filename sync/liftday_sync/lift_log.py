"""Logging what was lifted: words of the athlete become a fact, and facts become a log again."""

import re
from collections.abc import Mapping, Sequence
from datetime import date, datetime
from difflib import get_close_matches
from typing import Any

from liftday_rules.content import LIBRARY
from liftday_rules.model import ExerciseDone, Niggle, SessionUid, SetDone
from liftday_sync.config import AthleteConfig
from liftday_sync.errors import InputError
from liftday_sync.store import Store
from liftday_sync.store.api import NewFact, StoredFact
from liftday_sync.verbs import Outcome, Refusal, Refused, check_key, known_by, repeated

LOG = "log"
"""The kind of fact."""
SETS = re.compile(
    r"(?:(?P<sets>\d{1,2})\s*[x×*]\s*)?(?P<reps>\d{1,3})(?:\s*@\s*(?P<load>\d{1,3}(?:\.\d{1,2})?)\s*(?:kg)?)?"
)
NIGGLE = re.compile(r"(?P<region>[A-Za-z -]+):(?P<level>\d{1,2})")
MOST_LEVEL = 10


def parse_sets(text: str, rpe: float | None = None) -> tuple[SetDone, ...]:
    """`3x6@40` is three sets of six with 40 kg; `6@40, 5@40` one after the other. Raises `InputError`."""
    done: list[SetDone] = []
    for part in text.split(","):
        found = SETS.fullmatch(part.strip())
        if found is None or not int(found["reps"]) or found["sets"] == "0":
            raise InputError(f"{part.strip()!r} is no set; write it like 3x6@40 (sets x reps @ kilograms), or 8.")
        load = float(found["load"]) if found["load"] else None
        done += [SetDone(reps=int(found["reps"]), load_kg=load, rpe=rpe)] * int(found["sets"] or 1)
    return tuple(done)


def parse_niggle(text: str) -> Niggle:
    """`knee:3`. Raises `InputError`."""
    found = NIGGLE.fullmatch(text.strip())
    if found is None or int(found["level"]) > MOST_LEVEL:
        raise InputError(f"{text!r} says not where and how much; write it like knee:3, from 0 to 10.")
    return Niggle(region=found["region"].strip(), level=int(found["level"]))


def exercise_key(text: str) -> str:
    """The library's key for a key or a name, in any case. Raises `InputError` with what was probably meant."""
    by_name = {move.name.casefold(): key for key, move in LIBRARY.items()}
    wanted = text.strip().casefold()
    key = wanted.replace(" ", "_").replace("-", "_")
    if key in LIBRARY:
        return key
    if wanted in by_name:
        return by_name[wanted]
    near = get_close_matches(key, LIBRARY, n=1, cutoff=0.5) or get_close_matches(wanted, by_name, n=1, cutoff=0.5)
    hint = f"did you mean {near[0]}?" if near else "docs/exercises.md lists them all."
    raise InputError(f"There is no exercise {text!r}; {hint}")


def to_fact(done: ExerciseDone, key: str | None = None) -> NewFact:
    """What is kept. The same `key` is kept once."""
    payload = {
        "exercise": done.key,
        "on": done.on.isoformat(),
        "sets": [{"reps": one.reps, "load_kg": one.load_kg, "rpe": one.rpe} for one in done.sets],
        "niggles": [{"region": one.region, "level": one.level} for one in done.niggles],
    }
    return NewFact(kind=LOG, subject=done.uid, payload=payload, key=key)


def note(  # noqa: PLR0917 (what was lifted, by whom, in which session)
    store: Store, athlete: AthleteConfig, uid: str, done: ExerciseDone, key: str, now: datetime
) -> Outcome:
    """Keep what was lifted in a session. May refuse."""
    check_key(key)
    if (known := store.fact_by_key(athlete.id, key)) is not None:
        return repeated(known, LOG, uid)
    if store.session(athlete.id, uid) is None:
        raise Refused(Refusal.UNKNOWN, "There is no such session; look at the plan again.")
    today = now.astimezone(athlete.zone).date()
    if done.on > today:
        raise Refused(Refusal.INVALID, "That day is still to come; log it when it is done.")
    message = f"Noted: {LIBRARY[done.key].name}, {len(done.sets)} {'set' if len(done.sets) == 1 else 'sets'}."
    fact = to_fact(done, key)
    kept = NewFact(kind=fact.kind, subject=uid, payload={**fact.payload, "message": message}, key=key)
    if store.say(athlete.id, kept, now) is None:  # the same word came twice at once
        return repeated(known_by(store, athlete.id, key), LOG, uid)
    return Outcome(subject=uid, verb=LOG, message=message, is_new=True)


def logged(facts: Sequence[StoredFact]) -> tuple[ExerciseDone, ...]:
    """The log, in the order of the days."""
    found = (_of(fact.payload, fact.subject) for fact in facts if fact.kind == LOG and fact.ended_at is None)
    return tuple(sorted(found, key=lambda done: done.on))


def _of(kept: Mapping[str, Any], uid: str | None) -> ExerciseDone:
    return ExerciseDone(
        key=kept["exercise"],
        on=date.fromisoformat(kept["on"]),
        sets=tuple(SetDone(reps=one["reps"], load_kg=one["load_kg"], rpe=one["rpe"]) for one in kept["sets"]),
        niggles=tuple(Niggle(region=one["region"], level=one["level"]) for one in kept["niggles"]),
        uid=SessionUid(uid) if uid else None,
    )
