"""The text of a session is all one needs in the gym: plain lines that read well in every calendar."""

from collections.abc import Iterator, Mapping
from types import MappingProxyType

from liftday_rules.content.programmes import PROGRAMMES
from liftday_rules.model import Content, Equipment, Exercise, Focus, Kind, Part, Pattern

MAX_LINE = 118
"""Longest line; calendars wrap where they like, but nobody reads a paragraph between two sets."""
_KINDS = {Kind.FULL: "Lift", Kind.LIGHT: "Lift light", Kind.MICRO: "Lift"}
_FOCUS = {
    Focus.POSTERIOR_CHAIN: "glutes and hamstrings",
    Focus.STABILITY: "hips and balance",
    Focus.GENERAL: "whole body",
}
_SECONDS_IN_WORDS_FROM = 120


def summary(kind: Kind, focus: Focus | None = None, minutes: int | None = None) -> str:
    """The title of the calendar entry: `Lift 45 min · glutes and hamstrings`.

    A month view shows the first word or two, so what to do comes first, how long second, the rest last.
    """
    title = _KINDS[kind] if minutes is None else f"{_KINDS[kind]} {minutes} min"
    return title if focus is None or kind is not Kind.FULL else f"{title} · {_FOCUS[focus]}"


def description(
    content: Content,
    *,
    reason: str = "",
    loads: Mapping[str, str] = MappingProxyType({}),
) -> str:
    """The whole session as plain text: numbered exercises, one thought a line, no markup.

    `reason` says why it stands on this day. `loads` gives, by exercise key, a weight in words (`42.5 kg`), such as
    the suggestion from the log; without it the text says how to choose one.
    """
    blocks = [_head(content, reason)]
    blocks += [_part("Warm-up", content.warm_up)]
    blocks += [_exercises(content, loads)]
    blocks += [_part("Strides", content.finish), _part("Baseline test", content.test)]
    blocks += [_part("Cool-down", content.cool_down), _how(content)]
    return "\n\n".join("\n".join(block) for block in blocks if block)


def dose_words(exercise: Exercise) -> str:
    """`3 × 6-8 @ RPE 7, rest 2:30 min`; a jump is quick and has no effort to rate."""
    effort = "" if exercise.pattern is Pattern.JUMPS else f" @ RPE {exercise.rpe}"
    rest = f", rest {_clock(exercise.rest_s)}" if exercise.rest_s else ""
    return f"{exercise.sets} × {exercise.reps}{effort}{rest}"


def _head(content: Content, reason: str) -> list[str]:
    lines = [reason] if reason else []
    lines += list(content.notes)
    known = PROGRAMMES.get(content.programme)
    name = known.title if known else content.programme
    if content.minutes:
        lines.append(f"About {content.minutes} min. Programme: {name}." if name else f"About {content.minutes} min.")
    return lines


def _exercises(content: Content, loads: Mapping[str, str]) -> list[str]:
    if not content.exercises:
        return [
            "No exercises today: what hurts needs all of it left out. A short walk and the easy movements are enough."
        ]
    lines: list[str] = []
    said: set[str] = set()
    for number, exercise in enumerate(content.exercises, 1):
        lines += [*([""] if lines else []), *_exercise(number, exercise, content, loads, said)]
    return lines


def _exercise(
    number: int, exercise: Exercise, content: Content, loads: Mapping[str, str], said: set[str]
) -> Iterator[str]:
    yield f"{number}. {exercise.name}"
    yield f"   {dose_words(exercise)}"
    partner = _partner(number, exercise, content)
    if partner:
        yield f"   In turns with {partner}, set by set"
    if exercise.key in loads:
        yield f"   Weight: {loads[exercise.key]}"
    elif exercise.load and exercise.load not in said:
        # The same advice holds for every lift of the session: it is said once.
        said.add(exercise.load)
        yield f"   Weight: {exercise.load[0].lower()}{exercise.load[1:]}"
    if exercise.tempo:
        yield f"   {_tempo(exercise.tempo)}"
    if exercise.how_to:
        yield f"   {exercise.how_to}"


def _partner(number: int, exercise: Exercise, content: Content) -> str:
    numbered = enumerate(content.exercises, 1)
    others = [str(n) for n, other in numbered if exercise.pair and other.pair == exercise.pair and n != number]
    return " and ".join(others)


def _tempo(tempo: str) -> str:
    down, pause, up = tempo.split("-")
    return f"{down} s down, {pause} s pause, up {'fast but clean' if up == 'X' else f'in {up} s'}"


def _part(title: str, part: Part | None) -> list[str]:
    return [f"{title}, {part.minutes} min", *(f"- {line}" for line in part.lines)] if part else []


def _how(content: Content) -> list[str]:
    if not content.exercises:
        return []
    without_weights = content.equipment in {Equipment.NONE, Equipment.BAND}
    return [
        *(["Without weights: slower makes it harder, a higher support or a smaller range easier."] * without_weights),
        "RPE is effort out of 10: at 8 two more good repetitions were possible, at 6 four.",
        "Short of time or tired? Leave out the last exercises first, then one set of each, and keep the weight.",
        "Leave out what hurts.",
    ]


def _clock(seconds: int) -> str:
    if seconds < _SECONDS_IN_WORDS_FROM:
        return f"{seconds} s"
    return f"{seconds // 60}:{seconds % 60:02d} min"
