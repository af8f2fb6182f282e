"""What Garmin's JSON says of an activity: one model for the account's list, its details, and the Personal API's list.

A raw item's payload is an object of parts: `list` (an entry of the activity list) and, where they were asked for,
`detail` (the activity itself), `splits`, `laps`, `zones`, `sets` and `workouts`. Each part is as Garmin sent it,
positions and people left out. Everything is optional and unknown fields are welcome: Garmin adds and drops them without
notice.
"""

import json
import re
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Annotated, Any

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, ValidationError

from liftday_rules.model import Activity, ActivityId, GarminFields, Lap, LapKind, LiftedSet, Sport
from liftday_sync.errors import BadPayload
from liftday_sync.sources.base import ItemKind, RawItem
from liftday_sync.sources.files.sports import sport_of
from liftday_sync.sources.files.track import believable_bpm

SOURCE = "garmin"
RUNNING_PARENT = 1
"""`parentTypeId` of every kind of run, whatever its name."""
RPE_SCALE, GRAMS, MS = 10, 1000, 1000
FURTHEST = timedelta(hours=14)
QUARTER_S = 900
EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
PLACES = ("latitude", "longitude", "polyline", "locationname")
PEOPLE = ("owner", "userroles", "userinfodto", "profileimage", "userprofile", "activityimages", "useremail")
SPLITS = {
    "INTERVAL_WARMUP": LapKind.WARMUP,
    "INTERVAL_ACTIVE": LapKind.ACTIVE,
    "INTERVAL_RECOVERY": LapKind.RECOVERY,
    "INTERVAL_REST": LapKind.REST,
    "INTERVAL_COOLDOWN": LapKind.COOLDOWN,
}
WORK = "ACTIVE"
EVEN_M, EVEN = (1000.0, 1609.34, 5000.0), 0.01


def _number(value: object) -> object:
    """A number, also as text; anything else is as good as not said."""
    if isinstance(value, str):
        try:
            value = float(value)
        except ValueError:
            return None
    return value if isinstance(value, (int, float)) and not isinstance(value, bool) else None


def _text(value: object) -> object:
    return value.strip() or None if isinstance(value, str) else None


def _moment(value: object) -> datetime | None:
    """`2026-01-08 08:10:21`, `2026-01-08T08:10:21.0` or milliseconds since 1970, as a wall time that says no zone."""
    if isinstance(value, (int, float)) and not isinstance(value, bool):
        return (EPOCH + timedelta(milliseconds=value)).replace(tzinfo=None)
    if isinstance(value, str):
        try:
            return datetime.fromisoformat(value.strip()).replace(tzinfo=None)
        except ValueError:
            return None
    return None


def _object(value: object) -> object:
    return value if isinstance(value, dict) else {}


def _objects(value: object) -> object:
    return [one for one in value if isinstance(one, dict)] if isinstance(value, list) else []


def _garmins_name(ours: str) -> str:
    """`start_time_gmt` is Garmin's `startTimeGMT`, `hr_time_in_zone_1` its `hrTimeInZone_1`."""
    camel = re.sub(r"_([a-z])", lambda found: found[1].upper(), ours)
    return re.sub(r"(Gmt|Hr|Dto)$", lambda found: found[1].upper(), camel)


type Number = Annotated[float | None, BeforeValidator(_number)]
type Text = Annotated[str | None, BeforeValidator(_text)]
type Moment = Annotated[datetime | None, BeforeValidator(_moment)]


class Tolerant(BaseModel):
    """What a service may send: everything optional, everything unknown welcome."""

    model_config = ConfigDict(extra="allow", frozen=True, alias_generator=_garmins_name)


class Kind(Tolerant):
    """A word from one of Garmin's lists."""

    type_key: Text = None
    parent_type_id: Number = None


type KindOf = Annotated[Kind, BeforeValidator(_object)]


class Listed(Tolerant):
    """An entry of the activity list. Metres, seconds, beats a minute; TE 0 to 5."""

    activity_id: Number = None
    activity_name: Text = None
    activity_type: KindOf = Kind()
    event_type: KindOf = Kind()
    start_time_gmt: Moment = None
    start_time_local: Moment = None
    begin_timestamp: Moment = None
    duration: Number = None
    elapsed_duration: Number = None
    moving_duration: Number = None
    distance: Number = None
    elevation_gain: Number = None
    elevation_loss: Number = None
    average_hr: Number = None
    max_hr: Number = None
    aerobic_training_effect: Number = None
    anaerobic_training_effect: Number = None
    training_effect_label: Text = None
    activity_training_load: Number = None
    hr_time_in_zone_1: Number = None
    hr_time_in_zone_2: Number = None
    hr_time_in_zone_3: Number = None
    hr_time_in_zone_4: Number = None
    hr_time_in_zone_5: Number = None
    parent: Annotated[bool, BeforeValidator(lambda told: told is True)] = False

    @property
    def start(self) -> datetime | None:
        """When it began, UTC."""
        told = self.start_time_gmt or self.begin_timestamp
        return told.replace(tzinfo=UTC) if told else None

    @property
    def zone_s(self) -> tuple[float, ...]:
        """Seconds in the zones 1 to 5; empty where Garmin says nothing."""
        told = [getattr(self, f"hr_time_in_zone_{zone}") for zone in range(1, 6)]
        return tuple(seconds or 0.0 for seconds in told) if any(told) else ()


class Summary(Tolerant):
    """What only the activity itself says, and what it calls by other names."""

    start_time_gmt: Moment = None
    start_time_local: Moment = None
    average_temperature: Number = None
    direct_workout_rpe: Number = None
    direct_workout_feel: Number = None


class Detail(Tolerant):
    """The activity itself."""

    summary_dto: Annotated[Summary, BeforeValidator(_object)] = Summary()

    @property
    def is_rated(self) -> bool:
        """Whether the athlete has said how it was."""
        return bool(self.summary_dto.direct_workout_rpe or self.summary_dto.direct_workout_feel)


class Zone(Tolerant):
    """Time in one heart-rate zone."""

    zone_number: Number = None
    secs_in_zone: Number = None
    zone_low_boundary: Number = None


class Split(Tolerant):
    """A stretch of a run, as the watch cut it."""

    type: Text = None
    split_type: Text = None
    duration: Number = None
    elapsed_duration: Number = None
    moving_duration: Number = None
    distance: Number = None
    average_hr: Number = None
    max_hr: Number = None


class LiftedAs(Tolerant):
    """What the watch thinks an exercise was."""

    category: Text = None
    name: Text = None
    probability: Number = None


class SetOfReps(Tolerant):
    """One set, or a rest between two. Weight in grams."""

    set_type: Text = None
    exercises: Annotated[list[LiftedAs], BeforeValidator(_objects)] = Field(default_factory=list)
    repetition_count: Number = None
    weight: Number = None
    duration: Number = None


class Followed(Tolerant):
    """The structured workout that was followed."""

    workout_name: Text = None


class Payload(Tolerant):
    """The parts of one activity."""

    list: Annotated[Listed, BeforeValidator(_object)] = Listed()
    detail: Annotated[Detail, BeforeValidator(_object)] = Detail()
    splits: Annotated[tuple[Split, ...], BeforeValidator(_objects)] = ()
    laps: Annotated[tuple[Split, ...], BeforeValidator(_objects)] = ()
    zones: Annotated[tuple[Zone, ...], BeforeValidator(_objects)] = ()
    sets: Annotated[tuple[SetOfReps, ...], BeforeValidator(_objects)] = ()
    workouts: Annotated[tuple[Followed, ...], BeforeValidator(_objects)] = ()

    @property
    def name(self) -> str | None:
        """The activity's name; the workout that was followed says more, where the watch did not take it over."""
        said = self.list.activity_name
        followed = next((one.workout_name for one in self.workouts if one.workout_name), None)
        if followed is None or (said and followed.casefold() in said.casefold()):
            return said
        return f"{followed} ({said})" if said else followed


def scrubbed(told: Any) -> Any:
    """The same without positions and people: where an athlete lives is never stored."""
    if isinstance(told, dict):
        return {key: scrubbed(value) for key, value in told.items() if not _is_private(key)}
    return [scrubbed(one) for one in told] if isinstance(told, list) else told


def _is_private(key: str) -> bool:
    plain = key.lower()
    return any(word in plain for word in PLACES) or any(word in plain for word in PEOPLE)


def canonical(parts: Mapping[str, Any]) -> bytes:
    """The same things said, the same bytes."""
    return json.dumps(parts, sort_keys=True, ensure_ascii=False, separators=(",", ":")).encode()


def activity_item(listed: Mapping[str, Any], **parts: Any) -> RawItem | None:
    """The raw item of one activity; None where Garmin gives it no id."""
    number = _number(listed.get("activityId"))
    if not isinstance(number, (int, float)) or number <= 0:
        return None
    return RawItem(
        external_id=str(int(number)),
        kind=ItemKind.ACTIVITY,
        payload=canonical(scrubbed({"list": dict(listed), **parts})),
    )


def more_of(external_id: str, **parts: Any) -> RawItem:
    """More about an activity whose list entry is stored already; `joined` lays the two together."""
    return RawItem(external_id=external_id, kind=ItemKind.ACTIVITY, payload=canonical(scrubbed(parts)))


def listed_day(entry: Mapping[str, Any]) -> date | None:
    """The local date of a list entry; None where it says no time."""
    listed = Listed.model_validate(entry)
    return _local_date(listed, listed.start) if listed.start else None


def joined(known: RawItem, item: RawItem) -> RawItem:
    """The new item with the parts that only the stored one has: the list alone takes no detail away."""
    if item.kind is not ItemKind.ACTIVITY:
        return item
    before, now = json.loads(known.payload), json.loads(item.payload)
    if not before.keys() - now.keys():
        return item
    return replace(item, payload=canonical(before | now), stream=item.stream or known.stream)


def activity_of(item: RawItem, name: str) -> Activity | None:
    """What an activity's item means; None for the frame around the parts of a multisport event. Raises `BadPayload`."""
    try:
        payload = Payload.model_validate_json(item.payload)
    except ValidationError as error:
        raise BadPayload(f"Garmin's activity {item.external_id} can't be read; please report it.") from error
    listed = payload.list
    if listed.parent:
        return None
    start, elapsed_s = listed.start, listed.elapsed_duration or listed.duration
    if start is None or elapsed_s is None or elapsed_s < 0:
        raise BadPayload(f"Garmin's activity {item.external_id} does not say when it began or how long it took.")
    sport = sport_told(listed.activity_type)
    return Activity(
        id=ActivityId(f"{name}:{item.external_id}"),
        source=SOURCE,
        sport=sport,
        start=start,
        local_date=_local_date(listed, start),
        elapsed_s=elapsed_s,
        moving_s=_moving_s(listed),
        distance_m=listed.distance or None,
        ascent_m=listed.elevation_gain,
        descent_m=listed.elevation_loss,
        avg_hr_bpm=believable_bpm(listed.average_hr),
        max_hr_bpm=believable_bpm(listed.max_hr),
        temperature_c=payload.detail.summary_dto.average_temperature,
        name=payload.name,
        laps=(_parts(payload.splits) or _laps(payload.laps)) if sport.is_run else (),
        garmin=_garmin(payload),
        sets=_sets(payload.sets) if sport is Sport.STRENGTH else (),
        recording_key=f"garmin:{item.external_id}",
    )


def sport_told(kind: Kind) -> Sport:
    """All kinds of runs share a parent; only treadmill and trail are told apart by name."""
    told = sport_of(kind.type_key or "")
    if kind.parent_type_id == RUNNING_PARENT and not told.is_run:
        return Sport.RUN
    return told


def _local_date(listed: Listed, start: datetime) -> date:
    """The date on the clock where it was done; the difference of the two times is believed up to 14 hours."""
    local = listed.start_time_local
    if local is None or abs(local.replace(tzinfo=UTC) - start) > FURTHEST:
        return start.date()
    return local.date()


def _moving_s(listed: Listed) -> float | None:
    """The timer's time: what Garmin calls moving leaves out slow walking, and indoors it is 0."""
    return listed.duration if listed.duration is not None else listed.moving_duration


def _garmin(payload: Payload) -> GarminFields:
    listed, detail = payload.list, payload.detail.summary_dto
    rpe, feel = detail.direct_workout_rpe, detail.direct_workout_feel
    zones = sorted((zone.zone_number, zone) for zone in payload.zones if zone.zone_number is not None)
    floors = tuple(zone.zone_low_boundary for _, zone in zones if zone.zone_low_boundary is not None)
    seconds = tuple(zone.secs_in_zone or 0.0 for _, zone in zones)
    is_whole = len(seconds) == len(floors) == 5  # noqa: PLR2004 (Garmin has five zones)
    return GarminFields(
        training_effect_label=listed.training_effect_label,
        aerobic_te=listed.aerobic_training_effect,
        anaerobic_te=listed.anaerobic_training_effect,
        load=listed.activity_training_load,
        hr_zone_s=listed.zone_s or (seconds if is_whole and any(seconds) else ()),
        hr_zone_low_bpm=floors if is_whole else (),
        rpe_0_10=rpe / RPE_SCALE if rpe else None,
        feel_0_100=feel,
        event_type=(listed.event_type.type_key or "").lower() or None,
    )


def _parts(splits: Sequence[Split]) -> tuple[Lap, ...]:
    """The parts of a workout, where the watch cut one; runs and walks in between are cut on their own and left out."""
    laps = []
    for split in splits:
        kind = SPLITS.get((split.type or split.split_type or "").upper())
        elapsed_s = split.elapsed_duration or split.duration
        if kind is None or not elapsed_s:
            continue
        laps.append(_lap(split, elapsed_s, kind))
    return tuple(laps) if len(laps) > 1 else ()


def _laps(told: Sequence[Split]) -> tuple[Lap, ...]:
    """The laps. Garmin does not say what ended them: even kilometres or miles came by themselves."""
    whole = [lap.distance or 0.0 for lap in told[:-1]]
    is_auto = any(all(abs(metres - even) < even * EVEN for metres in whole) for even in EVEN_M)
    kind = LapKind.AUTO if is_auto else LapKind.MANUAL
    return tuple(_lap(lap, elapsed, kind) for lap in told if (elapsed := lap.elapsed_duration or lap.duration))


def _lap(told: Split, elapsed_s: float, kind: LapKind) -> Lap:
    return Lap(
        elapsed_s=elapsed_s,
        moving_s=told.duration,
        distance_m=told.distance or None,
        avg_hr_bpm=believable_bpm(told.average_hr),
        max_hr_bpm=believable_bpm(told.max_hr),
        kind=kind,
    )


def _sets(told: Sequence[SetOfReps]) -> tuple[LiftedSet, ...]:
    """What was lifted, in order, the rests left out."""
    return tuple(_set(one) for one in told if (one.set_type or WORK).upper() == WORK)


def _set(one: SetOfReps) -> LiftedSet:
    likely = max(one.exercises, key=lambda guess: guess.probability or 0.0, default=LiftedAs())
    weight = one.weight if one.weight and one.weight > 0 else None
    return LiftedSet(
        exercise=likely.name,
        category=likely.category,
        reps=int(one.repetition_count) if one.repetition_count else None,
        load_kg=weight / GRAMS if weight else None,
        seconds=one.duration,
    )
