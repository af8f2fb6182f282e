"""What is worth a message, when, and what is never said."""

from datetime import date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from tests.helpers.household import BERLIN, NOW
from tests.sync.notify.moments import ALL, FRIDAY, SUNDAY, THURSDAY, at, change, said, session, source

from liftday_rules.model import ASKED_FOR
from liftday_sync.config.notify import NotifyConfig, Topic
from liftday_sync.contract import Figures, SessionStatus, Snapshot, SourceState
from liftday_sync.notify.worth import Message, over, worth_saying

TODAY = date(2026, 11, 26)
NIGHTS = NotifyConfig.model_validate({"quiet_from": "22:00", "quiet_until": "07:00"})


def message(
    snapshot: Snapshot, now: datetime = NOW, wishes: NotifyConfig = ALL, told: dict[str, datetime] | None = None
) -> Message | None:
    return worth_saying(snapshot, wishes, told or {}, now)


def titles(snapshot: Snapshot, now: datetime = NOW, **wishes: Any) -> str | None:
    found = message(snapshot, now, NotifyConfig.model_validate(wishes))
    return found.title if found else None


def test_when_nothing_happened_nothing_is_said() -> None:
    assert message(said()) is None


# --- changes ---


def test_a_session_that_waits_is_told_with_its_reason() -> None:
    found = message(said(changes=(change(),)))
    assert found is not None
    assert found.title == "Lifting waits until tomorrow at 18:00"
    assert found.body == "Today's run was hard, so your legs get a night first."


@pytest.mark.parametrize("code", sorted(ASKED_FOR))
def test_what_the_athlete_asked_for_is_no_news_to_them(code: str) -> None:
    assert message(said(changes=(change(reason_code=code),))) is None


@pytest.mark.parametrize("kind", ["credited", "missed", "added", "not_known_yet"])
def test_what_nobody_sees_move_in_the_calendar_is_not_told(kind: str) -> None:
    assert message(said(changes=(change(change=kind),))) is None


def test_steps_of_one_session_are_one_change_and_back_and_forth_is_none() -> None:
    saturday = FRIDAY + timedelta(days=1)
    further = change(revision=3, at=NOW + timedelta(minutes=1), start_before=FRIDAY, start_after=saturday)
    back = change(revision=3, change="brought_forward", start_before=FRIDAY, start_after=THURSDAY)
    assert titles(said(changes=(change(), further))) == "Lifting waits until Saturday at 18:00"
    assert message(said(changes=(change(), back))) is None


def test_several_changes_are_one_message_and_the_nearest_comes_first() -> None:
    sunday = FRIDAY + timedelta(days=2)
    other = change("2026-W48-3", change="dropped", start_before=sunday, start_after=None, reason="The week is full.")
    found = message(said(changes=(other, change())))
    assert found is not None
    assert found.title == "2 changes to your lifting"
    assert found.body.splitlines() == [
        "Lifting waits until tomorrow at 18:00. Today's run was hard, so your legs get a night first.",
        "No lifting on Sunday. The week is full.",
    ]


def test_a_change_of_what_is_past_or_told_or_a_day_old_is_no_news() -> None:
    snapshot = said(changes=(change(),))
    found = message(snapshot)
    assert found is not None
    assert message(snapshot, told=dict.fromkeys(found.keys, NOW)) is None
    assert message(snapshot, FRIDAY + timedelta(minutes=1)) is None
    old = said(changes=(change(at=NOW - timedelta(hours=24)),))
    assert message(old) is None


def test_a_plan_that_is_too_old_says_nothing() -> None:
    snapshot = said(changes=(change(),), valid_until=NOW - timedelta(minutes=1))
    assert message(snapshot) is None


# --- the morning, the week, the sources ---


def test_the_session_of_the_day_is_told_in_the_morning_once_and_not_in_the_afternoon() -> None:
    day = FRIDAY.date()
    snapshot = said(sessions=(session(),))
    seen = {wall: titles(snapshot, at(day, wall)) for wall in ("06:59", "07:00", "09:59", "10:00")}
    told = "Today at 18:00: Lift 45 min · hips and balance"
    assert seen == {"06:59": None, "07:00": told, "09:59": told, "10:00": None}
    found = message(snapshot, at(day, "07:00"))
    assert found is not None
    assert message(snapshot, at(day, "07:01"), told=dict.fromkeys(found.keys, at(day, "07:00"))) is None


@pytest.mark.parametrize("status", [status for status in SessionStatus if not status.is_live])
def test_a_session_that_is_done_or_off_is_not_told_in_the_morning(status: SessionStatus) -> None:
    assert message(said(sessions=(session(status=status),)), at(FRIDAY.date(), "07:00")) is None


def test_a_session_before_breakfast_is_not_announced_when_it_has_begun() -> None:
    early = session(at(FRIDAY.date(), "06:30"))
    assert message(said(sessions=(early,)), at(FRIDAY.date(), "07:00")) is None


def test_the_week_is_told_on_sunday_evening_and_only_then() -> None:
    figures = Figures(hard_days_this_week=2, run_min_this_week=175.0, sessions_done_this_week=1, target_this_week=2)
    following = session(at(date(2026, 12, 1), "18:00"))
    snapshot = said(figures=figures, sessions=(following,))
    assert message(snapshot, at(SUNDAY, "17:59")) is None
    assert message(snapshot, at(SUNDAY - timedelta(days=1), "18:00")) is None
    found = message(snapshot, at(SUNDAY, "18:00"))
    assert found is not None
    assert found.title == "Your week: 1 of 2 sessions lifted"
    assert found.body.splitlines() == [
        "2 h 55 min of running, 2 hard days.",
        "Next: Tuesday at 18:00, Lift 45 min · hips and balance.",
    ]
    assert message(snapshot, at(SUNDAY, "20:00"), told=dict.fromkeys(found.keys, at(SUNDAY, "18:00"))) is None
    assert titles(snapshot, at(SUNDAY + timedelta(days=7), "18:00")) is not None


@pytest.mark.parametrize("state", list(SourceState))
def test_a_source_is_named_only_when_the_athlete_alone_can_mend_it(state: SourceState) -> None:
    told = {SourceState.NEEDS_LOGIN, SourceState.NEEDS_KEY, SourceState.INACTIVE_SUBSCRIPTION}
    found = titles(said(sources=(source(state),)))
    assert found == ("Garmin needs you" if state in told else None)


def test_a_source_that_is_well_again_is_told_anew_when_it_fails_again() -> None:
    broken, well = said(sources=(source(SourceState.NEEDS_LOGIN),)), said()
    found = message(broken)
    assert found is not None
    told = dict.fromkeys(found.keys, NOW)
    assert message(broken, told=told) is None
    assert over(broken, told) == frozenset()
    assert over(well, told) == set(found.keys)


# --- when ---


def test_what_falls_together_is_one_message() -> None:
    snapshot = said(changes=(change(),), sources=(source(SourceState.NEEDS_KEY, "strava"),))
    found = message(snapshot)
    assert found is not None
    assert found.title == "Lifting waits until tomorrow at 18:00"
    assert "\n\nStrava needs you\nIts key is missing" in found.body
    assert len(found.keys) == 2


@pytest.mark.parametrize(
    ("quiet_from", "quiet_until", "silent"),
    [
        ("22:00", "07:00", {"22:00", "23:59", "00:00", "06:59"}),
        ("00:00", "06:00", {"00:00"}),
        ("07:00", "22:00", {"07:00", "12:00"}),
        ("07:00", "07:00", set[str]()),
    ],
)
def test_the_quiet_hours_are_quiet_across_midnight_too(quiet_from: str, quiet_until: str, silent: set[str]) -> None:
    walls = ["00:00", "06:59", "07:00", "12:00", "22:00", "23:59"]
    night = NotifyConfig.model_validate({"quiet_from": quiet_from, "quiet_until": quiet_until, "topics": ["sources"]})
    snapshot = said(sources=(source(SourceState.NEEDS_LOGIN),))
    assert {wall for wall in walls if message(snapshot, at(TODAY, wall), night) is None} == silent


def test_what_came_in_the_quiet_hours_is_told_with_the_morning() -> None:
    late = change(at=at(TODAY, "22:30"), start_before=FRIDAY, start_after=FRIDAY + timedelta(hours=1))
    snapshot = said(changes=(late,), sessions=(session(FRIDAY + timedelta(hours=1)),))
    assert message(snapshot, at(TODAY, "22:31"), NIGHTS) is None
    found = message(snapshot, at(FRIDAY.date(), "07:00"), NIGHTS)
    assert found is not None
    assert found.title == "Lifting is at 19:00 today"
    assert "\n\nToday at 19:00: Lift 45 min · hips and balance\n" in found.body


@pytest.mark.parametrize(
    ("day", "spring"),
    [(date(2027, 3, 28), True), (date(2026, 10, 25), False)],
)
def test_quiet_hours_end_by_the_clock_on_the_wall_on_the_night_that_it_changes(day: date, *, spring: bool) -> None:
    snapshot = said(sources=(source(SourceState.NEEDS_LOGIN),))
    begin, end = at(day - timedelta(days=1), "22:00"), at(day, "07:00")
    hours = (end.astimezone(ZoneInfo("UTC")) - begin.astimezone(ZoneInfo("UTC"))) / timedelta(hours=1)
    assert hours == (8 if spring else 10)
    minutes = [begin.astimezone(ZoneInfo("UTC")) + timedelta(minutes=n) for n in range(-1, round(60 * hours) + 1)]
    spoken = [moment.astimezone(BERLIN) for moment in minutes if message(snapshot, moment, NIGHTS)]
    assert [f"{moment:%H:%M}" for moment in spoken] == ["21:59", "07:00"]


def test_after_so_many_messages_a_day_the_rest_waits_for_tomorrow() -> None:
    wishes = NotifyConfig(most_a_day=2)
    told = {"a": at(TODAY, "09:00"), "b": at(TODAY, "09:00"), "c": at(TODAY, "10:00")}
    snapshot = said(sources=(source(SourceState.NEEDS_LOGIN),))
    assert message(snapshot, NOW, wishes, told) is None, "a and b went out together"
    assert message(snapshot, NOW, wishes, {"a": told["a"], "b": told["b"]}) is not None
    assert message(snapshot, at(FRIDAY.date(), "07:00"), wishes, told) is not None


@pytest.mark.parametrize("topic", list(Topic))
def test_only_the_wished_topics_are_told(topic: Topic) -> None:
    everything = {
        Topic.CHANGES: (said(changes=(change(),)), NOW),
        Topic.MORNING: (said(sessions=(session(),)), at(FRIDAY.date(), "07:30")),
        Topic.WEEKLY: (said(), at(SUNDAY, "18:00")),
        Topic.SOURCES: (said(sources=(source(SourceState.NEEDS_LOGIN),)), NOW),
    }
    heard = {one for one, (snapshot, now) in everything.items() if titles(snapshot, now, topics=[topic])}
    assert heard == {topic}
