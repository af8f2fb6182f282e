"""Reading a recording: heart rates that can't be, repetitions, climbs, blocks."""

import json
import math
from dataclasses import asdict, replace
from typing import Any

import pytest
from tests.rules.classify.runs import run, stretches

from liftday_rules.classify import grade
from liftday_rules.classify.signal import digest
from liftday_rules.model import Sport, Stream, StreamDigest


def digested(stream: Stream, sport: Sport = Sport.RUN) -> StreamDigest:
    found = digest(run(len(stream.time_s) / 60, stream=stream, sport=sport))
    assert found is not None
    return found


@pytest.mark.parametrize(
    ("slope", "factor"), [(-0.10, 0.598), (-0.05, 0.763), (0.02, 1.113), (0.05, 1.301), (0.10, 1.658), (0.20, 2.502)]
)
def test_the_cost_of_a_slope(slope: float, factor: float) -> None:
    assert grade.raw_factor(slope) == pytest.approx(factor, abs=0.0006)


def test_downhill_is_no_gift_beyond_a_point() -> None:
    assert grade.factor(-0.10) == 0.88
    assert grade.factor(-0.25) == 1.0
    assert grade.mean_factor(10_000, None) == 1.0
    assert grade.mean_factor(10_000, 300) > 1.0


def test_repetitions_stand_out_of_the_speed() -> None:
    found = digested(stretches((900, 2.9, 140), *([(240, 4.0, 172), (150, 2.4, 155)] * 6), (600, 2.7, 145)))
    assert len(found.work_s) == 6
    assert found.work_s[0] == pytest.approx(240, abs=8)
    assert found.work_mps[0] == pytest.approx(4.0, abs=0.05)
    assert found.rest_s[0] == pytest.approx(150, abs=8)
    assert found.work_end_hr_bpm[0] == pytest.approx(172, abs=1)


def test_an_even_run_has_no_repetitions() -> None:
    wavy = [(1, 2.9 + 0.2 * math.sin(second / 40), 140.0) for second in range(2400)]
    assert digested(stretches(*wavy)).work_s == ()


def test_a_block_may_dip_for_twenty_seconds() -> None:
    found = digested(stretches((600, 2.7, 140), (500, 3.5, 168), (15, 2.5, 165), (500, 3.5, 170), (300, 2.6, 150)))
    rung = min(range(len(found.block_from_mps)), key=lambda index: abs(found.block_from_mps[index] - 3.3))
    assert found.block_s[rung] == pytest.approx(1015, abs=10)


def test_a_spike_of_heart_rate_is_not_the_peak() -> None:
    found = digested(stretches((900, 2.9, 140), (5, 2.9, 215), (900, 2.9, 142)))
    assert found.hr_peak_bpm == 142
    assert found.hr_quality is not None
    assert 0.97 < found.hr_quality < 1
    assert found.hr_from_bpm + len(found.hr_s) - 1 == 142


def test_a_flat_line_over_changing_speed_is_not_believed() -> None:
    parts = [(60, 2.5 if part % 2 else 3.6, 150.0) for part in range(30)]
    assert (digested(stretches(*parts)).hr_quality or 0) < 0.5


def test_a_heart_rate_at_the_cadence_is_believed_when_the_runner_got_faster() -> None:
    faster = stretches((900, 2.8, 140), (1500, 3.6, 172))
    with_steps = replace(faster, cadence_spm=tuple(172.0 for _ in faster.time_s))
    assert (digested(with_steps).hr_quality or 0) > 0.9


def test_a_climb_costs_what_its_slope_says_and_a_treadmill_is_flat() -> None:
    up = tuple(100 + 3.0 * 0.05 * second for second in range(1200))
    climbing = stretches((1200, 3.0, 160), altitude=up)
    assert digested(climbing).speed_mean_mps == pytest.approx(3.0 * 1.301, abs=0.06)
    assert digested(climbing, Sport.TREADMILL_RUN).speed_mean_mps == pytest.approx(3.0, abs=0.01)


def test_bests_are_the_fastest_stretches() -> None:
    found = digested(stretches((600, 2.8, 140), (200, 4.0, 175), (1600, 2.8, 150)))
    assert found.best_800m_s == pytest.approx(200, abs=3)
    assert found.best_400m_s == pytest.approx(100, abs=2)
    assert found.best_5000m_s is not None


def test_a_smart_recording_says_the_same_as_one_of_every_second() -> None:
    every = stretches((900, 2.9, 140), *([(240, 4.0, 172), (150, 2.4, 155)] * 4), (600, 2.7, 145))
    keep = [index for index in range(len(every.time_s)) if index % 4 == 0]
    smart = Stream(
        time_s=tuple(every.time_s[index] for index in keep),
        speed_mps=tuple(every.speed_mps[index] for index in keep),
        hr_bpm=tuple(every.hr_bpm[index] for index in keep),
    )
    full, thin = digested(every), digested(smart)
    assert thin.speed_mean_mps == pytest.approx(full.speed_mean_mps, rel=0.01)
    assert len(thin.work_s) == len(full.work_s) == 4


@pytest.mark.parametrize(
    "stream",
    [
        Stream(time_s=()),
        Stream(time_s=(0.0, 1.0), speed_mps=(1.0, 1.0)),
        Stream(time_s=(0.0, 0.0, 0.0, 1.0)),
    ],
    ids=["nothing", "two samples", "one second"],
)
def test_next_to_nothing_has_no_digest(stream: Stream) -> None:
    assert digest(run(10, stream=stream)) is None


def test_gaps_and_missing_values_are_survived() -> None:
    holes = Stream(
        time_s=(0.0, 1.0, 2.0, 400.0, 401.0, 402.0, 900.0),
        speed_mps=(None, 3.0, 3.0, 2.0, None, 3.0, 3.0),
        hr_bpm=(None, None, 140.0, 141.0, 150.0, None, 151.0),
        altitude_m=(None, 100.0, 100.0, None, 90.0, 91.0, None),
    )
    found = digested(holes)
    assert found.moving_s < 20
    assert all(math.isfinite(value) for value in asdict(found).values() if isinstance(value, float))


def test_a_digest_is_json_as_it_stands() -> None:
    found = digested(stretches((900, 2.9, 140), *([(60, 4.2, 165), (60, 2.4, 155)] * 8), (600, 2.7, 145)))
    columns = json.loads(json.dumps(asdict(found)))
    again: dict[str, Any] = {
        name: tuple(value) if isinstance(value, list) else value for name, value in columns.items()
    }
    assert StreamDigest(**again) == found
