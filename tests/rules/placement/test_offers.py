"""What the athlete's history suggests: said with its evidence, and only when there is enough of it."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import timedelta

from tests.helpers.weeks import MONDAY, at, athlete, facts

from liftday_rules.decide import decide
from liftday_rules.model import Activity, ActivityId, Facts, GarminFields, Kind, Policy, RunClass, Sport, StrengthDone

WEEKS = 8
HARD_TUESDAYS = ".HE.EEL " * (WEEKS + 2)
NOW = at(7 * WEEKS, 5)


def lifted(weekday: int, weeks: Iterable[int] = range(WEEKS)) -> tuple[StrengthDone, ...]:
    return tuple(StrengthDone(start=at(7 * week + weekday, 18), minutes=45, kind=Kind.FULL) for week in weeks)


def said(given: Facts, code: str) -> list[str]:
    return [notice.message for notice in decide(given).warnings if notice.code == code]


def test_who_lifts_on_hard_days_anyway_is_offered_the_policy_that_plans_so() -> None:
    given = facts(HARD_TUESDAYS, now=NOW, strength_done=lifted(1))

    (message,) = said(given, "STACK_HARD")
    assert message.startswith("8 of your last 8 strength sessions followed a hard run of the same day.")
    assert "stack_hard" in message


def test_nobody_is_offered_what_they_have_or_never_do() -> None:
    has_it = facts(HARD_TUESDAYS, now=NOW, strength_done=lifted(1), athlete=athlete(policy=Policy.STACK_HARD))
    on_easy_days = facts(HARD_TUESDAYS, now=NOW, strength_done=lifted(2))
    too_few = facts(HARD_TUESDAYS, now=NOW, strength_done=lifted(1, range(5, WEEKS)))

    assert [said(given, "STACK_HARD") for given in (has_it, on_easy_days, too_few)] == [[], [], []]


def easy_run(day: int, bpm: float, rpe: float | None = None) -> Activity:
    return Activity(
        id=ActivityId(f"garmin:{day}"),
        source="garmin",
        sport=Sport.RUN,
        start=at(day, 7),
        local_date=MONDAY + timedelta(days=day),
        elapsed_s=2700,
        distance_m=7500,
        avg_hr_bpm=bpm or None,
        garmin=GarminFields(rpe_0_10=rpe),
    )


def eight_weeks(after_bpm: float, rested_bpm: float, after_rpe: float = 3, rested_rpe: float = 3) -> Facts:
    """Strength on Tuesdays; easy runs on Wednesdays, the day after, and on Saturdays, four days after."""
    days = [7 * week for week in range(WEEKS)]
    runs = [easy_run(day + 2, after_bpm, after_rpe) for day in days]
    runs += [easy_run(day + 5, rested_bpm, rested_rpe) for day in days]
    overrides = {run.id: RunClass.EASY for run in runs}
    given = facts("", now=NOW, strength_done=lifted(1))
    return replace(given, activities=tuple(runs), overrides=overrides)


def test_a_higher_heart_rate_at_the_same_speed_after_strength_suggests_more_hours_before_hard_runs() -> None:
    (message,) = said(eight_weeks(after_bpm=147, rested_bpm=140), "FEEDBACK")

    assert "your heart rate was 5% higher at the same speed" in message
    assert "(8 pairs)" in message
    assert "set before_hard_pref_h to 60" in message


def test_runs_that_feel_harder_after_strength_suggest_the_same() -> None:
    (message,) = said(eight_weeks(140, 140, after_rpe=4, rested_rpe=3), "FEEDBACK")

    assert "they felt 1 of 10 harder" in message


def test_the_usual_ups_and_downs_suggest_nothing() -> None:
    assert said(eight_weeks(after_bpm=143, rested_bpm=140), "FEEDBACK") == []


def test_a_suggestion_changes_no_session() -> None:
    felt, unfelt = decide(eight_weeks(147, 140)), decide(eight_weeks(140, 140))

    assert [(one.start, one.kind) for one in felt.sessions] == [(one.start, one.kind) for one in unfelt.sessions]


THREE_HARD_DAYS = "EHEHE.L " * (WEEKS + 2)


def test_weeks_without_room_for_two_full_sessions_bring_the_offer_to_lift_on_hard_days() -> None:
    (message,) = said(facts(THREE_HARD_DAYS, now=NOW), "STACK_HARD")

    assert message.startswith("In each of the last four weeks hard runs left room for one full session instead of two.")


def test_the_offer_is_not_made_where_it_would_not_help_or_suit() -> None:
    has_room = facts(HARD_TUESDAYS, now=NOW)
    one_is_enough = facts(THREE_HARD_DAYS, now=NOW, athlete=athlete(target_per_week=1))
    new_to_it = facts(THREE_HARD_DAYS, now=NOW, athlete=athlete(strength_sessions_logged=0))
    has_it = facts(THREE_HARD_DAYS, now=NOW, athlete=athlete(policy=Policy.STACK_HARD))
    nothing_known = facts("", now=NOW)

    for given in (has_room, one_is_enough, new_to_it, has_it, nothing_known):
        assert said(given, "STACK_HARD") == []
