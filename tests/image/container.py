"""Containers without an engine: an image's files with namespaces of their own, in a network like the Supervisor's.

bubblewrap makes the container: a root file system that can't be written, what is mounted and nothing else, no new
privileges ever, and only the capabilities that are named. Control groups and AppArmor are not part of it.
"""

import asyncio
import json
import os
import signal
import subprocess
from collections.abc import AsyncGenerator, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path
from time import monotonic

from tests.e2e.programs import Program

CORE, SUPERVISOR, INSIDE = "172.30.32.1", "172.30.32.2", "172.30.33.5"
"""Home Assistant, its Supervisor, and an app, as the Supervisor hands addresses out."""
PORT = 8098
DOCKERS = ("chown", "dac_override", "fowner", "fsetid", "kill", "setgid", "setuid", "setpcap", "net_bind_service")
"""What Docker leaves to root in a container, without what no daemon needs."""
ENVIRONMENT = {
    "PATH": "/opt/liftday/bin:/usr/local/bin:/usr/bin:/bin",
    "HOME": "/data",
    "LIFTDAY_CONFIG": "/data/settings.yaml",
    "PYTHONDONTWRITEBYTECODE": "1",
    "PYTHONUNBUFFERED": "1",
}
"""As in the Dockerfile; a test compares the two."""
ENTRYPOINT = ("/opt/liftday/bin/python", "-m", "liftday_sync.home_app")
MOUNTED = {"proc", "dev", "tmp", "data", "config"}


def done(*command: str | Path) -> str:
    """Run a command to its end; what it printed."""
    return subprocess.run([*map(str, command)], check=True, capture_output=True, text=True).stdout  # noqa: S603 (ours)


@dataclass(frozen=True)
class Network:
    """A machine of its own for containers, with one wire to ours."""

    name: str

    def make(self) -> None:
        """Lay the wire."""
        wire = f"{self.name}w"
        done("ip", "netns", "add", self.name)
        done("ip", "link", "add", wire, "type", "veth", "peer", "name", "eth0", "netns", self.name)
        for address in (CORE, SUPERVISOR):
            done("ip", "addr", "add", f"{address}/23", "dev", wire)
        done("ip", "link", "set", wire, "up")
        done("ip", "-n", self.name, "addr", "add", f"{INSIDE}/23", "dev", "eth0")
        for device in ("eth0", "lo"):
            done("ip", "-n", self.name, "link", "set", device, "up")

    def remove(self) -> None:
        """Take it away, the wire with it."""
        done("ip", "link", "del", f"{self.name}w")
        done("ip", "netns", "del", self.name)


@dataclass
class Container:
    """One container of the image."""

    image: Path
    network: Network
    data: Path
    own: Path | None = None
    user: int = 0
    capabilities: tuple[str, ...] = DOCKERS
    env: Mapping[str, str] = field(default_factory=dict)
    hostname: str = "a1b2c3d4-liftday"
    entrypoint: tuple[str, ...] = ENTRYPOINT
    _program: Program | None = None

    @property
    def log(self) -> str:
        """What it has said."""
        return self._log.read_text(encoding="utf-8", errors="replace") if self._log.exists() else ""

    @property
    def _log(self) -> Path:
        return self.data.with_name(f"{self.data.name}.log")

    @property
    def _told(self) -> Path:
        return self.data.with_name(f"{self.data.name}.json")

    @property
    def pid(self) -> int:
        """The daemon's process, as this machine numbers it."""
        number: int = json.loads(self._told.read_text(encoding="utf-8"))["child-pid"]
        return number

    @property
    def is_running(self) -> bool:
        """Whether it has not ended."""
        return self._program is not None and self._program.is_running

    async def start(self) -> None:
        """Start it; it may need a moment to answer."""
        self._told.write_text("", encoding="utf-8")
        command = ["ip", "netns", "exec", self.network.name, "bash", "-c", f'exec 3>"{self._told}"; exec "$@"', "-"]
        self._program = Program(command=[*command, *self._bwrap(), *self.entrypoint], log=self._log)
        await self._program.start()
        while not self._told.read_text(encoding="utf-8").endswith("}\n"):
            assert self.is_running, self.log
            await asyncio.sleep(0.01)

    async def stop(self) -> float:
        """Ask it to stop as an engine does; how many seconds it took."""
        began = monotonic()
        if self._program and self._program.is_running:
            os.kill(self.pid, signal.SIGTERM)
            await self._program.ended()
        return monotonic() - began

    def inside(self, *command: str) -> str:
        """Run a command in it, as `docker exec` does; what it printed."""
        here = ("nsenter", "-t", str(self.pid), "--mount", "--pid", "--uts", "--ipc", "--net", "--root", "--wd")
        variables = [f"{name}={value}" for name, value in {**ENVIRONMENT, **self.env}.items()]
        return done(*here, "env", "-i", *variables, *self._as_user(), *command)

    def status(self) -> dict[str, str]:
        """What the kernel says of the daemon's process."""
        lines = Path(f"/proc/{self.pid}/status").read_text(encoding="ascii").splitlines()
        return {name: value.strip() for name, _, value in (line.partition(":") for line in lines)}

    def _as_user(self) -> list[str]:
        if not self.user:
            return []
        return ["setpriv", f"--reuid={self.user}", f"--regid={self.user}", "--clear-groups", "--bounding-set=-all"]

    def _bwrap(self) -> list[str]:
        words = ["bwrap", "--info-fd", "3", "--as-pid-1", "--die-with-parent", "--clearenv"]
        for path in sorted(self.image.iterdir()):
            if path.is_symlink():
                words += ["--symlink", str(path.readlink()), f"/{path.name}"]
            elif path.name not in MOUNTED:
                words += ["--ro-bind", str(path), f"/{path.name}"]
        words += ["--proc", "/proc", "--dev", "/dev", "--perms", "1777", "--tmpfs", "/tmp"]  # noqa: S108 (the container's)
        words += ["--bind", str(self.data), "/data", *(["--bind", str(self.own), "/config"] if self.own else [])]
        words += ["--ro-bind", str(self._hosts()), "/etc/hosts", "--remount-ro", "/"]
        words += ["--unshare-pid", "--unshare-ipc", "--unshare-uts", "--hostname", self.hostname, "--cap-drop", "ALL"]
        for name in self.capabilities if not self.user else ("dac_override", "setuid", "setgid", "setpcap"):
            words += ["--cap-add", f"CAP_{name.upper()}"]
        for name, value in {**ENVIRONMENT, **self.env}.items():
            words += ["--setenv", name, value]
        return [*words, "--chdir", "/data", "--", *self._as_user()]

    def _hosts(self) -> Path:
        path = self.data.with_name(f"{self.data.name}.hosts")
        path.write_text(f"127.0.0.1 localhost\n{SUPERVISOR} supervisor\n{INSIDE} {self.hostname}\n", encoding="utf-8")
        path.chmod(0o644)
        return path


@asynccontextmanager
async def running(container: Container) -> AsyncGenerator[Container]:
    """The container, for as long as it is wanted."""
    await container.start()
    try:
        yield container
    finally:
        await container.stop()
