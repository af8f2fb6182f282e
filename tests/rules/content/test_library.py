"""The library is sound: nothing twice, nothing denied, everything explained in one line."""

import pytest
import yaml
from fitdecode.profile import FIELD_TYPES

from liftday_rules.content import LIBRARY, PROGRAMMES, WATCH_NAMES, Move, audit, catalogue, key_of, read_programme
from liftday_rules.content.catalogue import EXAMPLE
from liftday_rules.content.exercises import MOVES
from liftday_rules.content.move import Gate
from liftday_rules.content.reading import move_problems
from liftday_rules.model import Equipment, Pattern


@pytest.mark.parametrize("move", MOVES, ids=lambda move: move.key)
def test_an_exercise_keeps_the_rules_for_users_exercises(move: Move) -> None:
    assert list(move_problems(move)) == []


def test_no_key_and_no_name_comes_twice() -> None:
    assert len(LIBRARY) == len(MOVES) == len({move.name for move in MOVES})


def test_there_is_something_of_every_pattern_for_an_empty_room() -> None:
    assert {move.pattern for move in MOVES if move.equipment is Equipment.NONE} == set(Pattern)


def test_every_jump_stands_behind_a_gate() -> None:
    assert {move.gate for move in MOVES if move.pattern is Pattern.JUMPS} == {Gate.JUMPS, Gate.COACHED}


def test_every_exercise_of_a_programme_is_in_the_library() -> None:
    used = {
        key
        for programme in PROGRAMMES.values()
        for template in programme.templates
        for slot in template.slots
        for block in slot.blocks
        for key in block
    }
    assert used <= set(LIBRARY)
    assert len(used) > 50


def test_the_watch_knows_every_exercise_by_a_name_of_its_own_profile() -> None:
    categories = set(_enum("exercise_category"))
    assert set(WATCH_NAMES) == set(LIBRARY)
    for category, exercise in WATCH_NAMES.values():
        assert category.lower() in categories
        assert exercise.lower() in _enum(f"{category.lower()}_exercise_name")


def _enum(name: str) -> tuple[str, ...]:
    return tuple(FIELD_TYPES[name].enum.values())


def test_what_a_watch_recorded_finds_its_exercise() -> None:
    assert key_of("squat", "goblet_squat") == "goblet_squat"
    assert key_of("PULL_UP", "WEIGHTED_CHIN_UP") == "chin_up"
    assert key_of("CRUNCH", "CRUNCH") is None


def test_the_example_of_a_programme_in_the_catalogue_is_sound() -> None:
    programme = read_programme(yaml.safe_load(EXAMPLE))
    assert programme.name == "my-own"
    assert audit(programme) == ()


def test_the_catalogue_lists_every_exercise_and_programme_and_is_the_same_every_time() -> None:
    page = catalogue()
    assert page == catalogue()
    assert all(f"| `{key}` |" in page for key in LIBRARY)
    assert all(f"`{name}`" in page for name in PROGRAMMES)
    assert page.endswith("|\n")
