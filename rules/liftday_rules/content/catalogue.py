"""The catalogue prints the exercise library and the programmes as Markdown, for the documentation."""

from collections.abc import Iterable, Iterator

from liftday_rules.content.library import MOVES
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


def catalogue() -> str:
    """The whole page, ending with a newline. The same library gives the same bytes."""
    return "\n".join((*_programmes(), *_exercises(), ""))


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
