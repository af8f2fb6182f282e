"""Whether what a source told is still fresh. Nobody stores that a source has grown stale: time alone makes it so."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime, timedelta

from liftday_rules.placement import settings_of
from liftday_sync.config import AthleteConfig
from liftday_sync.sources import FilesConfig
from liftday_sync.sources.base import SourceState
from liftday_sync.store.api import SourceReport

PLANS_ONLY = frozenset({"ics", "intervals_icu"})
"""Kinds of sources that say nothing about what was run."""


def as_of(report: SourceReport, athlete: AthleteConfig, now: datetime) -> SourceReport:
    """The report as it stands now: `stale`, with the mend, where all was well and that is too long ago."""
    if report.state is not SourceState.OK or not is_stale(report, athlete, now):
        return report
    assert report.last_ok_at is not None
    mend = (
        "run `liftday serve`" if is_watched(report.source, athlete) else "import what is new with `liftday import PATH`"
    )
    limit = f"after {_stale_h(athlete):.0f} h nothing is moved any more"
    detail = f"It was last read {ago(now - report.last_ok_at)}, and {limit}: {mend}."
    return replace(report, state=SourceState.STALE, detail=detail)


def is_stale(report: SourceReport, athlete: AthleteConfig, now: datetime) -> bool:
    """Whether it was last read too long ago. An archive that was imported once is not to be, where others are read."""
    if report.last_ok_at is None or now - report.last_ok_at < timedelta(hours=_stale_h(athlete)):
        return False
    return is_watched(report.source, athlete) or not any(
        is_watched(source.called, athlete) for source in athlete.sources if source.kind not in PLANS_ONLY
    )


def is_watched(name: str, athlete: AthleteConfig) -> bool:
    """Whether the daemon reads this source by itself; files without a folder are imported by hand."""
    found = next((source for source in athlete.sources if source.called == name), None)
    return found is not None and not (isinstance(found, FilesConfig) and not found.folder)


def ago(age: timedelta) -> str:
    """How long ago, for people."""
    hours = age.total_seconds() / 3600
    if hours < 1:
        return f"{age.total_seconds() / 60:.0f} min ago"
    return f"{hours:.0f} h ago" if hours < 72 else f"{age.days} days ago"  # noqa: PLR2004 (three days are days)


def _stale_h(athlete: AthleteConfig) -> float:
    return settings_of(athlete.to_athlete())["stale_h"]


def as_of_all(reports: Sequence[SourceReport], athlete: AthleteConfig, now: datetime) -> list[SourceReport]:
    """All reports as they stand now."""
    return [as_of(report, athlete, now) for report in reports]
