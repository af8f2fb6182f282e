"""Home Assistant's Supervisor as far as an app sees it: discovery, and ingress for whoever Home Assistant let in."""

import uuid
from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import Any

from aiohttp import ClientSession, TCPConnector, web

SLUG = "a1b2c3d4_liftday"
APP_TOKEN = "the-app's-own-token"
CORE_TOKEN = "home-assistant's-token"
PASSED_ON = ("Content-Type", "Accept", "Cookie")


@dataclass
class Supervisor:
    """Answers apps and Home Assistant; `refusals` are statuses to give before it begins to listen."""

    app_url: str = ""
    address: str = "127.0.0.1"
    services: tuple[str, ...] = ("liftday",)
    refusals: list[int] = field(default_factory=list)
    told: list[dict[str, Any]] = field(default_factory=list)
    """Every message of discovery that was taken, as it came."""
    asked: list[str] = field(default_factory=list)
    url: str = ""
    _messages: dict[str, dict[str, Any]] = field(default_factory=dict)

    @property
    def app(self) -> web.Application:
        app = web.Application()
        app.router.add_post("/discovery", self._take)
        app.router.add_get("/discovery", self._list)
        app.router.add_get("/discovery/{uuid}", self._one)
        app.router.add_get("/addons/{slug}/info", self._about)
        app.router.add_route("*", "/ingress/{token}/{path:.*}", self._ingress)
        app.router.add_route("*", "/{path:.*}", self._nothing)
        return app

    def messages(self) -> list[dict[str, Any]]:
        """What it keeps, one an app and service."""
        return list(self._messages.values())

    async def _take(self, request: web.Request) -> web.Response:
        self.asked.append(request.path)
        if self.refusals:
            return _error(self.refusals.pop(0))
        if request.headers.get("Authorization") != f"Bearer {APP_TOKEN}":
            return _error(401)
        message = await request.json()
        if message.keys() != {"service", "config"} or message["service"] not in self.services:
            return _error(400)
        self.told.append(message)
        known = next((one for one in self.messages() if one["service"] == message["service"]), None)
        name = known["uuid"] if known else uuid.uuid4().hex
        self._messages[name] = {"addon": SLUG, "uuid": name, **message}
        return _ok({"uuid": name})

    async def _list(self, _: web.Request) -> web.Response:
        return _ok({"discovery": self.messages(), "services": {"liftday": [SLUG]}})

    async def _one(self, request: web.Request) -> web.Response:
        message = self._messages.get(request.match_info["uuid"])
        return _ok(message) if message else _error(404)

    async def _about(self, request: web.Request) -> web.Response:
        return _ok(ABOUT | {"slug": request.match_info["slug"]})

    async def _ingress(self, request: web.Request) -> web.Response:
        """From the Supervisor's own address, and with the path under which the browser asked."""
        headers = {name: value for name in PASSED_ON if (value := request.headers.get(name))}
        headers["X-Ingress-Path"] = f"/api/hassio_ingress/{request.match_info['token']}"
        headers["X-Remote-User-Name"] = "alex"
        url = f"{self.app_url}/{request.match_info['path']}"
        from_here = TCPConnector(local_addr=(self.address, 0))
        async with (
            ClientSession(connector=from_here, auto_decompress=False) as session,
            session.request(
                request.method,
                url,
                headers=headers,
                params=request.query,
                data=await request.read() or None,
                allow_redirects=False,
            ) as answer,
        ):
            kept = {name: value for name, value in answer.headers.items() if name in KEPT}
            return web.Response(status=answer.status, body=await answer.read(), headers=kept)

    async def _nothing(self, request: web.Request) -> web.Response:
        self.asked.append(request.path)
        return _error(404)


KEPT = {"Content-Type", "Location", "Set-Cookie", "Content-Security-Policy", "Cache-Control", "X-Content-Type-Options"}


def _ok(data: Any) -> web.Response:
    return web.json_response({"result": "ok", "data": data})


def _error(status: int) -> web.Response:
    return web.json_response({"result": "error", "message": "no"}, status=status)


@asynccontextmanager
async def listening(supervisor: Supervisor, port: int = 0) -> AsyncGenerator[Supervisor]:
    """The Supervisor, answering at its address."""
    runner = web.AppRunner(supervisor.app, access_log=None)
    await runner.setup()
    try:
        await web.TCPSite(runner, supervisor.address, port).start()
        supervisor.url = f"http://{supervisor.address}:{runner.addresses[0][1]}"
        yield supervisor
    finally:
        await runner.cleanup()


ABOUT: dict[str, Any] = {
    "advanced": False, "available": True, "build": False, "description": "d", "homeassistant": None, "icon": True,
    "logo": True, "name": "Liftday", "repository": "a1b2c3d4", "stage": "stable", "update_available": False,
    "url": None, "version_latest": "0.1.0", "version": "0.1.0", "detached": False, "state": "started",
    "arch": ["amd64", "aarch64"], "documentation": True, "apparmor": "profile", "auth_api": False,
    "docker_api": False, "full_access": False, "homeassistant_api": False, "host_network": False, "host_pid": False,
    "ingress": True, "long_description": None, "rating": 6, "signed": False, "hassio_api": False,
    "hassio_role": "default", "hostname": "a1b2c3d4-liftday", "dns": [], "protected": True, "boot": "auto",
    "boot_config": "auto", "options": {}, "schema": [], "machine": [], "network": {}, "network_description": {},
    "host_ipc": False, "host_uts": False, "host_dbus": False, "privileged": [], "changelog": True, "stdin": False,
    "gpio": False, "usb": False, "uart": False, "kernel_modules": False, "devicetree": False, "udev": False,
    "video": False, "audio": False, "startup": "services", "services": [], "discovery": ["liftday"],
    "translations": {}, "webui": None, "ingress_entry": "/", "ingress_url": "/", "ingress_port": 8098,
    "ingress_panel": True, "audio_input": None, "audio_output": None, "auto_update": False,
    "ip_address": "172.30.33.5", "watchdog": True, "devices": [], "system_managed": False,
    "system_managed_config_entry": None,
}  # fmt: skip
"""What Home Assistant asks of an app before it hands its message on."""
