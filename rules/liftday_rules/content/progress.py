"""Progress suggests the next load from what was logged. It suggests; it never changes anything by itself."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum

from liftday_rules.content.move import Move
from liftday_rules.content.timing import seconds
from liftday_rules.model import Content, Dose, Exercise, ExerciseDone, Pattern

GOOD_SESSIONS = 2
"""Sessions in a row that have to be good before a step up."""
MAX_STEP_SHARE = 0.05
"""Of the load, unless the smallest step there is is larger (form before resistance)."""
STEP_DOWN_SHARE = 0.05
BIG_STEP_DOWN_SHARE = 0.10
RPE_MARGIN = 1.0
"""So much above the target is too hard."""
SHORT_LAYOFF_DAYS, LONG_LAYOFF_DAYS = 14, 28
SHORT_LAYOFF_SHARE = 0.90
RETURN_SHARE = 0.80
"""After an illness or a long break."""
NIGGLE_LEVEL = 3
"""From here on a weight is not raised."""


class Step(StrEnum):
    """Which way."""

    START = "start"
    UP = "up"
    HOLD = "hold"
    DOWN = "down"
    RELEARN = "relearn"


@dataclass(frozen=True, slots=True, kw_only=True)
class Suggestion:
    """What to lift next time, and why."""

    key: str
    step: Step
    load_kg: float | None
    """None: no weight, or none is known."""
    sentence: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Layoff:
    """What a break has done."""

    days: int
    load_share: float
    """Of the last load."""
    relearn: bool
    """Back to the learning dose, with a beginner's gaps to hard runs."""


def layoff(last: date | None, today: date) -> Layoff:
    """What the days since the last session mean; nobody's first session is a layoff."""
    days = (today - last).days if last else 0
    if days >= LONG_LAYOFF_DAYS:
        return Layoff(days=days, load_share=RETURN_SHARE, relearn=True)
    return Layoff(days=days, load_share=SHORT_LAYOFF_SHARE if days >= SHORT_LAYOFF_DAYS else 1.0, relearn=False)


def suggest(
    move: Move, planned: Exercise, history: Sequence[ExerciseDone], today: date, dose: Dose = Dose.BASE
) -> Suggestion:
    """Suggest the next load of one exercise.

    Args:
        move: the exercise.
        planned: what the next session asks for; its repetitions and effort are the target.
        history: everything logged, in any order; other exercises and later dates do not count.
        today: the day of the next session.
        dose: the session's dose; after an illness or a race the load comes back in steps, and an easy week adds none.
    """
    done = sorted((h for h in history if h.key == move.key and h.on < today and h.sets), key=lambda h: h.on)
    if not done:
        return _say(move, Step.START, None, f"{move.name} is new: choose a weight by feel and write it down.")
    last = done[-1]
    broke = layoff(last.on, today)
    if broke.relearn:
        return _less(move, last, RETURN_SHARE, f"{broke.days} days since the last time: learn it again", Step.RELEARN)
    if dose is Dose.RETURN:
        return _less(move, last, RETURN_SHARE, "Back after a break: about 80 % of the last weight")
    if broke.load_share < 1:
        return _less(move, last, broke.load_share, f"{broke.days} days since the last time: a tenth less")
    if dose in _ADDS_NOTHING:
        return _say(move, Step.HOLD, last.load_kg, f"An easier session on purpose: stay{_at(last.load_kg)}.")
    return _after(move, planned, done)


_ADDS_NOTHING = frozenset({Dose.DELOAD, Dose.TAPER, Dose.LIGHT})


def _after(move: Move, planned: Exercise, done: Sequence[ExerciseDone]) -> Suggestion:
    """The rule without a break: two good sessions lift the load, one bad one lowers it."""
    last = done[-1]
    low, high, rpe = _targets(planned)
    missed = any(s.reps < low for s in last.sets)
    too_hard = any(s.rpe is not None and s.rpe > rpe + RPE_MARGIN for s in last.sets)
    if missed and too_hard:
        return _less(move, last, 1 - BIG_STEP_DOWN_SHARE, "Last time was too hard and repetitions were missing: less")
    if missed:
        return _less(move, last, 1 - STEP_DOWN_SHARE, "Last time repetitions were missing: a little less")
    if too_hard:
        return _less(move, last, 1 - STEP_DOWN_SHARE, "Last time was harder than meant: a little less")
    sore = next((n for n in last.niggles if n.level >= NIGGLE_LEVEL), None)
    if sore:
        return _say(move, Step.HOLD, last.load_kg, f"You noted your {sore.region} last time: no more weight for now.")
    recent = done[-GOOD_SESSIONS:]
    same_load = len({d.load_kg for d in recent}) == 1
    if len(recent) == GOOD_SESSIONS and same_load and all(_mastered(d, high, rpe) for d in recent):
        return _more(move, last)
    until = f"two sessions in a row reach {high} in every set at RPE {rpe:g} or less"
    return _say(move, Step.HOLD, last.load_kg, f"Stay{_at(last.load_kg)} until {until}.")


def _targets(planned: Exercise) -> tuple[int, int, float]:
    """Lowest and highest repetitions, and the effort not to exceed."""
    numbers = [int(part) for part in planned.reps.split(" ")[0].split("-")]
    return numbers[0], numbers[-1], float(planned.rpe.rsplit("-", 1)[-1])


def _mastered(done: ExerciseDone, high: int, rpe: float) -> bool:
    """Every set at the top of the range, and none harder than meant. Unknown effort is no proof."""
    return all(s.reps >= high and s.rpe is not None and s.rpe <= rpe for s in done.sets)


def _more(move: Move, last: ExerciseDone) -> Suggestion:
    if last.load_kg is None or move.step_kg is None:
        return _say(
            move, Step.UP, None, "Two sessions in a row were good: take a harder variant or go down more slowly."
        )
    fits = move.step_kg <= last.load_kg * MAX_STEP_SHARE
    load = last.load_kg + (move.step_kg if fits else _smallest_step_kg(move.step_kg))
    return _say(move, Step.UP, load, f"Two sessions in a row reached every repetition: try {load:g} kg.")


def _less(move: Move, last: ExerciseDone, share: float, because: str, step: Step = Step.DOWN) -> Suggestion:
    """A share of the last load, down to what can be loaded."""
    load = last.load_kg
    if load is not None:
        grain = _smallest_step_kg(move.step_kg or _SMALL_PLATES_KG)
        load = load * share // grain * grain or load
    return _say(move, step, load, f"{because}{_at(load)}.")


_SMALL_PLATES_KG = 2.5
"""A pair of the smallest plates. Dumbbells come as they are."""


def _smallest_step_kg(step_kg: float) -> float:
    return min(step_kg, _SMALL_PLATES_KG)


def _at(load_kg: float | None) -> str:
    return "" if load_kg is None else f" at {load_kg:g} kg"


def _say(move: Move, step: Step, load_kg: float | None, sentence: str) -> Suggestion:
    return Suggestion(key=move.key, step=step, load_kg=load_kg, sentence=sentence)


def ease(content: Content) -> Content:
    """The same session for a tired day: accessories go, then one set of each lift; the load stays.

    Trunk work keeps one set, since every session has some.
    """
    lifts = {Pattern.SQUAT, Pattern.HINGE, Pattern.SINGLE_LEG, Pattern.PUSH, Pattern.PULL}
    kept: list[Exercise] = []
    for exercise in content.exercises:
        if exercise.pattern in lifts:
            kept.append(replace(exercise, sets=max(1, exercise.sets - 1)))
        elif exercise.pattern is Pattern.TRUNK and all(k.pattern is not Pattern.TRUNK for k in kept):
            kept.append(replace(exercise, sets=1))
    letters = [exercise.pair for exercise in kept]
    kept = [e if letters.count(e.pair) > 1 else replace(e, pair="") for e in kept]
    patterns = tuple(dict.fromkeys(exercise.pattern for exercise in kept))
    parts = (content.warm_up, content.finish, content.test, content.cool_down)
    minutes = round(seconds(kept, parts) / 60)
    return replace(content, exercises=tuple(kept), patterns=patterns, minutes=minutes)
