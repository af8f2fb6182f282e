"""What a run's name says, in many languages."""

import pytest

from liftday_rules.classify import Kind, of_name
from liftday_rules.model import RunClass


@pytest.mark.parametrize(
    "name",
    [
        "6x800", "Track: 10 × 400 m", "5 x 3'", "Tempo", "Tempolauf im Park", "Schwellentraining", "Intervalltraining",
        "Fahrtspiel", "Fractionné 30/30", "Séance VMA", "Côtes", "Series en pista", "Cambios de ritmo", "Ripetute",
        "Progressivo 12 km", "Drempeltraining", "Heuvels", "Tiros de 400", "Podbiegi", "Interwały",
        "Tröskelpass",
        "Terskel", "Bakkeintervall og bakke", "Vauhtikestävyys", "インターバル走", "閾値走", "Race pace practice",
    ],
)  # fmt: skip
def test_a_hard_name_is_hard(name: str) -> None:
    found = of_name(name)
    assert found is not None
    assert (found.kind, found.run_class, found.p_hard) == (Kind.HARD, RunClass.HARD, 0.90)


@pytest.mark.parametrize(
    "name",
    [
        "Easy", "Recovery run", "Shakeout", "Z2", "Zone 2", "Lockerer Dauerlauf", "Regenerationslauf", "GA1",
        "Footing", "Récup", "Rodaje suave", "Corsa lenta", "Herstelloop", "Rustige duurloop", "Rodagem leve",
        "Rozbieganie", "OWB1",
        "Lugnt", "Rolig tur", "Palauttava", "ジョグ", "Easy run with 6 strides", "Dauerlauf mit Steigerungen",
        "easy + 6x20s strides", "Steigerungslauf", "流し",
    ],
)  # fmt: skip
def test_an_easy_name_is_easy_and_strides_do_not_make_it_hard(name: str) -> None:
    found = of_name(name)
    assert found is not None
    assert (found.run_class, found.p_hard) == (RunClass.EASY, 0.05)


@pytest.mark.parametrize(
    "name", ["Long run", "Langer Lauf", "Sortie longue", "Tirada larga", "Lungo", "Longão", "Pitkä lenkki", "ロング走"]
)
def test_a_long_name_is_long(name: str) -> None:
    found = of_name(name)
    assert found is not None
    assert found.run_class is RunClass.LONG


def test_a_long_run_with_work_in_it_is_hard_and_long() -> None:
    found = of_name("Long run with 3x10 min at MP")
    assert found is not None
    assert (found.run_class, found.is_long) == (RunClass.HARD, True)


@pytest.mark.parametrize(
    "name",
    [
        "Lunch Run", "Morning Run", "Course à pied le matin", "no tempo today", "statt Intervalle",
        "nach dem Tempolauf",
        "the day after the race", "Marathon plan week 3",
        "Race week", "Speed limit", "Temporary", "Basel",
        "Without reps",
    ],
)  # fmt: skip
def test_a_name_that_says_nothing_says_nothing(name: str) -> None:
    assert of_name(name) is None


def test_a_marathon_is_a_race_only_when_it_was_as_long_as_one() -> None:
    assert of_name("Berlin Marathon") is None
    assert of_name("Berlin Marathon", 12_000) is None
    full, half = of_name("Berlin Marathon", 42_600), of_name("Halbmarathon Köln", 21_300)
    assert full is not None
    assert half is not None
    assert (full.run_class, full.by_distance) == (RunClass.RACE, True)
    assert half.run_class is RunClass.RACE


def test_a_race_outranks_everything_and_p_is_one() -> None:
    found = of_name("Parkrun, easy")
    assert found is not None
    assert (found.run_class, found.p_hard) == (RunClass.RACE, 1.0)
