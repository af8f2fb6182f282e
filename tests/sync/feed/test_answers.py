"""The feed over HTTP: what calendars ask, how little they get when nothing changed, and how a change reaches them."""

import gzip
import hashlib
from datetime import date, timedelta
from email.utils import parsedate_to_datetime

import pytest
from icalendar import Component
from tests.helpers import remembered
from tests.helpers.published import events
from tests.sync.feed.conftest import FRIDAY, WEEK, House

from liftday_rules.model import ChangeKind, SessionState
from liftday_sync.publish.access import BUSY

UID = WEEK.uid


def shown(body: bytes) -> tuple[str, int, object]:
    """Status, sequence and start of the one session."""
    [event] = events(body)
    return str(event["STATUS"]), int(event["SEQUENCE"]), event.decoded("DTSTART")


def stamp(event: Component) -> object:
    return event.decoded("DTSTAMP")


async def test_the_tag_is_that_of_the_bytes_and_the_bytes_stay_the_same(house: House) -> None:
    path = await house.path()
    first, second = await house.get(path), await house.get(path)
    body = await first.read()
    assert first.headers["ETag"] == f'"{hashlib.sha256(body).hexdigest()}"' == second.headers["ETag"]
    assert await second.read() == body
    house.clock.forward(timedelta(hours=3))
    assert (await house.get(path)).headers["ETag"] == first.headers["ETag"]


async def test_who_has_the_feed_gets_nothing_but_that_it_is_the_same(house: House) -> None:
    path = await house.path()
    tag = (await house.get(path)).headers["ETag"]
    for asked in (tag, f"W/{tag}", f'"other", {tag}', "*"):
        answer = await house.get(path, if_none_match=asked)
        assert (answer.status, await answer.read(), answer.headers["ETag"]) == (304, b"", tag)
    assert (await house.get(path, if_none_match='"other"')).status == 200


async def test_a_date_serves_where_there_is_no_tag_and_never_beats_one(house: House) -> None:
    path = await house.path()
    answer = await house.get(path)
    since = answer.headers["Last-Modified"]
    before = (parsedate_to_datetime(since) - timedelta(seconds=1)).strftime("%a, %d %b %Y %H:%M:%S GMT")
    assert (await house.get(path, if_modified_since=since)).status == 304
    assert (await house.get(path, if_modified_since=before)).status == 200
    assert (await house.get(path, if_modified_since="yesterday")).status == 200
    assert (await house.get(path, if_modified_since=since, if_none_match='"other"')).status == 200


async def test_two_changes_within_a_second_are_both_seen_by_who_knows_only_dates(house: House) -> None:
    path = await house.path()
    await house.plan(remembered.session(UID, FRIDAY + timedelta(hours=1), sequence=1))
    hasty = await house.get(path)
    assert "Last-Modified" not in hasty.headers
    house.clock.forward(timedelta(seconds=2))
    assert "Last-Modified" in (await house.get(path)).headers


@pytest.mark.parametrize(
    ("accepted", "packs"),
    [
        ("gzip, deflate, br", True),
        ("br;q=1.0, gzip;q=0.5", True),
        ("identity", False),
        ("gzip;q=0", False),
        ("", False),
    ],
)
async def test_it_is_packed_for_who_can_unpack_it(house: House, accepted: str, *, packs: bool) -> None:
    path = await house.path()
    whole = await (await house.get(path)).read()
    answer = await house.get(path, accept_encoding=accepted)
    body = await answer.read()
    assert ("Content-Encoding" in answer.headers) is packs
    assert (gzip.decompress(body) if packs else body) == whole
    assert answer.headers["Vary"] == "Accept-Encoding"
    again = await house.get(path, accept_encoding=accepted, if_none_match=answer.headers["ETag"])
    assert again.status == 304


async def test_a_head_tells_the_length_and_sends_nothing(house: House) -> None:
    path = await house.path()
    answer, whole = await house.get(path, "HEAD"), await house.get(path)
    assert (answer.status, await answer.read()) == (200, b"")
    for name in ("ETag", "Last-Modified", "Content-Type", "Content-Length", "Cache-Control"):
        assert answer.headers[name] == whole.headers[name]
    assert (await house.get(path, "HEAD", if_none_match=whole.headers["ETag"])).status == 304


async def test_it_is_a_calendar_that_is_kept_by_its_owner_alone(house: House) -> None:
    answer = await house.get(await house.path())
    assert answer.headers["Content-Type"] == "text/calendar; charset=utf-8"
    assert answer.headers["Content-Disposition"] == 'inline; filename="liftday.ics"'
    assert answer.headers["Cache-Control"] == "private, max-age=300"
    assert answer.headers["Referrer-Policy"] == "no-referrer"
    assert "Set-Cookie" not in answer.headers


@pytest.mark.parametrize(
    "headers",
    [
        {"if_modified_since": "Mon, 01 Jan 99999999999999999999 00:00:00 GMT"},
        {"if_modified_since": "Sat, 31 Feb 2026 25:61:61 GMT"},
        {"if_modified_since": "Thu, 26 Nov 0000 13:00:00 -9999"},
        {"if_none_match": ',,"",W/,"' + "x" * 2000},
        {"accept_encoding": ";;;q=,gzip;q=zz,*;q=0"},
        {"range": "bytes=5-1"},
        {"accept": "text/html;q=1"},
    ],
)
async def test_strange_headers_are_no_reason_to_fail(house: House, headers: dict[str, str]) -> None:
    path = await house.path()
    answer = await house.get(path, **headers)
    assert answer.status == 200
    assert (await answer.read()) != b""
    assert (await house.get(path)).status == 200


@pytest.mark.parametrize("method", ["POST", "PUT", "DELETE", "PROPFIND", "OPTIONS"])
async def test_a_subscription_is_there_to_be_read(house: House, method: str) -> None:
    assert (await house.get(await house.path(), method)).status == 405


# --- the life of a session as a calendar sees it ---


async def test_a_move_is_seen_at_the_next_look_under_the_same_uid_and_a_higher_sequence(house: House) -> None:
    path = await house.path()
    before = await house.get(path)
    [old] = events(await before.read())
    house.clock.forward(timedelta(minutes=5))
    later = FRIDAY + timedelta(days=1)
    pushed = remembered.change(UID, ChangeKind.PUSHED_BACK, FRIDAY, later)
    await house.plan(remembered.session(UID, later, sequence=1), changes=(pushed,))
    after = await house.get(path, if_none_match=before.headers["ETag"])
    body = await after.read()
    [new] = events(body)
    assert (after.status, new["UID"], shown(body)) == (200, old["UID"], ("TENTATIVE", 1, later))
    assert stamp(new) > stamp(old)  # type: ignore[operator]
    assert (await house.get(path, if_modified_since=before.headers["Last-Modified"])).status == 200


async def test_a_pin_confirms_the_session_and_a_calendar_takes_it_over(house: House) -> None:
    [old] = events(await house.body())
    house.clock.forward(timedelta(minutes=5))
    await house.plan(remembered.session(UID, FRIDAY, state=SessionState.LOCKED))
    body = await house.body()
    [new] = events(body)
    assert shown(body)[0] == "CONFIRMED"
    assert stamp(new) > stamp(old)  # type: ignore[operator]
    assert new["SEQUENCE"] >= old["SEQUENCE"]


async def test_a_session_that_was_dropped_is_called_off_and_stays_so_until_it_leaves_the_window(house: House) -> None:
    await house.plan(changes=(remembered.change(UID, ChangeKind.DROPPED, FRIDAY, None),))
    assert shown(await house.body()) == ("CANCELLED", 1, FRIDAY)
    house.clock.forward(timedelta(days=31))
    assert len(events(await house.body())) == 1, "28 December shows back to 27 November"
    house.clock.forward(timedelta(days=1))
    assert events(await house.body()) == []


@pytest.mark.parametrize("wishes", [{"show": "all_day", "alarm_min": 30, "days_ahead": 14}])
async def test_the_athletes_wishes_hold_for_the_full_feed(house: House) -> None:
    await house.plan(WEEK, remembered.session("2026-W51-1", FRIDAY + timedelta(days=20)))
    [event] = events(await house.body())
    assert event.decoded("DTSTART") == date(2026, 11, 27)
    assert len(list(event.walk("VALARM"))) == 1


@pytest.mark.parametrize("wishes", [{"show": "all_day", "alarm_min": 30}])
async def test_the_feed_to_share_tells_the_hours_whatever_is_wished(house: House) -> None:
    body = await house.body(scope=BUSY)
    [event] = events(body)
    assert (event.decoded("DTSTART"), list(event.walk("VALARM"))) == (FRIDAY, [])
    answer = await house.get(await house.path(scope=BUSY))
    assert answer.headers["Content-Disposition"] == 'inline; filename="busy.ics"'
