"""Progress suggests the next load from what was logged. It suggests; it never changes anything by itself."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum

from liftday_rules.content.log import ExerciseDone
from liftday_rules.content.move import LOWER_PATTERNS, Move
from liftday_rules.model import Content, Exercise, Pattern

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
_GRAIN_KG = 0.5


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


def suggest(move: Move, planned: Exercise, history: Sequence[ExerciseDone], today: date) -> Suggestion:
    """Suggest the next load of one exercise.

    Args:
        move: the exercise.
        planned: what the next session asks for; its repetitions and effort are the target.
        history: everything logged, in any order; other exercises and later dates do not count.
        today: the day of the next session.
    """
    done = sorted((h for h in history if h.key == move.key and h.on < today and h.sets), key=lambda h: h.on)
    if not done:
        return _say(move, Step.START, None, f"{move.name} is new: choose a weight by feel and write it down.")
    last = done[-1]
    broke = layoff(last.on, today)
    if broke.relearn:
        load = _reduced(move, last.load_kg, RETURN_SHARE)
        return _say(move, Step.RELEARN, load, f"{broke.days} days since the last time: learn it again{_at(load)}.")
    if broke.load_share < 1:
        load = _reduced(move, last.load_kg, broke.load_share)
        return _say(move, Step.DOWN, load, f"{broke.days} days since the last time: a tenth less{_at(load)}.")
    return _after(move, planned, done)


def _after(move: Move, planned: Exercise, done: Sequence[ExerciseDone]) -> Suggestion:
    """The rule without a break: two good sessions lift the load, one bad one lowers it."""
    last = done[-1]
    low, high, rpe = _targets(planned)
    if _missed(last, low) and _too_hard(last, rpe):
        load = _reduced(move, last.load_kg, 1 - BIG_STEP_DOWN_SHARE)
        return _say(
            move, Step.DOWN, load, f"Last time was too hard and repetitions were missing: a tenth less{_at(load)}."
        )
    if _missed(last, low) or _too_hard(last, rpe):
        load = _reduced(move, last.load_kg, 1 - STEP_DOWN_SHARE)
        why = "repetitions were missing" if _missed(last, low) else "it was harder than meant"
        return _say(move, Step.DOWN, load, f"Last time {why}: a little less{_at(load)}.")
    sore = next((n for n in last.niggles if n.level >= NIGGLE_LEVEL), None)
    if sore:
        return _say(move, Step.HOLD, last.load_kg, f"You noted your {sore.region} last time: no more weight for now.")
    recent = done[-GOOD_SESSIONS:]
    same_load = len({d.load_kg for d in recent}) == 1
    if len(recent) == GOOD_SESSIONS and same_load and all(_mastered(d, high, rpe) for d in recent):
        return _up(move, last)
    return _say(
        move, Step.HOLD, last.load_kg, f"Stay{_at(last.load_kg)} until two sessions in a row reach {high} in every set."
    )


def _up(move: Move, last: ExerciseDone) -> Suggestion:
    if last.load_kg is None or move.step_kg is None:
        return _say(
            move, Step.UP, None, "Two sessions in a row were good: take a harder variant or go down more slowly."
        )
    # The step of the plates or dumbbells; where it is more than five per cent, it is still the smallest there is.
    load = last.load_kg + move.step_kg
    fine = last.load_kg * MAX_STEP_SHARE
    if fine < move.step_kg and move.pattern in LOWER_PATTERNS and _has_small_plates(move):
        load = last.load_kg + max(_SMALLEST_BAR_STEP_KG, fine // _SMALLEST_BAR_STEP_KG * _SMALLEST_BAR_STEP_KG)
    return _say(move, Step.UP, load, f"Two sessions in a row reached every repetition: try {load:g} kg.")


_BAR_STEP_KG, _SMALLEST_BAR_STEP_KG = 5.0, 2.5


def _has_small_plates(move: Move) -> bool:
    """A bar takes a pair of the smallest plates; dumbbells come as they are."""
    return move.step_kg == _BAR_STEP_KG


def _targets(planned: Exercise) -> tuple[int, int, float]:
    """Lowest and highest repetitions, and the effort not to exceed."""
    numbers = [int(part) for part in planned.reps.split(" ")[0].split("-")]
    return numbers[0], numbers[-1], float(planned.rpe.rsplit("-", 1)[-1])


def _missed(done: ExerciseDone, low: int) -> bool:
    return any(s.reps < low for s in done.sets)


def _too_hard(done: ExerciseDone, rpe: float) -> bool:
    return any(s.rpe is not None and s.rpe > rpe + RPE_MARGIN for s in done.sets)


def _mastered(done: ExerciseDone, high: int, rpe: float) -> bool:
    """Every set at the top of the range, and none harder than meant. Unknown effort is no proof."""
    return all(s.reps >= high and s.rpe is not None and s.rpe <= rpe for s in done.sets)


def _reduced(move: Move, load_kg: float | None, share: float) -> float | None:
    """A share of a load, on what can be loaded; None stays None."""
    if load_kg is None:
        return None
    grain = move.step_kg if move.step_kg and not _has_small_plates(move) else _SMALLEST_BAR_STEP_KG
    return max(0.0, min(load_kg * share // grain * grain, load_kg)) or load_kg * share // _GRAIN_KG * _GRAIN_KG


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
    patterns = tuple(dict.fromkeys(exercise.pattern for exercise in kept))
    return replace(content, exercises=tuple(kept), patterns=patterns)
