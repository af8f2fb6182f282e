"""What stands in a session, and what stays out of it."""

import time
from itertools import product

import pytest
from tests.rules.content.asked import session

from liftday_rules.content import LIBRARY, PROGRAMMES, Gate
from liftday_rules.content.audit import reps
from liftday_rules.content.dose import MAX_LOWER_SETS_A_WEEK
from liftday_rules.content.move import LADDER
from liftday_rules.model import Content, Dose, Equipment, Focus, Kind, Pattern

FIVE = {Pattern.SQUAT, Pattern.HINGE, Pattern.SINGLE_LEG, Pattern.PUSH, Pattern.PULL}
LIFTS = FIVE


def keys(content: Content) -> list[str]:
    return [exercise.key for exercise in content.exercises]


def lift_sets(content: Content) -> int:
    return sum(exercise.sets for exercise in content.exercises if exercise.pattern in LIFTS)


@pytest.mark.parametrize("equipment", Equipment)
def test_nothing_is_asked_for_that_is_not_there(equipment: Equipment) -> None:
    for programme, focus, block in product(PROGRAMMES, Focus, (1, 2, 3)):
        content = session(equipment=equipment, programme=programme, focus=focus, block=block)
        assert all(LADDER[LIBRARY[key].equipment] <= LADDER[equipment] for key in keys(content))


def test_a_gym_is_used_when_there_is_one() -> None:
    at_the_gym = {LIBRARY[key].equipment for key in keys(session(equipment=Equipment.GYM))}
    assert Equipment.GYM in at_the_gym


def test_a_light_session_leaves_the_legs_alone() -> None:
    for equipment, parity, dose in product(Equipment, (0, 1), (Dose.LIGHT, Dose.TAPER, Dose.RETURN)):
        content = session(kind=Kind.LIGHT, dose=dose, equipment=equipment, minutes=25, week_parity=parity)
        assert not {Pattern.SQUAT, Pattern.HINGE, Pattern.SINGLE_LEG, Pattern.JUMPS} & set(content.patterns)
        assert all(float(exercise.rpe[-1]) <= 6 for exercise in content.exercises)


def test_the_light_dose_makes_any_session_a_light_one() -> None:
    assert session(kind=Kind.FULL, dose=Dose.LIGHT).patterns == session(kind=Kind.LIGHT, dose=Dose.LIGHT).patterns


def test_a_light_week_alternates_heavy_and_light_upper_body() -> None:
    even, odd = (session(kind=Kind.LIGHT, dose=Dose.LIGHT, minutes=25, week_parity=parity) for parity in (0, 1))
    push_and_pull = [[e.reps.split()[0] for e in content.exercises[:2]] for content in (even, odd)]
    assert push_and_pull == [["4-6", "15"], ["15", "4-6"]]


def test_ten_minutes_are_one_set_of_squat_hinge_push_row_and_plank() -> None:
    content = session(kind=Kind.MICRO, minutes=10, equipment=Equipment.NONE)
    assert [(e.key, e.sets) for e in content.exercises] == [
        ("box_squat", 1),
        ("glute_bridge", 1),
        ("push_up", 1),
        ("inverted_row", 1),
        ("plank", 1),
    ]


def test_wilsons_routine_has_her_seven_exercises_in_her_order() -> None:
    content = session(programme="wilson", equipment=Equipment.DUMBBELLS, minutes=25)
    assert keys(content) == [
        "db_box_squat",
        "db_single_arm_press",
        "db_step_up",
        "elevated_push_up",
        "db_rdl",
        "db_supported_row",
        "band_pallof",
    ]
    assert {e.reps.split()[0] for e in content.exercises[:6]} == {"6"}
    assert {e.sets for e in content.exercises[:6]} == {2}


def test_wilsons_routine_gets_its_third_set_when_there_is_time() -> None:
    content = session(programme="wilson", equipment=Equipment.DUMBBELLS, minutes=45)
    assert content.exercises[0].sets == 3


def test_reids_programme_has_all_five_patterns_and_four_to_six_repetitions() -> None:
    content = session(programme="reid")
    assert set(content.patterns) >= FIVE
    assert {e.reps.split()[0] for e in content.exercises if e.pattern in {Pattern.SQUAT, Pattern.HINGE}} == {"4-6"}


def test_halls_programme_stays_with_few_repetitions_and_trains_the_upper_body() -> None:
    content = session(programme="hall", dose=Dose.BUILD)
    assert {Pattern.PUSH, Pattern.PULL} <= set(content.patterns)
    assert {e.reps.split()[0] for e in content.exercises if e.pattern in LIFTS} == {"3-5"}


@pytest.mark.parametrize("programme", ["liftday", "carry-over"])
def test_the_two_sessions_of_a_week_cover_the_five_patterns_calf_and_tibialis(programme: str) -> None:
    week = [session(programme=programme, focus=focus) for focus in (Focus.POSTERIOR_CHAIN, Focus.STABILITY)]
    assert {pattern for content in week for pattern in content.patterns} >= FIVE
    feet = {e.key for content in week for e in content.exercises if e.pattern is Pattern.CALF_FOOT}
    assert "tibialis_raise" in feet
    assert len(feet) > 1


def test_the_carry_over_programme_carries() -> None:
    assert Pattern.CARRY in session(programme="carry-over", focus=Focus.STABILITY).patterns


@pytest.mark.parametrize("programme", PROGRAMMES)
@pytest.mark.parametrize("equipment", Equipment)
def test_blocks_turn_the_exercises_while_one_main_lift_stays_for_comparison(
    programme: str, equipment: Equipment
) -> None:
    blocks = [set(keys(session(programme=programme, equipment=equipment, block=block))) for block in (1, 2, 3)]
    lifts = [{key for key in block if LIBRARY[key].pattern in LIFTS} for block in blocks]
    assert set.intersection(*lifts)
    assert blocks[0] != blocks[1]


def test_the_fourth_block_begins_again_with_the_first() -> None:
    assert keys(session(block=4)) == keys(session(block=1))


def test_the_first_sessions_of_a_life_teach_whatever_the_phase_is() -> None:
    content = session(dose=Dose.BUILD, sessions_done=3)
    assert content.dose is Dose.LEARN
    assert all(LIBRARY[key].gate is None for key in keys(content))
    assert session(dose=Dose.BUILD, sessions_done=4).dose is Dose.BUILD


def test_no_barbell_before_the_movement_is_known() -> None:
    assert "front_squat" not in keys(session(dose=Dose.DELOAD, sessions_done=2))
    assert "front_squat" in keys(session(sessions_done=4))


@pytest.mark.parametrize(
    ("sessions_done", "weeks_done", "jumps"),
    [
        pytest.param(7, 10, False, id="too few sessions"),
        pytest.param(20, 3, False, id="too few weeks"),
        pytest.param(8, 4, True, id="enough of both"),
        pytest.param(11, None, False, id="eleven sessions may have been less than four weeks"),
        pytest.param(12, None, True, id="twelve sessions cannot have been less than four weeks"),
    ],
)
def test_jumps_wait_for_eight_sessions_and_four_weeks(
    sessions_done: int, weeks_done: int | None, *, jumps: bool
) -> None:
    content = session(dose=Dose.BUILD, sessions_done=sessions_done, weeks_done=weeks_done)
    assert (Pattern.JUMPS in content.patterns) is jumps


def test_jumps_come_first_and_count_forty_landings_in_the_build_phase() -> None:
    first = session(dose=Dose.BUILD).exercises[0]
    assert first.pattern is Pattern.JUMPS
    assert first.sets * reps(first) == 40


@pytest.mark.parametrize("dose", [Dose.LEARN, Dose.DELOAD, Dose.RETURN])
def test_nobody_jumps_while_learning_deloading_or_coming_back(dose: Dose) -> None:
    assert Pattern.JUMPS not in session(dose=dose).patterns


def test_olympic_lifts_and_overhead_squats_need_the_athletes_word() -> None:
    closed = keys(session(programme="full-extension"))
    opened = keys(session(programme="full-extension", allowed=frozenset({Gate.COACHED, Gate.MOBILITY})))
    assert not {"clean_pull", "overhead_squat"} & set(closed)
    assert {"clean_pull", "overhead_squat"} <= set(opened)


def test_swings_wait_for_eight_sessions() -> None:
    asked = {"programme": "full-extension", "block": 2, "equipment": Equipment.DUMBBELLS}
    assert "kb_swing" not in keys(session(sessions_done=7, **asked))
    assert "kb_swing" in keys(session(sessions_done=8, **asked))


@pytest.mark.parametrize("focus", Focus)
@pytest.mark.parametrize("usual", [Dose.BASE, Dose.BUILD])
def test_a_deload_week_leaves_out_two_fifths_to_half_of_the_lifting(focus: Focus, usual: Dose) -> None:
    cut = 1 - lift_sets(session(dose=Dose.DELOAD, focus=focus)) / lift_sets(session(dose=usual, focus=focus))
    assert 0.40 <= round(cut, 2) <= 0.50


def test_a_deload_session_has_the_baseline_test_and_still_fits() -> None:
    content = session(dose=Dose.DELOAD)
    assert content.test is not None
    assert content.test.minutes == 10
    assert session(dose=Dose.DELOAD, with_test=False).test is None


def test_the_baseline_test_leaves_out_what_hurts() -> None:
    knee = session(dose=Dose.DELOAD, excluded_regions=frozenset({"knee"})).test
    assert knee is not None
    assert not any("squat" in line for line in knee.lines)
    assert session(dose=Dose.DELOAD, excluded_regions=frozenset({"foot"})).test is None


def test_a_taper_keeps_the_effort_and_drops_the_accessories() -> None:
    taper, peak = session(dose=Dose.TAPER), session(dose=Dose.PEAK)
    assert lift_sets(taper) < lift_sets(peak)
    assert taper.exercises[1].rpe == "7"
    assert Pattern.CARRY not in session(dose=Dose.TAPER, focus=Focus.STABILITY).patterns


def test_body_weight_work_is_made_hard_by_lowering_slowly() -> None:
    legs = [e for e in session(equipment=Equipment.NONE).exercises if e.pattern in {Pattern.SQUAT, Pattern.HINGE}]
    assert {e.tempo for e in legs} == {"5-1-1"}
    assert {e.load for e in legs} == {""}


@pytest.mark.parametrize("programme", PROGRAMMES)
@pytest.mark.parametrize("dose", [Dose.BASE, Dose.BUILD])
@pytest.mark.parametrize("per_week", [1, 2, 3])
def test_the_leg_sets_of_a_week_stay_within_its_cap(programme: str, dose: Dose, per_week: int) -> None:
    week = (Focus.POSTERIOR_CHAIN, Focus.STABILITY, Focus.POSTERIOR_CHAIN)[:per_week]
    contents = [session(programme=programme, dose=dose, focus=focus, per_week=per_week) for focus in week]
    leg_sets = sum(
        e.sets for content in contents for e in content.exercises if e.pattern in FIVE - {Pattern.PUSH, Pattern.PULL}
    )
    assert leg_sets <= MAX_LOWER_SETS_A_WEEK


def test_strides_follow_only_when_asked_for_and_only_in_the_build_phase() -> None:
    assert session(dose=Dose.BUILD).finish is None
    assert session(dose=Dose.BUILD, with_strides=True).finish is not None
    assert session(dose=Dose.BASE, with_strides=True).finish is None
    assert abs(session(dose=Dose.BUILD, with_strides=True).minutes - 45) <= 2


def test_a_sore_everything_leaves_a_session_without_exercises() -> None:
    everything = frozenset({"leg", "back", "shoulder", "elbow", "wrist", "grip"})
    content = session(excluded_regions=everything)
    assert content.exercises == ()
    assert content.minutes < 45


def test_partners_in_a_pair_stand_next_to_each_other_and_never_alone() -> None:
    for programme, focus, minutes in product(PROGRAMMES, Focus, (25, 45)):
        letters = [e.pair for e in session(programme=programme, focus=focus, minutes=minutes).exercises]
        for letter in set(letters) - {""}:
            first = letters.index(letter)
            assert letters[first : first + 2] == [letter, letter]
            assert letters.count(letter) == 2


def test_an_unknown_programme_is_an_error() -> None:
    with pytest.raises(KeyError):
        session(programme="nobody's")


def test_a_year_of_sessions_takes_less_than_fifty_milliseconds() -> None:
    def year() -> float:
        start = time.process_time()
        for week, focus in product(range(52), (Focus.POSTERIOR_CHAIN, Focus.STABILITY, Focus.GENERAL)):
            session(focus=focus, dose=tuple(Dose)[week % len(Dose)], block=1 + week // 4, week_parity=week % 2)
        return time.process_time() - start

    assert min(year() for _ in range(5)) < 0.050
