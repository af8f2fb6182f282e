"""The catalogue prints the exercise library and the programmes as Markdown, for the documentation."""

from collections.abc import Iterable, Iterator

from liftday_rules.content.exercises import MOVES
from liftday_rules.content.move import Gate, Measure, Move
from liftday_rules.content.programmes import DEFAULT, PROGRAMMES
from liftday_rules.model import Equipment, Pattern

PATTERN_NAMES = {
    Pattern.SQUAT: "Squat",
    Pattern.HINGE: "Hinge",
    Pattern.SINGLE_LEG: "Single leg",
    Pattern.PUSH: "Push",
    Pattern.PULL: "Pull",
    Pattern.TRUNK: "Trunk",
    Pattern.CARRY: "Carry",
    Pattern.CALF_FOOT: "Calf and foot",
    Pattern.HIP_STABILITY: "Hip stability",
    Pattern.JUMPS: "Jumps and fast lifts",
}
_EQUIPMENT = {
    Equipment.NONE: "nothing",
    Equipment.BAND: "band",
    Equipment.DUMBBELLS: "dumbbells",
    Equipment.GYM: "gym",
}
_GATES = {
    None: "",
    Gate.TECHNIQUE: "after the first sessions",
    Gate.SWING: "after eight sessions",
    Gate.JUMPS: "after eight sessions in four weeks, legs without complaints",
    Gate.MOBILITY: "when you say that the position is comfortable",
    Gate.COACHED: "when you say that a coach watches",
}


EXAMPLE = """\
name: my-own
title: Short and plain
main_reps: {base: 6, build: 4-6}     # instead of the phase's repetitions, from 2 to 10
upper: same                          # or alternate: heavy and light take turns, week by week
exercises:                           # only what the library lacks
  - key: sandbag_squat
    name: Sandbag squat
    pattern: SQ
    equipment: dumbbells             # none, band, dumbbells or gym
    how_to: Hug the bag, sit between your heels, stand up tall.
    step_kg: 5                       # the next weight up
sessions:
  - kind: full                       # full, light or micro; what is missing comes from the default
    up_to_min: 60                    # optional: only for sessions no longer than this
    focus: [posterior_chain, stability, general]
    slots:                           # in the order in which they are done
      - {role: main, pattern: SQ, pair: A, moves: [sandbag_squat, box_squat]}
      - {role: upper, pattern: PU, pair: A, moves: [push_up]}
      - {role: main, pattern: HI, pair: B, moves: [db_rdl, glute_bridge]}
      - {role: upper, pattern: PL, pair: B, moves: [db_supported_row, band_row, inverted_row]}
      - {role: second, pattern: SL, moves: [step_up]}
      - {role: support, pattern: CO, blocks: [[plank], [side_plank], [dead_bug]]}
      - {role: support, pattern: CF, moves: [calf_raise], optional: true}
"""
"""A user's programme file; the shape that `read_programme` reads."""


def catalogue() -> str:
    """The whole page, ending with a newline. The same library gives the same bytes."""
    return "\n".join((*_programmes(), *_own(), *_exercises(), ""))


def _programmes() -> Iterator[str]:
    yield "# Programmes and exercises"
    yield ""
    yield "Generated from the exercise library. Do not edit by hand."
    yield ""
    yield "## Programmes"
    yield ""
    rows = (
        (f"`{p.name}`{' (default)' if p is DEFAULT else ''}", p.title, p.summary, p.article.value)
        for p in PROGRAMMES.values()
    )
    yield from _table(("name", "title", "what it is", "after"), rows)


def _own() -> Iterator[str]:
    yield ""
    yield "## A programme of your own"
    yield ""
    yield "Write it to a file, name the file under `programme` in the configuration, and `liftday config check` tries"
    yield "it in every phase, with all equipment, and says by line what is wrong."
    yield ""
    yield "A slot names exercises in order of preference; the first that your equipment allows is taken. `moves` holds"
    yield "for all blocks, `blocks` has one list for each of the three blocks of four weeks. Two slots with the same"
    yield "`pair` take turns. `optional` ones go first when time is short. Sets, effort and rest come from the phase."
    yield ""
    yield "```yaml"
    yield from EXAMPLE.splitlines()
    yield "```"


def _exercises() -> Iterator[str]:
    yield ""
    yield "## Exercises"
    for pattern in Pattern:
        yield ""
        yield f"### {PATTERN_NAMES[pattern]} ({pattern.value})"
        yield ""
        rows = (_row(move) for move in MOVES if move.pattern is pattern)
        yield from _table(("key", "exercise", "needs", "how to", "a set", "offered", "loads", "after"), rows)


def _row(move: Move) -> tuple[str, ...]:
    regions = ", ".join(sorted(region.value for region in move.regions))
    how_much = _how_much(move)
    return (
        f"`{move.key}`",
        move.name,
        _EQUIPMENT[move.equipment],
        move.how_to,
        how_much,
        _GATES[move.gate],
        regions,
        move.article.value,
    )


def _how_much(move: Move) -> str:
    if move.amount is None:
        return "by phase" + (", each side" if move.sides > 1 else "")
    low, high = move.amount
    number = str(high) if low == high else f"{low}-{high}"
    unit = "" if move.measure is Measure.REPS else f" {move.measure.value}"
    return f"{number}{unit}{' a side' if move.sides > 1 else ''}"


def _table(heads: tuple[str, ...], rows: Iterable[tuple[str, ...]]) -> Iterator[str]:
    yield f"| {' | '.join(heads)} |"
    yield f"|{'---|' * len(heads)}"
    for row in rows:
        yield f"| {' | '.join(cell.replace('|', '/') for cell in row)} |"
