import json
from datetime import date, timedelta
from pathlib import Path

import pytest
from tests.helpers.track_writer import gpx_bytes, tcx_bytes
from tests.sync.files.reading import EASY, START, activity_of, item_of, outcome_of

from liftday_rules.model import LapKind, Sport
from liftday_sync.sources.files.track import haversine_m
from liftday_sync.sources.streams import unpack

BOMB = (
    b'<?xml version="1.0"?><!DOCTYPE bomb [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;">]>'
    b"<gpx><trk><name>&b;</name></trk></gpx>"
)
THIEF = b'<?xml version="1.0"?><!DOCTYPE t [<!ENTITY x SYSTEM "file:///etc/hostname">]><gpx><trk><name>&x;</name></trk></gpx>'


def test_a_gpx_track_gives_distance_and_speed_and_loses_its_positions(tmp_path: Path) -> None:
    item = item_of(tmp_path, gpx_bytes(START, EASY), "run.gpx")
    activity = activity_of(tmp_path, gpx_bytes(START, EASY), "run.gpx")
    assert activity.sport is Sport.RUN
    assert activity.distance_m == pytest.approx(2876, abs=3)
    assert (activity.elapsed_s, activity.moving_s, activity.max_hr_bpm) == (899, 899, 165)
    assert activity.name == "Morning Run"
    assert item.stream is not None
    stream = unpack(item.stream)
    assert stream.speed_mps[300] == pytest.approx(2.8, abs=0.01)
    assert stream.speed_mps[800] == pytest.approx(4.0, abs=0.01)
    assert stream.cadence_spm[5] == 170
    assert set(json.loads(item.payload)["recording"]).isdisjoint({"lat", "lon", "points"})


def test_a_track_in_utc_belongs_to_the_day_at_home(tmp_path: Path) -> None:
    assert activity_of(tmp_path, gpx_bytes(START, EASY), "run.gpx").local_date == date(2026, 5, 2)


def test_a_track_with_an_offset_belongs_to_the_day_where_it_was_run(tmp_path: Path) -> None:
    data = gpx_bytes(START, EASY).replace(b".000Z", b".000-07:00")
    activity = activity_of(tmp_path, data, "run.gpx")
    assert (activity.start, activity.local_date) == (START + timedelta(hours=7), date(2026, 5, 1))


def test_a_route_without_times_was_not_run(tmp_path: Path) -> None:
    data = b'<gpx><trk><trkseg><trkpt lat="1" lon="2"/></trkseg></trk></gpx>'
    assert outcome_of(tmp_path, "route.gpx", data).remarks == ("Its track has no times: it is a planned route.",)


def test_two_tracks_in_a_file_are_two_recordings(tmp_path: Path) -> None:
    one, other = (gpx_bytes(START + timedelta(days=n), EASY).decode() for n in (0, 1))
    both = one.replace("</gpx>", other[other.index("<trk>") :])
    assert len(outcome_of(tmp_path, "two.gpx", both.encode()).told) == 2


def test_a_pause_is_no_movement(tmp_path: Path) -> None:
    one = gpx_bytes(START, [(300, 3.0, 140)]).decode()
    later = gpx_bytes(START + timedelta(minutes=30), [(300, 3.0, 140)]).decode()
    points = later[later.index("<trkpt") : later.index("</trkseg>")]
    activity = activity_of(tmp_path, one.replace("</trkseg>", points + "</trkseg>").encode(), "run.gpx")
    assert activity.elapsed_s == 30 * 60 + 299
    assert activity.moving_s == 598


def test_a_tcx_activity_brings_laps_and_samples(tmp_path: Path) -> None:
    activity = activity_of(tmp_path, tcx_bytes(START, EASY), "run.tcx")
    assert (activity.start, activity.elapsed_s, activity.distance_m) == (START, 900, 2880)
    assert [(lap.elapsed_s, lap.kind, lap.avg_hr_bpm) for lap in activity.laps] == [
        (600, LapKind.MANUAL, 130),
        (300, LapKind.MANUAL, 165),
    ]
    assert activity.digest is not None


def test_resting_laps_of_a_tcx_are_known_as_rest(tmp_path: Path) -> None:
    laps = [(60, 4.0, 160), (60, 2.0, 140), (60, 4.0, 165)]
    data = tcx_bytes(START, laps, intensities=["Active", "Resting", "Active"])
    kinds = [lap.kind for lap in activity_of(tmp_path, data, "run.tcx").laps]
    assert kinds == [LapKind.ACTIVE, LapKind.REST, LapKind.ACTIVE]


@pytest.mark.parametrize(
    ("sport", "expected"), [("Running", Sport.RUN), ("Biking", Sport.CYCLING), ("Other", Sport.OTHER)]
)
def test_the_sport_of_a_tcx(tmp_path: Path, sport: str, expected: Sport) -> None:
    assert activity_of(tmp_path, tcx_bytes(START, EASY, sport=sport), "run.tcx").sport is expected


@pytest.mark.parametrize("bomb", [BOMB, THIEF], ids=["entities that grow", "an entity that reads a file"])
def test_xml_that_defines_entities_is_not_opened(tmp_path: Path, bomb: bytes) -> None:
    outcome = outcome_of(tmp_path, "run.gpx", bomb)
    assert outcome.told == ()
    assert outcome.remarks == ("It holds definitions that can blow up a reader (XML entities), so it was not opened.",)


@pytest.mark.parametrize(("name", "data"), [("run.gpx", gpx_bytes(START, EASY)), ("run.tcx", tcx_bytes(START, EASY))])
def test_a_track_that_breaks_off_gives_what_it_holds(tmp_path: Path, name: str, data: bytes) -> None:
    outcome = outcome_of(tmp_path, name, data[: int(len(data) * 0.9)])
    assert outcome.told[0].activity is not None
    assert outcome.told[0].item.external_id.endswith(":part")
    (remark,) = outcome.remarks
    assert remark.startswith("It breaks off after 1")


def test_a_file_is_read_by_what_is_inside_and_a_wrong_name_is_told(tmp_path: Path) -> None:
    outcome = outcome_of(tmp_path, "run.fit", gpx_bytes(START, EASY))
    assert outcome.told[0].item == item_of(tmp_path, gpx_bytes(START, EASY), "run.gpx")
    assert outcome.remarks == ("It holds GPX, whatever its name says; it was read as that.",)


def test_something_else_altogether_is_named_as_such(tmp_path: Path) -> None:
    assert outcome_of(tmp_path, "notes.txt", b"ran well today").remarks == ("It is no FIT, TCX or GPX file.",)


def test_a_kilometre_is_a_kilometre() -> None:
    assert haversine_m(0, 0, 0, 1) == pytest.approx(111_195, abs=1)
