"""A week with everything that happens in one, day by day; Home Assistant agrees with the daemon on each of them."""

import asyncio
from collections.abc import AsyncGenerator, Callable
from contextlib import asynccontextmanager
from datetime import UTC, datetime, time
from time import monotonic
from typing import Any

import pytest
from tests.e2e.agreement import Agreement
from tests.e2e.harness import HomeAssistant
from tests.e2e.programs import until
from tests.e2e.runner import HARD
from tests.e2e.week import ATHLETE, UNCLEAR, Week

SLUG = "liftday_kim"
EVENTS = f"event.{SLUG}_plan_changes"
TODO = f"todo.{SLUG}_strength_this_week"
SHOWN_WITHIN_S = 0.5
BACK_WITHIN_S = 15.0
MON, TUE, WED, THU, FRI, SAT, SUN = range(7)


async def test_a_week_is_lived_and_both_agree_every_day(
    *, week: Week, home: HomeAssistant, subtests: pytest.Subtests
) -> None:
    assert (await home.add_liftday(week.daemon.url, week.daemon.token))["type"] == "create_entry"
    both = Agreement(daemon=week.daemon, home=home, athlete=ATHLETE, slug=SLUG)
    await until(lambda: _has(home, TODO), "the entities")
    lived = _Life(week=week, home=home, both=both)
    async with both.timed():
        for tell, live in CHAPTERS:
            with subtests.test(tell):
                await live(lived)
                await both.is_reached()
    print(f"\n{len(both.delays())} changes, from the daemon to the entities: p95 {both.p95() * 1000:.0f} ms")
    assert len(both.delays()) >= 10
    assert both.p95() < SHOWN_WITHIN_S
    assert home.complaints() == []


class _Life:
    """What the runner does, and what is to be seen of it."""

    def __init__(self, week: Week, home: HomeAssistant, both: Agreement) -> None:
        self.week, self.home, self.both = week, home, both
        self.uid = ""
        """The session of which the story tells."""

    async def comes(self, day: int, hour: int, minute: int = 0) -> None:
        """Time passes; somebody looks whether there is news."""
        self.week.turn_to(day, time(hour, minute), _now())
        await self.home.post("/api/services/button/press", {"entity_id": f"button.{SLUG}_sync_now"})
        await until(lambda: self._is_today(day), f"day {day}", 15)

    async def runs(self, day: int, effort: str, **laps: Any) -> None:
        """This morning's run reaches the folder, and is judged."""
        self.week.runs(day, **laps)
        await until(lambda: self._ran(day, effort), f"the run of day {day} as {effort}", 15)

    async def session(self, uid: str) -> dict[str, Any]:
        """As the daemon tells it."""
        plan = await self.week.daemon.snapshot(ATHLETE)
        return next(one for one in plan["sessions"] if one["uid"] == uid)

    async def next_open(self) -> dict[str, Any]:
        """The next session that is still to come."""
        plan = await self.week.daemon.snapshot(ATHLETE)
        still = [one for one in plan["sessions"] if one["status"] in {"planned", "locked"}]
        return min(still, key=lambda one: datetime.fromisoformat(one["start"]))

    async def says(self, action: str, **data: Any) -> None:
        """An action of ours, as an automation calls it."""
        await self.home.post(f"/api/services/liftday/{action}", data)

    async def becomes(self, status: str) -> None:
        """The session of the story gets this status."""

        async def has_it() -> bool:
            return bool((await self.session(self.uid))["status"] == status)

        await until(has_it, f"{self.uid} as {status}", 15)

    @asynccontextmanager
    async def told(self, kind: str) -> AsyncGenerator[None]:
        """Meanwhile the event entity tells this kind of news about the session of the story."""
        async with self.home.watching(EVENTS) as next_state:
            yield
            async with asyncio.timeout(15):
                while True:
                    news = (await next_state())["attributes"]
                    if news["event_type"] == kind and news.get("session_uid") in {self.uid, None}:
                        return

    async def _is_today(self, day: int) -> bool:
        return bool((await self.week.daemon.snapshot(ATHLETE))["today"] == str(self.week.day(day)))

    async def _ran(self, day: int, effort: str) -> bool:
        plan = await self.week.daemon.snapshot(ATHLETE)
        return any(
            one["local_date"] == str(self.week.day(day)) and one["effort"] == effort for one in plan["activities"]
        )


async def monday_is_planned(life: _Life) -> None:
    """Two sessions stand in the week, the first on Tuesday."""
    await life.comes(MON, 6)
    session = await life.next_open()
    life.uid = session["uid"]
    assert session["start"].startswith(f"{life.week.day(TUE)}T18:00")


async def tuesdays_run_is_hard(life: _Life) -> None:
    """Nobody expected it: the evening's session makes room, and the event entity says so."""
    await life.comes(TUE, 8, 30)
    async with life.told("session_moved"):
        await life.runs(TUE, "hard", laps=HARD)
    session = await life.session(life.uid)
    assert session["start"][:10] > str(life.week.day(TUE))
    assert await life.both.state("sensor.last_run_class") == "hard"


async def it_is_moved_to_wednesday_and_ticked_off(life: _Life) -> None:
    """The runner drags it in the calendar, lifts, and ticks it on the list."""
    await life.comes(WED, 8, 30)
    await life.runs(WED, "easy")
    start = datetime.combine(life.week.day(WED), time(19), life.week.zone)
    await life.says("move", session=life.uid, start=start.isoformat())
    await life.becomes("locked")
    await life.both.is_reached()
    await life.comes(WED, 20)
    done = {"entity_id": TODO, "item": life.uid, "status": "completed"}
    async with life.told("session_completed"):
        await life.home.post("/api/services/todo/update_item", done)
    await life.becomes("done")


async def the_daemon_is_started_again(life: _Life) -> None:
    """Everything is back by itself, and soon."""
    await life.comes(THU, 8, 30)
    await life.runs(THU, "easy")
    await life.both.is_reached()
    await life.week.daemon.stop()
    await until(lambda: _is(life, "sensor.advice_today", "unavailable"), "the loss", 5)
    await life.week.daemon.start()
    began = monotonic()
    await until(lambda: _is(life, "sensor.last_run_class", "easy"), "the return", BACK_WITHIN_S)
    print(f"back {monotonic() - began:.2f} s after the daemon")


async def fridays_run_is_unclear_until_the_runner_says(life: _Life) -> None:
    """A file that knows only how long it took."""
    await life.comes(FRI, 8, 30)
    await life.runs(FRI, "uncertain", laps=UNCLEAR)
    assert await life.both.state("sensor.last_run_class") == "uncertain"
    async with life.told("run_classified"):
        await life.says("classify", effort="easy")
    await until(lambda: _is(life, "sensor.last_run_class", "easy"), "the runner's word", 15)


async def the_next_session_is_missed(life: _Life) -> None:
    """Its evening goes by, and half of the next day."""
    session = await life.next_open()
    life.uid = session["uid"]
    day = (datetime.fromisoformat(session["start"]).date() - life.week.monday).days
    assert day in {FRI, SAT}, session["start"]
    await life.comes(day, 23)
    assert (await life.session(life.uid))["status"] == "planned"
    async with life.told("session_dropped"):
        await life.comes(day + 1, 13)
    await life.becomes("missed")


async def the_folder_is_gone_and_comes_back(life: _Life) -> None:
    """Home Assistant says that there is a problem, and when it is over."""
    await life.comes(SUN, 13, 30)
    life.week.watched.rename(life.week.unplugged())
    await life.comes(SUN, 14)
    await until(lambda: _is(life, "binary_sensor.sync_problem", "on"), "the problem", 15)
    life.week.unplugged().rename(life.week.watched)
    await life.runs(SUN, "long")
    await until(lambda: _is(life, "binary_sensor.sync_problem", "off"), "its end", 15)


CHAPTERS: list[tuple[str, Callable[[_Life], Any]]] = [
    ("Monday: two sessions are planned", monday_is_planned),
    ("Tuesday: a hard surprise moves the session", tuesdays_run_is_hard),
    ("Wednesday: dragged, lifted, ticked off", it_is_moved_to_wednesday_and_ticked_off),
    ("Thursday: the daemon is started again", the_daemon_is_started_again),
    ("Friday: an unclear run is answered", fridays_run_is_unclear_until_the_runner_says),
    ("Friday to Saturday: a session is missed", the_next_session_is_missed),
    ("Sunday: the folder is gone and comes back", the_folder_is_gone_and_comes_back),
]


def _now() -> datetime:
    return datetime.now(UTC)  # noqa: TID251 (the daemon's clock stands so far ahead of it)


async def _is(life: _Life, entity: str, value: str) -> bool:
    return await life.both.state(entity) == value


async def _has(home: HomeAssistant, entity_id: str) -> bool:
    return any(state["entity_id"] == entity_id for state in await home.get("/api/states"))
