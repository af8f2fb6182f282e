"""Reading turns the parsed values of a programme file into a programme, or says everything that is wrong with it."""

from collections.abc import Iterator, Mapping, Sequence
from enum import StrEnum
from types import MappingProxyType
from typing import cast

from liftday_rules.content.dose import MAX_HOLD_S, MAX_TRUNK_REPS, PRESCRIPTIONS, ROTATION
from liftday_rules.content.exercises import LIBRARY
from liftday_rules.content.move import Article, Gate, Library, Measure, Move
from liftday_rules.content.programme import Programme, Role, Slot, Template, UpperScheme, every_block
from liftday_rules.content.regions import Region
from liftday_rules.model import Dose, Equipment, Focus, Kind, Pattern

DENIED = ("crunch", "sit-up", "sit up", "situp", "curl-up", "curl up", "to failure", "amrap")
"""What no exercise may be called or tell to do: bending the trunk against load, and sets without a reserve."""
FEWEST_REPS, MOST_REPS = 2, 10
"""For the lifts of a programme: heavy enough to be strength, never a set for size."""


class ProgrammeError(ValueError):
    """A programme that cannot be used. `problems` are sentences, each names its place."""

    def __init__(self, problems: Sequence[str]) -> None:
        super().__init__(" ".join(problems))
        self.problems = tuple(problems)


class _Problem(ValueError):
    """One sentence about one place."""


def read_programme(values: object) -> Programme:
    """Read the parsed values of a programme file.

    Raises:
        ProgrammeError: something is unknown, missing or against the caps; all problems of the file are told.
    """
    try:
        top = _mapping(values, "The programme", required=("name", "sessions"), optional=_TOP_KEYS)
        own = _own_moves(top.get("exercises", []))
        templates, problems = _templates(top["sessions"], MappingProxyType({**LIBRARY, **own}))
        if problems:
            raise ProgrammeError(problems)
        return Programme(
            name=_text(top["name"], "name"),
            title=_text(top.get("title", top["name"]), "title"),
            article=_article(top.get("article", "own")),
            summary=_text(top.get("summary", ""), "summary"),
            templates=templates,
            upper=_word(UpperScheme, top.get("upper", "same"), "upper"),
            main_reps=_main_reps(top.get("main_reps", {})),
            main_sets=_main_sets(top.get("main_sets", {})),
            moves=own,
        )
    except _Problem as problem:
        raise ProgrammeError([str(problem)]) from problem


_TOP_KEYS = ("title", "article", "summary", "upper", "main_reps", "main_sets", "exercises")


def _templates(values: object, library: Library) -> tuple[tuple[Template, ...], list[str]]:
    templates: list[Template] = []
    problems: list[str] = []
    for number, session in enumerate(_list(values, "sessions"), 1):
        try:
            templates.append(_template(session, f"Session {number}", library))
        except _Problem as problem:
            problems.append(str(problem))
    if not templates and not problems:
        problems.append("The programme has no sessions.")
    return tuple(templates), problems


def _template(values: object, where: str, library: Library) -> Template:
    session = _mapping(values, where, required=("kind", "slots"), optional=("focus", "up_to_min"))
    kind = _word(Kind, session["kind"], f"{where}: kind")
    slots = tuple(
        _slot(slot, f"{where}, line {number}", library) for number, slot in enumerate(_list(session["slots"], where), 1)
    )
    up_to = session.get("up_to_min")
    template = Template(
        kind=kind,
        slots=slots,
        focus=frozenset(
            _word(Focus, word, f"{where}: focus") for word in _list(session.get("focus", list(Focus)), where)
        ),
        up_to_min=None if up_to is None else _whole(up_to, f"{where}: up_to_min", 10, 180),
    )
    for problem in _missing(template):
        raise _Problem(f"{where}: {problem}")
    return template


def _missing(template: Template) -> Iterator[str]:
    """What a session has to contain, by kind."""
    needed = [slot.pattern for slot in template.slots if not slot.optional]
    if template.kind is Kind.LIGHT:
        heavy = {Pattern.SQUAT, Pattern.HINGE, Pattern.SINGLE_LEG, Pattern.JUMPS} & {s.pattern for s in template.slots}
        if heavy:
            yield f"a light session has no {', '.join(sorted(heavy))}."
    elif not {Pattern.SQUAT, Pattern.SINGLE_LEG} & set(needed) or not {Pattern.HINGE, Pattern.SINGLE_LEG} & set(needed):
        yield "it needs a squat or single-leg exercise and a hinge or single-leg one."
    if not {Pattern.PUSH, Pattern.PULL} & set(needed):
        yield "it needs a push or a pull."
    if Pattern.TRUNK not in needed:
        yield "it needs an exercise for the trunk (CO)."
    if _order(template) != sorted(_order(template)):
        yield "jumps come first, then the lifts; only supporting exercises stand at the end or in pairs."


def _order(template: Template) -> list[int]:
    """0 for jumps, 1 for everything else: what is fast is done fresh."""
    return [0 if slot.role is Role.POWER else 1 for slot in template.slots]


def _slot(values: object, where: str, library: Library) -> Slot:
    slot = _mapping(values, where, required=("role", "pattern"), optional=("moves", "blocks", "pair", "optional"))
    pattern = _word(Pattern, slot["pattern"], f"{where}: pattern")
    blocks = _blocks(slot, where)
    for key in {key for block in blocks for key in block}:
        if key not in library:
            raise _Problem(f"{where}: there is no exercise {key!r}.")
        if library[key].pattern is not pattern:
            raise _Problem(f"{where}: {key!r} is {library[key].pattern}, not {pattern}.")
    return Slot(
        pattern=pattern,
        role=_word(Role, slot["role"], f"{where}: role"),
        blocks=blocks,
        pair=_text(slot.get("pair", ""), f"{where}: pair"),
        optional=slot.get("optional", False) is True,
    )


def _blocks(slot: Mapping[str, object], where: str) -> tuple[tuple[str, ...], ...]:
    if ("moves" in slot) == ("blocks" in slot):
        raise _Problem(f"{where}: give either moves, or blocks with {ROTATION} lists of moves.")
    if "moves" in slot:
        return every_block(*_keys(slot["moves"], where))
    blocks = tuple(_keys(block, where) for block in _list(slot["blocks"], f"{where}: blocks"))
    if len(blocks) != ROTATION:
        raise _Problem(f"{where}: blocks has {len(blocks)} lists, not {ROTATION}.")
    return blocks


def _keys(values: object, where: str) -> tuple[str, ...]:
    keys = tuple(_text(key, where) for key in _list(values, where))
    if not keys:
        raise _Problem(f"{where}: the list of moves is empty.")
    return keys


def _own_moves(values: object) -> Library:
    moves = (_own_move(entry, f"Exercise {number}") for number, entry in enumerate(_list(values, "exercises"), 1))
    return MappingProxyType({move.key: move for move in moves})


def _own_move(values: object, where: str) -> Move:
    entry = _mapping(values, where, required=("key", "name", "pattern", "equipment", "how_to"), optional=_MOVE_KEYS)
    measure = _word(Measure, entry.get("measure", "reps"), f"{where}: measure")
    pattern = _word(Pattern, entry["pattern"], f"{where}: pattern")
    gate, step = entry.get("gate"), entry.get("step_kg")
    move = Move(
        key=_text(entry["key"], f"{where}: key"),
        name=_text(entry["name"], f"{where}: name"),
        pattern=pattern,
        equipment=_word(Equipment, entry["equipment"], f"{where}: equipment"),
        how_to=_text(entry["how_to"], f"{where}: how_to"),
        article=Article.OWN,
        sides=_whole(entry.get("sides", 1), f"{where}: sides", 1, 2),
        measure=measure,
        amount=_range(entry["amount"], f"{where}: amount", 1, 60) if "amount" in entry else None,
        gate=Gate.JUMPS if pattern is Pattern.JUMPS else None if gate is None else _word(Gate, gate, f"{where}: gate"),
        also_loads=frozenset(
            _word(Region, r, f"{where}: also_loads") for r in _list(entry.get("also_loads", []), where)
        ),
        step_kg=None if step is None else float(_whole(step, f"{where}: step_kg", 1, 20)),
    )
    for problem in move_problems(move):
        raise _Problem(f"{where}: {problem}")
    return move


_MOVE_KEYS = ("sides", "measure", "amount", "gate", "also_loads", "step_kg")


def move_problems(move: Move) -> Iterator[str]:
    """What is wrong with an exercise, in sentences."""
    words = f"{move.name} {move.how_to} {move.key.replace('_', '-')}".casefold()
    yield from (f"{move.name} is left out of every programme: {denied}." for denied in DENIED if denied in words)
    if not move.how_to.endswith(".") or "\n" in move.how_to:
        yield f"how_to of {move.name} is one line that ends with a full stop."
    if move.measure is not Measure.REPS and move.amount is None:
        yield f"{move.name} needs an amount in {move.measure.value}."
    if move.measure is Measure.SECONDS and move.amount and move.amount[1] > MAX_HOLD_S:
        yield f"{move.name} is held for {MAX_HOLD_S} s at most."
    trunk_reps = move.pattern is Pattern.TRUNK and move.measure is Measure.REPS
    if trunk_reps and (move.amount is None or move.amount[1] > MAX_TRUNK_REPS):
        yield f"{move.name} needs an amount of {MAX_TRUNK_REPS} a side at most."


def _main_reps(values: object) -> Mapping[Dose, tuple[int, int]]:
    reps = _mapping(values, "main_reps", optional=tuple(Dose))
    return MappingProxyType({
        _word(Dose, dose, "main_reps"): _range(value, f"main_reps of {dose}", FEWEST_REPS, MOST_REPS)
        for dose, value in reps.items()
    })  # fmt: skip


def _main_sets(values: object) -> Mapping[Dose, int]:
    sets = {
        _word(Dose, dose, "main_sets"): _whole(value, f"main_sets of {dose}", 1, 3)
        for dose, value in _mapping(values, "main_sets", optional=tuple(Dose)).items()
    }
    for dose, n in sets.items():
        if n > PRESCRIPTIONS[dose].main_sets:
            raise _Problem(f"main_sets of {dose} is {n}; the dose allows {PRESCRIPTIONS[dose].main_sets}.")
    return MappingProxyType(sets)


def _article(value: object) -> Article:
    names = {article.name.casefold(): article for article in Article}
    word = _text(value, "article").casefold()
    if word not in names:
        raise _Problem(f"article is one of {', '.join(names)}, not {value!r}.")
    return names[word]


def _mapping(
    values: object, where: str, *, required: tuple[str, ...] = (), optional: tuple[str, ...] = ()
) -> Mapping[str, object]:
    if not isinstance(values, Mapping):
        raise _Problem(f"{where} is not a mapping of keys to values.")
    unknown = [str(key) for key in values if key not in {*required, *optional}]
    if unknown:
        raise _Problem(f"{where}: unknown {', '.join(unknown)}; known are {', '.join((*required, *optional))}.")
    missing = [key for key in required if key not in values]
    if missing:
        raise _Problem(f"{where}: {', '.join(missing)} is missing.")
    return cast("Mapping[str, object]", values)


def _list(values: object, where: str) -> Sequence[object]:
    if isinstance(values, str) or not isinstance(values, Sequence):
        raise _Problem(f"{where} is not a list.")
    return values


def _text(value: object, where: str) -> str:
    if not isinstance(value, str):
        raise _Problem(f"{where} is not a text but {value!r}.")
    return value.strip()


def _word[Word: StrEnum](words: type[Word], value: object, where: str) -> Word:
    known = {word.value: word for word in words}
    if not isinstance(value, str) or value not in known:
        raise _Problem(f"{where} is one of {', '.join(known)}, not {value!r}.")
    return known[value]


def _whole(value: object, where: str, lowest: int, highest: int) -> int:
    if isinstance(value, bool) or not isinstance(value, int) or not lowest <= value <= highest:
        raise _Problem(f"{where} is a whole number from {lowest} to {highest}, not {value!r}.")
    return value


def _range(value: object, where: str, lowest: int, highest: int) -> tuple[int, int]:
    """`6`, or `6-8` as YAML has it: a text."""
    parts = [int(part) for part in str(value).split("-") if part.strip().isdigit()]
    first, last = (parts[0], parts[-1]) if parts else (0, 0)
    if not lowest <= first <= last <= highest or len(parts) > 2:  # noqa: PLR2004 (a range has two ends)
        raise _Problem(f"{where} is a number or a range like 6-8 from {lowest} to {highest}, not {value!r}.")
    return first, last
