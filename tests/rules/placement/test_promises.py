"""What holds for every plan, whatever the moment."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import timedelta

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tests.helpers.drawn_facts import moments
from tests.helpers.situations import situation_of
from tests.helpers.weeks import publish

from liftday_rules.decide import decide
from liftday_rules.model import ChangeKind, Facts, Kind, Plan, PlanState, Policy, Session
from liftday_rules.placement import HARD
from liftday_rules.placement.price import Book
from liftday_rules.placement.situation import Looker

usual = settings(max_examples=120, deadline=None, derandomize=True, suppress_health_check=[HealthCheck.too_slow])


def planned(plan: Plan) -> Sequence[Session]:
    return [session for session in plan.sessions if session.state.value == "planned"]


@usual
@given(moments())
def test_no_hard_rule_is_ever_broken_unless_the_athlete_pinned_it(facts: Facts) -> None:
    plan = decide(facts)
    situation, _, _ = situation_of(facts)
    book, looker = Book(HARD, situation), Looker(situation)
    days = sorted(session.start.date() for session in plan.sessions)

    for session in planned(plan):
        priced = book.price(looker.look(session.start, session.kind, stands=session.uid))
        assert priced.points == 0, priced.objections
        beside = [day for day in days if day != session.start.date()]
        assert all(abs((day - session.start.date()).days) >= 2 for day in beside)
        assert days.count(session.start.date()) == 1


@usual
@given(moments())
def test_planning_again_with_the_plan_published_changes_nothing(facts: Facts) -> None:
    plan = decide(facts)

    again = decide(replace(facts, published=publish(plan)))

    assert again.changes == ()
    assert [(s.uid, s.start, s.kind, s.sequence) for s in again.sessions] == [
        (s.uid, s.start, s.kind, s.sequence) for s in plan.sessions
    ]


@usual
@given(moments())
def test_the_same_facts_give_the_same_plan(facts: Facts) -> None:
    assert decide(facts) == decide(facts)


@usual
@given(moments())
def test_every_published_session_is_accounted_for_once(facts: Facts) -> None:
    plan = decide(facts)
    here = {session.uid: session for session in plan.sessions}
    told = {change.uid: change for change in plan.changes}

    assert len(told) == len(plan.changes)
    for old in facts.published:
        new, change = here.get(old.uid), told.get(old.uid)
        if new is None:
            assert change is not None
            assert change.change in {ChangeKind.DROPPED, ChangeKind.PAUSED, ChangeKind.CREDITED}
        elif (new.start, new.kind) == (old.start, old.kind):
            assert change is None
            assert new.sequence == old.sequence
        else:
            assert change is not None
            assert new.sequence == old.sequence + 1
    assert all(told[uid].change is ChangeKind.ADDED for uid in here.keys() - {old.uid for old in facts.published})


@usual
@given(moments())
def test_data_that_are_too_old_move_nothing(facts: Facts) -> None:
    plan = decide(replace(facts, data_age_h=40.0, flags=(), strength_done=()))

    assert plan.state is PlanState.STALE
    assert plan.changes == ()
    assert [(s.uid, s.start, s.kind) for s in plan.sessions] == [
        (one.uid, one.start, one.kind) for one in sorted(facts.published, key=lambda one: one.start)
    ]


@usual
@given(moments(with_flags=False), st.sampled_from(list(Policy)))
def test_no_week_ever_has_more_sessions_than_it_should(facts: Facts, policy: Policy) -> None:
    facts = replace(facts, athlete=replace(facts.athlete, policy=policy), published=())
    plan = decide(facts)

    for monday, target in plan.target_per_week.items():
        week = [s for s in plan.sessions if monday <= s.start.date() < monday + timedelta(days=7)]
        assert len(week) <= target


@usual
@given(moments())
def test_a_ten_minute_session_is_offered_only_where_nothing_longer_has_time(facts: Facts) -> None:
    plan = decide(replace(facts, published=()))

    for session in plan.sessions:
        if session.kind is Kind.MICRO:
            light = next(look for look in plan.slots if look.start == session.start and look.kind is Kind.LIGHT)
            assert any(objection.code == "BUSY" for objection in light.objections)
