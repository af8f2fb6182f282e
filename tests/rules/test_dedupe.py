"""Which recordings are one thing, and what is known of it."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from itertools import permutations
from random import Random
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.rules.classify.runs import laps, run

from liftday_rules.dedupe import merge
from liftday_rules.model import Activity, ActivityId, GarminFields, LapKind, Sport, StravaFields

START = datetime(2026, 5, 4, 7, tzinfo=UTC)


def recording(
    source: str, number: int, after_s: float = 0, minutes: float = 60, metres: float | None = 10_000, **fields: Any
) -> Activity:
    known: dict[str, Any] = {"sport": Sport.RUN, "avg_hr_bpm": 150.0} | fields
    return replace(
        run(minutes, id=f"{source}:{number}", source=source, start=START + timedelta(seconds=after_s)),
        distance_m=metres,
        **known,
    )


def ids(activities: list[Activity]) -> list[tuple[str, tuple[str, ...]]]:
    return [(record.activity.id, record.merged_ids) for record in merge(activities)]


@pytest.mark.parametrize(
    ("other", "is_one"),
    [
        (recording("strava", 2), True),
        (recording("strava", 2, after_s=5, metres=None), True),
        (recording("strava", 2, after_s=100, metres=10_400), True),
        (recording("strava", 2, after_s=100, minutes=20, metres=3_000), True),
        (recording("garmin", 2, after_s=1500, minutes=60), True),
        (recording("strava", 2, after_s=2400, minutes=60), False),
        (recording("strava", 2, after_s=3660, minutes=20), False),
        (recording("strava", 2, sport=Sport.STRENGTH), False),
        (recording("strava", 2, sport=Sport.CYCLING), False),
        (recording("strava", 2, sport=Sport.TRAIL_RUN), True),
    ],
    ids=[
        "same second",
        "five seconds, no distance",
        "near start, near distance",
        "inside the other",
        "half of it in common on a second watch",
        "a third in common",
        "after the other",
        "strength",
        "another sport",
        "another kind of run",
    ],
)
def test_two_recordings_are_one_run_or_two(other: Activity, *, is_one: bool) -> None:
    assert len(merge([recording("garmin", 1), other])) == (1 if is_one else 2)


def test_the_same_recording_key_is_the_same_recording_however_wrong_a_clock_was() -> None:
    one = recording("garmin", 1, recording_key="garmin:77")
    other = recording("strava", 2, after_s=7200, recording_key="garmin:77")
    assert ids([one, other]) == [("garmin:1", ("strava:2",))]


def test_warm_up_race_and_cool_down_stay_three_runs() -> None:
    parts = [
        recording("strava", 1, minutes=15, metres=2500),
        recording("strava", 2, after_s=960, minutes=20, metres=5000),
        recording("strava", 3, after_s=2200, minutes=10, metres=1600),
    ]
    assert [record.activity.id for record in merge(parts)] == ["strava:1", "strava:2", "strava:3"]


def test_garmin_is_believed_about_the_body_and_strava_about_what_was_said() -> None:
    garmin = recording("garmin", 1, name="Berlin Running", garmin=GarminFields(aerobic_te=3.1), moving_s=3599.0)
    strava = recording(
        "strava",
        2,
        name="Tempo with Ada",
        strava=StravaFields(workout_type=3),
        avg_hr_bpm=151.0,
        max_hr_bpm=180.0,
        laps=laps((600, 2000), (1200, 5000)),
    )
    (record,) = merge([strava, garmin])
    merged = record.activity
    assert (merged.id, record.merged_ids) == ("garmin:1", ("strava:2",))
    assert (merged.avg_hr_bpm, merged.max_hr_bpm, merged.moving_s) == (150.0, 180.0, 3599.0)
    assert merged.name == "Tempo with Ada"
    assert merged.garmin == GarminFields(aerobic_te=3.1)
    assert merged.strava == StravaFields(workout_type=3)
    assert len(merged.laps) == 2


def test_a_recording_without_heart_rate_does_not_lead() -> None:
    bare = recording("garmin", 1, avg_hr_bpm=None)
    assert ids([bare, recording("strava", 2)]) == [("strava:2", ("garmin:1",))]


@pytest.mark.parametrize(
    ("one", "other", "lead"),
    [
        (recording("garmin", 1, minutes=40), recording("strava", 2), "strava:2"),
        (recording("garmin", 1, minutes=58), recording("strava", 2), "garmin:1"),
        (recording("file", 1), recording("garmin", 2), "garmin:2"),
        (recording("file", 1), recording("strava", 2), "file:1"),
    ],
    ids=["cropped at Garmin", "hardly shorter at Garmin", "Garmin before a file", "a file before Strava"],
)
def test_the_whole_recording_leads_and_among_equals_the_one_nearest_to_the_watch(
    one: Activity, other: Activity, lead: str
) -> None:
    assert [name for name, _ in ids([one, other])] == [lead]
    assert [name for name, _ in ids([other, one])] == [lead]


def test_what_was_merged_stands_alone_again_once_the_other_recording_is_gone() -> None:
    garmin = recording("garmin", 1, name="Vienna Running", moving_s=3599.0)
    strava = recording("strava", 2, name="Tempo with Ada", strava=StravaFields(workout_type=3))
    assert ids([garmin, strava]) == [("garmin:1", ("strava:2",))]
    assert merge([garmin])[0].activity == garmin
    assert merge([strava])[0].activity == strava


def test_laps_that_name_the_parts_of_a_workout_win() -> None:
    typed = laps((60, 300), (60, 150), kind=LapKind.ACTIVE)
    one = recording("garmin", 1, laps=laps((3600, 10_000)))
    assert merge([one, recording("strava", 2, laps=typed)])[0].activity.laps == typed


def test_a_hidden_time_of_day_finds_the_one_run_of_its_date() -> None:
    morning = recording("garmin", 1, moving_s=3500.0)
    evening = recording("garmin", 2, after_s=36_000, metres=10_150, moving_s=3550.0)
    hidden = recording("strava", 3, after_s=-25_199, start_hidden=True, metres=10_140, moving_s=3540.0)
    assert ids([hidden, morning, evening]) == [("garmin:1", ()), ("garmin:2", ("strava:3",))]


def test_a_hidden_run_of_another_length_stays_alone() -> None:
    hidden = recording("strava", 3, after_s=-25_199, start_hidden=True, metres=9_000, moving_s=3540.0)
    assert len(merge([hidden, recording("garmin", 1, moving_s=3500.0)])) == 2


def test_the_same_activity_given_twice_is_one() -> None:
    one = recording("strava", 1)
    assert ids([one, one]) == [("strava:1", ())]


def test_the_order_of_the_recordings_does_not_matter() -> None:
    several = [
        recording("garmin", 1),
        recording("strava", 2, after_s=1, name="Lunch Run"),
        recording("file", 3, after_s=110, metres=None, max_hr_bpm=181.0),
        recording("strava", 4, after_s=9000),
    ]
    assert {merge(order) for order in permutations(several)} == {merge(several)}


RECORDINGS = st.lists(
    st.builds(
        recording,
        source=st.sampled_from(["garmin", "strava", "file"]),
        number=st.integers(1, 6),
        after_s=st.integers(0, 9000),
        minutes=st.integers(1, 120),
        metres=st.none() | st.integers(100, 30_000),
        sport=st.sampled_from([Sport.RUN, Sport.STRENGTH, Sport.CYCLING]),
        avg_hr_bpm=st.none() | st.just(150.0),
        start_hidden=st.booleans(),
        moving_s=st.none() | st.integers(60, 7200),
    ),
    max_size=6,
    unique_by=lambda activity: activity.id,
)


@given(RECORDINGS, st.randoms(use_true_random=False))
def test_nothing_is_lost_nothing_crosses_sports_and_order_is_free(activities: list[Activity], chance: Random) -> None:
    merged = merge(activities)
    told = [one for record in merged for one in (record.activity.id, *record.merged_ids)]
    assert sorted(told) == sorted(activity.id for activity in activities)
    family = {activity.id: activity.sport.family for activity in activities}
    assert all(
        family[ActivityId(one)] == record.activity.sport.family for record in merged for one in record.merged_ids
    )
    assert [record.activity.start for record in merged] == sorted(record.activity.start for record in merged)
    shuffled = list(activities)
    chance.shuffle(shuffled)
    assert merge(shuffled) == merged
