"""Messages on their way: to a real receiver, through restarts and failures, and without a secret in sight."""

import asyncio
import logging
from collections.abc import Generator
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from tests.fakes.faults import drop, hang, server_error
from tests.fakes.receiver import SECRET, FakeReceiver
from tests.helpers.household import NOW, config_of, store_of
from tests.sync.notify.moments import FRIDAY, change, said, session, source

from liftday_sync.clock import FixedClock
from liftday_sync.config import Config
from liftday_sync.contract import SourceState
from liftday_sync.cycle import cycle
from liftday_sync.house import open_home
from liftday_sync.notify import Notifier, notifier
from liftday_sync.notify import send as sending
from liftday_sync.publish.health import Health
from liftday_sync.publish.hub import Hub
from liftday_sync.store import Store

MOVED = said(changes=(change(),))
FIVE_MINUTES = timedelta(minutes=5)
FAILED = (
    "Messages for Anna to file:watch do not arrive: the service refused it or was not reached. "
    "Try it with `liftday notify test`."
)


@dataclass(slots=True, kw_only=True)
class Anna:
    """Anna, who gave two addresses."""

    config: Config
    store: Store
    phone: FakeReceiver
    watch: FakeReceiver

    def notifier(self) -> Notifier:
        """A new one, as after a restart."""
        return Notifier(athlete=self.config.athletes[0], store=self.store, folder=self.config.folder)


def write_secret(folder: Path, name: str, text: str) -> None:
    (folder / name).write_text(text + "\n", encoding="utf-8")
    (folder / name).chmod(0o600)


@pytest.fixture
def anna(tmp_path: Path) -> Generator[Anna]:
    raw: dict[str, Any] = {"id": "anna", "name": "Anna", "time_zone": "Europe/Berlin", "sources": [{"kind": "demo"}]}
    config = config_of(tmp_path, athletes=[raw | {"notify": {"urls": ["file:phone", "file:watch"]}}])
    with FakeReceiver() as phone, FakeReceiver() as watch, store_of(config) as store:
        write_secret(tmp_path, "phone", phone.address)
        write_secret(tmp_path, "watch", watch.address)
        yield Anna(config=config, store=store, phone=phone, watch=watch)


def tell(notifier: Notifier, snapshot: Any = MOVED, after: timedelta = timedelta()) -> int:
    return asyncio.run(notifier.tell(snapshot, NOW + after))


def test_a_message_arrives_at_every_address_in_its_words(anna: Anna) -> None:
    assert tell(anna.notifier()) == 2
    assert [anna.phone.heard, anna.watch.heard] == [anna.phone.heard] * 2
    [heard] = anna.phone.heard
    assert heard.title == "Lifting waits until tomorrow at 18:00"
    assert heard.body == "Today's run was hard, so your legs get a night first."


def test_it_is_said_once_also_after_a_restart(anna: Anna) -> None:
    assert [tell(anna.notifier()), tell(anna.notifier(), after=FIVE_MINUTES)] == [2, 0]
    one = anna.notifier()
    assert [tell(one, after=2 * FIVE_MINUTES), tell(one, after=3 * FIVE_MINUTES)] == [0, 0]
    assert len(anna.phone.heard) == 1


def test_who_was_not_reached_hears_it_later_and_who_was_does_not_hear_it_again(
    anna: Anna, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.INFO)
    anna.watch.faults += [server_error(503), drop()]
    one = anna.notifier()
    assert tell(one) == 1
    assert one.trouble == {"file:watch": FAILED}
    assert tell(one, after=timedelta(minutes=1)) == 0, "it is left in peace for a while"
    assert anna.watch.count() == 1
    assert tell(one, after=FIVE_MINUTES) == 0
    assert tell(one, after=2 * FIVE_MINUTES) == 1
    assert (len(anna.phone.heard), len(anna.watch.heard), one.trouble) == (1, 1, {})
    said_so = [record.getMessage() for record in caplog.records if record.name.startswith("liftday_sync.notify")]
    assert said_so == [FAILED, "Messages for Anna to file:watch arrive again."]


def test_a_failed_message_is_not_counted_against_the_day(anna: Anna) -> None:
    anna.phone.faults.append(server_error(500, times=6))
    one = anna.notifier()
    sent = [tell(one, after=number * FIVE_MINUTES) for number in range(7)]
    assert sent == [1, 0, 0, 0, 0, 0, 1]
    assert len(anna.phone.heard) == 1


def test_no_more_than_so_many_a_day_arrive_and_the_rest_comes_tomorrow_in_one(anna: Anna) -> None:
    one, hour = anna.notifier(), timedelta(hours=1)
    changes = [
        change(
            f"s{number}", at=NOW + number * hour, start_before=FRIDAY, start_after=FRIDAY + timedelta(days=number + 1)
        )
        for number in range(6)
    ]
    for number in range(6):
        tell(one, said(changes=tuple(changes[: number + 1])), number * hour)
    assert len(anna.phone.heard) == 4
    morning = timedelta(hours=17)  # 07:00 in Berlin
    assert tell(one, said(changes=tuple(changes)), morning) == 2
    assert anna.phone.heard[-1].title == "2 changes to your lifting"


def test_a_new_address_starts_with_what_is_new_and_an_old_one_keeps_its_memory(anna: Anna) -> None:
    tell(anna.notifier())
    write_secret(anna.config.folder, "watch", anna.phone.address)
    assert tell(anna.notifier(), after=FIVE_MINUTES) == 0, "the same address in another file was told already"


def test_a_source_that_needs_the_athlete_is_told_once_for_each_time_it_does(anna: Anna) -> None:
    one = anna.notifier()
    broken, well = said(sources=(source(SourceState.NEEDS_LOGIN),)), said()
    sent = [
        tell(one, snapshot, number * FIVE_MINUTES) for number, snapshot in enumerate((broken, broken, well, broken))
    ]
    assert sent == [2, 0, 0, 2]
    assert [heard.title for heard in anna.phone.heard] == ["Garmin needs you"] * 2


@pytest.mark.parametrize("text", ["", "no address at all", "nosuchservice://abc/s3cret-part"])
def test_an_address_that_is_none_is_said_without_showing_it(
    anna: Anna, text: str, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    write_secret(anna.config.folder, "watch", text)
    one = anna.notifier()
    assert tell(one) == 1
    assert one.trouble.keys() == {"file:watch"}
    assert "s3cret-part" not in caplog.text + str(one.trouble)
    assert ".." not in one.trouble["file:watch"]


@pytest.mark.parametrize("fault", [server_error, drop])
def test_the_address_stands_in_no_log_whatever_happens(
    anna: Anna, fault: Any, caplog: pytest.LogCaptureFixture, capfd: pytest.CaptureFixture[str]
) -> None:
    caplog.set_level(logging.DEBUG)
    anna.phone.faults.append(fault())
    one = anna.notifier()
    tell(one)
    tell(one, after=FIVE_MINUTES)
    ours = [record.getMessage() for record in caplog.records if record.name.startswith(("liftday", "apprise"))]
    assert len(anna.phone.heard) == 1
    assert SECRET not in "\n".join([*ours, *capfd.readouterr(), *one.trouble.values()])


# --- beside the plan ---


def test_what_does_not_arrive_is_told_by_the_health_report_for_each_athlete(anna: Anna) -> None:
    health = Health(patience=timedelta(minutes=45), started_at=NOW)
    anna.phone.faults.append(server_error())
    bens = anna.config.athletes[0].model_copy(update={"id": "ben", "name": "Ben"})
    anna.store.ensure_athlete("ben", name="Ben", time_zone="Europe/Berlin")
    for athlete in (anna.config.athletes[0], bens):
        notes = health.notes.setdefault(athlete.id, {})
        tell(Notifier(athlete=athlete, store=anna.store, folder=anna.config.folder, trouble=notes))
    [only] = health.reasons(NOW, ())
    assert (only.athlete_id, only.sentence.split(":")[0]) == ("anna", "Messages for Anna to file")
    assert len(anna.phone.heard) == 1, "Ben heard it: what was told to Anna is no matter of his"


def test_a_receiver_that_hangs_does_not_hold_up_a_plan(anna: Anna, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sending, "SEND_S", 0.2)
    for receiver in (anna.phone, anna.watch):
        receiver.faults.append(hang(2, times=None))
    home = open_home(anna.config.athletes[0], anna.store, Hub(), anna.config.folder)
    one = anna.notifier()

    async def both() -> bool:
        async with asyncio.timeout(10), asyncio.TaskGroup() as group:
            telling = group.create_task(one.tell(MOVED, NOW))
            await asyncio.sleep(0)
            await cycle(home, NOW, trigger="test")
        return telling.result() == 0

    assert asyncio.run(both())
    assert set(one.trouble.values()) == {
        f"Messages for Anna to file:{place} do not arrive: no answer within 0 s. Try it with `liftday notify test`."
        for place in ("phone", "watch")
    }
    assert anna.store.published("anna", since=NOW), "the plan was made all the same"


def test_a_fault_within_the_library_that_sends_is_a_message_not_sent(
    anna: Anna, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def breaks(*_: object, **__: object) -> bool:
        raise RuntimeError(f"it fell over {SECRET}")

    one = anna.notifier()
    with monkeypatch.context() as patch:
        patch.setattr("apprise.plugins.custom_json.NotifyJSON.send", breaks)
        assert tell(one) == 0
    assert one.trouble.keys() == {"file:phone", "file:watch"}
    assert SECRET not in caplog.text + str(one.trouble)
    assert tell(one, after=FIVE_MINUTES) == 2


def test_it_follows_the_plan_until_it_is_told_to_stop(anna: Anna, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(notifier, "LOOK_S", 0.02)
    hub, clock, one = Hub(), FixedClock(NOW), anna.notifier()

    async def play() -> None:
        stop = asyncio.Event()
        async with asyncio.timeout(20), asyncio.TaskGroup() as group:
            group.create_task(one.follow(hub, clock, stop))
            hub.publish(said(sessions=(session(),), revision=1))
            await asyncio.sleep(0.1)
            assert anna.phone.heard == []
            hub.publish(MOVED)
            await _heard(anna.phone, 1)
            hub.publish(said(sessions=(session(),), revision=3))
            clock.forward(timedelta(hours=17))  # the morning comes without another plan
            await _heard(anna.phone, 2)
            stop.set()
            hub.close()

    asyncio.run(play())
    assert [heard.title for heard in anna.phone.heard] == [
        "Lifting waits until tomorrow at 18:00",
        "Today at 18:00: Lift 45 min · hips and balance",
    ]


def test_without_an_address_nobody_follows(tmp_path: Path) -> None:
    config = config_of(tmp_path)
    with store_of(config) as store:
        one = Notifier(athlete=config.athletes[1], store=store, folder=config.folder)
        asyncio.run(asyncio.wait_for(one.follow(Hub(), FixedClock(NOW), asyncio.Event()), 1))


async def _heard(phone: FakeReceiver, count: int) -> None:
    while len(phone.heard) < count:  # noqa: ASYNC110 (the phone is in another thread)
        await asyncio.sleep(0.01)
