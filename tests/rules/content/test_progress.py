"""The next load is suggested from what was logged, and nothing is ever changed silently."""

from collections.abc import Sequence
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.rules.content.asked import session

from liftday_rules.content import (
    LIBRARY,
    SessionDone,
    Step,
    adherence,
    best_e1rm_kg,
    e1rm_kg,
    ease,
    layoff,
    suggest,
)
from liftday_rules.content.baseline import Measured, Trend, compare
from liftday_rules.content.progress import Suggestion
from liftday_rules.model import Dose, Exercise, ExerciseDone, Kind, Niggle, Pattern, SetDone

TODAY = date(2026, 11, 23)
"""A Monday."""


def planned(reps: str = "4-6", rpe: str = "7-8") -> Exercise:
    return Exercise(name="Any", pattern=Pattern.SQUAT, sets=3, reps=reps, rpe=rpe)


def done(
    key: str, load_kg: float | None, *reps: int, rpe: float | None = 7, days_ago: int = 3, niggle: int = 0
) -> ExerciseDone:
    return ExerciseDone(
        key=key,
        on=TODAY - timedelta(days=days_ago),
        sets=tuple(SetDone(reps=n, load_kg=load_kg, rpe=rpe) for n in reps),
        niggles=(Niggle(region="knee", level=niggle),) if niggle else (),
    )


def suggestion(key: str, history: Sequence[ExerciseDone], dose: Dose = Dose.BUILD) -> Suggestion:
    return suggest(LIBRARY[key], planned(), history, TODAY, dose)


def twice(key: str, load_kg: float | None, *reps: int, rpe: float | None = 7) -> list[ExerciseDone]:
    return [done(key, load_kg, *reps, rpe=rpe, days_ago=days) for days in (7, 3)]


@pytest.mark.parametrize(
    ("key", "load_kg", "next_kg"),
    [
        pytest.param("back_squat", 120, 125, id="5 kg on a heavy bar"),
        pytest.param("back_squat", 60, 62.5, id="2.5 kg where 5 would be more than a twentieth"),
        pytest.param("back_squat", 30, 32.5, id="the smallest plates on a light bar"),
        pytest.param("overhead_press", 40, 42.5, id="2.5 kg for the upper body"),
        pytest.param("db_rdl", 16, 18, id="the next dumbbell"),
    ],
)
def test_two_sessions_at_the_top_of_the_range_earn_the_next_step(key: str, load_kg: float, next_kg: float) -> None:
    said = suggestion(key, twice(key, load_kg, 6, 6, 6))
    assert (said.step, said.load_kg) == (Step.UP, next_kg)
    assert f"{next_kg:g} kg" in said.sentence


@pytest.mark.parametrize(
    "history",
    [
        pytest.param([done("back_squat", 60, 6, 6, 6)], id="only once"),
        pytest.param(twice("back_squat", 60, 6, 6, 5), id="not every set at the top"),
        pytest.param(twice("back_squat", 60, 6, 6, 6, rpe=8.5), id="harder than meant"),
        pytest.param(twice("back_squat", 60, 6, 6, 6, rpe=None), id="effort unknown"),
        pytest.param(
            [done("back_squat", 57.5, 6, 6, 6, days_ago=7), done("back_squat", 60, 6, 6, 6)], id="another load"
        ),
    ],
)
def test_otherwise_the_load_stays(history: list[ExerciseDone]) -> None:
    said = suggestion("back_squat", history)
    assert (said.step, said.load_kg) == (Step.HOLD, 60)


@pytest.mark.parametrize(
    ("last", "load_kg"),
    [
        pytest.param(done("back_squat", 100, 4, 3, 3), 95, id="missing repetitions"),
        pytest.param(done("back_squat", 100, 6, 6, 6, rpe=9.5), 95, id="too hard"),
        pytest.param(done("back_squat", 100, 4, 3, 2, rpe=10), 90, id="both"),
    ],
)
def test_a_session_that_was_too_much_lowers_the_load_by_a_twentieth_to_a_tenth(
    last: ExerciseDone, load_kg: float
) -> None:
    said = suggestion("back_squat", [last])
    assert (said.step, said.load_kg) == (Step.DOWN, load_kg)


def test_a_niggle_holds_the_load_even_after_two_good_sessions() -> None:
    history = [done("back_squat", 60, 6, 6, 6, days_ago=7), done("back_squat", 60, 6, 6, 6, niggle=3)]
    said = suggestion("back_squat", history)
    assert said.step is Step.HOLD
    assert "knee" in said.sentence


@pytest.mark.parametrize(
    ("days", "step", "load_kg"),
    [
        pytest.param(13, Step.HOLD, 100, id="13 days are no break"),
        pytest.param(14, Step.DOWN, 90, id="14 days cost a tenth"),
        pytest.param(27, Step.DOWN, 90, id="27 days still a tenth"),
        pytest.param(28, Step.RELEARN, 80, id="28 days mean learning it again"),
    ],
)
def test_a_break_lowers_the_load(days: int, step: Step, load_kg: float) -> None:
    said = suggestion("back_squat", [done("back_squat", 100, 5, 5, days_ago=days)])
    assert (said.step, said.load_kg) == (step, load_kg)


def test_after_an_illness_the_load_comes_back_at_four_fifths() -> None:
    assert suggestion("back_squat", twice("back_squat", 100, 6, 6), Dose.RETURN).load_kg == 80


@pytest.mark.parametrize("dose", [Dose.DELOAD, Dose.TAPER, Dose.LIGHT])
def test_an_easier_session_adds_nothing(dose: Dose) -> None:
    assert suggestion("back_squat", twice("back_squat", 100, 6, 6), dose).step is Step.HOLD


def test_a_new_exercise_starts_by_feel() -> None:
    said = suggestion("back_squat", [done("deadlift", 100, 5)])
    assert (said.step, said.load_kg) == (Step.START, None)


def test_without_a_weight_the_next_step_is_a_harder_variant() -> None:
    said = suggestion("push_up", twice("push_up", None, 6, 6))
    assert (said.step, said.load_kg) == (Step.UP, None)


def test_what_lies_in_the_future_of_the_session_does_not_count() -> None:
    assert suggestion("back_squat", [done("back_squat", 60, 6, days_ago=0)]).step is Step.START


@given(
    load=st.floats(min_value=10, max_value=250),
    reps=st.lists(st.integers(min_value=1, max_value=12), min_size=1, max_size=4),
    rpe=st.none() | st.floats(min_value=5, max_value=10),
    days=st.integers(min_value=1, max_value=60),
    key=st.sampled_from(["back_squat", "overhead_press", "db_rdl"]),
)
def test_no_suggestion_raises_a_load_by_more_than_a_step_or_lowers_it_by_half(
    load: float, reps: list[int], rpe: float | None, days: int, key: str
) -> None:
    said = suggestion(key, [done(key, load, *reps, rpe=rpe, days_ago=days + more) for more in (0, 4)])
    assert said.load_kg is not None
    step = LIBRARY[key].step_kg
    assert step is not None
    assert load * 0.5 <= said.load_kg <= load + step


@pytest.mark.parametrize(("reps", "estimate"), [(1, 103.33), (5, 116.67), (8, 126.67), (9, None), (0, None)])
def test_the_best_lift_is_estimated_from_up_to_eight_repetitions(reps: int, estimate: float | None) -> None:
    result = e1rm_kg(100, reps)
    assert (result if result is None else round(result, 2)) == estimate


def test_the_best_estimate_of_a_block_looks_at_its_dates_and_its_exercise_only() -> None:
    history = [
        done("back_squat", 100, 5, days_ago=40),
        done("back_squat", 90, 5, 8, 12, days_ago=10),
        done("deadlift", 200, 5, days_ago=10),
    ]
    since = TODAY - timedelta(days=28)
    assert best_e1rm_kg(history, "back_squat", since, TODAY) == pytest.approx(90 * (1 + 8 / 30))
    assert best_e1rm_kg(history, "front_squat", since, TODAY) is None


def test_nobodys_first_session_is_no_layoff() -> None:
    assert layoff(None, TODAY).load_share == 1.0
    assert layoff(TODAY - timedelta(days=28), TODAY).relearn


def test_a_tired_day_drops_accessories_and_one_set_and_keeps_the_lifts() -> None:
    content = session()
    eased = ease(content)
    lifts = [e for e in content.exercises if e.pattern in {Pattern.SQUAT, Pattern.HINGE, Pattern.SINGLE_LEG}]
    kept = {e.key: e.sets for e in eased.exercises}
    assert all(kept[e.key] == max(1, e.sets - 1) for e in lifts)
    assert Pattern.TRUNK in eased.patterns
    assert not {Pattern.CALF_FOOT, Pattern.HIP_STABILITY, Pattern.JUMPS} & set(eased.patterns)
    assert eased.minutes < content.minutes
    pairs = [e.pair for e in eased.exercises if e.pair]
    assert all(pairs.count(letter) > 1 for letter in pairs)


@pytest.mark.parametrize(
    ("measured", "before", "now", "trend"),
    [
        (Measured.SQUAT_POINTS, 2, 2.5, Trend.WITHIN_NOISE),
        (Measured.SQUAT_POINTS, 2, 3, Trend.BETTER),
        (Measured.CALF_RAISES, 20, 20, Trend.WITHIN_NOISE),
        (Measured.CALF_RAISES, 20, 22, Trend.BETTER),
        (Measured.STRENGTH_KG, 100, 104, Trend.WITHIN_NOISE),
        (Measured.STRENGTH_KG, 100, 94, Trend.WORSE),
        (Measured.EASY_HR_BPM, 150, 140, Trend.BETTER),
        (Measured.EASY_HR_BPM, 150, 160, Trend.WORSE),
        (Measured.THRESHOLD_SPEED_MPS, 3.6, 3.7, Trend.WITHIN_NOISE),
    ],
)
def test_the_baseline_test_tells_change_from_noise(measured: Measured, before: float, now: float, trend: Trend) -> None:
    comparison = compare(measured, before, now)
    assert comparison.trend is trend
    assert f"{now:g} after {before:g}" in comparison.sentence


def strength(*days_ago: int, kind: Kind = Kind.FULL) -> list[SessionDone]:
    return [SessionDone(on=TODAY - timedelta(days=days), kind=kind) for days in days_ago]


def targets(weeks: int, each: int = 2) -> dict[date, int]:
    return {TODAY - timedelta(weeks=n): each for n in range(1, weeks + 1)}


def test_adherence_is_done_against_aimed_at_over_twelve_weeks() -> None:
    result = adherence(strength(*(7 * n - 1 for n in range(1, 13))), targets(12), TODAY)
    assert result.share == 0.5
    assert result.sentence == "12 of 24 sessions in the last 12 weeks."
    assert [week.done for week in result.weeks] == [1.0] * 12


def test_ten_minutes_count_half() -> None:
    result = adherence(strength(2, kind=Kind.MICRO), targets(1, each=1), TODAY)
    assert result.share == 0.5


def test_more_than_the_target_does_not_make_up_for_another_week() -> None:
    result = adherence(strength(2, 3, 4), targets(2), TODAY)
    assert result.share == 0.5


def test_the_running_week_and_weeks_around_a_race_count_neither_way() -> None:
    result = adherence(strength(0), {TODAY: 2, TODAY - timedelta(weeks=1): 0}, TODAY)
    assert result.share is None
    assert "no full week" in result.sentence


def test_a_young_programme_is_not_judged() -> None:
    assert "after about 12 weeks" in adherence(strength(2), targets(3), TODAY).sentence
