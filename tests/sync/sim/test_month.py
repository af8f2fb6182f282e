"""A month with three services, configured as a newcomer does it, with everything that goes wrong in years.

One story in chapters: each breaks something, reads what the doctor says, mends it, and shows that nothing was lost.
"""

import asyncio
import logging
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from functools import partial
from pathlib import Path
from typing import Any, cast

import pytest
from tests.fakes.calendar_feed import FakeCalendar, event
from tests.fakes.faults import Fault, changed, drop, hang, html, server_error, status, too_many, truncated
from tests.fakes.garmin import CODE, EMAIL, PASSWORD, FakeGarmin, a_run
from tests.fakes.garmin_personal import KEY, FakePersonal
from tests.fakes.strava import SECRET, FakeStrava, activity, inactive
from tests.sync.sim.home import Simulation, configured
from typer.testing import CliRunner

from liftday_rules.dedupe import merge
from liftday_sync.cli import app
from liftday_sync.house import surroundings
from liftday_sync.sources import open_login
from liftday_sync.sources.base import SourceState
from liftday_sync.sources.garmin import GarminSource

BEGIN = datetime(2026, 12, 1, 11, 2, tzinfo=UTC)
HISTORY = 150
TEN_YEARS_S = 10 * 365 * 86_400
LIST = "/activities/search/activities"
LIMITED = "is rate limited until"


@dataclass(slots=True)
class Month:
    """One runner, two services that hear of every run, a training plan, and the daemon."""

    folder: Path
    config: Path
    garmin: FakeGarmin
    strava: FakeStrava
    feed: FakeCalendar
    sim: Simulation
    runs: set[int] = field(default_factory=set)
    made: int = 0

    def run(self, start: datetime) -> int:
        """A run: the watch sends it to Garmin, and Garmin to Strava."""
        self.made += 1
        number = 5000 + self.made
        self.runs.add(number)
        self.garmin.activities.append(a_run(number, start))
        self.strava.add(activity(number, start, distance=10_003.0, external_id=f"garmin_ping_{number}9"))
        return number

    def hours(self, count: float) -> None:
        """Let time pass as it does: a look every quarter of an hour, then a plan."""
        self.sim.ticks(round(4 * count) - 1, timedelta(minutes=15))
        self.sim.tick(timedelta(minutes=15))

    def day(self) -> int:
        """A day with a run in its morning."""
        number = self.run(self.sim.clock.now() + timedelta(hours=1))
        self.sim.ticks(7, timedelta(hours=3))
        self.sim.tick(timedelta(hours=3))
        return number

    def says(self, source: str, words: str) -> bool:
        """Whether the doctor has something to mend about this source, in these words."""
        [line] = self.sim.doctor(f"source {source} ")
        assert line.startswith("bad: "), line
        assert words in line, line
        return True

    def is_well(self, *sources: str) -> bool:
        """Whether the doctor finds nothing to mend about these sources, the plan and the activities."""
        lines = [
            line for name in sources or ("garmin", "strava", "plan") for line in self.sim.doctor(f"source {name} ")
        ]
        assert lines
        assert not [line for line in lines if line.startswith("bad: ")]
        return True

    def has(self, source: str, *numbers: int) -> bool:
        """Whether these runs came from this source."""
        return {f"{source}:{number}" for number in numbers} <= self.sim.ids(f"{source}:")

    def both(self, make: Callable[..., Fault]) -> None:
        """Let the same go wrong with both services' lists."""
        self.garmin.faults.append(make(path="activities"))
        self.strava.faults.append(make(path="activities"))

    def login(self) -> None:
        """`liftday login garmin`, with the password and the code that Garmin sends."""
        typed = f"{EMAIL}\n{PASSWORD}\n{CODE}\n"
        done = CliRunner().invoke(app, ["login", "garmin", "--config", str(self.config), "--json"], input=typed)
        assert done.exit_code == 0, done.output

    def login_strava(self) -> None:
        """The steps of a login, as Home Assistant takes them."""
        athlete = self.sim.config.athletes[0]
        source = next(one for one in athlete.sources if one.called == "strava")
        login = open_login(source, surroundings(athlete, source, self.sim.config.folder))
        assert login is not None

        async def steps() -> bool:
            asked = await login.begin(self.sim.clock.now())
            assert asked.visit_url is not None
            return (await login.answer({"code": "good-code"}, self.sim.clock.now())).is_done

        assert asyncio.run(steps())


@pytest.fixture
def month(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Month]:
    """Everything configured by addresses alone; nothing connected, nothing ever run."""
    for end in ("MIN", "MAX"):
        monkeypatch.setattr(f"garminconnect.client.sso.MOBILE_DELAY_{end}_S", 0.0)
    monkeypatch.setattr("liftday_sync.sources.strava.session.READ_S", 0.3)
    with FakeGarmin(asks_code=True) as garmin, FakeStrava() as strava, FakeCalendar() as feed:
        strava.expires_in = TEN_YEARS_S
        config = configured(
            tmp_path,
            {"kind": "garmin", "server": garmin.url},
            {"kind": "strava", "client_id": 1, "server": strava.url, "purge": False},
            {"kind": "ics", "name": "plan", "url": feed.address},
        )
        (tmp_path / "data").mkdir(mode=0o700)
        (tmp_path / "data" / "strava.secret").write_text(SECRET)
        (tmp_path / "data" / "strava.secret").chmod(0o600)
        feed.events.append(event("a", ":20261203T060000Z", "6 x 1 km"))
        made = Month(tmp_path, config, garmin, strava, feed, Simulation.open(config, BEGIN))
        for back in range(HISTORY):
            made.run(BEGIN - timedelta(days=HISTORY - back, hours=4))
        yield made
        made.sim.store.close()


# --- the chapters --------------------------------------------------------------------------------------------------


def nothing_is_connected(month: Month) -> None:
    """The doctor names the command for each account; the calendar needs none and is read all the same."""
    assert month.says("garmin", "is not connected yet: run `liftday login garmin`, then `liftday serve`")
    assert month.says("strava", "is not connected yet: run `liftday login strava`")
    assert month.says("plan", "was never read: run `liftday serve`")
    month.sim.tick()
    assert month.says("garmin", "needs a login. This Garmin account is not connected yet: run `liftday login garmin`.")
    assert month.says("strava", "`liftday login strava`")
    assert month.is_well("plan")


def the_history_comes_in_portions(month: Month) -> None:
    """Logged in with a code; in the middle of the history both services have had enough for now."""
    month.login()
    month.login_strava()
    month.garmin.faults.append(too_many(3600, path=LIST, after=3))
    month.strava.limit, month.strava.used = (8, 1000), [6, 6]
    month.sim.tick(timedelta(minutes=1))
    assert month.says("garmin", LIMITED)
    assert month.says("garmin", "Its history is still being read: ")
    [line] = month.sim.doctor("source strava ")
    assert "Its history is still being read" in line
    assert month.is_well("plan")
    month.strava.limit = (1_000_000, 1_000_000)
    month.hours(2)
    assert month.is_well()
    assert month.has("garmin", *month.runs)
    assert month.has("strava", *month.runs)


def tokens_end_and_are_renewed(month: Month) -> None:
    """Nobody notices."""
    month.garmin.expire()
    month.strava.access = "another"
    number = month.day()
    assert month.is_well()
    assert month.has("garmin", number)
    assert month.has("strava", number)


def garmin_throws_us_out(month: Month) -> None:
    """Only the athlete can mend it; Strava goes on, and afterwards nothing is missing."""
    month.garmin.revoke()
    number = month.day()
    assert month.says("garmin", "needs a login.")
    assert month.says("garmin", "`liftday login garmin`")
    assert month.has("strava", number)
    assert not month.has("garmin", number)
    asked = month.garmin.count()
    month.hours(3)
    assert month.garmin.count() - asked <= 3, "a dead access is not tried again and again"
    month.login()
    month.hours(1)
    assert month.is_well()
    assert month.has("garmin", number)


def strava_puts_the_application_to_sleep(month: Month) -> None:
    """A subscription that ended is no login that failed."""
    month.strava.faults.append(status(403, inactive(), path="/api/v3/", times=None))
    number = month.day()
    assert month.says("strava", "has no active subscription.")
    assert month.says("strava", "needs a Strava subscription")
    assert month.has("garmin", number)
    month.strava.faults.clear()
    month.hours(3)
    assert month.is_well()
    assert month.has("strava", number)


def both_ask_for_a_pause(month: Month) -> None:
    """With a time and without one; nobody is asked before it is over."""
    month.both(too_many)
    month.sim.tick(timedelta(hours=3))
    assert month.says("garmin", LIMITED)
    assert month.says("strava", LIMITED)
    asked = month.garmin.count(), month.strava.count()
    month.sim.tick(timedelta(minutes=5))
    assert (month.garmin.count(), month.strava.count()) == asked
    month.garmin.faults.append(too_many(7200, path=LIST))
    month.hours(2)
    assert month.says("garmin", LIMITED)
    month.hours(3)
    assert month.is_well()


def one_activity_can_never_be_shown(month: Month) -> None:
    """A fault of the service about one run holds up no other."""
    ill = month.run(month.sim.clock.now() - timedelta(hours=2))
    month.garmin.faults.append(server_error(path=f"/activity/{ill}", times=None))
    month.strava.faults.append(server_error(path=f"/activities/{ill}", times=None))
    number = month.day()
    assert month.is_well()
    assert month.has("garmin", ill, number)
    assert month.has("strava", ill, number)
    month.garmin.forget()
    month.strava.forget()


def the_net_is_bad(month: Month) -> None:
    """Pages, cut answers, silence, no net at all: that is never a reason to log in again."""
    for make in (html, truncated, server_error, drop, partial(hang, 0.8)):
        month.both(make)
        with quick(month):
            month.sim.tick(timedelta(hours=3))
        for source in ("garmin", "strava"):
            assert month.sim.report(source).state in {SourceState.OFFLINE, SourceState.SCHEMA_DRIFT}, (source, make)
            assert month.says(source, "tries again by itself")
        assert month.is_well("plan")
        month.sim.tick(timedelta(hours=3))
        assert month.is_well(), make


def the_net_is_down_for_two_days(month: Month) -> None:
    """The data grow old, and the doctor says so; then all that happened meanwhile comes."""
    services = (month.garmin, month.strava, month.feed)
    for service in services:
        service.stop()
    missed = [month.day(), month.day()]
    for source in ("garmin", "strava", "plan"):
        assert month.says(source, "is offline.")
        assert month.says(source, "It was last read 48 h ago.")
    assert month.sim.doctor("stands still, because the data are too old")
    for service in services:
        service.start()
    month.hours(3)
    assert month.is_well()
    assert not month.sim.doctor("stands still")
    assert month.has("garmin", *missed)
    assert month.has("strava", *missed)


def the_past_changes(month: Month) -> None:
    """Edited, cropped, deleted at both, and one uploaded ten days late."""
    edited, cropped, deleted = sorted(month.runs)[-3:]
    garmin = {one["activityId"]: one for one in month.garmin.activities}
    garmin[edited]["activityName"] = "Threshold with Ada"
    garmin[cropped] |= {"distance": 8000.0, "duration": 2600.0, "elapsedDuration": 2700.0}
    month.garmin.activities.remove(garmin[deleted])
    del month.strava.activities[deleted]
    month.runs.discard(deleted)
    late = month.run(month.sim.clock.now() - timedelta(days=10, hours=7))
    month.hours(8)
    told = {one.id: one for one in month.sim.store.activities("anna", since=date(2026, 1, 1))}
    assert told[cast("Any", f"garmin:{edited}")].name == "Threshold with Ada"
    assert told[cast("Any", f"garmin:{cropped}")].distance_m == 8000
    assert f"garmin:{deleted}" not in told
    assert f"strava:{deleted}" not in told
    assert month.has("garmin", late)
    assert month.has("strava", late)


def something_cannot_be_read(month: Month) -> None:
    """It is kept aside and counted, and comes in when it is mended."""
    number = month.run(month.sim.clock.now() - timedelta(hours=2))

    def without_length(told: list[dict[str, Any]]) -> list[dict[str, Any]]:
        nothing = {"duration": None, "elapsedDuration": None}
        return [one | nothing if one["activityId"] == number else one for one in told]

    month.garmin.faults.append(changed(without_length, path=LIST))
    month.sim.tick(timedelta(hours=3))
    [line] = month.sim.doctor("source garmin ")
    assert "1 of its items could not be read and is kept aside." in line
    assert month.sim.doctor("1 item could not be read and is kept aside")
    month.sim.tick(timedelta(hours=3))
    assert not month.sim.doctor("kept aside")
    assert month.has("garmin", number)


def the_daemon_is_started_again(month: Month) -> None:
    """Nothing is read anew that was read, and nothing is forgotten."""
    known = month.sim.ids()
    month.garmin.forget()
    month.sim = month.sim.again()
    month.sim.tick(timedelta(minutes=1))
    assert month.sim.ids() == known
    assert month.garmin.count() <= 5
    number = month.day()
    assert month.has("garmin", number)
    assert month.is_well()


CHAPTERS = (
    nothing_is_connected,
    the_history_comes_in_portions,
    tokens_end_and_are_renewed,
    garmin_throws_us_out,
    strava_puts_the_application_to_sleep,
    both_ask_for_a_pause,
    one_activity_can_never_be_shown,
    the_net_is_bad,
    the_net_is_down_for_two_days,
    the_daemon_is_started_again,
    the_past_changes,
    something_cannot_be_read,
)


@pytest.mark.slow
def test_a_month_goes_by_and_every_run_is_there_once(month: Month, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG)
    for chapter in CHAPTERS:
        chapter(month)
    while month.sim.clock.now() < BEGIN + timedelta(days=30):
        month.day()
    assert month.is_well()
    records = merge(month.sim.store.activities("anna", since=date(2026, 1, 1)))
    assert len(records) == len(month.runs)
    assert {frozenset((record.activity.id, *record.merged_ids)) for record in records} == {
        frozenset((f"garmin:{number}", f"strava:{number}")) for number in month.runs
    }
    for secret in (PASSWORD, CODE, SECRET, month.garmin.refresh, month.strava.refresh):
        assert secret not in caplog.text


@pytest.mark.slow
def test_a_key_that_ends_soon_is_said_two_weeks_ahead_and_in_time(tmp_path: Path) -> None:
    with FakePersonal(BEGIN) as personal:
        source = {"kind": "garmin_personal", "server": personal.url, "key_expires": "2026-12-20"}
        sim = Simulation.open(configured(tmp_path, source), BEGIN)
        (tmp_path / "data" / "garmin_personal.key").write_text(KEY)
        (tmp_path / "data" / "garmin_personal.key").chmod(0o600)
        said = []
        for day in (1, 7, 21):
            personal.clock = BEGIN.replace(day=day)
            sim.clock.forward(personal.clock - sim.clock.now())
            sim.tick()
            said += sim.doctor("source garmin_personal ")
        sim.store.close()
    assert "ends on" not in said[0]
    assert said[1].startswith("note: ")
    assert "ends on Sunday, 20 December" in said[1]
    assert said[2].startswith("bad: Anna: source garmin_personal needs a key.")


@contextmanager
def quick(month: Month) -> Iterator[None]:
    """Little patience with Garmin, and afterwards the end of the request that was given up."""
    session = cast("GarminSource", next(one for one in month.sim.home.sources if one.name == "garmin")).session
    patience, session._patience_s = session._patience_s, 0.3
    yield
    session._patience_s = patience
    with session._running:
        pass
