"""What becomes of published sessions: a diff between two plans, told in one sentence each."""

from dataclasses import replace
from datetime import UTC, datetime, time, timedelta

import pytest
from tests.helpers.weeks import MONDAY, answer, at, athlete, changes, drawn, facts, publish

from liftday_rules.decide import decide
from liftday_rules.model import (
    Activity,
    ActivityId,
    Busy,
    Change,
    Equipment,
    Facts,
    Flag,
    FlagKind,
    Kind,
    Plan,
    PlanState,
    Published,
    RunClass,
    SessionUid,
    Slots,
    Sport,
    StrengthDone,
)

RUNS = ".HEEE.L .HEEE.L"
SHOWN = "--F-F-- --F-F--"


def the_change(plan: Plan, uid: str) -> Change:
    return next(change for change in plan.changes if change.uid == uid)


def strength(day: int, hour: float, minutes: float = 50) -> Activity:
    start = at(day, hour)
    return Activity(
        id=ActivityId(f"garmin:{day}"),
        source="garmin",
        sport=Sport.STRENGTH,
        start=start,
        local_date=MONDAY + timedelta(days=day),
        elapsed_s=minutes * 60,
    )


def test_a_plan_that_is_still_good_stays_as_it_is() -> None:
    plan = decide(facts(RUNS, SHOWN))

    assert plan.changes == ()
    assert drawn(plan) == SHOWN


def test_a_published_plan_that_could_be_a_little_better_stays_as_it_is() -> None:
    assert answer("EEEEEEE EEEEEEE") == "F--F--- F--F---"
    assert answer("EEEEEEE EEEEEEE", "-F--F-- --F--F-") == "-F--F-- --F--F-"


def test_a_run_that_turned_out_hard_pushes_the_session_back_and_leaves_the_others() -> None:
    lunch = replace(strength(3, 12, minutes=70), sport=Sport.RUN)
    given = facts(".EHEE.L .EHEE.L", "---F--- F--F---", at(3, 14), strength_done=(done(0),))
    given = replace(given, activities=(lunch,), overrides={lunch.id: RunClass.HARD})

    plan = decide(given)

    assert changes(plan) == [("d3", "pushed_back")]
    assert drawn(plan) == "----F-- F--F---"
    assert the_change(plan, "d3").reason_code == "AFTER_HARD"
    assert "today's run was hard" in the_change(plan, "d3").reason


def done(day: int, uid: str | None = None) -> StrengthDone:
    return StrengthDone(start=at(day, 18), minutes=45, kind=Kind.FULL, uid=SessionUid(uid) if uid else None)


def test_an_unplanned_visit_to_the_gym_counts_for_the_session_next_door() -> None:
    plan = decide(facts(".EHEE.L .EHEE.L", "--F-F-- -------", at(1, 21), activities=(strength(1, 19),)))

    assert the_change(plan, "d2").change == "credited"
    assert the_change(plan, "d2").start_after == at(1, 19)
    assert the_change(plan, "d2").reason == "You lifted on Tuesday: it counts for Wednesday's session; next is Friday."
    assert drawn(plan)[:7] == "----F--"


def test_a_visit_two_days_off_counts_only_where_the_week_would_have_too_much() -> None:
    gym = (strength(0, 12),)

    full = decide(facts("EEEEEEE EEEEEEE", "--F--F- -------", at(0, 20), activities=gym))
    short = decide(facts("EEEEEEE EEEEEEE", "--F---- -------", at(0, 20), activities=gym))

    assert the_change(full, "d2").change == "credited"
    assert [change for change in short.changes if change.uid == "d2"] == []


def test_a_few_minutes_of_strength_are_no_session() -> None:
    plan = decide(facts("EEEEEEE EEEEEEE", "-F--F-- -------", at(0, 20), activities=(strength(0, 12, minutes=8),)))

    assert drawn(plan)[:7] == "-F--F--"


def test_a_session_logged_by_its_own_name_is_credited_whenever_it_was_done() -> None:
    plan = decide(facts(RUNS, SHOWN, at(3, 5), strength_done=(done(0, "d2"),)))

    assert the_change(plan, "d2").change == "credited"


def test_a_session_is_missed_at_noon_of_the_next_day_and_not_before() -> None:
    morning = decide(facts("EEEEEEE EEEEEEE", "F---F-- -------", at(1, 11.5)))
    noon = decide(facts("EEEEEEE EEEEEEE", "F---F-- -------", at(1, 12)))

    assert [change for change in morning.changes if change.uid == "d0"] == []
    assert the_change(noon, "d0").change == "missed"


def test_a_missed_session_is_made_up_for_only_where_nothing_else_has_to_move() -> None:
    plan = decide(facts("EE.HE.L EEEEEEE", "F---F-- -------", at(2, 12)))

    assert the_change(plan, "d0").change == "missed"
    assert drawn(plan)[:7] == "--l-F--"
    assert "missed" in the_change(plan, "d0").reason


def test_a_missed_session_without_room_is_dropped_and_not_owed() -> None:
    taken = tuple(Busy(start=at(day, 17), end=at(day, 22)) for day in (2, 6))
    plan = decide(facts("EE.HE.L EEEEEEE", "F---F-- -------", at(2, 12), busy=taken))

    assert the_change(plan, "d0").reason_code == "MISSED_DROPPED"
    assert max(plan.target_per_week.values()) == 2


def test_a_skipped_session_is_gone_and_not_asked_for_again() -> None:
    plan = decide(facts(RUNS, SHOWN, skipped=frozenset({SessionUid("d2")})))

    assert changes(plan) == [("d2", "dropped")]
    assert drawn(plan) == "----F-- --F-F--"


def test_a_taken_evening_moves_the_session_within_its_day() -> None:
    two = athlete(slots=Slots(default=(time(12, 15), time(18))))
    plan = decide(facts(RUNS, SHOWN, athlete=two, busy=(Busy(start=at(2, 17), end=at(2, 22)),)))

    assert changes(plan) == [("d2", "moved")]
    assert the_change(plan, "d2").reason == "Wednesday evening is taken in your calendar; moved to 12:15."


def test_a_session_may_start_in_the_minute_in_which_a_meeting_ends() -> None:
    plan = decide(facts(RUNS, SHOWN, busy=(Busy(start=at(2, 16), end=at(2, 18)),)))

    assert plan.changes == ()


def test_the_way_to_the_gym_may_count_as_well_but_not_where_there_is_none() -> None:
    taken = (Busy(start=at(2, 16), end=at(2, 18)), Busy(start=at(4, 19), end=at(4, 21)))
    gym = athlete(parameters={"way_to_gym_min": 20})
    home = replace(gym, equipment=Equipment.DUMBBELLS)

    moved = decide(facts(RUNS, SHOWN, athlete=gym, busy=taken))

    assert {change.uid for change in moved.changes} >= {"d2", "d4"}
    assert decide(facts(RUNS, SHOWN, athlete=home, busy=taken)).changes == ()


def test_a_pinned_session_stays_and_the_warning_names_the_rule() -> None:
    pinned = Published(uid=SessionUid("mine"), start=at(0, 18), kind=Kind.FULL, locked=True)
    plan = decide(replace(facts(RUNS), published=(pinned,)))

    assert ("mine", at(0, 18)) in [(session.uid, session.start) for session in plan.sessions]
    assert [notice.subject for notice in plan.warnings if notice.code == "LOCKED_WARN"] == ["mine"]
    assert "24 h" in next(notice.message for notice in plan.warnings if notice.code == "LOCKED_WARN")


def test_while_ill_everything_pauses_and_nothing_is_missed() -> None:
    ill = Flag(kind=FlagKind.SICK, since=at(2, 6))
    plan = decide(facts(RUNS, SHOWN, at(4, 7), flags=(ill,)))

    assert plan.state is PlanState.PAUSED
    assert plan.sessions == ()
    assert {change.change for change in plan.changes} == {"paused"}


def test_after_an_illness_light_work_waits_a_day_and_heavy_work_three() -> None:
    ill = Flag(kind=FlagKind.SICK, since=at(-3), until=at(0, 4))
    plan = decide(facts("EEEEEEE EEEEEEE", now=at(0, 5), flags=(ill,)))

    assert plan.sessions[0].start >= at(0, 4) + timedelta(hours=24)
    assert all(s.start >= at(0, 4) + timedelta(hours=72) for s in plan.sessions if s.kind is Kind.FULL)
    assert next(s for s in plan.sessions if s.kind is Kind.FULL).content.dose == "return"


def test_a_new_session_never_takes_a_name_that_was_given_before() -> None:
    used = frozenset({SessionUid("2026-W48-1"), SessionUid("2026-W48-2")})
    plan = decide(facts(RUNS, used_uids=used))

    assert [session.uid for session in plan.sessions] == ["2026-W48-3", "2026-W48-4", "2026-W49-1", "2026-W49-2"]


def test_the_last_week_of_a_long_year_has_its_own_names() -> None:
    plan = decide(replace(facts("......."), now=datetime(2026, 12, 28, 4, tzinfo=UTC), runs=()))

    assert {session.uid[:8] for session in plan.sessions} == {"2026-W53", "2027-W01"}


def test_a_changed_session_keeps_its_name_and_its_first_date() -> None:
    plan = decide(facts(RUNS, SHOWN, busy=(Busy(start=at(4, 17), end=at(4, 22)),)))
    moved = next(session for session in plan.sessions if session.uid == "d4")

    assert moved.sequence == 1
    assert moved.original_date == MONDAY + timedelta(days=4)


def test_what_is_close_is_not_moved_for_comfort() -> None:
    shown = "F---F-- -------"
    given = facts("E?EEEEE EEEEEEE", shown, at(0, 7.9))

    assert drawn(decide(given))[:7] == shown[:7] or "F" not in drawn(decide(given))[0]
    assert all(change.reason_code != "STABLE" for change in decide(given).changes)


@pytest.mark.parametrize("edits", [0, 1, 2])
def test_comfort_changes_at_most_two_sessions_a_day(edits: int) -> None:
    given = facts("EEEEEE. EEEEEE.", "l-l---- l-l----", edits_last_day=edits)

    visible = [change for change in decide(given).changes if change.change.is_edit]

    assert len(visible) <= max(0, 2 - edits)


def test_a_plan_of_28_days_fills_four_weeks() -> None:
    plan = decide(replace(facts("EEEEEEE" * 4), horizon_days=28))

    assert drawn(plan, 28).count("F") == 8
    assert decide(replace(facts("EEEEEEE" * 4), horizon_days=28, published=publish(plan))).changes == ()


def test_a_published_session_beyond_the_horizon_is_left_alone() -> None:
    far = Published(uid=SessionUid("far"), start=at(20, 18), kind=Kind.FULL)
    plan = decide(replace(facts(RUNS, SHOWN), published=(*facts(RUNS, SHOWN).published, far)))

    assert plan.changes == ()
    assert plan.sessions[-1].uid == "far"


def test_a_week_without_a_safe_slot_says_what_blocks_and_what_would_help() -> None:
    given: Facts = facts(RUNS, busy=tuple(Busy(start=at(day, 17), end=at(day, 22)) for day in range(7)))
    message = next(notice.message for notice in decide(given).warnings if notice.code == "NO_SLOT")

    assert message.startswith("No safe slot this week: ")
    assert "the calendar or a run takes your slots" in message
    assert "add another time of day" in message
