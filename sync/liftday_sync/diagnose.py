"""The doctor: facts about this installation, each with the mend where something is wrong.

A daemon that does not run is a note and no fault: it may simply not have been started. What its rest leads to, data
that nobody looks at, is a fault.
"""

import shutil
import sqlite3
import stat
import sys
from collections.abc import Iterator
from contextlib import closing, suppress
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from pathlib import Path

from liftday_rules.model import PlanState
from liftday_sync import __version__
from liftday_sync.config import AthleteConfig, Config
from liftday_sync.errors import StoreError
from liftday_sync.freshness import ago, as_of, is_watched
from liftday_sync.keys import KEY_FILE, feed_keys
from liftday_sync.probe import SomethingElse, ask
from liftday_sync.sources import WITH_LOGIN
from liftday_sync.sources.base import SourceState
from liftday_sync.store import Store
from liftday_sync.store.api import SourceReport

ACCOUNTS = frozenset({"garmin", "garmin_personal", "strava"})
"""Kinds of sources that bring activities by themselves, once they are connected."""
ROOM_MB = 200
"""A year of runs takes less; a copy before an upgrade must fit too."""
SHOWN = 3
SAYS = {
    SourceState.RATE_LIMITED: "is rate limited",
    SourceState.NEEDS_LOGIN: "needs a login",
    SourceState.NEEDS_KEY: "needs a key",
    SourceState.INACTIVE_SUBSCRIPTION: "has no active subscription",
    SourceState.SCHEMA_DRIFT: "answers in a form that is not understood",
}
CLOCK_SLACK = timedelta(minutes=5)
"""Clocks of machines that share a database may differ by so much."""


class Health(StrEnum):
    """What a finding means for the asker."""

    GOOD = "good"
    NOTE = "note"
    """Worth knowing; nothing has to be done."""
    BAD = "bad"


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that was looked at."""

    health: Health
    sentence: str


def good(sentence: str) -> Finding:
    """All is as it should be."""
    return Finding(Health.GOOD, sentence)


def note(sentence: str) -> Finding:
    """Worth knowing."""
    return Finding(Health.NOTE, sentence)


def bad(sentence: str) -> Finding:
    """To mend; the sentence says how."""
    return Finding(Health.BAD, sentence)


def examine(config: Config, now: datetime) -> list[Finding]:
    """Everything worth telling somebody who asks whether it works. Makes nothing, and mends nothing by itself."""
    python = sys.version.split()[0]
    findings = [good(f"Liftday {__version__} on Python {python}, SQLite {sqlite3.sqlite_version}.")]
    if not config.folder.is_dir():
        folder = f"There is no folder {config.folder} yet: the first `liftday import PATH` or `liftday serve` makes it."
        return [*findings, bad(folder), *_daemon(config, None)]
    findings += [*_folder(config), *_secrets(config.folder)]
    try:
        with closing(Store.open(config.database_url, backup_dir=config.backups)) as store:
            store.check()
            findings += [good("The database is whole."), *_backups(config), *_daemon(config, store.server_id())]
            for athlete in config.athletes:
                findings += _athlete(athlete, store, now)
    except StoreError as error:
        findings += [bad(str(error)), *_backups(config)]
    return findings


# --- the machine -------------------------------------------------------------------------------------------------


def _folder(config: Config) -> Iterator[Finding]:
    folder = config.folder
    yield from _private(folder, f"Data are in {folder}.")
    if (folder / KEY_FILE).exists():
        yield from _private(folder / KEY_FILE)
        try:
            feed_keys(folder)
        except StoreError as error:
            yield bad(str(error))
    free_mb = shutil.disk_usage(folder).free // 1_000_000
    if free_mb < ROOM_MB:
        yield bad(f"Only {free_mb} MB are free under {folder}: make room, {ROOM_MB} MB at least.")


def _private(path: Path, sentence: str = "") -> Iterator[Finding]:
    """Whether this user alone can read it."""
    if stat.S_IMODE(path.stat().st_mode) & 0o077:
        yield bad(f"{path} can be read by others: run `chmod go= {path}`.")
    elif sentence:
        yield good(sentence)


def _secrets(folder: Path) -> Iterator[Finding]:
    """Whether what services handed out can be read by this user alone: also what a source has left that is gone."""
    kept = folder / "accounts"
    for path in (kept, *sorted(kept.rglob("*"))):
        with suppress(FileNotFoundError):  # a token that is being renewed
            yield from _private(path)


def _backups(config: Config) -> Iterator[Finding]:
    if not config.database_url.startswith("sqlite"):
        return
    copies = sorted(config.backups.glob("*.db"), key=lambda path: path.stat().st_mtime)
    if copies:
        yield good(f"The latest copy of the database is {copies[-1]}.")
    else:
        yield note("There is no copy of the database yet; `liftday db backup` makes one.")


def _daemon(config: Config, server_id: str | None) -> Iterator[Finding]:
    where = f"{config.server.host}:{config.server.port}"
    if config.server.port == 0:
        yield note("The daemon takes another port at each start (server.port is 0), so it was not asked.")
        return
    try:
        answer = ask(config.server)
    except SomethingElse:
        yield bad(f"Another program answers on {where}: choose another server.port in the configuration.")
        return
    if answer is None:
        yield note("The daemon is not running; `liftday serve` starts it, and until then no plan follows your runs.")
    elif answer.info.server_id != server_id:
        yield bad(f"Another Liftday, with other data, answers on {where}: end it, or choose another server.port.")
    elif answer.info.version != __version__:
        yield bad(f"The daemon on {where} is still Liftday {answer.info.version}: stop it and start it again.")
    elif answer.troubles:
        yield from (bad(f"The daemon on {where} runs, but: {trouble}") for trouble in answer.troubles)
    else:
        yield good(f"The daemon answers on {where}.")


# --- an athlete --------------------------------------------------------------------------------------------------


def _athlete(athlete: AthleteConfig, store: Store, now: datetime) -> Iterator[Finding]:
    yield from _activities(athlete, store)
    reports = {report.source: report for report in store.source_reports(athlete.id)}
    for source in athlete.sources:
        if source.called not in reports and is_watched(source.called, athlete):
            first = f"`liftday login {source.called}`, then " if source.kind in WITH_LOGIN else ""
            state = "is not connected yet" if first else "was never read"
            yield bad(f"{athlete.name}: source {source.called} {state}: run {first}`liftday serve`, or `liftday sync`.")
    for report in reports.values():
        yield _source(athlete, report, now)
    yield _plan(athlete, store, now)


def _activities(athlete: AthleteConfig, store: Store) -> Iterator[Finding]:
    count = store.activity_count(athlete.id)
    if count.total and count.last_date:
        total = "1 activity" if count.total == 1 else f"{count.total} activities"
        yield good(f"{athlete.name}: {total}, the last on {count.last_date:%A %-d %B %Y}.")
    elif any(source.kind in ACCOUNTS for source in athlete.sources):
        yield note(f"{athlete.name}: no activities yet; they come with the sources named below.")
    else:
        yield bad(
            f"{athlete.name}: no activities yet: run `liftday import PATH`, or add a source to the configuration."
        )
    if count.problems:
        items = "1 item" if count.problems == 1 else f"{count.problems} items"
        shown = [f"{one.external_id}: {one.sentence}" for one in store.problems(athlete.id, SHOWN)]
        more = f" And {count.problems - SHOWN} more." if count.problems > SHOWN else ""
        yield bad(
            f"{athlete.name}: {items} could not be read and {'is' if count.problems == 1 else 'are'} kept aside; "
            f"importing the original again may mend it. {' '.join(shown)}{more}"
        )


def _source(athlete: AthleteConfig, report: SourceReport, now: datetime) -> Finding:
    who = f"{athlete.name}: source {report.source}"
    rest = f"{_history(report)}{_aside(report)}"
    if report.last_try_at is not None and report.last_try_at - now > CLOCK_SLACK:
        return bad(f"{who} was last read in the future: set this machine's clock right.")
    if report.state is not SourceState.OK:
        return bad(f"{who} {_trouble(athlete, report, now)}{rest}".rstrip())
    if report.last_ok_at is None:
        return bad(f"{who} was never read: run `liftday serve`, or `liftday sync`.")
    old = as_of(report, athlete, now)
    if old.state is SourceState.STALE:
        return bad(f"{who} is stale. {old.detail}{rest}")
    is_note = report.detail or rest
    return (note if is_note else good)(
        f"{who} was read {ago(now - report.last_ok_at)}. {report.detail}".rstrip() + rest
    )


def _trouble(athlete: AthleteConfig, report: SourceReport, now: datetime) -> str:
    """What is wrong, and the command that mends it where there is one."""
    kinds = {source.called: source.kind for source in athlete.sources}
    again = ""
    if report.retry_at is not None and report.retry_at > now:
        again = f"{report.retry_at.astimezone(athlete.zone):%A, %H:%M}"
    is_limited = report.state is SourceState.RATE_LIMITED and again
    sentence = f"{SAYS.get(report.state, f'is {report.state}')}{f' until {again}' if is_limited else ''}."
    if report.detail:
        sentence += f" {report.detail}"
    if (
        report.state is SourceState.NEEDS_LOGIN
        and kinds.get(report.source) in WITH_LOGIN
        and "login" not in report.detail
    ):
        sentence += f" Run `liftday login {report.source}`."
    if again and not is_limited:
        sentence += f" The next try is on {again}."
    if report.last_ok_at is not None:
        sentence += f" It was last read {ago(now - report.last_ok_at)}."
    return sentence


def _history(report: SourceReport) -> str:
    """How far a long history was read; empty once it is all there."""
    if not report.unfinished:
        return ""
    done = report.progress
    if done is None:
        return " Its history is still being read."
    of = f" of {done.total}" if done.total is not None else ""
    back = f", back to {done.reached:%-d %B %Y}" if done.reached is not None else ""
    return f" Its history is still being read: {done.done}{of}{back}."


def _aside(report: SourceReport) -> str:
    if not report.quarantined:
        return ""
    are = "is" if report.quarantined == 1 else "are"
    return f" {report.quarantined} of its items could not be read and {are} kept aside."


def _plan(athlete: AthleteConfig, store: Store, now: datetime) -> Finding:
    stored = store.latest_plan(athlete.id)
    if stored is None:
        return bad(f"{athlete.name}: no plan yet: run `liftday serve`, or `liftday sync`.")
    made = stored.made_at.astimezone(athlete.zone)
    sentence = f"{athlete.name}: plan {stored.revision} of {made:%A %-d %B, %H:%M}"
    today = now.astimezone(athlete.zone).date()
    if today not in {day.date for day in stored.plan.days[:7]}:
        return bad(f"{sentence} is not of this week: run `liftday serve`, or `liftday sync`.")
    if stored.plan.state is PlanState.STALE:
        return bad(f"{sentence} stands still, because the data are too old; once a source is read it goes on.")
    if stored.plan.state is PlanState.OK:
        return good(f"{sentence}.")
    why = " ".join(notice.message for notice in stored.plan.warnings)
    return note(f"{sentence} is {stored.plan.state}. {why}".rstrip())
