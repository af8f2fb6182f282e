"""A burst of uploads leads to one visible change at once, and one more at its end at most; a person never waits."""

import asyncio
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from tests.helpers.household import snapshot_of

from liftday_sync.contract import Change, Snapshot
from liftday_sync.daemon import Wake
from liftday_sync.settle import BURST, Settling

NOON = datetime(2026, 11, 26, 12, tzinfo=UTC)
MINUTE = timedelta(minutes=1)


def shown(what: str, at: datetime = NOON) -> Snapshot:
    change = Change(
        uid="thu",
        change=what,
        at=at,
        revision=2,
        start_before=NOON,
        start_after=NOON + timedelta(days=1),
        reason_code="AFTER_HARD",
        reason="Moved from Thursday to Friday: today's run was hard; legs get a night before lifting.",
    )
    return replace(snapshot_of(), changes=(change,))


def after(trigger: str, what: str) -> Settling:
    settling = Settling()
    settling.published(trigger, shown(what), NOON)
    return settling


def test_the_first_news_is_answered_at_once() -> None:
    assert Settling().wait("hint", NOON) == timedelta()


def test_further_uploads_wait_until_ten_minutes_after_a_change_that_uploads_caused() -> None:
    settling = after("hint", "pushed_back")

    assert settling.wait("new data", NOON + 3 * MINUTE) == BURST - 3 * MINUTE
    assert settling.wait("interval", NOON + BURST) == timedelta()


@pytest.mark.parametrize("trigger", ["asked", "said", "time of day"])
def test_what_a_person_says_never_waits_nor_does_the_morning(trigger: str) -> None:
    assert after("hint", "pushed_back").wait(trigger, NOON + MINUTE) == timedelta()


@pytest.mark.parametrize(
    ("trigger", "what"),
    [
        pytest.param("hint", "credited", id="news that moves nothing"),
        pytest.param("said", "pushed_back", id="a change that the athlete asked for"),
    ],
)
def test_other_changes_hold_nothing_up(trigger: str, what: str) -> None:
    assert after(trigger, what).wait("hint", NOON + MINUTE) == timedelta()


def test_an_old_change_in_the_document_and_a_clock_put_back_hold_nothing_up() -> None:
    settling = Settling()
    settling.published("hint", shown("pushed_back", at=NOON - MINUTE), NOON)
    assert settling.wait("hint", NOON + MINUTE) == timedelta()
    assert after("hint", "pushed_back").wait("hint", NOON - MINUTE) == timedelta()


def test_an_upload_does_not_hide_that_a_person_has_asked() -> None:
    async def both() -> tuple[str, bool]:
        wake = Wake()
        wake.call("said", look=False)
        wake.call("hint")
        assert await wake.comes_within(MINUTE)
        return await wake.wait()

    assert asyncio.run(both()) == ("said", True)


def test_nobody_asks_and_the_wait_ends_by_itself() -> None:
    assert not asyncio.run(Wake().comes_within(timedelta(milliseconds=1)))
