"""The real daemon, the real Home Assistant and a real browser, for the end-to-end test and for `script/ha`."""

import json
import os
import re
import shutil
import sys
from collections.abc import AsyncGenerator, Callable
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Any, Self

from aiohttp import ClientError, ClientResponseError, ClientSession, ClientTimeout, ClientWebSocketResponse
from playwright.async_api import Page, async_playwright
from tests.e2e.programs import Program, free_port, run, until

ROOT = Path(__file__).parents[2]
LIFTDAY = ROOT / ".local" / "venv" / "bin" / "liftday"
MOVED_CLOCK = ROOT / "tests" / "helpers" / "moved_clock.py"
HASS = Path(sys.executable).with_name("hass")
CHROMIUM = os.environ.get("LIFTDAY_CHROMIUM") or shutil.which("chromium") or "/usr/bin/chromium"
CHROMIUM_OPTIONS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
USER, PASSWORD = "liftday", "liftday-demo"

# What the pages of Home Assistant need, without what looks for hardware.
COMPONENTS = (
    "api",
    "automation",
    "calendar",
    "config",
    "frontend",
    "history",
    "http",
    "logbook",
    "lovelace",
    "mobile_app",
    "my",
    "person",
    "recorder",
    "script",
    "sun",
    "system_health",
    "zone",
)


def as_yaml(document: dict[str, Any]) -> str:
    """YAML, of which JSON is the part that needs no library."""
    return json.dumps(document, indent=2)


# --- the daemon ---


@dataclass
class Daemon:
    """A daemon that serves a configuration file of ours or the user's, or without one the demo athlete."""

    folder: Path
    config_file: Path | None = None
    port: int = field(default_factory=free_port)
    token: str = ""
    time_zone: str | None = None
    """Where the demo athlete lives; else where the machine stands."""
    clock: Path | None = None
    """A file with the seconds by which this daemon's clock is ahead; else it has the machine's."""
    _program: Program | None = None

    @classmethod
    def with_config(cls, folder: Path, config: dict[str, Any]) -> Self:
        """One of its own, with this configuration and its data in the folder."""
        folder.mkdir(parents=True, exist_ok=True)
        daemon = cls(folder=folder, config_file=folder / "config.yaml")
        here = {"data_dir": str(folder / "data"), "server": {"host": "127.0.0.1", "port": daemon.port}}
        (folder / "config.yaml").write_text(as_yaml(config | here), encoding="utf-8")
        return daemon

    @property
    def url(self) -> str:
        """Where it answers."""
        return f"http://127.0.0.1:{self.port}"

    async def liftday(self, command: str, *arguments: str | Path) -> str:
        """Run one of the daemon's commands with this configuration."""
        assert self.config_file
        return await run(LIFTDAY, command, *arguments, "--config", self.config_file)

    async def start(self) -> None:
        """Serve; back when every athlete has a plan."""
        if self._program is None:
            self._program = await self._prepared()
        await self._program.start()
        await until(self._is_ready, "the daemon's start")

    async def _prepared(self) -> Program:
        """The program to run. A demo tells its token itself, for a configuration one is made."""
        log = self.folder / "daemon.log"
        if self.config_file is None:
            arguments = ["demo", "--folder", str(self.folder / "data"), "--port", str(self.port)]
            zone = {"TZ": self.time_zone} if self.time_zone else {}
            return Program(command=[str(LIFTDAY), *arguments], log=log, env=zone)
        self.token = json.loads(await self.liftday("token", "--new", "--json"))["token"]
        program = [str(LIFTDAY)]
        if self.clock:
            program = [str(LIFTDAY.with_name("python")), str(MOVED_CLOCK), str(self.clock)]
        return Program(command=[*program, "serve", "--config", str(self.config_file)], log=log)

    async def stop(self) -> None:
        """Stop serving."""
        if self._program:
            await self._program.stop()

    async def athletes(self) -> list[dict[str, Any]]:
        """Whom it serves."""
        async with ClientSession() as session:
            athletes: list[dict[str, Any]] = (await self._get(session, "/athletes"))["athletes"]
            return athletes

    async def snapshot(self, athlete_id: str) -> Any:
        """What it says now."""
        async with ClientSession() as session:
            return await self._get(session, f"/athletes/{athlete_id}/snapshot")

    async def say(self, athlete_id: str, uid: str, verb: str, **details: str) -> None:
        """What the athlete says about a session, over the API."""
        path = f"{self.url}/api/v1/athletes/{athlete_id}/sessions/{uid}/{verb}"
        headers = {"Authorization": f"Bearer {self.token}"}
        async with (
            ClientSession(headers=headers) as session,
            session.post(path, json=details, raise_for_status=True) as answer,
        ):
            await answer.read()

    async def documents(self, athlete_id: str) -> AsyncGenerator[dict[str, Any]]:
        """What it says on its stream, from now on; ends when it stops."""
        events = f"{self.url}/api/v1/athletes/{athlete_id}/events"
        headers = {"Authorization": f"Bearer {self.token}"}
        async with (
            ClientSession(timeout=ClientTimeout(total=None), read_bufsize=2**22) as session,
            session.get(events, headers=headers) as stream,
        ):
            async for line in stream.content:
                if line.startswith(b"data:"):
                    yield json.loads(line.removeprefix(b"data:"))

    async def ended(self) -> None:
        """Wait until it ends by itself."""
        assert self._program
        await self._program.ended()

    def tail(self) -> str:
        """The last lines of its log."""
        return self._program.tail() if self._program else ""

    async def _is_ready(self) -> bool:
        assert self._program
        if not self._program.is_running:
            raise RuntimeError(f"the daemon ended:\n{self._program.tail()}")
        if not self.token and (shown := re.search(r"^Token +(\S{30,})$", self._program.tail(), re.MULTILINE)):
            self.token = shown[1]
        with suppress(ClientError):
            async with ClientSession() as session:
                for athlete in (await self._get(session, "/athletes"))["athletes"]:
                    await self._get(session, f"/athletes/{athlete['id']}/snapshot")
                return True
        return False

    async def _get(self, session: ClientSession, path: str) -> Any:
        headers = {"Authorization": f"Bearer {self.token}"}
        async with session.get(f"{self.url}/api/v1{path}", headers=headers, raise_for_status=True) as response:
            return await response.json()


# --- Home Assistant ---


async def _commanded(socket_: ClientWebSocketResponse, **command: Any) -> Any:
    await socket_.send_json({"id": 1} | command)
    answer = await socket_.receive_json()
    assert answer["success"], answer
    return answer["result"]


def _is_complaint(record: str) -> bool:
    """Whether a record of the log is a warning or worse and about us. Its text may hold paths; those prove nothing."""
    head, _, rest = record.partition("\n")
    if not re.match(r"\S+ \S+ (WARNING|ERROR|CRITICAL)", head) or "has not been tested by Home Assistant" in head:
        return False
    return bool(re.search(r"custom_components[./]liftday", rest) or re.search(r"\bliftday\b", head))


@dataclass
class HomeAssistant:
    """A real Home Assistant, from an empty folder."""

    folder: Path
    host: str = "127.0.0.1"
    port: int = field(default_factory=free_port)
    time_zone: str = "Europe/Berlin"
    tokens: dict[str, Any] = field(default_factory=dict)
    _program: Program | None = None
    _session: ClientSession | None = None

    def __post_init__(self) -> None:
        """Lay out the folder: a configuration, and our integration copied into it as a user would."""
        self.folder.mkdir(parents=True, exist_ok=True)
        target = self.folder / "custom_components" / "liftday"
        source = ROOT / "custom_components" / "liftday"
        shutil.copytree(source, target, dirs_exist_ok=True, ignore=shutil.ignore_patterns("__pycache__"))
        config: dict[str, Any] = dict.fromkeys(COMPONENTS)
        config["homeassistant"] = {"time_zone": self.time_zone, "unit_system": "metric", "name": "Home"}
        config["http"] = {"server_host": self.host, "server_port": self.port}
        config["logger"] = {"default": "warning", "logs": {"custom_components.liftday": "info"}}
        # Automations are kept where the pages edit them.
        text = as_yaml(config).replace('"automation": null', '"automation": !include automations.yaml')
        (self.folder / "automations.yaml").write_text("[]", encoding="utf-8")
        (self.folder / "configuration.yaml").write_text(text, encoding="utf-8")

    @property
    def url(self) -> str:
        """Where it answers."""
        return f"http://127.0.0.1:{self.port}"

    @property
    def log_file(self) -> Path:
        """What it wrote."""
        return self.folder / "hass.log"

    async def __aenter__(self) -> Self:
        """Start; back when it answers."""
        path = f"{HASS.parent}{os.pathsep}{os.environ['PATH']}"
        command = [str(HASS), "-c", str(self.folder), "--skip-pip", "--log-no-color"]
        self._program = Program(command=command, log=self.log_file, env={"PATH": path})
        self._session = ClientSession(timeout=ClientTimeout(total=30))
        await self._program.start()
        try:
            await until(self._answers, "Home Assistant's start", 180)
        except BaseException:
            await self.__aexit__()
            raise
        return self

    async def __aexit__(self, *_: object) -> None:
        """Stop it."""
        if self._session:
            await self._session.close()
        if self._program:
            await self._program.stop()

    async def restart(self) -> None:
        """Stop and start again, as after an update; back when it answers."""
        assert self._program
        await self._program.stop()
        await self._program.start()
        await until(self._answers, "Home Assistant's return", 180)

    async def ended(self) -> None:
        """Wait until it ends by itself."""
        assert self._program
        await self._program.ended()

    def tail(self) -> str:
        """The last lines of its log."""
        return self._program.tail() if self._program else ""

    async def _answers(self) -> bool:
        assert self._program
        if not self._program.is_running:
            raise RuntimeError(f"Home Assistant ended:\n{self._program.tail()}")
        with suppress(ClientError):
            return bool(await self.get("/api/config" if self.tokens else "/api/onboarding"))
        return False

    async def onboard(self) -> None:
        """What a user does on the first pages: an account, a place, no analytics."""
        client = f"{self.url}/"
        user = {"client_id": client, "name": "Alex", "username": USER, "password": PASSWORD, "language": "en"}
        code = (await self.post("/api/onboarding/users", user))["auth_code"]
        form = {"grant_type": "authorization_code", "code": code, "client_id": client}
        assert self._session
        async with self._session.post(f"{self.url}/auth/token", data=form, raise_for_status=True) as response:
            self.tokens = await response.json()
        await self.post("/api/onboarding/core_config", {})
        await self.post("/api/onboarding/analytics", {})
        await self.post(
            "/api/onboarding/integration", {"client_id": client, "redirect_uri": f"{client}?auth_callback=1"}
        )
        # A new port is on trial for five minutes, until somebody who reached it there confirms it.
        await self.command(type="http/config/promote")

    async def get(self, path: str, **query: str) -> Any:
        """An answer of its REST interface."""
        return await self._ask("GET", path, params=query)

    async def post(self, path: str, document: Any) -> Any:
        """Send a document to its REST interface."""
        return await self._ask("POST", path, json=document)

    async def _ask(self, method: str, path: str, **more: Any) -> Any:
        assert self._session
        headers = {"Authorization": f"Bearer {self.tokens['access_token']}"} if self.tokens else {}
        async with self._session.request(method, self.url + path, headers=headers, **more) as response:
            if not response.ok:
                raise ClientResponseError(
                    response.request_info, response.history, status=response.status, message=await response.text()
                )
            return await response.json()

    async def add_liftday(self, url: str, token: str) -> Any:
        """Walk through our config flow as the page does; gives the flow's end."""
        flows = "/api/config/config_entries/flow"
        form = await self.post(flows, {"handler": "liftday", "show_advanced_options": False})
        assert (form["type"], form["step_id"]) == ("form", "user"), form
        return await self.post(f"{flows}/{form['flow_id']}", {"url": url, "token": token})

    async def add_dashboard(self, path: str, title: str, config: dict[str, Any]) -> None:
        """A dashboard of this configuration, in the sidebar."""
        shown = {"url_path": path, "title": title, "icon": "mdi:run-fast", "show_in_sidebar": True}
        await self.command(type="lovelace/dashboards/create", mode="storage", **shown)
        await self.command(type="lovelace/config/save", url_path=path, config=config)

    async def state(self, entity_id: str) -> Any:
        """The state of an entity: `state`, `attributes`."""
        return await self.get(f"/api/states/{entity_id}")

    async def events(self, entity_id: str, start: datetime, end: datetime) -> list[dict[str, Any]]:
        """The calendar's events, as its page asks for them."""
        events: list[dict[str, Any]] = await self.get(
            f"/api/calendars/{entity_id}", start=start.isoformat(), end=end.isoformat()
        )
        return events

    @asynccontextmanager
    async def watching(self, entity_id: str) -> AsyncGenerator[Callable[[], Any]]:
        """Follow an entity by websocket; what is yielded gives its next state when awaited."""
        trigger = {"platform": "state", "entity_id": entity_id}
        async with self.subscribed(type="subscribe_trigger", trigger=trigger) as next_event:

            async def following() -> Any:
                return (await next_event())["variables"]["trigger"]["to_state"]

            yield following

    @asynccontextmanager
    async def subscribed(self, **command: Any) -> AsyncGenerator[Callable[[], Any]]:
        """Subscribe by websocket; what is yielded gives the next event when awaited."""
        async with self._websocket() as socket_:
            await _commanded(socket_, **command)

            async def following() -> Any:
                return (await socket_.receive_json())["event"]

            yield following

    async def command(self, **command: Any) -> Any:
        """Send one command by websocket; gives its result."""
        async with self._websocket() as socket_:
            return await _commanded(socket_, **command)

    @asynccontextmanager
    async def _websocket(self) -> AsyncGenerator[ClientWebSocketResponse]:
        assert self._session
        address = f"{self.url.replace('http', 'ws', 1)}/api/websocket"
        async with self._session.ws_connect(address, max_msg_size=2**24) as socket_:
            await socket_.receive_json()
            await socket_.send_json({"type": "auth", "access_token": self.tokens["access_token"]})
            await socket_.receive_json()
            yield socket_

    def complaints(self) -> list[str]:
        """Warnings and errors about us in its log, except that it has not tested us itself."""
        text = self.log_file.read_text(encoding="utf-8", errors="replace")
        records = re.split(r"\n(?=\d{4}-\d\d-\d\d )", text)
        return [record for record in records if _is_complaint(record)]

    @asynccontextmanager
    async def browser(self, *, width: int = 1280, height: int = 860, is_logged_in: bool = True) -> AsyncGenerator[Page]:
        """A page of a browser, logged in or new here."""
        tokens = self.tokens | {
            "hassUrl": self.url,
            "clientId": f"{self.url}/",
            "expires": int(datetime.now().timestamp() * 1000) + self.tokens["expires_in"] * 1000,  # noqa: DTZ005, TID251 (the browser's clock)
        }
        script = f"localStorage.setItem('hassTokens', {json.dumps(json.dumps(tokens))});"
        async with async_playwright() as playwright:
            chromium = await playwright.chromium.launch(executable_path=CHROMIUM, args=CHROMIUM_OPTIONS)
            context = await chromium.new_context(
                viewport={"width": width, "height": height}, timezone_id=self.time_zone, locale="en-GB"
            )
            if is_logged_in:
                await context.add_init_script(script)
            page = await context.new_page()
            try:
                yield page
            finally:
                await chromium.close()
