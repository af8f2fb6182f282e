"""A scenario file as facts. Strict: whatever the format does not know is an error that names the key."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import yaml
from pydantic import TypeAdapter, ValidationError

from liftday_rules.model import (
    Busy,
    Facts,
    Flag,
    History,
    Night,
    PlannedRun,
    Published,
    Race,
    Readiness,
    ReadinessBaseline,
    RunClass,
    RunState,
    SessionUid,
    StrengthDone,
)
from liftday_sync.errors import InputError
from liftday_sync.scenario.entries import (
    first_problem,
    instant,
)
from liftday_sync.scenario.shape import (
    BusyEntry,
    FeedEntry,
    FlagEntry,
    HistoryEntry,
    RaceEntry,
    ReadinessEntry,
    RunEntry,
    ScenarioEntry,
    WeeklyEntry,
)

RACE_SPEED_MPS = 3.0
"""How fast a race is taken to be run when its time is not given."""


def read_scenario(path: Path) -> Facts:
    """The facts of a scenario file. Raises InputError with one sentence."""
    try:
        raw = yaml.load(path.read_text(encoding="utf-8"), Loader=_Loader)  # noqa: S506 (a safe loader, made faster)
    except OSError as error:
        raise InputError(f"{path}: {error.strerror}.") from error
    except (UnicodeDecodeError, yaml.YAMLError) as error:
        mark = getattr(error, "problem_mark", None)
        raise InputError(f"{path} is not YAML{f' in line {mark.line + 1}' if mark else ''}.") from error
    if not isinstance(raw, Mapping):
        raise InputError(f"{path} is no scenario: it must be a mapping with id, title, now and athlete.")
    return to_facts(raw)


_Loader: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


def to_facts(raw: Mapping[str, Any]) -> Facts:
    """The facts of a scenario that is already read. Raises InputError with one sentence."""
    runs = raw.get("runs")
    if isinstance(runs, Sequence):
        _check_runs(runs)
    try:
        scenario = ScenarioEntry.model_validate(raw)
    except ValidationError as error:
        raise InputError(f"{first_problem(error)}.") from error
    return _Facts(scenario).build()


_SINGLE, _WEEKLY = TypeAdapter(RunEntry), TypeAdapter(WeeklyEntry)


def _check_runs(runs: Sequence[Any]) -> None:
    """Single and weekly runs are told apart by one key, so that an error speaks of the right one."""
    for index, run in enumerate(runs):
        weekly = isinstance(run, Mapping) and "weekly" in run
        try:
            (_WEEKLY if weekly else _SINGLE).validate_python(run)
        except ValidationError as error:
            raise InputError(f"runs.{index}.{first_problem(error)}.") from error


class _Facts:
    """Resolves wall times in the athlete's zone and lays the plan feed over the runs."""

    def __init__(self, scenario: ScenarioEntry) -> None:
        self._given = scenario
        self._zone: ZoneInfo = scenario.athlete.time_zone
        if scenario.now.tzinfo is None:
            raise InputError('now: must carry an offset, such as "2026-11-26T14:00:00+01:00".')
        self._now = scenario.now.astimezone(UTC)

    def build(self) -> Facts:
        """All of it."""
        given = self._given
        activities = tuple(entry.to_activity(self._zone) for entry in given.activities or ())
        _all_different("activities", [activity.id for activity in activities])
        _all_different("published", [entry.uid for entry in given.published or ()])
        return Facts(
            now=self._now,
            athlete=given.athlete.to_athlete(),
            runs=tuple(self._runs()),
            activities=activities,
            races=tuple(self._race(entry) for entry in given.races or ()),
            strength_done=tuple(
                StrengthDone(start=self._at(entry.start), minutes=entry.minutes, kind=entry.kind, uid=_uid(entry.uid))
                for entry in given.strength_done or ()
            ),
            published=tuple(
                Published(
                    uid=SessionUid(entry.uid),
                    start=self._at(entry.start),
                    kind=entry.kind,
                    sequence=entry.sequence,
                    locked=entry.locked,
                )
                for entry in given.published or ()
            ),
            busy=tuple(self._busy(entry) for entry in given.busy or ()),
            flags=tuple(self._flag(entry) for entry in given.flags or ()),
            readiness=_readiness(given.readiness),
            history=_history(given.history),
            data_age_h=given.data_age_h,
        )

    def _at(self, moment: datetime) -> datetime:
        return instant(moment, self._zone).astimezone(UTC)

    def _maybe(self, moment: datetime | None) -> datetime | None:
        return None if moment is None else self._at(moment)

    def _runs(self) -> Iterator[PlannedRun]:
        feed = {entry.uid: entry for entry in self._given.plan_feed or ()}
        for item in self._given.runs or ():
            for entry in item.unrolled() if isinstance(item, WeeklyEntry) else (item,):
                said = feed.pop(entry.uid, None) if entry.uid else None
                yield self._run(entry, said)
        for said in feed.values():
            if said.start is not None and said.minutes is not None:
                fresh = said.model_dump(include={"start", "minutes", "uid"})
                yield self._run(RunEntry.model_validate({**fresh, "start": said.start.isoformat()}), said)
            elif said.status != "cancelled":
                raise InputError(f"plan_feed: the run {said.uid} is new, so it needs start and minutes.")

    def _run(self, entry: RunEntry, said: FeedEntry | None) -> PlannedRun:
        news = said.model_dump(exclude_none=True, exclude={"uid", "sequence", "status"}) if said else {}
        start = self._at(news.get("start", entry.start))
        minutes = news.get("minutes", entry.minutes)
        known = {name: news.get(name, getattr(entry, name)) for name in ("name", "distance_m")}
        run_class, p_hard = _judged(entry, news)
        state = news.get("state", entry.state)
        done = state == "done" or (state is None and start + timedelta(minutes=minutes) <= self._now)
        return PlannedRun(
            uid=entry.uid,
            start=start,
            minutes=minutes,
            run_class=None if run_class is None else RunClass(run_class),
            p_hard=p_hard,
            state=RunState.DONE if done else RunState.PLANNED,
            changed_by_feed=said is not None,
            cancelled=said is not None and said.status == "cancelled",
            **known,
        )

    def _race(self, entry: RaceEntry) -> Race:
        start = self._at(entry.start)
        end = start + timedelta(seconds=entry.finish_s or entry.distance_m / RACE_SPEED_MPS)
        done = entry.state == "done" or (entry.state is None and end <= self._now)
        return Race(
            name=entry.name,
            priority=entry.priority,
            start=start,
            distance_m=entry.distance_m,
            state=RunState.DONE if done else RunState.PLANNED,
            finish_s=entry.finish_s,
        )

    def _busy(self, entry: BusyEntry) -> Busy:
        start, end = self._at(entry.start), self._at(entry.end)
        if end < start:
            raise InputError(f"busy: {entry.end} is before {entry.start}.")
        return Busy(start=start, end=end)

    def _flag(self, entry: FlagEntry) -> Flag:
        return Flag(
            kind=entry.kind,
            since=self._at(entry.since),
            until=self._maybe(entry.until),
            region=entry.region,
            side=entry.side,
            allow_upper=bool(entry.allow_upper),
            equipment=entry.equipment,
        )


def _judged(entry: RunEntry, news: Mapping[str, Any]) -> tuple[str | None, float | None]:
    """Class and p as the feed leaves them: a new class unseats an old p, and the reverse."""
    if "run_class" in news or "p_hard" in news:
        return news.get("run_class"), news.get("p_hard")
    return entry.run_class, entry.p_hard


def _uid(text: str | None) -> SessionUid | None:
    return None if text is None else SessionUid(text)


def _all_different(key: str, names: Sequence[str]) -> None:
    twice = next((name for index, name in enumerate(names) if name in names[:index]), None)
    if twice is not None:
        raise InputError(f"{key}: {twice} stands twice.")


def _readiness(entry: ReadinessEntry | None) -> Readiness | None:
    if entry is None:
        return None
    nights = tuple(Night(**night.model_dump()) for night in entry.nights)
    return Readiness(baseline=ReadinessBaseline(**entry.baseline.model_dump()), nights=nights)


def _history(entry: HistoryEntry | None) -> History | None:
    if entry is None:
        return None
    return History(weekly_run_min=tuple(entry.weekly_run_min or ()), target_last_week=entry.target_last_week)
