from collections.abc import AsyncGenerator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from tests.helpers.household import BERLIN, config_of, store_of

from liftday_rules.model import ChangeKind, SessionUid
from liftday_sync.config import Config
from liftday_sync.contract import Snapshot, write
from liftday_sync.cycle import Home, cycle
from liftday_sync.gather import edits, gather
from liftday_sync.house import open_home
from liftday_sync.publish.hub import Hub
from liftday_sync.sources.base import Capability, ItemKind, Pull, RawItem, SourceState
from liftday_sync.sources.demo import DemoSource
from liftday_sync.store.api import StoredChange
from liftday_sync.threads import in_thread

NOW = datetime(2026, 11, 26, 13, 0, tzinfo=UTC)


@pytest.fixture
def config(tmp_path: Path) -> Config:
    return config_of(tmp_path)


@pytest.fixture
async def home(config: Config) -> AsyncGenerator[Home]:
    store = await in_thread(store_of, config)
    yield await in_thread(open_home, config.athletes[0], store, Hub(), config.folder)
    await in_thread(store.close)


class Failing(DemoSource):
    """The demo, but its service is down."""

    async def pull(self, cursor: str | None, now: datetime) -> Pull:  # noqa: ARG002 (it never looks)
        return Pull(state=SourceState.OFFLINE, detail="The service does not answer; nothing to do but wait.")


class Garbled(DemoSource):
    """The demo, but one item is nonsense."""

    capabilities = frozenset({Capability.ACTIVITIES})

    async def pull(self, cursor: str | None, now: datetime) -> Pull:
        found = await super().pull(cursor, now)
        bad = RawItem(external_id="bad", kind=ItemKind.ACTIVITY, payload=b'{"sport":"run"}')
        return replace(found, items=(bad, *found.items))


async def test_a_cycle_run_twice_says_the_same_and_keeps_its_revision(home: Home) -> None:
    first = await cycle(home, NOW, trigger="test")
    second = await cycle(home, NOW, trigger="test")
    assert write(second) == write(first)


async def test_a_second_daemon_with_the_same_store_says_the_same(home: Home) -> None:
    first = await cycle(home, NOW, trigger="test")
    second = await cycle(replace(home, hub=Hub()), NOW, trigger="test", look=False)
    assert write(second) == write(first)


async def test_with_every_source_down_the_cycle_goes_on_from_what_is_known(home: Home) -> None:
    before = await cycle(home, NOW, trigger="test")
    down = replace(home, sources=(Failing(BERLIN),))
    after = await cycle(down, NOW + timedelta(minutes=15), trigger="test")
    assert [source.state for source in after.sources] == ["offline"]
    assert after.sources[0].last_ok_at == before.sources[0].last_ok_at
    assert standing(after) == standing(before)


async def test_data_that_grew_old_move_nothing_and_the_document_says_so(home: Home) -> None:
    before = await cycle(home, NOW, trigger="test")
    down = replace(home, sources=(Failing(BERLIN),))
    stale = await cycle(down, NOW + timedelta(hours=40), trigger="test")
    later = {uid: start for uid, start in standing(before).items() if start > NOW + timedelta(hours=40)}
    assert stale.state == "stale"
    assert later.items() <= standing(stale).items()
    fresh = await cycle(home, NOW + timedelta(hours=40), trigger="test")
    assert fresh.state == "ok"


async def test_an_item_that_cant_be_read_is_kept_aside_and_stops_nothing(home: Home) -> None:
    garbled = replace(home, sources=(Garbled(BERLIN),))
    snapshot = await cycle(garbled, NOW, trigger="test")
    count = await in_thread(home.store.activity_count, "anna")
    [problem] = await in_thread(home.store.problems, "anna")
    assert (count.problems, problem.external_id) == (1, "bad")
    assert snapshot.activities


async def test_nobody_is_told_when_nothing_is_new(home: Home) -> None:
    await cycle(home, NOW, trigger="test")
    with home.hub.follow("anna") as queue:
        queue.get_nowait()
        await cycle(home, NOW, trigger="test")
        assert queue.empty()


async def test_after_a_long_outage_nothing_of_the_past_stands_as_something_to_do(home: Home) -> None:
    await cycle(home, NOW, trigger="test")
    late = NOW + timedelta(days=30)
    back = await cycle(home, late, trigger="test")
    assert min(standing(back).values()) > late
    rows = await in_thread(home.store.sessions, "anna", since=NOW)
    assert {row.status for row in rows if row.start < late - timedelta(days=2)} <= {"missed", "done"}


async def test_what_the_last_plan_foretold_is_remembered(home: Home) -> None:
    assert not (await in_thread(gather, home.store, home.athlete, NOW)).foretold
    snapshot = await cycle(home, NOW, trigger="test")
    facts = await in_thread(gather, home.store, home.athlete, NOW)
    shown = {day.date: day.effort for day in snapshot.days}
    assert facts.foretold
    assert all(shown[one.date].value == one.run_class.value for one in facts.foretold if one.date > snapshot.today)


def standing(snapshot: Snapshot) -> dict[str, datetime]:
    return {s.uid: s.start for s in snapshot.sessions if s.status in {"planned", "locked"}}


async def test_strength_that_was_recorded_counts_towards_experience(home: Home) -> None:
    await cycle(home, NOW, trigger="test")
    facts = await in_thread(gather, home.store, home.athlete, NOW)
    recorded = sum(activity.sport == "strength" for activity in facts.activities)
    assert facts.athlete.strength_sessions_logged == recorded > 6


async def test_only_changes_that_nobody_asked_for_count_as_unrest() -> None:
    def change(reason_code: str, kind: ChangeKind) -> StoredChange:
        uid = SessionUid("2026-W48-1")
        return StoredChange(
            at=NOW,
            revision=2,
            uid=uid,
            change=kind,
            start_before=NOW,
            start_after=NOW,
            reason_code=reason_code,
            reason="Because.",
        )

    seen = [change("AFTER_HARD", ChangeKind.PUSHED_BACK), change("SICK", ChangeKind.PAUSED)]
    assert edits([*seen, change("PLACED", ChangeKind.ADDED)]) == 1
