"""Commands that look and change nothing."""

import re
from collections.abc import Iterator
from datetime import date, datetime, time, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from liftday_sync import __version__
from liftday_sync.cli.common import AthleteOption, ConfigOption, JsonOption, as_json, clock, opened, read_config, tell
from liftday_sync.errors import InputError

if TYPE_CHECKING:
    from zoneinfo import ZoneInfo

    from liftday_rules.explain import Explanation
    from liftday_rules.model import Plan
    from liftday_sync.config import AthleteConfig
    from liftday_sync.store import Store

CHANGES_BACK = timedelta(days=14)
"""How long before a day a change about it may have been made: a plan covers no more."""
BECAME = {"done": "done", "missed": "missed", "skipped": "skipped, as you wished"}


def plan(
    *,
    scenario: Annotated[Path | None, typer.Option(help="Plan for the moment in this file instead.")] = None,
    config: ConfigOption = None,
    athlete: AthleteOption = None,
    json: JsonOption = False,
) -> None:
    """Plan from what is known now, and store nothing."""
    from liftday_rules.model import ChangeKind
    from liftday_sync.scenario.answer import plan_json

    found, zone = _plan_of_scenario(scenario) if scenario else _plan_of_now(config, athlete)
    if json:
        as_json(plan_json(found, zone))
        return
    for session in found.sessions:
        tell((f"{session.start:%a %d %b %H:%M}", "bold"), f"  {session.kind}  {session.reason}")
    if not found.sessions:
        tell("No session in this week and the next.")
    for change in found.changes:
        if change.change is not ChangeKind.ADDED:
            tell(f"• {change.reason}")
    for notice in found.warnings:
        tell((f"! {notice.message}", "yellow"))


def _plan_of_scenario(path: Path) -> tuple[Plan, ZoneInfo]:
    from liftday_rules.decide import decide
    from liftday_sync.scenario.reader import read_scenario

    facts = read_scenario(path)
    try:
        return decide(facts), facts.athlete.zone
    except ValueError as error:
        raise InputError(f"{path}: {error}.") from error


def _plan_of_now(config: Path | None, athlete: str | None) -> tuple[Plan, ZoneInfo]:
    from liftday_rules.decide import decide
    from liftday_sync.gather import gather

    settings = read_config(config)
    who = settings.athlete(athlete)
    with opened(settings) as store:
        return decide(gather(store, who, clock().now())), who.zone


def explain(
    day: Annotated[str, typer.Argument(help="A date such as 2026-11-27, today, tomorrow, yesterday; or: athlete.")],
    *,
    config: ConfigOption = None,
    athlete: AthleteOption = None,
    json: JsonOption = False,
) -> None:
    """Say what stands on a day and why, and why nothing else does; `athlete`: what is known of your body."""
    if day.strip().lower() == "athlete":
        _explain_athlete(config, athlete, json=json)
        return
    from liftday_rules.decide import decide
    from liftday_rules.explain import explain_day
    from liftday_sync.gather import gather

    settings = read_config(config)
    who = settings.athlete(athlete)
    now = clock().now()
    wanted = wanted_day(day, now.astimezone(who.zone).date())
    with opened(settings) as store:
        facts = gather(store, who, now)
        remembered = list(_remembered(store, who, wanted))
    found = explain_day(decide(facts), facts, wanted)
    first, *others = found.sentences
    sentences = list(dict.fromkeys((first, *remembered, *others)))
    if json:
        as_json(_explanation(found, sentences))
        return
    for sentence in sentences:
        tell(sentence)


def _explain_athlete(config: Path | None, athlete: str | None, *, json: bool) -> None:
    from dataclasses import asdict

    from liftday_rules.classify import body_of
    from liftday_rules.dedupe import merge
    from liftday_sync.gather import gather

    settings = read_config(config)
    with opened(settings) as store:
        facts = gather(store, settings.athlete(athlete), clock().now())
    known = body_of(facts, merge(facts.activities))
    if json:
        as_json([asdict(one) for one in known])
        return
    for one in known:
        tell(one.sentence, (f"  {one.confidence}", "dim"))


def _remembered(store: Store, who: AthleteConfig, day: date) -> Iterator[str]:
    """What became of the day's sessions, and what was changed about them before now."""
    from liftday_rules.model import ChangeKind

    def is_then(moment: datetime | None) -> bool:
        return moment is not None and moment.astimezone(who.zone).date() == day

    since = datetime.combine(day, time(), who.zone)
    for session in store.sessions(who.id, since=since):
        if is_then(session.start) and session.status in BECAME:
            yield f"{session.start.astimezone(who.zone):%H:%M}, a {session.kind} session: {BECAME[session.status]}."
    for change in store.changes(who.id, since=since - CHANGES_BACK):
        if change.change is not ChangeKind.ADDED and (is_then(change.start_before) or is_then(change.start_after)):
            yield change.reason


def wanted_day(text: str, today: date) -> date:
    """A date from a word or from ISO 8601."""
    words = {"yesterday": -1, "today": 0, "tomorrow": 1}
    if text in words:
        return today + timedelta(days=words[text])
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise InputError(f"{text!r} is no date; write it like 2026-11-27, or today.") from None


def _explanation(found: Explanation, sentences: list[str]) -> dict[str, Any]:
    return {
        "date": found.date.isoformat(),
        "sentences": sentences,
        "sessions": [session.uid for session in found.sessions],
        "passed_over": [
            {
                "start": look.start.isoformat(),
                "kind": look.kind,
                "possible": look.is_possible,
                "objections": [
                    {"rule": one.rule, "code": one.code, "because": one.because, "points": one.points}
                    for one in look.objections
                ],
            }
            for look in found.slots
        ],
    }


def config_check(*, config: ConfigOption = None, json: JsonOption = False) -> None:
    """Read the configuration and say what was understood."""
    settings = read_config(config)
    if json:
        as_json(settings.model_dump(mode="json") | {"database": _without_password(settings.database)})
        return
    tell(f"The configuration is sound. Data in {settings.folder}, API on port {settings.server.port}.")
    for athlete in settings.athletes:
        kinds = ", ".join(source.kind for source in athlete.sources) or "none, import by hand"
        tell(f"  {athlete.name} ({athlete.id}), {athlete.time_zone}: {athlete.strength.policy}, sources {kinds}")


def _without_password(url: str | None) -> str | None:
    """For answers that are pasted into a question to others."""
    return re.sub(r"(://[^:/@]*):.*@", r"\1:***@", url) if url else url


def doctor(*, config: ConfigOption = None, json: JsonOption = False) -> None:
    """Look whether everything works, and say what to do where it does not; ends with 1 if there is anything to mend."""
    from liftday_sync.diagnose import Health, examine

    settings = read_config(config)
    findings = examine(settings, clock().now())
    to_mend = sum(finding.health is Health.BAD for finding in findings)
    if json:
        told = [{"health": f.health, "sentence": f.sentence} for f in findings]
        as_json({"version": __version__, "well": not to_mend, "findings": told})
    else:
        for finding in findings:
            tell(MARKS[finding.health], f" {finding.sentence}")
        tell(f"To mend: {to_mend}." if to_mend else "All is well.")
    if to_mend:
        raise typer.Exit(1)


MARKS = {"good": ("✓", "green"), "note": ("•", "yellow"), "bad": ("✗", "red")}
