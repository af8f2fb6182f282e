"""Looking at a calendar feed: what goes wrong, what is said of it, and that it comes back by itself."""

import asyncio
import logging
from collections.abc import Generator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from tests.fakes.calendar_feed import SECRET, FakeCalendar, event
from tests.fakes.faults import Fault, drop, hang, html, server_error, status, too_many, truncated

from liftday_sync.sources.base import Pull
from liftday_sync.sources.ics import IcsSource, address

NOW = datetime(2026, 11, 23, 12, tzinfo=UTC)
BERLIN = ZoneInfo("Europe/Berlin")


@pytest.fixture
def feed() -> Generator[FakeCalendar]:
    with FakeCalendar() as server:
        server.events = [event("a", ";VALUE=DATE:20261124", "6 x 1000 m"), event("b", ":20261126", "Easy 45 min")]
        yield server


def source(place: str, folder: Path, *, patience_s: float = 5.0) -> IcsSource:
    return IcsSource("plan", place, means="runs", data_dir=folder, zone=BERLIN, patience_s=patience_s)


def look(of: IcsSource, cursor: str | None = None, now: datetime = NOW) -> Pull:
    return asyncio.run(of.pull(cursor, now))


def ids(found: Pull) -> set[str]:
    return {item.external_id for item in found.items}


def test_a_look_brings_the_entries_and_says_which_days_it_read_whole(feed: FakeCalendar, tmp_path: Path) -> None:
    found = look(source(feed.address, tmp_path))
    [listing] = found.listings

    assert (found.state, ids(found)) == ("ok", {"a", "b"})
    assert (listing.first.isoformat(), listing.last.isoformat()) == ("2026-11-09", "2027-01-22")
    assert listing.external_ids == {"a", "b"}


def test_a_calendar_that_stays_the_same_is_transferred_twice_a_day_and_then_only_asked_for(
    feed: FakeCalendar, tmp_path: Path
) -> None:
    plan, cursor = source(feed.address, tmp_path), None
    for quarter in range(40):
        found = look(plan, cursor, NOW + timedelta(minutes=15 * quarter))
        cursor = found.cursor or cursor
        assert found.state == "ok"

    asked = [one.headers.get("If-None-Match") for one in feed.seen]
    assert asked[:2] == [None, None]
    assert all(asked[2:])
    tomorrow = look(plan, cursor, NOW + timedelta(days=1))
    assert ids(tomorrow) == {"a", "b"}


def test_an_entry_that_was_taken_out_is_missing_from_two_whole_readings(feed: FakeCalendar, tmp_path: Path) -> None:
    plan = source(feed.address, tmp_path)
    first = look(plan)
    second = look(plan, first.cursor)
    feed.events.pop()
    third = look(plan, second.cursor)
    fourth = look(plan, third.cursor)

    assert [listing.external_ids for found in (third, fourth) for listing in found.listings] == [{"a"}, {"a"}]


@pytest.mark.parametrize(
    ("fault", "state", "word"),
    [
        (status(404), "needs_key", "no longer at its address"),
        (status(410), "needs_key", "no longer at its address"),
        (status(403), "needs_key", "does not let us in"),
        (html(), "schema_drift", "brings a web page"),
        (status(200, "Hello"), "schema_drift", "brings something else"),
        (truncated(), "offline", "can't be reached"),
        (drop(times=2), "offline", "can't be reached"),
        (server_error(), "offline", "a fault of its own (500)"),
        (status(503, headers={"Retry-After": "600"}), "offline", "being mended"),
        (too_many(retry_after_s=90), "rate_limited", "come back later"),
        (too_many(), "rate_limited", "come back later"),
        (status(418), "schema_drift", "418"),
    ],
)
def test_what_goes_wrong_has_a_sentence_and_is_over_at_the_next_look(
    feed: FakeCalendar, tmp_path: Path, fault: Fault, state: str, word: str
) -> None:
    plan = source(feed.address, tmp_path)
    before = look(plan)
    feed.faults.append(fault)
    failed = look(plan, before.cursor)

    assert (failed.state, failed.items, failed.listings, failed.cursor) == (state, (), (), None)
    assert word in failed.detail
    assert SECRET not in failed.detail
    assert ids(look(plan, before.cursor)) == {"a", "b"}


def test_a_limit_names_the_moment_to_come_back(feed: FakeCalendar, tmp_path: Path) -> None:
    feed.faults += [too_many(retry_after_s=90), too_many()]
    plan = source(feed.address, tmp_path)

    assert [look(plan).retry_at for _ in range(2)] == [NOW + timedelta(seconds=90), NOW + timedelta(minutes=15)]


def test_a_feed_that_hangs_is_given_up(feed: FakeCalendar, tmp_path: Path) -> None:
    feed.faults.append(hang())
    plan = source(feed.address, tmp_path, patience_s=0.3)

    assert look(plan).detail == "The calendar takes too long to answer; Liftday tries again by itself."
    assert look(plan).state == "ok"


def test_a_calendar_without_its_end_takes_nothing_away(feed: FakeCalendar, tmp_path: Path) -> None:
    feed.faults.append(status(200, "BEGIN:VCALENDAR\r\nVERSION:2.0\r\nBEGIN:VEVENT\r\nUID:a\r\n"))
    plan = source(feed.address, tmp_path)
    found = look(plan)

    assert (found.state, found.listings) == ("schema_drift", ())
    assert found.detail.startswith("The calendar arrived cut short")
    assert look(plan).state == "ok"


def test_a_feed_of_many_megabytes_is_not_read_to_its_end(feed: FakeCalendar, tmp_path: Path) -> None:
    feed.faults.append(status(200, "x" * 9_000_000))

    assert look(source(feed.address, tmp_path)).detail.startswith("The calendar sent more than 8 MB")


def test_redirects_are_followed_but_not_in_circles(feed: FakeCalendar, tmp_path: Path) -> None:
    assert look(source(f"{feed.url}/moved.ics", tmp_path)).state == "ok"
    assert "circles" in look(source(f"{feed.url}/circle.ics", tmp_path)).detail


def test_the_secret_address_is_in_no_log_line(
    feed: FakeCalendar, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    feed.faults += [drop(times=2), html(), status(404)]
    with caplog.at_level(logging.DEBUG):
        details = [look(source(feed.address, tmp_path)).detail for _ in range(4)]

    assert SECRET not in caplog.text + "".join(details)


def test_the_address_can_be_kept_in_a_file_of_its_own(feed: FakeCalendar, tmp_path: Path) -> None:
    plan = source("file:plan.address", tmp_path)
    assert look(plan).state == "needs_key"

    (tmp_path / "plan.address").write_text(f"{feed.address}\n")
    assert look(plan).state == "ok"


@pytest.mark.parametrize(
    ("given", "used"),
    [
        ("webcal://cal.example.org/x.ics", "https://cal.example.org/x.ics"),
        ("WEBCAL://cal.example.org/x.ics", "https://cal.example.org/x.ics"),
        ("https://cal.example.org/x.ics?a=b", "https://cal.example.org/x.ics?a=b"),
    ],
)
def test_webcal_is_another_word_for_https(given: str, used: str, tmp_path: Path) -> None:
    assert address(given, tmp_path) == used


@pytest.mark.parametrize(
    "given", ["cal.example.org/x.ics", "file:///etc/passwd", "ftp://example.org/x.ics", "https://"]
)
def test_an_address_that_is_none_asks_for_the_subscription_link(given: str, tmp_path: Path) -> None:
    found = look(source(given, tmp_path))

    assert found.state == "needs_key"
