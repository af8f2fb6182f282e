"""Every run with only its athlete's past, and the athlete's word above all."""

import time
from dataclasses import replace
from datetime import timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.rules.classify.runs import ATHLETE, DAY, garmin, repeated, run, strava, stretches, verdict

from liftday_rules.classify import judge
from liftday_rules.classify.fusion import group_score
from liftday_rules.classify.past import Past
from liftday_rules.model import (
    Activity,
    Athlete,
    Confidence,
    Lap,
    Record,
    RunClass,
    RunFlag,
    SessionType,
    Sport,
    Verdict,
)

NOBODY = Athlete(zone=ZoneInfo("UTC"))
WEEKS = [
    Record(
        activity=run(
            45,
            1.0 if day % 7 == 2 else 0.78,
            0.96 if day % 7 == 2 else 0.78,
            day=DAY + timedelta(days=day),
            max_hr_bpm=182.0 if day % 7 == 2 else 150.0 + day % 5,
        )
    )
    for day in range(84)
]


def sentences(found: Verdict) -> list[str]:
    return [one.sentence for one in found.evidence]


def test_structure_contradicts_the_averages_and_both_are_said() -> None:
    found = verdict(run(70, 3.18 / 3.6, 0.86, laps=repeated(6, (250, 1000), (160, 400)), name="Lunch Run"))
    assert (found.run_class, found.session_type, found.confidence) == (RunClass.HARD, SessionType.VO2, Confidence.B)
    assert sentences(found) == [
        "6 x 1000 m found in laps, 25 min at 111 % of threshold speed",
        "average HR only 86 % of threshold",
    ]


def test_an_easy_run_says_why_it_was_easy() -> None:
    found = verdict(run(45, 0.78, name="Lunch Run"))
    assert sentences(found) == ["average pace 78 % of threshold speed", "no heart rate"]
    assert found.flags == (RunFlag.NO_HR,)


def test_the_hard_days_of_an_unknown_runner_show_against_their_own_runs() -> None:
    found = judge(WEEKS, NOBODY, {})[28:]
    hard = [one for one, record in zip(found, WEEKS[28:], strict=True) if record.activity.local_date.weekday() == 2]
    easy = [one for one, record in zip(found, WEEKS[28:], strict=True) if record.activity.local_date.weekday() != 2]
    assert {one.run_class for one in hard} == {RunClass.HARD}
    assert {one.run_class for one in easy} == {RunClass.EASY}


@given(st.integers(1, len(WEEKS)))
def test_what_comes_later_never_changes_a_verdict(count: int) -> None:
    assert judge(WEEKS[:count], NOBODY, {}) == judge(WEEKS, NOBODY, {})[:count]


def test_the_athlete_has_the_last_word_and_the_prior_learns_from_it() -> None:
    activity = run(45, 0.78)
    (found,) = judge([Record(activity=activity)], ATHLETE, {activity.id: RunClass.HARD})
    assert (found.run_class, found.p_hard, found.confidence) == (RunClass.HARD, 1.0, Confidence.A)
    assert found.overridden
    assert sentences(found)[0] == "you said it was hard"
    past = Past()
    past.learn(activity, RunClass.HARD, is_told=True)
    assert past.prior > 0.30


def test_a_word_about_a_merged_recording_counts_for_the_run() -> None:
    record = Record(activity=run(45, 0.98, id="garmin:1"), merged_ids=(run(45, id="strava:2").id,))
    (found,) = judge([record], ATHLETE, {record.merged_ids[0]: RunClass.EASY})
    assert (found.run_class, found.p_hard) == (RunClass.EASY, 0.0)
    assert RunFlag.MERGED in found.flags
    assert found.merged_ids == record.merged_ids


def test_strength_is_strength_and_another_sport_another_sport() -> None:
    assert verdict(run(40, sport=Sport.STRENGTH)).run_class is RunClass.STRENGTH
    assert verdict(run(40, sport=Sport.STRENGTH)).p_hard is None
    ride = verdict(run(90, sport=Sport.CYCLING, hr_share=0.98))
    assert (ride.run_class, ride.session_type) == (RunClass.OTHER, SessionType.OTHER)
    assert (ride.p_hard or 0) > 0.5


@pytest.mark.parametrize(
    ("activity", "run_class"),
    [
        (run(20, 1.0, name="Parkrun"), RunClass.RACE),
        (run(32, 0.72, 0.78, name="Parkrun"), RunClass.EASY),
        (run(22, garmin=garmin(event_type="race")), RunClass.RACE),
        (run(245, 0.8, name="Berlin Marathon", distance_m=42_400.0), RunClass.RACE),
        (run(61, 0.78, strava=strava(workout_type=2)), RunClass.LONG),
        (run(100, 0.78), RunClass.LONG),
    ],
    ids=["parkrun raced", "parkrun jogged", "the watch says race", "a marathon", "marked long", "long"],
)
def test_races_and_long_runs(activity: Activity, run_class: RunClass) -> None:
    assert verdict(activity).run_class is run_class


@pytest.mark.parametrize(
    ("activity", "flag"),
    [
        (run(40, 0.78, sport=Sport.TRAIL_RUN), RunFlag.TRAIL),
        (run(40, 0.78, sport=Sport.TREADMILL_RUN), RunFlag.TREADMILL),
        (run(60, 0.6, descent_m=300.0), RunFlag.BIG_DESCENT),
        (run(160, 0.75), RunFlag.VERY_LONG),
        (run(60, 0.79, 0.9, temperature_c=27.0), RunFlag.HEAT_DRIFT),
        (run(45, 0.78, avg_hr_bpm=230.0), RunFlag.HR_UNTRUSTED),
    ],
)
def test_a_reader_is_told_what_to_bear_in_mind(activity: Activity, flag: RunFlag) -> None:
    assert flag in verdict(activity).flags


def test_speed_says_nothing_on_trails_and_half_on_a_treadmill() -> None:
    road, belt, trail = (
        verdict(run(45, 0.95, sport=sport)).p_hard or 0 for sport in (Sport.RUN, Sport.TREADMILL_RUN, Sport.TRAIL_RUN)
    )
    assert road > belt > trail


RPE = st.floats(1, 10)
SHARE = st.floats(0.6, 1.1)


@given(SHARE, SHARE, st.floats(0.6, 1.05))
def test_faster_is_never_easier(one: float, other: float, hr_share: float) -> None:
    slow, fast = sorted((one, other))
    assert (verdict(run(45, slow, hr_share)).p_hard or 0) <= (verdict(run(45, fast, hr_share)).p_hard or 0)


@given(SHARE, SHARE, st.floats(0.6, 1.05))
def test_a_higher_heart_rate_is_never_easier(one: float, other: float, speed: float) -> None:
    low, high = sorted((one, other))
    assert (verdict(run(45, speed, low)).p_hard or 0) <= (verdict(run(45, speed, high)).p_hard or 0)


@given(RPE, RPE)
def test_feeling_harder_is_never_easier(one: float, other: float) -> None:
    light, heavy = sorted((one, other))
    found = [verdict(run(45, 0.8, garmin=garmin(rpe_0_10=felt))).p_hard or 0 for felt in (light, heavy)]
    assert found == sorted(found)


@given(st.floats(0, 20), st.floats(0, 20), st.floats(0, 40))
def test_more_minutes_above_threshold_are_never_easier(one: float, other: float, between: float) -> None:
    few, many = sorted((one, other))
    found = [verdict(run(70, garmin=garmin(between, above, 70))).p_hard or 0 for above in (few, many)]
    assert found == sorted(found)


@given(st.permutations(repeated(6, (250, 1000), (160, 400))[1:-1:2]))
def test_the_order_of_equal_repetitions_does_not_matter(work: list[Lap]) -> None:
    session = list(repeated(6, (250, 1000), (160, 400)))
    session[1:-1:2] = work
    assert verdict(run(70, laps=tuple(session))) == verdict(run(70, laps=repeated(6, (250, 1000), (160, 400))))


FIELDS = ("avg_hr_bpm", "distance_m", "garmin", "strava", "laps", "name")
LETTERS = list(Confidence)


@given(missing=st.sets(st.sampled_from(FIELDS)), is_hard=st.booleans())
def test_missing_data_never_raises_confidence(*, missing: set[str], is_hard: bool) -> None:
    whole = run(
        60,
        0.98 if is_hard else 0.76,
        0.97 if is_hard else 0.76,
        garmin=garmin(training_effect_label="VO2MAX" if is_hard else "RECOVERY", rpe_0_10=8 if is_hard else 2),
        strava=strava(workout_type=3 if is_hard else None),
        laps=repeated(6, (250, 1000), (160, 400)) if is_hard else (),
        name="Intervals" if is_hard else "Easy",
    )
    gone: dict[str, Any] = {name: () if name == "laps" else None for name in missing}
    less = replace(whole, **gone)
    assert LETTERS.index(verdict(less).confidence) >= LETTERS.index(verdict(whole).confidence)
    assert LETTERS.index(verdict(whole, NOBODY).confidence) >= LETTERS.index(verdict(whole).confidence)


@given(st.lists(st.floats(-3, 3), min_size=1, max_size=6), st.floats(0, 2))
def test_more_evidence_of_one_kind_never_weighs_less(weights: list[float], more: float) -> None:
    assert group_score(weights) <= group_score([*weights[:-1], weights[-1] + more]) + 1e-9


def test_the_order_of_evidence_does_not_matter() -> None:
    assert group_score([2.0, -2.0, 0.5]) == group_score([0.5, -2.0, 2.0])


def test_a_stream_and_its_digest_say_the_same() -> None:
    stream = stretches((900, 2.8, 140), *([(240, 4.0, 172), (150, 2.4, 150)] * 6), (600, 2.6, 140))
    streamed = run(64, stream=stream, avg_hr_bpm=155.0)
    from liftday_rules.classify.signal import digest  # noqa: PLC0415 (as the callers load it)

    assert verdict(replace(streamed, stream=None, digest=digest(streamed))) == verdict(streamed)


@pytest.mark.slow
def test_twenty_thousand_summaries_take_less_than_two_seconds() -> None:
    many = [
        Record(
            activity=run(45, 0.7 + index % 31 / 100, 0.8, day=DAY - timedelta(days=9000 - index // 2), id=f"s:{index}")
        )
        for index in range(20_000)
    ]
    begun = time.process_time()
    assert len(judge(many, NOBODY, {})) == 20_000
    assert time.process_time() - begun < 2.0


def test_without_a_stated_threshold_a_run_is_laid_beside_the_runners_own_easy_pace() -> None:
    told = judge(WEEKS, NOBODY, {})
    hard, easy = (
        next(one for one in reversed(told) if one.run_class is kind) for kind in (RunClass.HARD, RunClass.EASY)
    )
    assert any(one.endswith("% faster than your easy pace") for one in sentences(hard))
    assert any(one.endswith("your usual peak") for one in sentences(hard))
    assert "at your easy pace" in sentences(easy)


def test_guesses_do_not_train_the_prior() -> None:
    past = Past()
    for number in range(20):
        past.learn(run(45, 1.0, day=DAY + timedelta(days=number)), RunClass.HARD, is_told=False)
    assert past.prior == pytest.approx(0.30)


@given(st.lists(st.floats(0.7, 1.3), min_size=2, max_size=2), st.lists(st.floats(0.9, 1.2), min_size=2, max_size=2))
def test_further_above_ones_own_usual_is_never_easier(speeds: list[float], rates: list[float]) -> None:
    low, high = (
        judge(
            [*WEEKS, Record(activity=run(45, 0.78 * over, 0.8, day=DAY + timedelta(days=85), max_hr_bpm=152.0 * rate))],
            NOBODY,
            {},
        )[-1].p_hard
        or 0.0
        for over, rate in zip(sorted(speeds), sorted(rates), strict=True)
    )
    assert low <= high
