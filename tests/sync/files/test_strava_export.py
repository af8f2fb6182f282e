import io
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest
from tests.helpers.fit_writer import RunFile, run_bytes
from tests.helpers.track_writer import STRAVA_HEADER, csv_bytes, gpx_bytes, strava_run, zip_bytes
from tests.sync.files.reading import EASY, HOME, START

from liftday_rules.model import Activity, Sport, StravaFields
from liftday_sync.sources.files.problems import Refused
from liftday_sync.sources.files.reading import read_job, tell_row
from liftday_sync.sources.files.sports import sport_of
from liftday_sync.sources.files.strava_dates import month_comes_first, read_date
from liftday_sync.sources.files.strava_export import Listed, read_list
from liftday_sync.sources.files.unpack import Archives
from liftday_sync.sources.files.walk import Found, find

FIT = run_bytes(RunFile(start=START, laps=EASY))


def listed(rows: list[list[str]], header: list[str] | None = None) -> list[Listed]:
    return read_list(io.BytesIO(csv_bytes(rows, header or STRAVA_HEADER)))[0]


def archive(folder: Path, members: dict[str, bytes]) -> Found:
    (folder / "export.zip").write_bytes(zip_bytes(members))
    return find([folder / "export.zip"])


def read(found: Found) -> list[Activity]:
    with Archives() as archives:
        told = [one for job in found.jobs for one in read_job(job, archives, HOME).told]
    told += [tell_row(HOME, strava=row) for row in found.strava_rows]
    return [one.activity for one in told if one.activity]


def test_a_row_and_its_file_are_one_activity_with_the_fields_of_both(tmp_path: Path) -> None:
    row = strava_run(42, START, "activities/99.fit.gz", exertion="7.0", competition="1.0", name="Parkrun")
    found = archive(tmp_path, {"activities.csv": csv_bytes([row]), "activities/99.fit.gz": FIT})
    (activity,) = read(found)
    assert found.problems == []
    assert activity.strava == StravaFields(workout_type=1, suffer_score=61, perceived_exertion=7)
    assert activity.garmin is not None
    assert (activity.name, activity.source, activity.distance_m) == ("Parkrun", "file", 2880)
    assert activity.local_date == date(2026, 5, 1), "the watch knows where it was"
    assert len(activity.laps) == 2


def test_a_row_without_a_file_counts_in_metres_and_seconds_and_in_the_zone_at_home() -> None:
    (entry,) = listed([strava_run(42, START, long_run="1.0")])
    activity = tell_row(HOME, strava=entry.row).activity
    assert activity is not None
    assert (activity.id, activity.start, activity.local_date) == ("file:strava:42", START, date(2026, 5, 2))
    assert (activity.distance_m, activity.elapsed_s, activity.moving_s) == (10_000, 3100, 3000)
    assert (activity.avg_hr_bpm, activity.max_hr_bpm) == (141, 160)
    assert activity.strava == StravaFields(workout_type=2, suffer_score=61)


def test_an_unpacked_archive_is_read_like_the_zip(tmp_path: Path) -> None:
    members = {
        "activities.csv": csv_bytes(
            [strava_run(1, START, "activities/9.fit"), strava_run(2, START + timedelta(days=1))]
        ),
        "activities/9.fit": FIT,
    }
    unpacked = tmp_path / "export"
    for name, data in members.items():
        (unpacked / name).parent.mkdir(parents=True, exist_ok=True)
        (unpacked / name).write_bytes(data)
    assert read(find([unpacked])) == read(archive(tmp_path, members)) == read(find([unpacked / "activities.csv"]))


def test_a_file_that_no_row_names_is_imported_as_well(tmp_path: Path) -> None:
    later = gpx_bytes(START + timedelta(days=3), EASY)
    members = {"activities.csv": csv_bytes([strava_run(1, START, "activities/9.fit")]), "activities/9.fit": FIT}
    assert len(read(archive(tmp_path, members | {"activities/77.gpx": later}))) == 2


def test_a_row_whose_file_is_broken_or_missing_is_imported_from_the_list(tmp_path: Path) -> None:
    rows = [
        strava_run(1, START, "activities/1.fit.gz"),
        strava_run(2, START + timedelta(days=1), "activities/2.fit.gz"),
    ]
    found = archive(tmp_path, {"activities.csv": csv_bytes(rows), "activities/1.fit.gz": b"rubbish"})
    assert {activity.id for activity in read(found)} == {"file:strava:1", "file:strava:2"}
    ((_, sentence),) = found.problems
    assert sentence == "One file that it names is missing; what the list itself says was imported."


GERMAN = {
    "Activity ID": "Aktivitäts-ID",
    "Activity Date": "Aktivitätsdatum",
    "Activity Name": "Name der Aktivität",
    "Activity Type": "Aktivitätsart",
    "Elapsed Time": "Verstrichene Zeit",
    "Moving Time": "Bewegungszeit",
    "Distance": "Distanz",
    "Max Heart Rate": "Max. Herzfrequenz",
    "Average Heart Rate": "Durchschnittliche Herzfrequenz",
    "Filename": "Dateiname",
    "Relative Effort": "Relative Leistung",
    "Elevation Gain": "Höhenzunahme",
    "Competition": "Wettkampf",
}
FRENCH = {
    "Activity ID": "ID de l'activité",
    "Activity Date": "Date de l'activité",
    "Activity Name": "Nom de l'activité",
    "Activity Type": "Type d'activité",
    "Elapsed Time": "Temps écoulé",
    "Moving Time": "Durée de déplacement",
    "Filename": "Nom du fichier",
    "Max Heart Rate": "Fréquence cardiaque max.",
    "Average Heart Rate": "Fréquence cardiaque moyenne",
    "Relative Effort": "Effort relatif",
    "Elevation Gain": "Dénivelé positif",
    "Competition": "Compétition",
}
DUTCH = {
    "Activity ID": "Activiteits-ID",
    "Activity Date": "Datum van activiteit",
    "Activity Name": "Naam activiteit",
    "Activity Type": "Activiteitstype",
    "Elapsed Time": "Verstreken tijd",
    "Moving Time": "Beweegtijd",
    "Distance": "Afstand",
    "Filename": "Bestandsnaam",
    "Max Heart Rate": "Max. hartslag",
    "Average Heart Rate": "Gemiddelde hartslag",
    "Relative Effort": "Relatieve inspanning",
    "Elevation Gain": "Totale stijging",
    "Competition": "Wedstrijd",
}


@pytest.mark.parametrize(
    ("words", "day", "sport"),
    [
        (GERMAN, "01.05.2026, 22:30:00", "Lauf"),
        (FRENCH, "1 mai 2026 à 22:30:00", "Course à pied"),
        (DUTCH, "1 mei 2026, 22:30:00", "Hardloopsessie"),
    ],
    ids=["German", "French", "Dutch"],
)
def test_an_archive_in_another_language_says_the_same(words: dict[str, str], day: str, sport: str) -> None:
    given = strava_run(42, START, "activities/99.fit.gz", date=day, sport=sport, competition="1.0")
    header = [words.get(name, name) for name in STRAVA_HEADER]
    english = strava_run(42, START, "activities/99.fit.gz", sport=sport, competition="1.0")
    assert listed([given], header) == listed([english])
    assert sport_of(sport) is Sport.RUN


def test_a_language_nobody_taught_us_is_read_by_where_things_stand() -> None:
    rows = [strava_run(at, START + timedelta(days=at), f"activities/{at}.fit.gz") for at in (1, 2, 3)]
    header = [f"列{at}" for at in range(len(STRAVA_HEADER))]
    assert listed(rows, header) == listed(rows)


def test_any_other_table_is_refused() -> None:
    with pytest.raises(Refused, match="no list of activities from Strava"):
        read_list(io.BytesIO(b"name,price\napples,3\n"))


def test_a_row_that_makes_no_sense_is_counted_and_passed_over() -> None:
    rows = [strava_run(1, START), strava_run(2, START, date="some day"), ["", "x"]]
    found, unread = read_list(io.BytesIO(csv_bytes(rows)))
    assert (len(found), unread) == (1, 2)


def test_kilometres_where_metres_belong_are_put_right() -> None:
    (entry,) = listed([strava_run(1, START, distance_m="10,5")])
    assert entry.row.distance_m == 10_500


@pytest.mark.parametrize(
    "text",
    [
        "Sep 21, 2025, 2:16:53 PM",
        "Sep 21, 2025, 2:16:53\u202fPM",
        "21 Sep 2025, 14:16:53",
        "21.09.2025, 14:16:53",
        "21 sept. 2025 à 14:16:53",
        "21 sept 2025, 14:16:53",
        "21 set 2025, 14:16:53",
        "21 sep. 2025 14:16:53",
        "2025-09-21 14:16:53",
        "21/09/2025, 14:16:53",
    ],
)
def test_a_date_is_read_as_each_language_writes_it(text: str) -> None:
    assert read_date(text) == datetime(2025, 9, 21, 14, 16, 53, tzinfo=UTC)


def test_midnight_and_noon_of_a_twelve_hour_clock() -> None:
    assert read_date("Jan 2, 2026, 12:05:00 AM") == datetime(2026, 1, 2, 0, 5, tzinfo=UTC)
    assert read_date("Jan 2, 2026, 12:05:00 PM") == datetime(2026, 1, 2, 12, 5, tzinfo=UTC)


@pytest.mark.parametrize(
    ("word", "month"),
    [("janv.", 1), ("ene", 1), ("gen", 1), ("févr.", 2), ("März", 3), ("mrt", 3), ("abr", 4), ("mag", 5), ("mei", 5),
     ("juin", 6), ("giu", 6), ("juil.", 7), ("lug", 7), ("août", 8), ("ago", 8), ("ott", 10), ("Dez", 12), ("dic", 12)],
)  # fmt: skip
def test_months_in_six_languages(word: str, month: int) -> None:
    assert read_date(f"5 {word} 2026, 06:00:00") == datetime(2026, month, 5, 6, tzinfo=UTC)


def test_the_whole_list_tells_whether_the_month_comes_first() -> None:
    assert month_comes_first(["9/5/2025, 14:00:00", "9/21/2025, 14:00:00"])
    assert not month_comes_first(["5/9/2025, 14:00:00", "21/9/2025, 14:00:00"])
    assert read_date("9/5/2025, 14:00:00", month_first=True) == datetime(2025, 9, 5, 14, tzinfo=UTC)


@pytest.mark.parametrize("text", ["", "yesterday", "32 Jan 2026, 06:00:00", "99:99"])
def test_what_is_no_date_is_none(text: str) -> None:
    assert read_date(text) is None


@pytest.mark.parametrize(
    ("word", "expected"),
    [
        ("Trail Run", Sport.TRAIL_RUN),
        ("Traillauf", Sport.TRAIL_RUN),
        ("Carrera de montaña", Sport.TRAIL_RUN),
        ("Virtual Run", Sport.TREADMILL_RUN),
        ("Corsa", Sport.RUN),
        ("Weight Training", Sport.STRENGTH),
        ("Krafttraining", Sport.STRENGTH),
        ("Entraînement aux poids", Sport.STRENGTH),
        ("Virtual Ride", Sport.CYCLING),
        ("Radfahrt", Sport.CYCLING),
        ("Mountain Bike Ride", Sport.CYCLING),
        ("Wanderung", Sport.WALK),
        ("Langlauf", Sport.OTHER),
        ("Nordic Ski", Sport.OTHER),
        ("Ice Skate", Sport.OTHER),
        ("Workout", Sport.OTHER),
        ("Swim", Sport.OTHER),
    ],
)
def test_words_for_sports(word: str, expected: Sport) -> None:
    assert sport_of(word) is expected
