"""Choosing picks for each slot the first exercise that this athlete can do with what there is."""

from collections.abc import Iterator
from collections.abc import Set as AbstractSet
from dataclasses import dataclass

from liftday_rules.content.dose import EASY_RPE, UPPER_LIGHT_REPS, UPPER_LIGHT_SETS, Prescription
from liftday_rules.content.exercises import LIBRARY
from liftday_rules.content.move import LADDER, Gate, Move
from liftday_rules.content.programme import Programme, Role, Slot, UpperScheme
from liftday_rules.content.regions import Region
from liftday_rules.content.timing import Line
from liftday_rules.model import Dose, Equipment, Kind, Pattern

_FAST_LIFT_SETS, _FAST_LIFT_REPS = 3, (3, 3)
"""A fast lift with a bar ends long before it gets slow."""
_CONTACTS_A_SET = 10


@dataclass(frozen=True, slots=True, kw_only=True)
class Need:
    """All that the choice rests on."""

    kind: Kind
    dose: Dose
    prescription: Prescription
    programme: Programme
    equipment: Equipment
    block: int
    week_parity: int
    gates: AbstractSet[Gate]
    regions: AbstractSet[Region]
    banned: AbstractSet[Pattern]


def lines(slots: tuple[Slot, ...], need: Need) -> list[Line]:
    """One line for each slot that can be filled, with the dose's sets; no exercise twice."""
    used: set[str] = set()
    chosen: list[Line] = []
    for slot in _wanted(slots, need):
        move = _pick(slot, need, used)
        if move is None:
            continue
        used.add(move.key)
        sets, count = _amount(slot, move, need)
        chosen.append(
            Line(
                move=move, role=slot.role, sets=sets, count=count, pair=slot.pair, optional=slot.optional,
                tempo=_tempo(slot, move, need), in_circuit=need.kind is Kind.MICRO,
            )
        )  # fmt: skip
    return chosen


def _wanted(slots: tuple[Slot, ...], need: Need) -> Iterator[Slot]:
    """Without what the dose or an injury leaves out."""
    few = set[Pattern]()
    for slot in slots:
        if slot.pattern in need.banned or (slot.role is Role.POWER and not need.prescription.contacts):
            continue
        if slot.optional and slot.role is not Role.POWER and not need.prescription.with_accessories:
            continue
        if slot.role is Role.SUPPORT and not need.prescription.with_accessories:
            family = Pattern.TRUNK if slot.pattern is Pattern.TRUNK else Pattern.HIP_STABILITY
            if family in few or slot.pattern is Pattern.CARRY:
                continue
            few.add(family)
        yield slot


def _pick(slot: Slot, need: Need, used: set[str]) -> Move | None:
    library = need.programme.moves
    for key in slot.candidates(need.block):
        move = library.get(key) or LIBRARY[key]
        if move.key not in used and _can_do(move, need):
            return move
    if slot.role is Role.POWER:
        return None
    return next((move for move in _ALTERNATIVES[slot.pattern] if move.key not in used and _can_do(move, need)), None)


def _can_do(move: Move, need: Need) -> bool:
    return (
        LADDER[move.equipment] <= LADDER[need.equipment]
        and (move.gate is None or move.gate in need.gates)
        and not (need.regions and move.regions & need.regions)
    )


_ALTERNATIVES: dict[Pattern, tuple[Move, ...]] = {
    pattern: tuple(
        sorted(
            (move for move in LIBRARY.values() if move.pattern is pattern and move.gate is None),
            key=lambda move: -LADDER[move.equipment],
        )
    )
    for pattern in Pattern
}
"""When nothing a programme names can be done: what needs most equipment first, and no gates."""


def _amount(slot: Slot, move: Move, need: Need) -> tuple[int, tuple[int, int]]:
    """Sets, and the lowest and highest count a set and side."""
    sets, count = _full_amount(slot, move, need)
    return (1 if need.kind is Kind.MICRO else sets), count


def _full_amount(slot: Slot, move: Move, need: Need) -> tuple[int, tuple[int, int]]:
    dose = need.prescription
    if slot.role is Role.POWER:
        if move.step_kg is not None:
            return _FAST_LIFT_SETS, _FAST_LIFT_REPS
        return dose.contacts // _CONTACTS_A_SET, (_CONTACTS_A_SET, _CONTACTS_A_SET)
    if not slot.role.is_lift:
        return dose.support_sets, move.amount or dose.main_reps
    if slot.role is Role.UPPER and _is_light_upper(slot, need):
        return min(UPPER_LIGHT_SETS, dose.upper_sets), UPPER_LIGHT_REPS
    reps = need.programme.main_reps.get(need.dose, dose.upper_reps if slot.role is Role.UPPER else dose.main_reps)
    most = need.programme.main_sets.get(need.dose, dose.main_sets)
    by_role = {Role.MAIN: dose.main_sets, Role.SECOND: dose.second_sets, Role.UPPER: dose.upper_sets}
    return min(most, by_role[slot.role]), move.amount or reps


def _is_light_upper(slot: Slot, need: Need) -> bool:
    """In even weeks the pull is light and the push heavy, in odd weeks the other way round."""
    alternates = need.kind is Kind.LIGHT or need.programme.upper is UpperScheme.ALTERNATE
    is_even = need.week_parity % 2 == 0
    return (
        alternates
        and need.dose not in _NO_MANY
        and need.kind is not Kind.MICRO
        and (slot.pattern is Pattern.PULL) == is_even
    )


_NO_MANY = frozenset({Dose.LEARN, Dose.TAPER, Dose.DELOAD, Dose.RETURN})
"""Doses that stay with few repetitions."""


def _tempo(slot: Slot, move: Move, need: Need) -> str:
    """Leg work is lowered slowly, most slowly where only the body weighs; what is fast has no tempo."""
    if slot.role not in {Role.MAIN, Role.SECOND} or need.kind is not Kind.FULL or move.gate is Gate.SWING:
        return ""
    if move.step_kg is None and need.prescription.rpe_max > EASY_RPE:
        return _BODY_WEIGHT_TEMPO
    return need.prescription.tempo


_BODY_WEIGHT_TEMPO = "5-1-1"
"""Without a weight, time makes a repetition hard."""
