"""Loads put what was logged into a session: a suggestion beside each exercise, which nobody has to follow."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date

from liftday_rules.content.exercises import LIBRARY
from liftday_rules.content.progress import Step, Suggestion, suggest
from liftday_rules.content.watch_names import key_of
from liftday_rules.model import Activity, Content, ExerciseDone, SetDone, Sport


def suggestions(content: Content, log: Sequence[ExerciseDone], day: date) -> Iterator[Suggestion]:
    """What the log suggests for each exercise of a session that was done before, in the session's order."""
    logged = {done.key for done in log if done.on < day}
    for exercise in content.exercises:
        move = LIBRARY.get(exercise.key)
        if move is not None and exercise.key in logged:
            yield suggest(move, exercise, log, day, content.dose)


def with_log(content: Content, log: Sequence[ExerciseDone], day: date) -> Content:
    """The session with the suggested weight in the words of each exercise; without a log it stays as it is."""
    if not log:
        return content
    found = {suggestion.key: suggestion for suggestion in suggestions(content, log, day)}
    if not found:
        return content
    told = (
        replace(exercise, load=_words(found[exercise.key])) if exercise.key in found else exercise
        for exercise in content.exercises
    )
    return replace(content, exercises=tuple(told))


def _words(suggestion: Suggestion) -> str:
    """`40 kg. Stay at 40 kg until …`."""
    if suggestion.load_kg is None or suggestion.step is Step.START:
        return suggestion.sentence
    return f"{suggestion.load_kg:g} kg. {suggestion.sentence}"


def from_watch(activity: Activity) -> tuple[ExerciseDone, ...]:
    """What a watch recorded of a strength session, exercises of our library only, in order of their first set."""
    if activity.sport is not Sport.STRENGTH:
        return ()
    sets: dict[str, list[SetDone]] = {}
    for one in activity.sets:
        key = key_of(one.category or "", one.exercise or "")
        if key is not None and one.reps:
            sets.setdefault(key, []).append(SetDone(reps=one.reps, load_kg=one.load_kg or None))
    return tuple(ExerciseDone(key=key, on=activity.local_date, sets=tuple(found)) for key, found in sets.items())
