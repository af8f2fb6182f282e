"""Load figures against values worked out by hand."""

from dataclasses import replace

import pytest
from tests.rules.classify.runs import ATHLETE, constants, garmin, run

from liftday_rules import load
from liftday_rules.model import Constants, RunClass, StreamDigest

KNOWN: Constants = constants(replace(ATHLETE, lthr_bpm=171))
WEEK = [0, 60, 30, 80, 0, 40, 120]


@pytest.mark.parametrize(
    ("minutes", "rate", "sex", "impulse"),
    [(60, 140, "m", 84.8), (60, 140, "f", 97.1), (45, 165, "m", 114.5), (60, 171, "m", 174.4), (60, 140, None, 90.94)],
)
def test_the_impulse_of_banister(minutes: float, rate: float, sex: str | None, impulse: float) -> None:
    assert load.trimp(minutes, rate, KNOWN, sex) == pytest.approx(impulse, abs=0.06)


def test_the_impulse_of_seconds_is_that_of_the_same_minutes() -> None:
    seconds = [3600.0]
    assert load.trimp_of_seconds(seconds, 140, KNOWN, "m") == pytest.approx(load.trimp(60, 140, KNOWN, "m"))


@pytest.mark.parametrize(("minutes", "rate", "score"), [(60, 140, 48.6), (45, 165, 65.7), (60, 171, 100.0)])
def test_an_hour_at_threshold_scores_a_hundred(minutes: float, rate: float, score: float) -> None:
    assert load.hr_tss(load.trimp(minutes, rate, KNOWN, "m"), KNOWN, "m") == pytest.approx(score, abs=0.06)


def test_the_other_figures() -> None:
    assert load.r_tss(1, 0.85 * 3.6, 3.6) == pytest.approx(72.25)
    assert load.edwards([10, 20, 15, 10, 5]) == 160
    assert load.lucia(40, 10, 8) == 84
    assert load.session_load(5, 60) == 300


def test_monotony_and_strain_of_a_week() -> None:
    assert load.monotony(WEEK) == pytest.approx(1.08, abs=0.006)
    assert load.strain(WEEK) == pytest.approx(357.8, abs=0.06)
    assert load.monotony([50] * 7) is None
    assert load.strain([50] * 7) is None


def test_fitness_and_fatigue_after_six_even_weeks() -> None:
    found = load.form([50] * 42)
    assert found is not None
    assert found[:2] == pytest.approx((31.61, 49.88), abs=0.006)
    assert found[2] < 0
    assert load.form([50] * 27) is None


def test_this_week_against_the_usual_one() -> None:
    assert load.week_against_usual([50] * 42 + [100] * 7) == pytest.approx(2)
    assert load.week_against_usual([50] * 40) is None
    assert load.week_against_usual([0] * 42 + [100] * 7) is None


def test_a_run_is_weighed_in_the_best_currency_there_is() -> None:
    athlete = replace(ATHLETE, sex="m", lthr_bpm=171)
    streamed = StreamDigest(moving_s=3600, hr_quality=0.9, hr_from_bpm=140, hr_s=(3600.0,))
    untrusted = replace(streamed, hr_quality=0.3, speed_norm_mps=0.85 * 3.6)
    easy = RunClass.EASY
    assert load.of_run(run(60, digest=streamed), KNOWN, athlete, easy) == pytest.approx(48.6, abs=0.06)
    assert load.of_run(run(60, avg_hr_bpm=140.0), KNOWN, athlete, easy) == pytest.approx(48.6, abs=0.06)
    assert load.of_run(run(60, digest=untrusted), KNOWN, athlete, easy) == pytest.approx(72.25)
    assert load.of_run(run(60, garmin=garmin(rpe_0_10=5)), KNOWN, athlete, easy) == 300
    assert load.of_run(run(60), KNOWN, athlete, easy) == 48
    assert load.of_run(run(60), KNOWN, athlete, RunClass.HARD) == 78
