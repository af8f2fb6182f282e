"""A preview tells what a change would do, and does nothing."""

from datetime import time

import pytest
from tests.helpers.weeks import at, athlete, facts

from liftday_rules.decide import decide
from liftday_rules.model import (
    Equipment,
    Flag,
    FlagKind,
    PlannedRun,
    Policy,
    RunClass,
    RunState,
    SessionUid,
    Slots,
)
from liftday_rules.whatif import WhatIf, preview

RUNS = "EHEHE.L EHEHE.L"
SHOWN = "F-F---- F-F----"


def test_no_change_makes_no_difference() -> None:
    found = preview(facts(RUNS), WhatIf())

    assert not found.changes_anything
    assert found.warnings == found.resolved == ()
    assert found.before.sessions == found.after.sessions or len(found.before.sessions) == len(found.after.sessions)


def test_a_preview_leaves_the_plan_of_now_as_it_was() -> None:
    given = facts(RUNS)
    before = decide(given)
    preview(given, WhatIf(policy=Policy.STACK_HARD, target_per_week=1))

    assert decide(given) == before


def test_fewer_sessions_drop_one_and_say_why() -> None:
    found = preview(facts("EEEEEEE EEEEEEE"), WhatIf(target_per_week=1))

    assert len(found.dropped) == 2
    assert set(found.targets.values()) == {(2, 1)}
    assert all(change.reason for change in found.dropped)


def test_more_sessions_are_added() -> None:
    found = preview(facts("EEEEEEE EEEEEEE"), WhatIf(target_per_week=3))

    assert len(found.added) == 2
    assert len(found.after.sessions) == len(found.before.sessions) + 2


def test_other_slots_move_what_no_longer_fits() -> None:
    slots = Slots(default=(time(6, 30),))
    found = preview(facts("EEEEEEE EEEEEEE", "", at(0, 5), athlete=athlete()), WhatIf(slots=slots))

    assert found.after.sessions


def test_illness_pauses_what_stands() -> None:
    found = preview(facts("EEEEEEE EEEEEEE"), WhatIf(flags=(Flag(kind=FlagKind.SICK, since=at(0, 5)),)))

    assert {change.reason_code for change in found.dropped} == {"SICK"}
    assert found.after.sessions == ()
    assert "SICK" in {notice.code for notice in found.warnings}


def test_a_run_that_would_be_hard_pushes_a_session_back() -> None:
    hard = PlannedRun(start=at(0, 12), minutes=60, run_class=RunClass.HARD, state=RunState.PLANNED)
    found = preview(facts("EEEEEEE EEEEEEE", "F--F--- F--F---"), WhatIf(runs=(hard,)))

    assert [change.uid for change in found.moved] == ["d0"]


def test_a_word_about_a_session_can_be_tried() -> None:
    given = facts("EEEEEEE EEEEEEE", "F--F--- F--F---")

    assert preview(given, WhatIf(pushed_back={SessionUid("d0"): at(1)})).moved[0].reason_code == "ASKED"
    assert preview(given, WhatIf(skipped=frozenset({SessionUid("d0")}))).dropped[0].reason_code == "SKIPPED"
    pinned = preview(given, WhatIf(pinned={SessionUid("d0"): at(1, 7)}))
    assert pinned.after.sessions[0].state == "locked"


def test_what_can_not_be_asked_is_an_error_with_the_mend() -> None:
    given = facts("EEEEEEE EEEEEEE", "F--F--- F--F---")

    with pytest.raises(ValueError, match="no session 'd9' in the plan; it has d0"):
        preview(given, WhatIf(skipped=frozenset({SessionUid("d9")})))
    with pytest.raises(ValueError, match="did you mean before_hard_min_h"):
        preview(given, WhatIf(parameters={"before_hard_min": 30.0}))


def test_other_equipment_changes_what_is_done_and_not_when() -> None:
    found = preview(facts("EEEEEEE EEEEEEE"), WhatIf(equipment=Equipment.NONE))

    assert not found.changes_anything
    assert {session.content.equipment for session in found.after.sessions} == {"none"}
