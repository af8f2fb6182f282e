"""`liftday backtest` lives the past again and counts what would have been."""

from pathlib import Path

import pytest
from tests.sync.cli.conftest import Liftday

from liftday_sync.config import load
from liftday_sync.store import Store

COUNTED = {
    "sessions_done",
    "full",
    "light",
    "moved",
    "lightened",
    "dropped",
    "changes_a_month",
    "against_a_rule",
    "overtaken",
}


@pytest.mark.usefixtures("config")
def test_a_past_can_only_be_lived_again_once_there_is_one(liftday: Liftday) -> None:
    done = liftday("backtest")

    assert done.status == 2
    assert done.err == "There is no past to live again yet: `liftday sync` or `liftday import` brings it.\n"


@pytest.mark.slow
def test_two_policies_live_the_demo_runners_weeks_side_by_side(liftday: Liftday, config: Path) -> None:
    liftday("sync")
    with Store.open(load(config).database_url) as store:
        before = store.mark("anna")

    done = liftday("backtest", "--policy", "recover_first", "--policy", "stack_hard", "--weeks", 3, "--json")

    document = done.document
    assert (document["first"], document["last"]) == ("2026-11-05", "2026-11-25")
    assert document["strength_recorded"] == 6
    assert list(document["policies"]) == ["recover_first", "stack_hard"]
    for figures in document["policies"].values():
        assert figures.keys() == COUNTED
        assert figures["sessions_done"] == figures["full"] + figures["light"] >= 5
        assert figures["against_a_rule"] == 0
    with Store.open(load(config).database_url) as store:
        assert store.mark("anna") == before


@pytest.mark.slow
def test_without_a_policy_the_athletes_own_is_tried_and_shown_as_a_table(liftday: Liftday, config: Path) -> None:
    assert config.exists()
    liftday("sync")

    done = liftday("backtest", "--weeks", 1)

    assert done.out.startswith("Thu 19 Nov 2026 to Wed 25 Nov 2026: ")
    assert "recover_first" in done.out
    assert "visible changes a month" in done.out
