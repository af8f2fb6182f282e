"""The command line: every command is one function, every answer also comes as JSON."""

import sys
from collections.abc import Iterator
from typing import Annotated

import typer

from liftday_sync import __version__
from liftday_sync.cli import (
    access,
    backtest,
    correct,
    data,
    lifting,
    login,
    moving,
    notify,
    progress,
    run,
    show,
    strava,
)
from liftday_sync.errors import LiftdayError

app = typer.Typer(
    name="liftday",
    help="Tells a runner which day to lift.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
)
config_app = typer.Typer(help="The configuration.", no_args_is_help=True)
db_app = typer.Typer(help="The database.", no_args_is_help=True)
app.add_typer(config_app, name="config")
app.add_typer(db_app, name="db")
notify_app = typer.Typer(help="Messages to the phone.", no_args_is_help=True)
app.add_typer(notify_app, name="notify")
strava_app = typer.Typer(help="Strava's hints of new runs.", no_args_is_help=True)
app.add_typer(strava_app, name="strava")

app.command()(run.serve)
app.command()(run.demo)
app.command()(run.sync)
app.command()(show.plan)
app.command()(show.explain)
app.command()(show.doctor)
app.command("import")(data.import_)
app.command()(data.classify)
app.command()(data.evaluate)
app.command()(backtest.backtest)
app.command()(lifting.preview)
app.command()(lifting.log)
app.command()(progress.progress)
app.command()(correct.override)
app.command()(login.login)
app.command()(access.token)
app.command()(access.feed)
app.command()(access.page)
config_app.command("check")(show.config_check)
notify_app.command("test")(notify.try_out)
strava_app.command()(strava.subscribe)
strava_app.command()(strava.unsubscribe)
strava_app.command()(strava.status)
db_app.command("upgrade")(data.db_upgrade)
db_app.command("backup")(data.db_backup)
db_app.command("restore")(data.db_restore)
db_app.command("export")(moving.db_export)
db_app.command("import")(moving.db_import)


def _version(*, wanted: bool) -> None:
    if wanted:
        typer.echo(f"liftday {__version__}")
        raise typer.Exit


@app.callback()
def _main(
    *,
    version: Annotated[
        bool, typer.Option("--version", callback=lambda v: _version(wanted=v), is_eager=True, help="Say which.")
    ] = False,
) -> None:
    pass


def main() -> None:
    """Run the command line. Our errors end as one sentence on stderr and an exit status by their class."""
    errors: list[LiftdayError] = []
    try:
        app()
    except* LiftdayError as group:
        errors += _single(group)
    for error in errors:
        typer.echo(str(error), err=True)
    sys.exit(errors[0].exit_code)


def _single(group: BaseExceptionGroup[LiftdayError]) -> Iterator[LiftdayError]:
    """What went wrong, one by one: athletes are served side by side, and several may fail for one cause."""
    seen = set()
    for error in group.exceptions:
        for one in _single(error) if isinstance(error, BaseExceptionGroup) else (error,):
            if str(one) not in seen:
                seen.add(str(one))
                yield one
