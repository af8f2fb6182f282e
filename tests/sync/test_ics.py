"""The calendar feed, read back by the two libraries that most calendars in Python stand on, and by hand."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st
from ical.calendar_stream import IcsCalendarStream
from icalendar import Calendar
from tests.helpers import remembered
from tests.helpers.published import FRIDAY, REALM, events, stored

from liftday_rules.model import ChangeKind
from liftday_sync.config.calendar import CalendarConfig
from liftday_sync.publish.ics import render, window
from liftday_sync.store import Store
from liftday_sync.store.api import SessionStatus, StoredSession

BERLIN = ZoneInfo("Europe/Berlin")
ZONES = ["Europe/Berlin", "America/New_York", "Asia/Kolkata", "Australia/Lord_Howe", "Africa/Casablanca"]
UTC_NAMES = ["UTC", "Etc/UTC", "Etc/GMT", "Zulu", "Africa/Abidjan"]
EVENTS = 2


def feed(*sessions: StoredSession, name: str = "Anna", zone: str = "Europe/Berlin") -> bytes:
    return render(name, ZoneInfo(zone), sessions or (stored(), stored("2026-W49-1", FRIDAY + timedelta(days=3))), REALM)


# --- what an event says ---


def test_a_session_is_an_event_at_its_wall_time_with_title_reason_and_content() -> None:
    [event] = events(feed(stored()))
    assert str(event["UID"]) == "2026-W48-1.0123456789ab@liftday"
    assert event.decoded("DTSTART") == datetime(2026, 11, 27, 18, 0, tzinfo=BERLIN)
    assert event.decoded("DTEND") - event.decoded("DTSTART") == timedelta(minutes=45)
    assert str(event["SUMMARY"]) == "Lift 45 min · whole body"
    assert str(event["DESCRIPTION"]).startswith("Friday: a night after Thursday's intervals.\n")


@pytest.mark.parametrize(
    ("status", "shown", "blocks_time"),
    [
        (SessionStatus.PLANNED, "TENTATIVE", "OPAQUE"),
        (SessionStatus.LOCKED, "CONFIRMED", "OPAQUE"),
        (SessionStatus.DONE, "CONFIRMED", "OPAQUE"),
        (SessionStatus.MISSED, "CANCELLED", "TRANSPARENT"),
        (SessionStatus.DROPPED, "CANCELLED", "TRANSPARENT"),
        (SessionStatus.PAUSED, "CANCELLED", "TRANSPARENT"),
        (SessionStatus.SKIPPED, "CANCELLED", "TRANSPARENT"),
    ],
)
def test_what_became_of_a_session_is_its_status(status: SessionStatus, shown: str, blocks_time: str) -> None:
    [event] = events(feed(stored(status=status)))
    assert (str(event["STATUS"]), str(event["TRANSP"])) == (shown, blocks_time)


def test_stamps_tell_when_the_session_last_changed_and_never_when_the_feed_was_asked() -> None:
    [event] = events(feed(stored()))
    assert event.decoded("DTSTAMP") == event.decoded("LAST-MODIFIED") == datetime(2026, 11, 26, 16, 59, 59, tzinfo=UTC)
    assert event.decoded("CREATED") == datetime(2026, 11, 24, 16, 59, 59, tzinfo=UTC)


def test_the_order_in_which_sessions_come_makes_no_difference_to_a_single_byte() -> None:
    one, two = stored(), stored("2026-W49-1", FRIDAY + timedelta(days=3))
    assert feed(one, two) == feed(two, one) == feed(one, two)


def test_calendars_are_asked_to_come_back_every_hour() -> None:
    lines = feed().split(b"\r\n")
    assert b"REFRESH-INTERVAL;VALUE=DURATION:PT1H" in lines
    assert b"X-PUBLISHED-TTL:PT1H" in lines


def test_a_feed_without_sessions_is_a_calendar_all_the_same() -> None:
    calendar = Calendar.from_ical(render("Anna", BERLIN, (), REALM).decode())
    assert (str(calendar["X-WR-CALNAME"]), calendar.subcomponents) == ("Strength: Anna", [])


# --- the life of a session, through the store ---


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    with Store.open(f"sqlite:///{tmp_path / 'liftday.db'}") as opened:
        opened.ensure_athlete(remembered.ME, name="Anna", time_zone="Europe/Berlin")
        yield opened


def test_a_session_that_moves_keeps_its_uid_and_one_that_goes_leaves_a_tombstone(store: Store) -> None:
    now, start = remembered.NOW, remembered.NOW + timedelta(days=1)
    uid, later = "2026-W48-2", start + timedelta(days=1)
    pushed = remembered.change(uid, ChangeKind.PUSHED_BACK, start, later)
    dropped = remembered.change(uid, ChangeKind.DROPPED, later, None)
    plans = [
        remembered.plan(remembered.session(uid, start)),
        remembered.plan(remembered.session(uid, later, sequence=1), changes=(pushed,)),
        remembered.plan(changes=(dropped,)),
    ]
    seen = []
    for hours, plan in enumerate(plans):
        store.save_plan(remembered.ME, plan, now=now + timedelta(hours=hours), trigger="test")
        [event] = events(feed(*store.sessions(remembered.ME, since=window(CalendarConfig(), BERLIN, now).since)))
        seen.append((str(event["UID"]), event["SEQUENCE"], str(event["STATUS"]), event.decoded("DTSTAMP")))
    uids, sequences, statuses, stamps = zip(*seen, strict=True)
    assert set(uids) == {f"{uid}.{REALM[:12]}@liftday"}
    assert sequences == (0, 1, 2)
    assert statuses == ("TENTATIVE", "TENTATIVE", "CANCELLED")
    assert stamps == tuple(sorted(stamps))


def test_the_feed_goes_back_a_month_and_no_further(store: Store) -> None:
    now = remembered.NOW
    for uid, days in (("2026-W43-1", 31), ("2026-W44-1", 29)):
        begun = now - timedelta(days=days)
        plan = remembered.plan(remembered.session(uid, begun))
        store.save_plan(remembered.ME, plan, now=begun - timedelta(days=1), trigger="test")
    shown = events(feed(*store.sessions(remembered.ME, since=window(CalendarConfig(), BERLIN, now).since)))
    assert [str(event["UID"]).partition(".")[0] for event in shown] == ["2026-W44-1"]


# --- zones ---


@pytest.mark.parametrize("zone", ZONES)
@pytest.mark.parametrize("year", [2026, 2027])
def test_the_described_zone_tells_the_same_time_as_the_real_one_all_year(zone: str, year: int) -> None:
    body = feed(stored(start=datetime(year, 6, 1, 17, 0, tzinfo=UTC)), zone=zone)
    [described] = Calendar.from_ical(body.decode()).walk("VTIMEZONE")
    observances = [
        (part.decoded("DTSTART"), part["TZOFFSETFROM"].td, part["TZOFFSETTO"].td) for part in described.subcomponents
    ]
    begin = datetime(year, 1, 1, tzinfo=ZoneInfo(zone)).astimezone(UTC)
    instants = [begin + timedelta(minutes=30 * half_hours) for half_hours in range(2 * 24 * 365)]
    real = [instant.astimezone(ZoneInfo(zone)).utcoffset() for instant in instants]
    # An observance holds from its onset on, which is a wall time of the offset before it (RFC 5545, 3.6.5).
    onsets = sorted((start.replace(tzinfo=UTC) - before, after) for start, before, after in observances)
    told = [[after for onset, after in onsets if onset <= instant][-1] for instant in instants]
    assert told == real


@pytest.mark.parametrize("zone", ZONES)
def test_every_time_names_a_zone_that_the_feed_describes_before_it(zone: str) -> None:
    body = feed(zone=zone)
    assert body.count(f";TZID={zone}:".encode()) == 2 * EVENTS
    assert body.count(b"BEGIN:VTIMEZONE") == 1
    assert body.index(f"TZID:{zone}\r\n".encode()) < body.index(b"BEGIN:VEVENT")


@pytest.mark.parametrize("zone", UTC_NAMES)
def test_times_of_an_athlete_in_utc_need_no_zone(zone: str) -> None:
    body = feed(stored(), zone=zone)
    assert b"\r\nDTSTART:20261127T170000Z\r\n" in body
    assert b"TZID" not in body


def test_sessions_on_both_sides_of_a_clock_change_keep_their_wall_time() -> None:
    before, after = datetime(2026, 10, 23, 16, 0, tzinfo=UTC), datetime(2026, 10, 26, 17, 0, tzinfo=UTC)
    body = feed(stored("a", before), stored("b", after))
    walls = [event.decoded("DTSTART").replace(tzinfo=None).time().hour for event in events(body)]
    assert walls == [18, 18]
    assert [event.decoded("DTSTART") for event in events(body)] == [before, after]


def test_over_new_year_both_years_are_described() -> None:
    body = feed(
        stored("a", datetime(2026, 12, 30, 17, 0, tzinfo=UTC)), stored("b", datetime(2027, 1, 2, 17, tzinfo=UTC))
    )
    assert body.count(b"BEGIN:DAYLIGHT") == 2
    assert b"DTSTART:20270328T020000" in body


# --- names and sentences that mean harm, or only look so ---


@pytest.mark.parametrize(
    "name",
    [
        "Anna, Ben; Zoë",
        "back\\slash",
        'quo"te',
        "two\nlines",
        "x\r\nEND:VCALENDAR\r\nBEGIN:VEVENT\r\nSUMMARY:mine",
        "🏃‍♀️ 🏋️" * 12,
        "é" * 60,
    ],
)
def test_a_name_comes_back_as_it_was_and_starts_no_event_of_its_own(name: str) -> None:
    body = feed(name=name)
    calendar = Calendar.from_ical(body.decode())
    assert str(calendar["X-WR-CALNAME"]) == f"Strength: {name}".replace("\r\n", "\n")
    assert (len(events(body)), body.count(b"\r\nBEGIN:VEVENT\r\n")) == (EVENTS, EVENTS)


def test_a_reason_with_line_breaks_and_control_characters_stays_text() -> None:
    reason = "Wait\x1b[31m, what?\rEND:VEVENT\u2028BEGIN:VALARM; ok\x00"
    body = feed(stored(reason=reason))
    [event] = events(body)
    assert str(event["DESCRIPTION"]).startswith("Wait [31m, what?\nEND:VEVENT BEGIN:VALARM; ok \n")
    assert b"\r\nEND:VEVENT\r\nEND:VCALENDAR\r\n" in body
    assert event.subcomponents == []


@given(name=st.text(min_size=1, max_size=60), reason=st.text(max_size=300))
def test_whatever_the_words_are_the_lines_are_whole_short_and_the_same_for_every_reader(name: str, reason: str) -> None:
    body = feed(stored(reason=reason), name=name)
    lines = body.split(b"\r\n")
    assert lines[-1] == b""
    assert not any(set(line) & {*range(9), *range(10, 32), 127} for line in lines)
    assert max(map(len, lines)) <= 75
    assert "\r\n".join(line.decode() for line in lines) == body.decode(), "no line ends within a character"
    by_one = Calendar.from_ical(body.decode())
    by_other = IcsCalendarStream.calendar_from_ics(body.decode())
    assert [str(one["UID"]) for one in by_one.walk("VEVENT")] == [other.uid for other in by_other.events]
    assert len(by_other.events) == 1


@pytest.mark.parametrize("zone", [*ZONES, *UTC_NAMES])
def test_the_library_behind_home_assistants_calendars_reads_the_same(zone: str) -> None:
    body = feed(
        stored(reason="Moved from Thursday, 26; see\nnext line"),
        stored("2026-W49-1", FRIDAY + timedelta(days=3), status=SessionStatus.DROPPED, sequence=4),
        zone=zone,
    )
    first, second = IcsCalendarStream.calendar_from_ics(body.decode()).events
    assert (first.dtstart, first.dtend) == (FRIDAY, FRIDAY + timedelta(minutes=45))
    assert first.description is not None
    assert first.description.startswith("Moved from Thursday, 26; see\nnext line\n")
    assert (first.status, second.status, second.sequence) == ("TENTATIVE", "CANCELLED", 4)
