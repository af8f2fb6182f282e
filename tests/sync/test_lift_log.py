"""What was lifted goes in as words, stands as a fact, and comes back as a suggestion."""

from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from liftday_rules.model import ExerciseDone, Niggle, SessionUid, SetDone
from liftday_sync.errors import InputError
from liftday_sync.lift_log import exercise_key, logged, parse_niggle, parse_sets, to_fact
from liftday_sync.store import Store

NOW = datetime(2026, 11, 27, 20, tzinfo=UTC)


def test_sets_are_written_as_one_says_them() -> None:
    assert parse_sets("3x6@40", rpe=7) == (SetDone(reps=6, load_kg=40.0, rpe=7),) * 3
    assert parse_sets("6@40, 5@42.5 kg, 8") == (
        SetDone(reps=6, load_kg=40.0),
        SetDone(reps=5, load_kg=42.5),
        SetDone(reps=8),
    )


@pytest.mark.parametrize("wrong", ["", "many", "3x", "x6", "0x6", "3x0", "3x6@"])
def test_what_is_no_set_is_told_how_to_write_one(wrong: str) -> None:
    with pytest.raises(InputError, match="write it like 3x6@40"):
        parse_sets(wrong)


def test_a_niggle_says_where_and_how_much() -> None:
    assert parse_niggle("left knee:3") == Niggle(region="left knee", level=3)
    with pytest.raises(InputError, match="write it like knee:3"):
        parse_niggle("knee:11")


def test_an_exercise_is_known_by_key_and_by_name_and_a_slip_gets_a_hint() -> None:
    assert exercise_key("Goblet squat") == exercise_key("goblet-squat") == "goblet_squat"
    with pytest.raises(InputError, match="did you mean goblet_squat"):
        exercise_key("goblt_squat")


def test_a_log_survives_the_store(tmp_path: Path) -> None:
    done = ExerciseDone(
        key="goblet_squat",
        on=date(2026, 11, 27),
        sets=parse_sets("3x6@20", 7),
        niggles=(Niggle(region="knee", level=2),),
        uid=SessionUid("2026-W48-1"),
    )
    with Store.open(f"sqlite:///{tmp_path / 'x.db'}", backup_dir=tmp_path) as store:
        store.ensure_athlete("a", name="A", time_zone="Europe/Berlin")
        assert store.add_fact("a", to_fact(done, key="k"), NOW)
        assert not store.add_fact("a", to_fact(done, key="k"), NOW)

        assert logged(store.facts("a")) == (done,)
