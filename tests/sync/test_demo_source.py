from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from liftday_rules.model import Activity, Sport
from liftday_sync.sources.demo import HISTORY_DAYS, DemoSource, last_surprise

BERLIN = ZoneInfo("Europe/Berlin")


def noon(day: date) -> datetime:
    return datetime.combine(day, datetime.min.time(), BERLIN).astimezone(UTC) + timedelta(hours=12)


async def brought(born: date, today: date) -> list[Activity]:
    source = DemoSource(BERLIN)
    found = await source.pull(born.isoformat(), noon(today))
    return [source.normalise(item) for item in found.items]


async def test_the_same_dates_give_the_same_runs() -> None:
    born = date(2026, 11, 23)
    assert await brought(born, born) == await brought(born, born)


async def test_time_only_adds_and_never_rewrites() -> None:
    born = date(2026, 11, 23)
    early, late = await brought(born, born), await brought(born, born + timedelta(days=30))
    assert late[: len(early)] == early
    assert len(late) > len(early)


async def test_ten_weeks_of_history_come_with_the_first_look() -> None:
    first = await DemoSource(BERLIN).pull(None, noon(date(2026, 11, 23)))
    days = sorted({item.external_id[:10] for item in first.items})
    assert first.cursor == "2026-11-23"
    assert date.fromisoformat(days[0]) >= date(2026, 11, 23) - timedelta(days=HISTORY_DAYS)
    assert len({day for day in days if day < "2026-11-23"}) > HISTORY_DAYS * 0.8


async def test_a_run_appears_only_after_it_was_run_and_uploaded() -> None:
    morning = datetime(2026, 11, 24, 6, 30, tzinfo=UTC)
    source = DemoSource(BERLIN)
    before = await source.pull("2026-11-23", morning)
    after = await source.pull("2026-11-23", morning + timedelta(hours=2))
    new = {item.external_id for item in after.items} - {item.external_id for item in before.items}
    assert new == {"2026-11-24-run"}


@given(st.dates(date(2026, 1, 1), date(2030, 1, 1)))
def test_the_last_surprise_is_at_most_three_days_old(born: date) -> None:
    assert 0 <= (born - last_surprise(born)).days <= 3


@pytest.mark.parametrize("weekday", range(7))
async def test_on_the_evening_of_a_surprise_the_runner_lifts_a_day_later(weekday: int) -> None:
    born = date(2026, 11, 23) + timedelta(days=weekday)
    surprise = last_surprise(born)
    done = {(a.local_date, a.sport): a for a in await brought(born, surprise + timedelta(days=2))}
    run = done[surprise, Sport.RUN]
    assert sum(lap.kind == "active" for lap in run.laps) == 6
    assert (surprise, Sport.STRENGTH) not in done
    assert (surprise + timedelta(days=1), Sport.STRENGTH) in done
