from datetime import date
from pathlib import Path

import pytest
from tests.sync.cli.conftest import NOW, Liftday

from liftday_rules.model import Doubt, RunClass
from liftday_sync.cli.common import read_config
from liftday_sync.gather import gather
from liftday_sync.keys import hash_of
from liftday_sync.store import Store
from liftday_sync.store.api import TokenRow


def stored(config: Path) -> Store:
    return Store.open(read_config(config).database_url)


def a_run(config: Path) -> str:
    with stored(config) as store:
        athlete = read_config(config).athlete(None)
        return next(one.id for one in store.activities(athlete.id, since=date(2026, 11, 1)) if one.sport.is_run)


@pytest.fixture
def run(liftday: Liftday, config: Path) -> str:
    """The id of a run that is stored."""
    assert liftday("sync").status == 0
    return a_run(config)


def test_a_run_is_what_the_athlete_says_until_it_is_undone(liftday: Liftday, config: Path, run: str) -> None:
    said = liftday("override", run, "hard", "--ignore", "heart_rate")
    assert (said.status, said.out.splitlines()) == (
        0,
        ["Noted: that run was hard.", "Noted: the heart rate of that run is left out."],
    )
    with stored(config) as store:
        facts = gather(store, read_config(config).athlete(None), NOW)
    assert (facts.overrides, facts.doubts) == ({run: RunClass.HARD}, {run: frozenset({Doubt.HEART_RATE})})
    assert [one["verb"] for one in liftday("override", run, "undo", "--json").document] == ["override", "doubt"]
    with stored(config) as store:
        facts = gather(store, read_config(config).athlete(None), NOW)
    assert (facts.overrides, facts.doubts) == ({}, {})


@pytest.mark.parametrize(
    ("words", "hint"),
    [
        (("demo:nothing", "hard"), "no such run"),
        (("x",), "Say what that run was"),
        (("x", "undo", "--ignore", "speed"), "takes back"),
    ],
)
def test_a_word_about_no_run_says_what_to_do(liftday: Liftday, config: Path, words: tuple[str, ...], hint: str) -> None:
    assert config.exists()
    said = liftday("override", *words)
    assert said.status != 0
    assert hint in said.err


def rows(config: Path) -> list[TokenRow]:
    with stored(config) as store:
        return sorted(store.tokens(), key=lambda row: row.scope)


def test_a_token_may_be_for_looking_and_for_one_athlete(liftday: Liftday, config: Path) -> None:
    who = read_config(config).athlete(None).id
    token = liftday("token", "--new", "--scope", "read", "--athlete", who).out.strip()
    [row] = rows(config)
    assert (row.token_hash, row.scope, row.athlete_id) == (hash_of(token), "read", who)


def test_a_token_is_replaced_by_one_with_the_same_rights_and_ended(liftday: Liftday, config: Path) -> None:
    liftday("token")
    liftday("token", "--new", "--scope", "read")
    listed = {one["scope"]: one["name"] for one in liftday("token", "--list", "--json").document}
    fresh = liftday("token", "--rotate", listed["read"]).out.strip()
    assert [(row.scope, row.token_hash == hash_of(fresh)) for row in rows(config)] == [("full", False), ("read", True)]
    liftday("token", "--revoke", listed["full"])
    assert [row.scope for row in rows(config)] == ["read"]
    shown = liftday("token", "--list").out
    assert fresh not in shown
    assert "never used" in shown


def test_a_token_that_is_none_can_not_be_ended(liftday: Liftday, config: Path) -> None:
    assert config.exists()
    said = liftday("token", "--revoke", "12345678")
    assert said.status != 0
    assert "liftday token --list" in said.err
