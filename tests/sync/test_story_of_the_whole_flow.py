"""The story that the end-to-end test tells today, told on every weekday: else that test would fail on a Thursday."""

import asyncio
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from tests.e2e import runner

from liftday_sync.clock import FixedClock
from liftday_sync.config import parse
from liftday_sync.cycle import cycle
from liftday_sync.house import open_home
from liftday_sync.importer import import_paths
from liftday_sync.publish.hub import Hub
from liftday_sync.sinks import StoreSink
from liftday_sync.sources.files import pool
from liftday_sync.sources.files.source import FilesSource
from liftday_sync.store import Store

SUNDAY = 7
MONDAY_NOON = datetime(2026, 11, 23, 12, tzinfo=UTC)


@pytest.mark.slow
@pytest.mark.parametrize("days", range(7), ids=["mon", "tue", "wed", "thu", "fri", "sat", "sun"])
def test_a_hard_morning_moves_this_evenings_session_on_every_weekday(
    tmp_path: Path, days: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(pool, "FEW", 1000)  # worker processes would start longer than they read
    now = MONDAY_NOON + timedelta(days=days)
    zone_name, zone = runner.home_of(now)
    today = now.astimezone(zone).date()
    config = parse(runner.config(zone_name, today, tmp_path / "watched") | {"data_dir": str(tmp_path)}, "test")
    [athlete] = config.athletes
    with Store.open(config.database_url) as store:
        home = open_home(athlete, store, Hub(), config.folder)
        sink = StoreSink(store=store, athlete_id=athlete.id, clock=FixedClock(now))
        source = FilesSource(folder=None, zone=athlete.zone)

        runner.write_history(tmp_path / "history", today, zone)
        asyncio.run(import_paths([tmp_path / "history"], source=source, sink=sink, progress=lambda _: None))
        sink.finish()
        before = asyncio.run(cycle(home, now, trigger="test")).next_session(now)

        surprise = runner.write_surprise(tmp_path / "surprise", today, zone)
        asyncio.run(import_paths([surprise], source=source, sink=sink, progress=lambda _: None))
        after = asyncio.run(cycle(home, now, trigger="test")).next_session(now)

    assert before
    assert after
    assert before.uid == after.uid
    assert (before.start.date(), before.kind) == (today, "full")
    if today.isoweekday() == SUNDAY:
        assert (after.start, after.kind) == (before.start, "light")
    else:
        assert (after.start, after.kind) == (before.start + timedelta(days=1), "full")
