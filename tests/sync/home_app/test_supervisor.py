"""Telling Home Assistant's Supervisor that the app is there."""

import asyncio
import logging
import stat
from collections.abc import Generator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from tests.fakes.supervisor import APP_TOKEN, listening
from tests.fakes.supervisor import Supervisor as Fake

from liftday_sync.config import parse
from liftday_sync.keys import hash_of
from liftday_sync.publish.access import FULL, READ, new_token
from liftday_sync.store import Store
from liftday_sync.supervisor import PAUSES_S, Supervisor, Told, announce, introduce, pairing_token, what_to_tell

NOW = datetime(2026, 11, 24, 6, tzinfo=UTC)
TOLD = Told(host="a1b2c3d4-liftday", port=8098, token="secret", server_id="one")


@pytest.fixture
def store(tmp_path: Path) -> Generator[Store]:
    with Store.open(f"sqlite:///{tmp_path / 'liftday.db'}") as opened:
        yield opened


class Pauses:
    """Remembers how long was waited, and asks to stop after so many."""

    def __init__(self, stop_after: int = 100) -> None:
        self.seconds: list[float] = []
        self._stop_after = stop_after

    async def __call__(self, wait: timedelta) -> bool:
        self.seconds.append(wait.total_seconds())
        return len(self.seconds) >= self._stop_after


async def test_it_says_where_the_app_is_and_what_opens_it() -> None:
    async with listening(Fake()) as fake:
        await announce(Supervisor(token=APP_TOKEN, address=fake.url), TOLD, Pauses())
    config = {"host": "a1b2c3d4-liftday", "port": 8098, "token": "secret", "server_id": "one"}
    assert fake.told == [{"service": "liftday", "config": config}]


async def test_a_supervisor_that_is_busy_is_told_again_and_the_log_repeats_nothing(
    caplog: pytest.LogCaptureFixture,
) -> None:
    pauses = Pauses()
    with caplog.at_level(logging.INFO):
        async with listening(Fake(refusals=[503, 503, 500])) as fake:
            await announce(Supervisor(token=APP_TOKEN, address=fake.url), TOLD, pauses)
    assert len(fake.told) == 1
    assert pauses.seconds == list(PAUSES_S[:3])
    assert [record.levelname for record in caplog.records] == ["WARNING", "WARNING", "INFO"]
    assert "secret" not in caplog.text


async def test_a_supervisor_that_is_not_there_is_asked_at_longer_intervals_until_the_daemon_stops() -> None:
    pauses = Pauses(stop_after=7)
    await announce(Supervisor(token=APP_TOKEN, address="http://127.0.0.1:9"), TOLD, pauses)
    assert pauses.seconds == [*PAUSES_S, PAUSES_S[-1], PAUSES_S[-1]]


@pytest.mark.parametrize("status", [400, 401, 403])
async def test_a_refusal_that_lasts_ends_it_with_a_sentence(status: int, caplog: pytest.LogCaptureFixture) -> None:
    pauses = Pauses()
    async with listening(Fake(refusals=[status])) as fake:
        await announce(Supervisor(token=APP_TOKEN, address=fake.url), TOLD, pauses)
    assert (fake.told, pauses.seconds) == ([], [])
    assert f"the Supervisor answered {status}" in caplog.text


def test_a_daemon_that_no_supervisor_started_tells_nobody(
    store: Store, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("SUPERVISOR_TOKEN", raising=False)
    config = parse(
        {"data_dir": str(tmp_path), "athletes": [{"id": "a", "name": "A", "time_zone": "UTC", "sources": []}]}, "test"
    )
    pauses = Pauses()
    asyncio.run(introduce(config, store, NOW, 8098, pauses))
    assert pauses.seconds == []
    assert store.tokens() == ()


def test_the_token_is_made_once_kept_for_its_user_alone_and_opens_everything(store: Store, tmp_path: Path) -> None:
    token = pairing_token(store, tmp_path, NOW)
    assert pairing_token(store, tmp_path, NOW) == token
    [row] = store.tokens()
    assert (row.token_hash, row.scope, row.athlete_id, row.feed) == (hash_of(token), FULL, None, False)
    path = tmp_path / "home_assistant.token"
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert not list(tmp_path.glob("*.unfinished"))


def test_a_token_that_somebody_ended_is_not_brought_back(store: Store, tmp_path: Path) -> None:
    ended = pairing_token(store, tmp_path, NOW)
    store.revoke_token(hash_of(ended))
    fresh = pairing_token(store, tmp_path, NOW)
    assert fresh != ended
    assert [row.token_hash for row in store.tokens()] == [hash_of(fresh)]


@pytest.mark.parametrize("kept", ["", "\xff\xfe", "no token of ours"])
def test_a_damaged_file_leads_to_a_new_token(store: Store, tmp_path: Path, kept: str) -> None:
    (tmp_path / "home_assistant.token").write_bytes(kept.encode("latin-1"))
    assert len(pairing_token(store, tmp_path, NOW)) == 43


def test_a_token_of_less_rights_is_not_taken_for_it(store: Store, tmp_path: Path) -> None:
    small = new_token(store, NOW, scope=READ)
    (tmp_path / "home_assistant.token").write_text(small, encoding="ascii")
    assert pairing_token(store, tmp_path, NOW) != small


def test_it_names_the_server_by_which_home_assistant_knows_it_again(store: Store, tmp_path: Path) -> None:
    told = what_to_tell(store, tmp_path, 8098, NOW)
    assert (told.server_id, told.port) == (store.server_id(), 8098)
    assert told.token not in repr(told)
