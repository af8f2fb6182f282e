import io
import json
from datetime import date
from pathlib import Path

import pytest
from tests.helpers import fit_writer as w
from tests.helpers.fit_writer import RunFile, run_bytes
from tests.helpers.track_writer import garmin_list, garmin_summary, zip_bytes
from tests.sync.files.reading import EASY, HOME, START

from liftday_rules.model import GarminFields, Sport
from liftday_sync.sources.files.garmin_export import read_list
from liftday_sync.sources.files.problems import Refused
from liftday_sync.sources.files.reading import read_job, tell_row
from liftday_sync.sources.files.unpack import Archives
from liftday_sync.sources.files.walk import find

LIST = "DI_CONNECT/DI-Connect-Fitness/somebody_0_summarizedActivities.json"
UPLOADS = "DI_CONNECT/DI-Connect-Uploaded-Files/UploadedFiles_0-_Part1.zip"


def test_a_summary_is_brought_to_metres_and_seconds() -> None:
    ((row,), unread) = read_list(io.BytesIO(garmin_list([garmin_summary(77, START, workoutRpe=70, eventTypeId=1)])))
    activity = tell_row(HOME, garmin=row).activity
    assert unread == 0
    assert activity is not None
    assert (activity.id, activity.sport, activity.start) == ("file:garmin:77", Sport.RUN, START)
    assert activity.local_date == date(2026, 5, 2)
    assert (activity.elapsed_s, activity.moving_s, activity.distance_m) == (3660, 3600, 11_000)
    assert (activity.ascent_m, activity.avg_hr_bpm, activity.name) == (120, 148, "Evening Run")
    assert activity.garmin == GarminFields(
        training_effect_label="TEMPO",
        aerobic_te=3.6,
        anaerobic_te=0.5,
        load=143.2,
        hr_zone_s=(60, 600, 1800, 1000, 140),
        rpe_0_10=7,
        event_type="race",
    )


def test_the_frame_of_a_multisport_event_is_no_activity_and_nonsense_is_counted() -> None:
    summaries = [garmin_summary(1, START, parent=True), {"activityId": 2}, garmin_summary(3, START)]
    rows, unread = read_list(io.BytesIO(garmin_list(summaries)))
    assert [row.activity_id for row in rows] == ["3"]
    assert unread == 1


def test_a_list_without_its_wrapper_is_read_too() -> None:
    rows, _ = read_list(io.BytesIO(json.dumps([garmin_summary(3, START)]).encode()))
    assert [row.activity_id for row in rows] == ["3"]


def test_a_damaged_list_gives_what_it_holds_and_nothing_is_refused() -> None:
    whole = garmin_list([garmin_summary(3, START), garmin_summary(4, START)])
    rows, unread = read_list(io.BytesIO(whole[:-200]))
    assert ([row.activity_id for row in rows], unread) == (["3"], 1)
    with pytest.raises(Refused, match="damaged"):
        read_list(io.BytesIO(whole[:100]))


def test_a_list_longer_than_one_portion_is_read_whole() -> None:
    summaries = [garmin_summary(at, START, name="x" * 3000) for at in range(300)]
    rows, unread = read_list(io.BytesIO(garmin_list(summaries)))
    assert ([row.activity_id for row in rows], unread) == ([str(at) for at in range(300)], 0)


def test_an_export_brings_its_list_and_the_files_in_the_zips_within(tmp_path: Path) -> None:
    night = w.FitBuilder()
    w.add_file_id(night, RunFile(start=START, laps=EASY), file_type=49)
    inner = zip_bytes(
        {"somebody_1.fit": run_bytes(RunFile(start=START, laps=EASY)), "somebody_2.fit": night.to_bytes()}
    )
    (tmp_path / "garmin.zip").write_bytes(zip_bytes({LIST: garmin_list([garmin_summary(77, START)]), UPLOADS: inner}))
    found = find([tmp_path / "garmin.zip"])
    with Archives() as archives:
        outcomes = [read_job(job, archives, HOME) for job in found.jobs]
    assert [row.activity_id for row in found.garmin_rows] == ["77"]
    assert [len(outcome.told) for outcome in outcomes] == [1, 0]
    assert [outcome.remarks for outcome in outcomes] == [(), ()], "a night's sleep in an export is nothing to tell"
