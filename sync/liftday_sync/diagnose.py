"""The doctor: facts about this installation, each with the mend where something is wrong."""

import socket
import sqlite3
import stat
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from liftday_sync import __version__
from liftday_sync.config import AthleteConfig, Config
from liftday_sync.sources.base import SourceState
from liftday_sync.store import Store

STALE_H = 36


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that was looked at."""

    ok: bool
    sentence: str


def examine(config: Config, store: Store, now: datetime) -> list[Finding]:
    """Everything worth telling somebody who asks whether it works."""
    python = sys.version.split()[0]
    findings = [Finding(True, f"Liftday {__version__} on Python {python}, SQLite {sqlite3.sqlite_version}.")]  # noqa: FBT003
    findings += _folder(config)
    findings += _daemon(config)
    for athlete in config.athletes:
        findings += _athlete(athlete, store, now)
    return findings


def _folder(config: Config) -> Iterator[Finding]:
    mode = stat.S_IMODE(config.folder.stat().st_mode)
    private = not mode & 0o077
    mend = "" if private else f" It can be read by others: run `chmod 700 {config.folder}`."
    yield Finding(private, f"Data are in {config.folder}.{mend}")


def _daemon(config: Config) -> Iterator[Finding]:
    with socket.socket() as probe:
        probe.settimeout(1)
        host = "127.0.0.1" if config.server.host == "0.0.0.0" else config.server.host  # noqa: S104 (asks about it)
        answers = probe.connect_ex((host, config.server.port)) == 0
    where = f"{config.server.host}:{config.server.port}"
    yield Finding(
        answers, f"The daemon answers on {where}." if answers else f"Nothing answers on {where}: `liftday serve`."
    )


def _athlete(athlete: AthleteConfig, store: Store, now: datetime) -> Iterator[Finding]:
    count = store.activity_count(athlete.id)
    who = athlete.name
    if count.total:
        yield Finding(True, f"{who}: {count.total} activities, the last on {count.last_date:%A %d %B %Y}.")  # noqa: FBT003
    else:
        yield Finding(False, f"{who}: no activities yet; run `liftday import PATH`, or wait for a source.")  # noqa: FBT003
    if count.problems:
        yield Finding(
            False, f"{who}: {count.problems} items could not be read; they are kept, importing again may mend it."
        )
    for report in store.source_reports(athlete.id):
        age_h = (now - report.last_ok_at).total_seconds() / 3600 if report.last_ok_at else None
        fresh = age_h is not None and age_h < STALE_H
        fine = report.state is SourceState.OK and fresh
        when = "never read" if age_h is None else f"read {age_h:.0f} h ago"
        yield Finding(fine, f"{who}: source {report.source} is {report.state}, {when}. {report.detail}".rstrip())
    plan = store.latest_plan(athlete.id)
    yield Finding(
        plan is not None,
        f"{who}: plan {plan.revision} of {plan.made_at:%A %H:%M} UTC."
        if plan
        else f"{who}: no plan yet; run `liftday sync`.",
    )
