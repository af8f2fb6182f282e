"""What sources tell besides runs reaches the facts; what may not be kept goes, and what was judged of it stays."""

import asyncio
from collections.abc import Generator
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest
from tests.fakes.scripted_source import FIRST, ScriptedSource
from tests.helpers.household import config_of, store_of

from liftday_rules.dedupe import merge
from liftday_rules.model import Activity, ActivityId, BodyMeasure, Flag, FlagKind, Night, PlannedRun, RunState
from liftday_sync.clock import FixedClock
from liftday_sync.config import Config
from liftday_sync.freshness import as_of
from liftday_sync.gather import gather
from liftday_sync.letgo import let_go
from liftday_sync.looks import Looks
from liftday_sync.pull import look
from liftday_sync.sources.base import ItemKind, Meaning, Pull, RawItem, SourceState
from liftday_sync.store import Store
from liftday_sync.store.api import Incoming, SourceReport
from liftday_sync.threads import in_thread

NOW = datetime(2026, 11, 23, 12, tzinfo=UTC)
RUN = PlannedRun(start=NOW + timedelta(days=2), minutes=50, state=RunState.PLANNED, name="6 x 1 km")


@pytest.fixture
def config(tmp_path: Path) -> Config:
    return config_of(tmp_path)


@pytest.fixture
def store(config: Config) -> Generator[Store]:
    with store_of(config) as opened:
        yield opened


def tell(store: Store, name: str, meaning: Meaning | None, at: datetime, source: str = "plan") -> None:
    """One item of a source that was read now."""
    item = RawItem(external_id=name, kind=ItemKind.PLANNED, payload=repr(meaning).encode())
    store.save_batch("anna", source, [Incoming(item=item, meaning=meaning)], cursor=None, now=at)
    store.save_source_report("anna", SourceReport(source=source, state=SourceState.OK, last_ok_at=at, last_try_at=at))


def test_a_planned_run_a_flag_and_a_night_are_facts(store: Store, config: Config) -> None:
    tell(store, "run", RUN, NOW)
    tell(store, "sick", Flag(kind=FlagKind.SICK, since=NOW), NOW)
    tell(store, "night", Night(date=date(2026, 11, 23), hrv_rmssd_ms=52), NOW)
    facts = gather(store, config.athletes[0], NOW)
    assert [run.name for run in facts.runs] == ["6 x 1 km"]
    assert [flag.kind for flag in facts.flags] == [FlagKind.SICK]
    assert facts.readiness is not None
    assert facts.readiness.nights[0].hrv_rmssd_ms == 52


def test_a_run_that_the_plan_moved_or_took_back_says_so_for_a_day(store: Store, config: Config) -> None:
    tell(store, "run", RUN, NOW - timedelta(days=3))
    tell(store, "run", replace(RUN, start=RUN.start + timedelta(days=1)), NOW - timedelta(hours=1))
    [moved] = gather(store, config.athletes[0], NOW).runs
    store.remove("anna", "plan", ["run"], now=NOW)
    [gone] = gather(store, config.athletes[0], NOW).runs
    assert (moved.changed_by_feed, moved.cancelled, gone.cancelled) == (True, False, True)
    assert gather(store, config.athletes[0], NOW + timedelta(days=2)).runs == ()


def test_a_run_of_two_plans_counts_once_and_a_plan_that_fell_silent_for_a_week_is_not_believed(
    store: Store, config: Config
) -> None:
    week_ago = NOW - timedelta(days=8)
    tell(store, "old", replace(RUN, start=NOW + timedelta(days=3)), week_ago, source="silent")
    tell(store, "run", RUN, NOW, source="one")
    tell(store, "same", replace(RUN, minutes=0, all_day=True), NOW, source="two")
    runs = gather(store, config.athletes[0], NOW).runs
    assert [(run.name, run.minutes) for run in runs] == [("6 x 1 km", 50)]
    tell(store, "other", None, NOW, source="silent")
    assert len(gather(store, config.athletes[0], NOW).runs) == 2


def test_what_the_watch_measured_is_a_fact(store: Store, config: Config) -> None:
    tell(store, "threshold", BodyMeasure(date=date(2026, 11, 20), lthr_bpm=168), NOW, source="garmin")
    [measured] = gather(store, config.athletes[0], NOW).measures
    assert measured.lthr_bpm == 168


def test_payloads_go_after_their_time_and_the_judged_run_stays(store: Store, config: Config) -> None:
    lent = ScriptedSource(total=5, keeps_raw_for=timedelta(days=7))
    asyncio.run(look(lent, store, "anna", lambda: FIRST))
    early = let_go(store, config.athletes[0], [lent], FIRST + timedelta(days=6))
    gone = let_go(store, config.athletes[0], [lent], FIRST + timedelta(days=8))
    kept = store.activities("anna", since=date(2000, 1, 1))
    assert (early, gone, len(kept)) == (0, 5, 5)
    assert all(one.judged is not None and one.distance_m is None for one in kept)
    assert store.stored("anna", "scripted", ["0"]) == {}
    assert let_go(store, config.athletes[0], [lent], FIRST + timedelta(days=9)) == 0


class OddlyNamed(ScriptedSource):
    """Its activities' ids do not begin with its name."""

    def normalise(self, item: RawItem) -> Activity:
        """The same under another id."""
        return replace(super().normalise(item), id=ActivityId(f"elsewhere/{item.external_id}"))


def test_figures_are_let_go_whatever_the_ids_look_like(store: Store, config: Config) -> None:
    lent = OddlyNamed(total=5, keeps_raw_for=timedelta(days=7))
    asyncio.run(look(lent, store, "anna", lambda: FIRST))
    let_go(store, config.athletes[0], [lent], FIRST + timedelta(days=8))
    kept = store.activities("anna", since=date(2000, 1, 1))
    assert len(kept) == 5
    assert all(one.judged is not None and one.distance_m is None for one in kept)


def test_a_recording_that_goes_brings_back_the_other_that_it_was_merged_with(store: Store, config: Config) -> None:
    for name in ("garmin", "strava"):
        asyncio.run(look(ScriptedSource(name=name, total=1), store, "anna", lambda: FIRST))
    both = merge(gather(store, config.athletes[0], FIRST).activities)
    store.remove("anna", "garmin", ["0"], now=FIRST)
    alone = merge(gather(store, config.athletes[0], FIRST).activities)
    assert [(one.activity.id, one.merged_ids) for one in both] == [("garmin:0", ("strava:0",))]
    assert [(one.activity.id, one.merged_ids) for one in alone] == [("strava:0", ())]


@pytest.mark.parametrize(
    ("sources", "source", "state", "mend"),
    [
        ([{"kind": "demo"}], "demo", SourceState.STALE, "run `liftday serve`"),
        ([{"kind": "files"}], "files", SourceState.STALE, "import what is new with `liftday import PATH`"),
        ([{"kind": "files"}, {"kind": "demo"}], "files", SourceState.OK, ""),
        ([{"kind": "files"}, {"kind": "ics", "url": "https://example.org/a.ics"}], "files", SourceState.STALE, "PATH"),
    ],
    ids=["watched", "by hand alone", "an archive beside an account", "an archive beside a plan"],
)
def test_a_source_grows_stale_by_time_alone(
    tmp_path: Path, sources: list[dict[str, str]], source: str, state: SourceState, mend: str
) -> None:
    anna = {"id": "anna", "name": "Anna", "time_zone": "Europe/Berlin", "sources": sources}
    athlete = config_of(tmp_path, athletes=[anna]).athletes[0]
    report = SourceReport(source=source, state=SourceState.OK, last_ok_at=NOW, last_try_at=NOW)
    assert as_of(report, athlete, NOW + timedelta(hours=35)) == report
    old = as_of(report, athlete, NOW + timedelta(hours=36))
    assert old.state is state
    assert mend in old.detail


class Hanging(ScriptedSource):
    """Never answers."""

    async def pull(self, cursor: str | None, now: datetime) -> Pull:  # noqa: ARG002 (it hears nothing)
        """Wait for ever."""
        await asyncio.Event().wait()
        raise AssertionError


async def test_a_source_that_hangs_holds_up_no_other_and_is_let_go_when_the_daemon_stops(config: Config) -> None:
    store = await in_thread(store_of, config)
    stop, works = asyncio.Event(), ScriptedSource(total=5)
    async with asyncio.TaskGroup() as group:
        looks = Looks("anna", [Hanging(name="hangs"), works], store, FixedClock(NOW), group, stop)
        await looks.look(patience_s=1)
        count = (await in_thread(store.activity_count, "anna")).total
        assert looks.is_busy
        stop.set()
        await looks.drain()
    await in_thread(store.close)
    assert count == 5
