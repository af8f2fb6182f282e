"""What the athlete does not believe counts for nothing, neither for this run nor for what is learnt from it."""

from dataclasses import replace
from datetime import timedelta

from tests.rules.classify.runs import ATHLETE, DAY, repeated, run
from tests.rules.classify.test_judge import NOBODY, WEEKS, sentences

from liftday_rules.classify import judge
from liftday_rules.constants import Tracker
from liftday_rules.model import ActivityId, Doubt, Record, RunClass, RunFlag

HEART_RATE, SPEED = frozenset({Doubt.HEART_RATE}), frozenset({Doubt.SPEED})
RACING_HEART = run(45, 0.78, 1.02, max_hr_bpm=199.0, day=DAY + timedelta(days=90))


def test_an_easy_run_with_a_heart_rate_that_is_not_believed_is_judged_by_its_pace() -> None:
    record = Record(activity=RACING_HEART)
    believed = judge([record], ATHLETE, {})[0]
    doubted = judge([record], ATHLETE, {}, {RACING_HEART.id: HEART_RATE})[0]
    assert believed.p_hard is not None
    assert doubted.p_hard is not None
    assert doubted.p_hard < 0.2 < believed.p_hard
    assert sentences(doubted)[-1] == "heart rate left out, as you wished"
    assert RunFlag.HR_UNTRUSTED in doubted.flags
    assert RunFlag.NO_HR not in doubted.flags


def test_a_doubt_about_one_of_two_recordings_holds_for_the_run() -> None:
    other = ActivityId("strava:7")
    record = Record(activity=RACING_HEART, merged_ids=(other,))
    assert judge([record], ATHLETE, {}, {other: HEART_RATE}) == tuple(
        replace(one, merged_ids=(other,)) for one in judge([record], ATHLETE, {}, {RACING_HEART.id: HEART_RATE})
    )


def test_a_run_behind_a_buggy_is_judged_by_the_heart() -> None:
    slow_but_hard = run(40, 0.70, 1.0, laps=repeated(6, (180, 500), (120, 200)), day=DAY)
    fast_track = replace(slow_but_hard, distance_m=30_000.0)
    found = judge([Record(activity=fast_track)], ATHLETE, {}, {fast_track.id: SPEED})[0]
    assert found.run_class is RunClass.HARD
    assert "average HR 100 % of threshold" in sentences(found)
    assert not any("pace" in sentence and "speed" in sentence for sentence in sentences(found)[:1])


def test_a_doubted_heart_rate_moves_no_threshold_and_no_later_verdict() -> None:
    wrong = run(60, 0.8, 1.2, max_hr_bpm=215.0, day=DAY + timedelta(days=84))
    later = [Record(activity=run(45, 0.8, 0.8, max_hr_bpm=168.0, day=DAY + timedelta(days=85 + n))) for n in range(3)]
    with_it = judge([*WEEKS, Record(activity=wrong), *later], NOBODY, {}, {wrong.id: HEART_RATE})
    without_rate = replace(wrong, avg_hr_bpm=None, max_hr_bpm=None)
    as_if = judge([*WEEKS, Record(activity=without_rate), *later], NOBODY, {})
    assert with_it[-3:] == as_if[-3:]


def test_a_runner_whose_heart_rate_says_nothing_is_never_judged_by_it() -> None:
    runner = replace(ATHLETE, hr_unreliable=True)
    hard_heart, calm_heart = (run(45, 0.80, share, day=DAY) for share in (1.05, 0.70))
    first, second = (judge([Record(activity=one)], runner, {})[0] for one in (hard_heart, calm_heart))
    assert first.p_hard == second.p_hard
    tracker = Tracker(runner)
    assert tracker.constants(DAY).hr_max_bpm.basis in {"stated", "formula"}
