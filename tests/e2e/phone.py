"""A phone with the Home Assistant app, as far as notifications go: registered, told things, and tapped on."""

from collections.abc import AsyncGenerator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import Any

from aiohttp import web
from tests.e2e.harness import HomeAssistant
from tests.e2e.programs import until


@dataclass(slots=True)
class Phone:
    """`told` is every message so far, oldest first, as the push service would pass it on."""

    name: str
    home: HomeAssistant
    device_id: str = ""
    told: list[dict[str, Any]] = field(default_factory=list)
    _webhook: str = ""

    async def next(self, fits: Callable[[dict[str, Any]], bool], after: int = 0) -> dict[str, Any]:
        """The first message that fits, of those after so many."""

        async def look() -> dict[str, Any] | None:
            return next((one for one in self.told[after:] if fits(one)), None)

        message: dict[str, Any] = await until(look, f"a message to {self.name}; so far {self.told[after:]}", 20)
        return message

    async def tap(self, action: str, **more: Any) -> None:
        """A button of a notification is tapped."""
        event = {"event_type": "mobile_app_notification_action", "event_data": {"action": action, **more}}
        await self._hook("fire_event", event)

    async def _hook(self, kind: str, data: dict[str, Any]) -> None:
        await self.home.post(f"/api/webhook/{self._webhook}", {"type": kind, "data": data})

    async def _push(self, request: web.Request) -> web.Response:
        self.told.append(await request.json())
        return web.json_response({"ok": True}, status=201)

    async def _register(self, push_url: str) -> None:
        answer = await self.home.post(
            "/api/mobile_app/registrations",
            {
                "app_id": "io.liftday.test",
                "app_name": "A phone",
                "app_version": "1",
                "device_id": self.name.lower(),
                "device_name": self.name,
                "manufacturer": "Nobody",
                "model": "Phone",
                "os_name": "Test",
                "os_version": "1",
                "supports_encryption": False,
                "app_data": {"push_token": self.name, "push_url": push_url},
            },
        )
        self._webhook = answer["webhook_id"]
        devices = await self.home.command(type="config/device_registry/list")
        self.device_id = next(one["id"] for one in devices if one["name"] == self.name)


@asynccontextmanager
async def phone(home: HomeAssistant, name: str) -> AsyncGenerator[Phone]:
    """One that is registered with Home Assistant and can be pushed to."""
    made = Phone(name=name, home=home)
    app = web.Application()
    app.router.add_post("/push", made._push)
    runner = web.AppRunner(app)
    await runner.setup()
    try:
        await web.TCPSite(runner, "127.0.0.1", 0).start()
        host, port = runner.addresses[0][:2]
        await made._register(f"http://{host}:{port}/push")
        yield made
    finally:
        await runner.cleanup()
