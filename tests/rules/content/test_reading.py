"""A user's programme is read, or everything that is wrong with it is said at once."""

from copy import deepcopy
from typing import Any

import pytest
from tests.rules.content.asked import session

from liftday_rules.content import Gate, ProgrammeError, audit, read_programme
from liftday_rules.content.programme import UpperScheme
from liftday_rules.model import Dose, Focus, Kind, Pattern

MINE: dict[str, Any] = {
    "name": "mine",
    "title": "My own",
    "main_reps": {"base": "5", "build": "3-5"},
    "main_sets": {"base": 2},
    "exercises": [
        {
            "key": "sandbag_squat",
            "name": "Sandbag squat",
            "pattern": "SQ",
            "equipment": "dumbbells",
            "how_to": "Hug the bag and squat.",
            "step_kg": 5,
        },
    ],
    "sessions": [
        {
            "kind": "full",
            "slots": [
                {"role": "main", "pattern": "SQ", "moves": ["sandbag_squat", "box_squat"]},
                {"role": "main", "pattern": "HI", "pair": "A", "moves": ["db_rdl", "glute_bridge"]},
                {"role": "upper", "pattern": "PU", "pair": "A", "moves": ["push_up"]},
                {"role": "support", "pattern": "CO", "blocks": [["plank"], ["side_plank"], ["dead_bug"]]},
                {"role": "second", "pattern": "SL", "moves": ["reverse_lunge"], "optional": True},
                {"role": "support", "pattern": "CF", "moves": ["calf_raise"], "optional": True},
            ],
        }
    ],
}


def wrong(change: Any) -> str:
    """What is said about MINE after a change."""
    values = deepcopy(MINE)
    change(values)
    with pytest.raises(ProgrammeError) as told:
        read_programme(values)
    return " ".join(told.value.problems)


def first_slot(values: dict[str, Any]) -> dict[str, Any]:
    slot: dict[str, Any] = values["sessions"][0]["slots"][0]
    return slot


def test_a_programme_with_an_exercise_of_its_own_is_used() -> None:
    mine = read_programme(MINE)
    content = session(programme=mine, minutes=45)
    assert content.programme == "mine"
    squat = content.exercises[0]
    assert (squat.name, squat.sets, squat.reps) == ("Sandbag squat", 2, "5")


def test_what_it_leaves_out_comes_from_the_default() -> None:
    mine = read_programme(MINE)
    assert mine.template(Kind.LIGHT, Focus.GENERAL, 25) is None
    light = session(programme=mine, kind=Kind.LIGHT, dose=Dose.LIGHT, minutes=25)
    assert Pattern.PULL in light.patterns


def test_it_says_nothing_twice_and_sets_what_it_does_not_say() -> None:
    mine = read_programme({key: MINE[key] for key in ("name", "sessions", "exercises")})
    assert (mine.title, mine.upper, mine.main_reps) == ("mine", UpperScheme.SAME, {})


def test_the_audit_accepts_it() -> None:
    assert audit(read_programme(MINE)) == ()


def test_the_audit_tells_of_a_session_that_is_far_too_short_for_its_slot() -> None:
    values = deepcopy(MINE)
    values["sessions"][0]["slots"] = [
        {"role": "main", "pattern": "SL", "moves": ["reverse_lunge"]},
        {"role": "upper", "pattern": "PU", "moves": ["push_up"]},
        {"role": "support", "pattern": "CO", "moves": ["plank"]},
    ]
    assert any("it takes" in problem for problem in audit(read_programme(values)))


@pytest.mark.parametrize(
    ("change", "said"),
    [
        pytest.param(lambda v: v.update(colour="red"), "unknown colour", id="an unknown key"),
        pytest.param(lambda v: v.pop("sessions"), "sessions is missing", id="a missing key"),
        pytest.param(lambda v: v.update(sessions=[]), "no sessions", id="no sessions"),
        pytest.param(lambda v: v.update(sessions="full"), "not a list", id="a text for a list"),
        pytest.param(lambda v: v.update(article="bible"), "article is one of", id="an unknown article"),
        pytest.param(lambda v: first_slot(v).update(moves=["bench"]), "no exercise 'bench'", id="an unknown exercise"),
        pytest.param(lambda v: first_slot(v).update(moves=["plank"]), "is CO, not SQ", id="another pattern"),
        pytest.param(lambda v: first_slot(v).update(moves=[]), "list of moves is empty", id="no exercise"),
        pytest.param(lambda v: first_slot(v).update(blocks=[]), "either moves, or blocks", id="both lists"),
        pytest.param(
            lambda v: v["sessions"][0]["slots"][3].update(blocks=[["plank"]]), "1 lists, not 3", id="one block"
        ),
        pytest.param(lambda v: first_slot(v).update(role="hero"), "role is one of", id="an unknown role"),
        pytest.param(lambda v: v["sessions"][0]["slots"].pop(3), "for the trunk", id="no trunk"),
        pytest.param(lambda v: v["sessions"][0]["slots"].pop(2), "push or a pull", id="no upper body"),
        pytest.param(lambda v: v["sessions"][0]["slots"].pop(1), "a hinge or single-leg", id="no hinge"),
        pytest.param(
            lambda v: v["sessions"][0].update(kind="light"), "light session has no", id="a heavy light session"
        ),
        pytest.param(lambda v: v["sessions"][0].update(up_to_min=5), "from 10 to 180", id="a tiny slot"),
        pytest.param(lambda v: v.update(main_reps={"base": "8-12"}), "from 2 to 10", id="sets for size"),
        pytest.param(lambda v: v.update(main_reps={"base": "many"}), "number or a range", id="no number"),
        pytest.param(lambda v: v.update(main_sets={"peak": 3}), "the dose allows 2", id="more sets than the dose"),
        pytest.param(lambda v: v.update(main_sets={"peak": "2"}), "whole number", id="a text for a number"),
        pytest.param(
            lambda v: v["sessions"][0]["slots"].append({"role": "power", "pattern": "PW", "moves": ["pogo_hops"]}),
            "jumps come first",
            id="jumps at the end",
        ),
    ],
)
def test_a_mistake_is_named_with_its_place(change: Any, said: str) -> None:
    assert said in wrong(change)


@pytest.mark.parametrize(
    ("entry", "said"),
    [
        pytest.param({"name": "Bicycle crunch"}, "crunch", id="a crunch"),
        pytest.param({"how_to": "Go on to failure."}, "to failure", id="to failure"),
        pytest.param({"how_to": "No full stop"}, "full stop", id="a how-to without an end"),
        pytest.param({"pattern": "CO", "measure": "s", "amount": "60"}, "held for 45 s", id="a long hold"),
        pytest.param({"pattern": "CO", "measure": "reps", "amount": "20"}, "12 a side", id="dozens of repetitions"),
        pytest.param({"measure": "m"}, "needs an amount", id="a carry without metres"),
        pytest.param({"equipment": "machine"}, "equipment is one of", id="unknown equipment"),
    ],
)
def test_an_exercise_against_the_rules_is_refused(entry: dict[str, str], said: str) -> None:
    assert said in wrong(lambda values: values["exercises"][0].update(entry))


def test_a_jump_of_ones_own_stands_behind_the_gate_as_well() -> None:
    values = deepcopy(MINE)
    values["exercises"].append(
        {"key": "hop", "name": "Hop", "pattern": "PW", "equipment": "none", "how_to": "Hop on the spot."}
    )
    assert read_programme(values).moves["hop"].gate is Gate.JUMPS


def test_two_mistakes_in_two_sessions_are_told_together() -> None:
    values = deepcopy(MINE)
    values["sessions"].append(deepcopy(values["sessions"][0]))
    for each in values["sessions"]:
        each["slots"][0]["role"] = "hero"
    with pytest.raises(ProgrammeError) as told:
        read_programme(values)
    assert [problem.split(",")[0] for problem in told.value.problems] == ["Session 1", "Session 2"]


@pytest.mark.parametrize("values", [None, [], "mine", 3])
def test_something_that_is_no_programme_is_refused(values: object) -> None:
    with pytest.raises(ProgrammeError, match="not a mapping"):
        read_programme(values)
