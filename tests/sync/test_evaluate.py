"""Verdicts on labelled runs, and the figures they reach."""

import gzip
import json
from pathlib import Path
from typing import Any

import pytest

from liftday_rules.model import Confidence
from liftday_sync.errors import InputError
from liftday_sync.evaluate import activity, evaluate, judged, report
from liftday_sync.scoring import Scored, baselines, by_confidence, mean_over_athletes, measures

BLANK = dict.fromkeys(
    ("elevation_gain_m", "suffer_score", "rpe", "aerobic_te", "te_label", "workout_type", "label_source")
)


def row(number: int, *, is_hard: bool, label: str | None = None, **changes: Any) -> dict[str, Any]:
    told = {
        "id": f"run{number}",
        "athlete": "a",
        "start_local": f"2026-{1 + number // 28:02}-{1 + number % 28:02}T07:00:00",
        "distance_m": 9500 if is_hard else 7000,
        "moving_s": 2700,
        "elapsed_s": 2700,
        "avg_hr_bpm": 165 if is_hard else 135,
        "max_hr_bpm": 182 if is_hard else 150 + number % 5,
        "label": label,
    }
    return BLANK | told | changes


@pytest.fixture
def runs(tmp_path: Path) -> Path:
    path = tmp_path / "runs.jsonl.gz"
    hard = [number % 4 == 3 for number in range(84)]
    told = [row(n, is_hard=h, label=("hard" if h else "easy") if n > 30 else None) for n, h in enumerate(hard)]
    with gzip.open(path, "wt", encoding="utf-8") as file:
        file.writelines(json.dumps(one) + "\n" for one in told)
    return path


def test_hard_runs_of_an_unknown_athlete_are_found_from_the_past_alone(runs: Path, tmp_path: Path) -> None:
    scored = evaluate(runs, tmp_path / "verdicts.jsonl")
    assert len(scored) == 53
    assert measures(scored).balanced == 1.0
    told = [json.loads(line) for line in (tmp_path / "verdicts.jsonl").read_text().splitlines()]
    assert len(told) == 84
    assert set(told[0]) == {"id", "class", "p_hard", "confidence"}
    assert "all" in report(scored)


def test_what_made_a_label_is_not_an_input() -> None:
    marked = row(1, is_hard=True, workout_type=3)
    hidden = activity(marked | {"label_source": "workout_type"}, (), None).strava
    shown = activity(marked | {"label_source": "name"}, (), None).strava
    assert hidden is not None
    assert shown is not None
    assert (hidden.workout_type, shown.workout_type) == (None, 3)


def test_laps_and_streams_are_laid_beside_their_runs(runs: Path, tmp_path: Path) -> None:
    laps, streams = tmp_path / "laps.jsonl", tmp_path / "streams.jsonl"
    lap = {"elapsed_s": 300, "moving_s": None, "distance_m": 1000, "avg_hr_bpm": None, "max_hr_bpm": None}
    told = [lap | {"trigger": "distance", "intensity": None}, lap | {"trigger": "manual", "intensity": "interval"}]
    laps.write_text(json.dumps({"id": "run3", "laps": told}) + "\n")
    seconds = list(range(900))
    streams.write_text(
        json.dumps(
            {
                "id": "run4",
                "time_s": seconds,
                "distance_m": [3 * s for s in seconds],
                "hr_bpm": None,
                "altitude_rel_m": None,
            }
        )
    )
    found = {one["id"]: run for one, run, _ in judged(runs, laps, streams)}
    assert [lap.kind.value for lap in found["run3"].laps] == ["auto", "active"]
    digest = found["run4"].digest
    assert digest is not None
    assert digest.speed_mean_mps == pytest.approx(3.0, abs=0.01)


def scored(*, is_hard: bool, p_hard: float, athlete: str = "a", base: bool | None = None) -> Scored:
    return Scored(
        athlete=athlete,
        tier="hr",
        is_hard=is_hard,
        p_hard=p_hard,
        says_hard=p_hard >= 0.5,
        confidence=Confidence.B if p_hard > 0.8 else Confidence.C,
        baselines={"base": base},
    )


SOME = [
    scored(is_hard=True, p_hard=0.9, base=True),
    scored(is_hard=True, p_hard=0.4, base=True),
    scored(is_hard=False, p_hard=0.1, base=True),
    scored(is_hard=False, p_hard=0.2),
]


def test_the_figures_are_those_worked_out_by_hand() -> None:
    found = measures(SOME)
    assert (found.balanced, found.recall, found.precision) == (0.75, 0.5, 1.0)
    assert found.mcc == pytest.approx(0.577, abs=0.001)
    assert found.brier == pytest.approx((0.01 + 0.36 + 0.01 + 0.04) / 4)
    assert found.calibration == pytest.approx((0.1 + 0.6 + 0.1 + 0.2) / 4)
    assert found.low is None
    assert by_confidence(SOME) == [(Confidence.B, 1, 1.0), (Confidence.C, 3, pytest.approx(2 / 3))]


def test_a_baseline_is_set_against_ours_on_its_own_runs() -> None:
    (found,) = baselines(SOME)
    assert (found.runs, found.balanced, found.ours) == (3, 0.5, 0.75)


def test_intervals_are_drawn_over_athletes() -> None:
    many = [scored(is_hard=n % 2 == 0, p_hard=0.9 if n % 2 == 0 else 0.1, athlete=str(n // 10)) for n in range(60)]
    found = measures(many)
    assert (found.low, found.high, found.athletes) == (1.0, 1.0, 6)
    assert mean_over_athletes(many) == (1.0, 6)
    assert mean_over_athletes(SOME) is None
    assert report([]) == "No run is labelled hard, race or easy."


def test_a_broken_line_is_named(tmp_path: Path) -> None:
    path = tmp_path / "runs.jsonl"
    path.write_text("{\n")
    with pytest.raises(InputError, match=r"runs\.jsonl, line 1 is not JSON"):
        evaluate(path, tmp_path / "out")
