"""Commands that bring data in, judge single records, or look after the database."""

import asyncio
import json as json_module
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer
from rich.progress import BarColumn, MofNCompleteColumn, Progress, SpinnerColumn, TextColumn, TimeRemainingColumn

from liftday_sync.cli.common import (
    AthleteOption,
    ConfigOption,
    JsonOption,
    as_json,
    clock,
    console,
    opened,
    read_config,
    tell,
)
from liftday_sync.errors import InputError

if TYPE_CHECKING:
    from liftday_sync.importer import ImportReport


def import_(
    paths: Annotated[list[Path], typer.Argument(help="Files, folders, or the zip of a Strava or Garmin export.")],
    *,
    config: ConfigOption = None,
    athlete: AthleteOption = None,
    json: JsonOption = False,
) -> None:
    """Import FIT, TCX and GPX files and whole archives. Importing twice changes nothing."""
    from liftday_sync.importer import Step, import_paths
    from liftday_sync.sinks import StoreSink
    from liftday_sync.sources.files.source import FilesSource

    settings = read_config(config)
    who = settings.athlete(athlete)
    for path in paths:
        if not path.exists():
            raise InputError(f"There is no file or folder {path}: check its name; nothing was imported.")
    with opened(settings) as store:
        sink = StoreSink(store=store, athlete_id=who.id, clock=clock())
        source = FilesSource(folder=None, zone=who.zone)
        columns = (
            SpinnerColumn(),
            TextColumn("{task.description}"),
            BarColumn(),
            MofNCompleteColumn(),
            TimeRemainingColumn(),
        )
        with Progress(*columns, console=console, transient=True, disable=json or not console.is_terminal) as bar:
            task = bar.add_task("Importing", total=None)

            def show(step: Step) -> None:
                bar.update(task, total=step.total, completed=step.done)

            report = asyncio.run(import_paths(paths, source=source, sink=sink, progress=show))
        read = report.new + report.changed + report.same
        if read:
            sink.finish()
    _tell(report, as_document=json)
    if report.problems and not read:
        raise typer.Exit(InputError.exit_code)


def _tell(report: ImportReport, *, as_document: bool) -> None:
    if as_document:
        problems = [{"path": path, "problem": sentence} for path, sentence in report.problems]
        as_json({"new": report.new, "changed": report.changed, "same": report.same, "problems": problems})
        return
    tell(f"{report.new} new, {report.changed} changed, {report.same} known already.")
    if report.problems:
        tell(f"{len(report.problems)} with a remark:")
    for path, sentence in report.problems:
        tell(f"  {path}: {sentence}")


def classify(
    *,
    input_: Annotated[Path, typer.Option("--input", help="One activity a line, as JSON.")],
    athlete: Annotated[Path | None, typer.Option("--athlete", help="What is known of the athlete, as YAML.")] = None,
    json: JsonOption = False,
) -> None:
    """Say of each activity how hard it was, and why; no store, no clock, no network."""
    from liftday_rules import classify as classifier
    from liftday_rules.model import Record
    from liftday_sync.classify_input import read, verdict_json

    who, activities = read(read_text(input_).splitlines(), read_text(athlete) if athlete else None)
    for activity in activities:
        [verdict] = classifier.judge((Record(activity=activity),), who, {})
        answer = verdict_json(verdict)
        if json:
            sys.stdout.write(json_module.dumps(answer, ensure_ascii=False) + "\n")
        else:
            evidence = "; ".join(answer["evidence"]) or "nothing to go by"
            tell(f"{answer['id']}: {answer['class']} ({answer['confidence']}), {evidence}")


def evaluate(
    *,
    input_: Annotated[Path, typer.Option("--input", help="Labelled runs, one a line, as JSON; may be packed (.gz).")],
    verdicts: Annotated[Path, typer.Option("--verdicts", help="Where to write one verdict a run.")],
    laps: Annotated[Path | None, typer.Option(help="Their laps.")] = None,
    streams: Annotated[Path | None, typer.Option(help="Their samples.")] = None,
    json: JsonOption = False,
) -> None:
    """Judge labelled runs, each with only its athlete's past, and print how good the verdicts are."""
    from liftday_sync.evaluate import evaluate as judge_all
    from liftday_sync.evaluate import figures, report

    for path in filter(None, (input_, laps, streams)):
        if not path.is_file():
            raise InputError(f"There is no file {path}: check its name.")
    scored = judge_all(input_, verdicts, laps, streams)
    if json:
        as_json({"verdicts": str(verdicts), **figures(scored)})
    else:
        tell(report(scored))


def read_text(path: Path) -> str:
    """A text file, or one sentence about why not."""
    try:
        return path.read_text(encoding="utf-8")
    except OSError as error:
        raise InputError(f"{path}: {error.strerror}.") from error
    except UnicodeDecodeError as error:
        raise InputError(f"{path} is no text in UTF-8.") from error


def db_upgrade(*, config: ConfigOption = None, json: JsonOption = False) -> None:
    """Bring the database up to this version; a copy is made before."""
    with opened(read_config(config)):
        _answer(json, {"up_to_date": True}, "The database is up to date.")


def db_backup(
    to: Annotated[
        Path | None, typer.Argument(help="A new file; left out, one in `backups` in the data folder.")
    ] = None,
    *,
    config: ConfigOption = None,
    json: JsonOption = False,
) -> None:
    """Copy the database, also while the daemon runs."""
    settings = read_config(config)
    target = to or settings.backups / f"liftday-{clock().now():%Y-%m-%d-%H%M%S}.db"
    if target.exists():
        raise InputError(f"{target} is there already: name a new file.")
    with opened(settings) as store:
        store.backup(target)
    _answer(json, {"backup": str(target)}, f"Copied to {target}.")


def db_restore(
    source: Annotated[Path, typer.Argument(help="A file that `liftday db backup` made.")],
    *,
    config: ConfigOption = None,
    json: JsonOption = False,
) -> None:
    """Put a copy back in place. Stop the daemon first."""
    from liftday_sync.store import Store

    settings = read_config(config)
    kept = Store.restore(settings.database_url, source)
    sentence = f"The database is the one of {source} again."
    if kept is not None:
        sentence += f"\nWhat it was before is kept in {kept}."
    with opened(settings):
        _answer(json, {"restored": str(source), "kept": str(kept) if kept else None}, sentence)


def _answer(as_document: bool, document: dict[str, Any], sentence: str) -> None:  # noqa: FBT001 (the option itself)
    if as_document:
        as_json(document)
    else:
        tell(sentence)
