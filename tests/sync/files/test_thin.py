from dataclasses import replace
from datetime import timedelta
from unittest.mock import patch

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.helpers import fit_writer as w
from tests.helpers.fit_writer import RunFile, run_bytes
from tests.sync.files.reading import EASY, START

from liftday_sync.sources.files import fit
from liftday_sync.sources.files.problems import NotDone, Refused
from liftday_sync.sources.files.recording import Recording
from liftday_sync.sources.files.thin import thin

RUN = RunFile(start=START, laps=EASY, rich_records=True, rpe_0_10=5, hr_zone_s=(1, 2, 3, 4, 5, 6, 7))
SHORT = run_bytes(replace(RUN, laps=[(20, 3.0, 140)]))


def read(data: bytes) -> list[Recording] | str:
    try:
        return fit.read(data)
    except (NotDone, Refused) as error:
        return str(error)


def read_in_full(data: bytes) -> list[Recording] | str:
    with patch.object(fit, "thin", lambda whole: whole):
        return read(data)


@pytest.mark.parametrize(
    "data",
    [
        run_bytes(RUN),
        run_bytes(replace(RUN, rich_records=False, workout_steps=[2, 5, 3], lap_steps=[0, 1])),
        w.multisport_bytes([RUN, replace(RUN, start=START + timedelta(seconds=900))]),
        run_bytes(RUN) + run_bytes(replace(RUN, start=START + timedelta(days=1))),
    ],
    ids=["a run with many fields", "a workout", "multisport", "two files in one"],
)
def test_a_thinned_file_says_the_same_in_fewer_bytes(data: bytes) -> None:
    assert read(data) == read_in_full(data)
    assert len(thin(data)) < 0.8 * len(data)


def test_no_position_is_left_in_a_thinned_file() -> None:
    latitude = round(40 * w.SEMICIRCLES_PER_DEGREE).to_bytes(4, "little")
    assert latitude in run_bytes(RUN)
    assert latitude not in thin(run_bytes(RUN))


@given(st.integers(14, len(SHORT) - 1), st.integers(1, 255))
@settings(deadline=None, max_examples=150)
def test_a_spoiled_file_is_understood_at_least_as_well_as_in_full(at: int, flip: int) -> None:
    spoiled = bytearray(SHORT)
    spoiled[at] ^= flip
    thinned, full = read(bytes(spoiled)), read_in_full(bytes(spoiled))
    assert isinstance(thinned, list) or not isinstance(full, list)


@pytest.mark.parametrize("length", [0, 5, 14, 40, len(SHORT) - 1])
def test_what_is_not_a_whole_file_is_left_as_it_is(length: int) -> None:
    assert thin(SHORT[:length]) == SHORT[:length]
