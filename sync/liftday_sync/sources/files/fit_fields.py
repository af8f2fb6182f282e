"""What single fields of FIT messages mean, each with its traps."""

from collections.abc import Mapping, Sequence
from typing import Any

from liftday_rules.model import GarminFields
from liftday_sync.sources.files.recording import RawLap
from liftday_sync.sources.files.sports import sport_of
from liftday_sync.sources.files.track import believable_bpm

type Message = Mapping[str | int, Any]

QUARTER_MIN = 15
FURTHEST_MIN = 14 * 60
CLOCK_ERROR_S = 90
"""How far a local time may be off from whole quarters of an hour and still tell an offset."""
GARMIN = "garmin"
PRIMARY_BENEFIT = 188
TRAINING, GYM = "training", {"generic", "strength_training"}
"""Garmin's gym sessions are of sport `training`; yoga and the like say so in the sub-sport."""
RPE_SCALE = 10
HR_ZONES = 5
BELOW_TO_ABOVE = HR_ZONES + 2
"""The times in zones are for: below zone 1, zones 1 to 5, above."""
SESSION = {"session", 18}


def number(value: object) -> float | None:
    """The value when it is one plain number: damaged files hold tuples and texts in its place."""
    return value if isinstance(value, (int, float)) and not isinstance(value, bool) else None


def text(value: object) -> str | None:
    """The value when it is a text with something in it."""
    return (value.strip() or None) if isinstance(value, str) else None


def sport(session: Message) -> str:
    """Sport and sub-sport as one text, such as `running treadmill`."""
    main, sub = (text(session.get(name)) or "generic" for name in ("sport", "sub_sport"))
    if main == TRAINING and sub in GYM:
        return "training strength_training"
    return main if sub == "generic" else f"{main} {sub}"


def is_on_foot(session: Message) -> bool:
    """Whether the cadence counts steps."""
    kind = sport_of(sport(session))
    return kind.is_run or kind.value == "walk"


def device(file_id: Message) -> str | None:
    """Maker and product in the file's words or numbers."""
    product = next((file_id[name] for name in ("product_name", "garmin_product", "product") if name in file_id), None)
    told = [str(value) for value in (file_id.get("manufacturer"), product) if value is not None]
    return " ".join(told) or None


def utc_offset_min(activity: Message, file_id: Message) -> int | None:
    """Minutes of the local clock ahead of UTC; None when the file does not say, or says something impossible.

    The local time is written as if it were UTC. Makers that do not know the zone write UTC twice, so an offset of zero
    counts only from a Garmin.
    """
    moment, local = activity.get("timestamp"), activity.get("local_timestamp")
    if not isinstance(moment, int) or not isinstance(local, int):
        return None
    quarters = round((local - moment) / 60 / QUARTER_MIN)
    offset_min = quarters * QUARTER_MIN
    if abs(local - moment - offset_min * 60) > CLOCK_ERROR_S or abs(offset_min) > FURTHEST_MIN:
        return None
    return offset_min if offset_min or file_id.get("manufacturer") == GARMIN else None


def laps(messages: Sequence[Message], steps: Sequence[Message]) -> tuple[RawLap, ...]:
    """The laps; what part of a workout a lap was may stand in the workout's step instead of in the lap."""
    intensities = {step.get("message_index"): text(step.get("intensity")) for step in steps}
    return tuple(
        RawLap(
            elapsed_s=elapsed_s,
            moving_s=number(lap.get("total_timer_time")),
            distance_m=number(lap.get("total_distance")),
            avg_hr_bpm=believable_bpm(lap.get("avg_heart_rate")),
            max_hr_bpm=believable_bpm(lap.get("max_heart_rate")),
            trigger=text(lap.get("lap_trigger")),
            intensity=text(lap.get("intensity")) or intensities.get(lap.get("wkt_step_index")),
        )
        for lap in messages
        if (elapsed_s := number(lap.get("total_elapsed_time")) or number(lap.get("total_timer_time"))) is not None
    )


def garmin(session: Message, zones: Sequence[Message]) -> GarminFields | None:
    """Effects, load, effort and zones; None when the file has none of them."""
    times, lows = _zones(session, zones)
    rpe = number(session.get("workout_rpe"))
    found = GarminFields(
        aerobic_te=number(session.get("total_training_effect")),
        anaerobic_te=number(session.get("total_anaerobic_training_effect")),
        load=_load(session),
        hr_zone_s=times,
        hr_zone_low_bpm=lows,
        rpe_0_10=None if rpe is None else rpe / RPE_SCALE,
        feel_0_100=number(session.get("workout_feel")),
    )
    return None if found == GarminFields() else found


def primary_benefit(session: Message) -> int | None:
    """Session field 188, when it is there."""
    value = session.get(PRIMARY_BENEFIT)
    return value if isinstance(value, int) else None


def _load(session: Message) -> float | None:
    load = number(session.get("training_load_peak"))
    return round(load, 1) if load is not None and load > 0 else None


def _zones(session: Message, zones: Sequence[Message]) -> tuple[tuple[float, ...], tuple[float, ...]]:
    """Seconds in the zones 1 to 5 and their lower limits, as far as told. Time above zone 5 counts to it."""
    index = session.get("message_index", 0)
    own = [zone for zone in zones if zone.get("reference_mesg") in SESSION and zone.get("reference_index", 0) == index]
    source = own[-1] if own else session
    times = _numbers(source.get("time_in_hr_zone"))
    highs = _numbers(source.get("hr_zone_high_boundary"))
    if len(times) < BELOW_TO_ABOVE or not any(times):
        return (), ()
    in_zones = (*times[1:HR_ZONES], round(times[HR_ZONES] + times[HR_ZONES + 1], 3))
    return in_zones, highs[:HR_ZONES] if len(highs) >= HR_ZONES else ()


def _numbers(value: object) -> tuple[float, ...]:
    found = tuple(number(item) for item in value) if isinstance(value, tuple) else ()
    return tuple(item for item in found if item is not None) if None not in found else ()
