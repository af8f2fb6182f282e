"""`liftday log` notes what was lifted, `liftday preview` tries other settings: neither changes a published plan."""

from datetime import timedelta
from pathlib import Path

import pytest
from tests.sync.cli.conftest import Liftday

from liftday_sync.clock import FixedClock
from liftday_sync.config import load
from liftday_sync.lift_log import LOG, logged
from liftday_sync.store import Store


def the_log(config: Path) -> list[tuple[str, int, float | None]]:
    with Store.open(load(config).database_url) as store:
        entries = logged(store.facts("anna", kinds=[LOG]))
    return [(done.key, len(done.sets), done.load_kg) for done in entries]


def test_what_was_lifted_is_noted_with_an_estimate_of_the_best_lift(liftday: Liftday, config: Path) -> None:
    done = liftday("log", "db_rdl", "3x6@40", "--rpe", 7)

    assert (done.status, done.err) == (0, "")
    assert done.out == "Noted: Dumbbell Romanian deadlift, 3 sets on Thu 26 Nov. About 48 kg for one repetition.\n"
    assert the_log(config) == [("db_rdl", 3, 40.0)]


@pytest.mark.usefixtures("config")
def test_an_entry_answers_in_json(liftday: Liftday) -> None:
    document = liftday("log", "Calf raise", "12, 10", "--on", "yesterday", "--niggle", "knee:3", "--json").document

    assert document == {
        "exercise": "calf_raise",
        "on": "2026-11-25",
        "sets": [{"reps": 12, "load_kg": None, "rpe": None}, {"reps": 10, "load_kg": None, "rpe": None}],
        "niggles": [{"region": "knee", "level": 3}],
        "session": None,
        "e1rm_kg": None,
    }


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        (("db_rld", "3x6@40"), "There is no exercise 'db_rld'; did you mean db_rdl?"),
        (("db_rdl", "many"), "'many' is no set; write it like 3x6@40 (sets x reps @ kilograms), or 8."),
        (("db_rdl", "6", "--on", "2026-12-24"), "That day is still to come; log it when it is done."),
        (
            ("db_rdl", "6", "--niggle", "knee"),
            "'knee' says not where and how much; write it like knee:3, from 0 to 10.",
        ),
        (
            ("db_rdl", "6", "--session", "none"),
            "There is no session 'none'; leave --session out, or look it up in `liftday plan`.",
        ),
    ],
)
def test_an_entry_that_makes_no_sense_is_refused_with_the_mend(
    liftday: Liftday, config: Path, words: tuple[str, ...], sentence: str
) -> None:
    done = liftday("log", *words)

    assert (done.status, done.err) == (2, f"{sentence}\n")
    with Store.open(load(config).database_url) as store:
        store.ensure_athlete("anna", name="Anna", time_zone="Europe/Berlin")
        assert store.facts("anna", kinds=[LOG]) == ()


@pytest.mark.slow
def test_a_preview_says_what_would_change_and_stores_nothing(liftday: Liftday, config: Path) -> None:
    liftday("sync")
    with Store.open(load(config).database_url) as store:
        before = store.mark("anna")

    fewer = liftday("preview", "--target", 0, "--json").document
    told = liftday("preview", "--target", 0)

    assert fewer["changes_anything"]
    assert fewer["added"] == []
    assert fewer["dropped"]
    assert all(targets["after"] == 0 for targets in fewer["targets"].values())
    assert told.out.count("\n") >= len(fewer["dropped"])
    assert fewer["dropped"][0]["reason"] in told.out
    with Store.open(load(config).database_url) as store:
        assert store.mark("anna") == before


@pytest.mark.slow
def test_a_preview_of_what_is_so_already_says_that_nothing_changes(liftday: Liftday, config: Path) -> None:
    assert config.exists()
    liftday("sync")

    assert liftday("preview", "--policy", "recover_first").out == "The calendar would stay as it is.\n"


@pytest.mark.usefixtures("config")
@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        ((), "Say what should be different, such as --policy stack_hard or --target 3."),
        (("--rule", "before"), "'before' is no rule with a number; write it like before_hard_min_h=36."),
        (
            ("--rule", "before_hard_min=36"),
            "There is no rule parameter 'before_hard_min'; did you mean before_hard_min_h?",
        ),
    ],
)
def test_a_preview_of_nothing_sensible_says_how_to_ask(liftday: Liftday, words: tuple[str, ...], sentence: str) -> None:
    done = liftday("preview", *words)

    assert (done.status, done.err) == (2, f"{sentence}\n")


def test_results_of_the_baseline_test_are_held_against_those_of_the_last_block(liftday: Liftday, config: Path) -> None:
    assert config.exists()
    first = liftday("log", "calf-test", "20,22", "--on", "2026-10-29")
    second = liftday("log", "calf-test", "24, 23")
    within = liftday("log", "squat-test", "2,3", "--json").document

    assert "The next test, in the next easier week, is held against it." in first.out
    assert second.out == (
        "Noted: calf raises, 24 left and 23 right on Thu 26 Nov.\nCalf raises: 23 after 20 in the last block, better.\n"
    )
    assert within == {"test": "squat_points", "on": "2026-11-26", "left": 2, "right": 3, "compared": None}


@pytest.mark.usefixtures("config")
def test_a_result_out_of_range_is_refused(liftday: Liftday) -> None:
    done = liftday("log", "squat-test", "2,7")

    assert done.status == 2
    assert done.err == "'2,7' is no result; write points from 0 to 3 of the left and the right leg, like 2,3.\n"


def test_progress_tells_of_estimates_against_the_block_before(liftday: Liftday, config: Path) -> None:
    assert config.exists()
    for on, sets in (("2026-10-20", "3x6@30"), ("2026-11-20", "3x6@40")):
        liftday("log", "db_rdl", sets, "--on", on)
    liftday("log", "goblet_squat", "5@20", "--on", "2026-11-20")
    liftday("log", "calf-test", "20,22")

    assert liftday("progress").out.splitlines() == [
        "There is no full week to look back on yet.",
        "Dumbbell Romanian deadlift: estimated best lift: 48 after 36 in the last block, better.",
        "Goblet squat: about 23 kg for one repetition.",
        "Calf raises: 20 left, 22 right.",
    ]


@pytest.mark.slow
def test_progress_counts_what_was_done_of_what_was_planned(liftday: Liftday, config: Path, clock: FixedClock) -> None:
    assert config.exists()
    liftday("sync")
    clock.forward(timedelta(weeks=2))
    liftday("sync")

    document = liftday("progress", "--json").document

    known = [week for week in document["weeks"] if week["planned"]]
    assert known
    counted = sum(min(week["done"], week["planned"]) for week in known)
    assert document["share"] == counted / sum(week["planned"] for week in known)
    assert document["sentence"].endswith("Strength shows after about 12 weeks.")
