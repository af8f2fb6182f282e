"""From what feeds say of coming runs to the runs and races that a decision may rest on. Pure.

A feed changes overnight, says the same as another feed, or falls silent: what is new is marked for a day, what two
feeds say is believed once, and a plan that could not be read for a week is no longer believed at all.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import date, datetime, timedelta
from typing import NamedTuple
from zoneinfo import ZoneInfo

from liftday_rules.model import PlannedRun, Race, RunClass, RunState
from liftday_rules.runs import of_stated
from liftday_sync.store.api import StoredMeaning

NEWS_FOR = timedelta(hours=24)
CONNECTING = timedelta(hours=1)
"""How long a source that was just connected may take to tell what it knows."""
EXPIRES_AFTER = timedelta(days=7)
RACE_OVER_AFTER = timedelta(days=1)
SAME_RUN = timedelta(hours=3)
"""Two feeds may put the same run at somewhat different hours."""


def to_runs(
    told: Iterable[StoredMeaning[PlannedRun]], now: datetime, zone: ZoneInfo, *, read_at: Mapping[str, datetime]
) -> tuple[PlannedRun, ...]:
    """The planned runs that count, in order of start. `read_at`: when each source was last read with success.

    What was taken back within a day comes as `cancelled`, for it explains a change; what was taken back before is gone.
    """
    stored = tuple(told)
    connected_at = _connected_at(stored)
    runs: list[_Told] = []
    for one in stored:
        if one.meaning.start > now and now - read_at.get(one.source, now) > EXPIRES_AFTER:
            continue
        is_news = _is_news(one, connected_at[one.source], now)
        cancelled = one.meaning.cancelled or one.deleted_at is not None
        if cancelled and not is_news:
            continue
        uid = one.meaning.uid or f"{one.source}:{one.external_id}"
        run = replace(one.meaning, uid=uid, changed_by_feed=is_news, cancelled=cancelled)
        runs.append(_Told(one.source, run, _is_demanding(run, zone)))
    return tuple(sorted(_each_once(runs, zone), key=lambda run: (run.start, run.uid or "")))


def _connected_at(told: Iterable[StoredMeaning[PlannedRun]]) -> dict[str, datetime]:
    """When each source told its first run."""
    found: dict[str, datetime] = {}
    for one in told:
        found[one.source] = min(found.get(one.source, one.since), one.since)
    return found


def _is_news(one: StoredMeaning[PlannedRun], connected_at: datetime, now: datetime) -> bool:
    """Whether the feed has said something new within a day; all that it said when it was connected is not news."""
    if now - (one.deleted_at or one.changed_at) > NEWS_FOR:
        return False
    was_changed = one.deleted_at is not None or one.changed_at > one.since
    return was_changed or one.since - connected_at > CONNECTING


def to_races(
    told: Iterable[StoredMeaning[Race]], configured: Sequence[Race], now: datetime, zone: ZoneInfo
) -> tuple[Race, ...]:
    """The configured races, and those of the feeds on other dates; one that began a day ago is over."""
    taken = {_day(race.start, zone) for race in configured}
    found = list(configured)
    for one in told:
        day = _day(one.meaning.start, zone)
        if one.deleted_at is None and day not in taken:
            taken.add(day)
            is_over = one.meaning.start < now - RACE_OVER_AFTER
            found.append(replace(one.meaning, state=RunState.DONE) if is_over else one.meaning)
    return tuple(sorted(found, key=lambda race: race.start))


class _Told(NamedTuple):
    """A run, who told it, and whether it will be demanding; None: that is not said."""

    source: str
    run: PlannedRun
    is_demanding: bool | None


def _is_demanding(run: PlannedRun, zone: ZoneInfo) -> bool | None:
    found = of_stated(run, zone)
    is_unknown = found.run_class is RunClass.UNCERTAIN and not found.p_hard
    return None if is_unknown else found.is_demanding


def _each_once(runs: Sequence[_Told], zone: ZoneInfo) -> Iterable[PlannedRun]:
    """Of the same run in two feeds the one that says more; each feed may repeat a run once, for two are two."""
    kept: list[tuple[_Told, set[str]]] = []
    for told in sorted(runs, key=lambda one: (-_says(one.run), one.source, one.run.start)):
        twins = [one for one in kept if told.source not in one[1] and _are_same(told, one[0], zone)]
        twin = min(twins, key=lambda one: _apart(told, one[0]), default=None)
        if twin is None:
            kept.append((told, {told.source}))
        else:
            twin[1].add(told.source)
    return [told.run for told, _ in kept]


def _apart(one: _Told, other: _Told) -> tuple[bool, timedelta]:
    """How unlike two runs are, to find the likest: by what is said of their effort, then by their hours."""
    return one.is_demanding != other.is_demanding, abs(one.run.start - other.run.start)


def _says(run: PlannedRun) -> int:
    """How much a run tells: that it holds, its class, its hour, its length."""
    judged = run.run_class is not None or run.p_hard is not None
    return 8 * (not run.cancelled) + 4 * judged + 2 * (not run.all_day) + bool(run.minutes)


def _are_same(one: _Told, other: _Told, zone: ZoneInfo) -> bool:
    """Two feeds tell one run by its day and hour; a hard one and an easy one are two, lest the hard one is lost."""
    mine, theirs = one.run, other.run
    if mine.cancelled != theirs.cancelled or _day(mine.start, zone) != _day(theirs.start, zone):
        return False
    if None not in {one.is_demanding, other.is_demanding} and one.is_demanding != other.is_demanding:
        return False
    return mine.all_day or theirs.all_day or abs(mine.start - theirs.start) <= SAME_RUN


def _day(moment: datetime, zone: ZoneInfo) -> date:
    return moment.astimezone(zone).date()
