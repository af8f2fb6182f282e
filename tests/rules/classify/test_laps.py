"""Repetitions in laps, and laps that only look like them."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.rules.classify.runs import constants, laps, repeated

from liftday_rules.classify.laps import are_auto, longest_block, repetitions, speed_spread
from liftday_rules.classify.work import WorkKind, in_words, judged
from liftday_rules.model import Lap, LapKind

PYRAMID = laps((900, 2600), (60, 260), (60, 150), (120, 500), (60, 150), (180, 730), (60, 150), (60, 260), (600, 1600))
AUTO_KM = laps(*[(330, 1000)] * 8, (120, 350))


@pytest.mark.parametrize(
    ("session", "words"),
    [
        (repeated(6, (250, 1000), (160, 400)), "6 x 1000 m"),
        (repeated(10, (87, 400), (100, 200)), "10 x 400 m"),
        (repeated(8, (75, 310), (75, 150)), "8 x 75 s"),
        (repeated(5, (180, 720), (120, 300)), "5 x 3 min"),
        (repeated(4, (420, 0.98 * 3.6 * 420), (90, 10)), "4 x 7 min"),
        (PYRAMID, "4 fast stretches"),
    ],
)
def test_repetitions_are_found_and_named(session: tuple[Lap, ...], words: str) -> None:
    found = repetitions(session)
    assert found is not None
    assert in_words(found) == words
    assert judged(found, constants(), 3.6).kind is WorkKind.INTERVALS


@pytest.mark.parametrize(
    "session",
    [
        AUTO_KM,
        laps(*[(300, 900), (300, 880), (300, 910)] * 3),
        laps((1200, 3600), (1200, 3700)),
        laps((600, 1700), (600, 2000), (600, 1700), (600, 1720)),
        laps((2700, 7800), kind=LapKind.ACTIVE),
        (),
    ],
    ids=["every kilometre", "every five minutes", "two halves", "one fast lap", "one active step", "none"],
)
def test_laps_that_are_no_repetitions(session: tuple[Lap, ...]) -> None:
    assert repetitions(session) is None


def test_laps_taken_by_the_watch_are_recognised() -> None:
    assert are_auto(AUTO_KM)
    assert are_auto(laps(*[(480, 1609)] * 5, (100, 300)))
    assert are_auto(laps((331, 999), (290, 999), kind=LapKind.AUTO))
    assert not are_auto(repeated(6, (250, 1000), (160, 400)))


def test_a_session_measured_out_in_even_minutes_is_a_session() -> None:
    found = repetitions(laps(*[(60, 280), (60, 140)] * 10))
    assert found is not None
    assert in_words(found) == "10 x 60 s"


def test_typed_splits_are_believed() -> None:
    steps = [Lap(elapsed_s=600, distance_m=1700, kind=LapKind.WARMUP)]
    for _ in range(4):
        steps += [
            Lap(elapsed_s=240, distance_m=940, kind=LapKind.ACTIVE),
            Lap(elapsed_s=120, distance_m=250, kind=LapKind.RECOVERY),
        ]
    found = repetitions(steps)
    assert found is not None
    assert (in_words(found), found.found_in) == ("4 x 4 min", "workout steps")


def test_strides_are_not_intervals() -> None:
    found = repetitions(laps((2400, 6900), *([(20, 100), (60, 130)] * 6)))
    assert found is not None
    assert judged(found, constants(), 3.6).kind is WorkKind.STRIDES


def test_a_warm_up_is_no_repetition_even_beside_walked_rests() -> None:
    found = repetitions(repeated(8, (75, 250), (120, 250)))
    assert found is not None
    assert in_words(found) == "8 x 75 s"


def test_running_between_walks_is_not_intervals() -> None:
    found = repetitions(laps(*[(300, 780), (60, 80)] * 6))
    assert found is not None
    assert judged(found, constants(), 3.6).kind is WorkKind.STEADY


def test_a_block_reaches_over_laps_and_ends_where_the_pace_falls() -> None:
    session = laps((900, 2500), (300, 1020), (300, 1035), (10, 20), (300, 1010), (900, 2400))
    seconds, mean = longest_block(session, 0.93 * 3.6)
    assert seconds == 900
    assert mean == pytest.approx(3.406, abs=0.01)


@given(st.permutations(AUTO_KM))
def test_the_order_of_laps_does_not_change_their_spread(shuffled: list[Lap]) -> None:
    assert speed_spread(shuffled) == pytest.approx(speed_spread(AUTO_KM))
