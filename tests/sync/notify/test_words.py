"""Every message, read aloud: one thing, in a runner's words, short enough for a lock screen."""

from datetime import date, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from tests.helpers.household import BERLIN
from tests.sync.notify.moments import FRIDAY, SUNDAY, THURSDAY, at, change, session, source

from liftday_sync.contract import Figures, SourceState
from liftday_sync.notify import words

THURSDAY_NOON = at(date(2026, 11, 26), "12:00")
NEW_YORK = ZoneInfo("America/New_York")
LOCK_SCREEN = 60
"""Letters of a title that phones show."""


@pytest.mark.parametrize(
    ("fields", "title"),
    [
        ({}, "Lifting waits until tomorrow at 18:00"),
        ({"start_after": FRIDAY + timedelta(days=1)}, "Lifting waits until Saturday at 18:00"),
        ({"start_after": FRIDAY + timedelta(days=7)}, "Lifting waits until Friday 4 December at 18:00"),
        ({"start_before": FRIDAY, "start_after": THURSDAY}, "Lifting comes sooner: today at 18:00"),
        ({"start_before": FRIDAY, "start_after": FRIDAY + timedelta(hours=2)}, "Lifting is at 20:00 tomorrow"),
        (
            {"start_before": at(SUNDAY, "18:00"), "start_after": at(SUNDAY, "10:00")},
            "Lifting is at 10:00 on Sunday",
        ),
        ({"change": "lightened", "start_before": FRIDAY}, "A lighter session tomorrow at 18:00"),
        ({"change": "made_full", "start_before": FRIDAY}, "A full session again tomorrow at 18:00"),
        ({"change": "dropped", "start_after": None}, "No lifting today"),
        ({"change": "dropped", "start_before": at(SUNDAY, "18:00"), "start_after": None}, "No lifting on Sunday"),
    ],
)
def test_a_change_is_named_by_what_the_runner_does_now(fields: dict[str, Any], title: str) -> None:
    made = change(**fields)
    move = words.Move(before=made.start_before, after=made.start_after, last=made)
    assert words.of_changes([move], THURSDAY_NOON) == (title, made.reason)
    assert len(title) <= LOCK_SCREEN


def test_the_evidence_stays_in_the_calendar_and_the_reason_is_told() -> None:
    long = (
        "Moved from Thursday to Friday: today's run was hard (heart rate went up to 177, 32 above your usual peak, "
        "6 x 1000 m found in workout steps); legs get a night (about 12 h) before lifting."
    )
    brief = "Moved from Thursday to Friday: today's run was hard; legs get a night (about 12 h) before lifting."
    made = change(reason=long)
    move = words.Move(before=made.start_before, after=made.start_after, last=made)
    assert words.of_changes([move], THURSDAY_NOON)[1] == brief
    other = words.Move(before=FRIDAY, after=None, last=change(change="dropped", reason="The week is full."))
    assert words.of_changes([move, other], THURSDAY_NOON)[1].splitlines()[0].endswith(brief)
    assert words.of_morning([session(reason=long)], THURSDAY_NOON)[1] == brief


@pytest.mark.parametrize(
    ("figures", "title", "first"),
    [
        ({"sessions_done_this_week": 0, "target_this_week": 2}, "Your week: none of 2 sessions lifted", None),
        (
            {"sessions_done_this_week": 2, "target_this_week": 2},
            "Your week: 2 of 2 sessions lifted",
            "Well done, that was all of it.",
        ),
        ({"sessions_done_this_week": 1, "target_this_week": 1}, "Your week: 1 of 1 session lifted", None),
        ({"sessions_done_this_week": 1}, "Your week: 1 session lifted", None),
        ({}, "Your week", "Nothing is planned yet for next week."),
        ({"run_min_this_week": 60.0, "hard_days_this_week": 1}, "Your week", "1 h 00 min of running, 1 hard day."),
        ({"run_min_this_week": 42.4}, "Your week", "42 min of running."),
    ],
)
def test_the_week_is_counted_and_what_is_not_known_is_not_said(
    figures: dict[str, Any], title: str, first: str | None
) -> None:
    found, body = words.of_week(Figures(**figures), None, at(SUNDAY, "18:00"))
    assert found == title
    assert first is None or body.splitlines()[0] == first
    assert body.endswith("Nothing is planned yet for next week.")


def test_times_are_those_of_the_athletes_own_clock() -> None:
    abroad = session(FRIDAY.astimezone(BERLIN))
    from_new_york = at(date(2026, 11, 27), "07:00").astimezone(NEW_YORK)
    title, _ = words.of_morning([abroad], from_new_york)
    assert title == "Today at 12:00: Lift 45 min · hips and balance"


@pytest.mark.parametrize("state", sorted(words.NEEDS))
def test_a_source_says_what_to_do_or_in_its_own_words(state: SourceState) -> None:
    title, body = words.of_source(source(state, "intervals_icu"))
    assert title == "intervals.icu needs you"
    assert "new runs are not seen" in body
    own = words.of_source(source(state, "track_club", "Its door is shut; ask Tom for the key."))
    assert own == ("Track club needs you", "Its door is shut; ask Tom for the key.")
