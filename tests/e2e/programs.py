"""Programs that run beside a test: started, watched, stopped, and asked again and again until something is true."""

import asyncio
import os
import socket
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from time import monotonic
from typing import Any

STOP_S = 30.0
"""How long a program may take to stop before it is killed."""


def free_port() -> int:
    """A port that nobody uses just now."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


async def until(ask: Callable[[], Any], what: str, patience_s: float = 60) -> Any:
    """Ask (a coroutine function) until the answer is true; gives the answer."""
    end = monotonic() + patience_s
    while True:
        if answer := await ask():
            return answer
        if monotonic() > end:
            raise TimeoutError(f"{what} took more than {patience_s:.0f} s")
        await asyncio.sleep(0.05)


@dataclass
class Program:
    """A program that runs beside us and writes a log."""

    command: list[str]
    log: Path
    env: dict[str, str] = field(default_factory=dict)
    _process: asyncio.subprocess.Process | None = None

    @property
    def is_running(self) -> bool:
        """Whether it has been started and has not ended."""
        return self._process is not None and self._process.returncode is None

    async def ended(self) -> None:
        """Wait until it ends by itself."""
        assert self._process
        await self._process.wait()

    async def start(self) -> None:
        """Start it, in a process group of its own, so that a Ctrl-C in the terminal is ours to pass on."""
        with self.log.open("ab") as out:
            self._process = await asyncio.create_subprocess_exec(
                *self.command, stdout=out, stderr=out, env=os.environ | self.env, start_new_session=True
            )

    async def stop(self) -> None:
        """Ask it to stop, and insist if it does not."""
        if self._process is None or self._process.returncode is not None:
            return
        self._process.terminate()
        try:
            async with asyncio.timeout(STOP_S):
                await self._process.wait()
        except TimeoutError:
            self._process.kill()
            await self._process.wait()

    def tail(self) -> str:
        """The last lines it wrote."""
        return "\n".join(self.log.read_text(encoding="utf-8", errors="replace").splitlines()[-40:])


async def run(*command: str | Path) -> str:
    """Run a command to its end; what it printed, or an error that says what it said."""
    process = await asyncio.create_subprocess_exec(
        *map(str, command), stdout=asyncio.subprocess.PIPE, stderr=asyncio.subprocess.PIPE
    )
    out, err = await process.communicate()
    if process.returncode:
        raise RuntimeError(f"{' '.join(map(str, command))} ended with {process.returncode}:\n{(out + err).decode()}")
    return out.decode()
