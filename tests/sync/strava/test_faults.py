"""Troubles that come in the middle of something, each with what mends it."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest
from tests.fakes.faults import changed, then
from tests.fakes.strava import FakeStrava, activity
from tests.sync.strava.conftest import NOW, all_of, connect, items_of, opened

from liftday_sync.sources.base import SourceState
from liftday_sync.sources.strava.limits import RESERVE_SHARE
from liftday_sync.sources.strava.tokens import tokens_in
from liftday_sync.threads import in_thread


@pytest.mark.parametrize("left", [timedelta(minutes=-90), timedelta(minutes=10)])
async def test_a_token_that_is_over_or_soon_will_be_is_renewed_first(
    strava: FakeStrava, home: Path, left: timedelta
) -> None:
    kept = tokens_in(home / "own")
    known = await in_thread(kept.load)
    assert known is not None
    await in_thread(kept.save, replace(known, expires_at=int((NOW + left).timestamp())))
    pulls, _ = await all_of(opened(strava, home))
    assert len(items_of(pulls)) == 20
    assert strava.seen[0].path == "/oauth/token"
    assert strava.count("/oauth/token") == 1
    renewed = await in_thread(kept.load)
    assert renewed is not None
    assert renewed.refresh == strava.refresh


@pytest.mark.parametrize("skew", [timedelta(hours=-9), timedelta(hours=9)])
async def test_a_clock_that_is_wrong_by_hours_costs_renewals_and_no_login(
    strava: FakeStrava, home: Path, skew: timedelta
) -> None:
    strava.now = NOW - skew
    strava.access = "over by Strava's clock"
    source = opened(strava, home)
    pulls, cursor = await all_of(source)
    assert {one.state for one in pulls} == {SourceState.OK}
    assert len(items_of(pulls)) == 20
    strava.now = NOW
    strava.add(activity(900, NOW - timedelta(minutes=70)))
    source.hint()
    assert set(items_of((await all_of(source, NOW, cursor))[0])) == {"900"}


async def test_an_activity_that_comes_twice_counts_once(strava: FakeStrava, home: Path) -> None:
    strava.faults.append(changed(lambda rows: [*rows, *rows[:3]], path="athlete/activities", times=None))
    pulls, cursor = await all_of(opened(strava, home))
    listed = [item.external_id for item in pulls[0].items]
    assert len(listed) == len(set(listed))
    assert len(items_of(pulls)) == 20
    strava.forget()
    assert not items_of((await all_of(opened(strava, home), NOW + timedelta(hours=2), cursor))[0])


async def test_uploads_in_the_middle_of_the_history_push_nothing_out_of_it(strava: FakeStrava, home: Path) -> None:
    strava.add(*(activity(1000 + n, NOW - timedelta(hours=14 * n + 30)) for n in range(500)))
    newer, older = activity(2001, NOW - timedelta(minutes=80)), activity(2002, NOW - timedelta(days=200))
    strava.faults.append(then(lambda: strava.add(newer, older), path="athlete/activities", after=1))
    source = opened(strava, home)
    pulls, cursor = await all_of(source)
    later, _ = await all_of(source, NOW + timedelta(hours=2), cursor)
    assert {int(key) for key in items_of(pulls) | items_of(later)} == set(strava.activities)


async def test_a_history_that_is_cut_off_by_a_lost_permission_goes_on_after_a_login(
    strava: FakeStrava, home: Path
) -> None:
    strava.add(*(activity(1000 + n, NOW - timedelta(hours=14 * n + 30)) for n in range(500)))

    def revoke() -> None:
        strava.access = strava.refresh = "gone"

    strava.faults.append(then(revoke, path="athlete/activities", after=1))
    source = opened(strava, home)
    pulls, cursor = await all_of(source)
    assert pulls[-1].state is SourceState.NEEDS_LOGIN
    before = items_of(pulls)
    assert 0 < len(before) < len(strava.activities)
    strava.forget()
    strava.access = "access-0"
    await in_thread(connect, home / "own")
    after, _ = await all_of(source, NOW, cursor)
    assert {int(key) for key in before | items_of(after)} == set(strava.activities)
    asked = [(one.query["page"], one.query["before"]) for one in strava.seen if "athlete/activities" in one.path]
    assert len(asked) == len(set(asked))


async def test_once_a_night_sixty_days_are_read_and_a_deletion_of_weeks_ago_is_missed(
    strava: FakeStrava, home: Path
) -> None:
    strava.add(*(activity(300 + n, NOW - timedelta(days=20 + n)) for n in range(35)))
    source = opened(strava, home)
    _, cursor = await all_of(source)
    del strava.activities[330]
    widths = []
    for hour in range(12, 60):
        at = NOW.replace(hour=0) + timedelta(hours=hour)
        pulls, cursor = await all_of(source, at, cursor)
        listings = [listing for found in pulls for listing in found.listings]
        widths += [(at, (listing.last - listing.first).days + 1) for listing in listings]
        wide = [listing for listing in listings if (listing.last - listing.first).days > 20]
        assert all("330" not in one.external_ids and "329" in one.external_ids for one in wide)
    nights = [at for at, days in widths if days == 60]
    assert [at.date() for at in nights] == [date(2026, 11, 24), date(2026, 11, 25)]
    assert nights[0] < datetime(2026, 11, 24, 4, tzinfo=UTC)
    assert {days for _, days in widths} == {14, 60}


@pytest.mark.parametrize("limit", [8, 10, 13, 21, 40])
async def test_details_and_history_never_eat_into_the_reserve(strava: FakeStrava, home: Path, limit: int) -> None:
    strava.add(*(activity(1000 + n, NOW - timedelta(hours=14 * n + 30)) for n in range(500)))
    strava.limit = (limit, 10_000)
    source = opened(strava, home)
    pulls, cursor = await all_of(source)
    assert strava.used[0] <= limit - RESERVE_SHARE * limit
    assert {one.state for one in pulls} == {SourceState.OK}
    found = items_of(pulls)
    for quarter in range(1, 20):
        strava.used[0] = 0
        pulls, cursor = await all_of(source, NOW + timedelta(minutes=15 * quarter), cursor)
        found |= items_of(pulls)
        assert strava.used[0] <= limit - RESERVE_SHARE * limit
    assert {int(key) for key in found} == set(strava.activities)
    assert all(found[str(100 + n)].stream is not None for n in range(6))
