"""What `liftday classify` reads and writes."""

import json
from typing import Any

import pytest

from liftday_rules.classify import judge
from liftday_rules.model import Equipment, LapKind, Policy, Record, Sport
from liftday_sync.classify_input import read, verdict_json
from liftday_sync.errors import InputError

LUNCH: dict[str, Any] = {
    "id": "a1",
    "source": "strava",
    "sport": "run",
    "start": "2026-11-26T12:00:00+01:00",
    "elapsed_s": 2700,
    "moving_s": 2700,
    "distance_m": 7560,
    "name": "Lunch Run",
}


def line(**changes: Any) -> str:
    return json.dumps({key: value for key, value in (LUNCH | changes).items() if value != "left out"})


def test_an_easy_run_comes_out_as_an_easy_run() -> None:
    athlete, activities = read([line(), "", "  \n"], "threshold_speed_mps: 3.6\n")
    (found,) = judge([Record(activity=activities[0])], athlete, {})
    assert verdict_json(found) == {
        "id": "a1",
        "merged_ids": [],
        "class": "easy",
        "session_type": "easy",
        "p_hard": 0.136,
        "confidence": "C",
        "flags": ["no_hr"],
        "evidence": ["average pace 78 % of threshold speed", "no heart rate"],
    }


def test_of_an_unknown_runner_an_unknown_run_is_uncertain() -> None:
    athlete, activities = read([line()])
    (found,) = judge([Record(activity=activities[0])], athlete, {})
    assert (verdict_json(found)["class"], verdict_json(found)["confidence"]) == ("uncertain", "D")


def test_everything_that_a_source_can_tell_is_read() -> None:
    told = line(
        start="2026-11-26T23:30",
        sport="trail_run",
        laps=[{"elapsed_s": 60, "distance_m": 300, "kind": "active"}, {"elapsed_s": 30}],
        stream={"segments": [[2, 3, 140], [1, 2.5, None]]},
        garmin={"hr_zone_s": [1, 2, 3, 4, 5], "hr_zone_low_bpm": [95, 114, 133, 153, 170], "rpe_0_10": None},
        strava={"workout_type": 3},
        avg_hr_bpm=None,
    )
    _, (activity,) = read([told], "time_zone: Europe/Berlin")
    assert activity.start.isoformat() == "2026-11-26T22:30:00+00:00"
    assert activity.local_date.isoformat() == "2026-11-26"
    assert activity.sport is Sport.TRAIL_RUN
    assert [lap.kind for lap in activity.laps] == [LapKind.ACTIVE, LapKind.MANUAL]
    assert activity.stream is not None
    assert list(activity.stream.speed_mps) == [3, 3, 2.5]
    assert list(activity.stream.hr_bpm) == [140, 140, None]
    assert activity.garmin is not None
    assert list(activity.garmin.hr_zone_s) == [1, 2, 3, 4, 5]
    assert activity.strava is not None


def test_an_athlete_may_say_anything_or_nothing() -> None:
    athlete, _ = read(
        [],
        "policy: balanced\nequipment: band\nslots: {default: ['18:00'], sat: []}\ntarget_per_week: {'2026-11-23': 1}",
    )
    assert (athlete.policy, athlete.equipment) == (Policy.BALANCED, Equipment.BAND)
    assert list(athlete.target_by_monday.values()) == [1]
    assert read([], "")[0].lthr_bpm is None


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("not json", "Line 2 is not JSON: write one activity a line."),
        ("[]", "Line 2 is no activity"),
        (line(pace=3), "Line 2, pace: there is no such key."),
        (line(elapsed_s="left out"), "Line 2, elapsed_s: is required."),
        (line(elapsed_s="2700"), "Line 2, elapsed_s: Input should be a valid number."),
        (line(distance_m=-1), "Line 2, distance_m: Input should be greater than or equal to 0."),
        (line(sport="swim"), "Line 2, sport: Input should be 'run', 'trail_run'"),
        (line(start="26 November"), "Line 2, start: '26 November' is not a moment"),
        (line(start="2026-11-26T12:00"), 'Line 2, start: "2026-11-26T12:00:00" has no offset'),
        (line(laps=[{"elapsed_s": 1, "speed": 3}]), "Line 2, laps.0.speed: there is no such key."),
        (line(stream={"segments": [[60, 3]]}), "Line 2, stream.segments.0: List should have at least 3 items"),
        (line(stream={"segments": [[60, None, 140]]}), "Line 2, stream: a segment is [seconds > 0"),
        (line(garmin={"hr_zone_s": [1, 2]}), "Line 2, garmin.hr_zone_s: List should have at least 5 items"),
        (line(moving_s=float("nan")), "Line 2, moving_s: Input should be a finite number."),
    ],
)
def test_what_breaks_the_format_is_named_with_line_and_key(text: str, says: str) -> None:
    with pytest.raises(InputError) as error:
        read([line(), text])
    assert str(error.value).startswith(says)
    assert error.value.exit_code == 2


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("a: [", "The athlete file is not YAML in line"),
        ("- 1", "The athlete file must hold keys and values"),
        ("lthr: 171", "The athlete file, lthr: there is no such key."),
        ("time_zone: Mars/Olympus", "The athlete file, time_zone: 'Mars/Olympus' is not an IANA time zone"),
        ("age: '38'", "The athlete file, age: Input should be a valid integer."),
        ("slots: {default: [18]}", "The athlete file, slots.default.0: must be a quoted string"),
    ],
)
def test_what_is_wrong_with_the_athlete_is_named(text: str, says: str) -> None:
    with pytest.raises(InputError) as error:
        read([], text)
    assert str(error.value).startswith(says)
