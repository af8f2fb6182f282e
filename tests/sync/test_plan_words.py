"""What the words of a plan's entry say: whether it is a run, how long, how far, and how hard."""

import pytest

from liftday_rules.model import RunClass
from liftday_sync.sources.plan_words import What, distance_of, minutes_of, plain, tidy, words


@pytest.mark.parametrize(
    ("title", "what"),
    [
        ("Easy run", What.RUN),
        ("6 x 1000 m", What.RUN),
        ("Tempo", What.RUN),
        ("Dauerlauf", What.RUN),
        ("Footing 45 min", What.RUN),
        ("Corsa lenta", What.RUN),
        ("Pitkä lenkki", What.RUN),
        ("Bieg ciągły", What.RUN),
        ("ジョグ 40分", What.RUN),
        ("10 km", What.RUN),
        ("Halbmarathon", What.RUN),
        ("Parkrun", What.RUN),
        ("Run, then strength", What.RUN),
        ("Rest", What.REST),
        ("🛌 Rest Day", What.REST),
        ("Rest day - enjoy", What.REST),
        ("Ruhetag", What.REST),
        ("Jour de repos", What.REST),
        ("Odpoczynek", What.REST),
        ("休養", What.REST),
        ("Langlauf", What.OTHER),
        ("Eislauf", What.OTHER),
        ("Aqua jogging", What.OTHER),
        ("Bike: tempo 90 min", What.OTHER),
        ("Krafttraining", What.OTHER),
        ("Siłownia", What.OTHER),
        ("Natación", What.OTHER),
        ("Yoga for runners", What.OTHER),
        ("Dentist", What.OTHER),
        ("Restaurant with Ben", What.OTHER),
        ("Office", What.OTHER),
        ("", What.OTHER),
    ],
)
def test_an_entry_is_a_run_a_rest_day_or_something_else(title: str, what: What) -> None:
    assert words(title).what is what


def test_rest_between_repetitions_is_no_rest_day() -> None:
    assert words("Rest - 6 x 400 m").what is not What.REST


def test_the_description_says_that_an_entry_is_a_run_when_its_title_does_not() -> None:
    assert words("Wednesday", "Run for 45 minutes, easily.").what is What.RUN
    assert words("Wednesday", "Call the bank.").what is What.OTHER
    assert words("Strength", "After your run.").what is What.OTHER


@pytest.mark.parametrize(
    ("text", "minutes"),
    [
        ("45 min", 45),
        ("45min easy", 45),
        ("Easy 45'", 45),
        ("1h10m", 70),
        ("1h 10", 70),
        ("1:10 h", 70),
        ("1:30:00 h", 90),
        ("1.5 h", 90),
        ("1,5 Std", 90),
        ("2 hours", 120),
        ("55m - 65m", 60),
        ("Power • 55m - 65m", 60),
        ("Tempo • 12.9km • 1h10m", 70),
        ("90 Minuten locker", 90),
        ("1 heure 15", 75),
        ("6 x 3 min", 0),
        ("3x10 min at threshold", 0),
        ("5 min/km", 0),
        ("4:30 min/km", 0),
        ("10 km", 0),
        ("400 m", 0),
        ("2026-11-24", 0),
        ("99 hours", 0),
        ("", 0),
    ],
)
def test_minutes_are_read_from_what_states_a_length(text: str, minutes: float) -> None:
    assert minutes_of(text) == minutes


@pytest.mark.parametrize(
    ("text", "metres"),
    [
        ("12.9km", 12_900),
        ("12,9 km", 12_900),
        ("10 K", 10_000),
        ("8 miles", 8 * 1609.344),
        ("3mi", 3 * 1609.344),
        ("6 x 1 km", None),
        ("6x1km, 12 km in all", 12_000),
        ("5:00/km", None),
        ("10k pace", None),
        ("5 km effort", None),
        ("400 m", None),
        ("0 km", None),
        ("999 km", None),
        ("W12", None),
    ],
)
def test_metres_are_read_from_what_states_a_distance(text: str, metres: float | None) -> None:
    assert distance_of(text) == (None if metres is None else pytest.approx(metres))


@pytest.mark.parametrize(
    ("title", "tidied"),
    [
        ("🏃 Rolling 400s • 12.9km", "Rolling 400s"),
        ("🏃‍♀️  Easy   run ", "Easy run"),
        ("• 10km", "• 10km"),
        ("Läufe über 1000 m", "Läufe über 1000 m"),
        ("🏃", ""),
    ],
)
def test_pictures_and_figures_of_an_app_are_left_out_of_the_name(title: str, tidied: str) -> None:
    assert tidy(title) == tidied


def test_words_are_looked_up_without_case_and_accents() -> None:
    assert plain("LÖPNING Siłownia Løb") == "lopning silownia lob"


@pytest.mark.parametrize(
    ("title", "description", "run_class"),
    [
        ("Run", "TSS: 82, 1:00 h", RunClass.HARD),
        ("Run", "TSS 48\nduration: 1:00 h", RunClass.EASY),
        ("Run", "TSS: 65, 1:00 h", None),
        ("Run", "TSS: 82", None),
        ("Run 60 min", "6 x 800 m at 5 km effort", RunClass.HARD),
        ("Run 60 min", "Easy, you should be able to talk.", RunClass.EASY),
        ("Run 60 min", "", None),
    ],
)
def test_the_description_judges_where_the_title_is_silent(
    title: str, description: str, run_class: RunClass | None
) -> None:
    assert words(title, description).run_class is run_class


def test_a_title_that_tells_is_not_overruled_by_the_description() -> None:
    found = words("Easy run 45 min", "TSS: 90. Last week: 6 x 1000 m.")

    assert (found.run_class, found.p_hard, found.minutes) == (None, None, 45)


def test_advice_far_down_in_the_description_says_nothing() -> None:
    assert words("Run 60 min", " " * 700 + "6 x 800 m hard").run_class is None


def test_the_longest_text_is_read_quickly() -> None:
    assert words("1" * 5_000 + "h" * 5_000, "a" * 500_000).what is What.OTHER
