"""The entries that a scenario and `classify --input` share: the athlete, and one recorded activity.

Strict: an unknown key, a number in quotes or a date that is no string is an error that names the key.
"""

from collections.abc import Mapping
from datetime import date, datetime, time
from itertools import chain, repeat
from types import MappingProxyType
from typing import Annotated, Any, Literal, Self
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, ValidationError, model_validator

from liftday_rules.model import (
    Activity,
    ActivityId,
    Athlete,
    Equipment,
    GarminFields,
    Lap,
    LapKind,
    Phase,
    Policy,
    Slots,
    Sport,
    StravaFields,
    Stream,
    Weekday,
)
from liftday_sync.errors import InputError

UTC_ZONE = ZoneInfo("UTC")
MAX_STREAM_S = 7 * 24 * 3600


class Entry(BaseModel):
    """A mapping with known keys only."""

    model_config = ConfigDict(extra="forbid", frozen=True, strict=True, allow_inf_nan=False)


def _from_text[T](parse: Any, what: str) -> BeforeValidator:
    def read(value: Any) -> T | Any:
        if not isinstance(value, str):
            raise ValueError(f"must be a quoted string, {what}")  # noqa: TRY004 (pydantic collects ValueError)
        try:
            return parse(value)
        except (ValueError, ZoneInfoNotFoundError) as error:
            raise ValueError(f"{value!r} is not {what}") from error

    return BeforeValidator(read)


def _moment(text: str) -> datetime:
    if "T" not in text:
        raise ValueError(text)
    return datetime.fromisoformat(text)


def _zone(text: str) -> ZoneInfo:
    try:
        return ZoneInfo(text)
    except OSError as error:
        raise ValueError(text) from error


Moment = Annotated[datetime, _from_text(_moment, 'a moment such as "2026-11-26T18:00"')]
"""Wall time without an offset, or an instant with one. See `instant`."""
Day = Annotated[date, _from_text(date.fromisoformat, 'a date such as "2026-11-26"')]
WallTime = Annotated[time, _from_text(time.fromisoformat, 'a time such as "18:00"')]
Zone = Annotated[ZoneInfo, _from_text(_zone, "an IANA time zone such as Europe/Berlin")]
Positive = Annotated[float, Field(gt=0)]
AtLeast0 = Annotated[float, Field(ge=0)]
HeartRate = Annotated[float, Field(gt=0, le=300)]


def instant(moment: datetime, zone: ZoneInfo | None) -> datetime:
    """The instant that a moment means; wall time is in `zone`, on the side before a change of the clocks."""
    if moment.tzinfo is not None:
        return moment
    if zone is None:
        raise InputError(
            f'"{moment.isoformat()}" has no offset: write it as "…+01:00", or give the athlete a time_zone.'
        )
    return moment.replace(tzinfo=zone)


class LapEntry(Entry):
    """One lap."""

    elapsed_s: AtLeast0
    moving_s: AtLeast0 | None = None
    distance_m: AtLeast0 | None = None
    avg_hr_bpm: HeartRate | None = None
    max_hr_bpm: HeartRate | None = None
    kind: Annotated[LapKind, Field(strict=False)] = LapKind.MANUAL


class StreamEntry(Entry):
    """Stretches of constant speed and heart rate: seconds, speed, heart rate or null."""

    segments: list[Annotated[list[float | None], Field(min_length=3, max_length=3)]]

    @model_validator(mode="after")
    def _sound(self) -> Self:
        for seconds, speed, rate in self.segments:
            if seconds is None or seconds <= 0 or speed is None or not 0 <= speed <= 15 or (rate or 0) < 0:  # noqa: PLR2004
                raise ValueError("a segment is [seconds > 0, speed_mps from 0 to 15, hr_bpm or null]")
        if sum(segment[0] or 0.0 for segment in self.segments) > MAX_STREAM_S:
            raise ValueError("the segments last longer than a week")
        return self

    def to_stream(self) -> Stream:
        """The stream, sampled once a second."""
        lengths: list[int] = []
        end = 0.0
        for seconds, _, _ in self.segments:
            end += seconds or 0.0
            lengths.append(round(end) - sum(lengths))
        speed = tuple(chain.from_iterable(repeat(s[1], n) for s, n in zip(self.segments, lengths, strict=True)))
        rate = tuple(chain.from_iterable(repeat(s[2], n) for s, n in zip(self.segments, lengths, strict=True)))
        return Stream(time_s=tuple(map(float, range(len(speed)))), speed_mps=speed, hr_bpm=rate)


class GarminEntry(Entry):
    """What only Garmin tells."""

    training_effect_label: str | None = None
    aerobic_te: Annotated[float, Field(ge=0, le=5)] | None = None
    anaerobic_te: Annotated[float, Field(ge=0, le=5)] | None = None
    load: AtLeast0 | None = None
    hr_zone_s: Annotated[list[AtLeast0], Field(min_length=5, max_length=5)] | None = None
    hr_zone_low_bpm: Annotated[list[HeartRate], Field(min_length=5, max_length=5)] | None = None
    rpe_0_10: Annotated[float, Field(ge=0, le=10)] | None = None
    feel_0_100: Annotated[float, Field(ge=0, le=100)] | None = None
    event_type: str | None = None

    def to_fields(self) -> GarminFields:
        """The same as the rules know it."""
        values = self.model_dump()
        for name in ("hr_zone_s", "hr_zone_low_bpm"):
            values[name] = tuple(values[name] or ())
        return GarminFields(**values)


class StravaEntry(Entry):
    """What only Strava tells."""

    workout_type: int | None = None
    suffer_score: AtLeast0 | None = None
    perceived_exertion: Annotated[float, Field(ge=0, le=10)] | None = None

    def to_fields(self) -> StravaFields:
        """The same as the rules know it."""
        return StravaFields(**self.model_dump())


class ActivityEntry(Entry):
    """One recording, as a source gives it."""

    id: Annotated[str, Field(min_length=1)]
    source: Literal["garmin", "strava", "file"]
    sport: Annotated[Sport, Field(strict=False)]
    start: Moment
    elapsed_s: Positive
    moving_s: AtLeast0 | None = None
    distance_m: AtLeast0 | None = None
    ascent_m: AtLeast0 | None = None
    descent_m: AtLeast0 | None = None
    avg_hr_bpm: HeartRate | None = None
    max_hr_bpm: HeartRate | None = None
    temperature_c: float | None = None
    name: str | None = None
    laps: list[LapEntry] | None = None
    stream: StreamEntry | None = None
    garmin: GarminEntry | None = None
    strava: StravaEntry | None = None

    def to_activity(self, zone: ZoneInfo | None) -> Activity:
        """The activity; `zone` is where wall times are read and days begin. Raises InputError where it is missed."""
        start = instant(self.start, zone)
        return Activity(
            id=ActivityId(self.id),
            source=self.source,
            sport=self.sport,
            start=start.astimezone(UTC_ZONE),
            local_date=(start if zone is None else start.astimezone(zone)).date(),
            elapsed_s=self.elapsed_s,
            moving_s=self.moving_s,
            distance_m=self.distance_m,
            ascent_m=self.ascent_m,
            descent_m=self.descent_m,
            avg_hr_bpm=self.avg_hr_bpm,
            max_hr_bpm=self.max_hr_bpm,
            temperature_c=self.temperature_c,
            name=self.name,
            laps=tuple(Lap(**lap.model_dump()) for lap in self.laps or ()),
            stream=self.stream.to_stream() if self.stream else None,
            garmin=self.garmin.to_fields() if self.garmin else None,
            strava=self.strava.to_fields() if self.strava else None,
        )


Slot = list[WallTime]


class SlotsEntry(Entry):
    """Start times by weekday."""

    default: Slot | None = None
    mon: Slot | None = None
    tue: Slot | None = None
    wed: Slot | None = None
    thu: Slot | None = None
    fri: Slot | None = None
    sat: Slot | None = None
    sun: Slot | None = None

    def to_slots(self) -> Slots:
        """The same as the rules know it; without a default, the days that are not named are not available."""
        named = {day: getattr(self, day.value) for day in Weekday}
        stated = {day: tuple(times) for day, times in named.items() if times is not None}
        return Slots(default=tuple(self.default or ()), by_weekday=MappingProxyType(stated))


class PartialAthleteEntry(Entry):
    """An athlete of whom anything may be unsaid, as `classify` allows."""

    time_zone: Zone | None = None
    age: Annotated[int, Field(ge=5, le=120)] | None = None
    hr_max_bpm: HeartRate | None = None
    hr_rest_bpm: HeartRate | None = None
    lthr_bpm: HeartRate | None = None
    threshold_speed_mps: Annotated[float, Field(gt=0, le=15)] | None = None
    strength_sessions_logged: Annotated[int, Field(ge=0)] | None = None
    phase: Annotated[Phase, Field(strict=False)] | None = None
    block_week: Annotated[int, Field(ge=1, le=4)] | None = None
    target_per_week: Annotated[int, Field(ge=0)] | dict[Day, Annotated[int, Field(ge=0)]] | None = None
    policy: Annotated[Policy, Field(strict=False)] | None = None
    equipment: Annotated[Equipment, Field(strict=False)] | None = None
    slots: SlotsEntry | None = None
    preferred_weekdays: list[Annotated[Weekday, Field(strict=False)]] | None = None
    full_min: Annotated[int, Field(gt=0)] | None = None
    light_min: Annotated[int, Field(gt=0)] | None = None

    def to_athlete(self) -> Athlete:
        """The athlete; what is unsaid keeps the rules' own default, and the time zone that of Greenwich."""
        by_monday = self.target_per_week if isinstance(self.target_per_week, Mapping) else {}
        stated: dict[str, Any] = {
            name: value
            for name in ("strength_sessions_logged", "policy", "equipment", "full_min", "light_min")
            if (value := getattr(self, name)) is not None
        }
        if self.slots is not None:
            stated["slots"] = self.slots.to_slots()
        return Athlete(
            zone=self.time_zone or UTC_ZONE,
            age=self.age,
            hr_max_bpm=self.hr_max_bpm,
            hr_rest_bpm=self.hr_rest_bpm,
            lthr_bpm=self.lthr_bpm,
            threshold_speed_mps=self.threshold_speed_mps,
            phase=self.phase,
            block_week=self.block_week,
            target_per_week=self.target_per_week if isinstance(self.target_per_week, int) else None,
            target_by_monday=MappingProxyType(dict(by_monday)),
            preferred_weekdays=frozenset(self.preferred_weekdays or ()),
            **stated,
        )


class AthleteEntry(PartialAthleteEntry):
    """The athlete of a scenario, who has said all that placing a session needs."""

    time_zone: Zone
    strength_sessions_logged: Annotated[int, Field(ge=0)]
    policy: Annotated[Policy, Field(strict=False)]
    equipment: Annotated[Equipment, Field(strict=False)]
    slots: SlotsEntry
    full_min: Annotated[int, Field(gt=0)]
    light_min: Annotated[int, Field(gt=0)]


def first_problem(error: ValidationError) -> str:
    """The first thing that is wrong, as `key: what`, for a sentence that names it."""
    problem = min(error.errors(include_url=False), key=lambda one: one["type"] != "extra_forbidden")
    key = ".".join(str(part) for part in problem["loc"]) or "the whole"
    match problem["type"]:
        case "extra_forbidden":
            return f"{key}: there is no such key"
        case "missing":
            return f"{key}: is required"
        case _:
            return f"{key}: {problem['msg'].removeprefix('Value error, ')}"
