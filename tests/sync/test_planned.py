"""From what feeds say of coming runs to the runs that a decision may rest on."""

from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from liftday_rules.model import PlannedRun, Priority, Race, RunClass, RunState
from liftday_sync.planned import to_races, to_runs
from liftday_sync.store.api import StoredMeaning

BERLIN = ZoneInfo("Europe/Berlin")
NOW = datetime(2026, 11, 23, 12, tzinfo=UTC)
CONNECTED = NOW - timedelta(days=20)
TUESDAY = datetime(2026, 11, 24, 6, tzinfo=UTC)
MIDNIGHT = datetime(2026, 11, 23, 23, tzinfo=UTC)


def run(start: datetime = TUESDAY, **more: Any) -> PlannedRun:
    return PlannedRun(**{"start": start, "minutes": 50.0, "state": RunState.PLANNED, **more})


def told(meaning: PlannedRun, source: str = "plan", uid: str = "a", **when: datetime) -> StoredMeaning[PlannedRun]:
    since = when.pop("since", CONNECTED)
    given: dict[str, Any] = {"since": since, "changed_at": since, **when}
    return StoredMeaning(source=source, external_id=uid, meaning=meaning, **given)


def runs(*stored: StoredMeaning[PlannedRun], read_at: Mapping[str, datetime] | None = None) -> tuple[PlannedRun, ...]:
    fresh = {one.source: NOW for one in stored}
    return to_runs(stored, NOW, BERLIN, read_at=fresh if read_at is None else read_at)


EASY = run(TUESDAY, run_class=RunClass.EASY)
HARD = run(TUESDAY + timedelta(hours=11), run_class=RunClass.HARD)


# --- what is news ---


def test_all_that_a_feed_says_when_it_is_connected_is_no_news() -> None:
    first = NOW - timedelta(minutes=10)
    found = runs(told(EASY, since=first), told(HARD, uid="b", since=first + timedelta(minutes=5)))

    assert [one.changed_by_feed for one in found] == [False, False]


def test_a_run_that_the_coach_moved_overnight_is_news_for_a_day() -> None:
    moved = told(EASY, changed_at=NOW - timedelta(hours=9))
    yesterday = told(HARD, uid="b", changed_at=NOW - timedelta(hours=25))

    assert [one.changed_by_feed for one in runs(moved, yesterday)] == [True, False]


def test_a_run_that_was_added_to_a_plan_we_know_is_news() -> None:
    added = told(HARD, uid="b", since=NOW - timedelta(hours=9))

    assert [one.changed_by_feed for one in runs(told(EASY), added)] == [False, True]


def test_what_was_taken_back_within_a_day_explains_a_change_and_then_is_gone() -> None:
    just = told(EASY, deleted_at=NOW - timedelta(hours=3))
    long_ago = told(HARD, uid="b", deleted_at=NOW - timedelta(hours=25))
    [found] = runs(just, long_ago)

    assert (found.uid, found.cancelled, found.changed_by_feed) == ("plan:a", True, True)


def test_a_run_that_the_feed_itself_calls_cancelled_is_none_from_the_next_day_on() -> None:
    off = run(cancelled=True)

    assert [one.cancelled for one in runs(told(off, changed_at=NOW - timedelta(hours=2)))] == [True]
    assert runs(told(off, changed_at=NOW - timedelta(days=2))) == ()


# --- what is believed ---


def test_a_plan_that_could_not_be_read_for_a_week_is_no_longer_believed() -> None:
    past = told(run(NOW - timedelta(hours=30)), uid="past")
    silent = {"plan": NOW - timedelta(days=7, minutes=1)}

    assert [one.uid for one in runs(told(EASY), past, read_at=silent)] == ["plan:past"]
    assert len(runs(told(EASY), past, read_at={"plan": NOW - timedelta(days=6)})) == 2


def test_a_feed_that_fell_silent_takes_nothing_from_another() -> None:
    found = runs(told(EASY), told(HARD, source="watch"), read_at={"plan": NOW - timedelta(days=9), "watch": NOW})

    assert [one.uid for one in found] == ["watch:a"]


# --- what is told twice ---


def test_the_same_run_in_two_feeds_is_one_and_the_one_that_says_more_is_kept() -> None:
    vague = run(MIDNIGHT, all_day=True, minutes=0.0, name="Run")
    precise = run(TUESDAY, run_class=RunClass.HARD, name="6 x 1000 m")
    [found] = runs(told(vague, source="a-feed"), told(precise, source="b-feed"))

    assert found.uid == "b-feed:a"


def test_two_runs_of_one_feed_on_one_day_are_two() -> None:
    twice = told(run(TUESDAY + timedelta(hours=1), run_class=RunClass.EASY), uid="b")

    assert len(runs(told(EASY), twice)) == 2


@pytest.mark.parametrize("all_day", [False, True])
def test_two_real_runs_on_one_day_in_two_feeds_stay_two(all_day: bool) -> None:  # noqa: FBT001
    day: dict[str, Any] = {"start": MIDNIGHT, "all_day": True}
    first = [EASY, HARD]
    second = [run(**day, run_class=RunClass.EASY), run(**day, run_class=RunClass.HARD)] if all_day else first
    found = runs(
        *(told(one, source="plan", uid=str(n)) for n, one in enumerate(first)),
        *(told(one, source="watch", uid=str(n)) for n, one in enumerate(second)),
    )

    assert [(one.run_class, one.uid) for one in found] == [(RunClass.EASY, "plan:0"), (RunClass.HARD, "plan:1")]


def test_two_runs_of_which_only_the_days_are_known_stay_two_in_two_feeds() -> None:
    day = run(MIDNIGHT, all_day=True, minutes=40.0)
    found = runs(*(told(day, source=source, uid=str(n)) for source in ("plan", "watch") for n in range(2)))

    assert len(found) == 2


def test_three_feeds_that_tell_the_same_run_tell_one() -> None:
    found = runs(*(told(EASY, source=source) for source in ("plan", "watch", "coach")))

    assert [one.uid for one in found] == ["coach:a"]


def test_a_hard_run_is_never_lost_in_an_easy_one_of_another_feed() -> None:
    easy = run(MIDNIGHT, all_day=True, run_class=RunClass.EASY)
    found = runs(told(easy, source="plan"), told(HARD, source="watch"))

    assert {one.run_class for one in found} == {RunClass.EASY, RunClass.HARD}


def test_a_run_that_one_feed_took_back_still_stands_in_the_other() -> None:
    gone = told(EASY, source="plan", deleted_at=NOW - timedelta(hours=1))
    found = runs(gone, told(EASY, source="watch"))

    assert sorted((one.uid, one.cancelled) for one in found) == [("plan:a", True), ("watch:a", False)]


def test_runs_hours_apart_or_on_other_days_are_no_doubles() -> None:
    evening = run(TUESDAY + timedelta(hours=3, minutes=1), run_class=RunClass.EASY)
    tomorrow = run(TUESDAY + timedelta(days=1), run_class=RunClass.EASY)

    assert len(runs(told(EASY), told(evening, source="watch"), told(tomorrow, source="coach"))) == 3


# --- races ---


def race(start: datetime, name: str = "City Run") -> Race:
    return Race(name=name, priority=Priority.B, start=start, distance_m=10_000, state=RunState.PLANNED)


def test_on_one_date_the_athletes_own_race_counts_and_one_of_yesterday_is_over() -> None:
    own = race(TUESDAY, "Mine")
    feeds = [
        StoredMeaning(source="plan", external_id=str(n), meaning=one, since=CONNECTED, changed_at=CONNECTED)
        for n, one in enumerate((race(TUESDAY + timedelta(hours=2)), race(NOW - timedelta(days=3), "Past")))
    ]
    found = to_races(feeds, [own], NOW, BERLIN)

    assert [(one.name, one.state) for one in found] == [("Past", RunState.DONE), ("Mine", RunState.PLANNED)]
