"""The command that connects an account, whatever the service: questions in the terminal, or a page in the browser."""

import asyncio
import sys
import threading
from collections.abc import Mapping
from contextlib import suppress
from typing import TYPE_CHECKING, Annotated, Any
from urllib.parse import parse_qs, urlsplit

import typer

from liftday_sync.cli.common import AthleteOption, ConfigOption, JsonOption, as_json, clock, read_config
from liftday_sync.errors import ConfigError, InputError, SourceError

if TYPE_CHECKING:
    from liftday_sync.cli.callback import Callback
    from liftday_sync.config import AthleteConfig
    from liftday_sync.sources import SourceConfig
    from liftday_sync.sources.login import Login, Question, Step

MOST_STEPS = 12


def login(
    name: Annotated[str, typer.Argument(help="The source as config.yaml names it, such as garmin or strava.")],
    *,
    config: ConfigOption = None,
    athlete: AthleteOption = None,
    json: JsonOption = False,
) -> None:
    """Connect an account. What you type is passed on and never kept."""
    from liftday_sync.house import surroundings
    from liftday_sync.sources import open_login

    settings = read_config(config)
    who = settings.athlete(athlete)
    source = _source(who, name)
    attempt = open_login(source, surroundings(who, source, settings.folder))
    if attempt is None:
        raise ConfigError(f"The source {source.called} needs no login.")
    last = asyncio.run(_connect(attempt))
    if not last.is_done:
        later = f" Not before {last.retry_at.astimezone(who.zone):%d %B, %H:%M}." if last.retry_at else ""
        raise SourceError(last.message + later)
    if json:
        as_json({"athlete": who.id, "source": source.called, "connected": True})
    else:
        typer.echo(last.message)


def _source(athlete: AthleteConfig, name: str) -> SourceConfig:
    """The athlete's source of that name, or the only one of that kind."""
    found = [source for source in athlete.sources if source.called == name]
    found = found or [source for source in athlete.sources if source.kind == name]
    if len(found) == 1:
        return found[0]
    known = ", ".join(source.called for source in athlete.sources) or "none"
    raise ConfigError(f"{athlete.name} has no single source {name!r} in the configuration; there is {known}.")


async def _connect(attempt: Login) -> Step:
    """Step by step to the end. A page that is visited sends its answer to a small server of our own on this machine."""
    from liftday_sync.cli.callback import Callback

    async with Callback() as callback:
        step = await attempt.begin(clock().now(), redirect_url=callback.url)
        for _ in range(MOST_STEPS):
            if step.is_done or step.is_over or not (step.questions or step.visit_url):
                return step
            typer.echo(step.message, err=True)
            given = await (_visit(step, callback) if step.visit_url else asyncio.to_thread(_ask, step.questions))
            step = await attempt.answer(given, clock().now())
    return step


def _ask(questions: tuple[Question, ...]) -> Mapping[str, str]:
    """Answers from the terminal, secrets unseen; from a pipe, one a line."""
    if not sys.stdin.isatty():
        return {question.name: _line() for question in questions}
    return {
        question.name: typer.prompt(question.label, hide_input=question.is_secret, err=True) for question in questions
    }


def _line() -> str:
    line = sys.stdin.readline()
    if not line:
        raise InputError("The answers ended before the login did: give one a line, or run it in a terminal.")
    return line.rstrip("\r\n")


async def _visit(step: Step, callback: Callback) -> Mapping[str, str]:
    """What the page answers by its redirect, or what is pasted, whichever comes first."""
    typer.echo(f"\n  {step.visit_url}\n", err=True)
    typer.echo("Open it in a browser here, or elsewhere and paste the address it ends at.", err=True)
    pasted: asyncio.Future[str] = asyncio.get_running_loop().create_future()
    _read_line(pasted)
    arrived = asyncio.ensure_future(callback.answer())
    both: tuple[asyncio.Future[Any], ...] = (pasted, arrived)
    await asyncio.wait(both, return_when=asyncio.FIRST_COMPLETED)
    if arrived.done():
        return arrived.result()
    arrived.cancel()
    with suppress(asyncio.CancelledError):
        await arrived
    return answers_in(pasted.result())


def _read_line(into: asyncio.Future[str]) -> None:
    """Read a line beside everything else; a daemon thread, for nobody may ever type one."""
    loop = asyncio.get_running_loop()

    def read() -> None:
        line = sys.stdin.readline()
        if line.strip():  # a closed terminal says nothing: the redirect may still come
            with suppress(RuntimeError):  # the command has ended meanwhile
                loop.call_soon_threadsafe(_settle, into, line.strip())

    threading.Thread(target=read, daemon=True).start()


def _settle(waiting: asyncio.Future[str], line: str) -> None:
    if not waiting.done():
        waiting.set_result(line)


def answers_in(pasted: str) -> Mapping[str, str]:
    """The answers in a pasted address, or the code itself."""
    query = parse_qs(urlsplit(pasted).query)
    return {name: values[0] for name, values in query.items()} if query else {"code": pasted}
