"""The text in the calendar is all one needs in the gym."""

from itertools import product

import pytest
from syrupy.assertion import SnapshotAssertion
from tests.rules.content.asked import session

from liftday_rules.content import PROGRAMMES, description, summary
from liftday_rules.content.text import MAX_LINE
from liftday_rules.model import Dose, Equipment, Focus, Kind, Pattern


@pytest.mark.parametrize(
    "asked",
    [
        pytest.param({"programme": "wilson", "equipment": Equipment.DUMBBELLS, "minutes": 25}, id="living room"),
        pytest.param({"equipment": Equipment.NONE, "focus": Focus.POSTERIOR_CHAIN}, id="hotel room"),
        pytest.param({"dose": Dose.DELOAD}, id="gym in a deload week"),
        pytest.param({"kind": Kind.LIGHT, "dose": Dose.LIGHT, "minutes": 25}, id="light"),
        pytest.param({"kind": Kind.MICRO, "minutes": 10, "equipment": Equipment.NONE}, id="ten minutes"),
    ],
)
def test_a_session_reads_like_this(asked: dict[str, object], snapshot: SnapshotAssertion) -> None:
    assert description(session(**asked)) == snapshot


def test_lines_are_short_and_without_markup() -> None:
    for programme, dose, equipment, focus in product(PROGRAMMES, Dose, Equipment, Focus):
        text = description(session(programme=programme, dose=dose, equipment=equipment, focus=focus))
        assert max(map(len, text.splitlines())) <= MAX_LINE
        assert not set("*_#`<>|\t") & set(text)


def test_every_exercise_has_a_number_sets_effort_rest_and_a_how_to() -> None:
    content = session()
    text = description(content)
    for number, exercise in enumerate(content.exercises, 1):
        if exercise.pattern is Pattern.JUMPS:
            assert f"{number}. {exercise.name}\n   {exercise.sets} × {exercise.reps}, rest " in text
            continue
        assert f"{number}. {exercise.name}\n   {exercise.sets} × {exercise.reps} @ RPE {exercise.rpe}, rest " in text
        assert exercise.how_to in text


def test_the_reason_comes_first() -> None:
    assert description(session(), reason="Friday: a night after the intervals.").startswith("Friday: a night")


def test_a_suggested_weight_takes_the_place_of_the_advice() -> None:
    content = session(equipment=Equipment.DUMBBELLS)
    text = description(content, loads={"goblet_squat": "18 kg"})
    assert "Weight: 18 kg" in text


def test_a_session_without_exercises_says_so() -> None:
    everything = frozenset({"leg", "back", "shoulder", "elbow", "wrist", "grip"})
    assert "No exercises today" in description(session(excluded_regions=everything))


@pytest.mark.parametrize(
    ("kind", "focus", "minutes", "title"),
    [
        (Kind.FULL, Focus.POSTERIOR_CHAIN, 45, "Lift 45 min · glutes and hamstrings"),
        (Kind.FULL, Focus.GENERAL, None, "Lift · whole body"),
        (Kind.FULL, None, None, "Lift"),
        (Kind.LIGHT, Focus.STABILITY, 25, "Lift light 25 min"),
        (Kind.MICRO, None, 10, "Lift 10 min"),
    ],
)
def test_the_title_says_first_what_to_do_and_then_how_long(
    kind: Kind, focus: Focus | None, minutes: int | None, title: str
) -> None:
    assert summary(kind, focus, minutes) == title
