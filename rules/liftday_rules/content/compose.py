"""Composing makes what to do out of a programme, a dose, the time there is, and what there is to lift with."""

from collections.abc import Sequence
from collections.abc import Set as AbstractSet

from liftday_rules.content import baseline, choose, frame
from liftday_rules.content.dose import MAX_LOWER_SETS, MAX_LOWER_SETS_A_WEEK, PRESCRIPTIONS
from liftday_rules.content.gates import TECHNIQUE_SESSIONS, open_gates
from liftday_rules.content.move import LOWER_PATTERNS, Gate, Measure
from liftday_rules.content.programme import Programme, Role, Template
from liftday_rules.content.programmes import DEFAULT, PROGRAMMES
from liftday_rules.content.regions import patterns_left_out, understand_all
from liftday_rules.content.timing import Fitted, Line, fit, seconds
from liftday_rules.model import Content, Dose, Equipment, Exercise, Focus, Kind, Pattern

NOT_WHEN_LIGHT = LOWER_PATTERNS | {Pattern.JUMPS}
"""What a light session leaves out: it must not be felt in the next run."""
_LOADED_DOSES = frozenset({Dose.BASE, Dose.BUILD, Dose.PEAK, Dose.MAINTAIN})


def compose(
    *,
    kind: Kind,
    focus: Focus,
    dose: Dose,
    equipment: Equipment,
    minutes: int,
    block: int,
    excluded_regions: frozenset[str],
    sessions_done: int,
    programme: str | Programme = "liftday",
    week_parity: int = 0,
    weeks_done: int | None = None,
    allowed: AbstractSet[Gate] = frozenset(),
    refused: AbstractSet[Gate] = frozenset(),
    per_week: int = 2,
    with_test: bool = True,
    with_strides: bool = False,
) -> Content:
    """What to do in one session.

    Args:
        kind: how much of a session; a light one never squats, hinges, lunges or jumps.
        focus: what it puts first.
        dose: the phase's dose. The first sessions of somebody's life are LEARN, whatever the phase.
        equipment: what there is on that day.
        minutes: the length of the slot; the content takes that long, within two minutes.
        block: the number of the four-week block, from 1; it turns the exercises.
        excluded_regions: what hurts, in the athlete's words; unknown words count as legs and back.
        sessions_done: strength sessions ever logged.
        programme: a name of PROGRAMMES, or a programme that a user wrote.
        week_parity: 0 or 1, what alternates from week to week.
        weeks_done: weeks since the first session, None when unknown; jumps want some.
        allowed: gates that only the athlete can open: MOBILITY, COACHED.
        refused: gates that stay closed, whatever was practised.
        per_week: full sessions in that week; three share what two may have.
        with_test: whether a full session of a deload week holds the baseline test.
        with_strides: the athlete asked for strides after lifting; given in the build phase only, and only the caller
            knows whether the next days allow it.

    Raises:
        KeyError: there is no programme of that name.
    """
    plan = PROGRAMMES[programme] if isinstance(programme, str) else programme
    regions = understand_all(excluded_regions)
    kind = Kind.LIGHT if dose is Dose.LIGHT and kind is Kind.FULL else kind
    dose = _taught_first(kind, dose, sessions_done)
    template, owner = _template(plan, kind, focus, minutes)
    need = choose.Need(
        kind=kind,
        dose=dose,
        prescription=PRESCRIPTIONS[Dose.LIGHT if kind is Kind.LIGHT else dose],
        programme=owner,
        equipment=equipment,
        block=block,
        week_parity=week_parity,
        gates=open_gates(sessions_done=sessions_done, weeks_done=weeks_done, regions=regions, allowed=allowed)
        - refused,
        regions=regions,
        banned=patterns_left_out(regions) | (NOT_WHEN_LIGHT if kind is Kind.LIGHT else frozenset()),
    )
    is_full = kind is Kind.FULL
    test = baseline.part(regions) if with_test and is_full and dose is Dose.DELOAD else None
    finish = frame.strides() if with_strides and is_full and dose is Dose.BUILD else None
    lines = choose.lines(template.slots, need)
    other_s = seconds((), (test, finish))
    lower_sets = min(MAX_LOWER_SETS, MAX_LOWER_SETS_A_WEEK // max(1, per_week))
    fitted = fit(lines, kind=kind, minutes=minutes, lower_sets=lower_sets, other_s=other_s)
    exercises = _exercises(lines, fitted, need)
    patterns = tuple(dict.fromkeys(exercise.pattern for exercise in exercises))
    warm_up = frame.warm_up(fitted.warm_up_min, kind=kind, patterns=patterns, regions=regions)
    cool_down = frame.cool_down(fitted.cool_down_min, regions=regions)
    return Content(
        dose=dose,
        equipment=equipment.value,
        patterns=patterns,
        exercises=exercises,
        programme=plan.name,
        minutes=round(seconds(exercises, (warm_up, finish, test, cool_down)) / 60),
        warm_up=warm_up,
        finish=finish,
        test=test,
        cool_down=cool_down,
        notes=(_MICRO_NOTE if kind is Kind.MICRO else need.prescription.note,),
    )


def _taught_first(kind: Kind, dose: Dose, sessions_done: int) -> Dose:
    """Nobody loads what they have not practised."""
    is_new = kind is Kind.FULL and dose in _LOADED_DOSES and sessions_done < TECHNIQUE_SESSIONS
    return Dose.LEARN if is_new else dose


def _template(plan: Programme, kind: Kind, focus: Focus, minutes: int) -> tuple[Template, Programme]:
    """The template, and the programme it comes from: what one programme leaves out, the default has."""
    for programme in (plan, DEFAULT):
        template = programme.template(kind, focus, minutes)
        if template is not None:
            return template, programme
    raise LookupError(f"The default programme has no {kind} session for {focus}.")


def _exercises(lines: Sequence[Line], fitted: Fitted, need: choose.Need) -> tuple[Exercise, ...]:
    letters: dict[str, str] = {}
    exercises = []
    # Two exercises of one set each are simply done one after the other.
    in_turns = {line.pair for line, sets in zip(lines, fitted.sets, strict=True) if sets > 1}
    for line, sets, rest_s, paired in zip(lines, fitted.sets, fitted.rest_s, fitted.paired, strict=True):
        if sets:
            take_turns = paired and line.pair in in_turns
            pair = letters.setdefault(line.pair, "ABCDEFGH"[len(letters)]) if take_turns else ""
            exercises.append(_exercise(line, sets, rest_s, pair, need))
    return tuple(exercises)


def _exercise(line: Line, sets: int, rest_s: int, pair: str, need: choose.Need) -> Exercise:
    move, dose = line.move, need.prescription
    is_loaded = line.role.is_lift and move.step_kg is not None
    return Exercise(
        name=move.name,
        pattern=move.pattern,
        sets=sets,
        reps=_count(line),
        rpe=_rpe(line.role, need),
        how_to=move.how_to,
        rest_s=rest_s,
        key=move.key,
        tempo=line.tempo,
        load=dose.load if is_loaded else "",
        pair=pair,
        source=move.article.value,
        set_s=line.set_s,
    )


def _rpe(role: Role, need: choose.Need) -> str:
    if need.kind is Kind.MICRO:
        return min(need.prescription.rpe, _MICRO_RPE)
    return need.prescription.rpe if role.is_lift else need.prescription.support_rpe


_MICRO_RPE = "6-7"
_MICRO_NOTE = "Ten minutes, one set of each: something is better than nothing."


def _count(line: Line) -> str:
    low, high = line.count
    number = str(high) if low == high else f"{low}-{high}"
    unit = "" if line.move.measure is Measure.REPS else f" {line.move.measure.value}"
    return f"{number}{unit}{' a side' if line.move.sides > 1 else ''}"
