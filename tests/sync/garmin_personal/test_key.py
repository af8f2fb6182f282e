"""From the key to a token: exchanged once, in time, and never more often than needed."""

import asyncio
import logging
from datetime import date, timedelta
from pathlib import Path

import pytest
from tests.fakes import faults
from tests.fakes.garmin import a_run
from tests.fakes.garmin_personal import KEY, FakePersonal
from tests.sync.garmin_personal.conftest import NOW, Reader, key_file, opened

from liftday_sync.sources.base import SourceState

EXCHANGE = "/token$"
LIST = "/activitylist"
HALF_AN_HOUR = timedelta(minutes=31)


def test_the_key_is_exchanged_once_for_many_requests(garmin: FakePersonal, reader: Reader) -> None:
    garmin.activities = [a_run(n, NOW - timedelta(days=n)) for n in range(1, 10)]
    reader.look_now()
    reader.look_now(NOW + HALF_AN_HOUR)
    assert garmin.count(LIST) >= 2
    assert garmin.count(EXCHANGE) == 1


def test_a_token_with_less_than_an_hour_left_is_exchanged_before_it_ends(garmin: FakePersonal, reader: Reader) -> None:
    reader.look_now()
    reader.look_now(NOW + timedelta(hours=22, minutes=59))
    assert garmin.count(EXCHANGE) == 1
    reader.look_now(NOW + timedelta(hours=23, minutes=31))
    assert garmin.count(EXCHANGE) == 2


def test_a_token_that_was_taken_back_is_exchanged_at_once_and_nobody_notices(
    garmin: FakePersonal, reader: Reader
) -> None:
    reader.look_now()
    garmin.expire()
    garmin.activities = [a_run(1, NOW)]
    assert reader.look_now(NOW + HALF_AN_HOUR).state is SourceState.OK
    assert reader.ids() == {"1"}
    assert garmin.count(EXCHANGE) == 2


def test_a_key_that_no_longer_works_asks_for_a_new_one_which_counts_from_the_next_look(
    garmin: FakePersonal, reader: Reader, tmp_path: Path
) -> None:
    reader.look_now()
    garmin.key = "the-new-key"
    garmin.expire()
    failed = reader.look_now(NOW + HALF_AN_HOUR)
    assert failed.state is SourceState.NEEDS_KEY
    assert "Settings, Personal API key" in failed.detail
    key_file(tmp_path).write_text("the-new-key")
    assert reader.look_now(NOW + 2 * HALF_AN_HOUR).state is SourceState.OK


def test_a_key_that_was_refused_is_left_alone_for_hours(garmin: FakePersonal, reader: Reader) -> None:
    garmin.key = "another"
    for quarter in range(23):
        assert reader.look_now(NOW + timedelta(minutes=15 * quarter)).state is SourceState.NEEDS_KEY
    assert garmin.count() == 1
    garmin.key = KEY
    assert reader.look_now(NOW + timedelta(hours=6)).state is SourceState.OK, "it was the service that was wrong"


def test_a_token_that_never_works_is_exchanged_by_force_only_once(garmin: FakePersonal, reader: Reader) -> None:
    garmin.faults.append(faults.unauthorized(path=LIST, times=None))
    assert reader.look_now().state is SourceState.NEEDS_KEY
    assert (garmin.count(EXCHANGE), garmin.count(LIST)) == (2, 2)
    reader.look_now(NOW + HALF_AN_HOUR)
    assert garmin.count() == 4
    garmin.forget()
    assert reader.look_now(NOW + timedelta(hours=7)).state is SourceState.OK


def test_a_clock_that_is_days_ahead_does_not_ask_for_a_token_with_every_request(
    garmin: FakePersonal, reader: Reader
) -> None:
    garmin.clock = NOW - timedelta(days=3)
    garmin.activities = [a_run(n, NOW - timedelta(days=n)) for n in range(1, 10)]
    assert reader.look_now().state is SourceState.OK
    assert garmin.count(EXCHANGE) == 1


def test_without_a_key_it_says_where_to_put_one(garmin: FakePersonal, tmp_path: Path) -> None:
    reader = opened(garmin, tmp_path)
    found = reader.look_now()
    assert (found.state, garmin.count()) == (SourceState.NEEDS_KEY, 0)
    assert str(key_file(tmp_path)) in found.detail
    key_file(tmp_path).write_text(KEY)
    assert reader.look_now().state is SourceState.OK


@pytest.mark.parametrize("written", ["two\nlines", "schlüssel"])
def test_what_can_not_be_a_key_is_not_sent(garmin: FakePersonal, reader: Reader, tmp_path: Path, written: str) -> None:
    key_file(tmp_path).write_text(written)
    assert reader.look_now().state is SourceState.NEEDS_KEY
    assert garmin.count() == 0


def test_from_two_weeks_before_its_end_the_key_is_spoken_of_while_all_goes_on(
    garmin: FakePersonal, reader: Reader
) -> None:
    ends = date(2026, 12, 6)
    reader.source.config = reader.source.config.model_copy(update={"key_expires": ends})
    garmin.activities = [a_run(1, NOW - timedelta(days=1))]
    early = reader.look_now(NOW + timedelta(days=1))
    assert (early.state, early.detail) == (SourceState.OK, "")
    warned = reader.look_now(NOW + timedelta(days=2))
    assert warned.state is SourceState.OK
    assert warned.detail.startswith("The key for Garmin's Personal API ends on Sunday, 6 December: make a new one")
    assert reader.look_now(NOW + timedelta(days=16)).state is SourceState.OK, "the last day counts"
    garmin.seen.clear()
    over = reader.look_now(NOW + timedelta(days=17))
    assert (over.state, garmin.count()) == (SourceState.NEEDS_KEY, 0)
    assert over.detail.startswith("The key for Garmin's Personal API ended on Sunday, 6 December")
    reader.source.config = reader.source.config.model_copy(update={"key_expires": date(2027, 3, 1)})
    again = reader.look_now(NOW + timedelta(days=17))
    assert (again.state, again.detail) == (SourceState.OK, "")


def test_however_many_ask_there_are_two_requests_at_a_time_and_one_exchange(
    garmin: FakePersonal, reader: Reader
) -> None:
    garmin.linger_s = 0.05

    async def many() -> None:
        await asyncio.gather(
            *(reader.source.session.get("/biometric-service/heartRateZones/v2", NOW) for _ in range(8))
        )

    asyncio.run(many())
    assert garmin.most_at_once == 2
    assert garmin.count(EXCHANGE) == 1


def test_key_and_token_are_in_no_cursor_no_sentence_and_no_log_line(
    garmin: FakePersonal, reader: Reader, caplog: pytest.LogCaptureFixture
) -> None:
    garmin.faults += [faults.html(path=EXCHANGE), faults.drop(path=EXCHANGE, times=2), faults.too_many(path=LIST)]
    with caplog.at_level(logging.DEBUG):
        told = [str(reader.look_now(NOW + timedelta(hours=n))) for n in range(4)]
    said = caplog.text + "".join(told) + str(reader.cursor)
    assert garmin.tokens_given
    assert not [secret for secret in (KEY, *garmin.tokens_given) if secret in said]
