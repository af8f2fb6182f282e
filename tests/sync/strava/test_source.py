"""Strava, from the first look to the last, through everything that goes wrong on the way, and out of it again."""

import json
import logging
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from tests.fakes.faults import Fault, drop, hang, html, server_error, status, then, too_many, truncated, unauthorized
from tests.fakes.strava import SECRET, FakeStrava, activity, inactive
from tests.sync.strava.conftest import NOW, all_of, items_of, opened

from liftday_sync.errors import BadPayload
from liftday_sync.sources.base import SourceState
from liftday_sync.sources.strava.tokens import Tokens, tokens_in
from liftday_sync.threads import in_thread


async def test_everything_comes_and_no_position_with_it(strava: FakeStrava, home: Path) -> None:
    source = opened(strava, home)
    pulls, _ = await all_of(source)
    found = items_of(pulls)
    assert set(found) == {str(100 + n) for n in range(20)}
    assert not any(b"latlng" in item.payload or b"polyline" in item.payload for item in found.values())
    newest = source.normalise(found["100"])
    assert (newest.id, newest.source, newest.start) == ("strava:100", "strava", NOW - timedelta(hours=3))
    assert newest.stream is not None
    assert newest.stream.cadence_spm[0] == 172
    assert len(newest.laps) == 3
    assert newest.strava is not None
    assert newest.strava.perceived_exertion == 4
    assert pulls[-1].progress is not None
    assert pulls[-1].progress.total == 20


async def test_a_quiet_day_asked_every_quarter_of_an_hour_costs_at_most_forty_requests(
    strava: FakeStrava, home: Path
) -> None:
    source = opened(strava, home)
    _, cursor = await all_of(source, NOW)
    strava.seen.clear()
    looked = 0
    for quarter in range(1, 97):
        strava.now = NOW + timedelta(minutes=15 * quarter)
        found, cursor = await all_of(source, strava.now, cursor)
        looked += found[0].looked
        assert all(one.state is SourceState.OK for one in found)
    assert looked >= 20
    assert len(strava.seen) <= 40


async def test_a_hint_looks_at_once(strava: FakeStrava, home: Path) -> None:
    source = opened(strava, home)
    _, cursor = await all_of(source)
    strava.add(activity(900, NOW - timedelta(minutes=70)))
    assert not (await source.pull(cursor, NOW + timedelta(minutes=1))).looked
    source.hint()
    pulls, _ = await all_of(source, NOW + timedelta(minutes=1), cursor)
    assert set(items_of(pulls)) == {"900"}


FAULTS: dict[str, tuple[Callable[[], Fault], SourceState]] = {
    "cut": (drop, SourceState.OFFLINE),
    "hang": (lambda: hang(3), SourceState.OFFLINE),
    "500": (server_error, SourceState.OFFLINE),
    "html": (html, SourceState.OFFLINE),
    "truncated": (truncated, SourceState.OFFLINE),
    "429": (too_many, SourceState.RATE_LIMITED),
    "429 with time": (lambda: too_many(120), SourceState.RATE_LIMITED),
    "inactive": (lambda: status(403, inactive()), SourceState.INACTIVE_SUBSCRIPTION),
    "no list": (lambda: status(200, {"what": 1}), SourceState.SCHEMA_DRIFT),
}


@pytest.mark.parametrize("name", FAULTS)
async def test_a_fault_is_a_state_brings_nothing_and_passes(name: str, strava: FakeStrava, home: Path) -> None:
    make, state = FAULTS[name]
    fault: Fault = make()
    strava.faults.append(fault)
    source = opened(strava, home)
    failed = await source.pull(None, NOW)
    assert (failed.state, failed.items, failed.cursor, failed.more) == (state, (), None, False)
    assert failed.detail.endswith(".")
    assert fault.hits == 1
    pulls, _ = await all_of(source, NOW + timedelta(hours=1, minutes=1))
    assert len(items_of(pulls)) == 20
    assert pulls[-1].state is SourceState.OK


async def test_limits_are_kept_before_strava_has_to_say_so(strava: FakeStrava, home: Path) -> None:
    strava.limit = (8, 1000)
    source = opened(strava, home)
    pulls, cursor = await all_of(source)
    assert pulls[-1].state is SourceState.OK
    assert strava.used[0] <= 8
    source.hint()
    strava.used[0] = 8
    source._account.limits.record(strava.headers(), NOW)
    sent = len(strava.seen)
    limited = await source.pull(cursor, NOW)
    assert (limited.state, limited.retry_at) == (SourceState.RATE_LIMITED, NOW.replace(minute=15))
    assert len(strava.seen) == sent
    strava.limit, strava.used = (1000, 1000), [0, 0]
    later, _ = await all_of(source, NOW + timedelta(minutes=9), cursor)
    assert set(items_of(pulls)) | set(items_of(later)) == {str(100 + n) for n in range(20)}


async def test_a_refused_access_is_renewed_once_and_the_rotated_token_is_kept(strava: FakeStrava, home: Path) -> None:
    strava.access = "another"
    source = opened(strava, home)
    assert (await source.pull(None, NOW)).state is SourceState.OK
    kept = tokens_in(home / "own")
    known = await in_thread(kept.load)
    assert known is not None
    assert (known.refresh, known.athlete) == ("refresh-1", 77)
    modes = [await in_thread(path.stat) for path in (kept.path, kept.path.parent)]
    assert [one.st_mode & 0o777 for one in modes] == [0o600, 0o700]


async def test_a_lost_permission_asks_for_a_login_once_and_a_login_mends_it(strava: FakeStrava, home: Path) -> None:
    strava.access = strava.refresh = "another"
    source = opened(strava, home)
    assert (await source.pull(None, NOW)).state is SourceState.NEEDS_LOGIN
    sent = len(strava.seen)
    assert (await source.pull(None, NOW)).state is SourceState.NEEDS_LOGIN
    assert len(strava.seen) == sent
    await in_thread(tokens_in(home / "own").save, Tokens(access="another", refresh="another", expires_at=2**31))
    assert (await source.pull(None, NOW)).state is SourceState.OK


async def test_one_activity_that_fails_for_ever_holds_up_nobody(strava: FakeStrava, home: Path) -> None:
    strava.faults.append(server_error(path="/activities/100$", times=None))
    source = opened(strava, home)
    pulls, cursor = await all_of(source)
    assert len(items_of(pulls)) == 20
    for hour in range(1, 6):
        _, cursor = await all_of(source, NOW + timedelta(hours=hour), cursor)
    assert 1 <= strava.count("/activities/100$") <= 4


async def test_a_short_page_is_not_the_end_and_what_shifts_is_not_lost(strava: FakeStrava, home: Path) -> None:
    strava.add(*(activity(1000 + n, NOW - timedelta(hours=14 * n + 30)) for n in range(500)))
    strava.unseen = {1003}
    strava.faults.append(then(lambda: strava.activities.__delitem__(1001), path="athlete/activities", after=1))
    pulls, _ = await all_of(opened(strava, home))
    expected = {key for key in strava.activities if key != 1003}
    assert expected <= {int(key) for key in items_of(pulls)}


async def test_a_listing_is_complete_and_misses_what_was_deleted(strava: FakeStrava, home: Path) -> None:
    source = opened(strava, home)
    _, cursor = await all_of(source)
    del strava.activities[103]
    (listing,) = (await source.pull(cursor, NOW + timedelta(hours=3))).listings
    assert (listing.last - listing.first).days == 13
    assert "103" not in listing.external_ids
    assert "104" in listing.external_ids


async def test_an_edit_and_a_late_upload_come_and_nothing_else(strava: FakeStrava, home: Path) -> None:
    source = opened(strava, home)
    _, cursor = await all_of(source)
    strava.activities[109]["workout_type"] = 1
    strava.add(activity(901, NOW - timedelta(days=10, hours=8)))
    pulls, _ = await all_of(source, NOW + timedelta(hours=3), cursor)
    assert set(items_of(pulls)) == {"109", "901"}


async def test_an_edit_keeps_the_samples_and_a_crop_lets_them_go(strava: FakeStrava, home: Path) -> None:
    source = opened(strava, home)
    _, cursor = await all_of(source)
    known = items_of((await all_of(source))[0])["100"]
    strava.activities[100]["name"] = "Tempo"
    source.hint()
    renamed = (await source.pull(cursor, NOW)).items[0]
    strava.activities[100] |= {"elapsed_time": 1800, "distance": 5000.0}
    source.hint()
    cropped = (await source.pull(cursor, NOW)).items[0]
    assert source.join(known, renamed).stream == known.stream
    assert json.loads(source.join(known, renamed).payload)["activity"]["name"] == "Tempo"
    assert source.join(known, cropped).stream is None


async def test_odd_values_cost_a_figure_and_not_the_run(strava: FakeStrava, home: Path) -> None:
    strava.activities = {}
    strava.add(
        activity(1, NOW - timedelta(hours=4), suffer_score="odd", max_heartrate=None, brand_new={"a": 1}),
        activity(2, NOW - timedelta(hours=8), start_date=NOW.isoformat(), elapsed_time=None, moving_time=None),
    )
    source = opened(strava, home)
    found = items_of((await all_of(source))[0])
    run = source.normalise(found["1"])
    assert run.strava is not None
    assert (run.strava.suffer_score, run.max_hr_bpm, run.distance_m) == (None, None, 10000.0)
    with pytest.raises(BadPayload, match="when it began"):
        source.normalise(found["2"])


async def test_local_times_with_a_false_z_and_hidden_starts_give_the_right_day(strava: FakeStrava, home: Path) -> None:
    strava.activities = {}
    late = datetime(2026, 11, 20, 4, 30, tzinfo=UTC)
    hidden: dict[str, Any] = {"start_date": "2026-11-21T00:00:01Z", "start_date_local": "2026-11-21T00:00:01Z"}
    strava.add(
        activity(1, late, offset_h=-8),
        activity(2, late, **hidden, true_start="2026-11-21T16:00:00Z", external_id="garmin_push_4711"),
    )
    source = opened(strava, home)
    found = items_of((await all_of(source))[0])
    first, second = source.normalise(found["1"]), source.normalise(found["2"])
    assert (first.local_date.isoformat(), first.start, first.start_hidden) == ("2026-11-19", late, False)
    assert (second.local_date.isoformat(), second.start_hidden) == ("2026-11-21", True)
    assert (first.recording_key, second.recording_key) == (None, "garmin:4711")


async def test_no_secret_stands_in_an_address_or_in_the_log(
    strava: FakeStrava, home: Path, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    strava.faults.append(unauthorized(path="athlete/activities"))
    await all_of(opened(strava, home))
    known = (SECRET, "refresh-0", "refresh-1", "access-0", "access-1")
    addresses = " ".join(f"{one.path} {one.query}" for one in strava.seen)
    assert strava.count("/oauth/token") == 1
    assert not [secret for secret in known if secret in caplog.text or secret in addresses]


async def test_only_strava_itself_can_confirm_that_the_permission_is_gone(strava: FakeStrava, home: Path) -> None:
    source = opened(strava, home)
    _, cursor = await all_of(source)
    source.say_revoked()
    assert (await source.pull(cursor, NOW)).state is SourceState.OK
    strava.access = strava.refresh = "gone"
    source.say_revoked()
    gone = await source.pull(cursor, NOW)
    assert (gone.state, gone.forget) == (SourceState.NEEDS_LOGIN, True)
    assert await in_thread(tokens_in(home / "own").load) is None
