"""Auditing composes a programme in every way it can be asked for and says what breaks a promise."""

from collections.abc import Iterator
from itertools import product

from liftday_rules.content.compose import NOT_WHEN_LIGHT, compose
from liftday_rules.content.dose import EASY_RPE, MAX_CONTACTS, MAX_LOWER_SETS, MAX_REPS, PRESCRIPTIONS, ROTATION
from liftday_rules.content.move import LOWER_PATTERNS
from liftday_rules.content.programme import Programme
from liftday_rules.content.timing import SLOT_TOLERANCE_MIN, seconds
from liftday_rules.model import Content, Dose, Equipment, Exercise, Focus, Kind, Pattern

_FULL_MIN = (25, 45)
_SESSIONS_DONE = (0, 30)


def audit(programme: Programme) -> tuple[str, ...]:
    """Everything that is wrong with the sessions a programme makes, a sentence each; empty when it is sound.

    Tried are all doses, equipment, focuses and blocks, 25 and 45 minutes, for a beginner and somebody experienced.
    """
    doses = [dose for dose in Dose if dose is not Dose.LIGHT]
    full = product([Kind.FULL], doses, Focus, Equipment, _FULL_MIN, range(1, ROTATION + 1), (0, 1), _SESSIONS_DONE)
    light = product([Kind.LIGHT], [Dose.LIGHT], [Focus.GENERAL], Equipment, [25], range(1, ROTATION + 1), (0, 1), [30])
    found: dict[str, None] = {}
    for kind, dose, focus, equipment, minutes, block, parity, sessions in (*full, *light):
        content = compose(
            kind=kind, dose=dose, focus=focus, equipment=equipment, minutes=minutes, block=block, week_parity=parity,
            sessions_done=sessions, excluded_regions=frozenset(), programme=programme,
        )  # fmt: skip
        where = f"{kind} {minutes} min, {focus}, {dose}, {equipment}, block {block}"
        found.update((f"{where}: {problem}", None) for problem in problems(content, kind, minutes))
    return tuple(found)


def problems(content: Content, kind: Kind, minutes: int) -> Iterator[str]:
    """What one composed session breaks: its time, the caps, and, when nothing is left out, what it must contain."""
    parts = (content.warm_up, content.finish, content.test, content.cool_down)
    off_s = abs(seconds(content.exercises, parts) - minutes * 60)
    if off_s > SLOT_TOLERANCE_MIN * 60:
        yield f"it takes {content.minutes} min."
    lower = sum(e.sets for e in content.exercises if e.pattern in LOWER_PATTERNS)
    if lower > MAX_LOWER_SETS:
        yield f"{lower} leg sets are more than {MAX_LOWER_SETS}."
    lifted = sum(e.sets * reps(e) for e in content.exercises if e.pattern is not Pattern.JUMPS)
    if lifted > MAX_REPS:
        yield f"{lifted} repetitions are more than {MAX_REPS}."
    contacts = sum(e.sets * reps(e) for e in content.exercises if e.pattern is Pattern.JUMPS)
    if contacts > MAX_CONTACTS:
        yield f"{contacts} landings are more than {MAX_CONTACTS}."
    limit = EASY_RPE if kind is Kind.LIGHT else PRESCRIPTIONS[content.dose].rpe_max
    if any(float(e.rpe.rsplit("-", 1)[-1]) > limit for e in content.exercises):
        yield f"it asks for more effort than RPE {limit:g}."
    if len({e.key for e in content.exercises}) < len(content.exercises):
        yield "an exercise comes twice."
    yield from _missing(content, kind)


def _missing(content: Content, kind: Kind) -> Iterator[str]:
    has = set(content.patterns)
    if kind is Kind.LIGHT:
        if has & NOT_WHEN_LIGHT:
            yield "a light session loads the legs."
    elif not has & {Pattern.SQUAT, Pattern.SINGLE_LEG}:
        yield "it has neither squat nor single leg."
    elif not has & {Pattern.HINGE, Pattern.SINGLE_LEG}:
        yield "it has neither hinge nor single leg."
    if not has & {Pattern.PUSH, Pattern.PULL}:
        yield "it has neither push nor pull."
    if Pattern.TRUNK not in has:
        yield "it has nothing for the trunk."


def reps(exercise: Exercise) -> int:
    """Repetitions of one set at the top of its range, both sides counted; 0 for holds and carries."""
    number, _, unit = exercise.reps.partition(" ")
    if unit.startswith(("s", "m")):
        return 0
    return int(number.rsplit("-", 1)[-1]) * (2 if unit == "a side" else 1)
