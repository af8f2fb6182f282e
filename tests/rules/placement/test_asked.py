"""A session that the athlete pushes back goes, whatever calm and comfort say, and nothing takes the place it left."""

from dataclasses import replace
from datetime import time

from tests.helpers.weeks import answer, at, athlete, changes, drawn, facts, publish

from liftday_rules.decide import decide
from liftday_rules.model import ASKED_FOR, Kind, Published, SessionUid, Slots

RUNS = "EEEEEEE EEEEEEE"
SHOWN = "F--F--- F--F---"


def test_a_session_that_is_pushed_back_goes_to_another_day_and_says_that_it_was_asked_for() -> None:
    plan = decide(facts(RUNS, SHOWN, not_before={SessionUid("d0"): at(1)}))

    assert changes(plan)[0] == ("d0", "pushed_back")
    assert plan.changes[0].reason_code == "ASKED"
    assert plan.changes[0].reason.endswith(": you asked for a later time.")
    assert plan.changes[0].reason_code in ASKED_FOR
    assert plan.sessions[0].start >= at(1)


def test_it_stays_where_it_went_and_comes_back_for_nothing() -> None:
    asked = {SessionUid("d0"): at(1)}
    moved = decide(facts(RUNS, SHOWN, not_before=asked))
    again = decide(facts(RUNS, not_before=asked, published=publish(moved)))

    assert again.changes == ()
    assert drawn(again) == drawn(moved)


def test_neither_the_freeze_nor_the_changes_of_today_hold_it() -> None:
    now = at(0, 16)
    plan = decide(facts(RUNS, SHOWN, now, not_before={SessionUid("d0"): at(1)}, edits_last_day=2))

    assert ("d0", "pushed_back") in changes(plan)


def test_a_later_hour_of_the_same_day_is_enough_when_that_is_what_was_asked() -> None:
    who = athlete(slots=Slots(default=(time(18), time(20))))
    plan = decide(facts(RUNS, SHOWN, athlete=who, not_before={SessionUid("d0"): at(0, 19)}))

    assert changes(plan) == [("d0", "moved")]
    assert plan.sessions[0].start == at(0, 20)


def test_no_new_session_takes_the_place_that_was_left() -> None:
    assert answer("EEEEEEE EEEEEEE", "F------ -------", not_before={SessionUid("d0"): at(2)})[:2] == "--"


def test_without_a_later_place_in_its_week_it_is_dropped_and_says_so() -> None:
    plan = decide(facts("EEEEEEE EEEEEEE", "---F--F F--F---", at(6, 6), not_before={SessionUid("d6"): at(7)}))

    assert ("d6", "dropped") in changes(plan)
    dropped = next(change for change in plan.changes if change.uid == "d6")
    assert dropped.reason == (
        "Sunday's session is dropped: you asked for a later time; no other day of the week is free for it."
    )


def test_once_dropped_it_does_not_come_back_under_another_name() -> None:
    given = facts("EEEEEEE EEEEEEE", "", at(6, 6), not_before={SessionUid("2026-W48-2"): at(9)})

    assert drawn(decide(given))[:7] == "-------"


def test_a_pin_yields_to_the_later_word() -> None:
    pinned = (Published(uid=SessionUid("d0"), start=at(0, 18), kind=Kind.FULL, locked=True),)
    plan = decide(facts(RUNS, published=pinned, not_before={SessionUid("d0"): at(1)}))

    assert ("d0", "pushed_back") in changes(plan)


def test_with_old_data_only_the_session_that_was_asked_to_go_goes() -> None:
    plan = decide(facts("HEEEEEE EEEEEEE", SHOWN, data_age_h=80, not_before={SessionUid("d3"): at(4)}))

    assert changes(plan) == [("d3", "pushed_back")]


def test_a_session_that_begins_now_can_still_be_pushed_back() -> None:
    plan = decide(facts(RUNS, SHOWN, at(0, 18.25), not_before={SessionUid("d0"): at(1)}))

    assert ("d0", "pushed_back") in changes(plan)


def test_a_skipped_session_is_not_planned_again_after_the_calendar_has_forgotten_it() -> None:
    shown = decide(facts(RUNS))
    gone = shown.sessions[0]
    later = facts(RUNS, published=publish(shown)[1:], used_uids=frozenset(s.uid for s in shown.sessions))
    plan = decide(replace(later, skipped=frozenset({gone.uid})))

    assert changes(plan) == []
