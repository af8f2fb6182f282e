"""What a body does: stated first, then history, then formula."""

from dataclasses import replace
from datetime import date, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from tests.rules.classify.runs import ATHLETE, DAY, run, strava

from liftday_rules.classify import judge
from liftday_rules.constants import Tracker, critical_speed, estimate, speed_for_an_hour
from liftday_rules.model import Athlete, BodyMeasure, Record, StreamDigest

UNSTATED = Athlete(zone=ZoneInfo("UTC"), age=40)


def days(count: int, **fields: Any) -> list[Record]:
    return [Record(activity=run(45, 0.75, day=DAY + timedelta(days=day), **fields)) for day in range(count)]


@pytest.mark.parametrize(
    ("distance_m", "seconds", "mps"), [(5000, 22.5 * 60, 3.504), (10_000, 47 * 60, 3.497)], ids=["5 km", "10 km"]
)
def test_a_race_tells_the_speed_for_an_hour(distance_m: float, seconds: float, mps: float) -> None:
    assert speed_for_an_hour(distance_m, seconds) == pytest.approx(mps, abs=0.0006)


def test_critical_speed_is_the_line_through_three_bests() -> None:
    speed, reserve_m, r2 = critical_speed((80, 172, 1350))
    assert speed == pytest.approx(3.598, abs=0.0006)
    assert reserve_m == pytest.approx(145.4, abs=0.06)
    assert r2 > 0.999


def test_what_is_stated_wins() -> None:
    known = estimate(ATHLETE, days(30, max_hr_bpm=200.0))
    assert (known.hr_max_bpm.value, known.hr_max_bpm.basis) == (190, "stated")
    assert known.lt1_bpm.value == pytest.approx(153)
    assert known.threshold_speed_mps is not None
    assert known.threshold_speed_mps.value == 3.6


def test_without_anything_a_formula_answers() -> None:
    known = estimate(UNSTATED, ())
    assert (known.hr_max_bpm.value, known.hr_max_bpm.basis) == (180, "formula")
    assert known.lthr_bpm.value == pytest.approx(162)
    assert known.hr_rest_bpm.value == 60
    assert known.threshold_speed_mps is None
    assert estimate(replace(UNSTATED, age=None), ()).hr_max_bpm.value == 190


def test_one_spike_does_not_make_a_maximum() -> None:
    calm = days(20, max_hr_bpm=178.0)
    spiked = [*calm, Record(activity=run(45, day=DAY + timedelta(days=20), max_hr_bpm=219.0))]
    assert estimate(UNSTATED, spiked).hr_max_bpm.value == 178


def test_a_well_supported_history_may_lie_below_the_formula() -> None:
    known = estimate(UNSTATED, days(20, max_hr_bpm=172.0))
    assert (known.hr_max_bpm.value, known.hr_max_bpm.basis) == (172, "history")
    assert estimate(UNSTATED, days(20, max_hr_bpm=150.0)).hr_max_bpm.value == 168


def test_a_race_of_an_hour_tells_the_threshold_heart_rate() -> None:
    race = Record(activity=run(60, 0.95, day=DAY, avg_hr_bpm=165.0, max_hr_bpm=176.0, strava=strava(workout_type=1)))
    known = estimate(UNSTATED, [race])
    assert (known.lthr_bpm.value, known.lthr_bpm.basis) == (165, "history")


def test_easy_running_alone_shows_no_threshold() -> None:
    digest = StreamDigest(moving_s=2700, hr_quality=0.95, hr_best_20min_bpm=130.0, hr_peak_bpm=140.0)
    assert estimate(UNSTATED, days(20, digest=digest)).lthr_bpm.basis == "formula"


def test_threshold_speed_is_at_least_what_was_run_for_an_hour() -> None:
    race = Record(activity=run(60, 1.0, day=DAY + timedelta(days=30), strava=strava(workout_type=1)))
    known = estimate(UNSTATED, [*days(20), race]).threshold_speed_mps
    assert known is not None
    assert known.value == pytest.approx(3.6)
    assert known.sentence == "From your best race of four months."


def test_the_next_run_never_changes_what_was_known_before_it() -> None:
    records = days(30, max_hr_bpm=170.0)
    before = estimate(UNSTATED, records[:20])
    assert estimate(UNSTATED, records[:20]) == before
    assert before.hr_max_bpm.value <= estimate(UNSTATED, records).hr_max_bpm.value
    assert (
        estimate(UNSTATED, ()).hr_max_bpm.value
        == estimate(UNSTATED, [Record(activity=run(9, day=date(2026, 1, 1)))]).hr_max_bpm.value
    )


def test_the_watch_is_believed_after_the_athlete_and_before_the_history() -> None:
    measured = BodyMeasure(date=DAY, hr_max_bpm=191.0, hr_rest_bpm=47.0, lthr_bpm=168.0, threshold_speed_mps=3.9)
    known = estimate(UNSTATED, days(20, max_hr_bpm=178.0), [measured])
    assert (known.hr_max_bpm.value, known.hr_rest_bpm.value, known.lthr_bpm.value) == (191, 47, 168)
    assert known.threshold_speed_mps is not None
    assert known.threshold_speed_mps.value == 3.9
    assert {known.hr_max_bpm.basis, known.hr_rest_bpm.basis, known.lthr_bpm.basis} == {"watch"}
    assert known.lthr_bpm.sentence == "As your watch measured it."
    assert estimate(ATHLETE, (), [measured]).lthr_bpm.basis == "stated"


def test_a_watch_is_believed_for_ninety_days_its_latest_word_first_and_nothing_impossible() -> None:
    said = [
        BodyMeasure(date=DAY, lthr_bpm=165.0),
        BodyMeasure(date=DAY + timedelta(days=30), lthr_bpm=169.0),
        BodyMeasure(date=DAY + timedelta(days=31), lthr_bpm=36.0, threshold_speed_mps=36.0),
    ]
    tracker = Tracker(UNSTATED, said)
    heard = [tracker.constants(DAY + timedelta(days=day)).lthr_bpm for day in (-1, 0, 29, 31, 120, 121)]
    assert [one.basis for one in heard] == ["formula", "watch", "watch", "watch", "watch", "formula"]
    assert [one.value for one in heard[1:5]] == [165, 165, 169, 169]
    assert tracker.constants(DAY + timedelta(days=31)).threshold_speed_mps is None


def test_a_run_is_judged_by_what_the_watch_had_measured_before_it_and_not_after() -> None:
    hard = run(45, 0.97, hr_share=0.98, day=DAY)
    early, late = (
        judge([Record(activity=hard)], UNSTATED, {}, measures=[BodyMeasure(date=on, lthr_bpm=150.0)])
        for on in (DAY - timedelta(days=1), DAY + timedelta(days=1))
    )
    (alone,) = judge([Record(activity=hard)], UNSTATED, {})
    assert late == (alone,)
    assert early[0].p_hard is not None
    assert alone.p_hard is not None
    assert early[0].p_hard > alone.p_hard
