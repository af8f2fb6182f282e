"""A scenario file is read strictly, and answered with one document, the same bytes every time."""

import json
from pathlib import Path
from typing import Any

import pytest
import yaml

from liftday_rules.model import RunClass, RunState
from liftday_sync.errors import InputError
from liftday_sync.scenario.__main__ import main
from liftday_sync.scenario.answer import answer
from liftday_sync.scenario.reader import to_facts

PUSHED_BACK: dict[str, Any] = {
    "id": "X01",
    "title": "An easy run turned out hard",
    "now": "2026-11-26T14:00:00+01:00",
    "athlete": {
        "time_zone": "Europe/Berlin",
        "lthr_bpm": 171,
        "threshold_speed_mps": 3.6,
        "strength_sessions_logged": 20,
        "phase": "base",
        "policy": "recover_first",
        "equipment": "gym",
        "slots": {"default": ["18:00"]},
        "full_min": 45,
        "light_min": 25,
    },
    "runs": [
        {
            "weekly": {"first_monday": "2026-11-23", "weeks": 2},
            "at": "07:00",
            "tue": {"class": "easy", "minutes": 45},
            "wed": {"class": "hard", "minutes": 60, "name": "Tempo"},
            "thu": [{"class": "easy", "minutes": 45}, {"class": "easy", "minutes": 20, "at": "20:30"}],
            "sun": {"class": "long", "minutes": 105},
        }
    ],
    "activities": [
        {
            "id": "lunch",
            "source": "strava",
            "sport": "run",
            "start": "2026-11-26T12:00:00+01:00",
            "elapsed_s": 3600,
            "distance_m": 12900,
            "avg_hr_bpm": 172,
            "name": "Threshold",
        }
    ],
    "strength_done": [{"start": "2026-11-23T18:00", "minutes": 45, "kind": "full"}],
    "published": [{"uid": "thu", "start": "2026-11-26T18:00", "kind": "full"}],
}


@pytest.fixture
def scenario(tmp_path: Path) -> Path:
    path = tmp_path / "X01.yaml"
    path.write_text(yaml.safe_dump(PUSHED_BACK, allow_unicode=True), encoding="utf-8")
    return path


def changed(**keys: Any) -> dict[str, Any]:
    return PUSHED_BACK | keys


def test_the_answer_has_every_key_and_tells_of_the_push_back(scenario: Path) -> None:
    found = json.loads(answer(scenario))

    assert {"state", "target_per_week", "sessions", "changes", "days", "activities", "warnings"} <= found.keys()
    assert [(one["uid"], one["change"], one["to"]) for one in found["changes"] if one["uid"] == "thu"] == [
        ("thu", "pushed_back", "2026-11-27T18:00:00+01:00")
    ]
    assert found["sessions"][0].keys() >= {"uid", "sequence", "kind", "state", "focus", "start", "end", "content"}
    assert len(found["days"]) == 14


def test_the_same_file_gives_the_same_bytes(scenario: Path) -> None:
    assert answer(scenario) == answer(scenario)


def test_a_week_is_written_once_and_read_run_by_run() -> None:
    runs = to_facts(PUSHED_BACK).runs

    assert len(runs) == 10
    assert [run.state for run in runs[:4]] == [RunState.DONE, RunState.DONE, RunState.DONE, RunState.PLANNED]


def test_the_plan_feed_changes_adds_and_cancels_runs() -> None:
    single = {"uid": "r", "start": "2026-11-28T07:00", "minutes": 40, "class": "easy"}
    news = [
        {"uid": "r", "sequence": 1, "class": "hard"},
        {"uid": "new", "sequence": 0, "start": "2026-12-05T07:00", "minutes": 30, "p_hard": 0.5},
    ]
    one, two = to_facts(changed(runs=[single], plan_feed=news)).runs
    gone = to_facts(changed(runs=[single], plan_feed=[{"uid": "r", "sequence": 1, "status": "cancelled"}])).runs

    assert (one.run_class, one.changed_by_feed) == (RunClass.HARD, True)
    assert (two.uid, two.p_hard) == ("new", 0.5)
    assert [run.cancelled for run in gone] == [True]


@pytest.mark.parametrize(
    ("raw", "sentence"),
    [
        pytest.param(changed(shoes="red"), "shoes: there is no such key", id="an unknown key"),
        pytest.param({k: v for k, v in PUSHED_BACK.items() if k != "now"}, "now: is required", id="a missing key"),
        pytest.param(changed(now="2026-11-26T14:00"), "now: must carry an offset", id="now without an offset"),
        pytest.param(changed(runs=[{"start": "2026-11-26T07:00"}]), "runs.0.minutes: is required", id="a half run"),
        pytest.param(
            changed(runs=[{"weekly": {"first_monday": "2026-11-24", "weeks": 1}}]), "is no Monday", id="not a Monday"
        ),
        pytest.param(
            changed(published=PUSHED_BACK["published"] * 2), "published: thu stands twice", id="a uid that stands twice"
        ),
        pytest.param(
            changed(busy=[{"start": "2026-11-26T09:00", "end": "2026-11-26T08:00"}]),
            "busy: ",
            id="a block that ends early",
        ),
        pytest.param(
            changed(plan_feed=[{"uid": "x", "sequence": 1, "class": "hard"}]),
            "needs start and minutes",
            id="news of an unknown run",
        ),
    ],
)
def test_what_breaks_the_format_is_named_in_one_sentence(raw: dict[str, Any], sentence: str) -> None:
    with pytest.raises(InputError, match=sentence):
        to_facts(raw)


def test_the_command_answers_on_stdout_and_complains_on_stderr(
    scenario: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main([str(scenario)]) == 0
    assert json.loads(capsys.readouterr().out)["state"] == "ok"

    assert main([str(tmp_path / "none.yaml")]) == 2
    captured = capsys.readouterr()
    assert captured.out == ""
    assert captured.err.count("\n") == 1
