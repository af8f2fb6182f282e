"""Commands that look and change nothing."""

from datetime import date, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from liftday_sync import __version__
from liftday_sync.cli.common import AthleteOption, ConfigOption, JsonOption, as_json, console, opened, read_config
from liftday_sync.clock import SystemClock
from liftday_sync.errors import InputError

if TYPE_CHECKING:
    from liftday_rules.explain import Explanation

    from liftday_sync.diagnose import Finding


def plan(
    *,
    scenario: Annotated[Path | None, typer.Option(help="Plan for the moment in this file instead.")] = None,
    config: ConfigOption = None,
    athlete: AthleteOption = None,
    json: JsonOption = False,
) -> None:
    """Plan from what is known now, and store nothing."""
    from liftday_rules.decide import decide

    from liftday_sync.scenario.answer import plan_json
    from liftday_sync.scenario.reader import read_scenario

    if scenario:
        facts = read_scenario(scenario)
    else:
        from liftday_sync.gather import gather

        settings = read_config(config)
        with opened(settings) as store:
            facts = gather(store, settings.athlete(athlete), SystemClock().now())
    found = decide(facts)
    if json:
        as_json(plan_json(found, facts.athlete.zone))
        return
    for session in found.sessions:
        console.print(f"[bold]{session.start:%a %d %b %H:%M}[/]  {session.kind}  {session.reason}", soft_wrap=True)
    for change in found.changes:
        console.print(f"• {change.reason}", soft_wrap=True)
    for notice in found.warnings:
        console.print(f"[yellow]! {notice.message}[/]", soft_wrap=True)


def explain(
    day: Annotated[str, typer.Argument(help="A date such as 2026-11-27, or today, tomorrow, yesterday.")],
    *,
    config: ConfigOption = None,
    athlete: AthleteOption = None,
    json: JsonOption = False,
) -> None:
    """Say what stands on a day and why, and why nothing else does."""
    from liftday_rules.decide import decide
    from liftday_rules.explain import explain_day

    from liftday_sync.gather import gather

    settings = read_config(config)
    who = settings.athlete(athlete)
    now = SystemClock().now()
    with opened(settings) as store:
        facts = gather(store, who, now)
    found = explain_day(decide(facts), facts, wanted_day(day, now.astimezone(who.zone).date()))
    if json:
        as_json(_explanation(found))
        return
    for line in found.sentences:
        console.print(line, soft_wrap=True)


def wanted_day(text: str, today: date) -> date:
    """A date from a word or from ISO 8601."""
    words = {"yesterday": -1, "today": 0, "tomorrow": 1}
    if text in words:
        return today + timedelta(days=words[text])
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise InputError(f"{text!r} is no date; write it like 2026-11-27, or today.") from None


def _explanation(found: Explanation) -> dict[str, Any]:
    return {"date": found.date.isoformat(), "sentences": list(found.sentences)}


def config_check(*, config: ConfigOption = None, json: JsonOption = False) -> None:
    """Read the configuration and say what was understood."""
    settings = read_config(config)
    if json:
        as_json(settings.model_dump(mode="json"))
        return
    console.print(f"The configuration is sound. Data in {settings.folder}, API on port {settings.server.port}.")
    for athlete in settings.athletes:
        kinds = ", ".join(source.kind for source in athlete.sources) or "none, import by hand"
        console.print(
            f"  {athlete.name} ({athlete.id}), {athlete.time_zone}: {athlete.strength.policy}, sources {kinds}"
        )


def doctor(*, config: ConfigOption = None, json: JsonOption = False) -> None:
    """Look whether everything works, and say what to do where it does not."""
    from liftday_sync.diagnose import examine

    settings = read_config(config)
    with opened(settings) as store:
        findings = examine(settings, store, SystemClock().now())
    if json:
        as_json({"version": __version__, "findings": [{"ok": f.ok, "sentence": f.sentence} for f in findings]})
    else:
        for finding in findings:
            console.print(_line(finding), soft_wrap=True)
    if not all(finding.ok for finding in findings):
        raise typer.Exit(1)


def _line(finding: Finding) -> str:
    return f"{'[green]✓[/]' if finding.ok else '[red]✗[/]'} {finding.sentence}"
