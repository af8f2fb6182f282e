"""Looking at the calendar of intervals.icu: what a look brings, what goes wrong, and that it comes back by itself."""

import asyncio
import logging
from collections.abc import Generator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from tests.fakes.faults import Fault, changed, drop, hang, html, server_error, status, too_many, truncated
from tests.fakes.intervals import KEY, FakeIntervals, event

from liftday_sync.sources.base import Pull
from liftday_sync.sources.intervals_icu import IntervalsIcuSource
from liftday_sync.sources.settings import IntervalsIcuConfig

NOW = datetime(2026, 11, 23, 12, tzinfo=UTC)
BERLIN = ZoneInfo("Europe/Berlin")


@pytest.fixture
def icu(tmp_path: Path) -> Generator[FakeIntervals]:
    (tmp_path / "intervals_icu.key").write_text(f"{KEY}\n")
    with FakeIntervals() as server:
        server.events = [event(1, "2026-11-24", name="6 x 1000 m"), event(2, "2026-11-26T06:30:00", name="Easy")]
        yield server


def source(icu: FakeIntervals, folder: Path, *, patience_s: float = 5.0, **more: object) -> IntervalsIcuSource:
    config = IntervalsIcuConfig.model_validate({"kind": "intervals_icu", "server": icu.url, **more})
    return IntervalsIcuSource(config, data_dir=folder, zone=BERLIN, patience_s=patience_s)


def look(of: IntervalsIcuSource, now: datetime = NOW) -> Pull:
    return asyncio.run(of.pull(None, now))


def ids(found: Pull) -> set[str]:
    return {item.external_id for item in found.items}


def test_a_look_is_one_request_and_brings_two_weeks_back_and_two_months_ahead(
    icu: FakeIntervals, tmp_path: Path
) -> None:
    icu.events += [event(3, "2026-11-08"), event(4, "2026-11-09"), event(5, "2027-01-22"), event(6, "2027-01-23")]
    found = look(source(icu, tmp_path))
    [listing] = found.listings

    assert (found.state, ids(found), icu.count()) == ("ok", {"1", "2", "4", "5"}, 1)
    assert (listing.first.isoformat(), listing.last.isoformat()) == ("2026-11-09", "2027-01-22")
    assert listing.external_ids == ids(found)


def test_the_days_are_those_of_the_athlete(icu: FakeIntervals, tmp_path: Path) -> None:
    look(source(icu, tmp_path), datetime(2026, 11, 22, 23, 30, tzinfo=UTC))

    assert icu.seen[0].query == {"oldest": "2026-11-09", "newest": "2027-01-22"}


def test_an_event_that_is_moved_keeps_its_id_and_one_that_is_deleted_is_listed_no_more(
    icu: FakeIntervals, tmp_path: Path
) -> None:
    plan = source(icu, tmp_path)
    before = look(plan)
    icu.events = [event(1, "2026-11-25", name="6 x 1000 m")]
    after = look(plan)

    assert ids(before) == {"1", "2"}
    assert ids(after) == set(after.listings[0].external_ids) == {"1"}
    assert after.items[0].content_hash != before.items[0].content_hash


def test_an_event_twice_or_without_an_id_does_no_harm(icu: FakeIntervals, tmp_path: Path) -> None:
    icu.faults.append(changed(lambda told: [*told, *told, {"name": "no id"}, None, "text"]))
    found = look(source(icu, tmp_path))

    assert [item.external_id for item in found.items] == ["1", "2"]


@pytest.mark.parametrize(
    ("fault", "state", "word"),
    [
        (status(401), "needs_key", "does not accept the API key"),
        (status(403), "needs_key", "does not accept the API key"),
        (html(), "schema_drift", "something that is no data"),
        (status(200, {"events": []}), "schema_drift", "a form that we do not know"),
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
    icu: FakeIntervals, tmp_path: Path, fault: Fault, state: str, word: str
) -> None:
    icu.faults.append(fault)
    plan = source(icu, tmp_path)
    failed = look(plan)

    assert (failed.state, failed.items, failed.listings, failed.cursor) == (state, (), (), None)
    assert word in failed.detail
    assert ids(look(plan)) == {"1", "2"}


def test_a_limit_names_the_moment_to_come_back(icu: FakeIntervals, tmp_path: Path) -> None:
    icu.faults += [too_many(retry_after_s=90), too_many()]
    plan = source(icu, tmp_path)

    assert [look(plan).retry_at for _ in range(2)] == [NOW + timedelta(seconds=90), NOW + timedelta(minutes=15)]


def test_a_service_that_hangs_is_given_up(icu: FakeIntervals, tmp_path: Path) -> None:
    icu.faults.append(hang())
    plan = source(icu, tmp_path, patience_s=0.3)

    assert look(plan).detail == "intervals.icu takes too long to answer; Liftday tries again by itself."
    assert look(plan).state == "ok"


def test_an_address_that_is_none_is_told_from_a_service_that_is_down(icu: FakeIntervals, tmp_path: Path) -> None:
    plan = source(icu, tmp_path)
    assert look(plan).state == "ok"
    icu.stop()
    assert look(plan).state == "offline"
    icu.start()
    assert look(plan).state == "ok"
    assert look(source(icu, tmp_path, server="nowhere")).state == "needs_key"


def test_a_key_that_was_replaced_counts_from_the_next_look(icu: FakeIntervals, tmp_path: Path) -> None:
    plan = source(icu, tmp_path)
    icu.key = "another"
    assert look(plan).state == "needs_key"
    (tmp_path / "intervals_icu.key").write_text("another")
    assert look(plan).state == "ok"
    (tmp_path / "intervals_icu.key").unlink()
    missing = look(plan)
    assert missing.state == "needs_key"
    assert "intervals_icu.key" in missing.detail


def test_an_athlete_that_nobody_knows_is_told_apart_from_a_wrong_key(icu: FakeIntervals, tmp_path: Path) -> None:
    assert "knows no athlete of that id" in look(source(icu, tmp_path, athlete="i99")).detail
    assert look(source(icu, tmp_path, athlete="i12345")).state == "ok"


def test_a_quiet_day_costs_one_request_an_hour(icu: FakeIntervals, tmp_path: Path) -> None:
    plan = source(icu, tmp_path)
    cursor: str | None = None
    for quarter in range(96):
        found = asyncio.run(plan.pull(cursor, NOW + timedelta(minutes=15 * quarter)))
        cursor = found.cursor or cursor

    assert icu.count() == 24


def test_somebody_who_waits_for_news_is_not_told_to_wait_an_hour_nor_may_ask_every_second(
    icu: FakeIntervals, tmp_path: Path
) -> None:
    plan = source(icu, tmp_path)
    read_at = look(plan).cursor
    looked = []
    for seconds in (30, 90):
        plan.hint()
        looked.append(asyncio.run(plan.pull(read_at, NOW + timedelta(seconds=seconds))).looked)
    later = asyncio.run(plan.pull(read_at, NOW + timedelta(minutes=2)))

    assert (looked, later.looked, icu.count()) == ([False, True], False, 2)


def test_a_look_that_failed_is_repeated_at_once_and_a_clock_that_was_put_back_does_no_harm(
    icu: FakeIntervals, tmp_path: Path
) -> None:
    plan = source(icu, tmp_path)
    read_at = look(plan).cursor
    icu.faults.append(server_error())
    later = NOW + timedelta(hours=1)
    failed, again = (asyncio.run(plan.pull(read_at, later + timedelta(minutes=15 * n))) for n in range(2))
    put_back = asyncio.run(plan.pull(again.cursor, NOW - timedelta(days=3)))

    assert [(one.state, one.looked) for one in (failed, again, put_back)] == [
        ("offline", True),
        ("ok", True),
        ("ok", True),
    ]


def test_the_key_is_in_no_sentence_and_no_log_line(
    icu: FakeIntervals, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    icu.faults += [drop(times=2), html(), status(401)]
    plan = source(icu, tmp_path)
    with caplog.at_level(logging.DEBUG):
        said = "".join(str(look(plan)) for _ in range(4))

    assert KEY not in caplog.text + said
