"""The shape of a scenario file: what may be said, key by key. Whatever is not here is an error that names the key."""

from collections.abc import Iterator
from datetime import datetime, time, timedelta
from typing import Annotated, Any, Literal

from pydantic import Field

from liftday_rules.model import Equipment, FlagKind, Kind, Priority, Side, Weekday
from liftday_sync.errors import InputError
from liftday_sync.scenario.entries import (
    ActivityEntry,
    AthleteEntry,
    AtLeast0,
    Day,
    Entry,
    HeartRate,
    Moment,
    Positive,
    WallTime,
)

type RunWord = Literal["hard", "easy", "long", "race", "uncertain", "rest"]
Share = Annotated[float, Field(ge=0, le=1)]
Text = Annotated[str, Field(min_length=1)]
Percent = Annotated[float, Field(ge=0, le=100)]
ZeroToTen = Annotated[float, Field(ge=0, le=10)]
KindWord = Annotated[Kind, Field(strict=False)]
DAYS = 7
SEVEN = time(7)


class _RunFields(Entry):
    """What may be said of any run."""

    run_class: Annotated[RunWord | None, Field(alias="class")] = None
    p_hard: Share | None = None
    state: Literal["done", "planned"] | None = None
    name: str | None = None
    distance_m: Positive | None = None


class RunEntry(_RunFields):
    """A single run."""

    start: Moment
    minutes: Positive
    uid: Text | None = None


class WeeklyRun(_RunFields):
    """A run of a repeating week."""

    minutes: Positive
    at: WallTime | None = None


class _Weeks(Entry):
    first_monday: Day
    weeks: Annotated[int, Field(ge=1, le=60)]


class WeeklyEntry(Entry):
    """A repeating week."""

    weekly: _Weeks
    at: WallTime | None = None
    mon: list[WeeklyRun] | WeeklyRun | None = None
    tue: list[WeeklyRun] | WeeklyRun | None = None
    wed: list[WeeklyRun] | WeeklyRun | None = None
    thu: list[WeeklyRun] | WeeklyRun | None = None
    fri: list[WeeklyRun] | WeeklyRun | None = None
    sat: list[WeeklyRun] | WeeklyRun | None = None
    sun: list[WeeklyRun] | WeeklyRun | None = None

    def unrolled(self) -> Iterator[RunEntry]:
        """Run by run."""
        if self.weekly.first_monday.weekday():
            raise InputError(f"runs.weekly.first_monday: {self.weekly.first_monday} is no Monday.")
        for n in range(DAYS * self.weekly.weeks):
            day = self.weekly.first_monday + timedelta(days=n)
            entries = getattr(self, Weekday.of(day).value) or []
            for entry in entries if isinstance(entries, list) else [entries]:
                at = entry.at or self.at or SEVEN
                said = entry.model_dump(exclude={"at"}, by_alias=True)
                start = datetime.combine(day, at).isoformat()
                yield RunEntry.model_validate({**said, "start": start})


class FeedEntry(_RunFields):
    """What the plan feed has just said of one run."""

    uid: Text
    sequence: Annotated[int, Field(ge=0)]
    start: Moment | None = None
    minutes: Positive | None = None
    status: Literal["confirmed", "cancelled"] | None = None


class RaceEntry(Entry):
    """A race."""

    name: Text
    priority: Annotated[Priority, Field(strict=False)]
    start: Moment
    distance_m: Positive
    state: Literal["done", "planned"] | None = None
    finish_s: Positive | None = None


class DoneEntry(Entry):
    """A strength session that was done."""

    start: Moment
    minutes: Positive
    kind: KindWord
    uid: Text | None = None


class PublishedEntry(Entry):
    """What the calendar shows."""

    uid: Text
    start: Moment
    kind: KindWord
    sequence: Annotated[int, Field(ge=0)] = 0
    locked: bool = False


class BusyEntry(Entry):
    """A stretch of the calendar that is taken."""

    start: Moment
    end: Moment


class FlagEntry(Entry):
    """Something the athlete said about a stretch of days."""

    kind: Annotated[FlagKind, Field(strict=False)]
    since: Moment
    until: Moment | None = None
    region: Text | None = None
    side: Annotated[Side, Field(strict=False)] | None = None
    allow_upper: bool | None = None
    equipment: Annotated[Equipment, Field(strict=False)] | None = None


class BaselineEntry(Entry):
    """Usual mornings."""

    days: Annotated[int, Field(ge=0)]
    hrv_rmssd_ms: Positive | None = None
    hrv_rmssd_sd_ms: Positive | None = None
    resting_hr_bpm: HeartRate | None = None


class NightEntry(Entry):
    """One night."""

    date: Day
    hrv_rmssd_ms: Positive | None = None
    resting_hr_bpm: HeartRate | None = None
    sleep_h: Annotated[float, Field(ge=0, le=24)] | None = None
    sleep_score_0_100: Percent | None = None
    body_battery_wake_0_100: Percent | None = None
    training_readiness_0_100: Percent | None = None
    soreness_0_10: ZeroToTen | None = None


class ReadinessEntry(Entry):
    """What the nights say."""

    baseline: BaselineEntry
    nights: list[NightEntry]


class HistoryEntry(Entry):
    """What came before."""

    weekly_run_min: list[AtLeast0] | None = None
    target_last_week: Annotated[int, Field(ge=0, le=3)] | None = None


class ScenarioEntry(Entry):
    """The whole file."""

    id: Text
    title: Text
    now: Moment
    athlete: AthleteEntry
    runs: list[WeeklyEntry | RunEntry] | None = None
    races: list[RaceEntry] | None = None
    activities: list[ActivityEntry] | None = None
    strength_done: list[DoneEntry] | None = None
    published: list[PublishedEntry] | None = None
    plan_feed: list[FeedEntry] | None = None
    busy: list[BusyEntry] | None = None
    flags: list[FlagEntry] | None = None
    readiness: ReadinessEntry | None = None
    history: HistoryEntry | None = None
    data_age_h: AtLeast0 | None = None
    expect: Any = None
    variants: Any = None
