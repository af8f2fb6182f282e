"""Writes TCX and GPX files and the two big archives as their makers do, for tests and the benchmark."""

import csv
import gzip
import io
import json
import zipfile
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime, timedelta
from typing import Any

METRES_PER_DEGREE = 111_195.0

STRAVA_HEADER = [
    "Activity ID",
    "Activity Date",
    "Activity Name",
    "Activity Type",
    "Activity Description",
    "Elapsed Time",
    "Distance",
    "Max Heart Rate",
    "Relative Effort",
    "Commute",
    "Activity Private Note",
    "Activity Gear",
    "Filename",
    "Athlete Weight",
    "Bike Weight",
    "Elapsed Time",
    "Moving Time",
    "Distance",
    "Max Speed",
    "Average Speed",
    "Elevation Gain",
    "Elevation Loss",
    "Elevation Low",
    "Elevation High",
    "Max Grade",
    "Average Grade",
    "Average Positive Grade",
    "Average Negative Grade",
    "Max Cadence",
    "Average Cadence",
    "Max Heart Rate",
    "Average Heart Rate",
    "Max Watts",
    "Average Watts",
    "Calories",
    "Max Temperature",
    "Average Temperature",
    "Relative Effort",
    "Total Work",
    "Number of Runs",
    "Uphill Time",
    "Downhill Time",
    "Other Time",
    "Perceived Exertion",
    "Type",
    "Start Time",
    "Competition",
    "Long Run",
    "For a Cause",
    "Media",
]
"""The columns of 2025 that a runner's row fills, in their order, with the names that stand twice."""
ID, DATE, NAME, SPORT, SHOWN_ELAPSED, SHOWN_KM, SHOWN_MAX_HR, FILE = 0, 1, 2, 3, 5, 6, 7, 12
ELAPSED_S, MOVING_S, DISTANCE_M, ASCENT_M, DESCENT_M, MAX_HR, AVG_HR = 15, 16, 17, 20, 21, 30, 31
TEMPERATURE, EFFORT, EXERTION, COMPETITION, LONG_RUN = 36, 37, 43, 46, 47

type Laps = Sequence[tuple[float, float, float | None]]
"""Each (seconds, speed in m/s, heart rate or None), as for FIT files."""


def gpx_bytes(start: datetime, laps: Laps, *, kind: str = "running", name: str = "Morning Run") -> bytes:
    """A track due north with a point each second."""
    points = "".join(
        f'<trkpt lat="{40 + metres / METRES_PER_DEGREE:.7f}" lon="-30.0"><ele>{100 + at_s / 100:.1f}</ele>'
        f"<time>{_iso(start + timedelta(seconds=at_s))}</time>{_gpx_heart(hr_bpm)}</trkpt>"
        for at_s, metres, hr_bpm in _samples(laps)
    )
    return (
        '<?xml version="1.0" encoding="UTF-8"?><gpx version="1.1" creator="test" '
        'xmlns="http://www.topografix.com/GPX/1/1" '
        'xmlns:gpxtpx="http://www.garmin.com/xmlschemas/TrackPointExtension/v1">'
        f"<trk><name>{name}</name><type>{kind}</type><trkseg>{points}</trkseg></trk></gpx>"
    ).encode()


def tcx_bytes(
    start: datetime, laps: Laps, *, sport: str = "Running", intensities: Sequence[str] | None = None
) -> bytes:
    """An activity with one lap for each of `laps`; no positions, as from a treadmill."""
    body, from_s = "", 0
    samples = list(_samples(laps))
    for number, (length_s, speed_mps, hr_bpm) in enumerate(laps):
        own = [sample for sample in samples if from_s <= sample[0] < from_s + length_s]
        intensity = intensities[number] if intensities else "Active"
        body += (
            f'<Lap StartTime="{_iso(start + timedelta(seconds=from_s))}">'
            f"<TotalTimeSeconds>{length_s}</TotalTimeSeconds>"
            f"<DistanceMeters>{length_s * speed_mps}</DistanceMeters>{_tcx_heart('AverageHeartRateBpm', hr_bpm)}"
            f"<Intensity>{intensity}</Intensity><TriggerMethod>Manual</TriggerMethod><Track>"
            + "".join(_trackpoint(start, sample) for sample in own)
            + "</Track></Lap>"
        )
        from_s += int(length_s)
    return (
        '<?xml version="1.0"?><TrainingCenterDatabase '
        'xmlns="http://www.garmin.com/xmlschemas/TrainingCenterDatabase/v2"><Activities>'
        f'<Activity Sport="{sport}"><Id>{_iso(start)}</Id>{body}</Activity></Activities></TrainingCenterDatabase>'
    ).encode()


def strava_row(cells: Mapping[int, object]) -> list[str]:
    """One row of the list: the given cells, all others empty."""
    return [str(cells.get(at, "")) for at in range(len(STRAVA_HEADER))]


def strava_run(activity_id: int, start: datetime, file: str = "", **cells: object) -> list[str]:
    """A plain run in the list, 10 km in 50 minutes; `cells` by the names of the columns above, in small letters."""
    given: dict[int, object] = {
        ID: activity_id,
        DATE: english_date(start),
        NAME: "Lunch Run",
        SPORT: "Run",
        SHOWN_ELAPSED: 3000,
        SHOWN_KM: "10.00",
        FILE: file,
        ELAPSED_S: "3100.0",
        MOVING_S: "3000.0",
        DISTANCE_M: "10000.0",
        ASCENT_M: "80.0",
        AVG_HR: "141.0",
        MAX_HR: "160.0",
        EFFORT: "61.0",
    }
    given |= {globals()[name.upper()]: value for name, value in cells.items()}
    return strava_row(given)


def english_date(moment: datetime) -> str:
    """As the list writes it, such as `Sep 21, 2025, 2:16:53 PM`."""
    return f"{moment:%b} {moment.day}, {moment.year}, {moment:%I:%M:%S %p}".replace(", 0", ", ")


def csv_bytes(rows: Sequence[Sequence[str]], header: Sequence[str] = tuple(STRAVA_HEADER)) -> bytes:
    """The list as a file."""
    text = io.StringIO(newline="")
    csv.writer(text).writerows([header, *rows])
    return text.getvalue().encode()


def zip_bytes(members: Mapping[str, bytes]) -> bytes:
    """A zip of these members; names ending in .gz are packed first."""
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in members.items():
            archive.writestr(name, gzip.compress(data, mtime=0) if name.endswith(".gz") else data)
    return packed.getvalue()


def garmin_summary(activity_id: int, start: datetime, **more: Any) -> dict[str, Any]:
    """One activity as a Garmin account export lists it: an hour's run of 11 km, two hours east of Greenwich."""
    began_ms = int(start.timestamp() * 1000)
    return {
        "activityId": activity_id,
        "name": "Evening Run",
        "activityType": "running",
        "beginTimestamp": began_ms,
        "startTimeGmt": began_ms,
        "startTimeLocal": began_ms + 7_200_000,
        "duration": 3_600_000.0,
        "elapsedDuration": 3_660_000.0,
        "distance": 1_100_000.0,
        "elevationGain": 12_000.0,
        "avgHr": 148.0,
        "maxHr": 171.0,
        "aerobicTrainingEffect": 3.6,
        "anaerobicTrainingEffect": 0.5,
        "trainingEffectLabel": "TEMPO",
        "activityTrainingLoad": 143.24,
        "hrTimeInZone_1": 60_000.0,
        "hrTimeInZone_2": 600_000.0,
        "hrTimeInZone_3": 1_800_000.0,
        "hrTimeInZone_4": 1_000_000.0,
        "hrTimeInZone_5": 140_000.0,
        **more,
    }


def garmin_list(summaries: Sequence[Mapping[str, Any]]) -> bytes:
    """The list, wrapped as Garmin wraps it."""
    return json.dumps([{"summarizedActivitiesExport": list(summaries)}]).encode()


def _samples(laps: Laps) -> list[tuple[int, float, float | None]]:
    found, at_s, metres = [], 0, 0.0
    for length_s, speed_mps, hr_bpm in laps:
        for _ in range(int(length_s)):
            found.append((at_s, metres, hr_bpm))
            at_s += 1
            metres += speed_mps
    return found


def _trackpoint(start: datetime, sample: tuple[int, float, float | None]) -> str:
    at_s, metres, hr_bpm = sample
    return (
        f"<Trackpoint><Time>{_iso(start + timedelta(seconds=at_s))}</Time><AltitudeMeters>100.0</AltitudeMeters>"
        f"<DistanceMeters>{metres:.1f}</DistanceMeters>{_tcx_heart('HeartRateBpm', hr_bpm)}<Cadence>85</Cadence>"
        "</Trackpoint>"
    )


def _tcx_heart(name: str, hr_bpm: float | None) -> str:
    return "" if hr_bpm is None else f"<{name}><Value>{hr_bpm:.0f}</Value></{name}>"


def _gpx_heart(hr_bpm: float | None) -> str:
    if hr_bpm is None:
        return ""
    inner = f"<gpxtpx:hr>{hr_bpm:.0f}</gpxtpx:hr><gpxtpx:cad>85</gpxtpx:cad>"
    return f"<extensions><gpxtpx:TrackPointExtension>{inner}</gpxtpx:TrackPointExtension></extensions>"


def _iso(moment: datetime) -> str:
    return moment.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S.000Z")
