"""The audit finds what it is there to find."""

from dataclasses import replace
from typing import Any

import pytest
from tests.rules.content.asked import session

from liftday_rules.content.audit import problems
from liftday_rules.model import Content, Dose, Exercise, Kind, Pattern

SOUND = session(dose=Dose.BASE)


def having(*exercises: Exercise) -> Content:
    patterns = tuple(dict.fromkeys(exercise.pattern for exercise in exercises))
    return replace(SOUND, exercises=exercises, patterns=patterns)


def changed(pattern: Pattern, **fields: Any) -> Content:
    """SOUND with the first exercise of a pattern changed."""
    number = next(i for i, e in enumerate(SOUND.exercises) if e.pattern is pattern)
    exercises = list(SOUND.exercises)
    exercises[number] = replace(exercises[number], **fields)
    return having(*exercises)


def without(*patterns: Pattern) -> Content:
    return having(*(e for e in SOUND.exercises if e.pattern not in patterns))


def test_a_sound_session_has_no_problems() -> None:
    assert list(problems(SOUND, Kind.FULL, 45)) == []


@pytest.mark.parametrize(
    ("content", "said"),
    [
        pytest.param(changed(Pattern.SQUAT, rest_s=600), "it takes", id="too long"),
        pytest.param(changed(Pattern.SQUAT, sets=6), "leg sets", id="too many leg sets"),
        pytest.param(changed(Pattern.TRUNK, sets=5, reps="12 a side"), "repetitions", id="too many repetitions"),
        pytest.param(changed(Pattern.JUMPS, sets=7), "landings", id="too many landings"),
        pytest.param(changed(Pattern.SQUAT, rpe="9"), "more effort than RPE 7", id="too hard"),
        pytest.param(having(*SOUND.exercises, SOUND.exercises[0]), "comes twice", id="twice the same"),
        pytest.param(without(Pattern.SQUAT, Pattern.SINGLE_LEG), "neither squat", id="nothing for the knees"),
        pytest.param(without(Pattern.HINGE, Pattern.SINGLE_LEG), "neither hinge", id="nothing for the hips"),
        pytest.param(without(Pattern.PUSH, Pattern.PULL), "neither push", id="nothing for the arms"),
        pytest.param(without(Pattern.TRUNK), "nothing for the trunk", id="nothing for the trunk"),
    ],
)
def test_a_broken_promise_is_told(content: Content, said: str) -> None:
    assert any(said in problem for problem in problems(content, Kind.FULL, 45))


def test_a_light_session_that_loads_the_legs_is_told() -> None:
    assert "a light session loads the legs." in list(problems(SOUND, Kind.LIGHT, 45))
