"""What is said when a runner asks about one day."""

from datetime import timedelta

from tests.helpers.weeks import MONDAY, facts

from liftday_rules.decide import decide
from liftday_rules.explain import explain_day


def test_a_strength_day_says_why_it_is_one() -> None:
    given = facts(".HEEE.L .HEEE.L")
    found = explain_day(decide(given), given, MONDAY + timedelta(days=2))

    assert found.sentences[0].startswith("Wednesday 25 November: expected to be easy.")
    assert any("a night after Tuesday's hard run" in sentence for sentence in found.sentences)
    assert [session.uid for session in found.sessions] == ["2026-W48-1"]


def test_another_day_says_what_speaks_against_it_strongest_first() -> None:
    given = facts(".HEEE.L .HEEE.L")
    found = explain_day(decide(given), given, MONDAY + timedelta(days=5))
    full = next(look for look in found.slots if look.kind == "full")

    assert found.sessions == ()
    assert [objection.code for objection in full.objections][:2] == ["BEFORE_HARD", "SPACING"]
    assert not full.is_possible
    assert any(
        sentence.startswith("18:00, a full session: no. The long run follows 12 h later")
        for sentence in found.sentences
    )


def test_a_day_outside_the_plan_is_told_so() -> None:
    given = facts("EEEEEEE EEEEEEE")
    found = explain_day(decide(given), given, MONDAY + timedelta(days=40))

    assert found.sentences == ("Saturday 2 January is outside this plan, which covers this week and the next.",)
