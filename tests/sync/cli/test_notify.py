"""`liftday notify test`: one message to each address, and for each what became of it."""

import stat
from collections.abc import Generator
from pathlib import Path

import pytest
from tests.fakes.faults import server_error
from tests.fakes.receiver import SECRET, FakeReceiver
from tests.sync.cli.conftest import Liftday, written

ADDRESSES = {"urls": ["file:phone", "env:LIFTDAY_PHONE"]}


@pytest.fixture
def phone(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Generator[FakeReceiver]:
    (tmp_path / "data").mkdir(mode=0o700)
    with FakeReceiver() as receiver:
        (tmp_path / "data/phone").write_text(receiver.address, encoding="utf-8")
        (tmp_path / "data/phone").chmod(stat.S_IRUSR | stat.S_IWUSR)
        monkeypatch.setenv("LIFTDAY_PHONE", receiver.address)
        yield receiver


@pytest.fixture
def config(tmp_path: Path) -> Path:
    anna = {"id": "anna", "name": "Anna", "time_zone": "Europe/Berlin", "sources": [{"kind": "demo"}]}
    return written(tmp_path, athletes=[anna | {"notify": ADDRESSES}])


def test_every_address_gets_one(liftday: Liftday, config: Path, phone: FakeReceiver) -> None:
    done = liftday("notify", "test", "--config", config)
    assert done.status == 0
    assert [heard.title for heard in phone.heard] == ["Liftday can reach you"] * 2
    assert done.out.splitlines() == [f"✓ {place}: sent; look at your phone." for place in ADDRESSES["urls"]]
    assert SECRET not in done.out + done.err


def test_the_address_that_fails_is_named_the_others_get_theirs_and_it_works_once_mended(
    liftday: Liftday, config: Path, phone: FakeReceiver
) -> None:
    phone.faults.append(server_error())
    done = liftday("notify", "test", "--json", "--config", config)
    assert done.status == 1
    assert done.document == [
        {"address": "file:phone", "sent": False, "reason": "the service refused it or was not reached"},
        {"address": "env:LIFTDAY_PHONE", "sent": True, "reason": ""},
    ]
    assert SECRET not in done.out + done.err
    assert liftday("notify", "test", "--config", config).status == 0


def test_a_secret_that_is_not_there_says_where_to_put_it(
    liftday: Liftday, config: Path, phone: FakeReceiver, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("LIFTDAY_PHONE")
    done = liftday("notify", "test", "--config", config)
    assert (done.status, len(phone.heard)) == (1, 1)
    assert "The environment variable LIFTDAY_PHONE is empty; put the secret there." in done.out


def test_without_an_address_it_says_what_to_write(liftday: Liftday, tmp_path: Path) -> None:
    done = liftday("notify", "test", "--config", written(tmp_path))
    assert done.status != 0
    assert "notify.urls" in done.err
