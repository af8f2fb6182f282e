"""The time model: what a session takes, and how its sets and rests are fitted to the slot."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from liftday_rules.content.dose import MAX_REPS
from liftday_rules.content.move import LOWER_PATTERNS, Measure, Move
from liftday_rules.content.programme import Role
from liftday_rules.model import Exercise, Kind, Part, Pattern

SECONDS_A_REP = 4
SECONDS_A_JUMP = 2
SECONDS_A_METRE = 1
SET_UP_S = 60
"""Walking over, loading, finding the place, once for each exercise."""
SLOT_TOLERANCE_MIN = 2

STRAIGHT_LIFT_REST_S = (120, 180)
"""Lifts taken by themselves."""
STRAIGHT_SUPPORT_REST_S = (45, 60)
PAIRED_REST_S = (45, 90)
"""Between the sets of two exercises that take turns: each of them rests twice that and the other's set."""
SHORT_PAIRED_REST_S = 20
"""In a short session, rather than one set fewer."""
CIRCUIT_REST_S = (0, 30)
_REST_STEP_S = 5
_FEWEST_LIFT_SETS = 2
_ROUNDING_S = 90

_WARM_UP_MIN = {Kind.FULL: (3, 6), Kind.LIGHT: (3, 6), Kind.MICRO: (1, 1)}
_COOL_DOWN_MIN = {Kind.FULL: (2, 5), Kind.LIGHT: (2, 5), Kind.MICRO: (0, 1)}
_RESTS_SHARE = 2 / 3
_MOST_COOL_DOWN_MIN = 20
"""What injuries leave empty stays empty: a shorter session, not half an hour on the mat."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """One exercise before it is fitted."""

    move: Move
    role: Role
    sets: int
    count: tuple[int, int]
    """Lowest and highest repetitions, seconds or metres a set and side."""
    pair: str = ""
    optional: bool = False
    tempo: str = ""
    in_circuit: bool = False
    """One set of each exercise, hardly a rest between them."""

    @property
    def set_s(self) -> int:
        """Seconds of one set, both sides, at the top of the range."""
        rep_s = SECONDS_A_JUMP if self.move.pattern is Pattern.JUMPS else rep_seconds(self.tempo)
        each = {Measure.REPS: rep_s, Measure.SECONDS: 1, Measure.METRES: SECONDS_A_METRE}
        return self.count[1] * each[self.move.measure] * self.move.sides

    @property
    def lifted_reps(self) -> int:
        """Repetitions of one set, both sides, at the top of the range; jumps, holds and carries are none."""
        is_lifted = self.move.measure is Measure.REPS and self.role is not Role.POWER
        return self.count[1] * self.move.sides if is_lifted else 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Fitted:
    """What fits. `sets` and `rest_s` run along the lines; 0 sets: left out."""

    sets: tuple[int, ...]
    rest_s: tuple[int, ...]
    paired: tuple[bool, ...]
    warm_up_min: int
    cool_down_min: int


def rep_seconds(tempo: str) -> int:
    """Seconds of one repetition at a tempo like `3-1-1` or `3-1-X`; never less than the usual four."""
    return max(SECONDS_A_REP, sum(1 if part == "X" else int(part) for part in tempo.split("-") if part))


def seconds(exercises: Sequence[Exercise], parts: Sequence[Part | None]) -> int:
    """What a session takes by the model: its exercises, and warm-up, test, strides and cool-down."""
    lifting = sum(line.sets * (line.set_s + (line.rest_s or 0)) + SET_UP_S for line in exercises)
    return lifting + sum(part.minutes * 60 for part in parts if part)


def fit(lines: Sequence[Line], *, kind: Kind, minutes: int, lower_sets: int, other_s: int = 0) -> Fitted:
    """Fit lines to a slot of `minutes`, of which `other_s` go to a test or strides.

    The largest version that fits is taken. Optional exercises go first, then sets of the accessories, then sets of
    the lifts; load is never the thing that yields. Time left over lengthens the rests, then warm-up and cool-down.
    """
    slot_s = minutes * 60 - other_s
    least_frame_s = (_WARM_UP_MIN[kind][0] + _COOL_DOWN_MIN[kind][0]) * 60
    sets, shortest_paired_s = _largest(lines, slot_s + _ROUNDING_S - least_frame_s, lower_sets)
    bounds, paired = _rests(lines, sets, shortest_paired_s)
    work_s = sum(n * line.set_s + SET_UP_S for line, n in zip(lines, sets, strict=True) if n)
    left_s = slot_s - work_s - sum(n * low for n, (low, _) in zip(sets, bounds, strict=True)) - least_frame_s
    rest_s = _lengthen(sets, bounds, left_s)
    spent_s = work_s + sum(n * rest for n, rest in zip(sets, rest_s, strict=True))
    warm_up_min, cool_down_min = _frame(kind, (slot_s - spent_s) // 60)
    return Fitted(sets=sets, rest_s=rest_s, paired=paired, warm_up_min=warm_up_min, cool_down_min=cool_down_min)


def _largest(lines: Sequence[Line], room_s: int, lower_sets: int) -> tuple[tuple[int, ...], int]:
    fitting = (version for version in _versions(lines, lower_sets) if _shortest_s(lines, *version) <= room_s)
    return next(fitting, ((0,) * len(lines), SHORT_PAIRED_REST_S))


def _versions(lines: Sequence[Line], lower_sets: int) -> Iterator[tuple[tuple[int, ...], int]]:
    """Sets and the shortest rest of pairs: fewer sets before short rests, short rests before an exercise goes."""
    last = None
    for sets in _gentle(lines):
        if _within_caps(lines, sets, lower_sets):
            last = sets
            yield sets, PAIRED_REST_S[0]
    if last is not None:
        yield last, SHORT_PAIRED_REST_S
    for sets in _hard(lines, last or tuple(line.sets for line in lines)):
        if _within_caps(lines, sets, lower_sets):
            yield sets, SHORT_PAIRED_REST_S


def _gentle(lines: Sequence[Line]) -> Iterator[tuple[int, ...]]:
    """Versions that still are the session that was meant, largest first."""
    sets = [line.sets for line in lines]
    yield tuple(sets)
    for i in reversed(range(len(lines))):
        if lines[i].optional:
            sets[i] = 0
            yield tuple(sets)
    for role, fewest in ((Role.SUPPORT, 1), (Role.UPPER, _FEWEST_LIFT_SETS), (Role.MAIN, _FEWEST_LIFT_SETS)):
        for i in reversed(range(len(lines))):
            if lines[i].role is role and sets[i] > fewest:
                sets[i] -= 1
                yield tuple(sets)


def _hard(lines: Sequence[Line], start: tuple[int, ...]) -> Iterator[tuple[int, ...]]:
    """Versions for a slot that is too short for the session that was meant."""
    sets = list(start)
    for role in (Role.POWER, Role.SECOND, Role.UPPER, Role.MAIN):
        sets = [min(n, 1) if line.role is role else n for line, n in zip(lines, sets, strict=True)]
        yield tuple(sets)
    leaving = sorted(range(len(lines)), key=lambda i: (_LEAVES.index(lines[i].role), -i))
    for only_spare in (True, False):
        for i in leaving:
            if sets[i] and not (only_spare and _is_last_of_its_kind(lines, sets, i)):
                sets[i] = 0
                yield tuple(sets)


_LEAVES = (Role.POWER, Role.SUPPORT, Role.SECOND, Role.UPPER, Role.MAIN)
"""Who leaves first when not all can stay."""
_KINDS_OF_WORK = (
    frozenset({Pattern.SQUAT, Pattern.SINGLE_LEG}),
    frozenset({Pattern.HINGE, Pattern.SINGLE_LEG}),
    frozenset({Pattern.PUSH, Pattern.PULL}),
    frozenset({Pattern.TRUNK}),
)
"""Each session keeps something of each as long as it can."""


def _is_last_of_its_kind(lines: Sequence[Line], sets: Sequence[int], i: int) -> bool:
    others = {line.move.pattern for k, line in enumerate(lines) if sets[k] and k != i}
    return any(lines[i].move.pattern in kind and not others & kind for kind in _KINDS_OF_WORK)


def _within_caps(lines: Sequence[Line], sets: tuple[int, ...], lower_sets: int) -> bool:
    lower = reps = 0
    for line, n in zip(lines, sets, strict=True):
        reps += n * line.lifted_reps
        lower += n if line.move.pattern in LOWER_PATTERNS else 0
    return reps <= MAX_REPS and lower <= lower_sets


def _rests(
    lines: Sequence[Line], sets: tuple[int, ...], shortest_paired_s: int
) -> tuple[tuple[tuple[int, int], ...], tuple[bool, ...]]:
    """Shortest and longest rest for each line, and whether its partner is still there."""
    there = [line.pair for line, n in zip(lines, sets, strict=True) if n and line.pair]
    paired = tuple(bool(n) and there.count(line.pair) > 1 for line, n in zip(lines, sets, strict=True))
    bounds = tuple(_rest_bounds(line, shortest_paired_s, paired=p) for line, p in zip(lines, paired, strict=True))
    return bounds, paired


def _rest_bounds(line: Line, shortest_paired_s: int, *, paired: bool) -> tuple[int, int]:
    if line.in_circuit:
        return CIRCUIT_REST_S
    if paired:
        return shortest_paired_s, PAIRED_REST_S[1]
    if line.role is Role.SUPPORT or line.move.pattern is Pattern.JUMPS:
        return STRAIGHT_SUPPORT_REST_S
    return STRAIGHT_LIFT_REST_S


def _shortest_s(lines: Sequence[Line], sets: tuple[int, ...], shortest_paired_s: int) -> int:
    bounds, _ = _rests(lines, sets, shortest_paired_s)
    return sum(n * (line.set_s + low) + SET_UP_S for line, n, (low, _) in zip(lines, sets, bounds, strict=True) if n)


def _lengthen(sets: tuple[int, ...], bounds: tuple[tuple[int, int], ...], left_s: int) -> tuple[int, ...]:
    """Rests between their bounds: two thirds of what is left goes to them, the rest to warm-up and cool-down."""
    range_s = sum(n * (high - low) for n, (low, high) in zip(sets, bounds, strict=True))
    share = min(1.0, max(0.0, left_s * _RESTS_SHARE / range_s)) if range_s else 0.0
    return tuple(int(low + share * (high - low)) // _REST_STEP_S * _REST_STEP_S for low, high in bounds)


def _frame(kind: Kind, minutes: int) -> tuple[int, int]:
    """Warm-up and cool-down of `minutes` together; both have a least length, and what is too much is cool-down."""
    (least_up, most_up), (least_down, _) = _WARM_UP_MIN[kind], _COOL_DOWN_MIN[kind]
    warm_up_min = max(least_up, min(most_up, (minutes + 1) // 2))
    return warm_up_min, max(least_down, min(_MOST_COOL_DOWN_MIN, minutes - warm_up_min))
