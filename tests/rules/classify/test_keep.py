"""A recording whose figures had to go keeps its class, and what is missing says nothing."""

from dataclasses import replace
from datetime import timedelta

from tests.helpers.weeks import ZONE, at, drawn, facts
from tests.rules.classify.runs import ATHLETE, constants, run

from liftday_rules.classify import judge, reduce
from liftday_rules.classify.judge import judge_one
from liftday_rules.decide import decide
from liftday_rules.dedupe import merge
from liftday_rules.model import (
    Activity,
    ActivityId,
    Confidence,
    Lap,
    Record,
    RunClass,
    RunFlag,
    SessionType,
    Sport,
    StravaFields,
)


def hard_run(**fields: object) -> Activity:
    """Six times 1000 m, marked as a workout."""
    work, rest = Lap(elapsed_s=230, distance_m=1000, avg_hr_bpm=172), Lap(elapsed_s=120, distance_m=250, avg_hr_bpm=140)
    return run(
        60,
        0.85,
        0.95,
        laps=(Lap(elapsed_s=900, distance_m=2500), *(work, rest) * 6, Lap(elapsed_s=600, distance_m=1700)),
        strava=StravaFields(workout_type=3, suffer_score=120),
        name="6 x 1000 m",
        **fields,
    )


def reduced(activity: Activity) -> Activity:
    return reduce(activity, judge_one(activity, constants()))


def test_only_that_it_took_place_and_its_class_stay() -> None:
    whole = hard_run(recording_key="garmin:123")
    kept = reduced(whole)
    assert kept.judged is not None
    assert kept == Activity(
        id=whole.id,
        source=whole.source,
        sport=whole.sport,
        start=whole.start,
        local_date=whole.local_date,
        elapsed_s=whole.elapsed_s,
        recording_key="garmin:123",
        judged=kept.judged,
    )


def test_the_verdict_is_the_same_with_one_sentence_as_evidence() -> None:
    before, after = judge_one(hard_run(), constants()), judge_one(reduced(hard_run()), constants())
    assert before.run_class is RunClass.HARD
    assert (after.run_class, after.session_type, after.p_hard, after.confidence) == (
        before.run_class,
        before.session_type,
        before.p_hard,
        before.confidence,
    )
    assert [one.sentence for one in after.evidence] == ["it was judged hard from figures that are let go after a week"]


def test_missing_figures_are_no_evidence() -> None:
    after = judge_one(reduced(hard_run()), constants())
    assert not any("no heart rate" in one.sentence for one in after.evidence)
    assert RunFlag.NO_HR not in after.flags


def test_reducing_twice_changes_nothing() -> None:
    once = reduced(hard_run())
    other = replace(judge_one(hard_run(), constants()), run_class=RunClass.EASY)
    assert reduce(once, other) is once


def test_the_athlete_can_still_say_otherwise() -> None:
    verdict = judge_one(reduced(hard_run()), constants(), said=RunClass.EASY)
    assert (verdict.run_class, verdict.confidence, verdict.overridden) == (RunClass.EASY, Confidence.A, True)


def test_a_history_of_which_half_was_let_go_is_judged_as_before() -> None:
    runs = [hard_run(day=at(day, 7).date()) for day in range(0, 20, 2)]
    records = [Record(activity=one) for one in runs]
    before = judge(records, ATHLETE, {})
    halved = [
        Record(activity=reduce(one, verdict) if index < 5 else one)
        for index, (one, verdict) in enumerate(zip(runs, before, strict=True))
    ]
    assert [one.run_class for one in judge(halved, ATHLETE, {})] == [one.run_class for one in before]


def test_beside_another_recording_with_figures_the_figures_are_judged() -> None:
    easy = run(60, 0.7, 0.75, id="garmin:1", source="garmin", start=hard_run().start)
    (record,) = merge([reduced(hard_run()), easy])
    assert record.activity.id == "garmin:1"
    assert record.activity.judged is None


def test_a_race_that_only_strava_knew_stays_a_race_beside_another_recording() -> None:
    race = run(60, 0.9, strava=StravaFields(workout_type=1), id="strava:9")
    watch = run(60, 0.9, id="garmin:1", source="garmin", start=race.start)
    (before,) = judge(merge([race, watch]), ATHLETE, {})
    (after,) = judge(merge([reduced(race), watch]), ATHLETE, {})
    assert (before.run_class, after.run_class) == (RunClass.RACE, RunClass.RACE)
    assert after.session_type is SessionType.RACE


def test_a_hidden_start_still_finds_its_other_recording_without_a_distance() -> None:
    watch = run(60, 0.7, id="garmin:1", source="garmin", moving_s=3590.0)
    hidden = run(60, 0.7, id="strava:1", moving_s=3600.0, start_hidden=True, hour=0)
    (record,) = merge([watch, reduced(hidden)])
    assert record.merged_ids == (ActivityId("strava:1"),)


def test_other_sports_keep_their_kind() -> None:
    lifted = judge_one(reduced(replace(hard_run(), sport=Sport.STRENGTH)), constants())
    assert lifted.run_class is RunClass.STRENGTH


def test_a_reduced_hard_run_blocks_lifts_as_before() -> None:
    now = at(2, 9)
    whole = hard_run(start=at(2, 7), local_date=at(2, 7).astimezone(ZONE).date())
    assert whole.end + timedelta(0) < now
    plans = [decide(facts("... .H.. ....... .......", now=now, activities=(one,))) for one in (whole, reduced(whole))]
    without = decide(facts("... .H.. ....... .......", now=now))
    assert drawn(plans[0]) == drawn(plans[1]) != drawn(without)
