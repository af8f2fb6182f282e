import gzip
from dataclasses import replace
from datetime import UTC, date, timedelta
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tests.helpers import fit_writer as w
from tests.helpers.fit_writer import RunFile, run_bytes
from tests.sync.files.reading import EASY, START, activity_of, item_of, outcome_of

from liftday_rules.model import GarminFields, LapKind, Sport
from liftday_sync.sources.files import fit
from liftday_sync.sources.files.crc import crc16
from liftday_sync.sources.streams import unpack

RUN = RunFile(start=START, laps=EASY)


def test_a_run_says_what_was_run_and_how_it_felt(tmp_path: Path) -> None:
    zones = (5.0, 60.0, 120.0, 300.0, 240.0, 170.0, 5.0)
    data = run_bytes(replace(RUN, load=143.2, rpe_0_10=5, feel_0_100=75, hr_zone_s=zones, workout_name="Threshold"))
    activity = activity_of(tmp_path, data)
    assert (activity.sport, activity.source, activity.name) == (Sport.RUN, "file", "Threshold")
    assert (activity.start, activity.elapsed_s, activity.moving_s, activity.distance_m) == (START, 900, 900, 2880)
    assert (activity.avg_hr_bpm, activity.max_hr_bpm, activity.ascent_m, activity.descent_m) == (142, 165, 12, 9)
    assert activity.garmin == GarminFields(
        aerobic_te=2.8,
        anaerobic_te=0.4,
        load=143.2,
        hr_zone_s=(60.0, 120.0, 300.0, 240.0, 175.0),
        hr_zone_low_bpm=(100, 120, 140, 155, 170),
        rpe_0_10=5,
        feel_0_100=75,
    )
    assert activity.digest is not None
    assert activity.stream is None


@pytest.mark.parametrize(
    ("offset", "manufacturer", "day"),
    [
        pytest.param(timedelta(hours=-7), 1, date(2026, 5, 1), id="the watch was seven hours west of Greenwich"),
        pytest.param(timedelta(hours=1), 1, date(2026, 5, 1), id="and one hour east"),
        pytest.param(timedelta(0), 1, date(2026, 5, 1), id="a Garmin in London"),
        pytest.param(timedelta(0), 23, date(2026, 5, 2), id="another maker writes UTC twice: home decides"),
        pytest.param(timedelta(hours=5, minutes=51), 1, date(2026, 5, 2), id="no zone is 51 minutes off: home decides"),
        pytest.param(timedelta(hours=20), 1, date(2026, 5, 2), id="no zone is 20 hours off: home decides"),
        pytest.param(None, 1, date(2026, 5, 2), id="nothing said: home decides"),
    ],
)
def test_the_day_is_that_of_the_watch_where_it_tells_its_zone(
    tmp_path: Path, offset: timedelta | None, manufacturer: int, day: date
) -> None:
    data = run_bytes(replace(RUN, offset=offset, manufacturer=manufacturer))
    assert activity_of(tmp_path, data).local_date == day


def test_no_position_is_kept_anywhere(tmp_path: Path) -> None:
    item = item_of(tmp_path, run_bytes(RUN))
    assert b"lat" not in item.payload
    assert b"position" not in item.payload
    assert item.stream is not None
    stream = unpack(item.stream)
    assert set(stream.speed_mps) == {2.8, 4.0}
    assert set(stream.cadence_spm) == {172}
    assert stream.time_s[:3] == (0, 1, 2)


def test_heart_rate_is_taken_from_the_samples_when_the_summary_has_none(tmp_path: Path) -> None:
    activity = activity_of(tmp_path, run_bytes(replace(RUN, session_heart_rate=False)))
    assert activity.avg_hr_bpm == pytest.approx(141.7, abs=0.2)
    assert activity.max_hr_bpm == 165


@pytest.mark.parametrize(
    ("sport", "sub_sport", "expected"),
    [
        (w.RUNNING, 0, Sport.RUN),
        (w.RUNNING, w.TRACK, Sport.RUN),
        (w.RUNNING, w.TRAIL, Sport.TRAIL_RUN),
        (w.RUNNING, w.TREADMILL, Sport.TREADMILL_RUN),
        (w.TRAINING, w.STRENGTH_TRAINING, Sport.STRENGTH),
        (w.TRAINING, 43, Sport.OTHER),
        (w.CYCLING, 0, Sport.CYCLING),
        (11, 0, Sport.WALK),
        (5, 17, Sport.OTHER),
    ],
)
def test_the_sport_follows_from_sport_and_sub_sport(
    tmp_path: Path, sport: int, sub_sport: int, expected: Sport
) -> None:
    assert activity_of(tmp_path, run_bytes(replace(RUN, sport=sport, sub_sport=sub_sport))).sport is expected


LAPS = [(300, 2.8, 130), (120, 4.2, 165), (120, 2.4, 150), (120, 4.2, 168), (300, 2.6, 140)]


def kinds(folder: Path, run: RunFile) -> list[LapKind]:
    return [lap.kind for lap in activity_of(folder, run_bytes(run)).laps]


def test_laps_that_a_watch_makes_by_itself_are_told_from_those_of_a_button(tmp_path: Path) -> None:
    assert kinds(tmp_path, replace(RUN, laps=LAPS, lap_trigger=0)) == [LapKind.MANUAL] * 5
    assert kinds(tmp_path, replace(RUN, laps=LAPS, lap_trigger=2)) == [LapKind.AUTO] * 5


def test_laps_of_a_workout_are_named_by_its_steps(tmp_path: Path) -> None:
    workout = replace(RUN, laps=LAPS, lap_trigger=1, workout_steps=[2, 5, 4, 3], lap_steps=[0, 1, 2, 1, 3])
    expected = [LapKind.WARMUP, LapKind.ACTIVE, LapKind.RECOVERY, LapKind.ACTIVE, LapKind.COOLDOWN]
    assert kinds(tmp_path, workout) == expected


def test_laps_may_name_their_part_of_a_workout_themselves(tmp_path: Path) -> None:
    named = replace(RUN, laps=LAPS, lap_intensities=[2, 0, 1, 0, 3])
    expected = [LapKind.WARMUP, LapKind.ACTIVE, LapKind.REST, LapKind.ACTIVE, LapKind.COOLDOWN]
    assert kinds(tmp_path, named) == expected


def test_a_workout_of_one_step_says_nothing_about_its_laps(tmp_path: Path) -> None:
    single = replace(RUN, laps=LAPS, lap_trigger=2, workout_steps=[5], lap_steps=[0, 0, 0, 0, 0])
    assert kinds(tmp_path, single) == [LapKind.AUTO] * 5


def test_a_multisport_file_gives_each_part_with_its_own_laps_and_samples(tmp_path: Path) -> None:
    ride = RunFile(start=START, laps=[(600, 8.0, 140)], sport=w.CYCLING)
    change = RunFile(start=START + timedelta(seconds=600), laps=[(60, 1.0, 120)], sport=3)
    run = RunFile(start=START + timedelta(seconds=660), laps=[(300, 3.0, 150), (300, 3.2, 160)])
    told = outcome_of(tmp_path, "triathlon.fit", w.multisport_bytes([ride, change, run])).told
    activities = [one.activity for one in told if one.activity]
    assert [activity.sport for activity in activities] == [Sport.CYCLING, Sport.RUN]
    assert [len(activity.laps) for activity in activities] == [1, 2]
    assert len({activity.recording_key for activity in activities}) == 2
    assert told[1].item.stream is not None
    assert set(unpack(told[1].item.stream).speed_mps) == {3.0, 3.2}


def test_the_same_recording_has_the_same_id_wherever_it_lies(tmp_path: Path) -> None:
    data = run_bytes(RUN)
    packed = gzip.compress(data)
    plain, zipped = item_of(tmp_path, data), item_of(tmp_path, packed, "run.fit.gz")
    assert plain == zipped
    assert plain.external_id == f"fit:{RUN.serial}:{w.fit_time(START)}"


def test_another_watch_or_another_second_is_another_recording(tmp_path: Path) -> None:
    ids = {
        item_of(tmp_path, run_bytes(run)).external_id
        for run in (
            RUN,
            replace(RUN, serial=7),
            replace(RUN, start=START + timedelta(seconds=1)),
            replace(RUN, serial=0),
        )
    }
    assert len(ids) == 4


def test_a_watch_without_a_serial_number_gives_no_recording_key(tmp_path: Path) -> None:
    activity = activity_of(tmp_path, run_bytes(replace(RUN, serial=0)))
    assert activity.recording_key is None
    assert activity_of(tmp_path, run_bytes(replace(RUN, serial=0))).id == activity.id


# --- files with a fault ------------------------------------------------------------------------------------------


def test_a_wrong_checksum_is_told_and_the_run_is_imported(tmp_path: Path) -> None:
    data = run_bytes(RUN)
    outcome = outcome_of(tmp_path, "run.fit", data[:-2] + b"\x12\x34")
    assert outcome.remarks == ("It has a wrong checksum, so a number in it may be wrong; it was imported.",)
    assert outcome.told[0].item == item_of(tmp_path, data)


def test_a_file_that_breaks_off_gives_what_it_holds_and_never_replaces_the_whole(tmp_path: Path) -> None:
    data = run_bytes(RUN)
    part = outcome_of(tmp_path, "run.fit", data[: len(data) // 2])
    whole = outcome_of(tmp_path, "run.fit", data)
    assert part.remarks == ("It breaks off after 8 min; what it holds up to there was imported.",)
    assert part.told[0].activity is not None
    assert whole.told[0].activity is not None
    assert part.told[0].activity.recording_key == whole.told[0].activity.recording_key
    assert part.told[0].item.external_id != whole.told[0].item.external_id


@pytest.mark.parametrize(
    "behind", [b"\x0e rubbish that is no header", run_bytes(RUN)[:14]], ids=["no header", "a header alone"]
)
def test_a_good_file_followed_by_a_broken_one_is_read(tmp_path: Path, behind: bytes) -> None:
    outcome = outcome_of(tmp_path, "run.fit", run_bytes(RUN) + behind)
    assert [one.item for one in outcome.told] == [item_of(tmp_path, run_bytes(RUN))]


def test_two_good_files_in_one_are_both_read(tmp_path: Path) -> None:
    other = replace(RUN, start=START + timedelta(days=1))
    assert len(outcome_of(tmp_path, "run.fit", run_bytes(RUN) + run_bytes(other)).told) == 2


def test_a_header_that_promises_more_than_there_is_does_not_lose_the_run(tmp_path: Path) -> None:
    data = bytearray(run_bytes(RUN))
    data[4:8] = (len(data) + 5000).to_bytes(4, "little")
    outcome = outcome_of(tmp_path, "run.fit", bytes(data))
    assert outcome.remarks == ("It is damaged at its end; the activity in it was imported.",)
    assert outcome.told[0].activity is not None
    assert outcome.told[0].activity.distance_m == 2880


@pytest.mark.parametrize(
    ("data", "sentence"),
    [
        (b"", "It is empty: export it again."),
        (b"no watch wrote this", "It is no FIT file inside, whatever its name says: export it again."),
        (
            run_bytes(RUN).replace(b".FIT", b".FAT"),
            "It is no FIT file inside, whatever its name says: export it again.",
        ),
        (run_bytes(RUN)[:30], "It is damaged, and nothing in it can be read: export it again."),
    ],
    ids=["empty", "rubbish", "wrong signature", "nothing but the header"],
)
def test_a_file_that_cannot_be_read_gets_one_sentence(tmp_path: Path, data: bytes, sentence: str) -> None:
    outcome = outcome_of(tmp_path, "run.fit", data)
    assert (outcome.told, outcome.remarks) == ((), (sentence,))


def test_a_planned_workout_is_not_taken_for_a_run(tmp_path: Path) -> None:
    builder = w.FitBuilder()
    w.add_file_id(builder, RUN, file_type=5)
    builder.add(w.WORKOUT, [w.Field(8, "string", "6 x 800 m")])
    outcome = outcome_of(tmp_path, "plan.fit", builder.to_bytes())
    assert (outcome.told, outcome.remarks) == ((), ("It holds no activity.",))


SHORT = run_bytes(RunFile(start=START, laps=[(20, 3.0, 140)]))


@given(st.integers(0, len(SHORT) - 1))
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None, max_examples=60)
def test_wherever_a_file_is_cut_the_athlete_hears_of_it(tmp_path: Path, length: int) -> None:
    outcome = outcome_of(tmp_path, "run.fit", SHORT[:length])
    assert outcome.remarks


@given(st.integers(0, len(SHORT) - 1), st.integers(1, 255))
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None, max_examples=120)
def test_no_spoiled_byte_stops_the_import_or_goes_unseen(tmp_path: Path, at: int, flip: int) -> None:
    spoiled = bytearray(SHORT)
    spoiled[at] ^= flip
    outcome = outcome_of(tmp_path, "run.fit", bytes(spoiled))
    assert outcome.remarks
    assert not any("please report it" in remark for remark in outcome.remarks)


def test_the_checksum_is_that_of_the_protocol() -> None:
    assert crc16(b"123456789") == 0xBB3D
    assert crc16(SHORT) == 0
    assert fit.is_fit(SHORT)
    assert START.tzinfo is UTC
