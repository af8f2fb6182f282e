"""A pinned session and a pause: it is set aside, and stands where it was once the pause is over before its time."""

from dataclasses import replace
from datetime import datetime
from typing import Any

import pytest
from tests.helpers.weeks import at, changes, drawn, facts

from liftday_rules.decide import decide
from liftday_rules.model import (
    ChangeKind,
    Facts,
    Flag,
    FlagKind,
    Kind,
    Plan,
    PlanState,
    Published,
    SessionUid,
    StrengthDone,
)
from liftday_rules.whatif import WhatIf, preview

RUNS = "EEEEEEE EEEEEEE"
PINNED = Published(uid=SessionUid("mine"), start=at(3, 18), kind=Kind.FULL, sequence=2, locked=True)
"""Thursday at 18:00."""
ASIDE = replace(PINNED, set_aside=True)


def paused(since: datetime, until: datetime | None = None, kind: FlagKind = FlagKind.PAUSE) -> Flag:
    return Flag(kind=kind, since=since, until=until)


def given(now: datetime, *flags: Flag, published: Published = ASIDE, **said: Any) -> Facts:
    return replace(facts(RUNS, now=now, flags=flags, **said), published=(published,))


def told(plan: Plan) -> list[tuple[str, str]]:
    return [change for change in changes(plan) if change[0] == "mine"]


@pytest.mark.parametrize("kind", [FlagKind.PAUSE, FlagKind.SICK])
@pytest.mark.parametrize("until", [None, at(5, 0)], ids=["with no end", "until Saturday"])
def test_a_pause_sets_a_pinned_session_aside_and_says_so_once(until: datetime | None, kind: FlagKind) -> None:
    flag = paused(at(1, 6), until, kind)
    first = decide(given(at(1, 7), flag, published=PINNED))
    assert told(first) == [("mine", "paused")]
    assert "mine" not in {session.uid for session in first.sessions}
    assert first.state is PlanState.PAUSED

    assert told(decide(given(at(2, 7), flag))) == []


def test_a_pause_that_is_over_before_its_time_brings_it_back_where_it_was() -> None:
    plan = decide(given(at(2, 7), paused(at(1, 6), at(2, 6))))
    [session] = [one for one in plan.sessions if one.uid == "mine"]
    assert (session.start, session.state, session.sequence) == (PINNED.start, "locked", 2)
    [change] = [one for one in plan.changes if one.uid == "mine"]
    assert (change.change, change.start_before, change.start_after) == (ChangeKind.ADDED, None, PINNED.start)
    assert change.reason_code == "LOCKED"
    assert change.reason.endswith("where you put it.")


def test_what_comes_back_counts_for_its_week_like_any_other() -> None:
    with_it = drawn(decide(given(at(2, 7), paused(at(1, 6), at(2, 6)))))
    without = drawn(decide(replace(given(at(2, 7), paused(at(1, 6), at(2, 6))), published=())))
    assert with_it[3] == "F"
    assert with_it[:7].count("F") + with_it[:7].count("L") == without[:7].count("F") + without[:7].count("L")


def test_a_pause_that_outlasts_its_day_lets_it_rest_and_nothing_is_missed() -> None:
    plan = decide(given(at(5, 13), paused(at(1, 6), at(5, 6))))
    assert told(plan) == []
    assert "mine" not in {session.uid for session in plan.sessions}


def test_one_that_was_done_in_spite_of_the_pause_is_credited() -> None:
    done = StrengthDone(start=at(3, 19), minutes=45, kind=Kind.FULL)
    plan = decide(given(at(4, 7), paused(at(1, 6)), strength_done=(done,)))
    assert told(plan) == [("mine", "credited")]


def test_a_pause_that_was_never_meant_leaves_a_day_that_passed_to_the_ordinary_rules() -> None:
    assert told(decide(given(at(4, 11)))) == [], "word of it may still be on its way"
    assert told(decide(given(at(4, 13)))) == [("mine", "missed")]


def test_a_preview_of_the_end_of_a_pause_shows_that_it_comes_back() -> None:
    flag = paused(at(1, 6))
    assert "mine" in {one.uid for one in preview(given(at(2, 7), flag), WhatIf(without_flags=True)).added}
    assert preview(given(at(2, 7), flag), WhatIf()).dropped == ()
