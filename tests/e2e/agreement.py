"""Whether Home Assistant says what the daemon says, and how soon."""

import asyncio
import json
from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from statistics import quantiles
from time import monotonic
from typing import Any

from aiohttp import ClientError
from tests.e2e.harness import Daemon, HomeAssistant
from tests.e2e.programs import until

LIVE = {"planned", "locked", "done"}


@dataclass(slots=True)
class Agreement:
    """One athlete, seen from both sides."""

    daemon: Daemon
    home: HomeAssistant
    athlete: str
    slug: str
    """How the athlete's entities begin after the platform."""
    _said: dict[str, float] = field(default_factory=dict)
    _shown: dict[str, float] = field(default_factory=dict)

    async def state(self, entity: str) -> str:
        """The state of an entity, named as `platform.key`."""
        platform, key = entity.split(".")
        return str((await self.home.state(f"{platform}.{self.slug}{key and '_'}{key}"))["state"])

    async def is_reached(self) -> None:
        """Wait until every entity says what the daemon says."""
        await until(self._agrees, f"the agreement: {await self.differences()}", 15)

    async def _agrees(self) -> bool:
        return not await self.differences()

    async def differences(self) -> dict[str, tuple[Any, Any]]:
        """What the daemon says and what Home Assistant says, where they differ."""
        plan = await self.daemon.snapshot(self.athlete)
        pairs: list[tuple[str, Any, Any]] = [(name, said, await self.state(name)) for name, said in _states(plan)]
        pairs += [
            ("calendar", _sessions(plan), await self._calendar(plan)),
            ("todo", _items(plan), await self._todo()),
        ]
        return {name: (said, shown) for name, said, shown in pairs if said != shown}

    async def _calendar(self, plan: dict[str, Any]) -> list[tuple[str, datetime]]:
        middle = datetime.combine(date.fromisoformat(plan["today"]), datetime.min.time(), UTC)
        window = (middle - timedelta(days=60), middle + timedelta(days=60))
        events = await self.home.events(f"calendar.{self.slug}", *window)
        return sorted((one["uid"], _instant(one["start"]["dateTime"])) for one in events)

    async def _todo(self) -> list[tuple[str, str]]:
        path = "/api/services/todo/get_items?return_response"
        entity = f"todo.{self.slug}_strength_this_week"
        wanted = {"entity_id": entity, "status": ["needs_action", "completed"]}
        answer = (await self.home.post(path, wanted))["service_response"][entity]
        return sorted((one["uid"], one["status"]) for one in answer["items"])

    # --- how soon ---

    @asynccontextmanager
    async def timed(self) -> AsyncGenerator[None]:
        """Meanwhile, note when each document leaves the daemon and when Home Assistant passes it on."""
        async with asyncio.TaskGroup() as group:
            notes = [group.create_task(self._note_daemon()), group.create_task(self._note_home())]
            yield
            await asyncio.sleep(1)
            for one in notes:
                one.cancel()

    async def _note_daemon(self) -> None:
        while True:
            try:
                async for document in self.daemon.documents(self.athlete):
                    if "revision" in document and "days" in document:
                        self._said.setdefault(_content(document), monotonic())
            except ClientError:
                await asyncio.sleep(0.2)  # it is being restarted

    async def _note_home(self) -> None:
        async with self.home.subscribed(type="liftday/subscribe", entity_id=f"calendar.{self.slug}") as next_event:
            while True:
                event = await next_event()
                self._shown.setdefault(_content(event["snapshot"]), monotonic())

    def delays(self) -> list[float]:
        """Seconds from the daemon to Home Assistant, of each document that was noted on both sides."""
        first = min(self._said.values(), default=0.0)  # what stood before we listened tells nothing
        return [
            max(0.0, self._shown[content] - at)
            for content, at in self._said.items()
            if content in self._shown and at > first
        ]

    def p95(self) -> float:
        """Of the delays, in seconds."""
        return quantiles(self.delays(), n=20)[-1]


def _states(plan: dict[str, Any]) -> list[tuple[str, str]]:
    figures = plan["figures"]
    troubled = [one for one in plan["sources"] if one["state"] not in {"ok", "rate_limited"}]
    runs = [one for one in plan["activities"] if one["sport"].endswith("run")]
    last = max(runs, key=lambda one: _instant(one["start"]))
    return [
        ("sensor.advice_today", plan["advice"]["code"]),
        ("sensor.advice_reason", plan["advice"]["reason"]),
        ("sensor.plan_state", plan["state"]),
        ("sensor.last_run_class", last["effort"]),
        ("sensor.hard_days_this_week", str(figures["hard_days_this_week"])),
        ("sensor.strength_done_this_week", str(figures["sessions_done_this_week"])),
        ("binary_sensor.sync_problem", "on" if troubled else "off"),
    ]


def _sessions(plan: dict[str, Any]) -> list[tuple[str, datetime]]:
    return sorted((one["uid"], _instant(one["start"])) for one in plan["sessions"] if one["status"] in LIVE)


def _items(plan: dict[str, Any]) -> list[tuple[str, str]]:
    today = date.fromisoformat(plan["today"])
    monday = today - timedelta(days=today.weekday())
    week = {str(monday + timedelta(days=n)) for n in range(7)}
    return sorted(
        (one["uid"], "completed" if one["status"] == "done" else "needs_action")
        for one in plan["sessions"]
        if one["status"] in LIVE and one["start"][:10] in week
    )


def _content(document: dict[str, Any]) -> str:
    """A document without the instants that say nothing new."""
    return json.dumps({k: v for k, v in document.items() if k not in {"generated_at", "valid_until"}}, sort_keys=True)


def _instant(text: str) -> datetime:
    return datetime.fromisoformat(text).astimezone(UTC)
