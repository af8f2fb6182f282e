"""One runner: body, wishes for strength, races and where runs come from."""

import re
from collections.abc import Mapping
from datetime import date, time
from types import MappingProxyType
from typing import Self
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from pydantic import Field, field_validator, model_validator

from liftday_rules.model import Athlete, Equipment, Phase, Policy, Priority, Slots, Weekday
from liftday_rules.placement import check_parameters
from liftday_sync.config.calendar import CalendarConfig
from liftday_sync.config.notify import NotifyConfig
from liftday_sync.config.programme import find_programme
from liftday_sync.sources import SourceConfig
from liftday_sync.strict import Clock, Strict


class SlotsConfig(Strict):
    """Start times in the athlete's zone; an empty list means: not available."""

    default: tuple[Clock, ...] = Field((time(18),), description="Start times on weekdays without their own.")
    mon: tuple[Clock, ...] | None = None
    tue: tuple[Clock, ...] | None = None
    wed: tuple[Clock, ...] | None = None
    thu: tuple[Clock, ...] | None = None
    fri: tuple[Clock, ...] | None = None
    sat: tuple[Clock, ...] | None = None
    sun: tuple[Clock, ...] | None = None

    def to_slots(self) -> Slots:
        """As the rules want them."""
        own = {day: times for day in Weekday if (times := getattr(self, day.value)) is not None}
        return Slots(default=self.default, by_weekday=MappingProxyType(own))


class EquipmentConfig(Strict):
    """What there is to lift with where a weekday differs."""

    mon: Equipment | None = None
    tue: Equipment | None = None
    wed: Equipment | None = None
    thu: Equipment | None = None
    fri: Equipment | None = None
    sat: Equipment | None = None
    sun: Equipment | None = None

    def by_weekday(self) -> Mapping[Weekday, Equipment]:
        """As the rules want it."""
        return MappingProxyType({day: own for day in Weekday if (own := getattr(self, day.value)) is not None})


class StrengthConfig(Strict):
    """How the athlete wants to lift."""

    policy: Policy = Field(Policy.RECOVER_FIRST, description="recover_first, balanced or stack_hard.")
    equipment: Equipment = Field(Equipment.GYM, description="none, band, dumbbells or gym.")
    equipment_on: EquipmentConfig = EquipmentConfig()
    programme: str = Field("liftday", description="A name of docs/exercises.md, or the path of your own .yaml file.")
    olympic_lifts: bool = Field(default=False, description="true: a coach watches your fast lifts with a bar.")
    overhead_squat: bool = Field(default=False, description="true: a light overhead squat is comfortable.")
    jumps: bool = Field(default=True, description="false: never any jumps; else once there is a base.")
    with_strides: bool = Field(default=False, description="true: strides after full sessions of the build phase.")
    with_test: bool = Field(default=True, description="The ten-minute baseline test in easier weeks.")
    block_start: date | None = Field(None, description="First day of a block of four weeks; else from your first lift.")
    slots: SlotsConfig = SlotsConfig()
    preferred_weekdays: tuple[Weekday, ...] = Field((), description="Weekdays liked best; others stay possible.")
    full_min: int = Field(45, ge=15, le=120, description="Minutes of a full session.")
    light_min: int = Field(25, ge=10, le=60, description="Minutes of a light session.")
    target_per_week: int | None = Field(None, ge=0, le=3, description="Sessions a week; left out, the rules decide.")
    phase: Phase | None = Field(None, description="off_season, base, build, peak or in_season; else from the races.")
    sessions_logged: int = Field(0, ge=0, description="Strength sessions done before Liftday; under 6 is a novice.")

    @field_validator("programme")
    @classmethod
    def _programme_is_sound(cls, value: str) -> str:
        find_programme(value)
        return value


class BodyConfig(Strict):
    """What the athlete knows about their body; everything left out is estimated from the runs."""

    age: int | None = Field(None, ge=10, le=100, description="Years.")
    sex: str | None = Field(None, pattern="^[mf]$", description="m or f; only the load formula asks.")
    hr_max_bpm: float | None = Field(None, ge=120, le=230, description="Highest heart rate, beats a minute.")
    hr_rest_bpm: float | None = Field(None, ge=25, le=110, description="Resting heart rate, beats a minute.")
    lthr_bpm: float | None = Field(None, ge=100, le=220, description="Heart rate at lactate threshold, beats a minute.")
    threshold_speed_mps: float | None = Field(None, ge=1, le=8, description="Speed at threshold, metres a second.")
    hr_unreliable: bool = Field(default=False, description="true: heart rate says nothing about your effort.")


class RaceConfig(Strict):
    """A race, past or to come."""

    name: str = Field(min_length=1, description="What it is called.")
    priority: Priority = Field(Priority.B, description="A: the season's goal; B: matters; C: training.")
    date: date
    time: Clock = Field(time(9), description="Start, in the athlete's zone.")
    distance_m: float = Field(gt=0, description="Metres.")
    finish_s: float | None = Field(None, gt=0, description="Finish time in seconds, once it was run.")


class AthleteConfig(Strict):
    """One runner of the household."""

    id: str = Field(description="Short name for addresses; never change it.")
    name: str = Field(min_length=1, max_length=60, description="What to call this runner.")
    time_zone: str = Field(description="IANA name, such as Europe/Berlin.")
    body: BodyConfig = BodyConfig()
    strength: StrengthConfig = StrengthConfig()
    races: tuple[RaceConfig, ...] = ()
    calendar: CalendarConfig = CalendarConfig()
    notify: NotifyConfig = NotifyConfig()
    sources: tuple[SourceConfig, ...] = Field(description="Where runs come from.")
    rules: Mapping[str, float] = Field({}, description="Rule parameters that differ from the defaults.")

    @field_validator("id")
    @classmethod
    def _id_fits_an_address(cls, value: str) -> str:
        if not re.fullmatch(r"[a-z0-9][a-z0-9_-]{0,31}", value):
            raise ValueError(f"{value!r} does not fit an address; use up to 32 small letters, digits, - and _")
        return value

    @field_validator("time_zone")
    @classmethod
    def _zone_exists(cls, value: str) -> str:
        try:
            return ZoneInfo(value).key
        except ZoneInfoNotFoundError, ValueError, OSError:
            raise ValueError(f"{value!r} is no time zone; write it like Europe/Berlin") from None

    @field_validator("rules")
    @classmethod
    def _rules_exist(cls, value: Mapping[str, float]) -> Mapping[str, float]:
        check_parameters(value)
        return value

    @model_validator(mode="after")
    def _sources_differ(self) -> Self:
        names = [source.called for source in self.sources]
        if twice := sorted({name for name in names if names.count(name) > 1}):
            raise ValueError(f"two sources are called {twice[0]!r}; give one of them a name of its own")
        return self

    @property
    def zone(self) -> ZoneInfo:
        """The athlete's time zone."""
        return ZoneInfo(self.time_zone)

    def to_athlete(self) -> Athlete:
        """As the rules want it."""
        wishes, body = self.strength, self.body
        return Athlete(
            zone=self.zone,
            age=body.age,
            sex=body.sex,
            hr_max_bpm=body.hr_max_bpm,
            hr_rest_bpm=body.hr_rest_bpm,
            lthr_bpm=body.lthr_bpm,
            threshold_speed_mps=body.threshold_speed_mps,
            hr_unreliable=body.hr_unreliable,
            strength_sessions_logged=wishes.sessions_logged,
            phase=wishes.phase,
            target_per_week=wishes.target_per_week,
            policy=wishes.policy,
            equipment=wishes.equipment,
            equipment_by_weekday=wishes.equipment_on.by_weekday(),
            programme=find_programme(wishes.programme),
            olympic_lifts=wishes.olympic_lifts,
            overhead_squat=wishes.overhead_squat,
            jumps=wishes.jumps,
            with_strides=wishes.with_strides,
            with_test=wishes.with_test,
            block_start=wishes.block_start,
            slots=wishes.slots.to_slots(),
            preferred_weekdays=frozenset(wishes.preferred_weekdays),
            full_min=wishes.full_min,
            light_min=wishes.light_min,
            parameters=MappingProxyType(dict(self.rules)),
        )
