"""What a feed says about sessions under every wish, and which words never get out of their line."""

import re
from datetime import UTC, date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from ical.calendar_stream import IcsCalendarStream
from tests.helpers.published import FRIDAY, REALM, events, stored

from liftday_rules.model import Content, Dose, Exercise, Pattern
from liftday_sync.config.calendar import CalendarConfig, Show
from liftday_sync.publish.ics import realm, render, render_busy, window
from liftday_sync.store.api import SessionStatus, StoredSession

BERLIN = ZoneInfo("Europe/Berlin")
OCTETS = 75
"""The longest line, without its end (RFC 5545, 3.1)."""
CLOCKS_GO_BACK = date(2026, 10, 25)


def feed(*sessions: StoredSession, name: str = "Anna", **wishes: Any) -> bytes:
    return render(name, BERLIN, sessions or (stored(),), REALM, CalendarConfig(**wishes))


def rings(body: bytes) -> list[timedelta]:
    """When the one entry of a feed rings, from its start."""
    [event] = events(body)
    return [alarm["TRIGGER"].dt for alarm in event.walk("VALARM")]


def text_of(body: bytes, name: str) -> str:
    """The first value of that name by the letter of RFC 5545, 3.3.11, which readers take more lightly."""
    whole = body.decode().replace("\r\n ", "")
    [value] = re.findall(rf"^{name}:(.*)\r$", whole, re.MULTILINE)[:1]
    return re.sub(r"\\(.)", lambda found: "\n" if found[1] in "nN" else found[1], value)


# --- alarms ---


def test_without_a_wish_nothing_rings() -> None:
    assert rings(feed()) == []


def test_it_rings_some_minutes_before_and_says_what_for() -> None:
    body = feed(alarm_min=30)
    assert rings(body) == [-timedelta(minutes=30)]
    [alarm] = events(body)[0].walk("VALARM")
    assert (str(alarm["ACTION"]), str(alarm["DESCRIPTION"])) == ("DISPLAY", "Lift 45 min · whole body")


def test_it_rings_in_the_morning_of_the_session() -> None:
    assert rings(feed(morning_alarm=time(7))) == [-timedelta(hours=11)]


def test_both_alarms_may_be_wished_and_ring_once_when_they_fall_together() -> None:
    assert rings(feed(alarm_min=30, morning_alarm=time(7))) == [-timedelta(hours=11), -timedelta(minutes=30)]
    assert rings(feed(alarm_min=60, morning_alarm=time(17))) == [-timedelta(hours=1)]


def test_the_morning_alarm_is_left_out_when_the_session_begins_before_it() -> None:
    assert rings(feed(stored(start=datetime(2026, 11, 27, 5, 30, tzinfo=UTC)), morning_alarm=time(7))) == []


def test_the_morning_alarm_keeps_its_wall_time_on_the_day_that_the_clocks_change() -> None:
    at_six = datetime(2026, 10, 25, 17, 0, tzinfo=UTC)
    midnight = datetime(2026, 10, 24, 23, 30, tzinfo=UTC)
    seven = datetime.combine(CLOCKS_GO_BACK, time(7), BERLIN).astimezone(UTC)
    [before] = rings(feed(stored(start=at_six), morning_alarm=time(7)))
    assert at_six + before == seven
    [before] = rings(feed(stored(start=midnight + timedelta(hours=12)), morning_alarm=time(7), show="all_day"))
    shown = datetime.combine(CLOCKS_GO_BACK, time(), BERLIN).astimezone(UTC)
    assert shown + before == seven


@pytest.mark.parametrize("status", [status for status in SessionStatus if not status.is_live])
def test_what_is_over_or_off_does_not_ring(status: SessionStatus) -> None:
    assert rings(feed(stored(status=status), alarm_min=30, morning_alarm=time(7))) == []


# --- all day, and the window ---


def test_an_entry_of_the_whole_day_says_its_hour_in_words_and_keeps_the_day_free() -> None:
    body = feed(show="all_day", alarm_min=30)
    [event] = events(body)
    assert (event.decoded("DTSTART"), event.decoded("DTEND")) == (date(2026, 11, 27), date(2026, 11, 28))
    assert str(event["TRANSP"]) == "TRANSPARENT"
    assert str(event["DESCRIPTION"]).startswith("Planned for 18:00. Friday: a night after Thursday's intervals.\n")
    assert rings(body) == [timedelta(hours=17, minutes=30)], "30 minutes before 18:00, from the midnight it begins"
    [read] = IcsCalendarStream.calendar_from_ics(body.decode()).events
    assert (read.dtstart, read.dtend) == (date(2026, 11, 27), date(2026, 11, 28))


def test_a_session_late_in_the_evening_is_on_the_day_of_the_athletes_own_clock() -> None:
    late = stored(start=datetime(2026, 11, 27, 23, 15, tzinfo=UTC))
    assert events(feed(late, show="all_day"))[0].decoded("DTSTART") == date(2026, 11, 28)


def test_the_window_holds_its_first_and_its_last_day_whole_and_nothing_else() -> None:
    now = datetime(2026, 11, 26, 13, tzinfo=UTC)
    view = window(CalendarConfig(days_back=2, days_ahead=14), BERLIN, now)
    assert (view.first, view.last) == (date(2026, 11, 24), date(2026, 12, 10))
    edges = {
        datetime(2026, 11, 23, 23, 0, tzinfo=UTC): True,
        datetime(2026, 11, 23, 22, 59, tzinfo=UTC): False,
        datetime(2026, 12, 10, 22, 59, tzinfo=UTC): True,
        datetime(2026, 12, 10, 23, 0, tzinfo=UTC): False,
    }
    assert {start: view.shows(stored(start=start)) for start in edges} == edges
    assert view.since == datetime(2026, 11, 23, 23, 0, tzinfo=UTC)


# --- the variant to share ---


def test_who_may_see_that_you_are_busy_sees_when_and_not_a_word_more() -> None:
    hidden = stored(
        uid="2026-W48-1",
        reason="A hard run with Tom at the clinic.",
        content=Content(dose=Dose.BASE, equipment="gym", patterns=(), notes=("Mind the knee.",)),
        sequence=3,
    )
    body = render_busy("Anna", BERLIN, [hidden, stored("b", status=SessionStatus.DROPPED)], "key")
    allowed = {
        "UID",
        "SUMMARY",
        "STATUS",
        "SEQUENCE",
        "DTSTAMP",
        "LAST-MODIFIED",
        "CREATED",
        "DTSTART",
        "DTEND",
        "TRANSP",
    }
    for event in events(body):
        assert set(event) == allowed
        assert str(event["SUMMARY"]) == "Busy"
    assert [str(event["STATUS"]) for event in events(body)] == ["CONFIRMED", "CANCELLED"]
    for word in (
        b"2026-W48-1",
        b"Lift",
        b"lift",
        b"Strength",
        b"strength",
        b"knee",
        b"Tom",
        REALM[:12].encode(),
        b"VALARM",
    ):
        assert word not in body
    assert [one.start for one in IcsCalendarStream.calendar_from_ics(body.decode()).events] == [FRIDAY, FRIDAY]


def test_two_who_are_shown_as_busy_by_other_keys_share_no_uid() -> None:
    one, other = (events(render_busy("Anna", BERLIN, [stored()], key))[0]["UID"] for key in ("one", "other"))
    assert one != other


def test_two_of_one_household_never_share_a_uid_for_calendars_match_by_it_alone() -> None:
    uids = {
        str(events(render("X", BERLIN, [stored()], realm(server, athlete)))[0]["UID"])
        for server, athlete in (("house", "anna"), ("house", "ben"), ("other", "anna"))
    }
    assert len(uids) == 3


# --- words that mean harm, or only look so ---

HARMFUL = [
    "x\r\nEND:VEVENT\r\nBEGIN:VEVENT\r\nSUMMARY:mine",
    "x\nEND:VCALENDAR",
    "a, b; c: d",
    'quo"ted" back\\slash \\n \\, \\;',
    "X-EVIL;VALUE=URI:javascript:alert(1)",
    "\u2028BEGIN:VALARM\u2029\x85\x0b\x0c",
    "<b>bold</b> &amp; %s {0} ${HOME}",
]


@pytest.mark.parametrize("words", HARMFUL)
@pytest.mark.parametrize("place", ["name", "reason", "note", "exercise"])
def test_words_from_outside_stay_words_wherever_they_come_in(words: str, place: str) -> None:
    name = words if place == "exercise" else "Squat"
    exercise = Exercise(name=name, pattern=Pattern.SQUAT, sets=3, reps="6-8", rpe="7")
    content = Content(
        dose=Dose.BASE,
        equipment="gym",
        patterns=(),
        exercises=(exercise,),
        notes=(words,) if place == "note" else (),
    )
    session = stored(content=content, reason=words if place == "reason" else "Easy day.")
    body = feed(session, name=words if place == "name" else "Anna", alarm_min=30)
    plain_lines = [line for line in body.split(b"\r\n") if line and not line.startswith(b" ")]
    assert plain_lines.count(b"BEGIN:VEVENT") == plain_lines.count(b"END:VEVENT") == 1
    assert plain_lines.count(b"BEGIN:VALARM") == 1
    assert [line for line in plain_lines if line.startswith((b"X-EVIL", b"SUMMARY:mine"))] == []
    kept = words.replace("\r\n", "\n").translate(dict.fromkeys(map(ord, "\u2028\u2029\x85\x0b\x0c"), " "))
    assert kept in text_of(body, "X-WR-CALNAME" if place == "name" else "DESCRIPTION")
    assert len(IcsCalendarStream.calendar_from_ics(body.decode()).events) == len(events(body)) == 1


@pytest.mark.parametrize("letters", range(50, 70))
@pytest.mark.parametrize("sign", ["é", "€", "🏃", "🏃🏽‍♀️", "e\u0301"])
def test_a_line_is_folded_before_a_character_and_never_within_it(letters: int, sign: str) -> None:
    reason = "a" * letters + sign * 40
    body = feed(stored(reason=reason))
    lines = body.split(b"\r\n")
    assert max(map(len, lines)) <= OCTETS
    assert all(line.decode() is not None for line in lines)
    assert str(events(body)[0]["DESCRIPTION"]).startswith(reason + "\n")
    [other] = IcsCalendarStream.calendar_from_ics(body.decode()).events
    assert (other.description or "").startswith(reason + "\n")


# --- the same bytes, and the week in which the clocks change ---


@pytest.mark.parametrize("show", Show)
def test_the_same_sessions_give_the_same_bytes_and_another_hour_gives_others(show: Show) -> None:
    moved = stored(start=FRIDAY + timedelta(hours=1), sequence=1)
    assert feed(show=show, alarm_min=5) == feed(show=show, alarm_min=5)
    assert feed(moved, show=show) != feed(show=show)


def test_a_week_in_which_the_clocks_change_is_read_alike_by_both_libraries() -> None:
    days = [datetime(2026, 10, 24, 18, tzinfo=BERLIN), datetime(2026, 10, 25, 2, 30, tzinfo=BERLIN, fold=1)]
    days += [datetime(2026, 10, 25, 18, tzinfo=BERLIN), datetime(2027, 3, 28, 18, tzinfo=BERLIN)]
    starts = [day.astimezone(UTC) for day in days]
    body = feed(*(stored(f"s{number}", start) for number, start in enumerate(starts)))
    by_one = [event.decoded("DTSTART").replace(tzinfo=None) for event in events(body)]
    by_other = [event.start for event in IcsCalendarStream.calendar_from_ics(body.decode()).events]
    assert by_one == [day.replace(tzinfo=None, fold=0) for day in days]
    assert [(start.hour, start.minute) for start in by_other if isinstance(start, datetime)] == [
        (day.hour, day.minute) for day in days
    ]
    lengths = [event.decoded("DTEND") - event.decoded("DTSTART") for event in events(body)]
    assert set(lengths) == {timedelta(minutes=45)}
