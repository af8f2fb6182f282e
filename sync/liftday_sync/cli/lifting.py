"""`liftday log`: what was lifted. `liftday preview`: what would become of the plan."""

from typing import TYPE_CHECKING, Annotated, Any

import typer

from liftday_rules.model import Equipment, Policy
from liftday_sync.cli.common import AthleteOption, ConfigOption, JsonOption, as_json, clock, opened, read_config, tell
from liftday_sync.errors import InputError

if TYPE_CHECKING:
    from datetime import datetime

    from liftday_rules.whatif import Preview
    from liftday_sync.lift_tests import Tested
    from liftday_sync.store import Store


def log(
    exercise: Annotated[
        str, typer.Argument(help="A key or a name of docs/exercises.md, such as db_rdl; or squat-test, or calf-test.")
    ],
    sets: Annotated[
        str, typer.Argument(help="3x6@40: sets x reps @ kilograms, several with commas; of a test: left,right.")
    ],
    *,
    on: Annotated[str, typer.Option(help="The day: a date, today or yesterday.")] = "today",
    session: Annotated[str | None, typer.Option(help="The uid of the session that it was part of.")] = None,
    rpe: Annotated[float | None, typer.Option(min=1, max=10, help="Effort out of 10.")] = None,
    niggle: Annotated[list[str] | None, typer.Option(help="What you felt and how much, such as knee:3.")] = None,
    config: ConfigOption = None,
    athlete: AthleteOption = None,
    json: JsonOption = False,
) -> None:
    """Note what you lifted. The next session's weights are suggested from it, and nothing else changes."""
    from liftday_rules.content import LIBRARY, best_e1rm_kg
    from liftday_rules.model import ExerciseDone, SessionUid
    from liftday_sync.cli.show import wanted_day
    from liftday_sync.lift_log import exercise_key, parse_niggle, parse_sets, to_fact
    from liftday_sync.lift_tests import BY_WORD, parse_test

    settings, now = read_config(config), clock().now()
    who = settings.athlete(athlete)
    today = now.astimezone(who.zone).date()
    day = wanted_day(on, today)
    if day > today:
        raise InputError("That day is still to come; log it when it is done.")
    if exercise in BY_WORD:
        with opened(settings) as store:
            _note_test(store, who.id, parse_test(exercise, sets, day), now, json=json)
        return
    done = ExerciseDone(
        key=exercise_key(exercise),
        on=day,
        sets=parse_sets(sets, rpe),
        niggles=tuple(parse_niggle(one) for one in niggle or ()),
        uid=SessionUid(session) if session else None,
    )
    with opened(settings) as store:
        if done.uid and store.session(who.id, done.uid) is None:
            raise InputError(f"There is no session {done.uid!r}; leave --session out, or look it up in `liftday plan`.")
        store.add_fact(who.id, to_fact(done), now)
    best = best_e1rm_kg([done], done.key, done.on, done.on)
    if json:
        as_json({**to_fact(done).payload, "session": done.uid, "e1rm_kg": best and round(best, 1)})
        return
    strong = f" About {best:.0f} kg for one repetition." if best else ""
    tell(f"Noted: {LIBRARY[done.key].name}, {len(done.sets)} sets on {done.on:%a %d %b}.{strong}")


def _note_test(store: Store, athlete_id: str, tested: Tested, now: datetime, *, json: bool) -> None:
    from liftday_sync.lift_tests import TEST, against_the_last, results, to_fact

    known = results(store.facts(athlete_id, kinds=[TEST]))
    store.add_fact(athlete_id, to_fact(tested), now)
    compared = against_the_last(tested, known)
    if json:
        as_json({"test": tested.measured.name.lower(), **to_fact(tested).payload, "compared": compared})
        return
    tell(f"Noted: {tested.measured.value}, {tested.left} left and {tested.right} right on {tested.on:%a %d %b}.")
    tell(compared or "The next test, in the next easier week, is held against it.")


def preview(
    *,
    policy: Annotated[Policy | None, typer.Option(help="Another policy.")] = None,
    target: Annotated[int | None, typer.Option(min=0, max=3, help="Another number of sessions a week.")] = None,
    equipment: Annotated[Equipment | None, typer.Option(help="Other equipment.")] = None,
    rule: Annotated[list[str] | None, typer.Option(help="A rule parameter, such as before_hard_min_h=36.")] = None,
    config: ConfigOption = None,
    athlete: AthleteOption = None,
    json: JsonOption = False,
) -> None:
    """Say what would become of the plan with other settings. Nothing is stored."""
    from liftday_rules.whatif import WhatIf
    from liftday_rules.whatif import preview as tried
    from liftday_sync.gather import gather

    settings = read_config(config)
    who = settings.athlete(athlete)
    change = WhatIf(policy=policy, target_per_week=target, equipment=equipment, parameters=_numbers(rule or []))
    if change == WhatIf():
        raise InputError("Say what should be different, such as --policy stack_hard or --target 3.")
    with opened(settings) as store:
        facts = gather(store, who, clock().now())
    try:
        found = tried(facts, change)
    except ValueError as error:
        raise InputError(str(error)) from error
    if json:
        as_json(_as_json(found))
        return
    _tell(found)


def _numbers(given: list[str]) -> dict[str, float]:
    numbers: dict[str, float] = {}
    for one in given:
        name, _, value = one.partition("=")
        try:
            numbers[name.strip()] = float(value)
        except ValueError:
            raise InputError(f"{one!r} is no rule with a number; write it like before_hard_min_h=36.") from None
    return numbers


def _tell(found: Preview) -> None:
    if not found.changes_anything:
        tell("The calendar would stay as it is.")
    for session in found.added:
        tell(("+ ", "green"), f"{session.start:%a %d %b %H:%M}  {session.kind}  {session.reason}")
    for change in (*found.moved, *found.resized):
        tell(("~ ", "yellow"), change.reason)
    for change in found.dropped:
        tell(("- ", "red"), change.reason)
    for notice in found.warnings:
        tell((f"! {notice.message}", "yellow"))


def _as_json(found: Preview) -> dict[str, Any]:
    told = {"moved": found.moved, "resized": found.resized, "dropped": found.dropped, "credited": found.credited}
    return {
        "changes_anything": found.changes_anything,
        "added": [
            {"uid": s.uid, "start": s.start.isoformat(), "kind": s.kind, "code": s.reason_code, "reason": s.reason}
            for s in found.added
        ],
        **{
            name: [
                {
                    "uid": one.uid,
                    "change": one.change,
                    "start_before": one.start_before and one.start_before.isoformat(),
                    "start_after": one.start_after and one.start_after.isoformat(),
                    "code": one.reason_code,
                    "reason": one.reason,
                }
                for one in changes
            ]
            for name, changes in told.items()
        },
        "warnings": [{"code": one.code, "message": one.message} for one in found.warnings],
        "resolved": [{"code": one.code, "message": one.message} for one in found.resolved],
        "targets": {
            monday.isoformat(): {"before": before, "after": after} for monday, (before, after) in found.targets.items()
        },
    }
